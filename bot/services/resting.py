"""« Not tonight »: an AP says so in one tap, and who writes to them meanwhile reads that there is no hurry."""

from datetime import datetime, time, timedelta

from bot.clock import from_ms, to_ms
from bot.services.registry import answers, carries_out
from bot.storage import outbox, profiles
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.profiles import MyRest, RestTonight
from conversations.care.relay import Called
from conversations.patient.relay_words import not_tonight
from conversations.policies.local_time import day_of, moment

MORNING = time(8)


def rests_until(turn: Turn, ap: int) -> datetime | None:
    """Until when nothing is expected of this AP; None where they have not said so."""
    caseload = profiles.caseload(turn.tx, ap)
    until = caseload.resting_until if caseload else None
    return from_ms(until) if until is not None and until > turn.now_ms else None


def say_that_they_rest(turn: Turn, pair: Pair, ap: Called) -> None:
    """To the patient who has just written: once an evening, and nothing about why."""
    if rests_until(turn, pair.ap_id) is None:
        return
    words = not_tonight(ap, pair.id)
    said = outbox.sent_at(turn.tx, turn.somebody.id, words.about or "")
    if said is None or turn.now - from_ms(said) > timedelta(hours=12):
        turn.speech.reply(turn.somebody, words)


@answers(MyRest)
def my_rest(turn: Turn, look: MyRest) -> bool:
    return rests_until(turn, turn.somebody.id) is not None


@carries_out(RestTonight)
def rest_tonight(turn: Turn, decision: RestTonight) -> datetime | None:
    """Until the morning where the AP is; again: they are here after all."""
    me, zone = turn.somebody.id, turn.zone()
    until = None
    if decision.rest:
        until = moment(day_of(turn.now, zone), MORNING, zone)
        until = until if until > turn.now else moment(day_of(turn.now, zone) + timedelta(days=1), MORNING, zone)
    profiles.open_caseload(turn.tx, me, 0)
    profiles.set_resting(turn.tx, me, to_ms(until) if until else None)
    return until
