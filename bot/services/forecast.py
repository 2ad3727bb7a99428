"""When nobody is on duty in the coming days, and what people then read: from the rota that every promise comes from."""

from datetime import timedelta

from bot.services.presence import presence, reachable, rota_of
from bot.site import Unit
from bot.turn import Turn
from conversations.care.supervision import Gap
from conversations.policies.rota import covered, gaps

FORECAST = timedelta(days=7)


def coming_gaps(turn: Turn, unit: Unit, until: timedelta = FORECAST) -> tuple[Gap, ...]:
    """The pieces of time in which nobody on duty can be told: of the opening hours, where there is no on-call."""
    whole = rota_of(turn, unit)
    found = []
    for since, ends in gaps(reachable(turn, whole), turn.now, turn.now + until):
        for begin, end, _somebody_written in covered(whole, since, ends):
            there = presence(turn, unit, at=begin)
            found.append(Gap(begin, end, None if there.team else there.next_at))
    return tuple(found)
