"""The first step of an AP, while the two have not been in touch: what was done for it, so that nobody asks for it.

A time that the AP proposed or both agreed on is one, and so is a word that was sent and waits for the patient.
"""

from datetime import datetime, timedelta

from bot.clock import from_ms
from bot.storage import appointments, relay, relay_held
from bot.storage.appointments import Appointment
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.pairs import FirstStep
from conversations.policies.discretion import UNOPENED_FOR

TO_NOTE_IT = timedelta(days=2)  # after the time they had set
TO_WRITE_ANEW = timedelta(days=1)  # after a word that waited in vain
AGREED = ("accepted", "past")


def first_step(turn: Turn, pair: Pair) -> FirstStep | None:
    """What stands; None where the step is still the AP's to take."""
    times = [_of_time(turn, one) for one in _times(turn, pair)]
    found = [step for step in (*times, _of_word(turn, pair)) if step is not None and step.until > turn.now]
    return min(found, key=lambda step: _ORDER.index(step.what)) if found else None


_ORDER = ("agreed", "proposed", "question", "covered", "over", "lapsed")
"""Which of several is said: what is to come before what is over."""


def _times(turn: Turn, pair: Pair) -> list[Appointment]:
    """A time that the patient proposed is for the AP to answer: it becomes a step with their yes."""
    stood = appointments.stood_of(turn.tx, pair.id)
    return [one for one in stood if one.by_id == pair.ap_id or one.state in AGREED]


def _of_time(turn: Turn, one: Appointment) -> FirstStep:
    at, agreed = from_ms(one.at), one.state in AGREED
    if at > turn.now:
        return FirstStep("agreed" if agreed else "proposed", at + TO_NOTE_IT, at, one.id)
    return FirstStep("over" if agreed else "lapsed", at + TO_NOTE_IT, at, one.id)


def _of_word(turn: Turn, pair: Pair) -> FirstStep | None:
    waiting = relay_held.held_of_pair(turn.tx, turn.house.sealer, pair.id, "consent")
    until = max((held.expires_at for held in waiting if held.person_id == pair.ap_id), default=None)
    if until is not None:
        return FirstStep("question", from_ms(until) + TO_WRITE_ANEW)
    if pair.patient_id is not None and relay.is_undelivered(turn.tx, pair.patient_id, pair.id):
        return FirstStep("covered", turn.now + UNOPENED_FOR)
    return None


def agreed_time_over(turn: Turn, pair: Pair) -> datetime | None:
    """The last time that both had agreed on, once it has passed: they may have talked."""
    over = [from_ms(one.at) for one in appointments.stood_of(turn.tx, pair.id) if one.state in AGREED]
    return max((at for at in over if at <= turn.now), default=None)


def time_to_answer(turn: Turn, pair: Pair) -> Appointment | None:
    """The next time that the patient proposed and the AP has not answered."""
    proposed = [one for one in appointments.open_of(turn.tx, pair.id) if one.state == "proposed"]
    return next((one for one in proposed if one.by_id == pair.patient_id and one.at > turn.now_ms), None)
