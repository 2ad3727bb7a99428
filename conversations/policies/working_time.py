"""Working hours of a unit: what "the next opening" and "two working days" mean there.

Holidays and clock changes count. All is reckoned on the unit's own wall clock and given back as moments in UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS_LOOKED_AHEAD = 400  # more than a year: a unit that does not open within it never opens


class NeverOpen(ValueError):
    """These hours open on no day of the coming year."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a unit works: days as in `WEEKDAYS`, wall times in `zone`; `closes` is later than `opens`."""

    days: tuple[str, ...]
    opens: time
    closes: time
    holidays: frozenset[date]
    zone: ZoneInfo


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time as a moment: one that does not exist moves forward, one that happens twice is the first."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def works_on(hours: Hours, day: date) -> bool:
    """Whether the unit opens on that day."""
    return WEEKDAYS[day.weekday()] in hours.days and day not in hours.holidays


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the unit is open at that moment; at closing time it is not."""
    local = at.astimezone(hours.zone)
    return works_on(hours, local.date()) and hours.opens <= local.time() < hours.closes


def next_opening(hours: Hours, at: datetime) -> datetime:
    """The first moment from `at` on when the unit is open: `at` itself while it is. Raises NeverOpen."""
    if is_open(hours, at):
        return at
    return next(opens for opens, _closes in openings(hours, at) if opens > at)


def openings(hours: Hours, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Opening and closing of each working day that is not over at `at`, in order. Raises NeverOpen at the end."""
    first = at.astimezone(hours.zone).date()
    for day in (first + timedelta(days=n) for n in range(DAYS_LOOKED_AHEAD)):
        if works_on(hours, day):
            opens, closes = moment(day, hours.opens, hours.zone), moment(day, hours.closes, hours.zone)
            if closes > at:
                yield opens, closes
    raise NeverOpen("no day of the coming year is a working day")


def opening_of(hours: Hours, at: datetime) -> datetime:
    """The opening time of the day of `at`, on the unit's own wall clock."""
    return moment(at.astimezone(hours.zone).date(), hours.opens, hours.zone)


def closing_before(hours: Hours, at: datetime, after: datetime) -> datetime | None:
    """The last closing time that is later than `after` and not later than `at`; None where there is none."""
    last = None
    for _opens, closes in openings(hours, after):
        if closes > at:
            break
        last = closes
    return last


def add_working_days(hours: Hours, at: datetime, n: int) -> datetime:
    """Closing time of the n-th working day after the day of `at`; with 0, of that day itself or the next one that
    is not over. Raises NeverOpen."""
    today = at.astimezone(hours.zone).date()
    counted = 0
    for opens, closes in openings(hours, at):
        day = opens.astimezone(hours.zone).date()
        counted += day > today
        if counted >= n:
            return closes
    raise NeverOpen("unreachable: openings end by raising")


def add_open_time(hours: Hours, at: datetime, length: timedelta) -> datetime:
    """The moment when the unit has been open for `length` since `at`. Raises NeverOpen."""
    left = length
    for opens, closes in openings(hours, at):
        begins = max(opens, at)
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
    raise NeverOpen("unreachable: openings end by raising")
