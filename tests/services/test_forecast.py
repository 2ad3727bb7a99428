"""The forecast of gaps and what somebody then reads, side by side: the same sentence, from the same rota."""

import re

import pytest

from bot.services.digest import every_unit_has_its_week
from tests.services.test_danger import words as words  # the fixture
from tests.services.unit import WEEK, can_take, has_hours, on_call
from tests.stage import Phone, Stage

pytestmark = pytest.mark.usefixtures("words")


async def reads(stage: Stage, phone: Phone) -> str:
    """What somebody in danger reads at this minute."""
    said = await phone.says("I want to end it all")
    return said[0].text


async def forecast(phone: Phone) -> list[str]:
    await phone.taps_data("s|digest|")
    return [line for line in phone.last.text.splitlines() if "urgent alerts go to" in line]


def quoted(line: str) -> str:
    found = re.search("“(.+?)”", line)
    assert found, line
    return found[1]


@pytest.fixture
async def ana(stage: Stage) -> Phone:
    return await stage.person("Ana", role="supervisor")


async def test_without_on_call_it_names_the_next_half_day_not_the_closing_hour(stage: Stage, ana: Phone) -> None:
    on_call(stage, "hours-only")
    await has_hours(ana, "9-12", ["Monday", "Thursday"])
    zoe = await stage.person("Zoé")
    first = (await forecast(ana))[0]
    assert first.startswith("Monday 11 January at 12:00 to Monday 11 January at 17:00: urgent alerts go to nobody")
    assert quoted(first) == "Nobody here can answer you before Thursday 14 January at 09:00."
    await stage.passes(hours=3)
    assert quoted(first) in await reads(stage, zoe)


async def test_beyond_the_week_it_names_the_hour_all_the_same(stage: Stage, ana: Phone) -> None:
    on_call(stage)
    await has_hours(ana, "9-12", ["Monday"])
    await stage.passes(hours=2)
    (line,) = await forecast(ana)
    assert quoted(line) == "Nobody here can answer you before Monday 18 January at 09:00."
    assert quoted(line) in await reads(stage, await stage.person("Zoé"))


async def test_hours_of_somebody_out_of_reach_go_to_everybody(stage: Stage, ana: Phone) -> None:
    on_call(stage)
    ben, zoe = await stage.person("Ben", role="supervisor"), await stage.person("Zoé")
    await has_hours(ana, "9-21", WEEK)
    await ana.blocks()
    first, second = (await forecast(ben))[:2]
    assert "urgent alerts go to everybody at once" in first
    assert quoted(first) == "I have told the team of your unit. I cannot promise when somebody reads it."
    assert quoted(first) in await reads(stage, zoe) and can_take(ben)
    assert second.startswith("Monday 11 January at 21:00"), "the night is another piece"


async def test_an_empty_rota_says_whom_it_goes_to(stage: Stage, ana: Phone) -> None:
    on_call(stage)
    await stage.passes(hours=12)
    (line,) = await forecast(ana)
    assert quoted(line) in await reads(stage, await stage.person("Zoé")) and can_take(ana)


@pytest.mark.parametrize("mode", ["on-call", "hours-only"])
async def test_each_monday_it_comes_by_itself_in_either_mode(stage: Stage, ana: Phone, mode: str) -> None:
    on_call(stage, mode)
    await has_hours(ana, "9-12", ["Tuesday"])
    await stage.turn(every_unit_has_its_week)
    await stage.passes(days=7, hours=1)
    weeks = [bubble for bubble in ana.bubbles if "Your week at a glance" in bubble.text]
    assert len(weeks) == 1
    await ana.taps("My week")
    assert "urgent alerts go to nobody; people will read" in ana.last.text


async def test_a_week_without_a_gap_is_no_message(stage: Stage, ana: Phone) -> None:
    on_call(stage)
    await has_hours(ana, "0-0", WEEK)
    await stage.turn(every_unit_has_its_week)
    await stage.passes(days=8)
    assert not ana.seen("Your week at a glance")
    await ana.taps_data("s|digest|")
    assert "Somebody is on duty at every hour of the coming week." in ana.last.text
