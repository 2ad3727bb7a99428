"""Takes operations from the outbox and makes them happen at Telegram, at a pace it allows.

What it promises: an operation leaves the outbox only when Telegram did it or refused it for good. A crash can do those
again that were in flight at that moment (the Bot API has no idempotency key), never another. It changes no rows but its
own: what became of an operation is told as an event (tell.py).
"""

import asyncio
import base64
import contextlib
import random
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
import structlog
from telegram import Bot, InputFile
from telegram.error import TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.clock import Clock, to_ms
from bot.storage import outbox
from bot.storage.database import Database, StoreUnavailable, Transaction
from bot.storage.outbox import ChatOf, Lane, Operation
from bot.telegram.fetch import fetched
from bot.telegram.limits import Limits, Pace, growing
from bot.telegram.steady import place, survived, wait
from bot.telegram.tell import OnOutcome, Teller
from bot.telegram.verdicts import AsWanted, Final, Gone, NoEntry, TryAgain, Verdict, Wait, judge

log = structlog.get_logger(__name__)

# Of `body` of the outbox row with this id, the words that were sealed. Raises whatever it likes if they do not open.
OpenBody = Callable[[int, bytes], str]

TRIES_OF_A_METHOD = 3


class Deliverer:
    """The one loop that sends. `run` it once; `wake` it after each commit that put something into the outbox."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        open_body: OpenBody,
        chat_of: ChatOf,
        on_outcome: OnOutcome,
        clock: Clock,
        pace: Pace | None = None,
    ) -> None:
        """`bot` must be initialized. `chat_of` is called in the turn that claims, None where a person has no chat."""
        self._database, self._bot, self._clock = database, bot, clock
        self._open_body, self._chat_of = open_body, chat_of
        self._pace = pace or Pace()
        self._teller = Teller(database, on_outcome, self._pace.first_pause, self._pace.longest_pause)
        self._limits: Limits[int] = Limits(self._pace.rate, self._pace.chat_rate, self._now())
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._failures = 0
        self._leads = False
        self._look_again = self._pace.poll
        self._something_to_do = asyncio.Event()

    def wake(self) -> None:
        """There is something new in the outbox. Call it in the event loop's thread."""
        self._something_to_do.set()

    async def run(self) -> None:
        """Deliver until cancelled; then let what is in flight end. Needs no other call before or after."""
        telling = asyncio.create_task(self._teller.run())
        try:
            while True:
                self._something_to_do.clear()
                self._look_again = self._pace.poll
                await survived(self._start_some(), "starting deliveries")
                await wait(self._something_to_do, self._look_again)
        finally:
            await self._land_all()
            telling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await telling

    async def _start_some(self) -> None:
        """Start what may start now, and set when it is worth looking again."""
        if not await self._leading():
            return
        now = self._now()
        most = min(self._pace.in_flight - len(self._flying), self._limits.room(now))
        if most > 0:
            operations = await self._claim(most, now)
            for operation in operations:
                self._limits.take(operation.person_id, now)
                self._flying[operation.id] = task = asyncio.create_task(self._deliver(operation))
                task.add_done_callback(partial(self._landed, operation.id))
            if len(operations) < most:
                return
        # With all hands full there is nothing to look for: what lands wakes us.
        if len(self._flying) < self._pace.in_flight:
            self._look_again = max(0.001, self._limits.next_at(now) - now)

    async def _claim(self, most: int, now: float) -> list[Operation]:
        resting = {person: int(until * 1000) + 1 for person, until in self._limits.resting(now).items()}
        at, chat_of = int(now * 1000), self._chat_of
        return await self._database.transact(lambda tx: outbox.claim(tx, at, most, resting, chat_of))

    async def _leading(self) -> bool:
        """Whether we may claim. A new leader first puts back what its predecessor left in flight."""
        if not await self._database.lead():
            self._leads = False
        elif not self._leads:
            at, flying = self._at(), frozenset(self._flying)
            left = await self._database.transact(lambda tx: outbox.recover(tx, at, flying))
            if left:
                log.warning("operations were left in flight and are sent again", number=left)
            self._leads = True
            self._teller.wake()
        return self._leads

    async def _deliver(self, operation: Operation) -> None:
        """Make one operation happen, or find out why not, and write down which."""
        try:
            parameters = self._parameters(operation)
        except Exception as error:
            # A body that does not open or read will not do so later either.
            log.error("a body cannot be read", method=operation.method, error=type(error).__name__, place=place(error))
            await self._act(operation, Final("its body cannot be read"))
            return
        try:
            data = _request_data(await fetched(self._bot, parameters))
            answer = await self._bot.request.post(f"{self._bot.base_url}/{operation.method}", data)
        except TelegramError as error:
            verdict = judge(error)
            if isinstance(verdict, NoEntry) and await self._token_works():
                # A 404 may also be a proxy's passing mood.
                last = operation.attempts >= TRIES_OF_A_METHOD
                verdict = Final("Telegram does not know this method") if last else TryAgain("not found")
            await self._act(operation, verdict)
        except (KeyError, TypeError):
            # JSON, but not the Bot API's: somebody else answers in its place.
            await self._act(operation, TryAgain("not an answer of the Bot API"))
        else:
            self._failures = 0
            ids = _message_ids(answer)
            await self._note(lambda tx, at: outbox.mark_sent(tx, operation, at, ids))

    def _parameters(self, operation: Operation) -> dict[str, Any]:
        parameters = {**orjson.loads(self._open_body(operation.id, operation.body)), "chat_id": operation.chat_id}
        if operation.message_id is not None:
            parameters["message_id"] = operation.message_id
        return parameters

    async def _act(self, operation: Operation, verdict: Verdict) -> None:
        """Write down what Telegram's answer means for this operation, and slow down where it means the others too."""
        if not isinstance(verdict, TryAgain):
            self._failures = 0
        match verdict:
            case AsWanted():
                await self._note(lambda tx, at: outbox.mark_sent(tx, operation, at))
            case Gone(why):
                await self._note(lambda tx, at: outbox.mark_unreachable(tx, operation, at, why))
            case Final(why):
                log.error("an operation is refused for good", method=operation.method, why=why)
                await self._note(lambda tx, at: outbox.mark_refused(tx, operation, at, why))
            case Wait(seconds):
                log.warning("Telegram says: too many requests", method=operation.method, seconds=seconds)
                self._limits.refused(seconds, self._now())
                # It was not tried, so it does not count.
                await self._retry(operation, seconds, operation.attempts - 1)
            case TryAgain(why):
                log.warning("an operation is tried again", method=operation.method, attempt=operation.attempts, why=why)
                self._one_more_failure()
                await self._retry(operation, self._patience(operation), operation.attempts)
            case NoEntry():
                log.critical("Telegram does not know our token: nothing can be sent")
                self._limits.pause(self._pace.longest_pause, self._now())
                await self._retry(operation, self._pace.longest_pause, operation.attempts - 1)

    def _patience(self, operation: Operation) -> float:
        """The pause before the next try, a little different each time so that tries do not come in step."""
        alert = operation.lane is Lane.ALERT
        longest = self._pace.longest_alert_pause if alert else self._pace.longest_pause
        return growing(operation.attempts, self._pace.first_pause, longest) * random.uniform(0.8, 1.2)  # noqa: S311

    def _one_more_failure(self) -> None:
        self._failures += 1
        beyond = self._failures - self._pace.failures_in_a_row
        if beyond > 0:
            pause = growing(beyond, self._pace.first_pause, self._pace.longest_alert_pause)
            self._limits.pause(pause, self._now())

    async def _token_works(self) -> bool:
        try:
            await self._bot.request.post(f"{self._bot.base_url}/getMe")
        except TelegramError:
            return False
        return True

    async def _retry(self, operation: Operation, pause: float, attempts: int) -> None:
        await self._note(lambda tx, at: outbox.retry_later(tx, operation, at + int(pause * 1000), attempts))

    async def _note(self, write: Callable[[Transaction, int], None]) -> None:
        """Write what became of an operation. Tried until it is written: forgetting it would do it again."""
        attempt = 0
        while True:
            try:
                await self._database.transact(lambda tx: write(tx, self._at()))
            except StoreUnavailable:
                attempt += 1
                log.error("the store does not take what became of an operation", attempt=attempt)
                await asyncio.sleep(growing(attempt, self._pace.first_pause, self._pace.longest_alert_pause))
            else:
                self._teller.wake()
                return

    def _landed(self, operation: int, task: asyncio.Task[None]) -> None:
        del self._flying[operation]
        if not task.cancelled() and (error := task.exception()):
            # Left in flight: it goes out again after a restart, as after a crash.
            log.critical("a delivery broke off", error=type(error).__name__, place=place(error))
        self._something_to_do.set()

    async def _land_all(self) -> None:
        if flying := list(self._flying.values()):
            _, late = await asyncio.wait(flying, timeout=self._pace.grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _at(self) -> int:
        return to_ms(self._clock.now())


def _request_data(parameters: dict[str, Any]) -> RequestData:
    return RequestData([_parameter(name, value) for name, value in parameters.items()])


def _parameter(name: str, value: Any) -> RequestParameter:
    """A parameter as PTB wants it; {"upload": base64, "name": file name} is a file to send."""
    if isinstance(value, dict) and "upload" in value:
        value = InputFile(base64.b64decode(value["upload"]), value["name"])
    if isinstance(value, InputFile):
        return RequestParameter.from_input(name, value)
    return RequestParameter(name, value, None)


def _message_ids(answer: Any) -> list[int]:
    """The ids Telegram gave: of a message, of each of an album, of none where it just says True."""
    messages = answer if isinstance(answer, list) else [answer]
    return [message["message_id"] for message in messages if isinstance(message, dict) and "message_id" in message]
