"""After danger, violence or a death everything else waits: for a day at least, and for as long as an alert is open.

The row of `freezes` says why; the person's `frozen_until` is what routing and every automatic message look at.
"""

from dataclasses import replace
from datetime import timedelta

from bot import talk
from bot.clock import to_ms
from bot.events import TimerDue
from bot.services import alerts
from bot.services.presence import presence
from bot.services.registry import answers, carries_out, on_timer
from bot.storage import alerts as rows
from bot.storage import holds, outbox, people
from bot.storage.outbox import Lane
from bot.telegram.render import Operation
from bot.turn import Turn
from conversations.care.calls import EraseThese, GoOn, NotIt, SaidSo, Waiting, WhatWaits
from conversations.everyone import violence

THAW = "thaw"
FOR = timedelta(hours=24)
LONGER = timedelta(hours=6)  # how much longer at a time, while the alert is not resolved
MOST_PARTS = 20


def freeze(turn: Turn, kind: str, alert: int | None) -> None:
    """Everything else waits from the next event on. This turn still sees the person as before: a message to somebody
    who accompanies them leaves in it."""
    person = turn.somebody.id
    rows.freeze(turn.tx, person, kind, alert, turn.now_ms)
    people.freeze(turn.tx, person, to_ms(turn.now + FOR))
    turn.set_timer(THAW, person, turn.now + FOR)
    talk.put_aside(turn)


def thaw(turn: Turn, person: int) -> None:
    rows.thaw(turn.tx, person)
    people.freeze(turn.tx, person, None)
    turn.cancel_timer(THAW, person)


def let_through(turn: Turn) -> None:
    """For this turn only: what goes to the person who accompanies them never waits."""
    turn.person = replace(turn.somebody, frozen_until=None)


@on_timer(THAW)
def thaw_in_time(turn: Turn, timer: TimerDue) -> None:
    """A day has passed: it ends, or lasts on while a human has not finished."""
    frozen = rows.frozen(turn.tx, timer.subject)
    alert = rows.find(turn.tx, frozen.alert_id) if frozen and frozen.alert_id else None
    if alert is not None and alert.state != "resolved":
        people.freeze(turn.tx, timer.subject, to_ms(turn.now + LONGER))
        turn.set_timer(THAW, timer.subject, turn.now + LONGER)
    else:
        thaw(turn, timer.subject)


@answers(WhatWaits)
def what_waits(turn: Turn, look: WhatWaits) -> Waiting | None:
    frozen = rows.frozen(turn.tx, look.me.person)
    if frozen is None:
        return None
    alert = rows.find(turn.tx, frozen.alert_id) if frozen.alert_id else None
    unit = turn.house.site.unit(alert.unit_id if alert else look.me.unit)
    duty = bool(unit and presence(turn, unit, look.me.person).duty)
    told = alerts.told(turn, alert.id) if alert else None
    return Waiting(frozen.kind, told, duty, frozen.answered, bool(_holds_of(turn, frozen)))


@carries_out(SaidSo)
def said_so(turn: Turn, decision: SaidSo) -> None:
    rows.answered(turn.tx, turn.somebody.id)


@carries_out(GoOn)
def go_on(turn: Turn, decision: GoOn) -> None:
    thaw(turn, turn.somebody.id)


@carries_out(NotIt)
def not_it(turn: Turn, decision: NotIt) -> None:
    """The remark stands on the alert, which stays open; whoever has it reads so. A hold is a supervisor's to lift."""
    frozen = rows.frozen(turn.tx, turn.somebody.id)
    if frozen and frozen.alert_id and rows.remark(turn.tx, frozen.alert_id, "not-it"):
        rows.add_step(turn.tx, turn.new_id(), frozen.alert_id, "not-it", None, turn.now_ms)
    for one in _holds_of(turn, frozen) if frozen else []:
        holds.wrote(turn.tx, one.id, turn.now_ms, by_ap=False)
    thaw(turn, turn.somebody.id)


def _holds_of(turn: Turn, frozen: rows.Freeze) -> list[holds.Hold]:
    """What a death that this person wrote of has stopped, and nobody has lifted yet."""
    if frozen.kind != "death":
        return []
    me = turn.somebody.id
    return [one for unit in turn.house.site.units for one in holds.of_person(turn.tx, me, unit.id) if one.by_id == me]


def remember_theirs(turn: Turn, message_id: int) -> None:
    """What the person wrote about violence can be deleted in their chat, if they ask for it."""
    frozen = rows.frozen(turn.tx, turn.somebody.id)
    part = min(frozen.answered if frozen else 0, MOST_PARTS - 1)
    rows.remember_message(turn.tx, turn.somebody.id, violence.THEIRS, part, message_id, turn.now_ms)


@carries_out(EraseThese)
def erase_these(turn: Turn, decision: EraseThese) -> None:
    person = turn.somebody
    for subject in (violence.FIRST, violence.SECOND, violence.THEIRS):
        for part in range(MOST_PARTS):
            if outbox.find_message(turn.tx, person.id, subject, part) is not None:
                turn.speech.put(person, Operation("deleteMessage", {}, subject), Lane.REPLY, part=part)
