"""People who are not on the bot: what would be a message to them is a call for the coordination."""

from dataclasses import replace
from datetime import datetime

from bot.services.tasks import add_task, end
from bot.services.waves import close_tasks_about, unit_of
from bot.services.wishes import guest_of
from bot.services.working_time import hours_of
from bot.storage import requests, tasks
from bot.storage.requests import Request
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.guests import SAFE_TIMES
from conversations.care.profiles import Name
from conversations.dialogue.text import Text, _
from conversations.policies.working_time import add_working_days

TELL = "tell-patient"


def tell_guest(turn: Turn, request_id: int, due: datetime, what: Text, *, pair: int | None = None) -> None:
    """A call to make by `due`: to whom, when they can talk, and what to say, where {guest} stands for their name.

    It is about a choice or a contact (`pair`), or about the search; and it stands in the place of what was not said yet
    about the same: what is told is what is true now. Nothing for somebody who is on the bot, or whose request is over.
    """
    request = requests.find(turn.tx, request_id)
    guest = guest_of(turn, request) if request else None
    if request is None or guest is None:
        return
    close_call(turn, request, pair)
    time = SAFE_TIMES.get(guest.safe_time, SAFE_TIMES["any"])
    add_task(
        turn,
        kind=TELL,
        unit=request.unit_id,
        person=None,
        pair=pair,
        due=due,
        details=_("Call {name} ({time}). {what}", name=guest.name, time=time, what=_naming(guest.name, what)),
        number=guest.number,
        opens=("guest", request.id),
    )


def _naming(name: Name, what: Text) -> Text:
    return replace(what, values={**what.values, "guest": name})


def close_call(turn: Turn, request: Request, pair: int | None) -> bool:
    """What was to be told about that choice or contact (None: about the search) is not so any more. True where nobody
    has told it yet."""
    return any([end(turn, task, "closed", None) for task in _calls(turn, request, pair)])


def close_call_saying(turn: Turn, request: Request, pair: int, what: Text) -> bool:
    """The same, of the call that says this and no other, whatever the names and days in it."""
    moot = [task for task in _calls(turn, request, pair) if _says(turn, task, what)]
    return any([end(turn, task, "closed", None) for task in moot])


def _says(turn: Turn, task: Task, what: Text) -> bool:
    details = task.details(turn.house.sealer)
    said = details.values.get("what") if details else None
    return isinstance(said, Text) and said.source == what.source


def _calls(turn: Turn, request: Request, pair: int | None) -> list[Task]:
    waiting = tasks.open_that_open(turn.tx, request.unit_id, f"guest|{request.id}")
    return [task for task in waiting if task.kind == TELL and task.pair_id == pair]


def close_calls(turn: Turn, request: Request) -> None:
    """What was to be told has been said, or is not true any more."""
    close_tasks_about(turn, request, TELL)


def in_one_day(turn: Turn, unit_id: str) -> datetime:
    """By when a call is made that nobody waits for by the hour: the end of the next working day."""
    return add_working_days(hours_of(unit_of(turn, unit_id)), turn.now, 1)
