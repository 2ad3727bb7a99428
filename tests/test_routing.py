"""Whatever a person sends: an answer they can act on, or a logged skip; never silence, never a bug's own words."""

import time
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram.constants import MessageType

from bot.telegram.updates import KINDS, read_update
from tests.invented import can_act_on, picture
from tests.stage import BOT_ID, Bubble, Phone, Stage

NUMBERS = count(1_000_000)

NASTY = (
    "",
    " ",
    "\u200b\u200d\u2060",
    "\u202e\u0634\u0643\u0631\u0627",
    "שלום וברכה",
    "\ud800",
    "a\ud83d",
    "\x00",
    "a\x00b",
    "🙂" * 500,
    "Z\u0351\u036b" * 300,
    "\ufdfa" * 200,
    "<b>",
    "</b>",
    "&",
    "{words}",
    "{0}",
    "%s",
    "'; drop table people; --",
    "/",
    "//",
    "/@",
    "/start",
    "/start@somebody_else",
    "/start " + "x" * 200,
    "/start page-",
    "/start page-\x00",
    "/start page-" + "y" * 64,
    "/nothing",
    "/help\n/stop",
    "-1",
    "0",
    "99",
    "100",
    "1.5",
    "²",
    "٣",
    "1" * 5000,
    "|",
    "s|stop|",
    "a|1|yes",
    "\n\n\n",
    "\u2028",
    "​oui​",
    "OUI",
    "o u i",
)


async def sends_raw(stage: Stage, phone: Phone, **body: Any) -> tuple[list[Bubble], list[Any]]:
    """An update as Telegram writes it, through the reading of updates; gives what came, and what was logged."""
    before = len(phone.bubbles)
    with capture_logs() as logs:
        handled = await stage.take(read_update(BOT_ID, {"update_id": next(NUMBERS), **body}))
    assert not handled.failed, handled.failed
    return phone.bubbles[before:], logs


def message(phone: Phone, **content: Any) -> dict[str, Any]:
    return {
        "message_id": next(NUMBERS),
        "date": 0,
        "chat": {"id": phone.chat_id, "type": "private"},
        "from": {"id": phone.chat_id, "is_bot": False, "first_name": "Zoé", "language_code": "en"},
        **content,
    }


# Every kind of thing that can be sent.

OWN_SHAPES: dict[str, Any] = {
    "text": "hello",
    "contact": {"phone_number": "+33639980000", "first_name": "Somebody"},
    "photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}],
    "location": {"latitude": 48.0, "longitude": 2.0},
}


async def test_every_kind_of_message_gets_an_answer_and_an_edit_of_it_a_logged_skip(stage: Stage) -> None:
    for kind in sorted({member.value for member in MessageType} | set(KINDS)):
        zoe = await stage.person("Zoé")
        content = {kind: OWN_SHAPES.get(kind, {"file_id": "f", "file_unique_id": "u"})}
        came, _logs = await sends_raw(stage, zoe, message=message(zoe, **content))
        assert came, kind
        assert came[-1].buttons, kind
        can_act_on(came)
        came, logs = await sends_raw(stage, zoe, edited_message=message(zoe, **content))
        assert not came
        assert [entry["event"] for entry in logs] == ["skipped"], kind


async def test_somebody_who_sends_a_picture_learns_that_nobody_has_seen_it(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    for kind in ("voice", "photo", "sticker", "video", "location", "document"):
        await zoe.sends(kind)
        assert "nobody has heard or seen it" in zoe.last.text


async def test_a_caption_is_read_for_danger_like_any_words(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.sends("photo", text="I want to kill myself")
    assert zoe.seen("3114")


async def test_an_edit_is_read_for_danger_and_is_otherwise_no_answer(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    shown = len(zoe.bubbles)
    await zoe.says("Continue", edited=101)
    assert len(zoe.bubbles) == shown
    await zoe.says("I want to kill myself", edited=101)
    assert zoe.seen("3114")


async def test_a_forwarded_text_is_a_text(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    origin = {"type": "hidden_user", "date": 0, "sender_user_name": "Somebody"}
    came, _logs = await sends_raw(stage, zoe, message=message(zoe, text="chemotherapy", forward_origin=origin))
    assert came


NOT_FOR_US = (
    "channel_post",
    "edited_channel_post",
    "chat_member",
    "message_reaction",
    "poll_answer",
    "inline_query",
    "telepathy",
)


async def test_what_is_not_for_us_is_skipped_and_logged_and_nobody_is_met(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    before = await stage.database.read(lambda tx: picture(tx, without=("events",)))
    group = {"id": -100, "type": "channel", "title": "Some channel"}
    others = [{kind: {"chat": group}} for kind in NOT_FOR_US]
    for body in (*others, {"message": {**message(zoe, text="hi"), "chat": group}}):
        came, logs = await sends_raw(stage, zoe, **body)
        assert not came
        assert [entry["event"] for entry in logs] == ["skipped"]
    assert await stage.database.read(lambda tx: picture(tx, without=("events",))) == before


@pytest.mark.parametrize("begun", [None, "/start", "/language", "/menu"])
async def test_any_text_gets_an_answer(stage: Stage, begun: str | None) -> None:
    """Whether nothing is open, a question of choices, or the menu."""
    for text in NASTY:
        zoe = await stage.person("Zoé", consented=begun != "/start")
        if begun:
            await zoe.says(begun)
        came, _logs = await sends_raw(stage, zoe, message=message(zoe, text=text))
        assert came, text[:40]
        can_act_on(came)


async def test_a_hundred_kilobytes_of_text_are_answered_and_hold_nobody_up(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    for text in ("a" * 100_000, "je suis fatiguée " * 6000, "\n" * 100_000, "1 " * 50_000, "é\u0301" * 50_000):
        before = time.perf_counter()
        assert await zoe.says(text)
        assert time.perf_counter() - before < 2, "one write thread serves everybody"
        can_act_on(zoe.bubbles)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_any_walk_of_anything_is_always_answered(stage: Stage, data: st.DataObject) -> None:
    """Words, taps on what is shown, taps on what is not, things that are no words: never an error, never silence."""
    zoe = await stage.person("Zoé", consented=data.draw(st.booleans()))
    some = st.text(max_size=40) | st.sampled_from([*NASTY[:20], "oui", "1", "2", "retour", "annuler", "menu", "stop"])
    for _act in range(data.draw(st.integers(1, 6))):
        shown = [found for bubble in zoe.bubbles[-3:] for _label, found in bubble.buttons] or ["s|menu|"]
        what = data.draw(st.sampled_from(["says", "taps", "forges", "sends"]))
        match what:
            case "says":
                came = await zoe.says(data.draw(some))
            case "taps":
                came = await zoe.taps_data(data.draw(st.sampled_from(shown)))
            case "forges":
                came = await zoe.taps_data(data.draw(st.text(max_size=64) | some.map(lambda text: f"s|page|{text}")))
            case _:
                came = await zoe.sends(data.draw(st.sampled_from(KINDS[1:])))
        # A mark set on a choice changes the question that is there already.
        assert came or zoe.last.buttons
        can_act_on(zoe.bubbles)
    await zoe.says("/help")
    assert "112" in zoe.last.text


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_command_is_a_command_whatever_the_readers_of_words_make_of_it(stage: Stage, language: str) -> None:
    zoe = await stage.person("Zoé", language=language)
    await zoe.says("/help")
    assert "112" in zoe.last.text


async def test_somebody_who_blocks_in_the_middle_and_comes_back_goes_on(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    await zoe.taps("Continue")
    zoe.blocked = True
    await zoe.taps("I understand")
    person = await stage.turn(lambda turn: turn.somebody, zoe)
    assert person.unreachable
    zoe.blocked = False
    await zoe.says("menu")
    person = await stage.turn(lambda turn: turn.somebody, zoe)
    assert not person.unreachable
    assert "Do you agree?" in zoe.last.text or zoe.last.buttons


async def test_after_danger_the_interrupted_question_does_not_come_back_by_itself(stage: Stage) -> None:
    """Neither by an old button of the menu, nor because the language changed."""
    zoe = await stage.person("Zoé")
    await zoe.says("/stop")
    await zoe.says("I want to kill myself")
    for data in ("s|resume|", "s|language|fr"):
        shown = len(zoe.bubbles)
        await zoe.taps_data(data)
        assert "3114" in zoe.last.text
        assert not any("Stop everything" in bubble.labels for bubble in zoe.bubbles[shown:])
        assert not any("Tout arrêter" in bubble.labels for bubble in zoe.bubbles[shown:])
    await zoe.taps_data("s|go-on|")
    await zoe.taps_data("s|resume|")
    assert "Si vous arrêtez" in zoe.last.text
