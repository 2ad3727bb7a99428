"""The promised date of a request: that day something true is said in any case, and a human knows."""

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.first_steps import first_step
from bot.services.freezes import waits_until
from bot.services.guests import in_one_day, tell_guest
from bot.services.pairs import FIRST_CONTACT, contact_by
from bot.services.profiles import name_of
from bot.services.registry import Finding, audits, on_thaw, on_timer
from bot.services.tasks import add_task, on_task_done
from bot.services.waves import (
    CALL,
    DATE,
    IN_TOUCH,
    WAVE,
    WRITE,
    close_tasks_about,
    is_held,
    look_on,
    promised_date,
    set_date,
    tell,
    unit_of,
)
from bot.services.wishes import number_on
from bot.services.yeses import think_until
from bot.storage import pairs, requests, timers
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.subjects import number_of
from conversations.dialogue.text import When, _
from conversations.patient.request_ways import (
    first_step_late,
    first_step_to_come,
    nobody_yet,
    search_goes_on,
    still_your_choice,
)
from conversations.patient.silence import as_promised


@on_timer(DATE)
def date_has_come(turn: Turn, event: TimerDue) -> None:
    """Cancelled by the first contact; so whoever still has this timer waits for a word today. Nobody is promised an
    hour who does not read it: while everything waits for them, this does."""
    request = requests.find(turn.tx, event.subject)
    if request is None:
        return
    if (later := waits_until(turn, request.person_id)) is not None:
        turn.set_timer(DATE, request.id, later, request.unit_id)
        return
    if not requests.overdue(turn.tx, request.id, turn.now_ms):
        return
    if request.state == "searching":
        _nobody_yet(turn, request)
    elif request.state == "proposed":
        _still_choosing(turn, request)
    elif request.state == "matched":
        _no_contact_yet(turn, request)


@on_thaw
def a_date_that_has_passed(turn: Turn, person_id: int) -> None:
    """The word of that day comes now."""
    for request in requests.open_of_person(turn.tx, person_id):
        if request.promised_at <= turn.now_ms and timers.due_at(turn.tx, DATE, request.id) is not None:
            turn.set_timer(DATE, request.id, turn.now, request.unit_id)


def _nobody_yet(turn: Turn, request: Request) -> None:
    """A human is told, with a time; the person reads who will be in touch and by when, by phone only with a number."""
    unit = unit_of(turn, request.unit_id)
    if request.person_id is None:
        today, until = from_ms(request.promised_at), promised_date(turn, unit)
        requests.promise(turn.tx, request.id, to_ms(until))
        set_date(turn, request, until)
        what = _(
            "Nobody has been free yet. Ask {guest}: go on until {until}, widen the search, or stop?", until=When(until)
        )
        tell_guest(turn, request.id, today, what)
        return
    due, number = in_one_day(turn, unit.id), number_on(turn, request)
    close_tasks_about(turn, request, *IN_TOUCH)
    add_task(
        turn,
        kind=CALL if number else WRITE,
        unit=unit.id,
        person=request.person_id,
        pair=None,
        due=due,
        details=_("Their request found nobody by the promised day. They know that you will be in touch."),
        number=number,
        opens=("match", request.id),
    )
    tell(turn, request, nobody_yet(unit.coordination.who, due, number is not None))


@on_task_done(CALL)
@on_task_done(WRITE)
def was_in_touch(turn: Turn, task: Task, by: int) -> None:
    """A person of the unit has spoken with somebody for whom nobody was found: the search has a date again."""
    dialogue, _sep, subject = (task.opens or "").partition("|")
    request = requests.find(turn.tx, number_of(subject)) if dialogue == "match" else None
    if request is None or request.person_id is None or request.state != "searching" or is_held(turn, request):
        return
    if request.overdue_at is not None:
        tell(turn, request, search_goes_on(look_on(turn, request)))


def _still_choosing(turn: Turn, request: Request) -> None:
    open_ones = [p for p in pairs.of_request(turn.tx, request.id) if p.state == "proposed"]
    if not open_ones:
        return
    first = min(open_ones, key=lambda pair: think_until(turn, pair))
    until = think_until(turn, first)
    if request.person_id is not None:
        tell(turn, request, still_your_choice(until))
        return
    ap = name_of(turn, first.ap_id)
    what = _("{ap} has said yes, and the choice is open until {until}. Ask {guest}.", ap=ap, until=When(until))
    tell_guest(turn, request.id, from_ms(request.promised_at), what, pair=first.id)


def _no_contact_yet(turn: Turn, request: Request) -> None:
    for pair in pairs.of_request(turn.tx, request.id):
        if pair.state == "active" and pair.first_contact_at is None:
            _first_step_open(turn, request, pair)


def _first_step_open(turn: Turn, request: Request, pair: Pair) -> None:
    """The AP's time is still to come, or over and asked about, or over at this very moment: then that says the word.
    What they have done already says it too."""
    unit, ap, by = unit_of(turn, pair.unit_id), name_of(turn, pair.ap_id), contact_by(turn, pair)
    step, asked = first_step(turn, pair), timers.due_at(turn.tx, FIRST_CONTACT, pair.id) is None
    if step is not None and step.what != "lapsed":
        if (word := as_promised(ap, step, pair.id)) is not None:
            tell(turn, request, word)
        return
    if by <= turn.now and not asked:
        return
    if request.person_id is None:
        what = (
            _("{ap} has not called yet. Tell {guest}: by {by} they hear from {ap} or from us.", ap=ap, by=When(by))
            if asked
            else _("{ap} calls {guest} by {by}. Please tell them so.", ap=ap, by=When(by))
        )
        tell_guest(turn, request.id, from_ms(request.promised_at), what, pair=pair.id)
    elif not asked:
        tell(turn, request, first_step_to_come(ap, by))
    else:
        due = in_one_day(turn, unit.id)
        add_task(
            turn,
            kind=WRITE,
            unit=unit.id,
            person=request.person_id,
            pair=pair.id,
            due=due,
            details=_("{ap} has not been in touch by the promised day. They know that you look into it.", ap=ap),
        )
        tell(turn, request, first_step_late(ap, unit.coordination.who, due))


@audits
def every_search_has_its_clocks(turn: Turn) -> list[Finding]:
    """A request that is searched for has a next round and a date, unless the date has passed and was said; one that is
    held has neither until a supervisor has looked."""
    missing: list[Finding] = []
    for unit in turn.house.site.units:
        for request in requests.open_of_unit(turn.tx, unit.id):
            if request.state != "searching" or is_held(turn, request):
                continue
            if timers.due_at(turn.tx, WAVE, request.id) is None:
                missing.append(Finding(f"request {request.id} has no next round of offers", unit.id))
            if request.overdue_at is None and not timers.due_at(turn.tx, DATE, request.id):
                missing.append(Finding(f"request {request.id} has no timer for its date", unit.id))
    return missing
