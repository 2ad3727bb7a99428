"""The supervisor's view of requests: who waits, who could be asked and why; a yes or another proposal."""

from bot.clock import from_ms
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out
from bot.services.sides import is_concerned
from bot.services.staff import can_be_told, is_staff, units_of_staff
from bot.services.waves import is_held, send_offers
from bot.services.wishes import details_of, name_on, needs_approval, suitable
from bot.storage import offers, requests
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.matches import AskThese, MatchFor, MatchView, Ranked, Waiting, WhoIsWaiting
from conversations.care.offers import listed, word_of
from conversations.care.profiles import TOPICS
from conversations.policies.matching import Match
from conversations.policies.offers import TOLD_NOBODY


@answers(WhoIsWaiting)
def who_is_waiting(turn: Turn, look: WhoIsWaiting) -> tuple[Waiting, ...]:
    """Of all the units in which this person is staff, whoever waits longest first."""
    units = units_of_staff(turn, turn.somebody.id)
    open_ones = [r for u in units for r in requests.open_of_unit(turn.tx, u) if r.state != "matched"]
    found = [_waiting(turn, r) for r in open_ones if not is_concerned(turn, turn.somebody.id, r)]
    return tuple(sorted(found, key=lambda one: (one.since, one.request)))


def _waiting(turn: Turn, request: Request) -> Waiting:
    open_offer = any(o.state == "open" for o in offers.of_request(turn.tx, request.id))
    searching = request.state == "searching"
    left = len(suitable(turn, request).found) if searching else 0
    return Waiting(
        request=request.id,
        name=name_on(turn, request),
        since=from_ms(request.created_at),
        until=from_ms(request.promised_at),
        state=_state(turn, request),
        asked=len(offers.of_request(turn.tx, request.id)),
        left=left,
        needs_approval=searching and not open_offer and left > 0 and needs_approval(turn, request),
    )


def _state(turn: Turn, request: Request) -> str:
    """As staff see it: the request's own, or that nothing can be done by the program just now."""
    if is_held(turn, request):
        return "held"
    if request.person_id is not None and not can_be_told(turn, request.person_id):
        return "out-of-reach"
    return request.state


def _of_my_unit(turn: Turn, request_id: int) -> Request | None:
    """Where this person is staff, and neither asked nor named in it."""
    me, request = turn.somebody.id, requests.find(turn.tx, request_id)
    if request is None or not request.is_open or not is_staff(turn, me, request.unit_id):
        return None
    return None if is_concerned(turn, me, request) else request


@answers(MatchFor)
def match_for(turn: Turn, look: MatchFor) -> MatchView | None:
    request = _of_my_unit(turn, look.request)
    if request is None or request.state == "matched":
        return None
    here, details = suitable(turn, request), details_of(turn, request)
    return MatchView(
        request=request.id,
        name=name_on(turn, request),
        state=_state(turn, request),
        wishes=listed(tuple(TOPICS[t] for t in details.topics if t in TOPICS)),
        not_name=details.not_name,
        not_who=details.not_who,
        needs_approval=needs_approval(turn, request),
        ranked=tuple(_ranked(turn, match) for match in here.found if match.candidate.person != turn.somebody.id),
        not_now=here.not_now,
    )


def _ranked(turn: Turn, match: Match) -> Ranked:
    return Ranked(
        ap=match.candidate.person,
        name=name_of(turn, match.candidate.person),
        shared=listed(tuple(word_of(point) for point in match.shared if point.kind not in TOLD_NOBODY)),
        carried=match.candidate.carried,
        room=match.candidate.room,
    )


@carries_out(AskThese)
def ask_these(turn: Turn, decision: AskThese) -> int:
    """A person chose; the hard limits hold all the same, looked at again at this moment."""
    request = _of_my_unit(turn, decision.request)
    if request is None or _state(turn, request) != "searching":
        return 0
    may_be_asked = {match.candidate.person for match in suitable(turn, request).found} - {turn.somebody.id}
    return send_offers(turn, request, tuple(ap for ap in decision.aps if ap in may_be_asked))
