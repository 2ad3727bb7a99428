"""Who is on duty in a unit now, and when somebody will be: what every promise shown to a person is computed from."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.staff import can_be_told, coordinators_of, is_staff, supervisors_of
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import rota as rows
from bot.turn import Turn
from conversations.policies.escalation import Crew
from conversations.policies.rota import Rota, next_slot, on_duty
from conversations.policies.working_time import NeverOpen, add_working_days, is_open, next_opening

SHORTEST_SLOT = timedelta(hours=1)  # a promise of "before the end of this half-day" needs at least so much of it
ASK_AGAIN = timedelta(days=1)  # where a unit never opens, somebody must still look


@dataclass(frozen=True, slots=True)
class Presence:
    """`duty`: who is on duty and can be told; `next_at`: when somebody is next (now where somebody is), None unknown.

    `team`: nobody wrote a rota, but the unit is open, so everybody is told and no hour can be promised.
    """

    duty: tuple[int, ...]
    next_at: datetime | None
    team: bool


def rota_of(turn: Turn, unit: Unit) -> Rota:
    """The rota of those who still have the role; without on-call it holds in the opening hours only."""
    shifts = tuple(shift for _id, shift in rows.shifts(turn.tx, unit.id) if is_staff(turn, shift.person, unit.id))
    overrides = tuple(o for o in rows.overrides(turn.tx, unit.id, turn.now_ms) if is_staff(turn, o.person, unit.id))
    hours = hours_of(unit) if unit.on_call.mode == "hours-only" else None
    return Rota(shifts, overrides, unit.zone, hours)


def presence(turn: Turn, unit: Unit, without: int | None = None) -> Presence:
    """What holds at this minute; `without` is the person it is about, who is not told of themself."""
    rota = rota_of(turn, unit)
    duty = tuple(p for p in on_duty(rota, turn.now) if p != without and can_be_told(turn, p))
    if duty:
        return Presence(duty, turn.now, team=False)
    slot = next_slot(_without_the_silent(turn, rota, without), turn.now)
    team = rota.is_empty and (unit.on_call.mode == "on-call" or is_open(hours_of(unit), turn.now))
    return Presence((), slot[0] if slot else None, team)


def call_by(turn: Turn, unit: Unit) -> datetime:
    """By when a human can be promised to call or write: the end of a half-day that the rota has, and of an opening."""
    rota = rota_of(turn, unit)
    limited = Rota(rota.shifts, rota.overrides, rota.zone, hours_of(unit))
    slot = next_slot(limited, turn.now)
    if slot and slot[1] - max(slot[0], turn.now) < SHORTEST_SLOT:
        slot = next_slot(limited, slot[1] + timedelta(minutes=1))
    if slot:
        return slot[1]
    return in_working_days(unit, turn.now, 1)


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
    """Everybody who can be told there, on duty first."""
    return Crew(on_duty(rota_of(turn, unit), turn.now), supervisors_of(turn, unit.id), coordinators_of(turn, unit.id))


def _without_the_silent(turn: Turn, rota: Rota, without: int | None) -> Rota:
    """A promise counts only on people who can be told."""
    shifts = tuple(s for s in rota.shifts if s.person != without and can_be_told(turn, s.person))
    overrides = tuple(
        o for o in rota.overrides if not o.present or (o.person != without and can_be_told(turn, o.person))
    )
    return Rota(shifts, overrides, rota.zone, rota.hours)
