"""The service: builds the house and starts its parts (receive, deliver, tick), and stops them in order."""

import asyncio
import contextlib
import hashlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import count
from typing import Any, TypeVar

import structlog
from aiohttp import web

os.environ["PTB_TIMEDELTA"] = "1"  # before telegram is imported: retry_after as a timedelta, without a warning

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.auditor import Auditor
from bot.clock import Clock, RealClock, SandboxClock
from bot.events import Event, Outcome, TimerDue
from bot.house import House, build_house
from bot.outage import OutageVoice
from bot.routing import commands, route
from bot.second_path import SecondPath
from bot.services.erasing import WIPE
from bot.services.night import first_night
from bot.services.registry import load_services
from bot.settings import Settings, WrongSetting
from bot.site import WrongSite, load_site
from bot.storage import keys, people
from bot.storage.database import AlreadyRunning, BadDatabaseUrl, Database, StoreUnavailable, Transaction, open_database
from bot.storage.erasing import files_are_wiped
from bot.storage.sealing import BadSecretKey, load_keys
from bot.telegram.deliver import Deliverer
from bot.telegram.intake import Patience
from bot.telegram.limits import Pace, growing
from bot.telegram.receive import ALLOWED_UPDATES, Poller, Webhook
from bot.telegram.request import AiohttpRequest
from bot.telegram.updates import read_update
from bot.telegram.verdicts import reason
from bot.timers import Ticker
from bot.turn import Handled, Turn, handle

log = structlog.get_logger()

T = TypeVar("T")
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0  # between two tries to reach Telegram at the start

CannotStart = (WrongSetting, WrongSite, BadDatabaseUrl, BadSecretKey, AlreadyRunning, StoreUnavailable)
"""What is wrong with how the service was set up: one clear line each."""


class Service:
    """Everything that runs, made by `running_service`."""

    def __init__(self, settings: Settings, database: Database, house: House, bot: Bot) -> None:
        self.settings, self.database, self.house, self.bot = settings, database, house, bot
        self.voice = OutageVoice(bot, house)
        pace = Pace(settings.delivery_rate, settings.delivery_chat_rate, settings.delivery_in_flight)
        self.deliverer = Deliverer(database, bot, self._open_body, self._chat_of, self.hear, house.clock, pace)
        self.ticker = Ticker(database, house.clock, self.tick)
        self.second_path = SecondPath(database, house, settings.smtp_url, settings.mail_from)
        self.auditor = Auditor(database, house, settings.heartbeat_url, ticker=self.ticker)
        self.patience = Patience()
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, raw: dict[str, Any]) -> None:
        """One update: its turn, then what is answered best effort after the commit."""
        handled = await self._turn(read_update(self.bot.id, raw))
        for callback in handled.callbacks:
            task = asyncio.create_task(self._answer(callback))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def tick(self, timer: TimerDue) -> None:
        if timer.kind != WIPE or await files_are_wiped(self.database):
            await self._turn(timer)

    async def hear(self, outcome: Outcome) -> None:
        await self._turn(outcome)

    async def _turn(self, event: Event) -> Handled:
        def turn(tx: Transaction) -> Handled:
            tx.after_commit(self.deliverer.wake)
            tx.after_commit(self.second_path.wake)
            return handle(tx, self.house, event)

        return await self.database.transact(turn)

    def _begin(self, tx: Transaction) -> None:
        first_night(tx, Turn(tx, self.house, self.house.clock.now()))

    async def _answer(self, callback: str) -> None:
        """Takes the waiting mark off the button. It expires in seconds, so it never passes the outbox."""
        with contextlib.suppress(TelegramError):
            await self.bot.answer_callback_query(callback)

    def _open_body(self, row: int, sealed: bytes) -> str:
        return self.house.sealer.open(sealed, "outbox", "body", row)

    def _chat_of(self, tx: Transaction, person_id: int) -> int | None:
        person = people.find(tx, person_id)
        return person.chat_id(self.house.sealer) if person else None

    async def tell_commands(self) -> None:
        """The commands menu in each language; nothing depends on it, so a refusal is only logged."""
        for language in ("", *self.house.site.languages):
            reader_language = language or self.house.site.languages[0]
            words = [
                (name, self.house.renderer.catalogs.plain(text, reader_language, self.house.zone_of(None, None)))
                for name, text in commands()
            ]
            try:
                await self.bot.set_my_commands(words, language_code=language)
            except TelegramError as problem:
                log.warning("commands could not be set", why=type(problem).__name__)

    async def run(self) -> None:
        """Receive, deliver and tick until cancelled."""
        receiving = self._webhook() if self.settings.webhook_url else self._poll()
        await self.database.transact(self._begin)
        self.ticker.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.deliverer.run())
                group.create_task(receiving)
                group.create_task(self.second_path.run())
                group.create_task(self.auditor.run())
                group.create_task(self.tell_commands())
        except BaseExceptionGroup as troubles:
            wrong = troubles.subgroup(WrongSetting)
            raise wrong.exceptions[0] if wrong else troubles from None
        finally:
            self.ticker.stop()

    async def _poll(self) -> None:
        await _reached(self.bot.delete_webhook)
        await Poller(self.bot, self.take, self.voice.answer, self.database.lead, self.patience).run()

    async def _webhook(self) -> None:
        secret = hashlib.sha256(f"webhook|{self.settings.telegram_token}".encode()).hexdigest()
        application = web.Application(client_max_size=2**20)
        application.router.add_post("/telegram", Webhook(self.take, secret, self.voice.answer, self.patience).handle)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", self.settings.webhook_port)
            try:
                await site.start()
            except OSError as problem:
                raise WrongSetting(f"COMPANION_WEBHOOK_PORT cannot be used: {problem.strerror}.") from None
            url = f"{self.settings.webhook_url}/telegram"
            try:
                await _reached(
                    partial(self.bot.set_webhook, url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES))
                )
            except BadRequest as refusal:
                raise WrongSetting(f"COMPANION_WEBHOOK_URL was refused by Telegram: {reason(refusal)}.") from None
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


@asynccontextmanager
async def running_service(settings: Settings) -> AsyncIterator[Service]:
    """Open everything the service needs; close it in the opposite order. Nothing is received yet: call `run`."""
    load_services()
    site = load_site(settings.site)
    database = open_database(settings.database_url)
    sealer, made = load_keys(settings.secret_key, settings.database_url)
    if made:
        log.info("a key file was made: without it nothing in the database can be read, so back it up", file=made.name)
    async with AsyncExitStack() as stack:
        clock: Clock = RealClock()
        if settings.clock_url:
            clock = await stack.enter_async_context(SandboxClock(settings.clock_url).running())
        await database.open()
        stack.push_async_callback(database.close)
        if not await database.transact(lambda tx: keys.fits(tx, sealer)):
            raise WrongSetting("COMPANION_SECRET_KEY is not the key this database was begun with.")
        bot = make_bot(settings)
        await _reached(partial(stack.enter_async_context, bot))
        house = build_house(site, sealer, clock, route, _report, bot.username)
        yield Service(settings, database, house, bot)


async def _reached(call: Callable[[], Awaitable[T]]) -> T:
    """What the start needs of Telegram, tried until it answers: its outage must not end the service.

    Raises WrongSetting for a token nobody knows (without showing it), BadRequest for what is refused for good.
    """
    for troubles in count(1):
        try:
            return await call()
        except InvalidToken:
            raise WrongSetting("COMPANION_TELEGRAM_TOKEN is no token that this server knows.") from None
        except BadRequest:
            raise
        except TelegramError as problem:
            log.warning("Telegram cannot be reached yet", why=reason(problem))
            await asyncio.sleep(growing(troubles, FIRST_PAUSE_S, LONGEST_PAUSE_S))
    raise AssertionError("counting never ends")


def make_bot(settings: Settings) -> Bot:
    """A bot that talks to any Bot API server over one aiohttp session."""
    request = AiohttpRequest()
    url = settings.telegram_api_url
    return Bot(
        settings.telegram_token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=request,
        get_updates_request=request,
    )


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; what is under way is finished first."""
    async with running_service(settings) as service:
        task = asyncio.create_task(service.run())
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, task.cancel)
        log.info("ready", site=service.house.site.name.in_language("en"), units=len(service.house.site.units))
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _report(why: str) -> None:
    log.error("a turn failed and operations should look at it", why=why)
