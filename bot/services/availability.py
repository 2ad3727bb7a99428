"""An AP's own room: how many people at once, and a break. Nobody is told why, nobody is asked why."""

from bot.services.hold_ends import goes_on_by_wish
from bot.services.offers import take_back_offers_to
from bot.services.profiles import greatest_room, set_away
from bot.services.registry import answers, carries_out
from bot.storage import pairs, profiles
from bot.turn import Turn
from conversations.care.profiles import Availability, CarryAtMost, GoAway, MyAvailability
from conversations.policies.core_components import GREATEST_ROOM, room


@answers(MyAvailability)
def my_availability(turn: Turn, look: MyAvailability) -> Availability:
    me = turn.somebody.id
    caseload = profiles.caseload(turn.tx, me)
    greatest = min(greatest_room(turn, look.me.unit), GREATEST_ROOM)
    away = caseload is not None and caseload.away_until is not None and caseload.away_until > turn.now_ms
    chosen = min(room(caseload.capacity), greatest) if caseload else 0
    return Availability(chosen, greatest, len(pairs.of_ap(turn.tx, me)), away)


@carries_out(CarryAtMost)
def carry_at_most(turn: Turn, decision: CarryAtMost) -> None:
    greatest = greatest_room(turn, decision.me.unit)
    profiles.open_caseload(turn.tx, turn.somebody.id, 0)
    profiles.set_capacity(turn.tx, turn.somebody.id, min(room(decision.room), greatest))


@carries_out(GoAway)
def go_away(turn: Turn, decision: GoAway) -> None:
    """With a break everything that waits for an answer is off the table; a yes already said stays."""
    set_away(turn, turn.somebody.id, decision.days)
    if decision.days == 0:
        goes_on_by_wish(turn)
    else:
        take_back_offers_to(turn, turn.somebody.id)
