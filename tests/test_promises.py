"""What `companion check` says of a unit: promises its file cannot keep, hours without anybody, nobody for reports."""

from collections.abc import Callable

import pytest

from bot.check import Row, unit_rows
from bot.promises import broken_promises
from bot.site import Unit
from tests.services.test_danger import adapt
from tests.stage import Phone, Stage

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


async def checked(stage: Stage) -> tuple[Row, Row]:
    """The rows of the rota and of the reports."""
    unit = stage.house.site.units[0]
    rota, reports = await stage.database.read(lambda tx: unit_rows(tx, stage.house, unit))
    return rota, reports


async def has_the_week(stage: Stage, hours: str, days: tuple[str, ...] = WEEK) -> Phone:
    sam = await stage.person("Sam", "supervisor")
    for day in days:
        await sam.taps_data("s|add-shift|")
        await sam.taps("Me")
        await sam.taps(day)
        await sam.says(hours)
    return sam


def mode(name: str) -> Callable[[Unit], Unit]:
    return lambda unit: unit.model_copy(update={"on_call": unit.on_call.model_copy(update={"mode": name})})


@pytest.mark.parametrize("name", ["on-call", "hours-only"])
async def test_an_empty_rota_fails(stage: Stage, name: str) -> None:
    await stage.person("Sam", "supervisor")
    adapt(stage, mode(name))
    rota, _reports = await checked(stage)
    assert rota.problems == ("nobody is in the rota of tilleul: no hour can be promised to anybody",)


async def test_on_call_day_and_night_is_fine(stage: Stage) -> None:
    await has_the_week(stage, "0-0")
    rota, _reports = await checked(stage)
    assert (rota.fine, rota.problems) == ("somebody is in it", ())


async def test_on_call_with_gaps_in_the_coming_week_names_them_and_fails_nothing(stage: Stage) -> None:
    await has_the_week(stage, "9-21")
    rota, _reports = await checked(stage)
    assert rota.problems == ()
    assert rota.fine.splitlines()[0] == "nobody on duty can be told Mon 11 Jan 21:00 to Tue 12 Jan 09:00"
    assert rota.fine.splitlines()[-1] == "… and 2 more this week"


async def test_a_unit_that_promises_its_opening_hours_only_has_no_gaps_to_name(stage: Stage) -> None:
    await has_the_week(stage, "9-17", ("Tuesday",))
    await stage.person("Dora", "coordinator")
    adapt(stage, mode("hours-only"))
    rota, _reports = await checked(stage)
    assert (rota.fine, rota.problems) == ("somebody is in it", ())


async def test_each_delay_that_the_rota_cannot_keep_is_named(stage: Stage) -> None:
    """One day a week, and no coordination that reads meanwhile."""
    await has_the_week(stage, "9-17", ("Tuesday",))
    change = {"approve_matches": True}
    adapt(stage, mode("hours-only"))
    adapt(stage, lambda u: u.model_copy(update={"choices": u.choices.model_copy(update=change)}))
    rota, _reports = await checked(stage)
    working_day, whole_wait = rota.problems
    assert "“before the end of the next working day”" in working_day
    assert "from Tue 12 Jan 17:00 to Tue 19 Jan 09:00" in working_day
    assert "delays.whole_wait_days promises 7 days" in whole_wait and "up to 12" in whole_wait


async def test_a_coordination_that_nothing_reaches_keeps_no_working_day(stage: Stage) -> None:
    await has_the_week(stage, "9-17", ("Tuesday",))
    dora = await stage.person("Dora", "coordinator")
    await dora.blocks()
    rota, _reports = await checked(stage)
    assert any("next working day" in problem for problem in rota.problems)


async def test_a_rota_of_people_who_cannot_be_told_fails(stage: Stage) -> None:
    sam = await has_the_week(stage, "9-17")
    await sam.blocks()
    rota, _reports = await checked(stage)
    assert rota.problems and "can be told" in rota.problems[0]


async def test_without_a_reader_it_says_that_no_report_is_taken(stage: Stage) -> None:
    _rota, reports = await checked(stage)
    assert reports.problems == () and reports.fine.startswith("no coordinator can read a report")
    await stage.person("Dora", "coordinator")
    _rota, reports = await checked(stage)
    assert reports.fine == "read by coordinators"


def test_the_files_own_promises(stage: Stage) -> None:
    unit = stage.house.site.units[0]
    assert list(broken_promises(unit)) == []
    late = unit.delays.model_copy(update={"ladder_minutes": (180, 10, 10), "whole_wait_days": 1})
    said = " ".join(broken_promises(unit.model_copy(update={"delays": late})))
    assert "whole_wait_days" in said and "ladder_minutes" in said
    closed = unit.opening.model_copy(update={"days": ()})
    assert list(broken_promises(unit.model_copy(update={"opening": closed}))) == [
        "opening.days is empty: nothing can be promised for working hours"
    ]
