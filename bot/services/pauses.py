"""A pause of a contact: either side, for as long as they say; at its end both are asked, and the clocks run again."""

from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.budget import BY_DAY, wrote
from bot.services.guests import close_call_saying, in_one_day, tell_guest
from bot.services.pairs import of_person, other_name
from bot.services.profiles import name_of
from bot.services.registry import carries_out, on_hold, on_pair_ended, on_release, on_timer
from bot.services.silence import counts_anew
from bot.storage import appointments, pairs, requests
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.pauses import LENGTHS, Agreed, GoOnWithPair, Paused, PausePair
from conversations.dialogue.text import Text, _
from conversations.patient.pauses import about_pause, no_longer_paused, pause_is_over, paused
from conversations.policies.local_time import day_of, moment

PAUSE = "pair-pause"
TO_TELL = _("{ap} needs a pause until {day}. Tell {guest} that it goes on afterwards.")


@carries_out(PausePair)
def pause(turn: Turn, decision: PausePair) -> Paused | None:
    """Not before the first contact: somebody waits for it by a date that they have read."""
    pair = of_person(turn, decision.pair)
    if pair is None or pair.first_contact_at is None or decision.days not in LENGTHS:
        return None
    me, zone = turn.somebody.id, turn.zone(pair.unit_id)
    day = day_of(turn.now, zone) + timedelta(days=decision.days)
    until = moment(day, BY_DAY, zone)
    if not pairs.pause(turn.tx, pair.id, me, to_ms(until)):
        return None
    turn.set_timer(PAUSE, pair.id, until, pair.unit_id)
    agreed = _agreed(turn, pair)
    other = pair.other(me)
    if other is not None:
        turn.speech.unsay(other, about_pause(pair.id))
        turn.speech.notice(other, paused(other_name(turn, pair, other), day, agreed, pair.id), unit=pair.unit_id)
    else:
        have_it_told(turn, pair, until)
    return Paused(other_name(turn, pair, me), day, agreed, other is not None)


def have_it_told(turn: Turn, pair: Pair, until: datetime) -> None:
    """A guest is called about the pause of their contact."""
    day = day_of(until, turn.zone(pair.unit_id))
    words = Text(TO_TELL.source, {"ap": name_of(turn, pair.ap_id), "day": day})
    tell_guest(turn, pair.request_id, in_one_day(turn, pair.unit_id), words, pair=pair.id)


def _agreed(turn: Turn, pair: Pair) -> Agreed | None:
    """The next time they have set. It stands: who needs the pause may still need the call."""
    coming = [one for one in appointments.open_of(turn.tx, pair.id) if one.at > turn.now_ms]
    return Agreed(coming[0].id, from_ms(coming[0].at)) if coming else None


@carries_out(GoOnWithPair)
def go_on(turn: Turn, decision: GoOnWithPair) -> bool:
    pair = of_person(turn, decision.pair)
    if pair is None:
        return False
    if not pairs.go_on(turn.tx, pair.id, turn.somebody.id):
        return pair.state == "active"
    turn.cancel_timer(PAUSE, pair.id)
    counts_anew(turn, pair)
    other = pair.other(turn.somebody.id)
    if other is not None:
        turn.speech.unsay(other, about_pause(pair.id))
        turn.speech.notice(other, no_longer_paused(other_name(turn, pair, other)), unit=pair.unit_id)
    elif not _nobody_told(turn, pair):
        words = _("{ap} is back from the pause. Tell {guest} so.", ap=name_of(turn, pair.ap_id))
        tell_guest(turn, pair.request_id, in_one_day(turn, pair.unit_id), words, pair=pair.id)
    return True


def _nobody_told(turn: Turn, pair: Pair) -> bool:
    """Whether a guest was not told yet of the pause that is over, and need not be any more. Another call about this
    contact that was made meanwhile stays: that its AP cannot be reached, or is there again."""
    request = requests.find(turn.tx, pair.request_id)
    return request is not None and close_call_saying(turn, request, pair.id, TO_TELL)


@on_timer(PAUSE)
def is_over(turn: Turn, event: TimerDue) -> None:
    """On the day that both have read: the other may write again, whatever waits for one of them. The question to who is
    in danger or in mourning waits by itself."""
    pair = pairs.find(turn.tx, event.subject)
    if pair is None or pair.state != "paused":
        return
    if not pairs.go_on(turn.tx, pair.id, pair.paused_by):
        return
    counts_anew(turn, pair)
    if pair.patient_id is None:
        _nobody_told(turn, pair)
    for person in (pair.patient_id, pair.ap_id):
        if person is not None:
            turn.speech.unsay(person, about_pause(pair.id))
            wrote(turn, person)
            turn.speech.notice(person, pause_is_over(other_name(turn, pair, person), pair.id), unit=pair.unit_id)


@on_hold
def nothing_is_asked_on_hold(turn: Turn, person_id: int, pair_id: int | None) -> None:
    if pair_id is not None:
        turn.cancel_timer(PAUSE, pair_id)


@on_release
def it_ends_as_was_said(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """Or a day from now, where that day has passed during the hold."""
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    if pair is not None and pair.state == "paused" and pair.paused_until is not None:
        until = max(from_ms(pair.paused_until), turn.now + timedelta(days=1))
        turn.set_timer(PAUSE, pair.id, until, pair.unit_id)


@on_pair_ended
def nothing_left_to_ask(turn: Turn, pair_id: int, why: str) -> None:
    """Nor is it asked of who could not read yet that a pause is over."""
    pair = pairs.find(turn.tx, pair_id)
    turn.cancel_timer(PAUSE, pair_id)
    for person in (pair.patient_id, pair.ap_id) if pair is not None else ():
        if person is not None:
            turn.speech.unsay(person, about_pause(pair_id))
