"""Somebody said yes: the patient (or, for a guest, the coordination on the phone) chooses in their own time."""

from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.freezes import waits_until
from bot.services.guests import close_calls, in_one_day, tell_guest
from bot.services.pairs import FIRST_CONTACT, PROPOSAL, REVIEW, succeed
from bot.services.profiles import AP_SIDE, candidate_of, name_of, profile_of
from bot.services.registry import answers, carries_out, on_thaw, on_timer
from bot.services.staff import can_be_told, is_staff
from bot.services.waves import IN_TOUCH, close_tasks_about, is_held, rest, tell, unit_of, unsay
from bot.services.wishes import means_on, name_on, stands_between, wish_of
from bot.services.yeses import LEAST, first_step_by, keep_open, let_go, look_on_without, think_until, yes_is_gone
from bot.storage import offers, pairs, requests
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.ap.offers import chosen, takes_longer
from conversations.care.offers import TakeBack, ap_card
from conversations.care.pairs import (
    Another,
    AskAnother,
    MyProposal,
    MyProposals,
    NoLongerOpen,
    Proposal,
    SaidYes,
    SayYes,
    YesIsGone,
)
from conversations.dialogue.text import _
from conversations.patient.proposals import choice_lapsed, one_card_lapsed
from conversations.policies.matching import shared
from conversations.policies.offers import NEVER_SHOWN

AT_MOST = timedelta(days=7)
"""From an AP's yes to the end of their wait for somebody for whom everything else waits."""
HELD = timedelta(days=7)
"""How often an AP reads that a choice takes longer, while a supervisor has to look first."""


def _proposed_to_me(turn: Turn, pair_id: int) -> tuple[Pair, Request] | None:
    """A proposed pair of the person of this turn, or of a guest of the unit they coordinate, and its request; not
    while a supervisor has to look first."""
    pair = pairs.find(turn.tx, pair_id)
    request = requests.find(turn.tx, pair.request_id) if pair else None
    if pair is None or request is None or pair.state != "proposed" or is_held(turn, request):
        return None
    mine = pair.patient_id == turn.somebody.id
    as_staff = pair.ap_id != turn.somebody.id and is_staff(turn, turn.somebody.id, pair.unit_id)
    for_guest = pair.patient_id is None and as_staff
    return (pair, request) if mine or for_guest else None


def _proposal(turn: Turn, pair: Pair, request: Request) -> Proposal:
    profile = profile_of(turn, pair.ap_id, AP_SIDE)
    common = shared(wish_of(turn, request), candidate_of(turn, pair.ap_id, pair.unit_id, 0))
    ap = name_of(turn, pair.ap_id)
    points = tuple(point for point in common if point.kind not in NEVER_SHOWN)
    days = -(-unit_of(turn, pair.unit_id).delays.first_contact_hours // 24)
    card = ap_card(ap, points, profile.words, means_on(turn, request))
    return Proposal(pair.id, ap, card, think_until(turn, pair), days)


@answers(MyProposal)
def my_proposal(turn: Turn, look: MyProposal) -> Proposal | None:
    found = _proposed_to_me(turn, look.pair)
    return _proposal(turn, *found) if found else None


@answers(MyProposals)
def my_proposals(turn: Turn, look: MyProposals) -> tuple[Proposal, ...]:
    mine = requests.open_of_person(turn.tx, turn.somebody.id)
    ids = [pair.id for request in mine for pair in pairs.of_request(turn.tx, request.id)]
    return tuple(_proposal(turn, *found) for pair in ids if (found := _proposed_to_me(turn, pair)))


@carries_out(SayYes)
def say_yes(turn: Turn, decision: SayYes) -> SaidYes | YesIsGone | NoLongerOpen:
    """The limits are asked once more: what held when the AP said yes may not be so any more."""
    found = _proposed_to_me(turn, decision.pair)
    if found is None:
        return NoLongerOpen()
    pair, request = found
    if stands_between(turn, request, pair.ap_id, pair.unit_id) or not _can_begin(turn, pair.ap_id):
        let_go(turn, pair, "no-longer-fits")
        close_calls(turn, request)
        unsay(turn, request)
        return YesIsGone(name_of(turn, pair.ap_id), look_on_without(turn, request))
    unit = unit_of(turn, pair.unit_id)
    review, by = turn.now + timedelta(weeks=unit.delays.review_weeks), first_step_by(turn, request)
    if not requests.set_state(turn.tx, request.id, ("proposed", "searching"), "matched"):
        return NoLongerOpen()
    if not pairs.agree(turn.tx, pair.id, to_ms(review), turn.now_ms):
        return NoLongerOpen()
    _others_are_thanked(turn, pair)
    succeed(turn, pair)
    close_calls(turn, request)
    close_tasks_about(turn, request, *IN_TOUCH)
    unsay(turn, request)
    turn.cancel_timer(PROPOSAL, pair.id)
    turn.set_timer(REVIEW, pair.id, review, unit.id)
    turn.set_timer(FIRST_CONTACT, pair.id, by, unit.id)
    turn.speech.notice(pair.ap_id, chosen(name_on(turn, request), by, pair.id), unit=unit.id)
    return SaidYes(name_of(turn, pair.ap_id), by, unit.calls.from_line if unit.calls else None)


def _can_begin(turn: Turn, ap: int) -> bool:
    """Whether the AP would read at once that it is them. Not while everything waits for them: somebody would wait by a
    date that they cannot know."""
    return can_be_told(turn, ap) and waits_until(turn, ap) is None


def _others_are_thanked(turn: Turn, taken: Pair) -> None:
    """Where there were several cards: the ones not chosen, without a reason and without a count."""
    for pair in pairs.of_request(turn.tx, taken.request_id):
        if pair.id != taken.id and pair.state == "proposed":
            let_go(turn, pair, "not-chosen")


@carries_out(AskAnother)
def ask_another(turn: Turn, decision: AskAnother) -> Another | NoLongerOpen:
    """Somebody else, without a reason. The date stays while it is to come: choosing lives inside the one wait."""
    found = _proposed_to_me(turn, decision.pair)
    if found is None:
        return NoLongerOpen()
    pair, request = found
    let_go(turn, pair, "another")
    close_calls(turn, request)
    unsay(turn, request)
    return Another(look_on_without(turn, request))


@carries_out(TakeBack)
def take_back(turn: Turn, decision: TakeBack) -> bool:
    """The patient reads it at once, and by when they hear; the search goes on."""
    offer = offers.find(turn.tx, decision.offer)
    if offer is None or offer.ap_id != turn.somebody.id or offer.state != "accepted":
        return False
    of_request = pairs.of_request(turn.tx, offer.request_id)
    mine = [pair for pair in of_request if pair.ap_id == offer.ap_id and pair.state == "proposed"]
    return bool(mine) and yes_is_gone(turn, mine[0], "taken-back", again=False)


@on_timer(PROPOSAL)
def thinking_time_over(turn: Turn, event: TimerDue) -> None:
    """No answer is an answer that may still come: the AP is let go, the place kept, nobody is chased. While everything
    waits for the person, or a supervisor has to look first, their choice does too; an AP waits a week at most."""
    pair = pairs.find(turn.tx, event.subject)
    request = requests.find(turn.tx, pair.request_id) if pair else None
    if pair is None or request is None or pair.state != "proposed":
        return
    if is_held(turn, request):
        turn.set_timer(PROPOSAL, pair.id, turn.now + HELD, pair.unit_id)
        _takes_longer(turn, pair, request, turn.now + HELD)
        return
    later = waits_until(turn, pair.patient_id)
    if later is not None and turn.now < from_ms(pair.accepted_at) + AT_MOST:
        _stays_open(turn, pair, request, max(later, turn.now + LEAST) + LEAST)
        return
    let_go(turn, pair, "no-answer")
    left = [other for other in pairs.of_request(turn.tx, request.id) if other.state == "proposed"]
    if not left and rest(turn, request):
        _say_it_rests(turn, request, pair)
    elif left:
        until = min(think_until(turn, other) for other in left)
        tell(turn, request, one_card_lapsed(name_of(turn, pair.ap_id), until))


def _stays_open(turn: Turn, pair: Pair, request: Request, until: datetime) -> None:
    """Longer than both have read."""
    keep_open(turn, pair, request, until)
    _takes_longer(turn, pair, request, until)


def _takes_longer(turn: Turn, pair: Pair, request: Request, until: datetime) -> None:
    """The AP, who was to hear by now, hears, and never why."""
    offer = offers.between(turn.tx, request.id, pair.ap_id)
    turn.speech.notice(pair.ap_id, takes_longer(until, offer.id if offer else 0), unit=pair.unit_id)


@on_thaw
def choices_go_on(turn: Turn, person_id: int) -> None:
    """Time to choose is left in any case, and the choice is said again: a tap on it meanwhile was answered with other
    words. Who goes on themself is shown the cards at once (the dialogue `go-on`), and need not read of them twice."""
    for request in requests.open_of_person(turn.tx, person_id):
        if is_held(turn, request):
            continue
        waiting = [pair for pair in pairs.of_request(turn.tx, request.id) if pair.state == "proposed"]
        for pair in waiting:
            until = think_until(turn, pair)
            if until < turn.now + LEAST:
                _stays_open(turn, pair, request, turn.now + LEAST)
            else:
                keep_open(turn, pair, request, until)
        if waiting and turn.person is not None and turn.person.id == person_id:
            unsay(turn, request)


def _say_it_rests(turn: Turn, request: Request, pair: Pair) -> None:
    ap = name_of(turn, pair.ap_id)
    if request.person_id is not None:
        tell(turn, request, choice_lapsed(ap))
        return
    what = _(
        "The time to choose is over, and {ap} is free again. Their place is kept. Ask {guest}: look again, or stop?",
        ap=ap,
    )
    tell_guest(turn, request.id, in_one_day(turn, request.unit_id), what, pair=pair.id)
