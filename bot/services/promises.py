"""The promised date of a request: that day something true is said in any case, and a human knows."""

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services.guests import tell_guest
from bot.services.pairs import contact_by
from bot.services.profiles import name_of
from bot.services.proposals import think_until
from bot.services.registry import Finding, audits, on_timer
from bot.services.tasks import add_task
from bot.services.waves import DATE, WAVE, unit_of
from bot.services.wishes import number_on
from bot.services.working_time import hours_of
from bot.storage import pairs, requests, timers
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.dialogue.text import _
from conversations.patient.request_ways import first_step_late, first_step_to_come, nobody_yet, still_your_choice
from conversations.policies.working_time import add_working_days


@on_timer(DATE)
def date_has_come(turn: Turn, event: TimerDue) -> None:
    """Cancelled by the first contact; so whoever still has this timer waits for a word today."""
    request = requests.find(turn.tx, event.subject)
    if request is None or not requests.overdue(turn.tx, request.id, turn.now_ms):
        return
    if request.state == "searching":
        _nobody_yet(turn, request)
    elif request.state == "proposed":
        _still_choosing(turn, request)
    elif request.state == "matched":
        _no_contact_yet(turn, request)


def _nobody_yet(turn: Turn, request: Request) -> None:
    """A human is told, with a time; the person reads who will be in touch and by when, by phone only with a number."""
    unit = unit_of(turn, request.unit_id)
    due = add_working_days(hours_of(unit), turn.now, 1)
    if request.person_id is None:
        tell_guest(turn, request.id, due, _("Nobody has been free yet. Ask them: go on, or stop?"))
        return
    number = number_on(turn, request)
    add_task(
        turn,
        kind="call-person" if number else "write-person",
        unit=unit.id,
        person=request.person_id,
        pair=None,
        due=due,
        details=_("Their request found nobody by the promised day. They know that you will be in touch."),
        number=number,
        opens=("match", request.id),
    )
    turn.speech.notice(request.person_id, nobody_yet(unit.coordination.who, due, number is not None), unit=unit.id)


def _still_choosing(turn: Turn, request: Request) -> None:
    open_ones = [p for p in pairs.of_request(turn.tx, request.id) if p.state == "proposed"]
    if open_ones and request.person_id is not None:
        until = max(think_until(turn, pair) for pair in open_ones)
        turn.speech.notice(request.person_id, still_your_choice(until), unit=request.unit_id)


def _no_contact_yet(turn: Turn, request: Request) -> None:
    waiting = [p for p in pairs.of_request(turn.tx, request.id) if p.state == "active" and p.first_contact_at is None]
    for pair in waiting:
        unit, ap, by = unit_of(turn, pair.unit_id), name_of(turn, pair.ap_id), contact_by(turn, pair)
        if by > turn.now:
            if pair.patient_id is not None:
                turn.speech.notice(pair.patient_id, first_step_to_come(ap, by), unit=unit.id)
            continue
        due = add_working_days(hours_of(unit), turn.now, 1)
        if pair.patient_id is None:
            tell_guest(turn, request.id, due, _("{ap} has not called yet. Tell them you look into it.", ap=ap))
            continue
        add_task(
            turn,
            kind="write-person",
            unit=unit.id,
            person=pair.patient_id,
            pair=pair.id,
            due=due,
            details=_("{ap} has not been in touch by the promised day. They know that you look into it.", ap=ap),
        )
        turn.speech.notice(pair.patient_id, first_step_late(ap, unit.coordination.who, due), unit=unit.id)


@audits
def every_search_has_its_clocks(turn: Turn) -> list[Finding]:
    """A request that is searched for has a next round; until the day is past, a date."""
    missing: list[Finding] = []
    for unit in turn.house.site.units:
        for request in requests.open_of_unit(turn.tx, unit.id):
            if request.state == "searching" and timers.due_at(turn.tx, WAVE, request.id) is None:
                missing.append(Finding(f"request {request.id} has no next round of offers", unit.id))
            promised = from_ms(request.promised_at)
            if request.state == "searching" and promised > turn.now and not timers.due_at(turn.tx, DATE, request.id):
                missing.append(Finding(f"request {request.id} has no timer for its date", unit.id))
    return missing
