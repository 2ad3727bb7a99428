"""What waits for one person of a unit's staff: alerts and tasks, without what is about them or not theirs to read.

An alert for which a task stands (a call that was asked for) is one thing, not two: the task, which has the number.
"""

from collections.abc import Callable

from bot.services.sides import is_concerned, is_kept_out, is_side
from bot.services.staff import is_staff
from bot.storage import alerts, requests, tasks
from bot.storage.alerts import Alert
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.alerts import OF_APS

Readers = Callable[[Turn, Task], tuple[int, ...]]
_READERS: dict[str, Readers] = {}


def only_for(kind: str) -> Callable[[Readers], Readers]:
    """This function gives `(turn, task) -> people`: who alone reads and does tasks of that kind."""

    def register(readers: Readers) -> Readers:
        _READERS[kind] = readers
        return readers

    return register


def readers_of(turn: Turn, task: Task) -> tuple[int, ...] | None:
    """Who alone may read it; None where it is for everybody of the unit's staff."""
    readers = _READERS.get(task.kind)
    return None if readers is None else tuple(person for person in readers(turn, task) if person != task.person_id)


def may_read(turn: Turn, task: Task, person: int) -> bool:
    """Whether somebody is staff of its unit at this moment, not the one it is about, and one of its readers."""
    if task.person_id == person or not is_staff(turn, person, task.unit_id):
        return False
    if is_side(turn, person, task.pair_id) or _is_of_their_request(turn, task, person):
        return False
    readers = readers_of(turn, task)
    return readers is None or person in readers


def _is_of_their_request(turn: Turn, task: Task, person: int) -> bool:
    name, _sep, subject = (task.opens or "").partition("|")
    request = requests.find(turn.tx, int(subject)) if name in ("match", "guest") else None
    return request is not None and is_concerned(turn, person, request)


def tasks_for(turn: Turn, unit_id: str, reader: int) -> list[Task]:
    """The first due first."""
    return [task for task in tasks.open_in(turn.tx, unit_id) if may_read(turn, task, reader)]


def alerts_for(turn: Turn, unit_id: str, reader: int, waiting: list[Task]) -> list[Alert]:
    """Of the week's digest only those about an AP; and none for which one of the reader's tasks stands."""
    stood_for = {task.alert_id for task in waiting}
    return [
        alert
        for alert in alerts.unfinished_in(turn.tx, unit_id)
        if (alert.level != "routine" or alert.kind in OF_APS)
        and not is_kept_out(turn, reader, alert)
        and alert.id not in stood_for
    ]


def how_many(turn: Turn, unit_id: str, reader: int) -> int:
    waiting = tasks_for(turn, unit_id, reader)
    return len(waiting) + len(alerts_for(turn, unit_id, reader, waiting))
