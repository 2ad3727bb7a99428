"""Alerts: raised by words, taps and machines; whom they reached, truthfully; and that each has its next step.

What people do with them is in alert_hands.py, whom the ladder tells in ladder.py.
"""

import zlib
from datetime import datetime, timedelta
from typing import Literal

from bot.clock import from_ms
from bot.services import alert_hands, ladder
from bot.services.alert_hands import close as close
from bot.services.alert_hands import take as take
from bot.services.alert_words import UNDELIVERED
from bot.services.ladder import CLIMB, STILL, note
from bot.services.presence import opening
from bot.services.registry import Finding, audits, facts, on_lost, on_stop, would_end
from bot.services.staff import units_of_staff
from bot.site import Unit
from bot.storage import alerts as rows
from bot.storage import tasks as task_rows
from bot.storage import timers
from bot.storage.alerts import Alert
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.care.tasks import ASKED_FOR
from conversations.dialogue.text import Hour, Text, When, _
from conversations.supervisor import alert_words as words

DIGEST = "digest"
RAISED_BY_THE_PERSON = frozenset(
    {"danger-oneself", "danger-somebody", "violence", "call-me", "low-check-in", "report", "death"}
)
"""Kinds that the person themself brings about by writing or tapping, so that they read when it was seen."""
MORE_WRITTEN_EVERY = timedelta(minutes=10)
BY_NO_WORDS = frozenset({"ap-urgent", UNDELIVERED})
"""Kinds of which the holder learns that it happened again; a call that is asked for is told with its task."""
URGENCY = {"now": 0, "soon": 1, "routine": 2}
Levels = Literal["now", "soon", "routine"]


def unit_number(unit_id: str) -> int:
    """The subject of a unit's own timers: a number that stays the same for its id."""
    return zlib.crc32(unit_id.encode())


def raise_alert(
    turn: Turn,
    *,
    kind: str,
    level: Levels,
    unit: str | None,
    person: int | None,
    pair: int | None = None,
    rule: str | None = None,
    message: str | None = None,
    raised_by: int | None = None,
) -> int:
    """Something a human of the unit must see; gives its id. What is open already for person and kind takes it up.

    `person` is whom it is about, `raised_by` who reads that it was seen (the person, for what they bring about
    themself). `message` are the words that raised it: sealed, for break-glass only. Without a unit nobody is told.
    """
    same = rows.unfinished_like(turn.tx, kind, unit, person)
    alert_id = _joined(turn, same, level) if same else _new(turn, kind, level, unit, person, pair, rule, raised_by)
    if message and (alert := rows.find(turn.tx, alert_id)):
        rows.add_message(turn.tx, turn.house.sealer, alert, message)
    if same is None:
        _first_step(turn, alert_id)
    elif level == "now" and (message or kind in BY_NO_WORDS):
        _tell_holder(turn, same)
    return alert_id


def _new(
    turn: Turn,
    kind: str,
    level: Levels,
    unit: str | None,
    person: int | None,
    pair: int | None,
    rule: str | None,
    raised_by: int | None,
) -> int:
    alert_id = turn.new_id()
    reads = raised_by if raised_by is not None else person if kind in RAISED_BY_THE_PERSON else None
    rows.add(turn.tx, alert_id, unit, person, pair, reads, kind, level, rule, turn.now_ms)
    note(turn, alert_id, "raised")
    return alert_id


def _first_step(turn: Turn, alert_id: int) -> None:
    alert = rows.find(turn.tx, alert_id)
    if alert is None:
        raise LookupError("an alert just raised is not there")
    unit = turn.house.site.unit(alert.unit_id)
    if alert.unit_id is None:
        rows.resolve(turn.tx, alert_id, "no-unit", turn.now_ms, turn.now_ms)
    elif alert.level == "routine" and unit:
        turn.set_timer(DIGEST, unit_number(unit.id), next_week(unit, turn.now), unit.id)
    else:
        ladder.start(turn, alert_id)


def _joined(turn: Turn, alert: Alert, level: str) -> int:
    """One more time the same: no second ladder. What became more urgent begins its own."""
    rows.again(turn.tx, alert.id)
    rows.untell(turn.tx, alert.id)
    note(turn, alert.id, "joined")
    if URGENCY[level] < URGENCY[alert.level]:
        rows.raise_level(turn.tx, alert.id, level)
        note(turn, alert.id, "more-urgent")
        if alert.state == "open":
            ladder.start(turn, alert.id)
    return alert.id


def _tell_holder(turn: Turn, alert: Alert) -> None:
    """Who took it learns that there is more, at most every ten minutes."""
    if alert.state != "taken" or alert.taken_by is None:
        return
    since = turn.now_ms - int(MORE_WRITTEN_EVERY.total_seconds() * 1000)
    if not any(step.what == "more-told" and step.at > since for step in rows.steps(turn.tx, alert.id)):
        turn.speech.notice(alert.taken_by, words.more_of(alert.id, alert.kind), unit=alert.unit_id, lane=Lane.ALERT)
        note(turn, alert.id, "more-told", alert.taken_by)


def add_words(turn: Turn, alert_id: int, message: str) -> None:
    """More words of the same person while everything else waits."""
    alert = rows.find(turn.tx, alert_id)
    if alert is not None and alert.state != "resolved":
        rows.add_message(turn.tx, turn.house.sealer, alert, message)
        _joined(turn, alert, alert.level)
        if alert.level == "now":
            _tell_holder(turn, alert)


def remark_not_it(turn: Turn, alert: Alert) -> bool:
    """Its person says that it was not meant so: whoever looks at it reads that. False where it is over."""
    remarked = rows.remark(turn.tx, alert.id, "not-it")
    if remarked:
        note(turn, alert.id, "not-it")
    return remarked


def settled(turn: Turn, person: int, pair: int | None, *kinds: str) -> None:
    """What these alerts were about is over before anybody took them. One that stands for several contacts stays, and
    one in somebody's hands is theirs to close."""
    for alert in rows.unfinished_of(turn.tx, person):
        of_that = alert.kind in kinds and (pair is None or (alert.pair_id == pair and alert.times == 1))
        if of_that and alert.state == "open":
            alert_hands.settle(turn, alert)


def told(turn: Turn, alert_id: int) -> Text:
    """The truth about whom an alert has reached, as a sentence for the person it is about, at this minute."""
    alert = rows.find(turn.tx, alert_id)
    if alert is None or alert.unit_id is None:
        return _("I have told nobody.")
    if alert.state == "taken" and alert.taken_at is not None:
        return _("Somebody from your unit has seen your message, at {hour}.", hour=Hour(from_ms(alert.taken_at)))
    if alert.state == "resolved":
        return _what_is_left(turn, alert)
    match ladder.whom_it_reached(turn, alert):
        case "duty":
            return _("I have told {guard}. I will tell you when your message is seen.", guard=_("the person on duty"))
        case "team":
            return _("I have told the team of your unit. I cannot promise when somebody reads it.")
    if alert.promised_at is not None and alert.promised_at > turn.now_ms:
        return _("Your unit will read this from {when}.", when=When(from_ms(alert.promised_at)))
    return _("I have not been able to reach anybody yet. I go on trying.")


def _what_is_left(turn: Turn, alert: Alert) -> Text:
    """It is closed; what was promised with it may still be to come."""
    tasks = task_rows.open_of_alert(turn.tx, alert.unit_id or "", alert.id)
    asked = [task for task in tasks if task.kind in ASKED_FOR]
    if not asked:
        return _("Your unit has seen to it, and no longer reads here. To speak with them: “Help now”.")
    hours = [task.promised_at for task in asked if task.promised_at is not None and task.promised_at > turn.now_ms]
    if not hours:
        return _(
            "Your unit has read it, and no longer reads here. That somebody is in touch with you is still to come. To "
            "speak with them now: “Help now”."
        )
    return _(
        "Your unit has read it, and no longer reads here. Somebody is still to be in touch with you before {due}. To "
        "speak with them now: “Help now”.",
        due=When(from_ms(min(hours))),
    )


@on_lost
def is_out_of_reach(turn: Turn, person_id: int) -> None:
    """Whoever looks after somebody sees that they cannot be written to any more."""
    for alert in rows.unfinished_of(turn.tx, person_id):
        note(turn, alert.id, "unreachable")


def next_week(unit: Unit, at: datetime) -> datetime:
    """When the next weekly digest goes: the first opening from the coming Monday on."""
    local = at.astimezone(unit.zone)
    monday = (local + timedelta(days=7 - local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return opening(unit, monday)


@audits
def every_alert_has_a_next_step(turn: Turn) -> list[Finding]:
    """Open alerts without a timer get one now, and are reported."""
    return [found for alert in rows.unfinished(turn.tx) if (found := _looked_over(turn, alert))]


def _looked_over(turn: Turn, alert: Alert) -> Finding | None:
    if alert.level == "routine" and alert.state == "open" and alert.unit_id:
        kind, subject = DIGEST, unit_number(alert.unit_id)
    else:
        kind, subject = (CLIMB, alert.id) if alert.state == "open" else (STILL, alert.id)
    if timers.due_at(turn.tx, kind, subject) is not None:
        return None
    note(turn, alert.id, "repaired")
    turn.set_timer(kind, subject, turn.now, alert.unit_id)
    line = f"alert {alert.id} of {alert.unit_id} had no next step; it has one now"
    return Finding(line, alert.unit_id, urgent=alert.level == "now")


@facts
def about_alerts(turn: Turn) -> set[str]:
    units = units_of_staff(turn, turn.somebody.id)
    urgent = any(alert.level != "routine" for unit in units for alert in rows.unfinished_in(turn.tx, unit))
    return {"open-alerts"} if urgent else set()


@would_end
def what_stays(turn: Turn) -> list[Text]:
    if any(alert.unit_id for alert in rows.unfinished_of(turn.tx, turn.somebody.id)):
        return [_("Your unit is still looking after your last message: that one thing stays until it is done.")]
    return []


@on_stop
def keep_until_handled(turn: Turn) -> list[Text]:
    """An alert outlives silence: it is kept until a human has handled it (care requirement 13)."""
    unfinished = [alert for alert in rows.unfinished_of(turn.tx, turn.somebody.id) if alert.unit_id]
    for alert in unfinished:
        note(turn, alert.id, "left")
    if not unfinished:
        return []
    return [_("Your unit keeps your last message until a human has handled it.")]
