"""The working hours of a unit of the site file, as the policies reckon with them."""

from datetime import date, time

from bot.site import Unit
from conversations.policies.working_time import Hours


def hours_of(unit: Unit) -> Hours:
    """The unit's opening hours on its own wall clock."""
    opening = unit.opening
    return Hours(
        days=opening.days,
        opens=time.fromisoformat(opening.opens),
        closes=time.fromisoformat(opening.closes),
        holidays=frozenset(date.fromisoformat(day) for day in opening.holidays),
        zone=unit.zone,
    )
