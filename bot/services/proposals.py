"""Somebody said yes: the patient (or, for a guest, the coordination on the phone) chooses in their own time."""

from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.guests import tell_guest
from bot.services.holds import is_held
from bot.services.pairs import FIRST_CONTACT, PROPOSAL, REVIEW, close_pair, succeed
from bot.services.profiles import AP_SIDE, candidate_of, name_of, profile_of
from bot.services.registry import answers, carries_out, on_timer
from bot.services.staff import is_staff
from bot.services.waves import unit_of, wave_answered
from bot.services.wishes import means_on, name_on, wish_of
from bot.services.working_time import hours_of
from bot.storage import offers, pairs, requests
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.ap.offers import chosen, not_chosen
from conversations.care.offers import TakeBack, ap_card
from conversations.care.pairs import (
    AskAnother,
    MyProposal,
    MyProposals,
    NoLongerOpen,
    Proposal,
    SaidYes,
    SayYes,
)
from conversations.dialogue.text import _
from conversations.patient.proposals import cannot_after_all, choice_lapsed, somebody_said_yes
from conversations.policies.matching import shared
from conversations.policies.offers import NEVER_SHOWN
from conversations.policies.working_time import add_working_days


def propose(turn: Turn, pair_id: int) -> datetime:
    """Tell the patient that an AP said yes; gives until when they may think."""
    pair = pairs.find(turn.tx, pair_id)
    if pair is None:
        raise LookupError("a pair just written is not there")
    unit, until = unit_of(turn, pair.unit_id), think_until(turn, pair)
    turn.set_timer(PROPOSAL, pair.id, until, unit.id)
    ap = name_of(turn, pair.ap_id)
    if pair.patient_id is None:
        tell_guest(turn, pair.request_id, until, _("{ap} has said yes. Ask them: yes, somebody else, or later?", ap=ap))
    else:
        days = -(-unit.delays.first_contact_hours // 24)
        turn.speech.notice(pair.patient_id, somebody_said_yes(pair.id, ap, until, days), unit=unit.id)
    return until


def think_until(turn: Turn, pair: Pair) -> datetime:
    """A closing time of the unit, so that nothing ends in the night or over a weekend."""
    unit = unit_of(turn, pair.unit_id)
    return add_working_days(hours_of(unit), from_ms(pair.accepted_at), unit.delays.thinking_days)


def _proposed_to_me(turn: Turn, pair_id: int) -> Pair | None:
    """A proposed pair of the person of this turn, or of a guest of the unit they coordinate."""
    pair = pairs.find(turn.tx, pair_id)
    if pair is None or pair.state != "proposed":
        return None
    mine = pair.patient_id == turn.somebody.id
    as_staff = pair.ap_id != turn.somebody.id and is_staff(turn, turn.somebody.id, pair.unit_id)
    for_guest = pair.patient_id is None and as_staff
    return pair if mine or for_guest else None


def _proposal(turn: Turn, pair: Pair) -> Proposal:
    request = requests.find(turn.tx, pair.request_id)
    if request is None:
        raise LookupError("a pair without its request")
    profile = profile_of(turn, pair.ap_id, AP_SIDE)
    common = shared(wish_of(turn, request), candidate_of(turn, pair.ap_id, pair.unit_id, 0))
    ap = name_of(turn, pair.ap_id)
    points = tuple(point for point in common if point.kind not in NEVER_SHOWN)
    days = -(-unit_of(turn, pair.unit_id).delays.first_contact_hours // 24)
    card = ap_card(ap, points, profile.words, means_on(turn, request))
    return Proposal(pair.id, ap, card, think_until(turn, pair), days)


@answers(MyProposal)
def my_proposal(turn: Turn, look: MyProposal) -> Proposal | None:
    pair = _proposed_to_me(turn, look.pair)
    return _proposal(turn, pair) if pair else None


@answers(MyProposals)
def my_proposals(turn: Turn, look: MyProposals) -> tuple[Proposal, ...]:
    open_ones = requests.open_of_person(turn.tx, turn.somebody.id)
    found = [pair for request in open_ones for pair in pairs.of_request(turn.tx, request.id)]
    return tuple(_proposal(turn, pair) for pair in found if pair.state == "proposed")


@carries_out(SayYes)
def say_yes(turn: Turn, decision: SayYes) -> SaidYes | NoLongerOpen:
    pair = _proposed_to_me(turn, decision.pair)
    if pair is None:
        return NoLongerOpen()
    unit = unit_of(turn, pair.unit_id)
    review = turn.now + timedelta(weeks=unit.delays.review_weeks)
    if not requests.set_state(turn.tx, pair.request_id, ("proposed", "searching"), "matched"):
        return NoLongerOpen()
    if not pairs.agree(turn.tx, pair.id, to_ms(review), turn.now_ms):
        return NoLongerOpen()
    _others_are_thanked(turn, pair)
    succeed(turn, pair)
    turn.cancel_timer(PROPOSAL, pair.id)
    turn.set_timer(REVIEW, pair.id, review, unit.id)
    by = turn.now + timedelta(hours=unit.delays.first_contact_hours)
    turn.set_timer(FIRST_CONTACT, pair.id, by, unit.id)
    request = requests.find(turn.tx, pair.request_id)
    turn.speech.notice(pair.ap_id, chosen(name_on(turn, request) if request else "", pair.id), unit=unit.id)
    return SaidYes(name_of(turn, pair.ap_id), by, unit.calls.from_line if unit.calls else None)


def _others_are_thanked(turn: Turn, taken: Pair) -> None:
    """Where there were several cards: the ones not chosen, without a reason and without a count."""
    for pair in pairs.of_request(turn.tx, taken.request_id):
        if pair.id != taken.id and pair.state == "proposed":
            let_go(turn, pair, "not-chosen")


def let_go(turn: Turn, pair: Pair, why: str) -> None:
    """A proposed pair that does not begin: the AP's place is free again, and the AP is thanked."""
    offer = offers.between(turn.tx, pair.request_id, pair.ap_id)
    if offer:
        offers.set_state(turn.tx, offer.id, "accepted", "passed", turn.now_ms)
    if close_pair(turn, pair, why):
        turn.speech.notice(pair.ap_id, not_chosen(), unit=pair.unit_id)


@carries_out(AskAnother)
def ask_another(turn: Turn, decision: AskAnother) -> datetime | NoLongerOpen:
    """Somebody else, without a reason. The date does not move: choosing lives inside the one wait."""
    pair = _proposed_to_me(turn, decision.pair)
    if pair is None:
        return NoLongerOpen()
    let_go(turn, pair, "another")
    request = requests.find(turn.tx, pair.request_id)
    if request is None:
        return NoLongerOpen()
    _search_on(turn, request.id)
    return from_ms(request.promised_at)


@carries_out(TakeBack)
def take_back(turn: Turn, decision: TakeBack) -> bool:
    """The patient reads it at once, and that the date still holds; the search goes on."""
    offer = offers.find(turn.tx, decision.offer)
    if offer is None or offer.ap_id != turn.somebody.id or offer.state != "accepted":
        return False
    proposed = [p for p in pairs.of_request(turn.tx, offer.request_id) if p.ap_id == offer.ap_id]
    pair = next((p for p in proposed if p.state == "proposed"), None)
    request = requests.find(turn.tx, offer.request_id)
    if pair is None or request is None or not close_pair(turn, pair, "taken-back"):
        return False
    offers.set_state(turn.tx, offer.id, "accepted", "declined", turn.now_ms)
    _search_on(turn, request.id)
    if pair.patient_id is not None:
        until = from_ms(request.promised_at)
        turn.speech.notice(pair.patient_id, cannot_after_all(name_of(turn, pair.ap_id), until), unit=pair.unit_id)
    return True


def _search_on(turn: Turn, request_id: int) -> None:
    """Back to searching, unless another card is still to be chosen."""
    if any(p.state == "proposed" for p in pairs.of_request(turn.tx, request_id)):
        return
    if requests.set_state(turn.tx, request_id, ("proposed",), "searching"):
        wave_answered(turn, request_id)


@on_timer(PROPOSAL)
def thinking_time_over(turn: Turn, event: TimerDue) -> None:
    """No answer is an answer that may still come: the AP is let go, the place kept, nobody is chased."""
    pair = pairs.find(turn.tx, event.subject)
    if pair is None or pair.state != "proposed":
        return
    let_go(turn, pair, "no-answer")
    if any(p.state == "proposed" for p in pairs.of_request(turn.tx, pair.request_id)):
        return
    requests.set_state(turn.tx, pair.request_id, ("proposed",), "resting")
    if pair.patient_id is not None and not is_held(turn.tx, pair.patient_id, pair.unit_id):
        turn.speech.notice(pair.patient_id, choice_lapsed(name_of(turn, pair.ap_id)), unit=pair.unit_id)
