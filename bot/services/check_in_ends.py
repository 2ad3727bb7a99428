"""Where plans of check-ins begin and end by themselves: with a pair, a hold, a stop, or somebody out of reach."""

from datetime import timedelta

from bot.clock import from_ms
from bot.events import Outcome, TimerDue, Unreachable
from bot.services.budget import BY_DAY, is_open_to, may_write, next_try, wrote
from bot.services.check_in_plans import end_plan, plan_again, plan_next, zone_of
from bot.services.registry import (
    Finding,
    audits,
    on_hold,
    on_outcome,
    on_pair_ended,
    on_pair_started,
    on_release,
    on_stop,
    on_timer,
    would_end,
)
from bot.storage import check_in_plans as rows
from bot.storage import memberships, pairs
from bot.storage.check_in_plans import ACTIVE, ENDED, HELD, RESTING, Plan
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.dialogue.registry import ACCOMPANIED, AP
from conversations.dialogue.text import Text, _
from conversations.patient.check_in_plans import plan_offered
from conversations.policies.cadence import Rhythm
from conversations.policies.local_time import day_of

OFFER = "check-in-offer"
OFFERED_FOR = timedelta(weeks=4)  # how long after a first contact the offer may wait for room in the week's budget
AP_FIRST_DAYS = 30  # an AP's monthly question comes a month after their first pair began


@on_pair_started
def begin(turn: Turn, pair_id: int) -> None:
    """The patient is offered a rhythm, once; none comes unless they choose. The AP is asked once a month (charter).

    Not on the very day: the first words of somebody who has been there are theirs alone.
    """
    pair = pairs.find(turn.tx, pair_id)
    if pair is None:
        return
    _ask_ap_monthly(turn, pair)
    if pair.patient_id is not None and not _has_plan(turn, pair.patient_id):
        turn.set_timer(OFFER, pair.id, next_try(turn, pair.patient_id), pair.unit_id)


@on_timer(OFFER)
def offer_later(turn: Turn, due: TimerDue) -> None:
    pair = pairs.find(turn.tx, due.subject)
    if pair is not None and pair.is_open and pair.patient_id is not None and not _has_plan(turn, pair.patient_id):
        _offer(turn, pair)


def _offer(turn: Turn, pair: Pair) -> None:
    """Now, or on the first of the coming days on which the budget has room for it."""
    person = pair.patient_id
    if person is None:
        return
    if pair.state == "active" and may_write(turn, person):
        turn.speech.notice(person, plan_offered(), unit=pair.unit_id)
        wrote(turn, person)
    elif turn.now - from_ms(pair.first_contact_at or turn.now_ms) < OFFERED_FOR:
        turn.set_timer(OFFER, pair.id, next_try(turn, person), pair.unit_id)


def _has_plan(turn: Turn, person: int) -> bool:
    return any(
        plan.side in ACCOMPANIED and plan.state in (ACTIVE, HELD) for plan in rows.all_of_person(turn.tx, person)
    )


def _ask_ap_monthly(turn: Turn, pair: Pair) -> None:
    """One plan an AP; where they stopped it themself it stays stopped."""
    earlier = rows.of_person(turn.tx, pair.ap_id, AP)
    if earlier is not None:
        if rows.set_state(turn.tx, earlier.id, HELD, ACTIVE):
            plan_again(turn, earlier.id)
        return
    zone = turn.about(pair.ap_id).zone(pair.unit_id)
    rhythm = Rhythm("monthly", day_of(turn.now, zone) + timedelta(days=AP_FIRST_DAYS), weekends=False)
    plan = rows.choose(turn.tx, turn.new_id(), pair.ap_id, pair.unit_id, AP, rhythm, BY_DAY, turn.now_ms)
    rows.promise(turn.tx, plan.id, promised=False)
    plan_again(turn, plan.id)


@on_pair_ended
def end_with_pair(turn: Turn, pair_id: int, why: str) -> None:
    """With their last contact a patient's questions end. An AP who accompanies nobody is asked nothing either."""
    turn.cancel_timer(OFFER, pair_id)
    pair = pairs.find(turn.tx, pair_id)
    if pair is None:
        return
    for person, sides in ((pair.patient_id, ACCOMPANIED), (pair.ap_id, frozenset({AP}))):
        if person is not None and not _still_in_contact(turn, person, pair):
            for plan in rows.all_of_person(turn.tx, person):
                if plan.side in sides:
                    end_plan(turn, plan, HELD if plan.side == AP else ENDED)


def _still_in_contact(turn: Turn, person: int, ended: Pair) -> bool:
    as_ap = person == ended.ap_id
    return any(pair.id != ended.id and (pair.ap_id == person) == as_ap for pair in pairs.open_of(turn.tx, person))


@on_hold
def hold(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """Nothing automatic goes to this person, nor to either side of the pair, from this transaction on."""
    for person in _concerned(turn, person_id, pair_id):
        for plan in rows.all_of_person(turn.tx, person):
            end_plan(turn, plan, HELD)
    if pair_id is not None:
        turn.cancel_timer(OFFER, pair_id)


@on_release
def release(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """A supervisor lifted it: the rhythm goes on; the budget keeps the first seven days silent."""
    for person in _concerned(turn, person_id, pair_id):
        for plan in rows.all_of_person(turn.tx, person):
            if plan.state == HELD and rows.set_state(turn.tx, plan.id, HELD, ACTIVE):
                plan_again(turn, plan.id)


def _concerned(turn: Turn, person_id: int, pair_id: int | None) -> tuple[int, ...]:
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    sides = (pair.patient_id, pair.ap_id) if pair else ()
    return tuple(dict.fromkeys(p for p in (person_id, *sides) if p is not None))


@on_stop
def end_everything(turn: Turn) -> list[Text]:
    ended = [end_plan(turn, plan, ENDED) for plan in rows.all_of_person(turn.tx, turn.somebody.id)]
    for pair in pairs.open_of(turn.tx, turn.somebody.id):
        turn.cancel_timer(OFFER, pair.id)
    return [_("Your earlier answers stay sealed. You can come back and erase them.")] if any(ended) else []


@would_end
def what_would_end(turn: Turn) -> list[Text]:
    plans = rows.all_of_person(turn.tx, turn.somebody.id)
    return [_("The questions about how you are end.")] if any(plan.state == ACTIVE for plan in plans) else []


@on_outcome
def hear(turn: Turn, outcome: Outcome) -> None:
    """Nothing goes to somebody who cannot be reached; when they come back, they say whether it goes on."""
    if isinstance(outcome, Unreachable):
        for plan in rows.all_of_person(turn.tx, outcome.person):
            end_plan(turn, plan, RESTING)


def still_there(turn: Turn, plan: Plan) -> bool:
    """Whether the unit is still one of the site's, and the person still has that role in it."""
    hat = memberships.of_role(turn.tx, plan.person_id, plan.unit_id, plan.side)
    return hat is not None and hat.state == "active" and turn.house.site.unit(plan.unit_id) is not None


def may_ask(turn: Turn, plan: Plan) -> bool:
    """Whether this plan may put a question to this person now.

    Not while every contact of theirs is paused or held, and within the budget; the question that was named to them
    when they chose is an appointment they made, which the week does not move.
    """
    contacts = pairs.open_of(turn.tx, plan.person_id)
    if (contacts or plan.side == AP) and all(pair.state != "active" for pair in contacts):
        return False
    return is_open_to(turn, plan.person_id) if plan.promised else may_write(turn, plan.person_id)


@audits
def every_plan_has_its_next_question(turn: Turn) -> list[Finding]:
    """Active plans without a timer get one now, and are reported."""
    found = []
    for plan in rows.without_timer(turn.tx):
        plan_next(turn, plan, day_of(turn.now, zone_of(turn, plan)))
        line = f"check-in plan {plan.id} of {plan.unit_id} had no next question; it has one now"
        found.append(Finding(line, plan.unit_id))
    return found
