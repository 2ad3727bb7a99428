"""Takes updates from Telegram, by long poll or webhook, and confirms none before it is stored.

`take` is given each update as Telegram wrote it and returns once it is stored and handled; it raises StoreUnavailable
where the store could not take it. An update Telegram repeats is given again: the store knows its key. One person's
updates are handled one after another, those of different people side by side.
"""

import asyncio
import hmac
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.storage.database import StoreUnavailable
from bot.telegram.limits import growing
from bot.telegram.request import AiohttpRequest
from bot.telegram.steady import place
from bot.telegram.verdicts import Wait, judge, reason

log = structlog.get_logger(__name__)

RawUpdate = dict[str, Any]
Take = Callable[[RawUpdate], Awaitable[None]]

# Telegram keeps the list until it gets another one, so all we handle is named each time; what is new next year is not.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
# A bug that `take` could not keep to itself: after so many tries the update is let go, or nothing after it would come.
TRIES_AFTER_A_BUG = 5
# Updates whose troubles we remember (how often they failed, whether the store was found down with them).
REMEMBERED = 10_000
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """All in seconds. `poll` is how long Telegram may keep a long poll open, `margin` what the network may add to it.

    While an update cannot be stored, new ones are still asked for every `meanwhile`, so that people hear of it.
    Another process that polls (Conflict), or a token nobody knows, is tried slowly.
    """

    poll: float = 30.0
    margin: float = 10.0
    meanwhile: float = 1.0
    first_pause: float = 0.5
    longest_pause: float = 30.0
    conflict_pause: float = 10.0


class Counter:
    """Takes updates one person at a time, and does not let go of one before it is stored."""

    def __init__(self, take: Take, on_store_down: Take, patience: Patience) -> None:
        self._take, self._on_store_down, self._patience = take, on_store_down, patience
        self._last: dict[object, asyncio.Task[bool]] = {}
        self._bugs: OrderedDict[int, int] = OrderedDict()
        self._warned: OrderedDict[int, int] = OrderedDict()

    def enqueue(self, update: RawUpdate, *, until_stored: bool) -> asyncio.Task[bool]:
        """Handle `update` after those before it of the same person; the task says whether it need not come again.

        `until_stored` tries until that is so; otherwise it is Telegram that tries again.
        """
        person = person_of(update)
        handle = self._until_stored if until_stored else self._once
        task = asyncio.create_task(self._after(self._last.get(person), handle, update))
        if person is not None:
            self._last[person] = task
            task.add_done_callback(lambda done: self._forget(person, done))
        return task

    async def _after(
        self, before: asyncio.Task[bool] | None, handle: Callable[[RawUpdate], Awaitable[bool]], update: RawUpdate
    ) -> bool:
        if before is not None:
            await asyncio.wait((before,))
        return await handle(update)

    async def _until_stored(self, update: RawUpdate) -> bool:
        attempt = 0
        while not await self._once(update):
            attempt += 1
            await asyncio.sleep(growing(attempt, self._patience.first_pause, self._patience.longest_pause))
        return True

    async def _once(self, update: RawUpdate) -> bool:
        key = update["update_id"]
        try:
            await self._take(update)
        except StoreUnavailable:
            if _count(self._warned, key) == 1:
                log.error("an update cannot be stored and is tried again", update=key)
                await self._tell_meanwhile(update)
            return False
        except Exception as error:
            tries = _count(self._bugs, key)
            log.critical(
                "an update broke its turn", update=key, error=type(error).__name__, place=place(error), tries=tries
            )
            return tries >= TRIES_AFTER_A_BUG
        self._bugs.pop(key, None)
        self._warned.pop(key, None)
        return True

    async def _tell_meanwhile(self, update: RawUpdate) -> None:
        try:
            await self._on_store_down(update)
        except Exception as error:
            log.error("nothing could be said while the store is down", error=type(error).__name__, place=place(error))

    def _forget(self, person: object, done: asyncio.Task[bool]) -> None:
        if self._last.get(person) is done:
            del self._last[person]


class Poller:
    """Asks Telegram for updates and moves the offset on only past what is stored; it keeps the offset in memory."""

    def __init__(
        self,
        bot: Bot,
        take: Take,
        on_store_down: Take,
        lead: Callable[[], Awaitable[bool]],
        patience: Patience | None = None,
    ) -> None:
        """`bot` must be initialized. Polls only while `lead` says so: Telegram allows one poller."""
        self._bot, self._lead = bot, lead
        self._patience = patience or Patience()
        self._counter = Counter(take, on_store_down, self._patience)
        self._offset: int | None = None
        self._open: dict[int, asyncio.Task[bool]] = {}
        self._troubles = 0

    async def run(self) -> None:
        """Poll until cancelled. What was not stored then comes again at the next start."""
        try:
            while True:
                if await self._may_poll():
                    await self._poll_once()
                else:
                    await asyncio.sleep(self._patience.meanwhile)
        finally:
            for task in self._open.values():
                task.cancel()
            await asyncio.gather(*self._open.values(), return_exceptions=True)

    async def _may_poll(self) -> bool:
        try:
            return await self._lead()
        except StoreUnavailable:
            # Whoever leads, people who write now must hear that the store is down.
            return True

    async def _poll_once(self) -> None:
        try:
            updates = await self._get_updates()
        except (TelegramError, KeyError, TypeError) as error:
            await asyncio.sleep(self._pause_after(error))
            return
        self._troubles = 0
        for update in updates:
            if update["update_id"] not in self._open:
                self._open[update["update_id"]] = self._counter.enqueue(update, until_stored=True)
        if self._open:
            await asyncio.wait(self._open.values(), timeout=self._patience.meanwhile)
            self._confirm()

    async def _get_updates(self) -> list[RawUpdate]:
        # What is still open is given again at once, so with anything open there is no long poll.
        held_open = 0 if self._open else self._patience.poll
        parameters: dict[str, Any] = {"timeout": int(held_open), "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset is not None:
            parameters["offset"] = self._offset
        data = RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])
        answer: Any = await self._bot.request.post(
            f"{self._bot.base_url}/getUpdates", data, read_timeout=held_open + self._patience.margin
        )
        return [update for update in answer if isinstance(update.get("update_id"), int)]

    def _confirm(self) -> None:
        """Move the offset to the first update that is still open, past all before it."""
        for key in sorted(self._open):
            if not self._open[key].done():
                break
            self._offset = key + 1
        self._open = {key: task for key, task in self._open.items() if key >= (self._offset or 0)}

    def _pause_after(self, error: Exception) -> float:
        self._troubles += 1
        growing_pause = growing(self._troubles, self._patience.first_pause, self._patience.longest_pause)
        match error:
            case RetryAfter() if isinstance(verdict := judge(error), Wait):
                return verdict.seconds
            case Conflict():
                log.error("somebody else asks for this bot's updates, or a webhook is set")
                return self._patience.conflict_pause
            case InvalidToken():
                log.critical("Telegram does not know our token: nothing can be received")
                return self._patience.longest_pause
            case TelegramError():
                log.warning("updates could not be fetched", why=reason(error))
        return growing_pause


class Webhook:
    """An aiohttp handler for Telegram's POSTs: 200 once the update is stored, 503 while it cannot be.

    403 for a wrong or missing secret, 400 for what is not an update, 413 above 1 MiB.
    """

    def __init__(self, take: Take, secret: str, on_store_down: Take, patience: Patience | None = None) -> None:
        """`secret` is the one given to setWebhook; it must not be empty, or anybody could write in anybody's name."""
        if not secret:
            raise ValueError("a webhook needs a secret")
        self._secret = secret.encode()
        self._counter = Counter(take, on_store_down, patience or Patience())

    async def __call__(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        if (request.content_length or 0) > LARGEST_BODY:
            return web.Response(status=413)
        try:
            update = AiohttpRequest.parse_json_payload(await request.read())
        except TelegramError:
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        # Shielded: that Telegram hangs up must not break off a turn.
        stored = await asyncio.shield(self._counter.enqueue(update, until_stored=False))
        return web.Response(status=200 if stored else 503)


def person_of(update: RawUpdate) -> object:
    """The id of whoever caused `update`, else of the chat it happened in; None where it names neither."""
    for content in update.values():
        if isinstance(content, dict):
            for who in ("from", "user", "chat"):
                if isinstance(named := content.get(who), dict) and "id" in named:
                    found: object = named["id"]
                    return found
    return None


def _count(seen: OrderedDict[int, int], key: int) -> int:
    """One more of `key`; gives how many. The oldest are forgotten."""
    seen[key] = seen.get(key, 0) + 1
    if len(seen) > REMEMBERED:
        seen.popitem(last=False)
    return seen[key]
