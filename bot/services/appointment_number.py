"""The number of a call on the AP's screen: there for a while, and taken away again while Telegram still lets us."""

from datetime import timedelta

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services.registry import on_timer
from bot.storage import appointments as rows
from bot.storage import pairs, people
from bot.storage.appointments import Appointment
from bot.storage.outbox import Lane
from bot.telegram.render import Operation
from bot.turn import Turn

UNSHOW = "appointment-unshow"
OVER_AFTER = timedelta(hours=2)  # after its time an appointment is past
SHOWN_FOR = timedelta(hours=24)  # Telegram lets a bot delete for 48 hours


def shown_until(turn: Turn, appointment: Appointment) -> None:
    """Set when the message goes: after the call, a day from now at the latest; it can be asked for again."""
    over = max(from_ms(appointment.at), turn.now) + OVER_AFTER
    turn.set_timer(UNSHOW, appointment.id, min(turn.now + SHOWN_FOR, over), appointment.unit_id)


def unshow(turn: Turn, appointment: Appointment) -> None:
    """Take the message away, where there is one."""
    pair = pairs.find(turn.tx, appointment.pair_id)
    ap = people.find(turn.tx, pair.ap_id) if pair else None
    turn.cancel_timer(UNSHOW, appointment.id)
    if ap is not None:
        delete = Operation("deleteMessage", {}, f"appointment-number:{appointment.id}")
        turn.speech.put(ap, delete, Lane.REPLY, unit=appointment.unit_id)


@on_timer(UNSHOW)
def number_shown_long_enough(turn: Turn, event: TimerDue) -> None:
    appointment = rows.find(turn.tx, event.subject)
    if appointment is not None:
        unshow(turn, appointment)
