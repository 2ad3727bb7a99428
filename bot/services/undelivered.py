"""A message of an alert that did not arrive: the next one is told at once, and the team hears of it once.

That is an alert of its own for a unit, as urgent as what did not arrive; its timeline names who cannot be reached. It
rings again only while nobody has on their phone what it is about, and is over once that is in somebody's hands.
"""

from bot.events import Outcome, Refused, Unreachable
from bot.services import gathering, ladder
from bot.services.alert_hands import on_alert_moved, settle
from bot.services.alert_words import UNDELIVERED
from bot.services.alerts import Levels, raise_alert
from bot.services.registry import on_outcome
from bot.storage import alerts as rows
from bot.storage.outbox import Lane
from bot.turn import Turn


@on_outcome
def hear(turn: Turn, outcome: Outcome) -> None:
    if not isinstance(outcome, (Refused, Unreachable)):
        return
    name, _sep, number = (outcome.subject or "").partition(":")
    if outcome.lane != Lane.ALERT or not number.isdecimal():
        return
    if name == "alert":
        _not_arrived(turn, int(number), outcome.person)
    elif name == "gathered":
        for alert in gathering.did_not_arrive(turn, int(number)):
            _not_arrived(turn, alert.id, outcome.person)


def _not_arrived(turn: Turn, alert_id: int, person: int) -> None:
    alert = rows.find(turn.tx, alert_id)
    if alert is None or alert.state == "resolved":
        return
    ladder.did_not_arrive(turn, alert, person)
    if alert.state == "open" and alert.kind != UNDELIVERED:
        level: Levels = "now" if alert.level == "now" else "soon"
        lost = raise_alert(turn, kind=UNDELIVERED, level=level, unit=alert.unit_id, person=None)
        ladder.note(turn, lost, "failed", person)


@on_alert_moved
def is_over(turn: Turn, alert_id: int, what: str, by: int) -> None:
    """What it was about was taken or closed, and nothing else of the unit lies undelivered."""
    alert = rows.find(turn.tx, alert_id)
    if alert is None or alert.unit_id is None or alert.kind == UNDELIVERED or alert.state == "open":
        return
    lost = rows.unfinished_like(turn.tx, UNDELIVERED, alert.unit_id, None)
    if lost is not None and lost.level == "now" and not ladder.undelivered(turn, alert.unit_id):
        settle(turn, lost)
