"""The search: rounds of offers until somebody says yes, and the date that was promised."""

from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.registry import on_timer
from bot.services.tasks import add_task, close_tasks
from bot.services.wishes import needs_approval, ranking
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import offers, requests
from bot.storage.outbox import Lane
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.ap.offers import offer_arrived, offer_over
from conversations.dialogue.text import _
from conversations.policies.working_time import add_working_days, next_opening

WAVE, DATE = "offer-wave", "request-date"
APPROVAL = "match-approval"  # the kind of task
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
    turn.set_timer(DATE, request.id, from_ms(request.promised_at), request.unit_id)
    turn.set_timer(WAVE, request.id, turn.now + after, request.unit_id)


def end_search(turn: Turn, request_id: int) -> None:
    """No more rounds; what is still open is taken back kindly. The promised date stays."""
    turn.cancel_timer(WAVE, request_id)
    recall(turn, request_id)


def recall(turn: Turn, request_id: int, *, to: str = "gone", due: bool = False) -> int:
    """Take back the open offers of a request (only those whose time is over where `due`); gives how many."""
    count = 0
    for row in offers.of_request(turn.tx, request_id):
        if row.state != "open" or (due and row.expires_at > turn.now_ms):
            continue
        if offers.set_state(turn.tx, row.id, "open", to, turn.now_ms):
            turn.speech.edit(row.ap_id, f"offer:{row.id}", offer_over())
            count += 1
    return count


@on_timer(WAVE)
def wave_due(turn: Turn, event: TimerDue) -> None:
    request = requests.find(turn.tx, event.subject)
    if request is None:
        return
    recall(turn, request.id, to="expired", due=True)
    if request.state == "searching":
        next_wave(turn, request)


def next_wave(turn: Turn, request: Request) -> None:
    """Ask the best few at once; where nobody is left to ask, look again at the next opening. A unit that approves its
    matches asks nobody by itself: the request then stands in the supervisor's list."""
    unit = unit_of(turn, request.unit_id)
    found, _not_now = ranking(turn, request)
    if needs_approval(turn, request):
        if found:
            _ask_for_approval(turn, request, unit)
        turn.set_timer(WAVE, request.id, turn.now + APPROVAL_WITHIN if found else _next_look(turn, unit), unit.id)
        return
    if not send_offers(turn, request, tuple(m.candidate.person for m in found[: unit.limits.offers_at_once])):
        turn.set_timer(WAVE, request.id, _next_look(turn, unit), unit.id)


def _ask_for_approval(turn: Turn, request: Request, unit: Unit) -> None:
    """A person of the unit looks at the ranked list, well before the promised date."""
    if request.person_id is not None:
        close_tasks(turn, person=request.person_id, kind=APPROVAL)
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
    if request.person_id is not None:
        close_tasks(turn, person=request.person_id, kind=APPROVAL)
    return asked


def wave_answered(turn: Turn, request_id: int) -> None:
    """Somebody declined: when nobody of the round is left, the next round goes out at once."""
    request = requests.find(turn.tx, request_id)
    if request is None or request.state != "searching":
        return
    if not any(row.state == "open" for row in offers.of_request(turn.tx, request_id)):
        next_wave(turn, request)


def _next_look(turn: Turn, unit: Unit) -> datetime:
    """Tomorrow's opening or later: somebody may have come back, or have a place again."""
    return next_opening(hours_of(unit), turn.now + timedelta(hours=12))
