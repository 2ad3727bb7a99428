"""When a check-in comes: the days of a rhythm, and what happens to one whose moment has passed.

Default is none at all until somebody chooses (care requirement 27).
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Literal

from conversations.policies.local_time import not_at_weekend

Kind = Literal["once", "weekly", "fortnightly", "monthly", "moment"]
Verdict = Literal["ask", "late", "night"]

FIRST_AFTER_DAYS = 3  # between the choice and the first question: not at once, and not so late that it is forgotten
AROUND_A_MOMENT = (-2, 5, 12)  # days before and after a date somebody gave; a week apart, as the budget wants
LATEST = timedelta(hours=2)  # a question later than this expires: six hours down must not become a burst
SPREAD_S = 1200  # questions of one minute are spread over twenty; people are told "around ten o'clock"
WEEK_DAYS = 7
SILENT_AFTER = 2  # unanswered questions in a row after which somebody is told, only where the person chose so
RARER: dict[Kind, Kind] = {"weekly": "fortnightly", "fortnightly": "monthly"}
EVERY_DAYS: dict[Kind, int] = {"weekly": 7, "fortnightly": 14}
_BIGGEST = 0x9E3779B97F4A7C15  # odd, near 2**64 divided by the golden ratio: neighbouring ids fall far apart


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`start`: the first day, or the day of the moment itself. `not_before`: a pause ends that day."""

    kind: Kind
    start: date
    weekends: bool = True
    not_before: date | None = None


def days(rhythm: Rhythm) -> Iterator[date]:
    """Every day of a rhythm in order, weekends moved, the pause left out. Endless for weekly and rarer."""
    for day in _plain_days(rhythm):
        before = rhythm.kind == "moment" and day < rhythm.start
        shown = day if rhythm.weekends else not_at_weekend(day, earlier=before)
        if rhythm.not_before is None or shown >= rhythm.not_before:
            yield shown


def next_day(rhythm: Rhythm, after: date) -> date | None:
    """The first day of the rhythm later than `after`; None where it has come to its end."""
    return next((day for day in days(_closer(rhythm, after)) if day > after), None)


def _plain_days(rhythm: Rhythm) -> Iterator[date]:
    match rhythm.kind:
        case "once":
            yield rhythm.start
        case "moment":
            yield from (rhythm.start + timedelta(days=n) for n in AROUND_A_MOMENT)
        case "monthly":
            yield from (_months_later(rhythm.start, n) for n in count())
        case kind:
            yield from (rhythm.start + timedelta(days=EVERY_DAYS[kind] * n) for n in count())


def _closer(rhythm: Rhythm, after: date) -> Rhythm:
    """The same weekly or fortnightly rhythm counted from shortly before `after`, so that years need no walk."""
    every = EVERY_DAYS.get(rhythm.kind)
    goal = max(after, rhythm.not_before or after)
    if every is None or goal <= rhythm.start:
        return rhythm
    whole = max(0, (goal - rhythm.start).days // every - 1)
    return Rhythm(rhythm.kind, rhythm.start + timedelta(days=every * whole), rhythm.weekends, rhythm.not_before)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; where that month is shorter (30 February), its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def rarer(kind: Kind) -> Kind | None:
    """The next rarer rhythm; None where there is none (what is left then is to stop)."""
    return RARER.get(kind)


def has_days_left(rhythm: Rhythm, today: date) -> bool:
    """Whether anything of it is still to come: a date in the past has not."""
    return next_day(rhythm, today) is not None


def spread(plan: int) -> timedelta:
    """How much later than its hour a plan's question is put: always the same for a plan, under twenty minutes."""
    mixed = (plan * _BIGGEST) & 0xFFFFFFFFFFFFFFFF
    return timedelta(seconds=(mixed >> 32) % SPREAD_S)


def verdict(planned: datetime, now: datetime, *, night: bool) -> Verdict:
    """What becomes of a question planned for that moment: put, or expired because it is late or night there."""
    if now - planned > LATEST:
        return "late"
    return "night" if night else "ask"


def may_write_again(days_since: int | None) -> bool:
    """The budget: one unasked message a week and person, over all kinds; `days_since` counts calendar days."""
    return days_since is None or days_since >= WEEK_DAYS
