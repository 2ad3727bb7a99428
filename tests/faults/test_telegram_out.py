"""Telegram is out for an hour: the e-mail goes at once, the chat message when it is back, nothing lost, nothing doubled
but what was in flight when the line broke.

The real service, with its own deliverer and second path, in front of the sandbox and a real mail server.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.journal import CUT
from bot.sandbox.server import SandboxServer
from bot.service import Service
from bot.storage import alerts, memberships, outbox, people, rota
from bot.storage.alerts import Alert
from bot.storage.database import Transaction
from bot.turn import Turn
from tests.running import CODE, service_at
from tests.stage import DEMO_SITE
from tests.telegram.conftest import eventually
from tests.test_second_path import Letterbox
from tests.test_second_path import post as post  # the fixture

SENDS = ("sendMessage", "sendContact")
WITHOUT_ANSWER = 3  # calls that Telegram performs while the line is already breaking
DAY_MS = 86_400_000


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


@pytest.fixture
async def phones(sandbox: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


def site_with_mail(folder: Path) -> Path:
    """The demonstration unit, which writes e-mails on two rungs of its ladder."""
    shutil.copytree(DEMO_SITE.parent, folder / "site")
    unit = folder / "site" / "units" / "tilleul" / "unit.toml"
    mail = 'mode = "on-call"\nemails = ["garde@tilleuls.example"]\nemail_steps = ["duty", "all"]'
    unit.write_text(unit.read_text(encoding="utf-8").replace('mode = "on-call"', mail), encoding="utf-8")
    return folder / "site" / "site.toml"


async def arrives(service: Service, phones: SandboxClient, name: str, role: str) -> int:
    """Somebody who has agreed, in a role of the unit; gives their chat."""
    chat = await phones.person(name, "en")
    await phones.text(chat, f"/start {CODE}")
    await phones.wait_for(chat, "I am a program, not a person")

    def join(tx: Transaction) -> None:
        turn = Turn(tx, service.house, service.house.clock.now())
        person = people.find_by_chat(tx, service.house.sealer, chat)
        assert person is not None
        people.set_state(tx, person.id, "consented")
        hat = memberships.add(tx, turn.new_id(), person.id, "tilleul", role, turn.now_ms)
        people.set_membership(tx, person.id, hat.id)
        if name == "Sam":
            rota.add_override(tx, turn.new_id(), "tilleul", person.id, turn.now_ms, turn.now_ms + DAY_MS, present=True)

    await service.database.transact(join)
    return chat


async def the_alert(service: Service) -> Alert:
    (alert,) = await service.database.read(lambda tx: alerts.unfinished_in(tx, "tilleul"))
    return alert


async def reaches(service: Service, step: int) -> bool:
    return (await the_alert(service)).step >= step


async def messages(phones: SandboxClient, chat: int, words: str = "") -> int:
    return len([m for m in (await phones.chat(chat)).messages if m.from_bot and words in m.text])


async def has_letters(box: Letterbox, number: int) -> bool:
    return len(box.letters) >= number


async def nothing_waits(service: Service) -> bool:
    return await service.database.read(outbox.counts) == []


async def test_telegram_out_for_an_hour(
    sandbox: SandboxServer, phones: SandboxClient, post: tuple[Letterbox, str], tmp_path: Path
) -> None:
    box, smtp = post
    async with service_at(sandbox, tmp_path, smtp_url=smtp, site=site_with_mail(tmp_path)) as service:
        zoe, sam, ben = [
            await arrives(service, phones, name, role)
            for name, role in (("Zoé", "patient"), ("Sam", "supervisor"), ("Ben", "supervisor"))
        ]
        await eventually(partial(nothing_waits, service))
        everybody = (zoe, sam, ben)
        before = {chat: await messages(phones, chat) for chat in everybody}
        since = len(await phones.journal())

        await phones.fault("sendMessage", "cut-after", times=WITHOUT_ANSWER)
        for method in SENDS:
            await phones.fault(method, "cut", times=10**6)
        await phones.text(zoe, "I want to kill myself")
        assert await asyncio.to_thread(box.arrived.wait, 20), "the e-mail does not wait for Telegram"
        await phones.fault("*", "cut", times=10**6)
        assert (await the_alert(service)).step == 0

        for minutes, step in ((10, 1), (10, 4), (40, 4)):  # the next one, everybody again
            await phones.advance(minutes * 60)
            await eventually(partial(reaches, service, step), 20)
        await eventually(partial(has_letters, box, 2), 20)
        assert await messages(phones, ben) == before[ben], "nothing goes through"

        await phones.clear_faults()
        await phones.advance(120)
        await phones.wait_for(sam, "is waiting for a human reply", timeout=30)
        await phones.wait_for(ben, "is waiting for a human reply", timeout=30)
        await phones.wait_for(zoe, "Thank you for writing it", timeout=30)
        await eventually(partial(nothing_waits, service), 30)

        calls = (await phones.journal())[since:]
        done = Counter(c["chat"] for c in calls if c["method"] in SENDS and c["status"] == 200)
        broken = Counter(c["chat"] for c in calls if c["status"] == CUT and c["message_id"] is not None)
        arrived = {chat: await messages(phones, chat) - before[chat] for chat in everybody}
        assert arrived == {chat: done[chat] + broken[chat] for chat in everybody}, "each once, and those in flight"
        assert broken.total() <= WITHOUT_ANSWER
        assert await service.database.read(never_sent) == 0

        await phones.tap(sam, "I take it")
        await phones.wait_for(zoe, "has seen your message", timeout=20)


def never_sent(tx: Transaction) -> int:
    """Messages that were given up; what was dropped because a later one replaced it is not among them."""
    rows: list[dict[str, Any]] = tx._connection.execute(
        "select id from outbox where state = 'failed' and method like 'send%'"
    ).fetchall()
    return len(rows)
