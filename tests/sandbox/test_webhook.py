import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiogram
import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.sandbox.client import SandboxClient


@dataclass
class Receiver:
    """A bot's own address: keeps what came, and answers with the next of `statuses`, 200 when there is none."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    came: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        async with self.arrived:
            self.came.append((secret, await request.json()))
            self.arrived.notify_all()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def wait(self, number: int) -> list[str]:
        """The texts, once so many updates have come."""
        async with asyncio.timeout(5), self.arrived:
            await self.arrived.wait_for(lambda: len(self.came) >= number)
        return [body["message"]["text"] for _, body in self.came]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_come_with_the_secret(people: SandboxClient, bot: Bot, zoe: int, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url, secret_token="a-secret_1")
    await people.text(zoe, "Bonjour")
    assert await receiver.wait(1) == ["Bonjour"]
    assert receiver.came[0][0] == "a-secret_1"


async def test_what_was_refused_comes_again_before_the_next_of_its_chat(
    people: SandboxClient, bot: Bot, zoe: int, receiver: Receiver
) -> None:
    receiver.statuses = [500, 503]
    await bot.set_webhook(receiver.url)
    await people.text(zoe, "un")
    await people.text(zoe, "deux")
    assert await receiver.wait(4) == ["un", "un", "un", "deux"]
    ids = [body["update_id"] for _, body in receiver.came]
    assert ids[0] == ids[1] == ids[2] < ids[3]


async def test_one_chat_in_trouble_holds_up_no_other(
    people: SandboxClient, bot: Bot, zoe: int, receiver: Receiver
) -> None:
    other = await people.person("Ali", started=True)
    receiver.statuses = [500]
    await bot.set_webhook(receiver.url)
    await people.text(zoe, "un")
    assert await receiver.wait(1) == ["un"]
    await people.text(other, "autre")
    assert await receiver.wait(3) == ["un", "autre", "un"]


async def test_what_waited_before_the_webhook_comes_too(
    people: SandboxClient, bot: Bot, zoe: int, receiver: Receiver
) -> None:
    await people.text(zoe, "avant")
    await bot.set_webhook(receiver.url)
    assert await receiver.wait(1) == ["avant"]


async def test_its_trouble_is_told(people: SandboxClient, judge: aiogram.Bot, zoe: int, receiver: Receiver) -> None:
    receiver.statuses = [500] * 50
    await judge.set_webhook(receiver.url, allowed_updates=["message"], max_connections=7)
    await people.text(zoe, "un")
    await receiver.wait(2)
    info = await judge.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (receiver.url, 1, 7)
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.allowed_updates == ["message"]


async def test_getupdates_and_a_webhook_exclude_each_other(bot: Bot, people: SandboxClient, zoe: int) -> None:
    # Nobody listens at this address: what could not be posted stays for getUpdates.
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active; use deleteWebhook"):
        await bot.get_updates()
    await people.text(zoe, "Bonjour")
    await bot.delete_webhook()
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.text == "Bonjour"


async def test_pending_updates_are_dropped_on_request(bot: Bot, people: SandboxClient, zoe: int) -> None:
    await people.text(zoe, "Bonjour")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("ftp://127.0.0.1/", "", "An https url must be provided for webhook"),
        ("https://example.com/", "", "the sandbox posts to this machine only"),
        ("http://127.0.0.1/", "not allowed!", "Secret token contains unallowed characters"),
    ],
)
async def test_addresses_and_secrets_that_cannot_be(bot: Bot, url: str, secret: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.set_webhook(url, secret_token=secret or None)
