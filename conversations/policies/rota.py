"""Who is on duty, when nobody is, and when somebody will be again.

A weekly rota in the unit's wall time, exceptions on top. Whether somebody is on duty at a moment is decided by that
moment's wall clock, so that a clock change makes a shift an hour longer or shorter and leaves no hole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.policies.working_time import Hours, is_open, moment, works_on

DAYS_LOOKED_AHEAD = 60  # two months: a rota that brings nobody within them promises nothing


@dataclass(frozen=True, slots=True)
class Shift:
    """Every week; `ends` not later than `starts` passes midnight, both equal is the whole day."""

    person: int
    weekday: int
    starts: time
    ends: time

    def covers(self, local: datetime) -> bool:
        """Whether a wall moment lies in it."""
        day, at = local.weekday(), local.time()
        if self.starts < self.ends:
            return day == self.weekday and self.starts <= at < self.ends
        return (day == self.weekday and at >= self.starts) or (day == (self.weekday + 1) % 7 and at < self.ends)


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody is there (or is not, and then with a deputy perhaps) from one moment to another, whatever the week
    says."""

    person: int
    starts: datetime
    ends: datetime
    present: bool
    deputy: int | None = None

    def covers(self, at: datetime) -> bool:
        return self.starts <= at < self.ends


@dataclass(frozen=True, slots=True)
class Rota:
    """`overrides` oldest first: the newest that covers a moment decides. `hours`: nobody is on duty outside them."""

    shifts: tuple[Shift, ...]
    overrides: tuple[Override, ...]
    zone: ZoneInfo
    hours: Hours | None = None

    @property
    def is_empty(self) -> bool:
        return not self.shifts and not any(one.present for one in self.overrides)


@dataclass(frozen=True, slots=True)
class Daily:
    """Hours of every day, by somebody's own clock."""

    begins: time
    ends: time
    zone: ZoneInfo


def on_duty(rota: Rota, at: datetime) -> tuple[int, ...]:
    """Who is on duty at a moment, the one to tell first in front: who stepped in last, then the week's order."""
    if rota.hours and not is_open(rota.hours, at):
        return ()
    decided = {one.person: one.present for one in rota.overrides if one.covers(at)}
    stepped_in = [one.person for one in reversed(rota.overrides) if one.covers(at) and decided[one.person]]
    local = at.astimezone(rota.zone)
    weekly = [one.person for one in rota.shifts if one.covers(local) and decided.get(one.person, True)]
    return tuple(dict.fromkeys((*stepped_in, *weekly)))


def covered(rota: Rota, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
    """The time between two moments in pieces: begin, end, whether somebody is on duty; no two alike in a row."""
    begin = since
    state = bool(on_duty(rota, since))
    for edge in _edges(rota, since, until):
        if bool(on_duty(rota, edge)) != state:
            yield begin, edge, state
            begin, state = edge, not state
    yield begin, until, state


def gaps(rota: Rota, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The pieces of time in which nobody is on duty; with `hours`, only those in which the unit is open."""
    empty = [(begin, end) for begin, end, present in covered(rota, since, until) if not present]
    if rota.hours is None:
        return empty
    working = [(max(o, begin), min(c, end)) for begin, end in empty for o, c in _open_days(rota.hours, begin, end)]
    return [(begin, end) for begin, end in working if begin < end]


def next_slot(rota: Rota, at: datetime) -> tuple[datetime, datetime] | None:
    """Begin and end of the piece of time with somebody on duty that is running or comes next; None where none comes."""
    return next(slots(rota, at), None)


def slots(rota: Rota, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Every piece of time from then on with somebody on duty, as far as we look ahead."""
    until = since + timedelta(days=DAYS_LOOKED_AHEAD)
    return ((begin, end) for begin, end, present in covered(rota, since, until) if present)


def within(daily: Daily, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What of a piece of time lies in those hours."""
    for day in _days(daily.zone, since, until):
        begin, end = max(moment(day, daily.begins, daily.zone), since), min(moment(day, daily.ends, daily.zone), until)
        if begin < end:
            yield begin, end


def _edges(rota: Rota, since: datetime, until: datetime) -> list[datetime]:
    """Every moment strictly between two at which who is on duty may change."""
    edges: set[datetime] = set()
    for one in rota.overrides:
        edges |= {one.starts, one.ends}
    for day in _days(rota.zone, since, until):
        for shift in rota.shifts:
            if shift.weekday == day.weekday():
                ends_on = day if shift.starts < shift.ends else day + timedelta(days=1)
                edges |= set(_moments(day, shift.starts, rota.zone)) | set(_moments(ends_on, shift.ends, rota.zone))
        # Midnight, and the hour that a clock change moves: a wall time may then be left without passing its end.
        edges |= set(_moments(day, time(), rota.zone))
        edges |= {moment(day, time(hour), rota.zone) for hour in (1, 2, 3, 4)}
        if rota.hours and works_on(rota.hours, day):
            edges |= {moment(day, rota.hours.opens, rota.hours.zone), moment(day, rota.hours.closes, rota.hours.zone)}
    return sorted(edge for edge in edges if since < edge < until)


def _moments(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A wall time as a moment, and the second one where it happens twice."""
    twice = datetime.combine(day, at.replace(fold=1), tzinfo=zone).astimezone(UTC)
    return moment(day, at, zone), twice


def _days(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[date]:
    day, last = since.astimezone(zone).date() - timedelta(days=1), until.astimezone(zone).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _open_days(hours: Hours, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    for day in _days(hours.zone, since, until):
        if works_on(hours, day):
            yield moment(day, hours.opens, hours.zone), moment(day, hours.closes, hours.zone)
