"""The task of a hold: what a human has to say or to decide, and that it is moot once a supervisor has."""

from collections.abc import Collection
from datetime import datetime

from bot.clock import from_ms, to_ms
from bot.services import alert_hands
from bot.services.pairs import other_name
from bot.services.presence import away, call_by
from bot.services.profiles import name_of
from bot.services.slots import announces
from bot.services.staff import can_be_told, coordinators_of, supervisors_of
from bot.services.task_climb import sooner
from bot.services.tasks import add_task, end
from bot.services.waiting import may_read
from bot.services.waves import SEE, unit_of
from bot.services.wishes import guest_of
from bot.storage import holds as rows
from bot.storage import pairs, requests, tasks
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.holds import AP_STOPS, DEATH, DOUBT, MOURNING
from conversations.dialogue.notice import Notice
from conversations.dialogue.text import Text, _, joined
from conversations.supervisor.holds import details_of, to_decide, to_see
from conversations.supervisor.tasks import voice_call

DECIDE = "hold"
"""The kind of the task to confirm or to lift, once the AP was spoken with."""

READ_BY = "mourning-read"
"""The timer of who reads by when somebody of the unit reads what they told of a death (mourning.py)."""

TASKS = {
    DEATH: "death-tell-ap",
    AP_STOPS: "ap-stops-tell-patient",
    DOUBT: "identity-doubt",
    MOURNING: "mourning",
}
"""What a human has to do, by why."""

TALKS = frozenset({"death-tell-ap", "identity-doubt", "call-ap"})
"""Kinds with which somebody speaks with the AP of a contact."""

WITH_A_NUMBER = TALKS | {"call-person"}
"""Kinds whose number is that of the person they are about."""


def add_hold_task(turn: Turn, hold: Hold, alert: int | None = None) -> int:
    """With the time by which it must be done and what the patient said beforehand; `alert` tells of the same thing.

    After a doubt it is about the AP: nobody writes to the phone that is doubted.
    """
    pair = pairs.find(turn.tx, hold.pair_id) if hold.pair_id else None
    kind = TASKS[hold.why] if pair or hold.why != DEATH else DECIDE
    about = pair.patient_id if pair else hold.person_id
    request = requests.find(turn.tx, pair.request_id) if pair else None
    guest = guest_of(turn, request) if request else None
    return add_task(
        turn,
        kind=kind,
        unit=hold.unit_id,
        person=pair.ap_id if pair and hold.why in (DEATH, DOUBT) else about,
        pair=pair.id if pair else None,
        due=hour_of(turn, hold),
        details=_details(turn, hold, pair),
        number=guest.number if guest and hold.why == AP_STOPS else None,
        alert=alert,
        opens=("hold", hold.id),
        hour_read=pair is None or hold.by_id == pair.ap_id,
    )


def hour_of(turn: Turn, hold: Hold) -> datetime:
    """By when a human does what a hold asks for: that of its task, which moves where it is not kept."""
    task = task_of(turn, hold)
    hours = [at for at in (task.due_at if task else 0, hold.promised_at) if at > turn.now_ms]
    return from_ms(hours[0]) if hours else call_by(turn, unit_of(turn, hold.unit_id))


def task_of(turn: Turn, hold: Hold) -> Task | None:
    """The task that a hold asks for; a call to the AP beside it is another."""
    opened = tasks.open_that_open(turn.tx, hold.unit_id, f"hold|{hold.id}")
    return next((task for task in opened if task.kind != "call-ap"), None)


def _details(turn: Turn, hold: Hold, pair: Pair | None) -> Text:
    terms = pairs.agreement(turn.tx, turn.house.sealer, pair.id) if pair else None
    return details_of(
        hold.why,
        name_of(turn, hold.by_id),
        name_of(turn, pair.ap_id) if pair else None,
        other_name(turn, pair, pair.ap_id) if pair else name_of(turn, hold.person_id),
        terms.words.get("may_be_told") if terms else None,
        first=comes_first(turn, hold),
        in_person=pair is not None and hold.by_id != pair.ap_id,
    )


def comes_first(turn: Turn, hold: Hold) -> str | None:
    """What is looked at before this hold of the same contact, with nothing said meanwhile: word of a death before all
    others, a doubt about who writes before an AP who stops, of which that very phone would read."""
    before = {DOUBT: (DEATH,), AP_STOPS: (DEATH, DOUBT)}.get(hold.why, ())
    standing = {one.why for one in rows.of_pair(turn.tx, hold.pair_id)} if hold.pair_id and before else set()
    return next((why for why in before if why in standing), None)


def may_be_written(turn: Turn, task: Task) -> bool:
    """Not to the phone of a patient of whom something else is to be decided first."""
    one = hold_of(turn, task) if task.kind == TASKS[AP_STOPS] else None
    return one is None or comes_first(turn, one) is None


def look_again_at_tasks(turn: Turn, pair: Pair) -> None:
    """What comes first has changed: the other holds of the contact say so, and what was done too early is to do."""
    for one in rows.of_pair(turn.tx, pair.id):
        task = task_of(turn, one)
        if one.why in (AP_STOPS, DOUBT) and task is not None:
            tasks.note(turn.tx, turn.house.sealer, task.id, _details(turn, one, pair))
        elif one.state == "provisional" and task is None:
            add_hold_task(turn, one)
            if one.why == AP_STOPS and one.by_id == pair.ap_id:
                read_hour(turn, pair, {TASKS[AP_STOPS]})  # when they stopped


@announces("death-tell-ap")
def voice_call_to_make(turn: Turn, task: Task, person: int) -> Notice:
    staff = (*supervisors_of(turn, task.unit_id), *coordinators_of(turn, task.unit_id))
    gone = away(turn, task.unit_id)
    there = (one for one in staff if one != person and one not in gone)
    others = (one for one in there if may_read(turn, task, one) and can_be_told(turn, one))
    deputy = next(others, None)
    to = (deputy, name_of(turn, deputy)) if deputy is not None else None
    return voice_call(task.id, name_of(turn, task.person_id), from_ms(task.due_at), to)


def add_decision(turn: Turn, hold: Hold, pair: Pair, read: int | None = None) -> None:
    """The AP was spoken with, and the hold stands unconfirmed: that is nobody's pair until somebody decides. `read`: by
    when, as the AP has read already."""
    details = to_decide(name_of(turn, pair.ap_id), other_name(turn, pair, pair.ap_id))
    due = from_ms(read) if read is not None else call_by(turn, unit_of(turn, pair.unit_id))
    tasks.promise(turn.tx, _add_for_the_team(turn, hold, pair, DECIDE, details, due), read, None)


def ap_to_call(turn: Turn, hold: Hold, pair: Pair, due: datetime, words: Text) -> int:
    """Somebody speaks with the AP by an hour they read; where a call to them stands already, it says this too."""
    call = next((one for one in tasks.open_of_pair(turn.tx, pair.id) if one.kind == "call-ap"), None)
    if call is not None:
        known = call.details(turn.house.sealer)
        tasks.note(turn.tx, turn.house.sealer, call.id, joined([known, words]) if known else words)
        tasks.promise(turn.tx, call.id, min(to_ms(due), call.due_at), None)
        sooner(turn, call, due)
        return call.id
    return add_task(
        turn,
        kind="call-ap",
        unit=pair.unit_id,
        person=pair.ap_id,
        pair=pair.id,
        due=due,
        details=words,
        opens=("hold", hold.id),
    )


def patient_to_see(turn: Turn, hold: Hold, pair: Pair) -> None:
    """It was not the patient who wrote. The task is about nobody on the bot, so that nothing is written to that
    phone."""
    details = to_see(name_of(turn, pair.ap_id), other_name(turn, pair, pair.ap_id))
    _add_for_the_team(turn, hold, pair, SEE, details, call_by(turn, unit_of(turn, pair.unit_id)))


def _add_for_the_team(turn: Turn, hold: Hold, pair: Pair, kind: str, details: Text, due: datetime) -> int:
    """A task about a contact and about nobody on the bot."""
    return add_task(
        turn,
        kind=kind,
        unit=pair.unit_id,
        person=None,
        pair=pair.id,
        due=due,
        details=details,
        opens=("hold", hold.id),
    )


def has_number(turn: Turn, person: int) -> bool:
    """Whether a number is on record under which somebody of the team can call this person."""
    mine = tasks.open_of_person(turn.tx, person)
    return any(task.kind in WITH_A_NUMBER and task.sealed_number is not None for task in mine)


def read_hour(turn: Turn, pair: Pair, kinds: Collection[str]) -> datetime | None:
    """The hour of the first such task of this contact, which one of the two reads now: where it passes unkept they
    read another."""
    first = _first(turn, pair, kinds)
    if first is None:
        return None
    if first.promised_at is None:
        tasks.promise(turn.tx, first.id, first.due_at, None)
    return from_ms(first.due_at)


def talk_by(turn: Turn, pair: Pair, due: datetime | None = None) -> datetime:
    """By when somebody speaks with the AP of a held contact, as the AP reads it now; where nobody had that to do (an AP
    who had to stop, whose patients alone were to be told), somebody has it from now on."""
    if talk_with_ap(turn, pair) is None:
        words = _(
            "{ap} has read that you speak with them about the contact with {patient}, which is on hold.",
            ap=name_of(turn, pair.ap_id),
            patient=other_name(turn, pair, pair.ap_id),
        )
        due = due or call_by(turn, unit_of(turn, pair.unit_id))
        ap_to_call(turn, rows.of_pair(turn.tx, pair.id)[-1], pair, due, words)
    return read_hour(turn, pair, TALKS) or turn.now


def _first(turn: Turn, pair: Pair, kinds: Collection[str]) -> Task | None:
    opened = [task for task in tasks.open_of_pair(turn.tx, pair.id) if task.kind in kinds]
    return min(opened, key=lambda task: task.due_at, default=None)


def talk_with_ap(turn: Turn, pair: Pair) -> Task | None:
    """The first of the tasks in which somebody speaks with the AP of a contact."""
    return _first(turn, pair, TALKS)


def leave_number(turn: Turn, pair: Pair, number: str, when: Text) -> None:
    """The AP's number for the call about a held contact: with the task of that call."""
    talk_by(turn, pair)
    keep_number(turn, pair, number, _("Can talk: {when}", when=when))


def keep_number(turn: Turn, pair: Pair, number: str, said: Text) -> None:
    sealer, call = turn.house.sealer, talk_with_ap(turn, pair)
    if call is not None:
        known = call.details(sealer)
        tasks.set_number(turn.tx, sealer, call.id, number, joined([known, said]) if known else said)


def hold_of(turn: Turn, task: Task) -> Hold | None:
    """The hold that a task opens."""
    name, _sep, hold = (task.opens or "").partition("|")
    return rows.find(turn.tx, int(hold)) if name == "hold" else None


def is_read(turn: Turn, hold_id: int) -> None:
    """A human has read what this hold is about, or its person has said that it is not so, or wishes to read nothing
    more of it."""
    turn.cancel_timer(READ_BY, hold_id)


def close_tasks_of_pair(turn: Turn, pair: Pair, by: int) -> None:
    """The contact has ended by one of its holds: what the others asked for is moot with it."""
    for one in rows.of_pair(turn.tx, pair.id):
        close_hold_tasks(turn, one, by)


def close_hold_tasks(turn: Turn, hold: Hold, by: int) -> None:
    """A supervisor has decided: what there was to do is moot, and so is the alert that told of it. A call to the AP of
    a contact that has ended is made all the same."""
    pair = pairs.find(turn.tx, hold.pair_id) if hold.pair_id is not None else None
    found = tasks.open_of_pair(turn.tx, pair.id) if pair else tasks.open_of_person(turn.tx, hold.person_id or 0)
    for task in found:
        if task.opens != f"hold|{hold.id}" or (task.kind == "call-ap" and pair and not pair.is_open):
            continue
        if end(turn, task, "closed", by) and task.alert_id is not None:
            alert_hands.close(turn, task.alert_id, by, "nothing-needed")
