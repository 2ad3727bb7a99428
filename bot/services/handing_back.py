"""What somebody who leaves had taken on, handed back: a yes to a request, the team's alerts and tasks."""

from bot.services import alert_hands, task_climb
from bot.services.registry import on_stop, would_end
from bot.services.yeses import yes_is_gone
from bot.storage import alerts, erasing, pairs, tasks
from bot.turn import Turn
from conversations.dialogue.text import Text, _


@on_stop
def yeses_are_taken_back(turn: Turn) -> list[Text]:
    """An AP who had said yes leaves before the person chose: the search goes on, and the person reads so."""
    for pair in pairs.of_ap(turn.tx, turn.somebody.id):
        yes_is_gone(turn, pair, "left", again=False)
    return []


def give_back_what_was_in_hand(turn: Turn, person: int, unit: str | None) -> None:
    """The alerts and tasks of that team which somebody had taken are open again, and somebody else is told.
    To be called once they are no member of the team any more, or nothing reaches them."""
    for alert_id in erasing.alerts_in_hand(turn.tx, person):
        alert = alerts.find(turn.tx, alert_id)
        if alert is not None and alert.unit_id == unit:
            alert_hands.give_back(turn, alert, person)
    for task_id in erasing.tasks_in_hand(turn.tx, person):
        task = tasks.find(turn.tx, task_id)
        if task is not None and task.unit_id == unit:
            tasks.give_back(turn.tx, task.id)
            task_climb.go_on(turn, task.id, max(task.step, 0))


@would_end
def what_goes_back(turn: Turn) -> list[Text]:
    me = turn.somebody.id
    number = len(erasing.alerts_in_hand(turn.tx, me)) + len(erasing.tasks_in_hand(turn.tx, me))
    if not number:
        return []
    return [_("What you have taken on ({n}) goes back to your team, who are told at once.", n=number)]
