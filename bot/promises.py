"""Delays shown to people against the hours and the rota in which somebody can keep them (care requirement 5).

An AP's own times (to answer an offer, to write first) are not staff's: what follows when they pass is the program's.
What people of the unit are promised for is working time, so there must be some, and somebody in it.
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.site import Unit
from bot.storage import rota
from bot.storage.database import Transaction

LONGEST_FIRST_RUNG = 120  # minutes: who reads "I have told the person on duty" must not wait longer for the next one


def broken_promises(unit: Unit) -> Iterator[str]:
    """What the unit's own file promises and its opening hours cannot keep, a sentence each."""
    if not unit.opening.days:
        yield "opening.days is empty: nothing can be promised for working hours"
        return
    if unit.opening.opens >= unit.opening.closes:
        yield f"opening.opens {unit.opening.opens} is not before opening.closes {unit.opening.closes}"
        return
    one_pair = timedelta(hours=unit.delays.offer_hours + unit.delays.first_contact_hours)
    if timedelta(days=unit.delays.whole_wait_days) < one_pair:
        yield (
            f"delays.whole_wait_days promises {unit.delays.whole_wait_days} days, but one offer and one first contact "
            f"take up to {one_pair.total_seconds() / 86_400:.0f}"
        )
    if unit.delays.ladder_minutes[0] > LONGEST_FIRST_RUNG:
        yield f"delays.ladder_minutes lets an urgent alert wait {unit.delays.ladder_minutes[0]} min at its first rung"


def nobody_there(tx: Transaction, unit: Unit) -> str | None:
    """A rota nobody is in keeps no promise at all."""
    return None if rota.shifts(tx, unit.id) else f"nobody is in the rota of {unit.id}: no alert reaches anybody"
