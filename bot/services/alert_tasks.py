"""An alert and the task that stands for it are one: in the same hands, and ended together, whichever is tapped."""

from bot.services import tasks
from bot.services.alert_hands import on_alert_moved
from bot.services.ladder import HANDS_ON
from bot.services.waiting import may_read
from bot.storage import alerts
from bot.storage import tasks as rows
from bot.turn import Turn
from conversations.care.alerts import SPOKEN_WITH
from conversations.care.tasks import ASKED_FOR, BY_ANYBODY


@on_alert_moved
def follow(turn: Turn, alert_id: int, what: str, by: int) -> None:
    """`what`: taken, one of HANDS_ON, or the outcome with which it was closed.

    What the person asked for outlives an alert that was closed in another way than by doing it: it is promised to them,
    and a word from the team is neither the psychologist nor an interpreter. So does a task that is more than the call
    itself (a pause to confirm, an AP to be told by voice).
    """
    alert = alerts.find(turn.tx, alert_id)
    for task in rows.open_of_alert(turn.tx, alert.unit_id, alert_id) if alert and alert.unit_id else []:
        if what == "taken":
            if task.taken_by != by and may_read(turn, task, by):
                rows.hand(turn.tx, task.id, by, turn.now_ms)
        elif what in SPOKEN_WITH and task.kind in BY_ANYBODY:
            tasks.end(turn, task, "done", by)
        elif what in HANDS_ON or task.kind in ASKED_FOR:
            rows.give_back(turn.tx, task.id)
