"""What a hold, a closed pair or a lost contact means for requests: nobody is searched for who must be left alone."""

from dataclasses import replace

from bot.clock import from_ms, to_ms
from bot.events import Outcome, Unreachable
from bot.services.guests import tell_guest
from bot.services.profiles import name_of
from bot.services.registry import on_hold, on_outcome, on_pair_ended, on_release
from bot.services.waves import DATE, WAVE, begin_search, promised_date, recall, unit_of
from bot.services.working_time import hours_of
from bot.storage import pairs, requests
from bot.turn import Turn
from conversations.dialogue.text import _
from conversations.patient.request_ways import search_goes_on
from conversations.policies.working_time import add_working_days


@on_hold
def searches_stop(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """No offer stays out and no date comes due for somebody who is held; the place in the queue is kept."""
    for request in requests.open_of_person(turn.tx, person_id):
        turn.cancel_timer(WAVE, request.id)
        turn.cancel_timer(DATE, request.id)
        recall(turn, request.id)


@on_release
def searches_go_on(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """With the date that was promised, or a new one where it has passed meanwhile."""
    for request in requests.open_of_person(turn.tx, person_id):
        if request.state != "searching":
            continue
        until = from_ms(request.promised_at)
        if until <= turn.now:
            until = promised_date(turn, unit_of(turn, request.unit_id))
            requests.promise(turn.tx, request.id, to_ms(until))
        begin_search(turn, replace(request, promised_at=to_ms(until)))
        turn.speech.notice(person_id, search_goes_on(until), unit=request.unit_id)


@on_pair_ended
def guests_are_called(turn: Turn, pair_id: int, why: str) -> None:
    """What would be a message to somebody on the bot is a call to make for a guest."""
    pair = pairs.find(turn.tx, pair_id)
    if pair is None or pair.patient_id is not None or why != "no-first-contact":
        return
    due = add_working_days(hours_of(unit_of(turn, pair.unit_id)), turn.now, 1)
    ap = name_of(turn, pair.ap_id)
    tell_guest(turn, pair.request_id, due, _("{ap} could not call. Tell them we look for somebody else.", ap=ap))


@on_outcome
def nobody_can_be_told(turn: Turn, outcome: Outcome) -> None:
    """A person whom nothing reaches any more: no further AP is asked; whoever comes back finds the place kept."""
    if not isinstance(outcome, Unreachable):
        return
    for request in requests.open_of_person(turn.tx, outcome.person):
        if requests.set_state(turn.tx, request.id, ("searching",), "resting"):
            turn.cancel_timer(WAVE, request.id)
            turn.cancel_timer(DATE, request.id)
            recall(turn, request.id)
