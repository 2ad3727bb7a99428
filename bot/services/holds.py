"""Holds: anyone may trigger one, only a supervisor confirms it, and until then nobody reads what it is about.

Everything automatic stops in the transaction of the hold. What has to be said is said by a person, with a clock that
climbs (care.md 6, 7, 8 and 15).
"""

import re
from datetime import datetime

from bot.clock import to_ms
from bot.services.alerts import raise_alert
from bot.services.hold_tasks import (
    DECIDE,
    TASKS,
    add_hold_task,
    has_number,
    look_again_at_tasks,
    read_hour,
    talk_by,
)
from bot.services.presence import away, call_by
from bot.services.profiles import name_of
from bot.services.registry import HOLDS
from bot.services.request_holds import searches_stop
from bot.services.staff import can_be_told, is_staff, supervisors_of
from bot.services.waves import unit_of
from bot.storage import appointments, outbox, pairs
from bot.storage import holds as rows
from bot.storage.database import Transaction
from bot.storage.holds import Hold
from bot.storage.pairs import OPEN, Pair
from bot.turn import Turn
from conversations.care.holds import AP_STOPS, DEATH, DOUBT
from conversations.care.relay import THE_TEAM, Called, OnHold

BUTTON_SUBJECT = re.compile(r"s\|[a-z-]+\|(\d+)")
"""What the buttons of a message that waits are about."""


def is_held(tx: Transaction, person_id: int, unit_id: str) -> bool:
    """Whether nothing automatic may be said to this person in this unit."""
    return bool(rows.of_person(tx, person_id, unit_id))


def hold(turn: Turn, *, person: int | None, pair: int | None, why: str, by: int, alert: int | None = None) -> int:
    """Stop everything automatic, now, and make it somebody's task; gives the hold's id (the same for the same again).

    With `person` alone, every contact in which they are the patient is held with them (mourning holds none). `alert`:
    the one that tells of the same thing. Raises LookupError where neither a pair nor a unit can be found.
    """
    if pair is not None:
        return _of_pair(turn, _found(turn, pair), why, by, alert)
    if person is None:
        raise LookupError("a hold is of a pair or a person")
    theirs = [one for one in pairs.open_of(turn.tx, person) if one.patient_id == person and why == DEATH]
    if theirs:
        return [_of_pair(turn, one, why, by, alert) for one in theirs][-1]
    unit = turn.about(person).unit()
    if unit is None:
        raise LookupError("this person is in no unit")
    open_already = [one for one in rows.of_person(turn.tx, person, unit.id) if one.why == why]
    return open_already[0].id if open_already else _make(turn, unit.id, None, person, why, by, alert)


def _found(turn: Turn, pair_id: int) -> Pair:
    pair = pairs.find(turn.tx, pair_id)
    if pair is None:
        raise LookupError("no such pair")
    return pair


def _of_pair(turn: Turn, pair: Pair, why: str, by: int, alert: int | None) -> int:
    open_already = [one for one in rows.of_pair(turn.tx, pair.id) if one.why == why]
    if open_already:
        return open_already[0].id
    person = pair.patient_id if why == DEATH else None
    return _make(turn, pair.unit_id, pair, person, why, by, alert)


def _make(turn: Turn, unit_id: str, pair: Pair | None, person: int | None, why: str, by: int, alert: int | None) -> int:
    """The row, the pair's state, the silence, the task."""
    hold_id, until = turn.new_id(), call_by(turn, unit_of(turn, unit_id))
    before = _state_before(turn, pair)
    rows.add(
        turn.tx,
        hold_id,
        unit_id,
        pair.id if pair else None,
        person,
        why,
        before,
        by,
        turn.now_ms,
        to_ms(until),
    )
    if pair:
        pairs.set_state(turn.tx, pair.id, OPEN, "held")
    for one in {p for p in (person, pair.patient_id if pair else None, pair.ap_id if pair else None) if p is not None}:
        for react in HOLDS:
            react(turn, one, pair.id if pair else None)
    if person is not None:
        rows.silence(turn.tx, person, turn.now_ms)
    if pair:
        _drop_what_waits(turn, pair)
    made = rows.find(turn.tx, hold_id)
    if made is None:
        raise LookupError("a hold just written is not there")
    searches_stop(turn, made)
    add_hold_task(turn, made, alert)
    if pair and why in (DEATH, DOUBT):
        look_again_at_tasks(turn, pair)
    return hold_id


def _drop_what_waits(turn: Turn, pair: Pair) -> None:
    """What still waited to be said to either of the two about this contact: nothing of it is said now."""
    theirs = {str(pair.id), *(str(one.id) for one in appointments.open_of(turn.tx, pair.id))}
    for one in (pair.patient_id, pair.ap_id):
        for row, subject, body in outbox.waiting_notices(turn.tx, one) if one is not None else []:
            words = turn.house.sealer.open(body, "outbox", "body", row)
            named = {(subject or "").rpartition(":")[2], *BUTTON_SUBJECT.findall(words)}
            if named & theirs:
                outbox.drop(turn.tx, row, turn.now_ms, "hold")


def _state_before(turn: Turn, pair: Pair | None) -> str | None:
    """What the pair goes back to; where it is held already, what that hold found."""
    if pair is None or pair.state != "held":
        return pair.state if pair else None
    return next((one.before for one in rows.of_pair(turn.tx, pair.id) if one.before), "active")


def somebody_wrote(turn: Turn, pair: Pair) -> None:
    """A supervisor sees that a held account wrote, or tapped: the person may be alive and well."""
    me, held = turn.somebody.id, rows.of_pair(turn.tx, pair.id)
    for one in held:
        rows.wrote(turn.tx, one.id, turn.now_ms, by_ap=me == pair.ap_id)
    if me != pair.ap_id and any(one.why == DEATH for one in held):
        raise_alert(turn, kind="death", level="soon", unit=pair.unit_id, person=me, pair=pair.id)


def answer_to_writer(turn: Turn, pair: Pair) -> OnHold:
    """Somebody writes into a held contact, or taps on it: nothing happens, and both read the words of every pause."""
    somebody_wrote(turn, pair)
    as_ap, held = turn.somebody.id == pair.ap_id, rows.of_pair(turn.tx, pair.id)
    spoken = bool(held) and all(one.told_at is not None for one in held)
    decided = read_hour(turn, pair, {DECIDE}) if as_ap and spoken else None
    until = decided or talk_by(turn, pair) if as_ap else _told_by(turn, pair, held)
    calls = has_number(turn, pair.ap_id)
    who = supervisor_of(turn, pair.unit_id, pair.ap_id)
    return OnHold(pair.id, as_ap, who, until, calls, spoken=decided is not None)


def _told_by(turn: Turn, pair: Pair, held: list[Hold]) -> datetime | None:
    """By when a patient is told that their AP has to stop, as they read it now. No hour after word of a death or a
    doubt: nothing that corrects it is written to that phone."""
    return read_hour(turn, pair, {TASKS[AP_STOPS]}) if all(one.why == AP_STOPS for one in held) else None


def supervisor_of(turn: Turn, unit_id: str, ap: int) -> Called:
    """Who speaks for the unit with this AP: the first supervisor who is there, or the deputy of one who is away; the
    coordination, where there is no other than the AP."""
    others = [person for person in supervisors_of(turn, unit_id) if person != ap]
    if not others:
        return unit_of(turn, unit_id).coordination.who
    gone = away(turn, unit_id)
    there = [p for one in others if (p := gone.get(one, one)) is not None and p not in (ap, *gone)]
    names = [name_of(turn, p) for p in there if can_be_told(turn, p) and is_staff(turn, p, unit_id)]
    return next((name for name in names if isinstance(name, str)), THE_TEAM)
