"""Requests as the person who asks meets them: sent, changed, shown, withdrawn."""

from dataclasses import replace
from datetime import timedelta

from bot.clock import from_ms, to_ms
from bot.services.profiles import PATIENT_SIDE, profile_of
from bot.services.proposals import let_go
from bot.services.registry import answers, carries_out, facts, on_stop, would_end
from bot.services.tasks import close_tasks
from bot.services.waves import DATE, SETTLE, WAVE, begin_search, end_search, promised_date, unit_of
from bot.services.wishes import (
    details_of,
    details_to_json,
    needs_approval,
    number_on,
    offer_card_for,
    person_card_for,
    ranking,
)
from bot.storage import consents, pairs, requests
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.people import RELAY
from conversations.care.profiles import QUESTIONS_OF_PATIENT, TOPICS, WRITING, NextQuestion
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
)
from conversations.dialogue.text import Text, _

LATE_TASKS = ("call-person", "write-person")


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
    return Frame(topics, unit.choices.means, open_request(turn, unit.id) is not None, today)


@carries_out(SendRequest)
def send(turn: Turn, decision: SendRequest) -> Sent | AlreadySent | NoUnit:
    """One open request a person and unit: a second tap, or a second phone, changes nothing."""
    unit = turn.unit(decision.me.unit)
    if unit is None:
        return NoUnit()
    until, request_id = promised_date(turn, unit), turn.new_id()
    added = requests.add(
        turn.tx,
        turn.house.sealer,
        request_id,
        unit.id,
        person=turn.somebody.id,
        opened_by=None,
        details=details_to_json(decision.details),
        guest=None,
        promised_at=to_ms(until),
        now=turn.now_ms,
    )
    request = open_request(turn, unit.id)
    if request is None or not added:
        return AlreadySent(from_ms(request.created_at) if request else turn.now)
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
    proposals = tuple(p.id for p in pairs.of_request(turn.tx, request.id) if p.state == "proposed")
    return RequestView(
        request=request.id,
        state=request.state,
        since=from_ms(request.created_at),
        until=from_ms(request.promised_at),
        overdue=request.overdue_at is not None,
        details=details_of(turn, request),
        role=unit_of(turn, request.unit_id).coordination.who,
        calls=number_on(turn, request) is not None,
        needs_eyes=needs_approval(turn, request),
        proposals=proposals,
    )


@answers(WhatMyApSees)
def what_they_see(turn: Turn, look: WhatMyApSees) -> WhatTheySee | None:
    request = open_request(turn, look.me.unit)
    if request is None:
        return None
    until = turn.now + timedelta(hours=unit_of(turn, request.unit_id).delays.offer_hours)
    return WhatTheySee(offer_card_for(turn, request, None, until, others=True), person_card_for(turn, request))


@answers(NextQuestion)
def next_question(turn: Turn, look: NextQuestion) -> str | None:
    """In their order, the number first for who would rather be called; one about oneself only while somebody could
    still be chosen by it, that is, while an AP who may be asked has said something on it too."""
    request = open_request(turn, look.me.unit)
    if request is None or request.state != "searching":
        return None
    said = profile_of(turn, turn.somebody.id, PATIENT_SIDE)
    found, _not_now = ranking(turn, request)
    by_phone = details_of(turn, request).means == ("phone",)
    for field in sorted(QUESTIONS_OF_PATIENT, key=lambda one: by_phone and one != "number"):
        if said.has(field):
            continue
        if field == "name" and not turn.somebody.name(turn.house.sealer):
            return field
        if field == WRITING and _may_still_choose(turn, request):
            return field
        if field == "number" and number_on(turn, request) is None:
            return field
        kind = "gender" if field == "wants_gender" else field
        if field not in ("name", WRITING, "number") and any(getattr(match.candidate, kind) for match in found):
            return field
    return None


def _may_still_choose(turn: Turn, request: Request) -> bool:
    """Whether writing is offered here and neither chosen nor refused yet. Without a name the question waits for the
    contact: it says what the other side will see."""
    me = turn.somebody
    offered = "relay" in unit_of(turn, request.unit_id).choices.means
    return offered and bool(me.name(turn.house.sealer)) and consents.given(turn.tx, me.id, RELAY) is None


@carries_out(ChangeRequest)
def change(turn: Turn, decision: ChangeRequest) -> bool:
    request = open_request(turn, decision.me.unit)
    if request is None or request.state == "matched":
        return False
    details = details_of(turn, request)
    changed: dict[str, object] = {
        "topics": decision.topics,
        "not_who": decision.not_who,
        "not_name": decision.not_name,
        "around": decision.around,
    }
    said = {name: value for name, value in changed.items() if value is not None}
    rewrite(turn, request, replace(details, **said))  # type: ignore[arg-type]
    return True


def rewrite(turn: Turn, request: Request, details: Details) -> None:
    """Write the details of a request anew."""
    requests.write_details(turn.tx, turn.house.sealer, request.id, details_to_json(details))


@carries_out(Withdraw)
def withdraw(turn: Turn, decision: Withdraw) -> bool:
    request = open_request(turn, decision.me.unit)
    return request is not None and withdrawn(turn, request)


def withdrawn(turn: Turn, request: Request) -> bool:
    """End a wish that did not become a contact: offers are taken back, APs who said yes thanked, calls made moot.
    False where a contact is under way: that has its own goodbye."""
    if request.state == "matched" or not requests.close(turn.tx, request.id, "withdrawn", turn.now_ms):
        return False
    end_search(turn, request.id)
    turn.cancel_timer(DATE, request.id)
    for pair in pairs.of_request(turn.tx, request.id):
        if pair.state == "proposed":
            let_go(turn, pair, "withdrawn")
        elif pair.is_open:  # somebody else was being looked for meanwhile: that contact goes on
            requests.set_state(turn.tx, request.id, ("withdrawn",), "matched")
    if request.person_id is not None:
        for kind in LATE_TASKS:
            close_tasks(turn, person=request.person_id, kind=kind)
    requests.forget_guest(turn.tx, request.id)
    requests.forget(turn.tx, turn.house.sealer, request.id, "number", "not_name")
    return True


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
