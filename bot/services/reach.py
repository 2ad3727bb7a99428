"""Whether somebody of a unit's staff can be told at all, as it changes: blocked, back again, stopped, with a role and
without. What counts on them hears of it in the same transaction.
"""

from bot.services.registry import REACHES, on_found, on_joined, on_lost
from bot.services.staff import units_of_staff
from bot.storage.memberships import Membership
from bot.turn import Turn


@on_lost
@on_found
def of_one(turn: Turn, person_id: int) -> None:
    changed(turn, person_id, units_of_staff(turn, person_id))


@on_joined
def has_a_role(turn: Turn, hat: Membership) -> None:
    of_one(turn, hat.person_id)


def changed(turn: Turn, person: int, units: list[str]) -> None:
    """To be called by whatever takes a role, or what a person can be told; `units` in which they are or were staff."""
    for unit in units:
        for hear in REACHES:
            hear(turn, person, unit)
