"""The task of a hold: what a human has to say or to decide, and that it is moot once a supervisor has."""

from datetime import datetime

from bot.clock import from_ms, to_ms
from bot.services import alert_hands
from bot.services.pairs import other_name
from bot.services.presence import away, call_by
from bot.services.profiles import name_of
from bot.services.slots import announces
from bot.services.staff import can_be_told, coordinators_of, supervisors_of
from bot.services.tasks import add_task, end
from bot.services.waiting import may_read
from bot.services.waves import unit_of
from bot.services.wishes import guest_of
from bot.storage import pairs, requests, tasks
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.holds import AP_STOPS, DEATH, DOUBT, MOURNING
from conversations.care.tasks import CALLS
from conversations.dialogue.notice import Notice
from conversations.dialogue.text import Text, _, joined
from conversations.supervisor.holds import details_of, to_decide
from conversations.supervisor.tasks import voice_call

TASKS = {DEATH: "death-tell-ap", AP_STOPS: "ap-stops-tell-patient", DOUBT: "identity-doubt", MOURNING: "hold"}
"""What a human has to do, by why."""

DECIDE = "hold"
"""The kind of the task to confirm or to lift, once the AP was spoken with."""

WITH_A_NUMBER = frozenset({"death-tell-ap", "call-ap", "call-person"})
"""Kinds whose number is that of the person they are about."""


def add_hold_task(
    turn: Turn,
    hold_id: int,
    unit_id: str,
    pair: Pair | None,
    person: int | None,
    why: str,
    by: int,
    alert: int | None,
) -> None:
    """With the time by which it must be done and what the patient said beforehand; `alert` tells of the same thing."""
    kind = TASKS[why] if pair or why != DEATH else "hold"
    about = {"death-tell-ap": pair.ap_id if pair else None}.get(kind, pair.patient_id if pair else person)
    request = requests.find(turn.tx, pair.request_id) if pair else None
    guest = guest_of(turn, request) if request else None
    terms = pairs.agreement(turn.tx, turn.house.sealer, pair.id) if pair else None
    add_task(
        turn,
        kind=kind,
        unit=unit_id,
        person=about,
        pair=pair.id if pair else None,
        due=call_by(turn, unit_of(turn, unit_id)),
        details=details_of(
            why,
            name_of(turn, by),
            other_name(turn, pair, pair.ap_id) if pair else name_of(turn, person),
            terms.words.get("may_be_told") if terms else None,
        ),
        number=guest.number if guest and why == AP_STOPS else None,
        alert=alert,
        opens=("hold", hold_id),
        hour_read=by == about,
    )


@announces("death-tell-ap")
def voice_call_to_make(turn: Turn, task: Task, person: int) -> Notice:
    staff = (*supervisors_of(turn, task.unit_id), *coordinators_of(turn, task.unit_id))
    gone = away(turn, task.unit_id)
    there = (one for one in staff if one != person and one not in gone)
    others = (one for one in there if may_read(turn, task, one) and can_be_told(turn, one))
    deputy = next(others, None)
    to = (deputy, name_of(turn, deputy)) if deputy is not None else None
    return voice_call(task.id, name_of(turn, task.person_id), from_ms(task.due_at), to)


def add_decision(turn: Turn, hold: Hold, pair: Pair) -> None:
    """The AP was spoken with, and the hold stands unconfirmed: that is nobody's pair until somebody decides."""
    add_task(
        turn,
        kind=DECIDE,
        unit=hold.unit_id,
        person=None,
        pair=pair.id,
        due=call_by(turn, unit_of(turn, hold.unit_id)),
        details=to_decide(name_of(turn, pair.ap_id), other_name(turn, pair, pair.ap_id)),
        opens=("hold", hold.id),
    )


def has_number(turn: Turn, person: int) -> bool:
    """Whether a number is on record under which somebody of the team can call this person."""
    mine = tasks.open_of_person(turn.tx, person)
    return any(task.kind in WITH_A_NUMBER and task.sealed_number is not None for task in mine)


def hour_was_read(turn: Turn, pair: Pair, until: datetime) -> None:
    """The AP has read by when somebody speaks with them: where that passes unkept, they read another hour."""
    for task in tasks.open_of_person(turn.tx, pair.ap_id):
        if task.pair_id == pair.id and task.kind in CALLS and task.promised_at is None:
            tasks.promise(turn.tx, task.id, to_ms(until), None)


def leave_number(turn: Turn, pair: Pair, number: str, when: Text) -> None:
    """The AP's number for the call about a held contact: with the task of that call, or one that is made for it."""
    said, sealer = _("Can talk: {when}", when=when), turn.house.sealer
    calls = [one for one in tasks.open_of_person(turn.tx, pair.ap_id) if one.pair_id == pair.id]
    call = next((one for one in calls if one.kind in WITH_A_NUMBER), None)
    if call is not None:
        known = call.details(sealer)
        tasks.set_number(turn.tx, sealer, call.id, number, joined([known, said]) if known else said)
        return
    due = call_by(turn, unit_of(turn, pair.unit_id))
    add_task(
        turn, kind="call-ap", unit=pair.unit_id, person=pair.ap_id, pair=pair.id, due=due, details=said, number=number
    )


def close_hold_tasks(turn: Turn, hold: Hold, by: int) -> None:
    """A supervisor has decided: what there was to do is moot, and so is the alert that told of it."""
    of_pair = hold.pair_id is not None
    found = (
        tasks.open_of_pair(turn.tx, hold.pair_id or 0)
        if of_pair
        else tasks.open_of_person(turn.tx, hold.person_id or 0)
    )
    for task in found:
        if task.opens == f"hold|{hold.id}" and end(turn, task, "closed", by) and task.alert_id is not None:
            alert_hands.close(turn, task.alert_id, by, "nothing-needed")
