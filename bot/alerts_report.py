"""`companion alerts --month`: what became of the alerts of a month, and of its drills. Counts only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Any

from bot.clock import RealClock, to_ms
from bot.house import PARIS
from bot.settings import load_settings
from bot.site import Site, Unit, load_site
from bot.storage import alerts
from bot.storage.database import Transaction, open_database
from conversations.policies.working_time import moment


class WrongMonth(ValueError):
    """A month is written 2026-11."""


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """`in_time`: taken within the first rung's minutes of being told. Minutes from told to taken; None: none taken."""

    unit: str
    urgent: int
    taken: int
    in_time: int
    median: float | None
    ninetieth: float | None
    soon: int
    routine: int
    machine_drills: tuple[int, int]
    people_drills: tuple[int, int]


async def report_of_month(month: str | None) -> str:
    """The report of the installation these settings name, beside a running service. Raises WrongMonth, or what
    load_settings, load_site and the database raise."""
    settings = load_settings()
    site = load_site(settings.site)
    wanted = month or f"{RealClock().now().astimezone(PARIS):%Y-%m}"
    database = open_database(settings.database_url)
    await database.open_beside()
    try:
        return await database.read(lambda tx: month_report(tx, site, wanted))
    finally:
        await database.close()


def month_of(tx: Transaction, site: Site, month: str) -> list[UnitMonth]:
    """The figures of each unit of the site for a month like "2026-11", by the unit's own clock. Raises WrongMonth."""
    first = _first_day(month)
    return [_unit_month(tx, unit, first) for unit in site.units]


def month_report(tx: Transaction, site: Site, month: str) -> str:
    """The same as lines of text, for the command line."""
    lines = [f"Alerts of {month}"]
    for one in month_of(tx, site, month):
        waits = "none taken yet"
        if one.median is not None and one.ninetieth is not None:
            waits = f"median {one.median:.1f} min, 90th percentile {one.ninetieth:.1f} min"
        lines += [
            f"{one.unit}: {one.urgent} alerts of class now, {one.taken} acknowledged, {one.in_time} in time; {waits}",
            f"{one.unit}: {one.soon} of class soon, {one.routine} of class routine",
            f"{one.unit}: machine drills {one.machine_drills[0]} passed of {one.machine_drills[1]}, "
            f"drills of people {one.people_drills[0]} passed of {one.people_drills[1]}",
        ]
    return "\n".join(lines)


def _unit_month(tx: Transaction, unit: Unit, first: date) -> UnitMonth:
    following = (first + timedelta(days=32)).replace(day=1)
    since, until = (to_ms(moment(day, time(), unit.zone)) for day in (first, following))
    raised, drills = alerts.raised_between(tx, unit.id, since, until), alerts.drills_between(tx, unit.id, since, until)
    urgent = [row for row in raised if row["level"] == "now"]
    waits = sorted(
        (row["first_taken_at"] - row["told_at"]) / 60_000
        for row in urgent
        if row["first_taken_at"] is not None and row["told_at"] is not None
    )
    return UnitMonth(
        unit=unit.id,
        urgent=len(urgent),
        taken=sum(row["first_taken_at"] is not None for row in urgent),
        in_time=sum(wait <= unit.delays.ladder_minutes[0] for wait in waits),
        median=_percentile(waits, 50),
        ninetieth=_percentile(waits, 90),
        soon=sum(row["level"] == "soon" for row in raised),
        routine=sum(row["level"] == "routine" for row in raised),
        machine_drills=_passed(row for row in drills if row["kind"] == "machine"),
        people_drills=_passed(row for row in drills if row["kind"] == "human"),
    )


def _passed(drills: Iterable[dict[str, Any]]) -> tuple[int, int]:
    states = [row["state"] for row in drills]
    return states.count("passed"), len(states)


def _percentile(ordered: list[float], percent: int) -> float | None:
    """By nearest rank: a wait that somebody really had."""
    return ordered[max(ceil(len(ordered) * percent / 100), 1) - 1] if ordered else None


def _first_day(month: str) -> date:
    try:
        return datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise WrongMonth(f"{month!r} is no month: write it like 2026-11") from None
