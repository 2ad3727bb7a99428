"""Delays shown to people against the hours and the rota in which somebody can keep them (care requirement 5).

An AP's own times (to answer an offer, to write first) are not staff's: what follows when they pass is the program's.
What people of the unit are promised for is working time, so there must be some, and somebody in it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.services.forecast import coming_gaps
from bot.services.presence import in_working_days, presence, reachable, rota_of
from bot.services.reports import readers_in
from bot.services.staff import can_be_told, coordinators_of
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.turn import Turn
from conversations.policies.rota import Rota, slots

LOOKED_AHEAD = timedelta(weeks=3)
LONGEST_FIRST_RUNG = 120  # minutes: who reads "I have told the person on duty" must not wait longer for the next one


def broken_promises(unit: Unit) -> Iterator[str]:
    """What the unit's own file promises and its opening hours cannot keep, a sentence each."""
    if not unit.opening.days:
        yield "opening.days is empty: nothing can be promised for working hours"
        return
    if unit.opening.opens >= unit.opening.closes:
        yield f"opening.opens {unit.opening.opens} is not before opening.closes {unit.opening.closes}"
        return
    one_pair = timedelta(hours=unit.delays.offer_hours + unit.delays.first_contact_hours)
    if timedelta(days=unit.delays.whole_wait_days) < one_pair:
        yield (
            f"delays.whole_wait_days promises {unit.delays.whole_wait_days} days, but one offer and one first contact "
            f"take up to {one_pair.total_seconds() / 86_400:.0f}"
        )
    if unit.delays.ladder_minutes[0] > LONGEST_FIRST_RUNG:
        yield f"delays.ladder_minutes lets an urgent alert wait {unit.delays.ladder_minutes[0]} min at its first rung"


def nobody_there(turn: Turn, unit: Unit) -> str | None:
    """A rota that nobody is in, or in which nobody can be told, keeps no promise at all."""
    if rota_of(turn, unit).is_empty:
        return f"nobody is in the rota of {unit.id}: no hour can be promised to anybody"
    here = presence(turn, unit)
    if not here.duty and here.next_at is None:
        return f"nobody in the rota of {unit.id} can be told in the coming two months: no alert reaches anybody"
    return None


def delays_nobody_keeps(turn: Turn, unit: Unit) -> list[str]:
    """Each delay shown to people that counts on the unit's people and that the rota cannot keep, with an example."""
    found = []
    away = list(_stretches(turn, unit))
    example = next(((a, b) for a, b in away if in_working_days(unit, a, 1) <= b), None)
    if example and not any(can_be_told(turn, person) for person in coordinators_of(turn, unit.id)):
        found.append(
            "“before the end of the next working day” is read by whose request found nobody or whose first contact is "
            f"late, but nobody is there from {_local(example[0], unit)} to {_local(example[1], unit)}"
        )
    delays = unit.delays
    longest = max((b - a for a, b in away), default=timedelta())
    needed = longest + timedelta(hours=delays.offer_hours + delays.first_contact_hours)
    if unit.choices.approve_matches and needed > timedelta(days=delays.whole_wait_days):
        found.append(
            f"delays.whole_wait_days promises {delays.whole_wait_days} days, but a supervisor’s yes (choices."
            f"approve_matches), one offer and one first contact take up to {needed.total_seconds() / 86_400:.0f}"
        )
    return found


def _stretches(turn: Turn, unit: Unit) -> Iterator[tuple[datetime, datetime]]:
    """The coming weeks' stretches of time between two half-days in which somebody is there."""
    rota = reachable(turn, rota_of(turn, unit))
    ended = turn.now
    for begin, end in slots(Rota(rota.shifts, rota.overrides, rota.zone, hours_of(unit)), turn.now):
        if begin > turn.now + LOOKED_AHEAD:
            return
        yield ended, begin
        ended = end


def hours_without_anybody(turn: Turn, unit: Unit) -> list[str]:
    """Of a unit that says it is on call: when nobody is on duty in the coming week, a line each, in its own time."""
    if unit.on_call.mode != "on-call":
        return []
    return [
        f"nobody on duty can be told {_local(gap.begins, unit)} to {_local(gap.ends, unit)}"
        for gap in coming_gaps(turn, unit)
    ]


def nobody_reads_reports(turn: Turn, unit: Unit) -> str | None:
    """Without a reader the bot takes no report, and says whom to call."""
    if any(can_be_told(turn, reader) for reader in readers_in(turn, unit, None)):
        return None
    return f"no {unit.complaints_role} can read a report: none is taken, people read the coordination's number instead"


def _local(at: datetime, unit: Unit) -> str:
    return f"{at.astimezone(unit.zone):%a %d %b %H:%M}"
