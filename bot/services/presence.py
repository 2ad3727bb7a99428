"""Who is on duty in a unit, and when somebody will be: what every promise shown to a person is computed from.

A promise counts only on people who still have the role and can be told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.staff import can_be_told, coordinators_of, is_staff, supervisors_of
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import rota as rows
from bot.turn import Turn
from conversations.policies.escalation import Crew
from conversations.policies.rota import Daily, Rota, next_slot, on_duty, slots, within
from conversations.policies.working_time import NeverOpen, add_working_days, is_open, next_opening

SHORTEST_SLOT = timedelta(hours=1)  # a promise of "before the end of this half-day" needs at least so much of it
SHORTEST_CALL = timedelta(minutes=15)  # and one of a later half-day that somebody can then make a call in it
ASK_AGAIN = timedelta(days=1)  # where a unit never opens, somebody must still look


@dataclass(frozen=True, slots=True)
class Presence:
    """`duty`: who is on duty and can be told; `next_at`: when somebody is next (now where somebody is), None unknown.

    `team`: nobody on duty can be told, but others of the team are, and no hour can be promised: nobody wrote a rota
    (or only people whom nothing reaches), or those on duty cannot be reached. `anybody`: whether anybody of the unit's
    staff can be told at all.
    """

    duty: tuple[int, ...]
    next_at: datetime | None
    team: bool
    anybody: bool


def rota_of(turn: Turn, unit: Unit) -> Rota:
    """The rota of those who still have the role; without on-call it holds in the opening hours only."""
    shifts = tuple(shift for _id, shift in rows.shifts(turn.tx, unit.id) if is_staff(turn, shift.person, unit.id))
    overrides = tuple(o for o in rows.overrides(turn.tx, unit.id, turn.now_ms) if is_staff(turn, o.person, unit.id))
    hours = hours_of(unit) if unit.on_call.mode == "hours-only" else None
    return Rota(shifts, overrides, unit.zone, hours)


def reachable(turn: Turn, rota: Rota, without: int | None = None) -> Rota:
    """The same rota with those only who can be told; `without` is the person it is about."""
    written = {shift.person for shift in rota.shifts} | {one.person for one in rota.overrides}
    may = {person: person != without and can_be_told(turn, person) for person in written}
    shifts = tuple(shift for shift in rota.shifts if may[shift.person])
    overrides = tuple(one for one in rota.overrides if not one.present or may[one.person])
    return Rota(shifts, overrides, rota.zone, rota.hours)


def presence(turn: Turn, unit: Unit, without: int | None = None, at: datetime | None = None) -> Presence:
    """What holds at a moment, by default this minute; `without` is the person it is about, who is not told of
    themself."""
    at = at or turn.now
    whole = rota_of(turn, unit)
    there = reachable(turn, whole, without)
    anybody = any(p != without and can_be_told(turn, p) for p in crew_of(turn, unit).everybody)
    duty = on_duty(there, at)
    if duty:
        return Presence(duty, at, team=False, anybody=anybody)
    following = next_slot(there, at)
    expected = following is None or bool(on_duty(whole, at))
    team = anybody and expected and (unit.on_call.mode == "on-call" or is_open(hours_of(unit), at))
    return Presence((), following[0] if following else None, team, anybody)


def next_within_hours(turn: Turn, unit: Unit, without: int | None = None) -> datetime | None:
    """When somebody is next on duty while the unit is open (now where somebody is); None where no duty falls into its
    hours."""
    rota = reachable(turn, rota_of(turn, unit), without)
    following = next_slot(Rota(rota.shifts, rota.overrides, rota.zone, hours_of(unit)), turn.now)
    return following[0] if following else None


def promised_call(turn: Turn, unit: Unit, without: int | None = None, safe: Daily | None = None) -> datetime | None:
    """By when a human can be promised to call or write: the end of a half-day of the rota in which the unit is open,
    and within the hours in which the person can talk. None where nobody can be promised."""
    return next((end for _begin, end in _chances(turn, unit, without, safe)), None)


def keeps(turn: Turn, unit: Unit, by: datetime, without: int | None = None, safe: Daily | None = None) -> bool:
    """Whether a call promised by then can still be made."""
    return next((begin < by for begin, _end in _chances(turn, unit, without, safe)), False)


def _chances(turn: Turn, unit: Unit, without: int | None, safe: Daily | None) -> Iterator[tuple[datetime, datetime]]:
    """The pieces of time in which somebody can call."""
    rota = reachable(turn, rota_of(turn, unit), without)
    for slot in slots(Rota(rota.shifts, rota.overrides, rota.zone, hours_of(unit)), turn.now):
        for begin, end in within(safe, *slot) if safe else (slot,):
            if end - begin >= (SHORTEST_CALL if begin > turn.now else SHORTEST_SLOT):
                yield begin, end


def away(turn: Turn, unit: str) -> dict[int, int | None]:
    """Who is away for a day or more, or has a deputy meanwhile: (who, the deputy)."""
    newest = {one.person: one for one in rows.overrides(turn.tx, unit, turn.now_ms) if one.covers(turn.now)}
    gone = [one for one in newest.values() if not one.present]
    return {one.person: one.deputy for one in gone if one.deputy or one.ends - one.starts >= timedelta(days=1)}


def call_by(turn: Turn, unit: Unit) -> datetime:
    """By when a human of the unit is to have done something: as it can be promised, else in a working day."""
    return promised_call(turn, unit) or in_working_days(unit, turn.now, 1)


def in_working_days(unit: Unit, at: datetime, days: int) -> datetime:
    """The end of that working day of the unit, for those who are on no rota; a day later where it never opens."""
    try:
        return add_working_days(hours_of(unit), at, days)
    except NeverOpen:
        return at + ASK_AGAIN


def opening(unit: Unit, at: datetime) -> datetime:
    """The unit's next opening, or a day later where it never opens: somebody must look in any case."""
    try:
        return next_opening(hours_of(unit), at)
    except NeverOpen:
        return at + ASK_AGAIN


def crew_of(turn: Turn, unit: Unit) -> Crew:
    """Everybody of the unit's staff, on duty first."""
    return Crew(on_duty(rota_of(turn, unit), turn.now), supervisors_of(turn, unit.id), coordinators_of(turn, unit.id))
