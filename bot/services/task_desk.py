"""What the people of a unit see and do with tasks: the looks and decisions of care/tasks.py."""

from bot.clock import from_ms
from bot.events import Outcome, Refused, Unreachable
from bot.services import tasks
from bot.services.alert_desk import number_of
from bot.services.hold_tasks import may_be_written
from bot.services.registry import answers, carries_out, on_outcome
from bot.services.staff import can_be_told, name_of
from bot.storage import tasks as rows
from bot.storage.outbox import Lane
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.alerts import Done, NotYours, Over, Taken
from conversations.care.tasks import (
    DECIDED,
    NEVER_WRITTEN,
    FinishTask,
    HandTask,
    TakeTask,
    TaskOf,
    TaskView,
    WriteForTask,
)
from conversations.supervisor.tasks import NOT_OPENED, about_safe_words, word_from_the_team


@answers(TaskOf)
def task_of(turn: Turn, look: TaskOf) -> TaskView | None:
    task = tasks.for_staff(turn, number_of(look.task), look.me.person)
    return view(turn, task, look.me.person) if task is not None and task.is_open else None


@carries_out(TakeTask)
def take_task(turn: Turn, decision: TakeTask) -> Taken | Over | NotYours:
    return tasks.take(turn, number_of(decision.task), decision.me.person)


@carries_out(HandTask)
def hand_task(turn: Turn, decision: HandTask) -> Done | Over | NotYours:
    return tasks.hand(turn, number_of(decision.task), decision.me.person, decision.colleague)


@carries_out(FinishTask)
def finish_task(turn: Turn, decision: FinishTask) -> Done | Over | NotYours:
    return tasks.finish(turn, number_of(decision.task), decision.me.person)


@carries_out(WriteForTask)
def write_for_task(turn: Turn, decision: WriteForTask) -> Done | Over | NotYours:
    """Only who has taken the task writes, and only to the person it is about."""
    task = tasks.for_staff(turn, number_of(decision.task), decision.me.person)
    if task is None or task.person_id is None or task.taken_by != decision.me.person or not _can_write(turn, task):
        return NotYours()
    outcome = tasks.finish(turn, task.id, decision.me.person, wrote=True)
    if isinstance(outcome, Done):
        notice = word_from_the_team(decision.words, task.id, task.kind)
        turn.speech.notice(task.person_id, notice, unit=task.unit_id, lane=Lane.REPLY)
    return outcome


@on_outcome
def words_that_did_not_arrive(turn: Turn, outcome: Outcome) -> None:
    """What was written after words of violence, and that nobody could open: it is to be done again, not kept."""
    task = rows.find(turn.tx, number_of((outcome.subject or "").rpartition(":")[2]))
    if task is None or outcome.subject != about_safe_words(task.id) or not isinstance(outcome, (Refused, Unreachable)):
        return
    tasks.do_again(turn, task, NOT_OPENED)


def view(turn: Turn, task: Task, reader: int) -> TaskView:
    """The task as this reader may see it: number and notes only in the hands that took it."""
    mine = task.taken_by == reader and task.state == "taken"
    dialogue, _sep, subject = (task.opens or "").partition("|")
    return TaskView(
        id=task.id,
        kind=task.kind,
        state=task.state,
        due_at=from_ms(task.due_at),
        mine=mine,
        name=name_of(turn, task.person_id) if mine else None,
        number=task.number(turn.house.sealer) if mine else None,
        details=task.details(turn.house.sealer) if mine else None,
        opens=(dialogue, subject) if dialogue else None,
        alert=task.alert_id,
        can_write=_can_write(turn, task),
    )


def _can_write(turn: Turn, task: Task) -> bool:
    if task.kind in NEVER_WRITTEN | DECIDED or task.person_id is None:
        return False
    return can_be_told(turn, task.person_id) and may_be_written(turn, task)
