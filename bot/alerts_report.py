"""`companion alerts --month`: what became of the alerts of a month, and of its drills. Counts only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any

from bot.clock import RealClock, to_ms
from bot.settings import load_settings
from bot.site import Site, load_site
from bot.storage import alerts
from bot.storage.database import Transaction, open_database


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
    wanted = month or f"{RealClock().now():%Y-%m}"
    database = open_database(settings.database_url)
    await database.open_beside()
    try:
        return await database.read(lambda tx: month_report(tx, site, wanted))
    finally:
        await database.close()


def month_of(tx: Transaction, site: Site, month: str) -> list[UnitMonth]:
    """The figures of each unit of the site for a month like "2026-11" (UTC). Raises WrongMonth."""
    since, until = _bounds(month)
    raised = alerts.raised_between(tx, since, until)
    drills = alerts.drills_between(tx, since, until)
    return [_unit_month(unit.id, unit.delays.ladder_minutes[0], raised, drills) for unit in site.units]


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


def _unit_month(unit: str, minutes: int, raised: list[dict[str, Any]], drills: list[dict[str, Any]]) -> UnitMonth:
    mine = [row for row in raised if row["unit_id"] == unit]
    urgent = [row for row in mine if row["level"] == "now"]
    waits = sorted(
        (row["first_taken_at"] - row["told_at"]) / 60_000
        for row in urgent
        if row["first_taken_at"] is not None and row["told_at"] is not None
    )
    return UnitMonth(
        unit=unit,
        urgent=len(urgent),
        taken=sum(row["first_taken_at"] is not None for row in urgent),
        in_time=sum(wait <= minutes for wait in waits),
        median=_percentile(waits, 50),
        ninetieth=_percentile(waits, 90),
        soon=sum(row["level"] == "soon" for row in mine),
        routine=sum(row["level"] == "routine" for row in mine),
        machine_drills=_passed(row for row in drills if row["unit_id"] == unit and row["kind"] == "machine"),
        people_drills=_passed(row for row in drills if row["unit_id"] == unit and row["kind"] == "human"),
    )


def _passed(drills: Iterable[dict[str, Any]]) -> tuple[int, int]:
    states = [row["state"] for row in drills]
    return states.count("passed"), len(states)


def _percentile(ordered: list[float], percent: int) -> float | None:
    """By nearest rank: a wait that somebody really had."""
    return ordered[max(ceil(len(ordered) * percent / 100), 1) - 1] if ordered else None


def _bounds(month: str) -> tuple[int, int]:
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        raise WrongMonth(f"{month!r} is no month: write it like 2026-11") from None
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return to_ms(first), to_ms(following)
