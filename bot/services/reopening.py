"""A contact that a hold had ended, and that hold lifted: open again where both are still there (care.md 6)."""

from bot.clock import from_ms
from bot.services.hold_tasks import ap_to_call, look_again_at_tasks, talk_with_ap
from bot.services.pairs import REVIEW, other_name
from bot.services.presence import call_by
from bot.services.profiles import name_of
from bot.services.request_holds import comes_back
from bot.services.waves import unit_of
from bot.services.wishes import guest_of
from bot.storage import holds as rows
from bot.storage import memberships, pairs, people, requests, tasks
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.holds import LiftedAs
from conversations.dialogue.registry import AP
from conversations.dialogue.text import _


def reopen(turn: Turn, hold: Hold, pair: Pair) -> LiftedAs:
    """The pair and its request as they were, with the review to come; held on where another hold of it stands. The AP,
    who may have been told otherwise by voice, is to be called."""
    if pair.closed_why != hold.why:
        return "ended"
    if pair.patient_id is not None and has_left(turn, pair.patient_id):
        return "patient-left"
    request, others = requests.find(turn.tx, pair.request_id), rows.of_pair(turn.tx, pair.id)
    goes_on = bool(others) or _is_still_ap(turn, pair)
    if not goes_on and request is not None and comes_back(turn, request):
        return "ap-left"
    if request is None or not goes_on or not _is_theirs_again(turn, request):
        _ap_still_to_call(turn, hold, pair)
        return "moved-on"
    pairs.reopen(turn.tx, pair.id, hold.why, "held" if others else hold.before or "active")
    if pair.review_at is not None:
        turn.set_timer(REVIEW, pair.id, max(from_ms(pair.review_at), turn.now), pair.unit_id)
    ap_hears_that_it_was_not_so(turn, hold, pair)
    if others:
        look_again_at_tasks(turn, pair)
        return "still-held"
    return "open-again"


def ap_hears_that_it_was_not_so(turn: Turn, hold: Hold, pair: Pair) -> None:
    """From a person, as they had been told by one."""
    words = _(
        "About the contact of {ap} and {patient}: what had been thought was not so. Please speak with {ap}.",
        ap=name_of(turn, pair.ap_id),
        patient=other_name(turn, pair, pair.ap_id),
    )
    ap_to_call(turn, hold, pair, call_by(turn, unit_of(turn, pair.unit_id)), words)


def _ap_still_to_call(turn: Turn, hold: Hold, pair: Pair) -> None:
    """They read nothing of it, and no hour where they had read none."""
    words = _(
        "The contact of {ap} and {patient} stays closed, and what had been thought was not so: {ap} does not know yet.",
        ap=name_of(turn, pair.ap_id),
        patient=other_name(turn, pair, pair.ap_id),
    )
    waited = talk_with_ap(turn, pair) is not None
    call = ap_to_call(turn, hold, pair, call_by(turn, unit_of(turn, pair.unit_id)), words)
    if not waited:
        tasks.promise(turn.tx, call, None, None)


def has_left(turn: Turn, person_id: int) -> bool:
    person = people.find(turn.tx, person_id)
    return person is None or person.state in ("stopped", "refused")


def _is_still_ap(turn: Turn, pair: Pair) -> bool:
    hat = memberships.of_role(turn.tx, pair.ap_id, pair.unit_id, AP)
    return hat is not None and hat.state == "active" and not has_left(turn, pair.ap_id)


def _is_theirs_again(turn: Turn, request: Request) -> bool:
    """Not where they have gone another way meanwhile, nor for a guest whose name and number are gone."""
    if request.person_id is None and guest_of(turn, request) is None:
        return False
    if request.state == "closed":
        return requests.reopen(turn.tx, request.id, "matched")
    return requests.set_state(turn.tx, request.id, ("resting",), "matched")
