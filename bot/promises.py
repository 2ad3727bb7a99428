"""Delays shown to people against the hours in which somebody can keep them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.services.working_time import hours_of
from bot.site import Unit
from conversations.policies.working_time import next_opening

A_WEEK = [datetime(2027, 1, 11, tzinfo=UTC) + timedelta(hours=step) for step in range(24 * 7)]
"""Every hour of an ordinary week: opening hours repeat weekly, holidays are told apart when they come."""


def broken_promises(unit: Unit) -> Iterator[str]:
    """What the unit's own delays promise and its opening hours cannot keep, a sentence each."""
    hours = hours_of(unit)
    longest = max(next_opening(hours, at) - at for at in A_WEEK)
    for key, promised in (
        ("offer_hours", timedelta(hours=unit.delays.offer_hours)),
        ("first_contact_hours", timedelta(hours=unit.delays.first_contact_hours)),
    ):
        if promised < longest:
            yield (
                f"delays.{key} promises {promised.total_seconds() / 3600:.0f} h, but nobody is there for up to "
                f"{longest.total_seconds() / 3600:.0f} h"
            )
    offers = timedelta(hours=unit.delays.offer_hours + unit.delays.first_contact_hours)
    if timedelta(days=unit.delays.whole_wait_days) < offers:
        yield "delays.whole_wait_days is shorter than one offer and one first contact together"
    if not unit.opening.days:
        yield "opening.days is empty: nothing can be promised for working hours"
