"""Requests as the person who asks meets them: sent, changed, shown, withdrawn."""

from dataclasses import replace
from datetime import timedelta

from bot.clock import from_ms, to_ms
from bot.services.cards import person_card_for, preview_card
from bot.services.hold_ends import goes_on_by_wish
from bot.services.mourning import may_end_mourning
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out, facts, on_stop, would_end
from bot.services.second_looks import rewrite
from bot.services.waves import (
    DATE,
    SETTLE,
    WAVE,
    begin_search,
    close_tasks_about,
    end_search,
    is_held,
    promised_date,
    unit_of,
    unsay,
)
from bot.services.wishes import details_of, details_to_json, name_on, needs_approval, number_on
from bot.services.yeses import let_go, think_until
from bot.storage import pairs, profiles, requests
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.ap.pairs import handover_wished
from conversations.care.handovers import about_handover
from conversations.care.holds import AP_STOPS
from conversations.care.profiles import TOPICS, Name
from conversations.care.requests import (
    AlreadySent,
    ChangeRequest,
    Details,
    Frame,
    MyRequest,
    NoUnit,
    RequestFrame,
    RequestView,
    SendRequest,
    Sent,
    StartSearch,
    WhatMyApSees,
    WhatTheySee,
    Withdraw,
    Withdrawn,
)
from conversations.dialogue.text import Text, _

ENDED = "ended"  # why a contact was closed that one of the two ended in their own words


def open_request(turn: Turn, unit_id: str | None) -> Request | None:
    """The open request of the person of this turn in this unit."""
    return requests.open_of(turn.tx, turn.somebody.id, unit_id) if unit_id else None


@answers(RequestFrame)
def frame(turn: Turn, look: RequestFrame) -> Frame | None:
    unit = turn.unit(look.me.unit)
    if unit is None:
        return None
    topics = tuple(t for t in unit.choices.topics or TOPICS if t in TOPICS)
    today = turn.now.astimezone(turn.zone(unit.id)).date()
    request = open_request(turn, unit.id)
    details = details_of(turn, request) if request else Details()
    return Frame(topics, unit.choices.means, request is not None, today, details, _before(turn, unit.id))


def _before(turn: Turn, unit_id: str) -> tuple[int, Name] | None:
    """The AP of this person's last contact in this unit, where the two parted by their own choice, neither has refused
    the other, and they are still an AP here. Whether they are free is not said beforehand."""
    me = turn.somebody.id
    last = pairs.last_ended(turn.tx, me, unit_id)
    here = {one.person_id for one in profiles.clearances(turn.tx, unit_id)}
    if (
        last is None
        or last.closed_why != ENDED
        or last.ap_id in pairs.refused_by(turn.tx, me)
        or last.ap_id not in here
    ):
        return None
    return last.ap_id, name_of(turn, last.ap_id)


@carries_out(SendRequest)
def send(turn: Turn, decision: SendRequest) -> Sent | AlreadySent | NoUnit:
    """One open request a person and unit: a second tap, or a second phone, changes nothing."""
    unit = turn.unit(decision.me.unit)
    if unit is None:
        return NoUnit()
    until, request_id = promised_date(turn, unit), turn.new_id()
    before = _before(turn, unit.id)
    again = decision.details.again if before and before[0] == decision.details.again else None
    added = requests.add(
        turn.tx,
        turn.house.sealer,
        request_id,
        unit.id,
        person=turn.somebody.id,
        opened_by=None,
        details=details_to_json(replace(decision.details, again=again)),
        guest=None,
        promised_at=to_ms(until),
        now=turn.now_ms,
    )
    request = open_request(turn, unit.id)
    if request is None or not added:
        return AlreadySent(from_ms(request.created_at) if request else turn.now)
    goes_on_by_wish(turn)
    begin_search(turn, request, after=SETTLE)
    return Sent(until, unit.coordination.who, number_on(turn, request) is not None)


@carries_out(StartSearch)
def start_search(turn: Turn, decision: StartSearch) -> None:
    """The first round need not wait any longer; later rounds keep their time."""
    request = open_request(turn, decision.me.unit)
    if request and request.state == "searching" and request.wave == 0:
        turn.set_timer(WAVE, request.id, turn.now, request.unit_id)


@answers(MyRequest)
def my_request(turn: Turn, look: MyRequest) -> RequestView | None:
    request = open_request(turn, look.me.unit)
    if request is None:
        return None
    of_request = pairs.of_request(turn.tx, request.id)
    choices = [think_until(turn, pair) for pair in of_request if pair.state == "proposed"]
    last = of_request[-1] if of_request else None
    return RequestView(
        request=request.id,
        state=request.state,
        since=from_ms(request.created_at),
        until=from_ms(request.promised_at),
        overdue=request.overdue_at is not None,
        details=details_of(turn, request),
        role=unit_of(turn, request.unit_id).coordination.who,
        needs_eyes=needs_approval(turn, request),
        choose_until=min(choices, default=None),
        held=request.state != "matched" and is_held(turn, request),
        mourning=may_end_mourning(turn),
        stopped=(last.id, name_of(turn, last.ap_id)) if last and last.closed_why == AP_STOPS else None,
    )


@answers(WhatMyApSees)
def what_they_see(turn: Turn, look: WhatMyApSees) -> WhatTheySee | None:
    request = open_request(turn, look.me.unit)
    if request is None:
        return None
    until = turn.now + timedelta(hours=unit_of(turn, request.unit_id).delays.offer_hours)
    before, in_common = preview_card(turn, request, until)
    return WhatTheySee(before, in_common, person_card_for(turn, request))


@carries_out(ChangeRequest)
def change(turn: Turn, decision: ChangeRequest) -> bool:
    request = open_request(turn, decision.me.unit)
    if request is None or request.state == "matched":
        return False
    changed: dict[str, object] = {
        "topics": decision.topics,
        "not_who": decision.not_who,
        "not_name": decision.not_name,
        "around": decision.around,
    }
    said = {name: value for name, value in changed.items() if value is not None}
    rewrite(turn, request, replace(details_of(turn, request), **said))  # type: ignore[arg-type]
    return True


@carries_out(Withdraw)
def withdraw(turn: Turn, decision: Withdraw) -> Withdrawn | None:
    request = open_request(turn, decision.me.unit)
    return withdrawn(turn, request) if request else None


def withdrawn(turn: Turn, request: Request) -> Withdrawn | None:
    """End a wish that did not become a contact: offers are taken back, APs who said yes thanked, tasks made moot.
    None where a contact is under way: that has its own goodbye."""
    if request.state == "matched" or not requests.close(turn.tx, request.id, "withdrawn", turn.now_ms):
        return None
    end_search(turn, request.id)
    turn.cancel_timer(DATE, request.id)
    unsay(turn, request)
    close_tasks_about(turn, request)
    still = None
    for pair in pairs.of_request(turn.tx, request.id):
        if pair.state == "proposed":
            let_go(turn, pair, "withdrawn")
        elif pair.is_open:  # somebody else was being looked for meanwhile: that contact goes on
            requests.set_state(turn.tx, request.id, ("withdrawn",), "matched")
            _stays_with(turn, request, pair)
            still = pair
    if still is None:
        requests.forget_guest(turn.tx, request.id)
        requests.forget(turn.tx, turn.house.sealer, request.id, "number", "not_name")
    return Withdrawn(name_of(turn, still.ap_id) if still else None)


def _stays_with(turn: Turn, request: Request, pair: Pair) -> None:
    """An AP who has read that somebody else goes on reads that it is not so."""
    if pair.handover == "agreed" and pairs.answer_handover(turn.tx, pair.id, "declined"):
        turn.speech.unsay(pair.ap_id, about_handover(pair.id))
        name = name_on(turn, request)
        turn.speech.notice(pair.ap_id, handover_wished(name, pair.id, agreed=False), unit=pair.unit_id)


@facts
def request_open(turn: Turn) -> set[str]:
    return {"request-open"} if requests.open_of_person(turn.tx, turn.somebody.id) else set()


@would_end
def request_that_would_end(turn: Turn) -> list[Text]:
    return [_("Your request is withdrawn.") for _r in requests.open_of_person(turn.tx, turn.somebody.id)]


@on_stop
def requests_end(turn: Turn) -> list[Text]:
    for request in requests.open_of_person(turn.tx, turn.somebody.id):
        withdrawn(turn, request)
    return []
