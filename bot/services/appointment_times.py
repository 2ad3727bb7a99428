"""The hours of an appointment: one reminder to both, its end, and that a hold or a goodbye stops it.

Where the AP has to stop, the word of the day before is that nobody expects the patient then, and not why.
"""

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services.appointments import DAY_BEFORE, GOES_ON, PAST, REMIND, end, set_reminder, view_of
from bot.services.holds import is_held
from bot.services.pairs import other_name
from bot.services.registry import on_hold, on_pair_ended, on_release, on_timer
from bot.storage import appointments as rows
from bot.storage import holds, pairs
from bot.storage.appointments import Appointment
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.holds import AP_STOPS, DEATH, DOUBT
from conversations.patient.appointment_words import afterwards, called_off, cancelled, reminder


@on_timer(REMIND)
def remind(turn: Turn, event: TimerDue) -> None:
    appointment = rows.find(turn.tx, event.subject)
    pair = pairs.find(turn.tx, appointment.pair_id) if appointment else None
    if appointment is None or pair is None or appointment.state != "accepted":
        return
    if pair.state == "held":
        _is_off(turn, appointment, pair)
        return
    if pair.state not in GOES_ON:
        return
    for person in (pair.patient_id, pair.ap_id):
        # Who is in mourning has read that nothing automatic comes any more; the other is reminded all the same.
        if person is not None and not is_held(turn.tx, person, pair.unit_id):
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


def _is_off(turn: Turn, appointment: Appointment, pair: Pair) -> None:
    """The AP has to stop, and no person has spoken with the patient yet: nobody sits by a telephone in vain. An AP who
    said so themself reads it too."""
    stop = _stop_of(turn, pair.id)
    if stop is not None:
        told = (pair.patient_id, pair.ap_id) if stop.by_id == pair.ap_id else (pair.patient_id,)
        _say_that_it_is_cancelled(turn, appointment, pair, told)
        end(turn, appointment, "cancelled" if pair.ap_id in told else "called-off")


def _stop_of(turn: Turn, pair_id: int) -> Hold | None:
    """Why the contact is held, where it is that the AP has to stop and nothing else."""
    held = holds.of_pair(turn.tx, pair_id)
    return held[0] if {one.why for one in held} == {AP_STOPS} else None


@on_hold
@on_release
def the_word_of_the_day_before(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """A reminder where the contact goes on; that nobody expects them where its AP has to stop; else nothing."""
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    for appointment in rows.open_of(turn.tx, pair.id) if pair else []:
        turn.cancel_timer(REMIND, appointment.id)
        if pair is None or appointment.state != "accepted":
            continue
        if _stop_of(turn, pair.id) is not None:
            due = max(turn.now, from_ms(appointment.at) - DAY_BEFORE)
            turn.set_timer(REMIND, appointment.id, due, appointment.unit_id)
        elif pair.state in GOES_ON:
            set_reminder(turn, appointment)


@on_release
def the_ap_reads_what_was_called_off(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """They were not gone, and nothing was said to them: the patient has read that nobody expects them at that time."""
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    if pair is None or pair.state not in GOES_ON:
        return
    for appointment in rows.called_off_of(turn.tx, pair.id, turn.now_ms):
        rows.set_state(turn.tx, appointment.id, ("called-off",), "cancelled")
        words = called_off(view_of(turn, appointment, pair, pair.ap_id))
        turn.speech.notice(pair.ap_id, words, unit=pair.unit_id, expires_at=from_ms(appointment.at))


@on_pair_ended
def nothing_left_to_keep(turn: Turn, pair_id: int, why: str) -> None:
    """Both read that a time to come is cancelled, unless a person speaks with them about why the contact ends."""
    pair = pairs.find(turn.tx, pair_id)
    for appointment in rows.open_of(turn.tx, pair_id):
        if pair is not None and why not in (DEATH, DOUBT, AP_STOPS) and appointment.at > turn.now_ms:
            _say_that_it_is_cancelled(turn, appointment, pair, (pair.patient_id, pair.ap_id))
        end(turn, appointment, "cancelled")


def _say_that_it_is_cancelled(turn: Turn, appointment: Appointment, pair: Pair, told: tuple[int | None, ...]) -> None:
    for person in told:
        if person is not None:
            words = cancelled(other_name(turn, pair, person), from_ms(appointment.at))
            turn.speech.notice(person, words, unit=pair.unit_id, expires_at=from_ms(appointment.at))
