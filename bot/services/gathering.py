"""Very many alerts of one kind from one unit: one message tells somebody their number, and changes with it.

While they grow it comes anew, with its sound, at most every five minutes. It leads to the newest of them in one tap.
"""

from datetime import timedelta

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services.registry import on_timer
from bot.site import Unit
from bot.storage import alerts, people
from bot.storage import gatherings as rows
from bot.storage.alerts import Alert
from bot.storage.gatherings import Gathering
from bot.storage.outbox import Lane
from bot.telegram.render import Operation
from bot.turn import Turn
from conversations.dialogue.notice import Notice
from conversations.supervisor import alert_lists as words

CHANGED, RINGS = "gathering-changed", "gathering-rings"
"""Timers, so that two hundred alerts of one second are one change and one ring."""
EVERY = timedelta(minutes=5)


def grow(turn: Turn, unit: Unit, person: int, kind: str) -> None:
    """One alert more of which somebody is told by the number."""
    row = rows.of_person(turn.tx, turn.new_id(), person, unit.id, kind)
    if row.rang_at is None:
        _ring(turn, row)
        return
    due = from_ms(row.rang_at) + EVERY
    turn.set_timer(RINGS, row.id, max(due, turn.now), unit.id)
    if due > turn.now:
        turn.set_timer(CHANGED, row.id, turn.now, unit.id)


def shrink(turn: Turn, alert: Alert) -> None:
    """One of them was taken or closed: the number changes without a sound."""
    for row in rows.shown(turn.tx, alert.unit_id, alert.kind) if alert.unit_id else []:
        turn.set_timer(CHANGED, row.id, turn.now, row.unit_id)


def did_not_arrive(turn: Turn, gathering: int) -> list[Alert]:
    """The message is on no phone: it comes anew with the next alert, instead of changing there. Gives the alerts of
    which it told."""
    row = rows.find(turn.tx, gathering)
    if row is None:
        return []
    turn.cancel_timer(RINGS, row.id)
    rows.rang(turn.tx, row.id, None)
    return alerts.open_of_kind(turn.tx, row.unit_id, row.kind)


@on_timer(CHANGED)
def change(turn: Turn, timer: TimerDue) -> None:
    row = rows.find(turn.tx, timer.subject)
    if row is None or row.rang_at is None:
        return
    waiting = alerts.open_of_kind(turn.tx, row.unit_id, row.kind)
    if waiting:
        notice = _notice(row, waiting)
        turn.speech.edit(row.person_id, words.about_gathering(row.id), notice.text, notice.buttons)
    else:
        turn.speech.edit(row.person_id, words.about_gathering(row.id), words.none_waits())
        turn.cancel_timer(RINGS, row.id)
        rows.rang(turn.tx, row.id, None)


@on_timer(RINGS)
def ring_again(turn: Turn, timer: TimerDue) -> None:
    row = rows.find(turn.tx, timer.subject)
    if row is not None:
        _ring(turn, row)


def _ring(turn: Turn, row: Gathering) -> None:
    """The message goes, and comes anew at the end of the chat."""
    waiting, person = alerts.open_of_kind(turn.tx, row.unit_id, row.kind), people.find(turn.tx, row.person_id)
    if not waiting or person is None or person.unreachable:
        return
    if row.rang_at is not None:
        turn.speech.put(person, Operation("deleteMessage", {}, words.about_gathering(row.id)), Lane.ALERT)
    turn.speech.notice(person.id, _notice(row, waiting), unit=row.unit_id, lane=Lane.ALERT, tell=True)
    rows.rang(turn.tx, row.id, turn.now_ms)


def _notice(row: Gathering, waiting: list[Alert]) -> Notice:
    newest = waiting[0]
    return words.alerts_gathered(row.id, row.kind, len(waiting), newest.id, from_ms(newest.raised_at))
