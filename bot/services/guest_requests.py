"""Requests of people who are not on the bot, as the coordination opens, follows and closes them."""

from bot.clock import from_ms, to_ms
from bot.services.pairs import close_pair, close_request_of
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out
from bot.services.requests import withdrawn
from bot.services.sides import is_concerned
from bot.services.staff import is_staff, units_of_staff
from bot.services.waves import begin_search, promised_date
from bot.services.wishes import details_to_json, guest_of, guest_to_json, name_on
from bot.storage import pairs, requests
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.ap.pairs import ended_by_patient
from conversations.care.guests import CloseForGuest, ContactHeld, GuestRequest, GuestRequests, SendForGuest
from conversations.care.requests import NoUnit, Sent


@carries_out(SendForGuest)
def send_for_guest(turn: Turn, decision: SendForGuest) -> Sent | NoUnit:
    """The same search, offers, clock and counts as for anybody; only the messages become calls."""
    unit = turn.unit(decision.me.unit)
    if unit is None or not is_staff(turn, turn.somebody.id, unit.id):
        return NoUnit()
    request_id, until = turn.new_id(), promised_date(turn, unit)
    requests.add(
        turn.tx,
        turn.house.sealer,
        request_id,
        unit.id,
        person=None,
        opened_by=turn.somebody.id,
        details=details_to_json(decision.details),
        guest=guest_to_json(decision.guest),
        promised_at=to_ms(until),
        now=turn.now_ms,
    )
    request = requests.find(turn.tx, request_id)
    if request is None:
        raise LookupError("a request just written is not there")
    begin_search(turn, request)
    return Sent(until, unit.coordination.who, calls=True)


@answers(GuestRequests)
def guest_requests(turn: Turn, look: GuestRequests) -> tuple[GuestRequest, ...]:
    units = units_of_staff(turn, turn.somebody.id)
    open_ones = [r for unit in units for r in requests.open_of_unit(turn.tx, unit) if r.person_id is None]
    found = [r for r in open_ones if not is_concerned(turn, turn.somebody.id, r)]
    return tuple(view for request in found if (view := _view(turn, request)))


def _view(turn: Turn, request: Request) -> GuestRequest | None:
    guest = guest_of(turn, request)
    if guest is None:
        return None
    of_request = pairs.of_request(turn.tx, request.id)
    proposal = next((p for p in of_request if p.state == "proposed"), None)
    pair = next((p for p in of_request if p.is_open), None)
    ap = proposal or pair
    return GuestRequest(
        request=request.id,
        guest=guest,
        state=request.state,
        since=from_ms(request.created_at),
        until=from_ms(request.promised_at),
        proposal=proposal.id if proposal else None,
        pair=pair.id if pair else None,
        ap=name_of(turn, ap.ap_id) if ap else None,
    )


@carries_out(CloseForGuest)
def close_for_guest(turn: Turn, decision: CloseForGuest) -> bool | ContactHeld:
    """A held contact is ended by nobody but a supervisor: its AP learns from a person what has happened."""
    me, request = turn.somebody.id, requests.find(turn.tx, decision.request)
    if request is None or request.person_id is not None or not is_staff(turn, me, request.unit_id):
        return False
    if is_concerned(turn, me, request):
        return False
    if any(pair.state == "held" for pair in pairs.of_request(turn.tx, request.id)):
        return ContactHeld()
    if request.state != "matched":
        return withdrawn(turn, request)
    name, ended = name_on(turn, request), False
    for pair in pairs.of_request(turn.tx, request.id):
        if pair.is_open and close_pair(turn, pair, "ended"):
            close_request_of(turn, pair)
            turn.speech.notice(pair.ap_id, ended_by_patient(name, pair.id), unit=pair.unit_id)
            ended = True
    return ended
