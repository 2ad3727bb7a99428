"""Updates on their way to the bot's own address: in order within a chat, again and again until it says 2xx."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.clock import Clock
from bot.sandbox.people import JSON
from bot.sandbox.refusals import bad_request
from bot.sandbox.updates import Update, Updates

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0  # Telegram waits longer; here somebody is watching
ANSWER_SECONDS = 60.0


@dataclass(slots=True)
class Webhook:
    """The address that was set, and the task that posts to it. An empty `url` means there is none."""

    updates: Updates
    clock: Clock
    url: str = ""
    secret: str = ""
    connections: int = 40
    error: str = ""
    error_date: int = 0
    _task: asyncio.Task[None] | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _lanes: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    def info(self) -> JSON:
        """What getWebhookInfo says."""
        body: JSON = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if self.url:
            body["max_connections"] = self.connections
            body["ip_address"] = "127.0.0.1"
        if self.error:
            body["last_error_date"] = self.error_date
            body["last_error_message"] = self.error
        if self.updates.allowed:
            body["allowed_updates"] = list(self.updates.allowed)
        return body

    async def start(self, url: str, secret: str, connections: int) -> None:
        """Post to this address from now on."""
        await self.stop()
        self.url, self.secret, self.connections, self.error = url, secret, connections, ""
        self.updates.on_new(self._changed.set)
        self._changed.set()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Post no more. What no one took stays pending."""
        self.url = ""
        self.updates.on_new(None)
        tasks = [task for task in (self._task, *self._lanes.values()) if task is not None]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._task = None
        self._lanes.clear()

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                await self._changed.wait()
                self._changed.clear()
                for update in list(self.updates.pending):
                    if update.chat_id not in self._lanes and len(self._lanes) < self.connections:
                        self._lanes[update.chat_id] = asyncio.create_task(self._lane(session, update))

    async def _lane(self, session: aiohttp.ClientSession, update: Update) -> None:
        pause = FIRST_PAUSE
        while not await self._post(session, update):
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        self.updates.remove(update)
        del self._lanes[update.chat_id]
        self._changed.set()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        body = json.dumps({"update_id": update.id, **update.body})
        try:
            async with session.post(self.url, data=body, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return True
                self.error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as trouble:
            self.error = "Read timeout expired" if isinstance(trouble, TimeoutError) else "Connection refused"
        self.error_date = self.clock.stamp()
        return False


def checked_address(url: str) -> str:
    """The address of a webhook: https anywhere is Telegram's rule, this machine alone is the sandbox's."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: the sandbox posts to this machine only")
    return url
