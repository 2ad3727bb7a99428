"""What is held has somebody who is to look at it: a hold without a task would last for ever, in nobody's list."""

from bot.services.hold_tasks import add_decision, add_hold_task, task_of
from bot.services.registry import Finding, audits
from bot.storage import holds, pairs
from bot.storage.holds import Hold
from bot.turn import Turn


@audits
def every_hold_has_a_task(turn: Turn) -> list[Finding]:
    """One that nobody has confirmed nor lifted, and that stands in no list, gets its task, and is reported."""
    found = []
    for unit in turn.house.site.units:
        for one in holds.provisional_in(turn.tx, unit.id):
            if task_of(turn, one) is None:
                _give_task(turn, one)
                found.append(Finding(f"hold {one.id} of {unit.id} had no task; it has one now", unit.id))
    return found


def _give_task(turn: Turn, one: Hold) -> None:
    pair = pairs.find(turn.tx, one.pair_id) if one.pair_id else None
    if pair is not None and one.told_at is not None:
        add_decision(turn, one, pair)
    else:
        add_hold_task(turn, one)
