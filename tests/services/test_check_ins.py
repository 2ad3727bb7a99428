"""Check-ins on a stage: put, answered, and never put where they would hurt."""

from datetime import timedelta

import pytest

from bot.storage import alerts, people, tasks
from tests.journeys.aps import with_choices
from tests.services.asked import QUESTION, chooses, put_to, questions
from tests.services.pairing import in_touch, supervisor
from tests.services.test_danger import on_duty
from tests.stage import Stage


async def test_a_low_answer_offers_a_human_and_tells_nobody_without_a_yes(stage: Stage) -> None:
    zoe, ap, eve = await stage.person("Zoé"), await stage.person("Alex", "ap"), await supervisor(stage)
    await in_touch(stage, zoe, ap)
    await chooses(zoe)
    await stage.passes(days=4)
    before = len(ap.bubbles), len(eve.bubbles)
    await zoe.taps("Open")
    await zoe.taps("Bad")
    assert zoe.last.labels[:4] == ["Yes, Alex", "Yes, the team", "A page", "No thanks"]
    assert zoe.last.labels[-1] == "Help now"
    await zoe.taps("No thanks")
    assert "I have told nobody" in zoe.last.text
    assert (len(ap.bubbles), len(eve.bubbles)) == before
    assert not await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))


async def test_yes_the_team_asks_for_the_number_and_makes_the_task(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    solene = await supervisor(stage)
    await chooses(zoe)
    await stage.passes(days=4)
    await on_duty(stage, solene.id)
    await zoe.taps("Open")
    await zoe.taps("Very bad")
    await zoe.taps("Yes, the team")
    assert zoe.seen("What number should we call?")
    await zoe.says("06 39 98 00 00")
    await zoe.taps("Any time")
    assert "Somebody calls you before" in zoe.last.text
    assert [task.kind for task in await stage.turn(lambda turn: tasks.open_in(turn.tx, "tilleul"))] == ["call-person"]
    assert [a.kind for a in await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))] == ["low-check-in"]


async def test_yes_to_the_ap_tells_them_neutrally(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await chooses(zoe)
    await stage.passes(days=4)
    await zoe.taps("Open")
    await zoe.taps("Bad")
    await zoe.taps("Yes, Alex")
    assert ap.last.text.startswith("Zoé would be glad to hear from you")
    assert "bad" not in ap.last.text


async def test_nothing_unasked_within_seven_days_of_a_low_answer(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    await zoe.taps("Open")
    await stage.passes(days=5)
    await zoe.taps("Bad")
    await zoe.taps("No thanks")
    await stage.passes(days=6)  # the next weekly one falls into the week of silence
    assert questions(zoe) == 1
    await stage.passes(days=8)
    assert questions(zoe) == 2


async def test_an_answer_has_one_fate(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    opens = zoe.last.buttons[0][1]
    await zoe.taps("Open")
    await zoe.taps("Good")
    await zoe.taps("No thanks")
    await zoe.taps_data(opens)
    assert "You answered this on" in zoe.last.text and "Good" in zoe.last.text
    await stage.passes(days=8)
    await zoe.taps_data(opens)
    assert "You answered this on" in zoe.last.text or "closed" in zoe.last.text


async def test_an_old_question_is_closed_without_reproach(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    old = zoe.last.buttons[0][1]
    await stage.passes(days=14)
    await zoe.taps_data(old)
    assert "no answer is fine too" in zoe.last.text
    await zoe.taps("Say how I am now")
    await zoe.taps("So-so")
    await zoe.taps("No thanks")
    await zoe.taps("When I am asked")
    await zoe.taps("My last answers")
    assert "So-so" in zoe.last.text


async def test_a_question_of_somebody_else_cannot_be_answered(stage: Stage) -> None:
    zoe, max_ = await stage.person("Zoé"), await stage.person("Max")
    await chooses(zoe)
    await stage.passes(days=4)
    await max_.taps_data(next(data for label, data in zoe.last.buttons if label == "Open"))
    assert "This question is closed" in max_.last.text
    assert (await put_to(stage, zoe))[0].state == "asked"


async def test_six_hours_down_bring_no_burst(stage: Stage) -> None:
    people_ = [await stage.person(f"P{n}") for n in range(5)]
    for person in people_:
        await chooses(person)
    stage.clock.set(stage.clock.now() + timedelta(days=3, hours=7))
    await stage.sweep()
    assert not any(person.seen(QUESTION) for person in people_)
    await stage.passes(days=7)
    assert [questions(person) for person in people_] == [1] * 5


async def test_a_clock_that_jumps_back_asks_nothing_twice(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    assert questions(zoe) == 1
    stage.clock.move(timedelta(days=-2))
    await stage.passes(days=3)
    assert questions(zoe) == 1


@pytest.mark.parametrize(("typed", "said"), [("2", "rather bad"), ("8", "rather good")])
async def test_a_number_is_said_back_and_corrected_with_one_tap(stage: Stage, typed: str, said: str) -> None:
    with_choices(stage, scale="0-10")
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|check-in|")
    assert "0 · very bad" in zoe.last.labels and "10 · very good" in zoe.last.labels
    await zoe.taps(typed)
    assert f"{typed} out of 10: {said}" in zoe.last.text
    await zoe.taps(next(label for label in zoe.last.labels if label.startswith("No: ")))
    low = int(typed) > 5
    assert ("I draw no conclusion" in zoe.last.text) == low


async def test_a_relative_is_asked_about_themself(stage: Stage) -> None:
    noe = await stage.person("Noé", "relative")
    await noe.taps_data("s|check-in|")
    assert noe.last.text.startswith("And you, how are you today?")


async def test_a_sentence_is_kept_for_the_person_alone(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|check-in|")
    await zoe.taps("Good")
    await zoe.taps("No thanks")
    await zoe.taps("Add a sentence for me")
    await zoe.says("The garden was in the sun.")
    await zoe.taps("My last answers")
    assert "The garden was in the sun." in zoe.last.text
    await zoe.taps("Erase them")
    await zoe.taps("Yes")
    await zoe.taps_data("s|my-answers|")
    assert "There is no answer of yours here." in zoe.last.text


async def test_a_question_waits_for_nobody_who_is_frozen(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    until = stage.clock.now() + timedelta(days=4)
    await stage.turn(lambda turn: people.freeze(turn.tx, zoe.id, int(until.timestamp() * 1000)))
    await stage.passes(days=5)
    assert questions(zoe) == 0
