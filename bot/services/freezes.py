"""After danger, violence or a death everything else waits: for a day at least, and for as long as an alert is open.

The row of `freezes` says why; the person's `frozen_until` is what routing looks at, and speech (bot/speech.py): what
the bot says first waits in the outbox. It is set until `thaw`; its time is only when that is looked at again.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import talk
from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services import alerts
from bot.services.hold_tasks import is_read
from bot.services.presence import presence
from bot.services.registry import THAWS, answers, carries_out, on_timer
from bot.storage import alerts as alert_rows
from bot.storage import freezes as rows
from bot.storage import holds, outbox, people, traces
from bot.storage.alerts import Alert
from bot.turn import Turn
from conversations.care.calls import EraseThese, GoodTime, GoOn, NotIt, SaidSo, Waiting, WhatFollowed, WhatWaits
from conversations.care.subjects import number_of
from conversations.policies.discretion import DELETABLE

THAW, SAY = "thaw", "say-what-waited"
FOR = timedelta(hours=24)
LONGER = timedelta(hours=6)  # how much longer at a time, while the alert is not resolved
A_MOMENT = timedelta(minutes=1)
KIND_OF = {"danger-oneself": "oneself", "danger-somebody": "somebody-else", "death": "death"}
"""Which words an alert is about."""
DANGER = frozenset({"oneself", "somebody-else"})
GRAVER = DANGER | {"violence"}
"""What words of a death leave as it is."""


def freeze(turn: Turn, kind: str, alert: int | None) -> str:
    """Everything else waits from the next event on, and for as long as an alert of it is open: an earlier one too.

    Gives of which kind it is now: a death does not hide the danger that was there before it. This turn still sees the
    person as before: a message to somebody who accompanies them leaves in it.
    """
    person = turn.somebody.id
    frozen = rows.find(turn.tx, person)
    before = open_alert(turn, frozen)
    if frozen is not None and kind == "death" and frozen.kind in GRAVER:
        kind, alert = frozen.kind, before.id if before else alert
    elif alert is None and before is not None:
        alert = before.id
    same = frozen if frozen is not None and frozen.kind == kind else None
    hushed, since = (same.hushed, same.since) if same else (kind == "violence", turn.now_ms)
    rows.freeze(turn.tx, person, kind, alert, since, hushed=hushed)
    if frozen is not None and frozen.hushed and not hushed:
        turn.speech.let_come(person)
    people.freeze(turn.tx, person, to_ms(turn.now + FOR))
    turn.speech.let_wait(turn.somebody)
    turn.set_timer(THAW, person, turn.now + FOR)
    talk.put_aside(turn)
    return kind


def waits_for(turn: Turn, alert: int) -> None:
    """A call was asked for after danger that had told nobody: now somebody is told, and what follows joins that."""
    frozen = rows.find(turn.tx, turn.somebody.id)
    before = open_alert(turn, frozen)
    if frozen is not None and frozen.kind in DANGER and (before is None or before.level != "now"):
        rows.freeze(turn.tx, frozen.person_id, frozen.kind, alert, frozen.since, hushed=frozen.hushed)


def thaw(turn: Turn, person: int) -> None:
    """Whoever listens puts right what is not so any more; what still waits then is said after this turn's answer."""
    hushed = rows.is_hushed(turn.tx, person)
    rows.thaw(turn.tx, person)
    people.freeze(turn.tx, person, None)
    turn.cancel_timer(THAW, person)
    if hushed:
        turn.speech.let_come(person)
    for react in THAWS:
        react(turn, person)
    turn.set_timer(SAY, person, turn.now)


def good_time(turn: Turn) -> None:
    """After words of violence the person answers that it is a good time: what waited for that may come."""
    if rows.may_speak(turn.tx, turn.somebody.id):
        turn.speech.let_come(turn.somebody.id)


@on_timer(SAY)
def say_what_waited(turn: Turn, timer: TimerDue) -> None:
    somebody = people.find(turn.tx, timer.subject)
    if somebody is not None and waits_until(turn, somebody.id) is None:
        turn.speech.go_on(somebody)


def waits_until(turn: Turn, person: int | None) -> datetime | None:
    """When to look again at what cannot be asked of somebody while everything waits; None where nothing does. A little
    later than that ends, so that it has lasted on by then where it does."""
    somebody = people.find(turn.tx, person) if person is not None else None
    until = somebody.frozen_until if somebody else None
    return max(from_ms(until), turn.now) + A_MOMENT if until is not None else None


def let_through(turn: Turn) -> None:
    """For this turn only: what goes to the person who accompanies them never waits."""
    turn.person = replace(turn.somebody, frozen_until=None)


def open_alert(turn: Turn, frozen: rows.Freeze | None) -> Alert | None:
    """The alert behind it, while a human has not finished with that."""
    alert = alert_rows.find(turn.tx, frozen.alert_id) if frozen and frozen.alert_id else None
    return alert if alert is not None and alert.state != "resolved" else None


@on_timer(THAW)
def thaw_in_time(turn: Turn, timer: TimerDue) -> None:
    """A day has passed: it ends, or lasts on while a human has not finished, or nobody said that it is a good time."""
    frozen = rows.find(turn.tx, timer.subject)
    if open_alert(turn, frozen) is not None or (frozen is not None and frozen.hushed):
        people.freeze(turn.tx, timer.subject, to_ms(turn.now + LONGER))
        turn.set_timer(THAW, timer.subject, turn.now + LONGER)
    else:
        thaw(turn, timer.subject)


@answers(WhatWaits)
def what_waits(turn: Turn, look: WhatWaits) -> Waiting | None:
    frozen = rows.find(turn.tx, look.me.person)
    if frozen is None:
        return None
    alert = alert_rows.find(turn.tx, frozen.alert_id) if frozen.alert_id else None
    unit = turn.house.site.unit(alert.unit_id if alert else look.me.unit)
    duty = bool(unit and presence(turn, unit, look.me.person).duty)
    told = alerts.told(turn, alert.id) if alert else None
    return Waiting(frozen.kind, told, duty, frozen.answered, frozen.hushed, _first_message(turn, frozen))


def _first_message(turn: Turn, frozen: rows.Freeze) -> int:
    """From which message on all can be deleted: those before are older than Telegram lets us. 0 where there is none."""
    return traces.first_since(turn.tx, frozen.person_id, frozen.since) or 0


@carries_out(SaidSo)
def said_so(turn: Turn, decision: SaidSo) -> None:
    rows.answered(turn.tx, turn.somebody.id)


@carries_out(GoodTime)
def it_is_a_good_time(turn: Turn, decision: GoodTime) -> None:
    good_time(turn)


@carries_out(GoOn)
def go_on(turn: Turn, decision: GoOn) -> None:
    thaw(turn, turn.somebody.id)


@carries_out(NotIt)
def not_it(turn: Turn, decision: NotIt) -> WhatFollowed:
    """The remark stands on the very alert that is meant, which stays open; a hold is a supervisor's to lift.

    What waits goes on only where it waits for that reason.
    """
    me = turn.somebody.id
    alert = alert_rows.find(turn.tx, number_of(decision.about))
    if alert is not None and alert.person_id != me:
        alert = None
    kind = KIND_OF.get(alert.kind) if alert else decision.about
    frozen = rows.find(turn.tx, me)
    if frozen is not None and frozen.kind == kind:
        thaw(turn, me)
    held = _holds_by(turn, me) if kind == "death" else []
    for one in held:
        holds.wrote(turn.tx, one.id, turn.now_ms, by_ap=False)
        is_read(turn, one.id)
    remarked = alert is not None and alerts.remark_not_it(turn, alert)
    return "held" if held else "remarked" if remarked else "nothing"


def _holds_by(turn: Turn, me: int) -> list[holds.Hold]:
    """What a death that this person wrote of has stopped, and nobody has lifted yet."""
    return [one for unit in turn.house.site.units for one in holds.of_person(turn.tx, me, unit.id) if one.by_id == me]


@carries_out(EraseThese)
def erase_these(turn: Turn, decision: EraseThese) -> None:
    """Everything in this chat from the words about violence on, theirs and ours, as far as Telegram allows."""
    if first := number_of(decision.since):
        person, oldest = turn.somebody, to_ms(turn.now - DELETABLE)
        turn.speech.take_off(person, traces.take(turn.tx, person.id, oldest, first))
        if outbox.covered(turn.tx, person.id):
            turn.speech.cover_again(person)
