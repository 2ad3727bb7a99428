"""Tasks: what a named human must do by a time: made, taken, handed on, done, or closed because they became moot."""

from collections.abc import Callable
from datetime import datetime

from bot.clock import from_ms, to_ms
from bot.services import alert_hands
from bot.services.presence import call_by
from bot.services.staff import can_be_told
from bot.services.task_climb import CLIMB, go_on
from bot.services.waiting import may_read
from bot.storage import alerts as alert_rows
from bot.storage import tasks as rows
from bot.storage.outbox import Lane
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.alerts import Done, NotYours, Over, Taken
from conversations.care.tasks import ASKED_FOR, BY_ANYBODY, PROMISED, WRITTEN
from conversations.dialogue.text import Text
from conversations.supervisor.tasks import asks_you, task_is_yours

Finished = Callable[[Turn, Task, int], None]
_FINISHED: dict[str, list[Finished]] = {}
_WRITTEN: dict[str, list[Finished]] = {}


def on_task_done(kind: str) -> Callable[[Finished], Finished]:
    """This function hears `(turn, task, by)` when a human has done a task of that kind."""

    def register(hear: Finished) -> Finished:
        _FINISHED.setdefault(kind, []).append(hear)
        return hear

    return register


def on_task_written(kind: str) -> Callable[[Finished], Finished]:
    """This function hears it in the place of those, where a human of the team did the task in words, here."""

    def register(hear: Finished) -> Finished:
        _WRITTEN.setdefault(kind, []).append(hear)
        return hear

    return register


def add_task(
    turn: Turn,
    *,
    kind: str,
    unit: str,
    person: int | None,
    pair: int | None,
    due: datetime,
    details: Text | None = None,
    number: str | None = None,
    alert: int | None = None,
    opens: tuple[str, int] | None = None,
    safe_time: str | None = None,
    hour_read: bool = True,
) -> int:
    """Something a human of the unit must do by `due`; gives its id. With `alert` it stands for that alert.

    Of the kinds a person waits for, `due` is what they have read, where they read an hour (`hour_read`). `safe_time` is
    when they can talk (care/calls.py), for what was reckoned from the rota.

    `details` is shown, and `number` too, only to who has taken it; both are erased when it ends. `opens` names the
    dialogue and subject that deal with it, where there is more to do than to say "done".
    """
    task_id = turn.new_id()
    rows.add(
        turn.tx,
        turn.house.sealer,
        task_id,
        unit=unit,
        kind=kind,
        person=person,
        pair=pair,
        alert=alert,
        due_at=to_ms(due),
        promised_at=to_ms(due) if hour_read and kind in PROMISED and person is not None else None,
        safe_time=safe_time,
        opens=f"{opens[0]}|{opens[1]}" if opens else None,
        details=details,
        number=number,
        now=turn.now_ms,
    )
    _to_the_holder(turn, task_id, alert)
    go_on(turn, task_id, 0)
    return task_id


def _to_the_holder(turn: Turn, task_id: int, alert_id: int | None) -> None:
    """A task is in the hands in which the alert is that it stands for; of a wish to be spoken with they hear now."""
    alert = alert_rows.find(turn.tx, alert_id) if alert_id is not None else None
    if alert is None or alert.state != "taken" or alert.taken_by is None:
        return
    rows.take(turn.tx, task_id, alert.taken_by, turn.now_ms)
    task = rows.find(turn.tx, task_id)
    if task is not None and task.kind in ASKED_FOR:
        lane = Lane.ALERT if alert.level == "now" else Lane.NOTICE
        turn.speech.notice(alert.taken_by, asks_you(task_id, from_ms(task.due_at)), unit=task.unit_id, lane=lane)


def close_tasks(turn: Turn, *, pair: int | None = None, person: int | None = None, kind: str | None = None) -> int:
    """End open tasks that became moot, of a pair or a person, of one kind or all; gives how many."""
    if pair is None and person is None:
        raise ValueError("close_tasks needs a pair or a person")
    found = rows.open_of_pair(turn.tx, pair) if pair is not None else rows.open_of_person(turn.tx, person or 0)
    moot = [task for task in found if (kind is None or task.kind == kind) and person in (None, task.person_id)]
    return sum(end(turn, task, "closed", None) for task in moot)


def close_opening(turn: Turn, unit: str, opens: tuple[str, int], *kinds: str) -> int:
    """End open tasks that became moot, of those that open this dialogue and subject; of these kinds or all."""
    found = rows.open_that_open(turn.tx, unit, f"{opens[0]}|{opens[1]}")
    return sum(end(turn, task, "closed", None) for task in found if not kinds or task.kind in kinds)


def end(turn: Turn, task: Task, state: str, by: int | None, *, wrote: bool = False) -> bool:
    """It is done by a human (`wrote`: in words, here), or closed because it became moot: the number and the details go.
    False if it was over."""
    if not rows.end(turn.tx, task.id, state, by, turn.now_ms):
        return False
    turn.cancel_timer(CLIMB, task.id)
    if state == "done" and by is not None:
        for hear in (_WRITTEN if wrote and task.kind in _WRITTEN else _FINISHED).get(task.kind, []):
            hear(turn, task, by)
    return True


def do_again(turn: Turn, task: Task, details: Text) -> None:
    """What a human did for it did not reach the person: it is open again, and climbs anew."""
    unit = turn.house.site.unit(task.unit_id)
    if unit is not None and rows.reopen(turn.tx, task.id, to_ms(call_by(turn, unit))):
        rows.note(turn.tx, turn.house.sealer, task.id, details)
        go_on(turn, task.id, 0)


def take(turn: Turn, task_id: int, by: int) -> Taken | Over | NotYours:
    task = for_staff(turn, task_id, by)
    if task is None:
        return NotYours()
    rows.take(turn.tx, task.id, by, turn.now_ms)
    now = rows.find(turn.tx, task.id)
    if now is None or not now.is_open or now.taken_at is None:
        return Over()
    if now.taken_by == by and now.alert_id is not None:
        alert_hands.take_over(turn, now.alert_id, by)
    return Taken(mine=now.taken_by == by, since=from_ms(now.taken_at))


def hand(turn: Turn, task_id: int, by: int, to: int) -> Done | Over | NotYours:
    """To a colleague: it is theirs, and they read so. The clock of the task goes on.

    The alert it stands for goes with it; an urgent one climbs until the colleague has taken it.
    """
    task = for_staff(turn, task_id, by)
    if task is None or not may_read(turn, task, to) or not can_be_told(turn, to):
        return NotYours()
    if not task.is_open:
        return Over()
    alert = alert_rows.find(turn.tx, task.alert_id) if task.alert_id else None
    if alert is not None and alert.level == "now":
        alert_hands.hand(turn, alert.id, by, to)
    elif alert is not None and alert.state == "taken":
        alert_hands.take_over(turn, alert.id, to)
    if not rows.hand(turn.tx, task.id, to, turn.now_ms):
        return Over()
    turn.speech.notice(to, task_is_yours(task.id, from_ms(task.due_at)), unit=task.unit_id, lane=Lane.NOTICE)
    return Done()


def finish(turn: Turn, task_id: int, by: int, *, wrote: bool = False) -> Done | Over | NotYours:
    """A human did it (`wrote`: in words, here). The alert it stands for is closed with it, and says how."""
    task = for_staff(turn, task_id, by)
    if task is None:
        return NotYours()
    if not end(turn, task, "done", by, wrote=wrote):
        return Over()
    _close_its_alert(turn, task, by, wrote=wrote)
    return Done()


def _close_its_alert(turn: Turn, task: Task, by: int, *, wrote: bool) -> None:
    """Not where more was written since and the task was another than speaking with the person: somebody must read that.
    Nor where it was the psychologist or an interpreter, and a call of the team is still to be made."""
    alert = alert_rows.find(turn.tx, task.alert_id) if task.alert_id else None
    if alert is None or alert.unit_id is None:
        return
    left = {other.kind for other in rows.open_of_alert(turn.tx, alert.unit_id, alert.id)}
    if task.kind in BY_ANYBODY or (task.kind in ASKED_FOR and not left & BY_ANYBODY):
        alert_hands.close(turn, alert.id, by, "wrote" if wrote or task.kind in WRITTEN else "called")
    elif task.kind not in ASKED_FOR and alert.times == 1:
        alert_hands.close(turn, alert.id, by, "handed-on")


def for_staff(turn: Turn, task_id: int, by: int) -> Task | None:
    """The task, for somebody who may read it at this moment."""
    task = rows.find(turn.tx, task_id)
    return task if task is not None and may_read(turn, task, by) else None
