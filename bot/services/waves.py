"""The search: rounds of offers until somebody says yes, and the date that was promised."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.registry import on_timer
from bot.services.tasks import add_task, close_opening
from bot.services.wishes import needs_approval, suitable
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import holds, offers, outbox, pairs, requests, tasks
from bot.storage.offers import OfferRow
from bot.storage.outbox import Lane
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.ap.offers import about_offer, offer_arrived, offer_over
from conversations.care.holds import DOUBT
from conversations.dialogue.notice import Notice
from conversations.dialogue.text import _
from conversations.policies.matching import next_round
from conversations.policies.working_time import add_working_days, next_opening, opening_of

WAVE, DATE = "offer-wave", "request-date"
APPROVAL = "match-approval"  # the kind of task
SEE = "see-patient"  # the same, of somebody who was not the one who wrote
IN_TOUCH = CALL, WRITE = "call-person", "write-person"  # kinds of tasks: somebody of the unit is in touch
OPENED_BY = ("match", "guest")  # the dialogues that a task about a request opens
APPROVAL_WITHIN = timedelta(days=2)  # a match that nobody looked at is asked for again, while the task climbs
SETTLE = timedelta(minutes=20)  # time to say a little more about oneself before anybody is asked


def unit_of(turn: Turn, unit_id: str) -> Unit:
    """The unit of a row. Raises LookupError where the site no longer has it."""
    unit = turn.unit(unit_id)
    if unit is None:
        raise LookupError(f"the site has no unit {unit_id}")
    return unit


def promised_date(turn: Turn, unit: Unit) -> datetime:
    """The one date for the whole wait, from now to the first contact: a closing time of the unit."""
    return add_working_days(hours_of(unit), turn.now, unit.delays.whole_wait_days)


def begin_search(turn: Turn, request: Request, *, after: timedelta = timedelta()) -> None:
    """Set the two clocks of a request: the next round of offers, and the promised date."""
    set_date(turn, request, from_ms(request.promised_at))
    turn.set_timer(WAVE, request.id, turn.now + after, request.unit_id)


def set_date(turn: Turn, request: Request, until: datetime) -> None:
    """The clock of the promised date; a call to a guest must be made that day, so theirs rings at the opening."""
    at = until if request.person_id is not None else opening_of(hours_of(unit_of(turn, request.unit_id)), until)
    turn.set_timer(DATE, request.id, at, request.unit_id)


def is_held(turn: Turn, request: Request) -> bool:
    """Whether a supervisor has to look first: nobody is asked and nothing is said for this request until then."""
    theirs = holds.about(turn.tx, request.person_id) if request.person_id is not None else []
    if any(one.at >= request.created_at for one in theirs):
        return True
    return any(pair.state == "held" or _is_to_be_seen(turn, pair) for pair in pairs.of_request(turn.tx, request.id))


def _is_to_be_seen(turn: Turn, pair: Pair) -> bool:
    """It was not the patient who wrote: until somebody has seen them, nobody new is led to that phone."""
    opened = tasks.open_of_pair(turn.tx, pair.id) if pair.closed_why == DOUBT else []
    return any(task.kind == SEE for task in opened)


def date_to_come(turn: Turn, request: Request) -> datetime:
    """The promised date while it is still to come, else a new one: a date that has passed is never said again."""
    until = from_ms(request.promised_at)
    if until <= turn.now or request.overdue_at is not None:
        until = promised_date(turn, unit_of(turn, request.unit_id))
        requests.promise(turn.tx, request.id, to_ms(until))
    return until


def tell(turn: Turn, request: Request, notice: Notice, *, lane: Lane = Lane.NOTICE) -> None:
    """What comes next for somebody's request, in the place of what still waited to be said of it. For a guest the
    coordination calls instead (guests.py)."""
    if request.person_id is not None:
        unsay(turn, request)
        said = replace(notice, about=about_request(request.id))
        turn.speech.notice(request.person_id, said, unit=request.unit_id, lane=lane)


def unsay(turn: Turn, request: Request) -> None:
    """The person has decided: what waits for the morning to be said of it is not so any more."""
    if request.person_id is not None:
        turn.speech.unsay(request.person_id, about_request(request.id))


def about_request(request_id: int) -> str:
    """The name of the messages that say what comes next for a request."""
    return f"request:{request_id}"


def look_on(turn: Turn, request: Request) -> datetime:
    """Search, or go on searching: the next round at once unless one is out; gives the date, for whoever waits to read.

    While it is held the clocks stand still, and begin again when it is lifted.
    """
    requests.set_state(turn.tx, request.id, ("proposed", "resting", "matched"), "searching")
    until = date_to_come(turn, request)
    if not is_held(turn, request):
        set_date(turn, request, until)
        wave_answered(turn, request.id)
    return until


def rest(turn: Turn, request: Request) -> bool:
    """The place is kept, and nothing happens until the person says so."""
    if not requests.set_state(turn.tx, request.id, ("searching", "proposed", "matched"), "resting"):
        return False
    end_search(turn, request.id)
    turn.cancel_timer(DATE, request.id)
    return True


def end_search(turn: Turn, request_id: int) -> None:
    """No more rounds; what is still open is taken back kindly, and nobody need approve. The promised date stays."""
    turn.cancel_timer(WAVE, request_id)
    recall(turn, request_id)
    if (request := requests.find(turn.tx, request_id)) is not None:
        close_tasks_about(turn, request, APPROVAL)


def close_tasks_about(turn: Turn, request: Request, *kinds: str) -> None:
    """What there was to do for a request became moot: all of it, or these kinds. The numbers on it go with it."""
    for dialogue in OPENED_BY:
        close_opening(turn, request.unit_id, (dialogue, request.id), *kinds)


def recall(turn: Turn, request_id: int, *, to: str = "gone", which: Callable[[OfferRow], bool] | None = None) -> int:
    """Take back the open offers of a request (all, or those of which `which` is true); gives how many."""
    found = [row for row in offers.of_request(turn.tx, request_id) if row.state == "open" and (not which or which(row))]
    return sum(take_off(turn, row, to) for row in found)


def take_off(turn: Turn, row: OfferRow, to: str) -> bool:
    """An open offer needs no answer any more: what was sent of it says so, the first line and the opened card."""
    if not offers.set_state(turn.tx, row.id, "open", to, turn.now_ms):
        return False
    for about in about_offer(row.id):
        if outbox.parts(turn.tx, row.ap_id, about):
            turn.speech.edit(row.ap_id, about, offer_over())
    return True


@on_timer(WAVE)
def wave_due(turn: Turn, event: TimerDue) -> None:
    request = requests.find(turn.tx, event.subject)
    if request is None:
        return
    recall(turn, request.id, to="expired", which=lambda row: row.expires_at <= turn.now_ms)
    if request.state == "searching":
        next_wave(turn, request)


def next_wave(turn: Turn, request: Request) -> None:
    """Ask the best few at once; where nobody is left to ask, look again at the next opening. A unit that approves its
    matches asks nobody by itself: the request then stands in the supervisor's list."""
    unit = unit_of(turn, request.unit_id)
    here = suitable(turn, request)
    if needs_approval(turn, request):
        close_tasks_about(turn, request, APPROVAL)
        if here.found:
            _ask_for_approval(turn, request, unit)
        turn.set_timer(WAVE, request.id, turn.now + APPROVAL_WITHIN if here.found else _next_look(turn, unit), unit.id)
        return
    if not send_offers(turn, request, next_round(here.wish, here.found, unit.limits.offers_at_once)):
        turn.set_timer(WAVE, request.id, _next_look(turn, unit), unit.id)


def _ask_for_approval(turn: Turn, request: Request, unit: Unit) -> None:
    """A person of the unit looks at the ranked list, well before the promised date."""
    due = min(add_working_days(hours_of(unit), turn.now, 1), from_ms(request.promised_at))
    add_task(
        turn,
        kind=APPROVAL,
        unit=unit.id,
        person=request.person_id,
        pair=None,
        due=due,
        details=_("Somebody waits for your answer on whom to ask."),
        opens=("match", request.id),
    )


def send_offers(turn: Turn, request: Request, aps: tuple[int, ...]) -> int:
    """Offer the request to these APs, all at once and for the unit's hours; gives how many were asked."""
    unit = unit_of(turn, request.unit_id)
    until = turn.now + timedelta(hours=unit.delays.offer_hours)
    if not aps or not requests.next_wave(turn.tx, request.id, request.wave):
        return 0
    asked = 0
    for ap in aps:
        row = offers.put(
            turn.tx,
            turn.new_id(),
            request.id,
            unit.id,
            ap,
            wave=request.wave + 1,
            expires_at=to_ms(until),
            now=turn.now_ms,
        )
        if row:
            turn.speech.notice(ap, offer_arrived(row.id), unit=unit.id, lane=Lane.NOTICE, expires_at=until)
            asked += 1
    turn.set_timer(WAVE, request.id, until, unit.id)
    close_tasks_about(turn, request, APPROVAL)
    return asked


def wave_answered(turn: Turn, request_id: int) -> None:
    """Somebody declined: when nobody of the round is left, the next round goes out at once."""
    request = requests.find(turn.tx, request_id)
    if request is None or request.state != "searching" or is_held(turn, request):
        return
    if not any(row.state == "open" for row in offers.of_request(turn.tx, request_id)):
        next_wave(turn, request)


def _next_look(turn: Turn, unit: Unit) -> datetime:
    """Tomorrow's opening or later: somebody may have come back, or have a place again."""
    return next_opening(hours_of(unit), turn.now + timedelta(hours=12))
