"""Tasks climb in working hours until somebody has done them; a promise that cannot be kept is corrected in time."""

from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.presence import call_by, crew_of, in_working_days, opening, presence
from bot.services.registry import audits, on_timer
from bot.services.slots import tell_of_task
from bot.services.staff import can_be_told
from bot.services.waiting import may_read, readers_of
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import tasks as rows
from bot.storage import timers
from bot.storage.outbox import Lane
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.tasks import PROMISED
from conversations.policies.escalation import SOON_CLIMBS_AFTER, Crew
from conversations.policies.working_time import NeverOpen, add_open_time, is_open
from conversations.supervisor.tasks import later_than_promised, report_unread

CLIMB = "task-climb"
LAST_RUNG = 3


@on_timer(CLIMB)
def climb(turn: Turn, timer: TimerDue) -> None:
    task = rows.find(turn.tx, timer.subject)
    if task is not None and task.is_open:
        go_on(turn, task.id, min(task.step + 1, LAST_RUNG))


def go_on(turn: Turn, task_id: int, step: int) -> None:
    """Tell whom the rung names, in working hours alone, and set the next step."""
    task = rows.find(turn.tx, task_id)
    unit = turn.house.site.unit(task.unit_id) if task else None
    if task is None or not task.is_open:
        return
    if unit is None:
        turn.set_timer(CLIMB, task_id, turn.now + timedelta(days=1))
        return
    if turn.now_ms >= task.due_at:
        task = _late(turn, task, unit)
    until = _waits_until(turn, unit, task, step)
    if until is not None:
        turn.set_timer(CLIMB, task.id, min(until, _due_or_later(turn, task, until)), unit.id)
        return
    for person in _whom(turn, unit, task, step):
        tell_of_task(turn, task, person, unit)
    rows.reach(turn.tx, task.id, step)
    until = _after(unit, turn.now)
    turn.set_timer(CLIMB, task.id, min(until, _due_or_later(turn, task, until)), unit.id)


def _waits_until(turn: Turn, unit: Unit, task: Task, step: int) -> datetime | None:
    if not is_open(hours_of(unit), turn.now):
        return opening(unit, turn.now)
    if readers_of(turn, task) is not None:
        return None
    here = presence(turn, unit, task.person_id)
    if step == 0 and task.state == "open" and not here.duty and not here.team and here.next_at:
        return opening(unit, max(here.next_at, turn.now + timedelta(minutes=1)))
    return None


def _whom(turn: Turn, unit: Unit, task: Task, step: int) -> tuple[int, ...]:
    """Who has it, once it is in hands; else duty, then all supervisors, then the coordination, then everybody.

    What only some may read is told to them alone, on every rung.
    """
    if task.state == "taken" and task.taken_by is not None and step < LAST_RUNG:
        return (task.taken_by,) if can_be_told(turn, task.taken_by) else ()
    readers = readers_of(turn, task)
    if readers is not None:
        return tuple(person for person in readers if can_be_told(turn, person))
    crew = crew_of(turn, unit)
    here = presence(turn, unit, task.person_id)
    rungs = (here.duty or crew.supervisors, crew.supervisors, crew.coordinators, crew.everybody)
    people = [p for p in rungs[step] if may_read(turn, task, p) and can_be_told(turn, p)]
    return tuple(people or _anybody(turn, crew, task))


def _anybody(turn: Turn, crew: Crew, task: Task) -> list[int]:
    return [p for p in crew.everybody if may_read(turn, task, p) and can_be_told(turn, p)]


def _late(turn: Turn, task: Task, unit: Unit) -> Task:
    """Its time is over: it is open to everybody again, and a person who was promised a time reads the new one."""
    rows.give_back(turn.tx, task.id)
    due = call_by(turn, unit) if readers_of(turn, task) is None else in_working_days(unit, turn.now, 1)
    rows.postpone(turn.tx, task.id, to_ms(due))
    if task.kind in PROMISED and task.person_id is not None:
        notice = report_unread(due) if task.kind == "report" else later_than_promised(due)
        turn.speech.notice(task.person_id, notice, unit=unit.id, lane=Lane.ALERT)
    return rows.find(turn.tx, task.id) or task


def _due_or_later(turn: Turn, task: Task, later: datetime) -> datetime:
    """The moment the task is due, where that is still to come."""
    return from_ms(task.due_at) if task.due_at > turn.now_ms else later


def _after(unit: Unit, at: datetime) -> datetime:
    try:
        return add_open_time(hours_of(unit), at, SOON_CLIMBS_AFTER)
    except NeverOpen:
        return at + timedelta(days=1)


@audits
def every_task_has_a_next_step(turn: Turn) -> list[str]:
    """Open tasks without a timer get one now, and are reported."""
    lines = []
    for task in rows.unfinished(turn.tx):
        if timers.due_at(turn.tx, CLIMB, task.id) is None:
            turn.set_timer(CLIMB, task.id, turn.now, task.unit_id)
            lines.append(f"task {task.id} of {task.unit_id} had no next step; it has one now")
    return lines
