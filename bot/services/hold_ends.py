"""How a hold ends: confirmed or lifted by a supervisor, or told by a person; and what the two read then."""

from bot.services.hold_tasks import (
    DECIDE,
    add_decision,
    add_hold_task,
    ap_to_call,
    close_hold_tasks,
    close_tasks_of_pair,
    comes_first,
    hold_of,
    hour_of,
    is_read,
    keep_number,
    patient_to_see,
    talk_by,
    talk_with_ap,
)
from bot.services.hold_tasks import look_again_at_tasks as look_again
from bot.services.holds import supervisor_of
from bot.services.offers import take_back_offers_to
from bot.services.pairs import close_pair, close_request_of, other_name
from bot.services.profiles import name_of, set_away
from bot.services.registry import RELEASES
from bot.services.reopening import ap_hears_that_it_was_not_so, has_left, reopen
from bot.services.request_holds import close_searches, nobody_waits_for, searches_come_back, searches_go_on
from bot.services.staff import can_be_told
from bot.services.tasks import on_task_done, on_task_written
from bot.services.waves import unit_of
from bot.storage import holds as rows
from bot.storage import memberships, pairs, requests, tasks
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.ap.holds import after_the_call, goes_on_after_all, open_again, open_once_more
from conversations.ap.offers import not_chosen
from conversations.ap.pairs import ended_by_patient
from conversations.care.holds import AP_STOPS, DEATH, DOUBT, MOURNING, LiftedAs, Told
from conversations.dialogue.registry import AP
from conversations.dialogue.text import _
from conversations.patient.holds import ap_has_to_stop, you_can_write_again


def confirm(turn: Turn, hold: Hold, by: int) -> bool:
    """A supervisor says that it is so. What follows is said once a person has spoken. Word of a death comes first:
    until that is decided nothing else of the same contact is."""
    if comes_first(turn, hold) or not rows.confirm(turn.tx, hold.id, by, turn.now_ms):
        return False
    is_read(turn, hold.id)
    now = rows.find(turn.tx, hold.id)
    pair = pairs.find(turn.tx, hold.pair_id) if hold.pair_id else None
    if pair and hold.why == DOUBT:
        _ends_in_doubt(turn, hold, pair, by)
    elif pair and now and now.told_at:
        _ends_in_death(turn, pair, by)
    elif pair is None and hold.why == DEATH:
        close_searches(turn, hold.person_id)
    return True


def leave_in_mourning(turn: Turn, hold: Hold, by: int) -> bool:
    """It stays as it is until they say so themselves. No AP waits for their choice, and as an AP they are asked nothing
    until they turn that on again."""
    if hold.person_id is None or not rows.confirm(turn.tx, hold.id, by, turn.now_ms):
        return False
    is_read(turn, hold.id)
    close_hold_tasks(turn, hold, by)
    nobody_waits_for(turn, hold.person_id)
    if memberships.of_role(turn.tx, hold.person_id, hold.unit_id, AP) is not None:
        set_away(turn, hold.person_id, None)
        take_back_offers_to(turn, hold.person_id)
    return True


def goes_on_by_wish(turn: Turn) -> None:
    """Where a mourning was left to who is in it, asking for something of their own accord says that it goes on: in
    nobody's list any more, it would hold for ever what they have just been promised."""
    me = turn.somebody.id
    for one in rows.about(turn.tx, me):
        if one.why == MOURNING and one.by_id == me and one.state == "confirmed":
            lift(turn, one, me)


def _ends_in_doubt(turn: Turn, hold: Hold, pair: Pair, by: int) -> None:
    """Nothing is written to that phone: somebody speaks with the AP, by the time they read, and sees the patient."""
    due, before = hour_of(turn, hold), talk_with_ap(turn, pair)
    close_tasks_of_pair(turn, pair, by)
    if close_pair(turn, pair, DOUBT):
        ap, patient = name_of(turn, pair.ap_id), other_name(turn, pair, pair.ap_id)
        words = _(
            "{ap} had doubted that {patient} is writing, and was right. The contact has ended.", ap=ap, patient=patient
        )
        ap_to_call(turn, hold, pair, due, words)
        if before and (number := before.number(turn.house.sealer)):
            keep_number(turn, pair, number, before.details(turn.house.sealer) or words)
        patient_to_see(turn, hold, pair)


def lift(turn: Turn, hold: Hold, by: int) -> LiftedAs | None:
    """It was not so, or it is over: the contact goes on as it was, where both are there. None where it is lifted."""
    if not rows.lift(turn.tx, hold.id, by, turn.now_ms):
        return None
    is_read(turn, hold.id)
    close_hold_tasks(turn, hold, by)
    pair = pairs.find(turn.tx, hold.pair_id) if hold.pair_id else None
    lifted_as = _goes_on(turn, hold, pair) if pair else "as-before"
    searches_go_on(turn, hold)
    if hold.person_id is not None and hold.confirmed_at is not None:
        searches_come_back(turn, hold.person_id, hold.confirmed_at)
    concerned = (hold.person_id, pair.patient_id if pair else None, pair.ap_id if pair else None)
    for one in {person for person in concerned if person is not None}:
        for react in RELEASES:
            react(turn, one, pair.id if pair else None)
    if pair and lifted_as in ("as-before", "open-again"):
        _tell(turn, hold, pair, lifted_as)
    if pair and hold.why == AP_STOPS and hold.by_id != pair.ap_id and not rows.is_gone(turn.tx, pair.ap_id):
        _say_which_yes_is_gone(turn, hold, pair.ap_id)
    return lifted_as


def _say_which_yes_is_gone(turn: Turn, hold: Hold, ap: int) -> None:
    """They were not gone: nothing was said to them, and what they had said yes to goes to somebody else."""
    for one in pairs.left_at(turn.tx, ap, hold.at):
        turn.speech.notice(ap, not_chosen(), unit=one.unit_id)


def _goes_on(turn: Turn, hold: Hold, pair: Pair) -> LiftedAs:
    if not pair.is_open:
        return reopen(turn, hold, pair)
    ap_was_told = hold.why == DEATH and hold.told_at is not None
    if rows.of_pair(turn.tx, pair.id):
        look_again(turn, pair)
        if ap_was_told:
            ap_hears_that_it_was_not_so(turn, hold, pair)
        elif hold.told_at is None and (hold.ap_wrote_at or (hold.by_id == pair.ap_id and hold.why != AP_STOPS)):
            talk_by(turn, pair, hour_of(turn, hold))  # the AP has read that somebody speaks with them
        return "still-held"
    if pair.patient_id is not None and has_left(turn, pair.patient_id):
        close_pair(turn, pair, "left")
        close_request_of(turn, pair)
        turn.speech.notice(pair.ap_id, ended_by_patient(name_of(turn, pair.patient_id), pair.id), unit=pair.unit_id)
        return "patient-left"
    pairs.set_state(turn.tx, pair.id, ("held",), hold.before or "active")
    if ap_was_told:
        ap_hears_that_it_was_not_so(turn, hold, pair)
        return "open-again"
    return "as-before"


def _tell(turn: Turn, hold: Hold, pair: Pair, lifted_as: LiftedAs) -> None:
    """Who wrote in vain, and the AP to whom something else was said: a call, that they have stopped, or how it ended.
    Where nothing reaches one of them the other does not read that they are there (services/reachability.py)."""
    if not all(can_be_told(turn, one) for one in (pair.ap_id, pair.patient_id) if one is not None):
        return
    other = other_name(turn, pair, pair.ap_id)
    if lifted_as == "open-again":
        words = open_once_more(other, supervisor_of(turn, pair.unit_id, pair.ap_id), pair.id)
        turn.speech.notice(pair.ap_id, words, unit=pair.unit_id)
    elif hold.why == AP_STOPS and hold.by_id == pair.ap_id:
        turn.speech.notice(pair.ap_id, goes_on_after_all(other, pair.id), unit=pair.unit_id)
    elif hold.ap_wrote_at or hold.by_id == pair.ap_id:
        turn.speech.notice(pair.ap_id, open_again(other, pair.id), unit=pair.unit_id)
    wrote = hold.patient_wrote_at or hold.by_id == pair.patient_id
    # Before the first contact they have just read by when the first step comes (request_holds.py): that is enough.
    if (not pair.is_open or wrote) and pair.first_contact_at is not None and pair.patient_id is not None:
        ap = name_of(turn, pair.ap_id)
        turn.speech.notice(pair.patient_id, you_can_write_again(ap, pair.id), unit=pair.unit_id)


@on_task_done("death-tell-ap")
def ap_was_told(turn: Turn, task: Task, by: int) -> None:
    """A person has spoken with the AP. Where the hold is confirmed, what remains to be said is said now; else somebody
    has it to decide."""
    one = hold_of(turn, task)
    pair = pairs.find(turn.tx, one.pair_id) if one and one.pair_id else None
    if one is None or pair is None:
        return
    rows.told(turn.tx, one.id, turn.now_ms)
    if one.state == "confirmed":
        _ends_in_death(turn, pair, by)
    else:
        add_decision(turn, one, pair)


def _ends_in_death(turn: Turn, pair: Pair, by: int) -> None:
    """Offers off until the AP turns them on; the contact closed; nothing is expected of them."""
    close_tasks_of_pair(turn, pair, by)
    set_away(turn, pair.ap_id, None)
    if close_pair(turn, pair, DEATH):
        close_request_of(turn, pair)
        words = after_the_call(
            supervisor_of(turn, pair.unit_id, pair.ap_id), pair.id, unit_of(turn, pair.unit_id).group
        )
        turn.speech.notice(pair.ap_id, words, unit=pair.unit_id)


@on_task_done("ap-stops-tell-patient")
def patient_was_told(turn: Turn, task: Task, by: int) -> None:
    one = hold_of(turn, task)
    if one is not None:
        pair = pairs.find(turn.tx, one.pair_id) if one.pair_id else None
        _patient_knows(turn, one, by, "by-phone" if pair and one.by_id == pair.ap_id else "in-person")


@on_task_written("ap-stops-tell-patient")
def patient_was_written_to(turn: Turn, task: Task, by: int) -> None:
    one = hold_of(turn, task)
    if one is not None:
        _patient_knows(turn, one, by, "in-writing")


def _patient_knows(turn: Turn, hold: Hold, by: int, told: Told) -> None:
    """Only now the same in writing, and a new search only on their yes. Nothing where word of a death, or a
    doubt, stands: whoever has that phone is written nothing, and this is to be done once that is lifted."""
    pair = pairs.find(turn.tx, hold.pair_id) if hold.pair_id else None
    if pair is None or comes_first(turn, hold) or not rows.confirm(turn.tx, hold.id, by, turn.now_ms):
        return
    rows.told(turn.tx, hold.id, turn.now_ms)
    if hold.by_id != pair.ap_id:
        set_away(turn, pair.ap_id, None)
    if not close_pair(turn, pair, AP_STOPS) or pair.patient_id is None:
        return
    if has_left(turn, pair.patient_id):
        requests.close(turn.tx, pair.request_id, "closed", turn.now_ms)
    unit = unit_of(turn, pair.unit_id)
    words = ap_has_to_stop(name_of(turn, pair.ap_id), unit.coordination.who, pair.id, told)
    turn.speech.notice(pair.patient_id, words, unit=unit.id)


@on_task_done("identity-doubt")
@on_task_done("mourning")
@on_task_done(DECIDE)
def still_to_be_decided(turn: Turn, task: Task, by: int) -> None:
    """Talking is not deciding: while a hold stands unconfirmed, somebody has it to confirm or to lift. The hour by
    which an AP was to be spoken with was kept; the one by which it is decided, where they read one, still stands."""
    one = hold_of(turn, task)
    if one is None or one.state != "provisional":
        return
    is_read(turn, one.id)
    pair = pairs.find(turn.tx, one.pair_id) if one.pair_id else None
    if pair is not None and one.why == DEATH:
        add_decision(turn, one, pair, task.promised_at)
    else:
        tasks.promise(turn.tx, add_hold_task(turn, one), None, None)
