"""What somebody's word that a person has died brings about: a hold, as from any other account (care.md 6 and 7).

Every automatic message stops in this transaction, a human of the unit reads it in the next half-day, and only a
supervisor confirms or lifts it. Which death it is about is never guessed: from a patient's account it may be theirs.
"""

from datetime import datetime

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services import alerts, freezes
from bot.services.alert_hands import on_alert_moved
from bot.services.hold_tasks import READ_BY, is_read, task_of
from bot.services.holds import hold, is_held
from bot.services.pairs import other_name
from bot.services.presence import SHORTEST_SLOT, in_working_days, opening, presence, promised_call
from bot.services.registry import carries_out, on_release, on_timer
from bot.services.task_climb import WEEK
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import alerts as rows
from bot.storage import freezes as freeze_rows
from bot.storage import holds, pairs, tasks
from bot.storage.outbox import Lane
from bot.talk import start
from bot.turn import Turn
from conversations.care.holds import DEATH, MOURNING, LeaveInPeace
from conversations.care.profiles import Name
from conversations.dialogue.registry import PATIENT, STAFF
from conversations.dialogue.text import Text, When, _
from conversations.everyone import corrections, danger
from conversations.policies.working_time import is_open


def hear_of_a_death(turn: Turn, words: str, rule: str | None) -> None:
    """Answer words of mourning of the person of this turn; `rule` is the one of the safety words that matched."""
    unit = turn.unit() if turn.somebody.state == "consented" else None
    if _is_known(turn, unit):
        start(turn, "afterwards")
        return
    role = turn.me.role if turn.me else None
    if role in STAFF:
        turn.speech.reply(turn.somebody, danger.mourning_among_staff())
        return
    if unit is None:
        kind = freezes.freeze(turn, "death", None)
        turn.speech.reply(turn.somebody, danger.mourning(None, None, in_danger=kind in freezes.DANGER))
        return
    alert = _alert(turn, unit, words, rule)
    why = DEATH if role == PATIENT else MOURNING
    held = hold(turn, person=turn.somebody.id, pair=None, why=why, by=turn.somebody.id, alert=alert)
    if alert is not None:
        _is_one(turn, unit, held, alert)
    in_danger = freezes.freeze(turn, "death", alert) in freezes.DANGER
    when, until = _when_read(turn, unit, alert, held)
    says_read_by(turn, held, until)
    turn.speech.reply(turn.somebody, danger.mourning(when, alert, _accompanied(turn), in_danger=in_danger))


def _is_known(turn: Turn, unit: Unit | None) -> bool:
    """Whether somebody still has what was written of it: while everything waits, and until it is closed or lifted."""
    frozen = freeze_rows.find(turn.tx, turn.somebody.id)
    if frozen is None or unit is None:
        return frozen is not None and frozen.kind == "death"
    told = rows.unfinished_like(turn.tx, "death", unit.id, turn.somebody.id) is not None
    return is_held(turn.tx, turn.somebody.id, unit.id) and (told or not unit.choices.alert_on_danger)


@on_release
def goes_on(turn: Turn, person: int, pair: int | None) -> None:
    """A supervisor has lifted what this person wrote of a death: nothing waits for it any more."""
    frozen = freeze_rows.find(turn.tx, person)
    if frozen is None or frozen.kind != "death":
        return
    if not any(is_held(turn.tx, person, unit.id) for unit in turn.house.site.units):
        freezes.thaw(turn, person)


def _alert(turn: Turn, unit: Unit, words: str, rule: str | None) -> int | None:
    """With the words, for whoever must know what was written; not where the unit declared that no words raise one."""
    if not unit.choices.alert_on_danger:
        return None
    return alerts.raise_alert(
        turn, kind="death", level="soon", unit=unit.id, person=turn.somebody.id, rule=rule, message=words
    )


def _is_one(turn: Turn, unit: Unit, hold_id: int, alert: int) -> None:
    """The task of a hold stands for the alert that tells of the same thing, also where the first one is closed."""
    for task in tasks.open_that_open(turn.tx, unit.id, f"hold|{hold_id}"):
        before = rows.find(turn.tx, task.alert_id) if task.alert_id is not None else None
        if before is None or before.state == "resolved":
            tasks.stand_for(turn.tx, task.id, alert)


def _when_read(turn: Turn, unit: Unit, alert_id: int | None, hold_id: int) -> tuple[Text, datetime]:
    """In words, and until when they hold. Nobody is promised who cannot be reached, nor a today that is over in a
    moment."""
    alert, made = rows.find(turn.tx, alert_id) if alert_id else None, holds.find(turn.tx, hold_id)
    if alert is not None and alert.told_at is not None:
        soon = turn.now + SHORTEST_SLOT
        words = _("today") if is_open(hours_of(unit), soon) else _("from {when}", when=When(opening(unit, soon)))
        return words, in_working_days(unit, soon, 0)
    if alert is not None and alert.promised_at is not None:
        read = from_ms(alert.promised_at)
        return _("from {when}", when=When(read)), in_working_days(unit, read, 0)
    if alert is None and made is not None and presence(turn, unit, turn.somebody.id).anybody:
        return _("before {when}", when=When(from_ms(made.promised_at))), from_ms(made.promised_at)
    return _("as soon as I can reach somebody there"), in_working_days(unit, turn.now, 1)


def says_read_by(turn: Turn, hold_id: int, until: datetime) -> None:
    """Who told of a death reads that a human reads it by then: where nobody does, they read so."""
    turn.set_timer(READ_BY, hold_id, until)


@on_timer(READ_BY)
def nobody_has_read_it(turn: Turn, event: TimerDue) -> None:
    """Said once with a new hour, then once a week; nothing where the hour has moved, as they have read."""
    one = holds.find(turn.tx, event.subject)
    unit = turn.unit(one.unit_id) if one else None
    task = task_of(turn, one) if one else None
    if one is None or unit is None or one.person_id is None or (task is not None and task.taken_by is not None):
        return
    alert = rows.unfinished_like(turn.tx, "death", unit.id, one.person_id)
    if alert is not None and alert.told_at is None and alert.promised_at and alert.promised_at > turn.now_ms:
        says_read_by(turn, one.id, in_working_days(unit, from_ms(alert.promised_at), 0))
        return
    hour = promised_call(turn, unit, one.person_id) if turn.now - from_ms(one.at) < WEEK else None
    words = corrections.mourning_unread(hour, unit.coordination.who, unit.coordination.phone)
    turn.speech.notice(one.person_id, words, unit=unit.id, lane=Lane.REPLY)
    says_read_by(turn, one.id, turn.now + WEEK)


def may_end_mourning(turn: Turn) -> bool:
    """Whether nothing holds but their own word about a mourning of theirs."""
    mine = holds.about(turn.tx, turn.somebody.id)
    return bool(mine) and all(one.why == MOURNING and one.by_id == turn.somebody.id for one in mine)


@on_alert_moved
def somebody_has_it(turn: Turn, alert_id: int, what: str, by: int) -> None:
    """Or has opened the words (openings.py), without taking it."""
    alert = rows.find(turn.tx, alert_id)
    about = alert.person_id if alert is not None and alert.kind == "death" else None
    for one in holds.about(turn.tx, about) if about is not None else []:
        is_read(turn, one.id)


@carries_out(LeaveInPeace)
def nothing_more_is_said(turn: Turn, decision: LeaveInPeace) -> None:
    for one in holds.about(turn.tx, turn.somebody.id):
        is_read(turn, one.id)


def _accompanied(turn: Turn) -> tuple[tuple[int, Name], ...]:
    """(pair, first name) of those this person accompanies: it may be about one of them, and one tap says so."""
    me = turn.somebody.id
    mine = [pair for pair in pairs.open_of(turn.tx, me) if pair.ap_id == me]
    return tuple((pair.id, other_name(turn, pair, me)) for pair in mine)
