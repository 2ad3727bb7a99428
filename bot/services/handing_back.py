"""What somebody who leaves had taken on, handed back: a yes to a request, the team's alerts and tasks."""

from bot.services import ladder
from bot.services.registry import on_stop
from bot.services.yeses import yes_is_gone
from bot.storage import alerts, erasing, pairs, tasks
from bot.turn import Turn
from conversations.dialogue.text import Text


@on_stop
def yeses_are_taken_back(turn: Turn) -> list[Text]:
    """An AP who had said yes leaves before the person chose: the search goes on, and the person reads so."""
    for pair in pairs.of_ap(turn.tx, turn.somebody.id):
        yes_is_gone(turn, pair, "left", again=False)
    return []


def give_back_what_was_in_hand(turn: Turn) -> None:
    """The team's alerts and tasks that the person of this turn had taken are open again, and somebody else is told.
    To be called once they are no member of the team any more."""
    me = turn.somebody.id
    for alert in erasing.alerts_in_hand(turn.tx, me):
        alerts.give_back(turn.tx, alert, 0)
        ladder.note(turn, alert, "given-back")
        ladder.go_on(turn, alert, 0)
    for task in erasing.tasks_in_hand(turn.tx, me):
        tasks.give_back(turn.tx, task)
