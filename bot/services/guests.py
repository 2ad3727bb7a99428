"""People who are not on the bot: what would be a message to them is a call for the coordination."""

from datetime import datetime

from bot.services import tasks
from bot.services.wishes import guest_of
from bot.storage import requests
from bot.turn import Turn
from conversations.care.guests import SAFE_TIMES
from conversations.dialogue.text import Text, _

TELL = "tell-patient"


def tell_guest(turn: Turn, request_id: int, due: datetime, what: Text) -> None:
    """A call to make by `due`: to whom, when they can talk, and what to say."""
    request = requests.find(turn.tx, request_id)
    guest = guest_of(turn, request) if request else None
    if request is None or guest is None:
        return
    time = SAFE_TIMES.get(guest.safe_time, SAFE_TIMES["any"])
    tasks.add_task(
        turn,
        kind=TELL,
        unit=request.unit_id,
        person=None,
        pair=None,
        due=due,
        details=_("Call {name} ({time}). {what}", name=guest.name, time=time, what=what),
        number=guest.number,
        opens=("guest", request.id),
    )
