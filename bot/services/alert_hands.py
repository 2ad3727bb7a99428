"""Alerts in people's hands: taken, declined, handed on, kept, closed; and the question whether they still are."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services import gathering, ladder
from bot.services.alert_words import on_a_phone, others_to_ask
from bot.services.ladder import CLIMB, STILL, note
from bot.services.presence import opening
from bot.services.registry import on_timer
from bot.services.sides import is_kept_out
from bot.services.staff import can_be_told, is_staff
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import alerts as rows
from bot.storage import second_path
from bot.storage.alerts import Alert
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.care.alerts import Done, NotYours, Over, Taken
from conversations.policies.working_time import NeverOpen, add_open_time, is_open
from conversations.supervisor import alert_words as words

Moved = Callable[[Turn, int, str, int], None]
SETTLED = "settled"
_MOVED: list[Moved] = []


def on_alert_moved(hear: Moved) -> Moved:
    """This function hears `(turn, alert id, what, by)` when an alert was taken, handed on or closed."""
    _MOVED.append(hear)
    return hear


STILL_OF_SOON = timedelta(hours=8)  # open hours: a working day, after which a *soon* alert asks "still yours?"


def take(turn: Turn, alert_id: int, by: int) -> Taken | Over | NotYours:
    """One human has it: nobody else is called, in this very transaction, and the person reads it."""
    alert = _for_staff(turn, alert_id, by)
    if alert is None:
        return NotYours()
    if not rows.take(turn.tx, alert.id, by, turn.now_ms):
        return _who_has_it(turn, alert.id, by)
    note(turn, alert.id, "taken", by)
    _tell(turn, alert.id, "taken", by)
    turn.cancel_timer(CLIMB, alert.id)
    second_path.drop_for_alert(turn.tx, alert.id, turn.now_ms)
    _set_still(turn, alert)
    _quiet_the_others(turn, alert, by)
    turn.speech.edit(by, words.about(alert.id), words.you_took_it(turn.now), words.holder_buttons(alert.id))
    _tell_the_person(turn, alert)
    return Taken(mine=True, since=turn.now)


def _tell_the_person(turn: Turn, alert: Alert) -> None:
    """The first time, and where they have read since that nobody has it any more."""
    if alert.raised_by is None or not can_be_told(turn, alert.raised_by):
        return
    if alert.first_taken_at is None or alert.corrected_at is not None:
        turn.speech.notice(alert.raised_by, words.seen_by_a_human(turn.now), unit=alert.unit_id, lane=Lane.REPLY)
        note(turn, alert.id, "seen-told")


def _quiet_the_others(turn: Turn, alert: Alert, by: int) -> None:
    """What they have not got yet is dropped; what they have says that it is taken."""
    for person in sorted(_told_of(turn, alert) - {by}):
        rows.silence(turn.tx, person, words.about(alert.id), turn.now_ms)
        turn.speech.edit(person, words.about(alert.id), words.taken_by_a_colleague(turn.now))


def _told_of(turn: Turn, alert: Alert) -> set[int]:
    steps = rows.steps(turn.tx, alert.id)
    return {step.person_id for step in steps if step.what == "told" and step.person_id is not None}


def take_over(turn: Turn, alert_id: int, by: int) -> Taken | Over | NotYours:
    alert = _for_staff(turn, alert_id, by)
    if alert is None:
        return NotYours()
    if alert.state != "taken" or alert.taken_by is None:
        return take(turn, alert_id, by)
    if alert.taken_by != by and rows.take_over(turn.tx, alert.id, by, alert.taken_by, turn.now_ms):
        note(turn, alert.id, "taken-over", by)
        _tell(turn, alert.id, "taken", by)
        turn.speech.edit(alert.taken_by, words.about(alert.id), words.taken_by_a_colleague(turn.now))
        _set_still(turn, alert)
    return _who_has_it(turn, alert.id, by)


def decline(turn: Turn, alert_id: int, by: int) -> Done | Taken | Over | NotYours:
    """Who cannot says so, and the next one is told at once where nobody else has it on their phone."""
    alert = _for_staff(turn, alert_id, by)
    if alert is None:
        return NotYours()
    if alert.state != "open":
        return _who_has_it(turn, alert.id, by)
    note(turn, alert.id, "declined", by)
    if ladder.whom_it_reached(turn, alert) is None:
        ladder.go_on(turn, alert.id, max(alert.step, 0))
    return Done()


def hand(turn: Turn, alert_id: int, by: int, to: int) -> Done | Over | NotYours:
    """To a colleague, who is told now (by night only of what is urgent); it climbs on from there, each class at its own
    pace, until somebody takes it."""
    alert = _for_staff(turn, alert_id, by)
    unit = turn.house.site.unit(alert.unit_id) if alert else None
    if alert is None or unit is None or not is_staff(turn, to, alert.unit_id) or is_kept_out(turn, to, alert):
        return NotYours()
    if not can_be_told(turn, to):
        return NotYours()
    if alert.state == "resolved":
        return Over()
    rows.give_back(turn.tx, alert.id, 0)
    note(turn, alert.id, "handed", by)
    _tell(turn, alert.id, "handed", by)
    turn.cancel_timer(STILL, alert.id)
    until = ladder.next_step(turn, unit, alert, 0)
    if alert.level == "now":
        notice = on_a_phone(turn, unit, alert, to, 0, until)
    else:
        notice = words.handed_to_you(alert.id, alert.kind, from_ms(alert.raised_at), until)
    turn.speech.notice(to, notice, unit=unit.id, lane=_lane(alert), tell=True)
    note(turn, alert.id, "told", to)
    ladder.is_told(turn, alert, 0)
    turn.set_timer(CLIMB, alert.id, until, unit.id)
    return Done()


def give_back(turn: Turn, alert: Alert, holder: int) -> None:
    """Out of hands that do not answer, or are gone: it is open again, and somebody else is told."""
    if rows.give_back(turn.tx, alert.id, 0):
        note(turn, alert.id, "given-back", holder)
        _tell(turn, alert.id, "given-back", holder)
        turn.cancel_timer(STILL, alert.id)
        ladder.go_on(turn, alert.id, 0)


def keep(turn: Turn, alert_id: int, by: int) -> Done | Over | NotYours:
    alert = _for_staff(turn, alert_id, by)
    if alert is None or (alert.state == "taken" and alert.taken_by != by):
        return NotYours()
    if alert.state != "taken":
        return Over()
    note(turn, alert.id, "kept", by)
    _set_still(turn, alert)
    return Done()


def close(turn: Turn, alert_id: int, by: int, outcome: str) -> Done | Over | NotYours:
    """Resolved, with what was done. The words that raised it go some days later."""
    alert = _for_staff(turn, alert_id, by)
    unit = turn.house.site.unit(alert.unit_id) if alert else None
    if alert is None or unit is None:
        return NotYours()
    if alert.state == "open" and not isinstance(take(turn, alert_id, by), Taken):
        return Over()
    keep_until = to_ms(turn.now + timedelta(days=unit.delays.alert_message_days))
    if not rows.resolve(turn.tx, alert.id, outcome, turn.now_ms, keep_until):
        return Over()
    note(turn, alert.id, "resolved", by)
    _tell(turn, alert.id, outcome, by)
    turn.cancel_timer(CLIMB, alert.id)
    turn.cancel_timer(STILL, alert.id)
    turn.speech.edit(by, words.about(alert.id), words.closed_now(turn.now))
    if alert.taken_by is not None and alert.taken_by != by:
        turn.speech.edit(alert.taken_by, words.about(alert.id), words.closed_by_a_colleague(turn.now))
        turn.speech.notice(alert.taken_by, words.nothing_left_to_do(alert.id), unit=unit.id, lane=Lane.NOTICE)
    return Done()


def settle(turn: Turn, alert: Alert) -> None:
    """There is nothing left to do about it: it is over on every phone, whoever had it, and stands in no list."""
    if not rows.resolve(turn.tx, alert.id, SETTLED, turn.now_ms, turn.now_ms):
        return
    note(turn, alert.id, "resolved")
    turn.cancel_timer(CLIMB, alert.id)
    turn.cancel_timer(STILL, alert.id)
    second_path.drop_for_alert(turn.tx, alert.id, turn.now_ms)
    for person in sorted(_told_of(turn, alert)):
        rows.silence(turn.tx, person, words.about(alert.id), turn.now_ms)
        turn.speech.edit(person, words.about(alert.id), words.not_needed_any_more(turn.now))
    gathering.shrink(turn, alert)


def _tell(turn: Turn, alert_id: int, what: str, by: int) -> None:
    for hear in _MOVED:
        hear(turn, alert_id, what, by)
    if (alert := rows.find(turn.tx, alert_id)) is not None:
        gathering.shrink(turn, alert)


def _who_has_it(turn: Turn, alert_id: int, by: int) -> Taken | Over | NotYours:
    alert = rows.find(turn.tx, alert_id)
    if alert is None or alert.taken_at is None or alert.state == "open":
        return NotYours()
    if alert.state == "resolved":
        return Over()
    return Taken(mine=alert.taken_by == by, since=from_ms(alert.taken_at))


def _for_staff(turn: Turn, alert_id: int, by: int) -> Alert | None:
    """The alert, for somebody who is staff of its unit at this moment and whom it is not about."""
    alert = rows.find(turn.tx, alert_id)
    if alert is None or is_kept_out(turn, by, alert) or not is_staff(turn, by, alert.unit_id):
        return None
    return alert


def _set_still(turn: Turn, alert: Alert) -> None:
    """When it asks "still yours?"."""
    unit = turn.house.site.unit(alert.unit_id)
    if unit is None:
        return
    if alert.level == "now":
        at = turn.now + timedelta(minutes=unit.delays.still_yours_minutes)
        if unit.on_call.mode == "hours-only" and not is_open(hours_of(unit), at):
            at = opening(unit, at)
    else:
        at = _after_open_time(unit, turn.now)
    turn.set_timer(STILL, alert.id, at, unit.id)


def _after_open_time(unit: Unit, at: datetime) -> datetime:
    try:
        return add_open_time(hours_of(unit), at, STILL_OF_SOON)
    except NeverOpen:
        return at + timedelta(days=1)


@on_timer(STILL)
def ask_still(turn: Turn, timer: TimerDue) -> None:
    """Ask who has it; where they did not answer the last time, others are asked instead."""
    alert = rows.find(turn.tx, timer.subject)
    unit = turn.house.site.unit(alert.unit_id) if alert else None
    if alert is None or unit is None or alert.state != "taken" or alert.taken_by is None or alert.taken_at is None:
        return
    last = [
        step.what for step in rows.steps(turn.tx, alert.id) if step.what in ("taken", "taken-over", "kept", "asked")
    ]
    if last[-1:] == ["asked"] or not is_staff(turn, alert.taken_by, unit.id):
        others = others_to_ask(turn, unit, alert, alert.taken_by)
        notice = words.open_again(alert.id) if others else words.open_again_to_you(alert.id)
        turn.speech.notice(alert.taken_by, notice, unit=unit.id, lane=_lane(alert))
        give_back(turn, alert, alert.taken_by)
        return
    note(turn, alert.id, "asked", alert.taken_by)
    notice = words.still_yours(alert.id, from_ms(alert.taken_at))
    turn.speech.notice(alert.taken_by, notice, unit=unit.id, lane=_lane(alert))
    answer_by = turn.now + timedelta(minutes=sum(unit.delays.ladder_minutes))
    turn.set_timer(STILL, alert.id, answer_by if alert.level == "now" else _after_open_time(unit, turn.now), unit.id)


def _lane(alert: Alert) -> Lane:
    return Lane.ALERT if alert.level == "now" else Lane.NOTICE
