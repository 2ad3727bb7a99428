"""A promised hour that moves or breaks: said in time, not every day, and louder inside."""

from datetime import timedelta

import pytest

from bot.auditor import look_over
from tests.services.test_calls import asks, task_of
from tests.services.unit import WEEK, has_hours, on_call
from tests.stage import Phone, Stage


@pytest.fixture
async def ana(stage: Stage) -> Phone:
    on_call(stage, "hours-only")
    return await stage.person("Ana", role="supervisor")


async def drops(phone: Phone, which: int = 0) -> None:
    await phone.taps_data("s|drop-shift|")
    await phone.taps(phone.last.labels[which])


async def test_an_hour_that_the_rota_cannot_keep_any_more_is_moved_before_it_breaks(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-12", ["Tuesday", "Thursday"])
    zoe = await stage.person("Zoé")
    assert "before Tuesday 12 January at 12:00" in await asks(zoe)
    await drops(ana)
    assert "somebody will be in touch before Thursday 14 January at 12:00, later than I said" in zoe.last.text
    await drops(ana)
    assert "I can no longer say when somebody will be in touch" in zoe.last.text
    await has_hours(ana, "9-12", ["Friday"])
    assert "I can name a time now: somebody will be in touch before Friday 15 January at 12:00" in zoe.last.text


async def test_who_blocks_the_bot_takes_the_promise_along(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-12", ["Tuesday"])
    ben, zoe = await stage.person("Ben", role="supervisor"), await stage.person("Zoé")
    await has_hours(ben, "9-12", ["Wednesday"])
    await asks(zoe)
    await ana.blocks()
    assert "before Wednesday 13 January at 12:00, later than I said" in zoe.last.text


async def test_the_new_hour_keeps_to_the_hours_the_person_can_talk(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-17", ["Tuesday"])
    zoe = await stage.person("Zoé")
    assert "before Tuesday 12 January at 12:00" in await asks(zoe, "In the morning")
    await has_hours(ana, "13-17", ["Wednesday"])
    await has_hours(ana, "9-11", ["Thursday"])
    await drops(ana)
    assert "before Thursday 14 January at 11:00" in zoe.last.text


async def test_a_change_that_leaves_the_hour_as_it_is_says_nothing(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-12", ["Tuesday", "Thursday"])
    zoe = await stage.person("Zoé")
    await asks(zoe)
    before = len(zoe.bubbles)
    await drops(ana, 1)
    ben = await stage.person("Ben", role="supervisor")
    await has_hours(ben, "9-12", ["Tuesday"])
    await ben.blocks()
    assert len(zoe.bubbles) == before


async def test_what_waited_is_told_to_who_takes_duty(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-12", ["Thursday"])
    ben, zoe = await stage.person("Ben", role="supervisor"), await stage.person("Zoé")
    await asks(zoe)
    assert not ben.bubbles
    await ben.taps_data("s|take-duty|")
    await ben.taps("4 hours")
    assert ben.seen("Your half-day: one thing is waiting for you.")


async def test_a_promise_nobody_keeps_is_corrected_once_and_then_once_a_week(stage: Stage, ana: Phone) -> None:
    """Sixty days in which nobody does it."""
    await has_hours(ana, "9-12", WEEK[:5])
    dora, zoe = await stage.person("Dora", role="coordinator"), await stage.person("Zoé")
    await asks(zoe)
    asked = len(zoe.bubbles)
    await stage.passes(days=60)
    said = zoe.bubbles[asked:]
    assert "I said that somebody would be in touch by now" in said[0].text
    assert "the new time is before Tuesday 12 January at 12:00" in said[0].text
    assert "please do not wait for me: the coordination, 01 99 00 56 78" in said[0].text
    assert all("Nobody has been in touch yet" in bubble.text for bubble in said[1:])
    assert 7 <= len(said) - 1 <= 9
    assert all(b.at - a.at >= timedelta(days=7) for a, b in zip(said, said[1:], strict=False))

    await dora.taps_data("s|half-day|")
    assert "1. <b>A promise was broken</b>: A call to make, before" in dora.last.text
    for phone in (ana, dora):
        days = {bubble.at.date() for bubble in phone.bubbles if "half-day" in bubble.text}
        assert len(days) > 30, "inside the unit it is told again each working day, to everybody"


async def test_a_promise_kept_after_all_says_nothing_more(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-12", WEEK[:5])
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(hours=3)
    assert "the new time is before" in zoe.last.text
    task = await task_of(stage, zoe)
    await ana.taps_data(f"s|done-task|{task.id}")
    before = len(zoe.bubbles)
    await stage.passes(days=20)
    assert len(zoe.bubbles) == before


async def test_with_a_rota_of_nights_alone_the_team_is_told_by_day(stage: Stage, ana: Phone) -> None:
    on_call(stage)
    await has_hours(ana, "20-7", WEEK)
    zoe = await stage.person("Zoé")
    await asks(zoe)
    assert "Your half-day" in ana.last.text


async def test_what_nobody_may_do_is_a_finding(stage: Stage, ana: Phone) -> None:
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await ana.blocks()
    found = await stage.turn(lambda turn: look_over(turn.tx, stage.house))
    assert [line for line in found.lines if "is nobody's" in line]
