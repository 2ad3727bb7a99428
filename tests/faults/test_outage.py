"""The store is down: nothing is confirmed, who needs help gets the numbers, and all of it is handled once, later."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot.outage import OutageVoice
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from tests.running import CODE, service_at, take_away
from tests.stage import Stage

DOWN = "I have trouble keeping messages just now"


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


@pytest.fixture
async def people(sandbox: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


async def from_bot(people: SandboxClient, person: int) -> list[str]:
    return [message.text for message in (await people.chat(person)).messages if message.from_bot]


async def test_everything_sent_during_an_outage_is_handled_once_and_help_is_heard_at_once(
    sandbox: SandboxServer, people: SandboxClient, tmp_path: Path
) -> None:
    async with service_at(sandbox, tmp_path) as service:
        names = ("Zoé", "Nour", "Sacha", "Alix", "Camille", "Lou")
        calm, asks, danger, taps, medical, watched = [await people.person(name, "en") for name in names]
        await people.text(taps, f"/start {CODE}")
        shown = await people.wait_for(taps, lambda message: message.button("Help now") is not None)
        ailing = take_away(service)
        ailing.down = True
        await people.text(calm, "/start")
        await people.text(asks, "/help@companion")
        await people.text(danger, "I want to kill myself")
        await people.tap_data(taps, shown.message_id, "s|help-now|")
        await people.text(medical, "I cannot breathe")
        await people.text(watched, "my husband hits me")
        for person in (asks, danger, taps, medical):
            heard = await people.wait_for(person, DOWN, timeout=15)
            assert "3114" in heard.text
            assert "Nobody has read your message yet" in heard.text
        await people.wait_for(watched, "Is this a good time to write?", timeout=15)
        assert "3919" not in " ".join(await from_bot(people, watched)), "whoever reads that screen"
        assert not await from_bot(people, calm)
        assert len(sandbox.sandbox.updates.pending) == 6, "nothing is confirmed before it is stored"
        ailing.down = False
        await people.wait_for(calm, "I am a program, not a person", timeout=30)
        await people.wait_for(danger, "Thank you for writing it", timeout=30)
        await people.wait_for(taps, "Numbers that answer", timeout=30)
        await people.wait_for(asks, "medical advice", timeout=30)
        while sandbox.sandbox.updates.pending:
            await people.now()
        assert len(await from_bot(people, calm)) == 1
        for person in (asks, danger, taps, medical):
            told = [text for text in await from_bot(people, person) if DOWN in text]
            assert len(told) == 1


async def test_while_the_database_hangs_who_needs_help_hears_the_numbers_once(
    sandbox: SandboxServer, people: SandboxClient, tmp_path: Path
) -> None:
    async with service_at(sandbox, tmp_path) as service:
        service.patience = replace(service.patience, slow=0.5)
        calm, danger, taps = [await people.person(name, "en") for name in ("Zoé", "Nour", "Sacha")]
        await people.text(taps, f"/start {CODE}")
        shown = await people.wait_for(taps, lambda message: message.button("Help now") is not None)
        ailing = take_away(service)
        ailing.hangs = asyncio.Event()
        await people.text(calm, "/start")
        await people.text(danger, "I want to kill myself")
        await people.tap_data(taps, shown.message_id, "s|help-now|")
        for person in (danger, taps):
            assert "3114" in (await people.wait_for(person, DOWN, timeout=15)).text
        assert not await from_bot(people, calm)
        ailing.hangs.set()
        await people.wait_for(danger, "Thank you for writing it", timeout=30)
        await people.wait_for(taps, "Numbers that answer", timeout=30)
        for person in (danger, taps):
            assert len([text for text in await from_bot(people, person) if DOWN in text]) == 1


class Mouth:
    """What of a Bot the voice uses; keeps what was said."""

    id = 7

    def __init__(self) -> None:
        self.said: list[tuple[int, str]] = []

    async def send_message(self, chat: int, words: str, parse_mode: str) -> None:
        self.said.append((chat, words))


def raw(**content: Any) -> dict[str, Any]:
    who = {"id": 5, "is_bot": False, "first_name": "Zoé", "language_code": "fr"}
    body = {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "from": who, **content}
    return {"update_id": 1, "message": body}


def tap(data: object) -> dict[str, Any]:
    who = {"id": 5, "is_bot": False, "first_name": "Zoé", "language_code": "fr"}
    shown = {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}
    return {"update_id": 1, "callback_query": {"id": "1", "from": who, "message": shown, "data": data}}


HEARD = (
    raw(text="/help"),
    raw(text="/aide"),
    raw(text="/help@companion_bot now"),
    raw(text="  Aide "),
    raw(text="AIDE MAINTENANT !"),
    raw(text="je veux mourir"),
    raw(photo=[{}], caption="je veux mourir"),
    tap("s|help-now|"),
    tap("s|call-me|"),
)
SILENT = (
    raw(text="bonjour"),
    raw(text="   "),
    raw(text="\u2003"),
    raw(text="/"),
    raw(text="\ud800\x00"),
    raw(text="a" * 100_000),
    raw(sticker={}),
    raw(location={}),
    {"update_id": 1, "telepathy": {}},
    {"update_id": 1, "message": None},
    tap("s|menu|"),
    tap(None),
)


@pytest.mark.parametrize("update", HEARD)
async def test_who_needs_help_hears_the_numbers(stage: Stage, update: dict[str, Any]) -> None:
    mouth: Any = Mouth()
    voice: Bot = mouth
    await OutageVoice(voice, stage.house).answer(update)
    assert [chat for chat, _words in mouth.said] == [5]
    assert "3114" in mouth.said[0][1]
    assert "Personne n’a encore lu" in mouth.said[0][1]


@pytest.mark.parametrize("update", SILENT, ids=range(len(SILENT)))
async def test_the_others_wait_and_nothing_they_send_is_too_much(stage: Stage, update: dict[str, Any]) -> None:
    mouth: Any = Mouth()
    voice: Bot = mouth
    await OutageVoice(voice, stage.house).answer(update)
    assert not mouth.said


async def test_the_fixed_words_come_from_the_same_reading_of_words(stage: Stage) -> None:
    """Without this, the words that screen as danger above could stop doing so unseen."""
    assert stage.house.screen("je veux mourir", "fr", None).label == "danger"


class Burnt:
    """A library in which nothing can be looked up."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("planted")


@pytest.mark.parametrize("consented", [True, False])
async def test_help_now_and_words_of_danger_need_no_library(stage: Stage, consented: bool) -> None:
    burnt: Any = Burnt()
    stage.house = replace(stage.house, library=burnt, searches=burnt)
    zoe = await stage.person("Zoé", consented=consented)
    for ask in ("/help", "help now"):
        await zoe.says(ask)
        assert "3114" in " ".join(zoe.texts) or "medical advice" in zoe.last.text
    await zoe.taps_data("s|help-now|")
    assert "3114" in zoe.last.text and "112" in zoe.last.text
    said = await zoe.says("I want to kill myself")
    assert "3114" in said[0].text
