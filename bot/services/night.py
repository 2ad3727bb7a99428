"""What happens each night: keys, done rows and message ids that are old enough are forgotten.

It is a timer like any other, set again by its own turn; the service sets the first one when it starts.
"""

from datetime import timedelta

from bot.clock import to_ms
from bot.events import TimerDue
from bot.house import PARIS
from bot.services.registry import on_timer
from bot.storage import dialogues, events, outbox, timers, traces
from bot.storage.database import Transaction
from bot.turn import Turn
from conversations.policies.discretion import DELETABLE, HUSHED_FOR, UNOPENED_FOR

KIND = "night"
THE_ONE = 0
HOUR = 3  # local, in Paris: after midnight and outside the hour that clock changes skip or repeat (2 to 3)
KEYS_DAYS = 30  # Telegram keeps an update for a day; a month leaves room for any repeat
DONE_DAYS = 7  # how long operations can look up what became of a message
ASIDE_DAYS = 7


@on_timer(KIND)
def night(turn: Turn, due: TimerDue) -> None:
    forget_old(turn)
    set_next_night(turn)


def forget_old(turn: Turn) -> None:
    """Delete what no promise needs any more. Message ids go by the longest of the units' own days."""
    days = [unit.delays.message_ids_days for unit in turn.house.site.units]
    events.forget(turn.tx, _ago(turn, KEYS_DAYS))
    outbox.forget_done(turn.tx, _ago(turn, DONE_DAYS))
    dialogues.forget_aside(turn.tx, _ago(turn, ASIDE_DAYS))
    traces.forget(turn.tx, to_ms(turn.now - DELETABLE))
    unopened, hushed = to_ms(turn.now - UNOPENED_FOR), to_ms(turn.now - HUSHED_FOR)
    outbox.drop_unopened(turn.tx, unopened, hushed, turn.now_ms)
    for unit in turn.house.site.units:
        outbox.forget_sent(turn.tx, unit.id, _ago(turn, unit.delays.message_ids_days))
    outbox.forget_sent(turn.tx, None, _ago(turn, max(days, default=KEYS_DAYS)))


def set_next_night(turn: Turn) -> None:
    local = turn.now.astimezone(PARIS)
    night_at = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    turn.set_timer(KIND, THE_ONE, night_at if night_at > local else night_at + timedelta(days=1))


def first_night(tx: Transaction, turn: Turn) -> None:
    """At start: the timer, where there is none yet."""
    if timers.due_at(tx, KIND, THE_ONE) is None:
        set_next_night(turn)


def _ago(turn: Turn, days: int) -> int:
    return to_ms(turn.now - timedelta(days=days))
