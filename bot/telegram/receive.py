"""Takes updates from Telegram, by long poll or webhook, and confirms none before it is stored.

An update that Telegram repeats is given again: the store knows its key. One person's updates are handled one after
another, those of different people side by side (intake.py).
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.storage.database import StoreUnavailable
from bot.telegram.intake import Intake, Patience, RawUpdate, Take
from bot.telegram.limits import growing
from bot.telegram.request import AiohttpRequest
from bot.telegram.steady import place
from bot.telegram.verdicts import Wait, judge, reason

log = structlog.get_logger(__name__)

# Telegram keeps the list until it gets another one, so all we handle is named each time; what is new next year is not.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
LARGEST_BODY = 1024 * 1024


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
        """`bot` must be initialized. `lead` says whether we are the one process that polls; Telegram allows one."""
        self._bot, self._lead = bot, lead
        self._patience = patience or Patience()
        self._intake = Intake(take, on_store_down, self._patience)
        self._offset: int | None = None
        self._open: dict[int, asyncio.Task[bool]] = {}
        self._troubles = 0
        self._led = False

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
        """Whether we lead, or led and met no other poller since.

        Who loses the lead because the store is down must go on asking: nobody else can, and people who write in danger
        then must get the numbers. Nothing is confirmed meanwhile, and a real new leader shows itself by a Conflict.
        """
        try:
            self._led = await self._lead() or self._led
        except StoreUnavailable:
            log.error("who leads is not known while the store is down")
        return self._led

    async def _poll_once(self) -> None:
        try:
            updates = await self._get_updates()
        except Exception as error:
            # Not only Telegram's errors: JSON that is not the Bot API's must not end the loop either.
            await asyncio.sleep(self._pause_after(error))
            return
        self._troubles = 0
        for update in updates:
            if update["update_id"] not in self._open:
                self._open[update["update_id"]] = self._intake.enqueue(update, until_stored=True)
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
                self._led = False
                return self._patience.conflict_pause
            case InvalidToken():
                log.critical("Telegram does not know our token: nothing can be received")
                return self._patience.longest_pause
            case TelegramError():
                log.warning("updates could not be fetched", why=reason(error))
            case _:
                log.error("updates could not be read", error=type(error).__name__, place=place(error))
        return growing_pause


class Webhook:
    """Takes Telegram's POSTs (`handle` is the aiohttp handler): 200 once the update is stored, 503 while it cannot be.

    403 for a wrong or missing secret, 400 for what is not an update, 413 above 1 MiB.
    """

    def __init__(self, take: Take, secret: str, on_store_down: Take, patience: Patience | None = None) -> None:
        """`secret` is the one given to setWebhook; it must not be empty, or anybody could write in anybody's name."""
        if not secret:
            raise ValueError("a webhook needs a secret")
        self._secret = secret.encode()
        self._intake = Intake(take, on_store_down, patience or Patience())

    async def handle(self, request: web.Request) -> web.Response:
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
        stored = await asyncio.shield(self._intake.enqueue(update, until_stored=False))
        return web.Response(status=200 if stored else 503)
