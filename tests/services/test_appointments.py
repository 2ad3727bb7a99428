"""A time for a call: proposed, accepted, moved, reminded of once; the number is there for one call and then gone."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from bot.services.pairs import close_pair, succeed
from bot.storage import appointments, holds, pairs
from conversations.care.holds import DEATH
from tests.journeys.aps import with_choices, with_line, with_unit
from tests.services.pairing import in_touch, make_pair, supervisor
from tests.services.test_hold_ends import does, holds_of, lifts, open_tasks, stops
from tests.services.test_mourning import writes_of_a_death
from tests.stage import Phone, Stage

THEIR_NUMBER = "06 39 98 12 34"


async def propose(phone: Phone, pair: int, day: str = "14/01/2027", hour: str = "15:00") -> None:
    await phone.taps_data(f"s|propose-time|{pair}")
    await phone.says(day)
    await phone.taps(hour)


async def a_call(stage: Stage, role: str = "patient") -> tuple[int, Phone, Phone]:
    """Proposed by the AP, accepted by the patient with a number: Thursday at three."""
    zoe, camille = await stage.person("Zoé", role), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await propose(camille, pair)
    await zoe.taps("Yes")
    await zoe.says(THEIR_NUMBER)
    return pair, zoe, camille


async def number(stage: Stage, pair: int) -> bytes | None:
    row: Any = await stage.turn(lambda turn: turn.tx.query("appointments", "of_pair", pair_id=pair))
    return row[0]["number"] if row else None


async def test_proposed_accepted_and_said_in_words_to_both(stage: Stage) -> None:
    _pair, zoe, camille = await a_call(stage)
    assert zoe.seen("Camille proposes a time: Thursday")
    assert "Camille calls you, from a hidden number" in zoe.last.text
    assert "has said yes" in camille.last.text
    await camille.taps("Open")
    assert "#31#" in camille.last.text
    assert THEIR_NUMBER not in " ".join(camille.texts)


async def test_the_calendar_file_says_nothing_but_appointment(stage: Stage) -> None:
    _pair, zoe, _camille = await a_call(stage)
    sent = next(b for b in zoe.bubbles if b.method == "sendDocument")
    upload = sent.parameters["document"]
    calendar = Calendar.from_ical(base64.b64decode(upload["upload"]))
    event = calendar.walk("VEVENT")[0]
    assert str(event["summary"]) == "Appointment"
    assert set(event.keys()) == {"UID", "SEQUENCE", "SUMMARY", "DTSTAMP", "DTSTART", "DURATION"}
    assert event.decoded("DTSTART") == datetime(2027, 1, 14, 14, tzinfo=UTC)  # three in the afternoon in Paris


async def test_the_ap_sees_the_number_from_the_yes_on_and_it_is_deleted_after_the_call(stage: Stage) -> None:
    pair, _zoe, camille = await a_call(stage)
    await camille.taps("Open")
    await camille.taps("Show the number")
    assert THEIR_NUMBER in camille.last.text and camille.last.parameters["protect_content"]
    await stage.passes(hours=25)
    assert not camille.seen(THEIR_NUMBER)
    await camille.taps("Show the number")
    assert camille.seen(THEIR_NUMBER)
    await stage.passes(days=3)
    assert not camille.seen(THEIR_NUMBER)
    assert await number(stage, pair) is None


async def test_one_reminder_to_both_the_day_before(stage: Stage) -> None:
    _pair, zoe, camille = await a_call(stage)
    await stage.passes(days=4)
    for phone in (zoe, camille):
        assert len([text for text in phone.texts if text.startswith("A reminder")]) == 1
        assert not any(THEIR_NUMBER in text for text in phone.texts)
    assert "Has it taken place" in camille.last.text


async def test_moved_it_is_accepted_again_and_the_other_reads_it(stage: Stage) -> None:
    _pair, zoe, camille = await a_call(stage)
    await zoe.taps("Another time")
    await zoe.says("15/01/2027")
    await zoe.taps("10:00")
    assert "proposes a time" in camille.last.text
    await camille.taps("Yes")
    assert zoe.last.text.startswith("Camille has said yes")


async def test_without_a_number_no_call_is_promised(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await propose(camille, pair)
    await zoe.taps("Yes")
    await zoe.taps("Rather write here")
    assert "you both write here" in zoe.last.text
    assert not zoe.seen("calls you")


async def test_dropped_it_is_said_without_a_reason_and_the_number_is_gone(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    await zoe.taps("I cannot")
    assert "cannot make it" in camille.last.text
    assert await number(stage, pair) is None
    await stage.passes(days=4)
    assert not zoe.seen("A reminder") and not camille.seen("A reminder")


async def test_a_hold_stops_the_reminder_and_a_lift_brings_it_back(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    solene = await stage.person("Solène", "supervisor")
    await camille.taps_data(f"s|bad-news|{pair}")
    await stage.passes(hours=60)
    hold = (await stage.turn(lambda turn: holds.of_pair(turn.tx, pair)))[0]
    await solene.taps_data(f"s|hold-lift|{hold.id}")
    await solene.taps("Lift")
    await stage.passes(hours=10)
    assert not zoe.seen("A reminder")  # the day before passed during the hold
    await stage.passes(days=2)
    assert len([text for text in zoe.texts if text.startswith("A reminder")]) == 1


@pytest.mark.parametrize("typed", [False, True])
async def test_who_is_in_mourning_is_not_reminded_and_the_other_is(stage: Stage, typed: bool) -> None:
    _pair, rose, camille = await a_call(stage, role="relative")
    await supervisor(stage)
    await stage.passes(hours=40)
    await (writes_of_a_death(stage, rose) if typed else rose.taps_data("s|relative-died|"))
    await rose.taps_data("s|leave-in-peace|")
    before = len(rose.bubbles)
    await stage.passes(days=2)
    assert len(rose.bubbles) == before
    assert camille.seen("A reminder: Thursday 14 January at 15:00")


async def test_moved_while_the_other_is_in_danger_that_it_is_off_is_read_at_once(stage: Stage) -> None:
    _pair, zoe, camille = await a_call(stage)
    await camille.taps("Open")
    await zoe.says("I want to end it all")
    await camille.taps("Another time")
    await camille.says("15/01/2027")
    await camille.taps("10:00")
    assert zoe.seen("Camille cannot make it on Thursday 14 January at 15:00, and would like another time.")
    assert not zoe.seen("Friday 15 January")
    await zoe.taps_data("s|go-on|")
    await stage.passes(minutes=1)
    assert zoe.last.text.startswith("Camille proposes a time: Friday 15 January")


async def test_taken_back_before_it_could_be_read_it_is_never_read(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(hours=50)
    await zoe.says("I want to end it all")
    before = len(zoe.bubbles)
    await propose(camille, pair, "15/01/2027")
    (time,) = await stage.turn(lambda turn: appointments.open_of(turn.tx, pair))
    await camille.taps_data(f"s|appointment-no|{time.id}")
    assert "Zoé reads nothing of it" in camille.last.text
    await zoe.taps_data("s|go-on|")
    await stage.passes(minutes=1)
    assert not any("Camille" in bubble.text for bubble in zoe.bubbles[before:])


async def test_moved_and_taken_back_unread_it_is_off_without_a_time_they_never_read(stage: Stage) -> None:
    """By night as well, where they have not read either that the first time is off."""
    pair, zoe, camille = await a_call(stage)
    await stage.passes(to=datetime(2027, 1, 11, 22, 0, tzinfo=UTC))
    (time,) = await stage.turn(lambda turn: appointments.open_of(turn.tx, pair))
    await camille.taps_data(f"s|appointment-move|{time.id}")
    await camille.says("15/01/2027")
    await camille.taps("10:00")
    await camille.taps_data(f"s|appointment-no|{time.id}")
    before = len(zoe.bubbles)
    await stage.passes(hours=12)
    assert zoe.texts[before].startswith("Camille cannot make it after all: the time between you is off.")
    assert not any("Friday" in text for text in zoe.texts[before:])


async def test_where_the_ap_has_to_stop_the_patient_reads_the_day_before_that_nobody_calls(stage: Stage) -> None:
    _pair, zoe, camille = await a_call(stage)
    await stops(camille)
    await stage.passes(hours=50)
    assert not zoe.seen("cancelled"), "a person may speak with them first"
    await stage.passes(hours=5)
    for phone in (zoe, camille):
        assert phone.seen("Thursday 14 January at 15:00, is cancelled: nobody expects you then.")
    await stage.passes(days=2)
    assert not camille.seen("Has it taken place")


async def test_and_at_once_where_less_than_a_day_is_left(stage: Stage) -> None:
    _pair, zoe, camille = await a_call(stage)
    await stage.passes(days=3)
    await stops(camille)
    await stage.passes(minutes=1)
    assert "is cancelled: nobody expects you then" in zoe.last.text


async def test_not_where_a_person_has_told_them_or_it_goes_on(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    solene = await supervisor(stage)
    await stops(camille)
    await lifts(solene, (await holds_of(stage, pair))["ap-stops"])
    await stage.passes(days=2, hours=7)
    assert zoe.seen("A reminder: Thursday") and not zoe.seen("cancelled")
    await zoe.taps_data("s|menu|")
    await stops(camille)
    await does(solene, (await open_tasks(stage, pair))["ap-stops-tell-patient"])
    before = len(zoe.bubbles)
    await stage.passes(days=2)
    assert not any("Thursday" in bubble.text for bubble in zoe.bubbles[before:])


async def test_an_ap_marked_as_gone_by_mistake_reads_that_it_was_cancelled(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    solene = await supervisor(stage)
    await stage.passes(days=2, hours=23)
    before = len(camille.bubbles)
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    await solene.taps("Camille")
    await stage.passes(hours=1)
    assert "is cancelled: nobody expects you then" in zoe.last.text and len(camille.bubbles) == before
    await lifts(solene, (await holds_of(stage, pair))["ap-stops"])
    await stage.passes(days=1)
    (said,) = camille.bubbles[before:]
    assert said.text == "Your time with Zoé, Thursday 14 January at 15:00, is cancelled: nobody expects you then."
    assert said.labels == ["Propose a time"]


async def test_word_of_a_death_leaves_nothing_to_be_said_of_it(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    await stops(camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    await stage.passes(days=4)
    assert not zoe.seen("cancelled") and not zoe.seen("A reminder")


@pytest.mark.parametrize("name", ["appointment", "appointment-yes", "appointment-no", "appointment-number"])
async def test_nobody_else_opens_or_changes_it(stage: Stage, name: str) -> None:
    pair, _zoe, _camille = await a_call(stage)
    eve = await stage.person("Eve", "ap")
    known = (await stage.turn(lambda turn: appointments.open_of(turn.tx, pair)))[0]
    await eve.taps_data(f"s|{name}|{known.id}")
    assert "Nothing was changed" in eve.last.text
    assert (await stage.turn(lambda turn: appointments.open_of(turn.tx, pair)))[0].state == "accepted"


async def test_the_patient_cannot_see_a_number_meant_for_the_ap_and_nobody_accepts_for_the_other(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await propose(camille, pair)
    known = (await stage.turn(lambda turn: appointments.open_of(turn.tx, pair)))[0]
    await camille.taps_data(f"s|appointment-yes|{known.id}")
    assert "Nothing was changed" in camille.last.text
    await zoe.taps_data(f"s|appointment-number|{known.id}")
    assert "Nothing was changed" in zoe.last.text


async def test_a_time_that_is_past_is_not_proposed(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await propose(camille, pair, "11/01/2027", "8:00")
    assert "past already" in camille.last.text
    assert not zoe.seen("proposes")


async def test_who_chose_calls_is_not_told_to_write_and_can_give_the_number_later(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille, writes=False)
    await propose(camille, pair)
    await zoe.taps("Yes")
    assert "Rather write here" not in zoe.last.labels
    await zoe.taps("Later")
    assert "Without a number nobody can reach you then" in zoe.last.text and not zoe.seen("you both write")
    assert "by phone, once there is a number" in camille.last.text
    await camille.taps("Open")
    assert "has given no number yet" in camille.last.text and "Show the number" not in camille.last.labels
    await zoe.taps("Give a number")
    await zoe.says(THEIR_NUMBER)
    assert "Camille calls you, from a hidden number" in zoe.last.text
    assert "Zoé has given a number for" in camille.last.text and not camille.seen(THEIR_NUMBER)
    await camille.taps("Open")
    await camille.taps("Show the number")
    assert camille.seen(THEIR_NUMBER)


async def test_from_the_line_of_the_unit_the_ap_calls_and_the_patient_knows_the_number(stage: Stage) -> None:
    with_line(stage, "01 99 00 77 88", "the office of the ward")
    _pair, zoe, camille = await a_call(stage)
    assert "Camille calls you, from 01 99 00 77 88." in zoe.last.text
    await camille.taps("Open")
    assert "You call, from 01 99 00 77 88: the office of the ward." in camille.last.text
    assert "#31#" not in camille.last.text
    await stage.passes(days=2, hours=10)
    assert zoe.seen("A reminder: Thursday 14 January at 15:00, with Camille. The call comes from 01 99 00 77 88.")
    assert camille.seen("A reminder") and not camille.seen("The call comes from")


async def test_a_video_has_its_link_and_is_not_offered_without_one(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    with_choices(stage, means=("phone", "video", "relay"))
    await camille.taps_data(f"s|propose-time|{pair}")
    assert "By video" not in camille.last.labels
    with_unit(stage, video="https://video.hopital.example/tilleul")
    await camille.taps_data(f"s|propose-time|{pair}")
    await camille.taps("By video")
    await camille.says("14/01/2027")
    await camille.taps("15:00")
    await zoe.taps("Yes")
    assert "Here: https://video.hopital.example/tilleul" in zoe.last.text


CANCELLED = "Thursday 14 January at 15:00, is cancelled: nobody expects you then."


@pytest.mark.parametrize(("who", "label"), [("Zoé", "End"), ("Camille", "Yes, end it now")])
async def test_a_goodbye_cancels_the_call_in_words_to_both(stage: Stage, who: str, label: str) -> None:
    pair, zoe, camille = await a_call(stage)
    phone = zoe if who == "Zoé" else camille
    await phone.taps_data(f"s|pair-end|{pair}")
    await phone.taps(label)
    assert zoe.seen(f"Your time with Camille, {CANCELLED}") and camille.seen(f"Your time with Zoé, {CANCELLED}")
    await stage.passes(days=4)
    assert not zoe.seen("A reminder") and await number(stage, pair) is None


async def test_so_does_somebody_else_who_goes_on(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    found = await stage.turn(lambda turn: pairs.find(turn.tx, pair))
    assert found is not None
    await stage.turn(lambda turn: succeed(turn, replace(found, id=turn.new_id())))
    assert zoe.seen(f"Your time with Camille, {CANCELLED}") and camille.seen(f"Your time with Zoé, {CANCELLED}")


async def test_where_a_person_speaks_with_them_no_program_says_it(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    found = await stage.turn(lambda turn: pairs.find(turn.tx, pair))
    assert found is not None
    await stage.turn(lambda turn: close_pair(turn, found, DEATH))
    assert not zoe.seen("is cancelled") and not camille.seen("is cancelled")
