"""Appointments of a pair: proposed, accepted, moved; one reminder; the number of a call, and its end."""

from datetime import date, datetime, time, timedelta

from bot.clock import from_ms, to_ms
from bot.services.appointment_number import OVER_AFTER, shown_until, unshow
from bot.services.calendar_file import calendar_with
from bot.services.freezes import waits_until
from bot.services.pairs import other_name
from bot.services.registry import answers, carries_out
from bot.services.relay import writable
from bot.services.silence import first_step_changed
from bot.services.waves import unit_of
from bot.site import Unit
from bot.storage import appointments as rows
from bot.storage import consents, outbox, pairs
from bot.storage.appointments import Appointment
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.appointments import (
    FARTHEST_DAYS,
    HOURS,
    AcceptTime,
    AppointmentFrame,
    CalendarFile,
    CallLine,
    Dropped,
    DropTime,
    Frame,
    GiveNumber,
    MoveTime,
    OneAppointment,
    ProposeTime,
    Reads,
    ShowNumber,
    View,
)
from conversations.care.relay import RELAY
from conversations.care.subjects import number_of
from conversations.dialogue.text import _
from conversations.patient.appointment_words import (
    about_dropped,
    about_proposed,
    accepted,
    dropped,
    moved,
    moved_and_dropped,
    number_given,
    proposed,
)
from conversations.policies.working_time import moment

REMIND, PAST = "appointment-remind", "appointment-past"
DAY_BEFORE, HOUR_BEFORE = timedelta(hours=24), timedelta(hours=1)


GOES_ON = ("active", "paused")
"""In a pause what was agreed stands; something new is proposed after it."""


def _mine(turn: Turn, pair_id: int) -> Pair | None:
    """Where a time may be proposed."""
    found = [pair for pair in writable(turn, turn.somebody.id) if pair.state == "active"]
    if not pair_id:
        return found[0] if len(found) == 1 else None
    return next((pair for pair in found if pair.id == pair_id), None)


def _one(turn: Turn, appointment_id: int) -> tuple[Appointment, Pair] | None:
    appointment = rows.find(turn.tx, appointment_id)
    pair = pairs.find(turn.tx, appointment.pair_id) if appointment else None
    if appointment is None or pair is None or appointment.state not in ("proposed", "accepted"):
        return None
    mine = turn.somebody.id in (pair.patient_id, pair.ap_id)
    return (appointment, pair) if mine and pair.state in GOES_ON else None


def view_of(turn: Turn, appointment: Appointment, pair: Pair, reader: int) -> View:
    unit = unit_of(turn, pair.unit_id)
    places = unit.places
    place = appointment.place if appointment.place is not None else 0
    return View(
        id=appointment.id,
        pair=pair.id,
        other=other_name(turn, pair, reader),
        at=from_ms(appointment.at),
        means=appointment.means,
        place=places[place] if place < len(places) else None,
        state=appointment.state,
        by_me=appointment.by_id == reader,
        as_ap=pair.ap_id == reader,
        has_number=appointment.sealed_number is not None,
        may_write=_may_write(turn, pair),
        can_move=pair.state == "active",
        line=line_of(unit),
        video=unit.video,
    )


def line_of(unit: Unit) -> CallLine | None:
    """The line of the unit from which its APs call, where it has one."""
    return CallLine(unit.calls.from_line, unit.calls.where) if unit.calls else None


def _may_write(turn: Turn, pair: Pair) -> bool:
    """Not where the patient would rather be called."""
    return pair.patient_id is not None and consents.given(turn.tx, pair.patient_id, RELAY) is not False


def _now(turn: Turn, appointment_id: int, pair: Pair, reader: int) -> View:
    found = rows.find(turn.tx, appointment_id)
    if found is None:
        raise LookupError("an appointment just written is not there")
    return view_of(turn, found, pair, reader)


@answers(AppointmentFrame)
def frame(turn: Turn, look: AppointmentFrame) -> Frame | None:
    pair = _mine(turn, number_of(look.pair))
    if pair is None:
        return None
    unit = unit_of(turn, pair.unit_id)
    shown = tuple(m for m in unit.choices.means if m != "relay" and (m != "video" or unit.video))
    today = turn.now.astimezone(turn.zone(pair.unit_id)).date()
    me = turn.somebody.id
    other, may_write = other_name(turn, pair, me), _may_write(turn, pair)
    return Frame(pair.id, other, pair.ap_id == me, shown or ("phone",), unit.places, today, may_write)


@answers(OneAppointment)
def one_appointment(turn: Turn, look: OneAppointment) -> View | None:
    found = _one(turn, look.appointment)
    return view_of(turn, *found, turn.somebody.id) if found else None


@carries_out(ProposeTime)
def propose(turn: Turn, decision: ProposeTime) -> View | None:
    me, pair = turn.somebody.id, _mine(turn, decision.pair)
    at = _moment(turn, pair, decision.day, decision.hour) if pair else None
    if pair is None or at is None:
        return None
    appointment = turn.new_id()
    rows.add(turn.tx, appointment, pair.id, pair.unit_id, me, decision.means, to_ms(at), decision.place, turn.now_ms)
    if decision.number and me == pair.patient_id:
        rows.set_number(turn.tx, turn.house.sealer, appointment, decision.number)
    turn.set_timer(PAST, appointment, at + OVER_AFTER, pair.unit_id)
    first_step_changed(turn, pair.id)
    _tell_other_of_proposal(turn, appointment, pair, at)
    return _now(turn, appointment, pair, me)


@carries_out(MoveTime)
def move(turn: Turn, decision: MoveTime) -> View | None:
    """The other side says yes again; the calendar's file counts the change."""
    found = _one(turn, decision.appointment)
    at = _moment(turn, found[1], decision.day, decision.hour) if found else None
    if found is None or at is None:
        return None
    appointment, pair = found
    rows.move(turn.tx, appointment.id, to_ms(at), turn.somebody.id)
    turn.cancel_timer(REMIND, appointment.id)
    turn.set_timer(PAST, appointment.id, at + OVER_AFTER, pair.unit_id)
    first_step_changed(turn, pair.id)
    if appointment.state == "accepted":
        _tell_other_that_it_is_off(turn, appointment, pair)
    _tell_other_of_proposal(turn, appointment.id, pair, at)
    return _now(turn, appointment.id, pair, turn.somebody.id)


def _moment(turn: Turn, pair: Pair, day: date, hour: int) -> datetime | None:
    """The wall time where the person is; None where it is past or out of reach."""
    if hour not in HOURS:
        return None
    at = moment(day, time(hour), turn.zone(pair.unit_id))
    return at if turn.now < at < turn.now + timedelta(days=FARTHEST_DAYS + 1) else None


def _tell_other_that_it_is_off(turn: Turn, before: Appointment, pair: Pair) -> None:
    """At once, where the new time that is proposed waits with everything else: nobody sits by a telephone in vain."""
    other = pair.other(turn.somebody.id)
    if other is not None and waits_until(turn, other) is not None:
        words = moved(view_of(turn, before, pair, other))
        turn.speech.notice(other, words, unit=pair.unit_id, expires_at=from_ms(before.at))


def _tell_other_of_proposal(turn: Turn, appointment: int, pair: Pair, at: datetime) -> None:
    other = pair.other(turn.somebody.id)
    if other is not None:
        words = proposed(_now(turn, appointment, pair, other))
        turn.speech.unsay(other, about_proposed(appointment))
        turn.speech.notice(other, words, unit=pair.unit_id, expires_at=at)


@carries_out(AcceptTime)
def accept(turn: Turn, decision: AcceptTime) -> View | None:
    found = _one(turn, decision.appointment)
    me = turn.somebody.id
    if found is None or found[0].by_id == me or from_ms(found[0].at) <= turn.now:
        return None
    appointment, pair = found
    if not rows.set_state(turn.tx, appointment.id, ("proposed",), "accepted"):
        return None
    if decision.number and me == pair.patient_id:
        rows.set_number(turn.tx, turn.house.sealer, appointment.id, decision.number)
    set_reminder(turn, appointment)
    first_step_changed(turn, pair.id)
    other = pair.other(me)
    if other is not None:
        turn.speech.notice(other, accepted(_now(turn, appointment.id, pair, other)), unit=pair.unit_id)
    return _now(turn, appointment.id, pair, me)


@carries_out(GiveNumber)
def give_number(turn: Turn, decision: GiveNumber) -> View | None:
    found = _one(turn, decision.appointment)
    if found is None or turn.somebody.id != found[1].patient_id or found[0].means != "phone":
        return None
    appointment, pair = found
    rows.set_number(turn.tx, turn.house.sealer, appointment.id, decision.number)
    if appointment.state == "accepted":
        words = number_given(_now(turn, appointment.id, pair, pair.ap_id))
        turn.speech.notice(pair.ap_id, words, unit=pair.unit_id)
    return _now(turn, appointment.id, pair, turn.somebody.id)


def set_reminder(turn: Turn, appointment: Appointment) -> None:
    """One: a day before, else an hour before; none where that is past."""
    at = from_ms(appointment.at)
    due = next((at - before for before in (DAY_BEFORE, HOUR_BEFORE) if at - before > turn.now), None)
    if due is not None:
        turn.set_timer(REMIND, appointment.id, due, appointment.unit_id)


@carries_out(DropTime)
def drop(turn: Turn, decision: DropTime) -> Dropped | None:
    found = _one(turn, decision.appointment)
    if found is None:
        return None
    appointment, pair = found
    me = turn.somebody.id
    other = pair.other(me)
    reads = _tell_other_that_it_is_dropped(turn, appointment, pair, other) if other is not None else "now"
    end(turn, appointment, "cancelled")
    first_step_changed(turn, pair.id)
    return Dropped(pair.id, other_name(turn, pair, me), reads)


def _tell_other_that_it_is_dropped(turn: Turn, appointment: Appointment, pair: Pair, other: int) -> Reads:
    """Who has not read yet that it was proposed reads nothing; where it was moved, nothing of that other time."""
    unread = outbox.waits_about(turn.tx, other, about_proposed(appointment.id), 0)
    if unread and appointment.sequence == 0:
        return "nothing"
    view = view_of(turn, appointment, pair, other)
    turn.speech.notice(other, moved_and_dropped(view) if unread else dropped(view), unit=pair.unit_id)
    return "later" if outbox.is_covered(turn.tx, other, about_dropped(appointment.id), 0) else "now"


def end(turn: Turn, appointment: Appointment, state: str) -> None:
    """No reminder any more, nor a question that nobody has read yet; and the number is gone, here and on the AP's
    screen."""
    pair = pairs.find(turn.tx, appointment.pair_id)
    for person in (pair.patient_id, pair.ap_id) if pair is not None else ():
        if person is not None:
            turn.speech.unsay(person, about_proposed(appointment.id))
    rows.set_state(turn.tx, appointment.id, ("proposed", "accepted"), state)
    rows.wipe_number(turn.tx, appointment.id)
    for kind in (REMIND, PAST):
        turn.cancel_timer(kind, appointment.id)
    unshow(turn, appointment)


@answers(CalendarFile)
def calendar_file(turn: Turn, look: CalendarFile) -> bytes | None:
    found = _one(turn, look.appointment)
    if found is None or found[0].state != "accepted":
        return None
    appointment = found[0]
    title = turn.house.renderer.plain(_("Appointment"), turn.speech.reader(turn.somebody))
    return calendar_with(appointment.id, appointment.sequence, title, from_ms(appointment.at), turn.now)


@carries_out(ShowNumber)
def show_number(turn: Turn, decision: ShowNumber) -> str | None:
    """From the yes on, to the AP alone; the message goes a day later at the latest, and can be asked for again."""
    found = _one(turn, decision.appointment)
    if found is None or found[1].ap_id != turn.somebody.id or found[0].state != "accepted":
        return None
    appointment = found[0]
    unshow(turn, appointment)
    shown_until(turn, appointment)
    return appointment.number(turn.house.sealer)
