"""Care requirement 1: no call is promised without a number on record; then somebody writes, or a number is asked.

Every message of the program is rendered in both languages and read for a promise of a call. What promises one stands in
`PROMISES`, and is played below in both languages, with a number and without.
"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.library.source_strings import source_strings
from bot.storage import appointments, requests
from bot.telegram.render import Reader
from conversations.dialogue.text import Text
from tests.journeys.aps import with_line
from tests.services.pairing import in_touch, supervisor
from tests.services.unit import has_hours
from tests.stage import Phone, Stage

ROOT = Path(__file__).parents[2]
NUMBER = "06 39 98 12 34"
PROMISE = {
    "en": re.compile(
        r"\b(?:calls you(?! asked)|will call you|will (?:get|have) a call|Expect a call|call comes from)\b"
    ),
    "fr": re.compile(
        r"\bvous (?:r?appelle(?:ra)?\b(?! aussi)|recevrez un appel|aurez un appel)|\bL’appel vient\b", re.I
    ),
}
ASKS = re.compile(r"\?\s*$|^«|\bpeut vous appeler\b|\bcan call you\b", re.M)
"""A question whether one would like a call, or at which number, promises none."""

PROMISES = {
    "sent": "Your request has been sent. I am looking until",
    "passed": "I have not found the right person yet.",
    "call-me": "Thank you. {told} Somebody calls you before",
    "bad-news": "I am sorry. All automatic messages of this contact have stopped. {who} calls you",
    "hold-number": "Thank you. {who} calls you before",
    "on-hold": "Your message was not sent: this contact is on hold. {who} will call you",
    "on-hold-tapped": "Nothing was changed: this contact is on hold. {who} will call you",
    "appointment": "{words} {name} calls you, from a hidden number.",
    "appointment-line": "{words} {name} calls you, from {number}.",
    "reminder": "A reminder: {when}, with {name}. The call comes from",
}
ABOUT_SOMEBODY_ELSE = ("Please tell them that the call comes from", "Sent. Tell {name}: we are looking until")
"""To the coordination, about a person on the phone: their number is on record, or there would be no request."""


def test_nothing_else_promises_a_call(stage: Stage) -> None:
    found = set()
    for source in source_strings(ROOT):
        values = {name: "Zoé" for name in re.findall(r"\{(\w+)\}", source)}
        for language, promise in PROMISE.items():
            reader = Reader(language, stage.house.site.units[0].zone)
            words = stage.house.renderer.plain(Text(source, dict(values)), reader)
            if promise.search(words) and not ASKS.search(words):
                found.add(source)
    known = (*PROMISES.values(), *ABOUT_SOMEBODY_ELSE)
    assert [source for source in found if not source.startswith(known)] == []
    assert [words for words in PROMISES.values() if not any(source.startswith(words) for source in found)] == []


Play = Callable[[Stage, str, bool], Awaitable[tuple[Phone, ...]]]


async def a_request(stage: Stage, language: str, number: bool) -> tuple[Phone, ...]:
    """Sent, looked at again, and its date passes with nobody found. (A number comes after sending: the words of the
    sending itself promise a call only where one was there before.)"""
    zoe = await stage.person("Zoé", language=language)
    await stage.person("Nadia", "coordinator")
    await zoe.taps_data("s|request|")
    await zoe.says("1")
    await zoe.says("1")
    if number:
        await stage.turn(lambda turn: requests.leave_number(turn.tx, turn.house.sealer, zoe.id, "tilleul", NUMBER))
    await zoe.taps_data("s|my-request|")
    await stage.passes(days=10)
    return (zoe,)


async def a_call_asked_for(stage: Stage, language: str, number: bool) -> tuple[Phone, ...]:
    zoe = await stage.person("Zoé", language=language)
    await has_hours(await supervisor(stage), "9-17", ["Monday"])
    await zoe.taps_data("s|call-me|")
    if number:
        await zoe.says(NUMBER)
        await zoe.says("1")
    else:
        await zoe.taps_data("s|write-me|")
    return (zoe,)


async def bad_news(stage: Stage, language: str, number: bool) -> tuple[Phone, ...]:
    """The AP taps, gives a number or not, writes and taps before anybody has spoken with them."""
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap", language=language)
    await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    if number:
        await camille.taps_data(f"s|hold-number|{pair}")
        await camille.says(NUMBER)
        await camille.says("1")
        await camille.taps_data(f"s|bad-news|{pair}")
    await camille.says("Tu es là ?")
    await camille.taps_data(f"s|log-contact|{pair}")
    return (camille,)


async def a_time_for_a_call(stage: Stage, language: str, number: bool) -> tuple[Phone, ...]:
    zoe, camille = await stage.person("Zoé", language=language), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|propose-time|{pair}")
    await camille.says("14/01/2027")
    await camille.says("15:00")
    (one,) = await stage.turn(lambda turn: appointments.open_of(turn.tx, pair))
    await zoe.taps_data(f"s|appointment-yes|{one.id}")
    await zoe.says(NUMBER if number else "passer")
    await stage.passes(days=3)
    return (zoe,)


async def a_call_from_the_line(stage: Stage, language: str, number: bool) -> tuple[Phone, ...]:
    with_line(stage, "01 99 00 77 88", "the office")
    return await a_time_for_a_call(stage, language, number)


PLAYS: dict[Play, int] = {
    # With a number on record: how many promises are read.
    a_request: 1,
    a_call_asked_for: 1,
    bad_news: 4,
    a_time_for_a_call: 1,
    a_call_from_the_line: 2,
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
async def test_without_a_number_no_call_is_promised(stage: Stage, play: Play, language: str) -> None:
    assert promises(await play(stage, language, False), language) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.__name__)
async def test_with_a_number_it_is(stage: Stage, play: Play, language: str) -> None:
    found = promises(await play(stage, language, True), language)
    assert len(found) == PLAYS[play], found


def promises(phones: tuple[Phone, ...], language: str) -> list[str]:
    texts = [text for phone in phones for text in phone.texts]
    return [text for text in texts if PROMISE[language].search(text) and not ASKS.search(text)]
