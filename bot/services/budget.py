"""The budget of unasked messages (care requirement 27): at most one a week and person, over all kinds.

Outside it is what somebody waits for: an answer to their request, an appointment they made, what comes through the
relay. None at all within seven days of an alert, a hold or a low answer, and none at night: what waited for the morning
could meet an alert on its way. Whoever is told "not now" tries again by day.
"""

from datetime import datetime, time, timedelta

from bot.clock import from_ms, to_ms
from bot.storage import budget, people
from bot.turn import Turn
from conversations.policies.cadence import WEEK_DAYS, may_write_again, spread
from conversations.policies.local_time import day_of, days_between, moment

WEEK = timedelta(days=WEEK_DAYS)
BY_DAY = time(10)


def may_write(turn: Turn, person_id: int) -> bool:
    """Whether an unasked message may go to this person now. Weeks are counted in days of their own calendar."""
    person = people.find(turn.tx, person_id)
    if person is None or not is_open_to(turn, person_id):
        return False
    if person.last_unasked_at is None:
        return True
    zone = turn.house.zone_of(person, turn.about(person_id).unit())
    return may_write_again(days_between(from_ms(person.last_unasked_at), turn.now, zone))


def is_open_to(turn: Turn, person_id: int) -> bool:
    """Whether anything unasked may reach this person at all: not the departed, the unreachable, the frozen, nobody at
    night, and nobody within seven days of an alert, a hold or a low answer."""
    person = people.find(turn.tx, person_id)
    if person is None or person.state != "consented" or person.unreachable:
        return False
    if person.frozen_until is not None or turn.speech.is_quiet(person):
        return False
    since = to_ms(turn.now - WEEK)
    quiet = budget.quiet_until(turn.tx, person_id)
    if quiet is not None and quiet > turn.now_ms:
        return False
    return not budget.alerted(turn.tx, person_id, since) and not budget.held(turn.tx, person_id, since)


def next_try(turn: Turn, person_id: int) -> datetime:
    """When to look again after "not now": the next morning where this person is."""
    zone = turn.about(person_id).zone()
    return moment(day_of(turn.now, zone) + timedelta(days=1), BY_DAY, zone) + spread(person_id)


def wrote(turn: Turn, person_id: int) -> None:
    """An unasked message goes out in this turn: the week begins again."""
    people.unasked_sent(turn.tx, person_id, turn.now_ms)


def keep_quiet(turn: Turn, person_id: int) -> None:
    """Nothing unasked for seven days. Why is not kept."""
    budget.quiet(turn.tx, person_id, to_ms(turn.now + WEEK))
