"""Tasks climb in working hours until somebody has done them; a promise that cannot be kept is corrected in time.

A promise that breaks is corrected once, with the new hour; while it stays broken the person reads once a week that it
is not forgotten, and inside the unit everybody is told each day.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services.presence import (
    crew_of,
    in_working_days,
    keeps,
    next_within_hours,
    opening,
    presence,
    promised_call,
)
from bot.services.profiles import name_of
from bot.services.registry import Finding, audits, on_timer
from bot.services.slots import tell_of_task
from bot.services.staff import can_be_told
from bot.services.waiting import may_read, readers_of
from bot.services.wishes import name_on
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import holds, pairs, people, requests, timers
from bot.storage import tasks as rows
from bot.storage.outbox import Lane
from bot.storage.pairs import Pair
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.calls import SAFE_HOURS
from conversations.care.holds import AP_STOPS
from conversations.care.tasks import AFTER_VIOLENCE, ASKED_FOR, PROMISED, READ_BY_AP
from conversations.dialogue.notice import Notice
from conversations.everyone import corrections as words
from conversations.policies.escalation import SOON_CLIMBS_AFTER, Crew
from conversations.policies.rota import Daily
from conversations.policies.working_time import NeverOpen, add_open_time, is_open

CLIMB = "task-climb"
LAST_RUNG = 3
WEEK = timedelta(days=7)


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
        task, step = _late(turn, task, unit), LAST_RUNG
    until = _waits_until(turn, unit, task, step)
    if until is None:
        for person in _whom(turn, unit, task, step):
            tell_of_task(turn, task, person, unit)
        rows.reach(turn.tx, task.id, step)
        until = _after(unit, turn.now)
    turn.set_timer(CLIMB, task.id, min(until, _due_or_later(turn, task, until)), unit.id)


def sooner(turn: Turn, task: Task, due: datetime) -> None:
    """It is to be done earlier than it was: somebody has read so."""
    if to_ms(due) < task.due_at:
        rows.postpone(turn.tx, task.id, to_ms(due))
        go_on(turn, task.id, max(task.step, 0))


def look_again(turn: Turn, unit: Unit) -> None:
    """Who is there has changed: what waited is told to whoever is there, and an hour that cannot be kept is moved."""
    for task in rows.open_in(turn.tx, unit.id):
        if task.state == "open" and task.person_id is not None and task.safe_time is not None:
            _move(turn, task, unit, task.person_id)
        if task.state == "open" and task.step < 0:
            go_on(turn, task.id, 0)


def safe_hours(turn: Turn, unit: Unit, person: int | None, time: str | None) -> Daily | None:
    """When somebody said they can talk, by their own clock; None for any time."""
    hours = SAFE_HOURS.get(time or "")
    someone = people.find(turn.tx, person) if person is not None else None
    return Daily(*hours, turn.house.zone_of(someone, unit)) if hours else None


def _waits_until(turn: Turn, unit: Unit, task: Task, step: int) -> datetime | None:
    if not is_open(hours_of(unit), turn.now):
        return opening(unit, turn.now)
    if readers_of(turn, task) is not None:
        return None
    here = presence(turn, unit, task.person_id)
    if step == 0 and task.state == "open" and not here.duty and not here.team:
        return next_within_hours(turn, unit, task.person_id)
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


def _next_hour(turn: Turn, task: Task, unit: Unit) -> datetime | None:
    """By when it can be promised anew. Who alone reads it is on no rota."""
    if readers_of(turn, task) is not None:
        return in_working_days(unit, turn.now, 1)
    safe = safe_hours(turn, unit, task.person_id, task.safe_time)
    return promised_call(turn, unit, task.person_id, safe)


def _is_due(turn: Turn, task: Task, unit: Unit, hour: datetime | None) -> None:
    rows.postpone(turn.tx, task.id, to_ms(hour or in_working_days(unit, turn.now, 1)))


def _late(turn: Turn, task: Task, unit: Unit) -> Task:
    """Its time is over: it is open to everybody again, everybody is told, and so is the person it was promised to."""
    hour = _next_hour(turn, task, unit)
    rows.give_back(turn.tx, task.id)
    rows.reach(turn.tx, task.id, LAST_RUNG - 1)
    _is_due(turn, task, unit, hour)
    _correct(turn, task, unit, _who_wait(turn, task), hour)
    return rows.find(turn.tx, task.id) or task


def _who_wait(turn: Turn, task: Task) -> list[int]:
    """Who asked for it, or has read an hour: the person it is about, or who has read one of a contact of theirs. Who
    has read nothing of it (a hold that the team began) reads nothing now."""
    if task.kind not in ASKED_FOR and task.promised_at is None and task.corrected_at is None:
        return []
    if (pair := _contact(turn, task)) is not None:
        return _of_contact(turn, task, pair)
    return [task.person_id] if task.kind in PROMISED and task.person_id is not None else []


def _of_contact(turn: Turn, task: Task, pair: Pair) -> list[int]:
    """The AP; and where they have to stop, a patient who has written or tapped there, unless nothing is to be written
    to that phone (word of a death, a doubt). An AP who has said nothing of it themself then reads nothing."""
    held = holds.of_pair(turn.tx, pair.id)
    by_patient = any(one.why == AP_STOPS and one.patient_wrote_at is not None for one in held)
    by_ap = any(one.by_id == pair.ap_id or one.ap_wrote_at is not None for one in held)
    readers = [pair.ap_id] if by_ap or not by_patient else []
    if by_patient and pair.patient_id is not None and all(one.why == AP_STOPS for one in held):
        readers.append(pair.patient_id)
    return readers


def _contact(turn: Turn, task: Task) -> Pair | None:
    return pairs.find(turn.tx, task.pair_id) if task.kind in READ_BY_AP and task.pair_id is not None else None


def _correct(turn: Turn, task: Task, unit: Unit, readers: list[int], hour: datetime | None) -> None:
    """At once where an hour they read is broken for the first time; then once a week that it is not forgotten."""
    first = task.promised_at is not None and task.corrected_at is None
    if not readers or not (first or turn.now - from_ms(task.corrected_at or task.made_at) >= WEEK):
        return
    rows.promise(turn.tx, task.id, to_ms(hour) if first and hour else None, turn.now_ms)
    for person in readers:
        once, weekly = _corrections(turn, task, unit, hour, person)
        _say(turn, task, person, once if first else weekly, Lane.REPLY if first else Lane.NOTICE)


def _corrections(turn: Turn, task: Task, unit: Unit, hour: datetime | None, reader: int) -> tuple[Notice, Notice]:
    """What this reader reads once, and then once a week."""
    whom = (unit.coordination.who, unit.coordination.phone)
    pair = _contact(turn, task)
    request = requests.find(turn.tx, pair.request_id) if pair else None
    if request is not None:
        name = name_of(turn, pair.ap_id) if pair and reader == pair.patient_id else name_on(turn, request)
        return words.contact_later(name, hour, *whom), words.contact_not_forgotten(name, *whom)
    if task.kind == "report" and hour is not None:
        return words.report_unread(hour, *whom), words.report_not_forgotten(*whom)
    return words.later_than_promised(hour, *whom), words.not_forgotten(*whom)


def _move(turn: Turn, task: Task, unit: Unit, person: int) -> None:
    """The hour that the person read, where the rota cannot keep it any more; the first one, where they read none."""
    safe = safe_hours(turn, unit, person, task.safe_time)
    if task.promised_at is not None and keeps(turn, unit, from_ms(task.promised_at), person, safe):
        return
    hour = promised_call(turn, unit, person, safe)
    if hour is None and task.promised_at is None:
        return
    whom = (unit.coordination.who, unit.coordination.phone)
    first = words.in_touch_by(hour) if hour and task.promised_at is None else words.in_touch_later(hour, *whom)
    _is_due(turn, task, unit, hour)
    rows.promise(turn.tx, task.id, to_ms(hour) if hour else None, None)
    _say(turn, task, person, first, Lane.NOTICE)


def _say(turn: Turn, task: Task, person: int, notice: Notice, lane: Lane) -> None:
    """After words of violence it says no more than that there is a message."""
    covered = replace(notice, covered=task.kind in AFTER_VIOLENCE)
    turn.speech.notice(person, covered, unit=task.unit_id, lane=lane)


def _due_or_later(turn: Turn, task: Task, later: datetime) -> datetime:
    """The moment the task is due, where that is still to come."""
    return from_ms(task.due_at) if task.due_at > turn.now_ms else later


def _after(unit: Unit, at: datetime) -> datetime:
    try:
        return add_open_time(hours_of(unit), at, SOON_CLIMBS_AFTER)
    except NeverOpen:
        return at + timedelta(days=1)


@audits
def every_task_has_a_next_step(turn: Turn) -> list[Finding]:
    """Open tasks without a timer get one now, and are reported; so is what nobody who can be told may do."""
    found = []
    for task in rows.unfinished(turn.tx):
        unit = turn.house.site.unit(task.unit_id)
        if unit is not None and not _anybody(turn, crew_of(turn, unit), task):
            found.append(Finding(f"task {task.id} of {task.unit_id} is nobody's: no one can be told of it", unit.id))
        if timers.due_at(turn.tx, CLIMB, task.id) is None:
            turn.set_timer(CLIMB, task.id, turn.now, task.unit_id)
            line = f"task {task.id} of {task.unit_id} had no next step; it has one now"
            found.append(Finding(line, task.unit_id))
    return found
