"""Rows of alerts: what a human must see, the steps that explain it, and drills."""

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.outbox import BEHIND
from bot.storage.sealing import Sealer

LONGEST_KEPT = 20  # messages of one alert that are kept, the first and the newest ones


@dataclass(frozen=True, slots=True)
class Alert:
    """`level`: now, soon, routine; `state`: open, taken, resolved. Times in milliseconds UTC."""

    id: int
    unit_id: str | None
    person_id: int | None
    pair_id: int | None
    raised_by: int | None
    kind: str
    level: str
    rule: str | None
    state: str
    times: int
    step: int
    raised_at: int
    promised_at: int | None
    told_at: int | None
    taken_by: int | None
    taken_at: int | None
    first_taken_at: int | None
    resolved_at: int | None
    outcome: str | None
    remark: str | None
    corrected_at: int | None
    sealed_message: bytes | None

    def messages(self, sealer: Sealer) -> list[str]:
        """The words that raised it, oldest first; empty once their time is over."""
        if self.sealed_message is None:
            return []
        words: list[str] = json.loads(sealer.open(self.sealed_message, "alerts", "message", self.id))
        return words


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to an alert: a word, the staff member concerned, when."""

    what: str
    person_id: int | None
    at: int


@dataclass(frozen=True, slots=True)
class Drill:
    id: int
    unit_id: str
    kind: str
    person_id: int | None
    state: str
    why: str | None
    asked_at: int


def _alert(row: dict[str, Any] | None) -> Alert | None:
    if row is None:
        return None
    plain = {name: row[name] for name in Alert.__dataclass_fields__ if name != "sealed_message"}
    return Alert(**plain, sealed_message=bytes(row["message"]) if row["message"] is not None else None)


def _alerts(rows: list[dict[str, Any]]) -> list[Alert]:
    return [alert for row in rows if (alert := _alert(row))]


def _drill(row: dict[str, Any] | None) -> Drill | None:
    return Drill(**{name: row[name] for name in Drill.__dataclass_fields__}) if row else None


def find(tx: Transaction, alert: int) -> Alert | None:
    return _alert(tx.query("alerts", "find", id=alert))


def unfinished_like(tx: Transaction, kind: str, unit: str | None, person: int | None) -> Alert | None:
    """The alert of this kind that is not resolved yet, of the person, or of the unit where it is about nobody."""
    if person is not None:
        return _alert(tx.query("alerts", "of_group", person_id=person, kind=kind))
    return _alert(tx.query("alerts", "of_unit_kind", unit_id=unit, kind=kind)) if unit else None


def unfinished_of(tx: Transaction, person: int) -> list[Alert]:
    """Everything about this person that is not resolved."""
    return _alerts(tx.query("alerts", "of_person", person_id=person))


def unfinished_in(tx: Transaction, unit: str) -> list[Alert]:
    return _alerts(tx.query("alerts", "open_in_unit", unit_id=unit))


def unfinished(tx: Transaction) -> list[Alert]:
    """Of the whole service, oldest first."""
    return _alerts(tx.query("alerts", "unfinished"))


def routine_in(tx: Transaction, unit: str) -> list[Alert]:
    """What the week's digest has not told yet."""
    return _alerts(tx.query("alerts", "routine", unit_id=unit))


def digested_in(tx: Transaction, unit: str, since: int) -> list[Alert]:
    """What the week's digest has told since then."""
    return _alerts(tx.query("alerts", "digested", unit_id=unit, since=since))


def untell(tx: Transaction, alert: int) -> None:
    """Routine, and it happened again: the next digest tells it."""
    tx.query("alerts", "untell", id=alert)


def close_old_routine(tx: Transaction, unit: str, before: int, now: int) -> int:
    closed: int = tx.query("alerts", "close_old_routine", unit_id=unit, before=before, now=now)
    return closed


def open_of_kind(tx: Transaction, unit: str, kind: str) -> list[Alert]:
    """The *now* alerts of a kind that nobody has taken, the newest first."""
    return _alerts(tx.query("alerts", "open_of_kind", unit_id=unit, kind=kind))


def add(
    tx: Transaction,
    alert: int,
    unit: str | None,
    person: int | None,
    pair: int | None,
    raised_by: int | None,
    kind: str,
    level: str,
    rule: str | None,
    now: int,
) -> None:
    tx.query(
        "alerts",
        "add",
        id=alert,
        unit_id=unit,
        person_id=person,
        pair_id=pair,
        raised_by=raised_by,
        kind=kind,
        level=level,
        rule=rule,
        now=now,
    )


def add_message(tx: Transaction, sealer: Sealer, alert: Alert, words: str) -> None:
    """Seal one more message with the alert; of very many the first and the newest are kept."""
    messages = [*alert.messages(sealer), words]
    if len(messages) > LONGEST_KEPT:
        messages = [messages[0], *messages[-(LONGEST_KEPT - 1) :]]
    sealed = sealer.seal(json.dumps(messages), "alerts", "message", alert.id)
    tx.query("alerts", "set_message", id=alert.id, message=sealed)


def again(tx: Transaction, alert: int) -> None:
    tx.query("alerts", "again", id=alert)


def raise_level(tx: Transaction, alert: int, level: str) -> None:
    tx.query("alerts", "raise_level", id=alert, level=level)


def reach(tx: Transaction, alert: int, step: int, told_at: int | None) -> bool:
    """It stands on that rung now; `told_at` where somebody was told. False where it is not open any more."""
    return bool(tx.query("alerts", "reach", id=alert, step=step, told_at=told_at))


def promise(tx: Transaction, alert: int, at: int | None) -> None:
    tx.query("alerts", "promise", id=alert, at=at)


def corrected(tx: Transaction, alert: int, now: int) -> None:
    """The person has read that nobody has it; until somebody takes it (again)."""
    tx.query("alerts", "corrected", id=alert, now=now)


def take(tx: Transaction, alert: int, by: int, now: int) -> bool:
    """True for the one who takes it; of two at once one gets False."""
    return bool(tx.query("alerts", "take", id=alert, by=by, now=now))


def take_over(tx: Transaction, alert: int, by: int, from_person: int, now: int) -> bool:
    return bool(tx.query("alerts", "take_over", id=alert, by=by, from_person=from_person, now=now))


def give_back(tx: Transaction, alert: int, step: int) -> bool:
    """Open again, from that rung on."""
    return bool(tx.query("alerts", "give_back", id=alert, step=step))


def resolve(tx: Transaction, alert: int, outcome: str, now: int, keep_until: int) -> bool:
    return bool(tx.query("alerts", "resolve", id=alert, outcome=outcome, now=now, keep_until=keep_until))


def remark(tx: Transaction, alert: int, words: str) -> bool:
    return bool(tx.query("alerts", "remark", id=alert, remark=words))


def wipe_messages(tx: Transaction, now: int) -> int:
    """Words whose time is over; gives how many alerts had some."""
    wiped: int = tx.query("alerts", "wipe_messages", now=now)
    return wiped


def add_step(tx: Transaction, step: int, alert: int, what: str, person: int | None, now: int) -> None:
    tx.query("alerts", "add_step", id=step, alert_id=alert, what=what, person_id=person, now=now)


def steps(tx: Transaction, alert: int) -> list[Step]:
    """The newest ones, in their order."""
    return [Step(row["what"], row["person_id"], row["at"]) for row in tx.query("alerts", "steps", alert_id=alert)]


def told_untaken(tx: Transaction, person: int, unit: str, kind: str, since: int) -> int:
    """Of how many alerts of a kind in a unit somebody was told since then that nobody has taken yet."""
    number: int = tx.query("alerts", "told_untaken", person_id=person, unit_id=unit, kind=kind, since=since)
    return number


def silence(tx: Transaction, person: int, subject: str, now: int) -> int:
    """Drop what still waits to be sent to somebody about an alert; gives how many. What is in flight arrives."""
    waiting = tx.query("alerts", "unsent", person_id=person, subject=subject)
    for row in waiting:
        tx.query("alerts", "silence", id=row["id"], now=now)
    if waiting:
        tx.query("alerts", "forward", person_id=person, now=now, behind=BEHIND)
    return len(waiting)


def add_drill(
    tx: Transaction, drill: int, unit: str, kind: str, person: int | None, state: str, why: str | None, now: int
) -> None:
    ended = None if state == "asked" else now
    tx.query(
        "alerts",
        "add_drill",
        id=drill,
        unit_id=unit,
        kind=kind,
        person_id=person,
        state=state,
        why=why,
        now=now,
        ended_at=ended,
    )


def drill(tx: Transaction, drill_id: int) -> Drill | None:
    return _drill(tx.query("alerts", "drill", id=drill_id))


def last_drill(tx: Transaction, unit: str, kind: str) -> Drill | None:
    return _drill(tx.query("alerts", "last_drill", unit_id=unit, kind=kind))


def end_drill(tx: Transaction, drill_id: int, state: str, now: int) -> bool:
    return bool(tx.query("alerts", "end_drill", id=drill_id, state=state, now=now))


def raised_between(tx: Transaction, unit: str, since: int, until: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tx.query("alerts", "raised_between", unit_id=unit, since=since, until=until)
    return rows


def drills_between(tx: Transaction, unit: str, since: int, until: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tx.query("alerts", "drills_between", unit_id=unit, since=since, until=until)
    return rows


def is_queued(tx: Transaction, person: int, subject: str) -> bool:
    """Whether an alert's message waits to be sent to somebody, or is on its way."""
    return bool(tx.query("alerts", "queued", person_id=person, subject=subject))
