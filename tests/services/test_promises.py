"""The one promised date: what is said of it is still to come, and when it has passed a human is on the way."""

from datetime import datetime, timedelta

import pytest

from bot.clock import from_ms
from bot.services.pairs import FIRST_CONTACT, PROPOSAL
from bot.services.tasks import add_task
from bot.services.waves import DATE, WRITE
from bot.storage import requests, timers
from bot.storage.requests import Request
from tests.journeys.aps import accompanied, an_ap, asks, in_touch, kinds_of_tasks, pair_of
from tests.stage import Phone, Stage

# The promised date of whoever asks on Monday 11 January at ten: Wednesday 20 January at 17:00, seven working days on.


async def the_request(stage: Stage, patient: Phone) -> Request:
    (found,) = await stage.database.read(lambda tx: requests.open_of_person(tx, patient.id))
    return found


async def due(stage: Stage, kind: str, subject: int) -> datetime | None:
    at = await stage.database.read(lambda tx: timers.due_at(tx, kind, subject))
    return from_ms(at) if at is not None else None


async def says_yes_late(stage: Stage, *, days: int, hours: int = 0) -> tuple[Phone, Phone]:
    """Nobody is free at first; after so long Camille has a place again, and says yes."""
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await camille.taps_data("s|room|")
    await camille.taps("Nobody for now")
    await asks(zoe)
    await stage.passes(days=days - 1, hours=hours)
    await camille.taps_data("s|room|")
    await camille.taps("2 people")
    await stage.passes(days=1)
    await camille.taps("Open")
    await camille.taps("I can")
    return camille, zoe


async def test_after_the_date_somebody_else_means_a_new_date(stage: Stage) -> None:
    _camille, zoe = await says_yes_late(stage, days=9)
    await stage.passes(hours=12)
    assert zoe.seen("As promised, a word today: somebody has said yes and waits for your choice")
    await zoe.taps_data(f"s|pair-another|{(await pair_of(stage, _camille)).id}")
    assert "I look for someone else, and you hear from me by Friday 29 January at 17:00." in zoe.last.text
    request = await the_request(stage, zoe)
    assert (request.state, request.overdue_at) == ("searching", None)
    assert await due(stage, DATE, request.id) == from_ms(request.promised_at) > stage.clock.now()
    await zoe.taps_data("s|my-request|")
    assert "I am looking, until Friday 29 January at 17:00" in zoe.last.text


async def test_after_the_date_an_ap_who_cannot_after_all_means_a_new_date(stage: Stage) -> None:
    camille, zoe = await says_yes_late(stage, days=9)
    undo = camille.last.buttons[0][1]
    await stage.passes(hours=12)
    await camille.taps_data(undo)
    await stage.passes(hours=12)
    assert "Camille cannot after all" in zoe.last.text and "Friday 29 January" in zoe.last.text


async def test_after_the_date_an_ap_who_leaves_means_a_new_date(stage: Stage) -> None:
    camille, zoe = await says_yes_late(stage, days=9)
    await stage.passes(hours=12)
    await camille.says("/stop")
    await camille.taps("Stop everything")
    await stage.passes(hours=12)
    assert "Camille cannot after all" in zoe.last.text and "Friday 29 January" in zoe.last.text


async def test_when_nobody_was_found_the_search_has_a_date_again_once_a_human_was_in_touch(stage: Stage) -> None:
    nadia, zoe = await stage.person("Nadia", role="coordinator"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(days=9, hours=12)
    assert zoe.seen("Expect a message here from the coordination before Thursday 21 January, 17:00")
    await stage.passes(hours=12)
    await nadia.taps_data("s|half-day|")
    await nadia.taps("A few words to write")
    await nadia.taps("I take it")
    await nadia.taps("Write here")
    await nadia.says("I am thinking of you, and we go on looking.")
    assert zoe.seen("I go on looking, and write to you by Monday 1 February at 17:00 in any case.")
    assert (await the_request(stage, zoe)).overdue_at is None
    await stage.passes(days=12)
    assert sum("I have not found the right person yet" in text for text in zoe.texts) == 2, (
        "and that day it is true again"
    )
    assert await stage.database.read(kinds_of_tasks) == ["write-person"]


async def test_going_on_before_the_date_keeps_the_date(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(days=2)
    await zoe.taps_data("s|widen|")
    assert "You hear from me by Wednesday 20 January at 17:00 in any case" in zoe.last.text


@pytest.mark.parametrize(
    ("days", "think", "step"),
    [
        (1, "Thursday 14 January", "Sunday 17 January at 16:00"),  # two working days to think, three for the first step
        (7, "Tuesday 19 January", "Wednesday 20 January at 17:00"),  # a late yes: a day is left for the first step
        (8, "Wednesday 20 January", "Thursday 21 January at 16:00"),  # on the last day a day for each in any case
    ],
)
async def test_thinking_and_the_first_step_live_inside_the_date(stage: Stage, days: int, think: str, step: str) -> None:
    camille, zoe = await says_yes_late(stage, days=days)
    assert f"think it over until {think}" in zoe.last.text
    pair = await pair_of(stage, camille)
    until = await due(stage, PROPOSAL, pair.id)
    assert until is not None and until <= from_ms((await the_request(stage, zoe)).promised_at)
    await stage.passes(to=until - timedelta(hours=1))
    await zoe.taps_data(f"s|pair-yes|{pair.id}")
    assert zoe.seen(f"takes the first step by {step}")
    assert camille.seen(f"Please take the first step by {step}"), "both read the same time"
    await zoe.taps_data("s|my-pair|")
    assert f"takes the first step by {step}" in zoe.last.text
    assert await due(stage, FIRST_CONTACT, pair.id)


async def test_where_the_date_and_the_first_step_end_together_one_word_says_it(stage: Stage) -> None:
    camille, zoe = await says_yes_late(stage, days=8)
    await zoe.taps_data(f"s|pair-yes|{(await pair_of(stage, camille)).id}")
    said = len(zoe.bubbles)
    await stage.passes(hours=36)
    (word,) = zoe.texts[said:]
    assert "has not been able to reach you yet" in word and "before Friday 22 January at 17:00" in word


async def test_who_is_accompanied_waits_for_no_word_of_the_team_any_more(stage: Stage) -> None:
    await stage.person("Nadia", role="coordinator")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(days=9, hours=12)
    assert await stage.database.read(kinds_of_tasks) == ["write-person"]
    camille = await an_ap(stage, "Camille")
    await stage.passes(days=1, hours=12)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.taps("Yes")
    assert await stage.database.read(kinds_of_tasks) == []
    await stage.passes(days=9)
    assert not zoe.seen("Nobody has been in touch yet")


async def test_a_first_step_that_comes_late_ends_what_the_team_looks_into(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    due = stage.clock.now() + timedelta(days=1)
    await stage.turn(lambda turn: add_task(turn, kind=WRITE, unit="tilleul", person=zoe.id, pair=pair.id, due=due))
    await in_touch(stage, pair)
    assert await stage.database.read(kinds_of_tasks) == []
