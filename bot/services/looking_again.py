"""Whenever who is there changes, what waits in the unit is looked at again in the same transaction.

The rota, a role, or whether somebody can be told: what they held goes back to the team, what waited for somebody is
told to whoever is there now, and a promised hour that moves is said to the person who read it.
"""

from bot.services import handing_back, ladder, task_climb
from bot.services.registry import Finding, audits, on_reach
from bot.services.staff import can_be_told, is_staff
from bot.site import Unit
from bot.storage import alerts, tasks
from bot.turn import Turn


def look_again(turn: Turn, unit: Unit) -> None:
    """The rota of this unit was changed."""
    ladder.look_again(turn, unit)
    task_climb.look_again(turn, unit)


@on_reach
def somebody_came_or_went(turn: Turn, person: int, unit_id: str) -> None:
    unit = turn.house.site.unit(unit_id)
    if unit is None:
        return
    if not _is_there(turn, person, unit_id):
        handing_back.give_back_what_was_in_hand(turn, person, unit_id)
    look_again(turn, unit)


@audits
def nothing_is_in_hands_that_are_gone(turn: Turn) -> list[Finding]:
    """However a role was lost: what that person held goes back to the team, and is reported."""
    held = [(row, row.level == "now") for row in alerts.unfinished(turn.tx)]
    held += [(row, False) for row in tasks.unfinished(turn.tx)]  # type: ignore[misc]
    found = []
    for row, urgent in held:
        if row.state == "taken" and row.taken_by is not None and not _is_there(turn, row.taken_by, row.unit_id):
            handing_back.give_back_what_was_in_hand(turn, row.taken_by, row.unit_id)
            found.append(Finding(f"{row.id} was in the hands of somebody who is gone", row.unit_id, urgent=urgent))
    return found


def _is_there(turn: Turn, person: int, unit: str | None) -> bool:
    return is_staff(turn, person, unit) and can_be_told(turn, person)
