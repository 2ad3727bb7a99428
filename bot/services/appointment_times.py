"""The hours of an appointment: one reminder to both, its end, and that a hold or a goodbye stops it."""

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services.appointments import GOES_ON, PAST, REMIND, end, set_reminder, view_of
from bot.services.pairs import other_name
from bot.services.registry import on_hold, on_pair_ended, on_release, on_timer
from bot.storage import appointments as rows
from bot.storage import pairs
from bot.storage.appointments import Appointment
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.holds import AP_STOPS, DEATH, DOUBT
from conversations.patient.appointment_words import afterwards, cancelled, reminder


@on_timer(REMIND)
def remind(turn: Turn, event: TimerDue) -> None:
    appointment = rows.find(turn.tx, event.subject)
    pair = pairs.find(turn.tx, appointment.pair_id) if appointment else None
    if appointment is None or pair is None or appointment.state != "accepted":
        return
    if pair.state not in GOES_ON:
        return
    for person in (pair.patient_id, pair.ap_id):
        if person is not None:
            words = reminder(view_of(turn, appointment, pair, person))
            turn.speech.notice(person, words, unit=pair.unit_id, expires_at=from_ms(appointment.at))


@on_timer(PAST)
def is_past(turn: Turn, event: TimerDue) -> None:
    """The number goes; the AP is asked once whether it took place."""
    appointment = rows.find(turn.tx, event.subject)
    pair = pairs.find(turn.tx, appointment.pair_id) if appointment else None
    if appointment is None or pair is None:
        return
    agreed = appointment.state == "accepted"
    took_place = agreed and pair.state in GOES_ON
    end(turn, appointment, "past" if agreed else "lapsed")
    if took_place:
        turn.speech.notice(pair.ap_id, afterwards(view_of(turn, appointment, pair, pair.ap_id)), unit=pair.unit_id)


@on_hold
def no_reminder_on_hold(turn: Turn, person_id: int, pair_id: int | None) -> None:
    for appointment in rows.open_of(turn.tx, pair_id) if pair_id else []:
        turn.cancel_timer(REMIND, appointment.id)


@on_release
def reminders_again(turn: Turn, person_id: int, pair_id: int | None) -> None:
    for appointment in rows.open_of(turn.tx, pair_id) if pair_id else []:
        if appointment.state == "accepted":
            set_reminder(turn, appointment)


@on_pair_ended
def nothing_left_to_keep(turn: Turn, pair_id: int, why: str) -> None:
    """Both read that a time to come is cancelled, unless a person speaks with them about why the contact ends."""
    pair = pairs.find(turn.tx, pair_id)
    for appointment in rows.open_of(turn.tx, pair_id):
        if pair is not None and why not in (DEATH, DOUBT, AP_STOPS) and appointment.at > turn.now_ms:
            _say_that_it_is_cancelled(turn, appointment, pair)
        end(turn, appointment, "cancelled")


def _say_that_it_is_cancelled(turn: Turn, appointment: Appointment, pair: Pair) -> None:
    for person in (pair.patient_id, pair.ap_id):
        if person is not None:
            words = cancelled(other_name(turn, pair, person), from_ms(appointment.at))
            turn.speech.notice(person, words, unit=pair.unit_id, expires_at=from_ms(appointment.at))
