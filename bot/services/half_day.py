"""What waits for the staff of a unit, most urgent first: who waits to be called, open alerts, tasks by their time, APs
to look after, and what a colleague holds last."""

from datetime import timedelta

from bot.clock import from_ms, to_ms
from bot.services.registry import answers
from bot.services.staff import units_of_staff
from bot.services.waiting import alerts_for, tasks_for
from bot.storage import alerts
from bot.storage.alerts import Alert
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.alerts import kind_words
from conversations.care.supervision import HalfDay, HalfDayLine
from conversations.care.tasks import CALLS, task_words
from conversations.dialogue.steps import Start
from conversations.dialogue.text import When, _

CALL_NOW, NOW, CALL, SOON, LATER, HELD = range(6)
"""The order of the lines: a call of an urgent alert or of today, urgent alerts, other calls, the rest of what is due,
APs to look after, what is in a colleague's hands."""
TODAY = timedelta(hours=12)


@answers(HalfDay)
def half_day(turn: Turn, look: HalfDay) -> tuple[HalfDayLine, ...]:
    me, found = look.me.person, list[tuple[int, int, HalfDayLine]]()
    for unit in units_of_staff(turn, me):
        waiting = tasks_for(turn, unit, me)
        for alert in alerts_for(turn, unit, me, waiting):
            found.append((*_place(alert, me), _alert_line(alert)))
        for task in waiting:
            of = alerts.find(turn.tx, task.alert_id) if task.alert_id else None
            found.append((_place_of_task(turn, task, of, me), task.due_at, _task_line(task, of)))
    found.sort(key=lambda entry: entry[:2])
    return tuple(line for _order, _at, line in found)


def _place(alert: Alert, reader: int) -> tuple[int, int]:
    """Of urgent ones the newest first: a storm of old ones must not bury it."""
    if alert.state == "taken" and alert.taken_by != reader:
        return HELD, alert.raised_at
    if alert.level == "now":
        return NOW, -alert.raised_at
    return SOON if alert.level == "soon" else LATER, alert.raised_at


def _place_of_task(turn: Turn, task: Task, alert: Alert | None, reader: int) -> int:
    """One that stands for an urgent alert is as urgent."""
    if task.state == "taken" and task.taken_by != reader:
        return HELD
    if alert is not None and alert.level == "now" and alert.state != "resolved":
        return CALL_NOW
    if task.kind not in CALLS:
        return SOON
    return CALL_NOW if task.corrected_at or task.due_at <= to_ms(turn.now + TODAY) else CALL


def _alert_line(alert: Alert) -> HalfDayLine:
    kind = kind_words(alert.kind)
    text = _("Alert: {kind}, since {when}", kind=kind, when=When(from_ms(alert.raised_at)))
    return HalfDayLine(text, Start("alert", kind, alert.id), urgent=alert.level == "now" and alert.state == "open")


def _task_line(task: Task, alert: Alert | None) -> HalfDayLine:
    what, due = task_words(task.kind), When(from_ms(task.due_at))
    text = _("{what}, before {due}", what=what, due=due)
    if alert is not None and alert.state != "resolved":
        text = _("{what} ({kind}), before {due}", what=what, kind=kind_words(alert.kind), due=due)
    if task.corrected_at:
        text = _("<b>A promise was broken</b>: {line}", line=text)
    return HalfDayLine(text, Start("task", what, task.id))
