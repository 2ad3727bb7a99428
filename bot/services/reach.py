"""Whether somebody can be told at all, as it changes: blocked, back again, stopped, with a role and without.

Who counts on them hears of it in the same transaction.
"""

from bot.services.registry import REACHES, on_return
from bot.services.staff import units_of_staff
from bot.storage import people
from bot.turn import Turn


def lost(turn: Turn, person: int) -> bool:
    """Nothing reaches this person any more. True the first time only."""
    if not people.unreachable(turn.tx, person, turn.now_ms):
        return False
    changed(turn, person, units_of_staff(turn, person))
    return True


@on_return
def is_back(turn: Turn) -> None:
    """Who was out of reach has written."""
    changed(turn, turn.somebody.id, units_of_staff(turn, turn.somebody.id))


def changed(turn: Turn, person: int, units: list[str]) -> None:
    """To be called by whatever gives or takes a role, or what a person can be told; `units` in which they are or were
    staff."""
    for unit in units:
        for hear in REACHES:
            hear(turn, person, unit)
