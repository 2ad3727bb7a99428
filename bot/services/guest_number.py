"""The number of somebody who is not on the bot, on the screen of the AP who calls: there for a while, then gone."""

from datetime import timedelta

from bot.events import TimerDue
from bot.services.appointments import line_of
from bot.services.pairs import of_person
from bot.services.registry import carries_out, on_hold, on_pair_ended, on_timer
from bot.services.waves import unit_of
from bot.services.wishes import guest_of
from bot.storage import pairs, people, requests
from bot.storage.outbox import Lane
from bot.storage.pairs import Pair
from bot.telegram.render import Operation
from bot.turn import Turn
from conversations.care.guests import SAFE_TIMES, GuestCall, ShowGuestNumber, about_guest_number

UNSHOW = "guest-unshow"
SHOWN_FOR = timedelta(hours=24)  # Telegram lets a bot delete for 48 hours


@carries_out(ShowGuestNumber)
def show(turn: Turn, decision: ShowGuestNumber) -> GuestCall | None:
    """To the AP of that contact alone; it goes after the call, a day from now at the latest, and can be asked for
    again."""
    pair = of_person(turn, decision.pair)
    request = requests.find(turn.tx, pair.request_id) if pair and pair.ap_id == turn.somebody.id else None
    guest = guest_of(turn, request) if request else None
    if pair is None or guest is None or pair.state == "held":
        return None
    unshow(turn, pair)
    turn.set_timer(UNSHOW, pair.id, turn.now + SHOWN_FOR, pair.unit_id)
    time = SAFE_TIMES.get(guest.safe_time, SAFE_TIMES["any"])
    return GuestCall(guest.name, guest.number, time, line_of(unit_of(turn, pair.unit_id)))


def unshow(turn: Turn, pair: Pair) -> None:
    """Take the message away, where there is one."""
    turn.cancel_timer(UNSHOW, pair.id)
    ap = people.find(turn.tx, pair.ap_id)
    if ap is not None and pair.patient_id is None:
        delete = Operation("deleteMessage", {}, about_guest_number(pair.id))
        turn.speech.put(ap, delete, Lane.REPLY, unit=pair.unit_id)


@on_timer(UNSHOW)
def shown_long_enough(turn: Turn, event: TimerDue) -> None:
    pair = pairs.find(turn.tx, event.subject)
    if pair is not None:
        unshow(turn, pair)


@on_hold
def nobody_is_called_on_hold(turn: Turn, person_id: int, pair_id: int | None) -> None:
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    if pair is not None:
        unshow(turn, pair)


@on_pair_ended
def nobody_is_called_afterwards(turn: Turn, pair_id: int, why: str) -> None:
    pair = pairs.find(turn.tx, pair_id)
    if pair is not None:
        unshow(turn, pair)
