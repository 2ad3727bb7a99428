"""An urgent alert as it stands on somebody's phone: what it is, and who is asked next and when, as it will be."""

from datetime import datetime

from bot.clock import from_ms
from bot.services.presence import crew_of, opening, presence
from bot.services.sides import is_kept_out
from bot.services.staff import can_be_told
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage.alerts import Alert
from bot.turn import Turn
from conversations.dialogue.notice import Notice
from conversations.policies import escalation
from conversations.policies.working_time import is_open
from conversations.supervisor import alert_words as words

UNDELIVERED = "delivery-failed"
NUMBERS_GIVEN = frozenset({"danger-oneself", "danger-somebody", "call-me"})


def on_a_phone(turn: Turn, unit: Unit, alert: Alert, person: int, step: int, until: datetime) -> Notice:
    """`step`: the rung on which this person is told; `until`: when it climbs on."""
    then = escalation.rung(step + 1) if others_to_ask(turn, unit, alert, person) else "you"
    asked_at = _asked_at(turn, unit, alert, until)
    second = words.asked_next(then, until) if asked_at == until else words.asked_next_from(then, asked_at)
    if alert.kind == UNDELIVERED:
        return words.message_lost(alert.id, from_ms(alert.raised_at), second)
    given = alert.kind in NUMBERS_GIVEN
    return words.alert_raised(alert.id, alert.kind, from_ms(alert.raised_at), second, numbers_given=given)


def others_to_ask(turn: Turn, unit: Unit, alert: Alert, person: int) -> bool:
    """Whether anybody else of the team can be told of it."""
    everybody = crew_of(turn, unit).everybody
    return any(p != person and can_be_told(turn, p) and not is_kept_out(turn, p, alert) for p in everybody)


def _asked_at(turn: Turn, unit: Unit, alert: Alert, until: datetime) -> datetime:
    """Without on-call nobody is asked before somebody of the rota, or the unit at all, is there again."""
    if unit.on_call.mode == "on-call" or is_open(hours_of(unit), until):
        return until
    return presence(turn, unit, alert.person_id, until).next_at or opening(unit, until)
