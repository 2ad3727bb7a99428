"""Requests of people who are not on the bot, as the coordination opens, follows and closes them."""

from datetime import date

from bot.clock import from_ms, to_ms
from bot.services.pairs import close_pair, close_request_of, contact_by, tell_ap_of_end
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out
from bot.services.requests import withdrawn
from bot.services.sides import is_concerned
from bot.services.staff import can_be_told, is_staff, units_of_staff
from bot.services.waves import begin_search, close_tasks_about, is_held, promised_date, unit_of
from bot.services.wishes import details_of, details_to_json, guest_of, guest_to_json, name_on
from bot.services.yeses import think_until
from bot.storage import pairs, requests
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.ap.pairs import ended_by_patient
from conversations.care.guests import CloseForGuest, Closing, GuestRequest, GuestRequests, SendForGuest
from conversations.care.holds import AP_STOPS
from conversations.care.requests import NoUnit, Sent
from conversations.policies.local_time import day_of


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


def guest_request_of(turn: Turn, request_id: int) -> Request | None:
    """A guest's open request, for staff of its unit at this moment who are no side of it."""
    me, request = turn.somebody.id, requests.find(turn.tx, request_id)
    if request is None or not request.is_open or request.person_id is not None:
        return None
    return request if is_staff(turn, me, request.unit_id) and not is_concerned(turn, me, request) else None


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
    proposal = None if is_held(turn, request) else next((p for p in of_request if p.state == "proposed"), None)
    pair = next((p for p in of_request if p.is_open), None)
    last = of_request[-1] if of_request else None
    asked = set(details_of(turn, request).units)
    sisters = unit_of(turn, request.unit_id).choices.sister_units
    return GuestRequest(
        request=request.id,
        guest=guest,
        state=request.state,
        since=from_ms(request.created_at),
        until=from_ms(request.promised_at),
        proposal=(proposal.id, name_of(turn, proposal.ap_id), think_until(turn, proposal)) if proposal else None,
        pair=(pair.id, name_of(turn, pair.ap_id)) if pair else None,
        first_call=contact_by(turn, pair) if pair and pair.first_contact_at is None else None,
        paused_until=_paused_until(turn, pair) if pair else None,
        lost=pair is not None and not can_be_told(turn, pair.ap_id),
        stopped=name_of(turn, last.ap_id) if last and last.closed_why == AP_STOPS else None,
        sisters=tuple(
            (sister.id, sister.name) for name in sisters if name not in asked and (sister := turn.house.site.unit(name))
        ),
    )


def _paused_until(turn: Turn, pair: Pair) -> date | None:
    return day_of(from_ms(pair.paused_until), turn.zone(pair.unit_id)) if pair.paused_until else None


@carries_out(CloseForGuest)
def close_for_guest(turn: Turn, decision: CloseForGuest) -> Closing | None:
    """What they asked for on the phone: nobody is looked for, whoever accompanies them is thanked, and name and number
    go, from every call there was to make as well. A contact that is held is ended by nobody but a supervisor: its AP
    learns from a person what has happened."""
    request = guest_request_of(turn, decision.request)
    if request is None:
        return None
    open_ones = [pair for pair in pairs.of_request(turn.tx, request.id) if pair.is_open]
    if any(pair.state == "held" for pair in open_ones):
        return "held"
    name = name_on(turn, request)
    withdrawn(turn, request)
    for pair in open_ones:
        if close_pair(turn, pair, "ended"):
            close_request_of(turn, pair)
            tell_ap_of_end(turn, pair, ended_by_patient(name, pair.id))
    close_tasks_about(turn, request)
    return "closed"
