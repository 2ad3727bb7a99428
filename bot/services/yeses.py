"""An AP's yes: told to the patient, open for a time inside the one promised date, and how it ends without a contact."""

from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.services.guests import in_one_day, tell_guest
from bot.services.pairs import PROPOSAL, close_pair
from bot.services.profiles import name_of
from bot.services.waves import about_request, is_held, look_on, tell, unit_of, unsay
from bot.services.working_time import hours_of
from bot.storage import offers, outbox, pairs, requests, timers
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.ap.offers import not_chosen
from conversations.care.profiles import Name
from conversations.dialogue.text import Text, When, _
from conversations.patient.proposals import cannot_after_all, one_cannot_after_all, somebody_said_yes
from conversations.patient.request_ways import search_goes_on
from conversations.policies.working_time import add_working_days, closing_before

LEAST = timedelta(days=1)  # whoever chooses has at least so long to think, and the AP for the first step


def propose(turn: Turn, pair_id: int) -> datetime:
    """An AP said yes just now: gives until when the patient may think."""
    pair = pairs.find(turn.tx, pair_id)
    request = requests.find(turn.tx, pair.request_id) if pair else None
    if pair is None or request is None:
        raise LookupError("a pair just written is not there")
    until = _open_until(turn, pair, request)
    keep_open(turn, pair, request, until)
    return until


def keep_open(turn: Turn, pair: Pair, request: Request, until: datetime) -> None:
    """The choice is open until then, and the patient reads so."""
    turn.set_timer(PROPOSAL, pair.id, until, pair.unit_id)
    _say_who_said_yes(turn, request, pair, until)


def _say_who_said_yes(turn: Turn, request: Request, pair: Pair, until: datetime) -> None:
    unit, ap = unit_of(turn, pair.unit_id), name_of(turn, pair.ap_id)
    if request.person_id is None:
        what = _(
            "{ap} has said yes. Ask {guest}: yes, somebody else, or later? The choice is open until {until}.",
            ap=ap,
            until=When(until),
        )
        tell_guest(turn, request.id, min(until, in_one_day(turn, unit.id)), what, pair=pair.id)
        return
    days = -(-unit.delays.first_contact_hours // 24)
    tell(turn, request, somebody_said_yes(pair.id, ap, until, days))


def think_until(turn: Turn, pair: Pair) -> datetime:
    """Until when the choice is open, as it was told."""
    due = timers.due_at(turn.tx, PROPOSAL, pair.id)
    return from_ms(pair.accepted_at if due is None else due)


def _open_until(turn: Turn, pair: Pair, request: Request) -> datetime:
    """A closing time of the unit, so that nothing ends in the night or over a weekend. After a late yes it is earlier,
    so that choosing and the first step live inside the promised date; a working day is left in any case."""
    unit, said_yes = unit_of(turn, pair.unit_id), from_ms(pair.accepted_at)
    hours, promised = hours_of(unit), from_ms(request.promised_at)
    full = add_working_days(hours, said_yes, unit.delays.thinking_days)
    if promised <= said_yes:
        return full
    in_time = closing_before(hours, promised - LEAST, said_yes + LEAST)
    return min(full, in_time or add_working_days(hours, said_yes, 1))


def first_step_by(turn: Turn, request: Request) -> datetime:
    """Of a yes that the patient says now: inside the promised date too, with a day for the AP in any case."""
    full = turn.now + timedelta(hours=unit_of(turn, request.unit_id).delays.first_contact_hours)
    return min(full, max(from_ms(request.promised_at), turn.now + LEAST))


def let_go(turn: Turn, pair: Pair, why: str) -> None:
    """A proposed pair that does not begin: the AP's place is free again, and the AP is thanked in the same words
    whatever the reason. Only whom the person did not choose is not asked again for this request."""
    if _end(turn, pair, why, "passed" if why == "another" else "expired"):
        turn.speech.notice(pair.ap_id, not_chosen(), unit=pair.unit_id)


def yes_is_gone(turn: Turn, pair: Pair, why: str, *, again: bool) -> bool:
    """On the AP's side a yes that waited for the patient does not hold any more; `again`: they may be asked once more.

    The search goes on, and the patient reads so with the date; why is nobody's business.
    """
    request = requests.find(turn.tx, pair.request_id)
    if request is None or not _end(turn, pair, why, "expired" if again else "declined"):
        return False
    until = look_on_without(turn, request)
    if request.is_open and not is_held(turn, request):
        _say_it_is_gone(turn, request, pair, until)
    return True


def _end(turn: Turn, pair: Pair, why: str, offer_state: str) -> bool:
    if pair.state != "proposed" or not close_pair(turn, pair, why):
        return False
    offer = offers.between(turn.tx, pair.request_id, pair.ap_id)
    if offer:
        offers.set_state(turn.tx, offer.id, "accepted", offer_state, turn.now_ms)
    return True


def _say_it_is_gone(turn: Turn, request: Request, pair: Pair, until: datetime | None) -> None:
    """Nothing of a yes that was not read yet, but a date that is new."""
    ap = name_of(turn, pair.ap_id)
    if request.person_id is None:
        tell_guest(turn, request.id, in_one_day(turn, request.unit_id), _gone_words(ap, until), pair=pair.id)
    elif not outbox.waits_about(turn.tx, request.person_id, about_request(request.id), pair.accepted_at):
        tell(turn, request, one_cannot_after_all(ap) if until is None else cannot_after_all(ap, until))
    elif until is None:
        _say_who_is_left(turn, request)
    elif to_ms(until) == request.promised_at:
        unsay(turn, request)
    else:
        tell(turn, request, search_goes_on(until))


def _say_who_is_left(turn: Turn, request: Request) -> None:
    for other in pairs.of_request(turn.tx, request.id):
        if other.state == "proposed":
            _say_who_said_yes(turn, request, other, think_until(turn, other))


def _gone_words(ap: Name, until: datetime | None) -> Text:
    if until is None:
        return _("{ap} had said yes and cannot after all. Somebody else’s yes still waits for {guest}.", ap=ap)
    new = When(until)
    return _("{ap} had said yes and cannot after all. Tell {guest} we go on looking, until {until}.", ap=ap, until=new)


def look_on_without(turn: Turn, request: Request) -> datetime | None:
    """An AP's yes is gone: the search goes on, and its date is given. None where another card is still to be chosen,
    or the request is over."""
    left = any(pair.state == "proposed" for pair in pairs.of_request(turn.tx, request.id))
    return look_on(turn, request) if request.is_open and not left else None
