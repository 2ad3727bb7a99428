"""What waits for the staff of a unit, most urgent first: open alerts, tasks by their time, what a colleague holds last.

Other services add lines with `@adds_to_half_day` (matches, APs who carry much, sessions).
"""

from collections.abc import Callable

from bot.clock import from_ms
from bot.services.alerts import URGENCY
from bot.services.registry import answers
from bot.services.staff import units_of_staff
from bot.services.waiting import alerts_for, tasks_for
from bot.storage import alerts
from bot.storage.alerts import Alert
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.alerts import kind_words
from conversations.care.supervision import HalfDay, HalfDayLine
from conversations.care.tasks import task_words
from conversations.dialogue.steps import Start
from conversations.dialogue.text import When, _

NOW, SOON, LATER, HELD = 0, 1, 2, 3
"""The order of the lines: urgent alerts, what is due, the rest, what is in a colleague's hands."""

More = Callable[[Turn, str], list[tuple[int, HalfDayLine]]]
_MORE: list[More] = []


def adds_to_half_day(more: More) -> More:
    """This function gives `(turn, unit id) -> [(order, line)]`: more that waits in a unit, with its place above."""
    _MORE.append(more)
    return more


@answers(HalfDay)
def half_day(turn: Turn, look: HalfDay) -> tuple[HalfDayLine, ...]:
    found: list[tuple[int, int, HalfDayLine]] = []
    for unit in units_of_staff(turn, look.me.person):
        waiting = tasks_for(turn, unit, look.me.person)
        for alert in alerts_for(turn, unit, look.me.person, waiting):
            found.append((_place(alert, look.me.person), alert.raised_at, _alert_line(alert)))
        for task in waiting:
            of = alerts.find(turn.tx, task.alert_id) if task.alert_id else None
            found.append((_place_of_task(task, of, look.me.person), task.due_at, _task_line(task, of)))
        found += [(order, turn.now_ms, line) for more in _MORE for order, line in more(turn, unit)]
    found.sort(key=lambda entry: entry[:2])
    return tuple(line for _order, _at, line in found)


def _place(alert: Alert, reader: int) -> int:
    if alert.state == "taken" and alert.taken_by != reader:
        return HELD
    return NOW if URGENCY[alert.level] == 0 else SOON


def _place_of_task(task: Task, alert: Alert | None, reader: int) -> int:
    """One that stands for an urgent alert is as urgent."""
    if task.state == "taken" and task.taken_by != reader:
        return HELD
    return NOW if alert is not None and URGENCY[alert.level] == 0 else SOON


def _alert_line(alert: Alert) -> HalfDayLine:
    kind = kind_words(alert.kind)
    text = _("Alert: {kind}, since {when}", kind=kind, when=When(from_ms(alert.raised_at)))
    return HalfDayLine(text, Start("alert", kind, alert.id))


def _task_line(task: Task, alert: Alert | None) -> HalfDayLine:
    what, due = task_words(task.kind), When(from_ms(task.due_at))
    text = _("{what}, before {due}", what=what, due=due)
    if alert is not None and alert.state != "resolved":
        text = _("{what} ({kind}), before {due}", what=what, kind=kind_words(alert.kind), due=due)
    return HalfDayLine(text, Start("task", what, task.id))
