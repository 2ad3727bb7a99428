"""The end of a pair: thanks, a word, three questions; and the review that asks how to go on."""

import json
from datetime import date, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.budget import may_write, next_try, wrote
from bot.services.farewells import ANSWERS, recap_of
from bot.services.guests import in_one_day, tell_guest
from bot.services.pairs import REVIEW, kept_until, of_person, other_name
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out, on_timer
from bot.services.tasks import add_task
from bot.services.waves import unit_of
from bot.services.working_time import hours_of
from bot.storage import pairs
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.pairs import (
    AnswerThree,
    EndedPair,
    LeaveWord,
    MyEndedPair,
    NotAgain,
    RenewPair,
    WordFor,
)
from conversations.dialogue.text import _
from conversations.patient.farewells import review_due, word_left
from conversations.policies.working_time import add_working_days

WORD = "word"
ONE_DAY = timedelta(days=1)
DAYS_FOR_A_TALK = 5  # working days: a week of the unit
RENEWALS_ALONE = 1  # one more period by the two of them; from the second on a supervisor talks with the AP first


def _ended(turn: Turn, pair_id: int) -> Pair | None:
    """A closed pair of the person of this turn."""
    pair = pairs.find(turn.tx, pair_id)
    mine = pair is not None and turn.somebody.id in (pair.patient_id, pair.ap_id)
    return pair if pair and mine and pair.state == "closed" and pair.agreed_at is not None else None


@answers(MyEndedPair)
def my_ended_pair(turn: Turn, look: MyEndedPair) -> EndedPair | None:
    pair = _ended(turn, look.pair)
    if pair is None or pair.patient_id != turn.somebody.id:
        return None
    word = pairs.farewell(turn.tx, turn.house.sealer, pair.id, WORD)
    answered = pairs.farewell(turn.tx, turn.house.sealer, pair.id, ANSWERS)
    me = turn.somebody.id
    other, kept = other_name(turn, pair, me), kept_until(turn, pair, me)
    return EndedPair(pair.id, other, word is not None, answered is not None, kept, recap_of(turn, pair))


@carries_out(LeaveWord)
def leave_word(turn: Turn, decision: LeaveWord) -> bool:
    """Kept sealed with the pair. Words that were answered as danger are passed on to nobody."""
    pair = _ended(turn, decision.pair)
    if pair is None or pair.patient_id != turn.somebody.id or turn.danger is not None:
        return False
    left = pairs.add_farewell(
        turn.tx, turn.house.sealer, turn.new_id(), pair, turn.somebody.id, WORD, decision.words, turn.now_ms
    )
    if left:
        turn.speech.notice(pair.ap_id, word_left(name_of(turn, pair.patient_id), pair.id), unit=pair.unit_id)
    return left


@carries_out(NotAgain)
def not_again(turn: Turn, decision: NotAgain) -> bool:
    pair = pairs.find(turn.tx, decision.pair)
    me = turn.somebody.id
    if pair is None or pair.state != "closed" or me not in (pair.patient_id, pair.ap_id):
        return False
    other = pair.other(me)
    if other is not None:
        pairs.add_refusal(turn.tx, turn.new_id(), pair.unit_id, me, other, turn.now_ms)
    return True


@answers(WordFor)
def word_for(turn: Turn, look: WordFor) -> str | None:
    pair = _ended(turn, look.pair)
    if pair is None or pair.ap_id != turn.somebody.id:
        return None
    word = pairs.farewell(turn.tx, turn.house.sealer, pair.id, WORD)
    return word[1] if word else None


@carries_out(AnswerThree)
def answer_three(turn: Turn, decision: AnswerThree) -> bool:
    pair = _ended(turn, decision.pair)
    if pair is None or pair.patient_id != turn.somebody.id:
        return False
    words = json.dumps({"helped": decision.helped, "met": decision.met, "words": decision.words})
    return pairs.add_farewell(
        turn.tx, turn.house.sealer, turn.new_id(), pair, turn.somebody.id, ANSWERS, words, turn.now_ms
    )


@on_timer(REVIEW)
def review(turn: Turn, event: TimerDue) -> None:
    """Both are asked how to go on. Without an answer it goes on as it is, and they are asked again after as long.

    It waits for the end of a pause or a hold, and where the patient had another unasked message this week. The row
    keeps the day of this review until somebody renews, so that the yes of both counts once.
    """
    pair = pairs.find(turn.tx, event.subject)
    if pair is None or not pair.is_open:
        return
    unit = unit_of(turn, pair.unit_id)
    if pair.state != "active":
        later = max(from_ms(pair.paused_until or 0), turn.now + ONE_DAY)
        turn.set_timer(REVIEW, pair.id, later, unit.id)
        return
    if pair.patient_id is not None and not may_write(turn, pair.patient_id):
        turn.set_timer(REVIEW, pair.id, next_try(turn, pair.patient_id), unit.id)
        return
    turn.set_timer(REVIEW, pair.id, turn.now + timedelta(weeks=unit.delays.review_weeks), unit.id)
    if pair.patient_id is not None:
        wrote(turn, pair.patient_id)
    else:
        what = _(
            "{ap} and {guest} look at how to go on. Ask {guest}: as it is, somebody else, or stop?",
            ap=name_of(turn, pair.ap_id),
        )
        tell_guest(turn, pair.request_id, in_one_day(turn, unit.id), what, pair=pair.id)
    for person in (pair.patient_id, pair.ap_id):
        if person is not None:
            turn.speech.notice(person, review_due(other_name(turn, pair, person), pair.id), unit=unit.id)


@carries_out(RenewPair)
def renew(turn: Turn, decision: RenewPair) -> date | None:
    """Another period, once for the yes of both. From the second on a supervisor talks with the AP: a task, and no
    condition for the patient."""
    pair = of_person(turn, decision.pair)
    if pair is None or pair.review_at is None:
        return None
    unit = unit_of(turn, pair.unit_id)
    again = from_ms(pair.review_at)
    if pair.review_at <= turn.now_ms:
        again = turn.now + timedelta(weeks=unit.delays.review_weeks)
        pairs.renew(turn.tx, pair.id, to_ms(again))
        turn.set_timer(REVIEW, pair.id, again, unit.id)
        if pair.renewals >= RENEWALS_ALONE:
            add_task(
                turn,
                kind="call-ap",
                unit=unit.id,
                person=pair.ap_id,
                pair=pair.id,
                due=add_working_days(hours_of(unit), turn.now, DAYS_FOR_A_TALK),
                details=_("A contact was renewed for the second time or more. A talk with the volunteer is due."),
                hour_read=False,
            )
    return again.astimezone(turn.zone(unit.id)).date()
