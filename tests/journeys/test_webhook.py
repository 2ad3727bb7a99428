"""By webhook, end to end: the real service, the sandbox that posts to it, and somebody who says hello."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.service import Service
from bot.telegram.receive import SECRET_HEADER
from tests.running import CODE, free_port, service_at, take_away


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


@pytest.fixture
async def people(sandbox: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@pytest.fixture
async def service(sandbox: SandboxServer, tmp_path: Path) -> AsyncIterator[Service]:
    port = free_port()
    async with service_at(sandbox, tmp_path, webhook_url=f"http://127.0.0.1:{port}", webhook_port=port) as running:
        while not sandbox.sandbox.webhook.url:
            await running.database.read(lambda tx: None)
        yield running


async def test_somebody_arrives_and_agrees(people: SandboxClient, service: Service) -> None:
    zoe = await people.person("Zoé", "en")
    await people.text(zoe, f"/start {CODE}")
    for label in ("Continue", "I understand", "Yes, I agree"):
        await people.wait_for(zoe, lambda message, label=label: message.button(label) is not None)  # type: ignore[misc]
        await people.tap(zoe, label)
    await people.wait_for(zoe, "What would you like to do?")
    assert not any(call["method"] == "getUpdates" for call in await people.journal())


async def test_who_does_not_know_the_secret_is_refused_and_changes_nothing(
    people: SandboxClient, service: Service
) -> None:
    zoe = await people.person("Zoé", "en", started=True)
    update = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 0,
            "chat": {"id": zoe, "type": "private"},
            "from": {"id": zoe, "is_bot": False, "first_name": "Zoé"},
            "text": "/start",
        },
    }
    address = f"{service.settings.webhook_url}/telegram"
    secrets: list[dict[str, str]] = [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "0" * 64}, {SECRET_HEADER: "é"}]
    async with aiohttp.ClientSession() as session:
        for headers in secrets:
            async with session.post(address, json=update, headers=headers) as answer:
                assert answer.status == 403
                assert await answer.read() == b""
        async with session.get(address) as answer:
            assert answer.status == 405
        async with session.post(f"{service.settings.webhook_url}/", json=update) as answer:
            assert answer.status == 404
    assert not (await people.chat(zoe)).messages


async def test_while_the_store_is_down_nothing_is_confirmed_and_everything_comes_later_once(
    sandbox: SandboxServer, people: SandboxClient, service: Service
) -> None:
    zoe, nour = await people.person("Zoé", "en"), await people.person("Nour", "en")
    ailing = take_away(service)
    ailing.down = True
    await people.text(zoe, "/start")
    await people.text(nour, "help")
    await people.wait_for(nour, "I have trouble keeping messages just now")
    while "503" not in sandbox.sandbox.webhook.error or ailing.refused < 3:
        await people.now()
    assert not (await people.chat(zoe)).answers
    assert not any(message.from_bot for message in (await people.chat(zoe)).messages)
    ailing.down = False
    await people.wait_for(zoe, "I am a program, not a person", timeout=10)
    await people.wait_for(nour, "Numbers that answer", timeout=10)
    said = [m.text for m in (await people.chat(zoe)).messages if m.from_bot]
    assert len(said) == 1
    assert not sandbox.sandbox.updates.pending
