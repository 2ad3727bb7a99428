"""Silence is seen, and nobody is reproached: the AP is asked, then the unit knows, then the patient's wait goes on.

What the patient reads at each step says what happens next and by when (care.md 24). A time that was set and a word that
waits for the patient are no silence: the clocks wait for them (first_steps.py).
"""

from datetime import datetime, timedelta

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services.alerts import raise_alert, settled
from bot.services.first_steps import agreed_time_over, first_step, time_to_answer
from bot.services.freezes import waits_until
from bot.services.guests import in_one_day, tell_guest
from bot.services.pairs import (
    BACK,
    FIRST_CONTACT,
    close_pair,
    contact_by,
    first_contact_promised,
    other_name,
    search_again,
    tell_ap_of_end,
    unsay_step,
)
from bot.services.profiles import name_of
from bot.services.registry import carries_out, on_hold, on_pair_ended, on_pair_started, on_release, on_timer
from bot.services.waves import tell, unit_of
from bot.services.working_time import hours_of
from bot.storage import pairs, relay, requests, timers
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.ap.silence import (
    answer_missing,
    first_word_missing,
    given_back,
    quiet_for_a_while,
    waits_for_an_answer,
    was_there_a_talk,
)
from conversations.care.agreements import Terms, from_json
from conversations.care.pairs import FirstStep, GiveBack
from conversations.dialogue.notice import Notice
from conversations.dialogue.text import When, _
from conversations.patient.silence import (
    another_yes_waits,
    have_you_talked,
    not_answered_yet,
    not_reached_yet,
    searching_again,
    searching_unless_told,
    step_waits,
)
from conversations.policies.working_time import NeverOpen, add_working_days

SILENCE = "silence"
LIST_AFTER = timedelta(days=1)  # from asking the AP to the supervisor's list
DIGEST_AFTER = timedelta(days=7)  # from the nudge to the weekly list
LATE, SILENT = "late-first-contact", "silent-pair"
STEPS = (FIRST_CONTACT, LATE, BACK, SILENCE)


@on_timer(FIRST_CONTACT)
def first_step_missing(turn: Turn, event: TimerDue) -> None:
    """The time of the first step is over: the AP is asked, and the patient reads the next date at once. Where the AP
    has taken it, and it waits for the patient, the patient reads that."""
    pair = _waiting(turn, event.subject)
    if pair is None:
        return
    if (step := first_step(turn, pair)) is not None:
        _wait_for(turn, pair, step)
        waits = step_waits(name_of(turn, pair.ap_id), step, pair.id)
        if waits is not None and pair.patient_id is not None:
            turn.speech.notice(pair.patient_id, waits, unit=pair.unit_id, expires_at=step.at)
        return
    _ask_for_it(turn, pair)


def _ask_for_it(turn: Turn, pair: Pair) -> None:
    back_at = _back_at(turn, pair)
    turn.set_timer(LATE, pair.id, turn.now + LIST_AFTER, pair.unit_id)
    turn.set_timer(BACK, pair.id, back_at, pair.unit_id)
    asked, said = _about_what_is_missing(turn, pair, back_at)
    turn.speech.notice(pair.ap_id, asked, unit=pair.unit_id)
    if pair.patient_id is not None:
        turn.speech.notice(pair.patient_id, said, unit=pair.unit_id)
    else:
        ap, by = name_of(turn, pair.ap_id), When(back_at)
        what = _("{ap} has not called yet. Tell {guest}: by {by} they hear from {ap} or from us.", ap=ap, by=by)
        tell_guest(turn, pair.request_id, in_one_day(turn, pair.unit_id), what, pair=pair.id)


def _about_what_is_missing(turn: Turn, pair: Pair, back_at: datetime) -> tuple[Notice, Notice]:
    """To the AP and to the patient: a time that waits for the AP's answer, or that is over, is named."""
    name, ap = other_name(turn, pair, pair.ap_id), name_of(turn, pair.ap_id)
    if (waits := time_to_answer(turn, pair)) is not None:
        at = from_ms(waits.at)
        return answer_missing(name, pair.id, waits.id, at, back_at), not_answered_yet(ap, at, back_at, pair.id)
    if (over := agreed_time_over(turn, pair)) is not None:
        return was_there_a_talk(name, pair.id, over, back_at), have_you_talked(ap, over, back_at, pair.id)
    return first_word_missing(name, pair.id, back_at), not_reached_yet(ap, back_at, pair.id)


@on_timer(LATE)
def still_missing(turn: Turn, event: TimerDue) -> None:
    """A day later it stands in the supervisor's list."""
    pair = _waiting(turn, event.subject)
    if pair is not None and first_step(turn, pair) is None:
        raise_alert(turn, kind=LATE, level="routine", unit=pair.unit_id, person=pair.ap_id, pair=pair.id)


@on_pair_started
def no_longer_missing(turn: Turn, pair_id: int) -> None:
    if (pair := pairs.find(turn.tx, pair_id)) is not None:
        settled(turn, pair.ap_id, pair.id, LATE)


@on_timer(BACK)
def back_to_the_queue(turn: Turn, event: TimerDue) -> None:
    """The date the patient read: the search goes on, with the place kept."""
    pair = _waiting(turn, event.subject)
    if pair is not None and (step := first_step(turn, pair)) is not None:
        _wait_for(turn, pair, step)
    elif pair is not None and begins_with_nobody(turn, pair):
        tell_ap_of_end(turn, pair, given_back(other_name(turn, pair, pair.ap_id)))


@carries_out(GiveBack)
def cannot(turn: Turn, decision: GiveBack) -> bool:
    """An honest "I cannot" is worth no less than silence: the same, at once."""
    pair = _waiting(turn, decision.pair)
    return pair is not None and pair.ap_id == turn.somebody.id and begins_with_nobody(turn, pair)


def begins_with_nobody(turn: Turn, pair: Pair) -> bool:
    """A contact ends before its first step, on the AP's side: somebody else is looked for, and the patient reads until
    when, or that somebody else's yes waits already."""
    may_have_talked = agreed_time_over(turn, pair) is not None
    if not close_pair(turn, pair, "no-first-contact"):
        return False
    until, ap = search_again(turn, pair), name_of(turn, pair.ap_id)
    request = requests.find(turn.tx, pair.request_id)
    if request is not None and request.person_id is not None:
        words = searching_unless_told if may_have_talked else searching_again
        tell(turn, request, another_yes_waits(ap) if until is None else words(ap, until))
    elif until is not None:
        new = When(until)
        what = _("{ap} could not call. Tell {guest} we look for somebody else, until {until}.", ap=ap, until=new)
        tell_guest(turn, pair.request_id, in_one_day(turn, pair.unit_id), what, pair=pair.id)
    return True


def _waiting(turn: Turn, pair_id: int) -> Pair | None:
    """A pair whose first contact is still to come. Nobody pauses it before; a hold begins it anew."""
    pair = pairs.find(turn.tx, pair_id)
    return pair if pair and pair.state == "active" and pair.first_contact_at is None else None


def _wait_for(turn: Turn, pair: Pair, step: FirstStep) -> None:
    for kind in (LATE, BACK):
        turn.cancel_timer(kind, pair.id)
    turn.set_timer(FIRST_CONTACT, pair.id, step.until, pair.unit_id)


def first_step_changed(turn: Turn, pair_id: int) -> None:
    """A time was set, moved or dropped, a word left or came back: the clock of the first step follows. Where nothing
    stands any more the AP has the date that was told, and a day in any case."""
    pair = _waiting(turn, pair_id)
    due, asked = (timers.due_at(turn.tx, kind, pair_id) for kind in (FIRST_CONTACT, BACK))
    if pair is None or (due is None and asked is None):
        return
    step = first_step(turn, pair)
    if step is None:
        later = max(first_contact_promised(turn, pair), turn.now + LIST_AFTER)
        if due is not None and from_ms(due) > later:
            turn.set_timer(FIRST_CONTACT, pair.id, later, pair.unit_id)
    elif due is None or from_ms(due) > max(first_contact_promised(turn, pair), step.until):
        _wait_for(turn, pair, step)
        unsay_step(turn, pair)


def _back_at(turn: Turn, pair: Pair) -> datetime:
    """The end of the second working day from now: what the patient reads, and what happens."""
    try:
        return add_working_days(hours_of(unit_of(turn, pair.unit_id)), turn.now, 2)
    except NeverOpen:
        return turn.now + 2 * LIST_AFTER


def heard_of_each_other(turn: Turn, pair: Pair) -> None:
    """Words or a contact: silence counts from the oldest word of the patient that has had no answer; where nothing is
    unanswered, from the last word of either. While the AP has been asked about it, that clock goes on."""
    last = relay.activity(turn.tx, pair.id)
    if last.nudged_at is None:
        since = from_ms(last.unanswered_since or last.last or turn.now_ms)
        turn.set_timer(SILENCE, pair.id, since + _agreed(turn, pair), pair.unit_id)
        settled(turn, pair.ap_id, pair.id, SILENT)


def counts_anew(turn: Turn, pair: Pair) -> None:
    """After a pause or a hold: nobody could write meanwhile, and nobody was silent."""
    relay.began_anew(turn.tx, pair.id, turn.now_ms)
    turn.set_timer(SILENCE, pair.id, turn.now + _agreed(turn, pair), pair.unit_id)


def _agreed(turn: Turn, pair: Pair) -> timedelta:
    row = pairs.agreement(turn.tx, turn.house.sealer, pair.id)
    return timedelta(days=(from_json(row.words) if row else Terms()).silence_days)


@on_timer(SILENCE)
def silent_for_long(turn: Turn, event: TimerDue) -> None:
    """One nudge to the AP, then the weekly list. Nothing is said to the patient: silence is theirs to choose."""
    pair = pairs.find(turn.tx, event.subject)
    if pair is None or pair.state != "active":
        return
    if (later := frozen_until(turn, pair)) is not None:
        turn.set_timer(SILENCE, pair.id, later, pair.unit_id)
        return
    if (step := first_step(turn, pair)) is not None:
        turn.set_timer(SILENCE, pair.id, step.until, pair.unit_id)
        return
    last = relay.activity(turn.tx, pair.id)
    if last.nudged_at is None:
        relay.nudged(turn.tx, pair.id, pair.unit_id, turn.now_ms)
        words = quiet_for_a_while if last.unanswered_since is None else waits_for_an_answer
        name, days = other_name(turn, pair, pair.ap_id), _agreed(turn, pair).days
        turn.speech.notice(pair.ap_id, words(name, days, pair.id), unit=pair.unit_id)
        turn.set_timer(SILENCE, pair.id, turn.now + DIGEST_AFTER, pair.unit_id)
        return
    raise_alert(turn, kind=SILENT, level="routine", unit=pair.unit_id, person=pair.ap_id, pair=pair.id)


def frozen_until(turn: Turn, pair: Pair) -> datetime | None:
    """While one of the two is in danger or in mourning everything else waits, nudges too."""
    later = [at for person in (pair.patient_id, pair.ap_id) if (at := waits_until(turn, person)) is not None]
    return max(later, default=None)


@on_hold
def silence_waits(turn: Turn, person_id: int, pair_id: int | None) -> None:
    if pair_id is not None:
        for kind in STEPS:
            turn.cancel_timer(kind, pair_id)


@on_release
def silence_counts_again(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """What was promised before the hold is promised anew, from now on."""
    pair = pairs.find(turn.tx, pair_id) if pair_id else None
    if pair is None or not pair.is_open:
        return
    if pair.first_contact_at is not None:
        counts_anew(turn, pair)
    elif pair.agreed_at is not None:
        step = first_step(turn, pair)
        later = max(contact_by(turn, pair), turn.now + LIST_AFTER, step.until if step else turn.now)
        turn.set_timer(FIRST_CONTACT, pair.id, later, pair.unit_id)


@on_pair_ended
def no_more_silence(turn: Turn, pair_id: int, why: str) -> None:
    for kind in STEPS:
        turn.cancel_timer(kind, pair_id)
    if (pair := pairs.find(turn.tx, pair_id)) is not None:
        settled(turn, pair.ap_id, pair.id, SILENT)
