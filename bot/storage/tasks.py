"""Rows of tasks: what a named human must do by a time."""

from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.kept_text import kept, read_kept
from bot.storage.sealing import Sealer
from conversations.dialogue.text import Text


@dataclass(frozen=True, slots=True)
class Task:
    """`state`: open, taken, done (a human did it), closed (it became moot). Times in milliseconds UTC.

    `due_at` is the team's clock; `promised_at` the hour that the person has read, where they read one, `corrected_at`
    when they last read that it did not hold, `safe_time` when they can talk.
    """

    id: int
    unit_id: str
    kind: str
    person_id: int | None
    pair_id: int | None
    alert_id: int | None
    state: str
    step: int
    due_at: int
    promised_at: int | None
    corrected_at: int | None
    safe_time: str | None
    made_at: int
    taken_by: int | None
    taken_at: int | None
    done_at: int | None
    opens: str | None
    sealed_details: bytes | None
    sealed_number: bytes | None

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "taken")

    def details(self, sealer: Sealer) -> Text | None:
        if self.sealed_details is None:
            return None
        return read_kept(sealer.open(self.sealed_details, "tasks", "details", self.id))

    def number(self, sealer: Sealer) -> str | None:
        """The number to call: for who took the task alone."""
        return sealer.open(self.sealed_number, "tasks", "number", self.id) if self.sealed_number else None


def _task(row: dict[str, Any] | None) -> Task | None:
    if row is None:
        return None
    plain = {name: row[name] for name in Task.__dataclass_fields__ if not name.startswith("sealed_")}
    return Task(**plain, sealed_details=_bytes(row["details"]), sealed_number=_bytes(row["number"]))


def _bytes(value: Any) -> bytes | None:
    return bytes(value) if value is not None else None


def _tasks(rows: list[dict[str, Any]]) -> list[Task]:
    return [task for row in rows if (task := _task(row))]


def find(tx: Transaction, task: int) -> Task | None:
    return _task(tx.query("tasks", "find", id=task))


def add(
    tx: Transaction,
    sealer: Sealer,
    task: int,
    *,
    unit: str,
    kind: str,
    person: int | None,
    pair: int | None,
    alert: int | None,
    due_at: int,
    promised_at: int | None,
    safe_time: str | None,
    opens: str | None,
    details: Text | None,
    number: str | None,
    now: int,
) -> None:
    tx.query(
        "tasks",
        "add",
        id=task,
        unit_id=unit,
        kind=kind,
        person_id=person,
        pair_id=pair,
        alert_id=alert,
        due_at=due_at,
        promised_at=promised_at,
        safe_time=safe_time,
        opens=opens,
        now=now,
        details=sealer.seal(kept(details), "tasks", "details", task) if details else None,
        number=sealer.seal(number, "tasks", "number", task) if number else None,
    )


def open_in(tx: Transaction, unit: str) -> list[Task]:
    """The first due first."""
    return _tasks(tx.query("tasks", "in_unit", unit_id=unit))


def open_of_person(tx: Transaction, person: int) -> list[Task]:
    return _tasks(tx.query("tasks", "of_person", person_id=person))


def open_of_pair(tx: Transaction, pair: int) -> list[Task]:
    return _tasks(tx.query("tasks", "of_pair", pair_id=pair))


def open_of_alert(tx: Transaction, unit: str, alert: int) -> list[Task]:
    """The tasks that stand for an alert."""
    return _tasks(tx.query("tasks", "of_alert", unit_id=unit, alert_id=alert))


def open_that_open(tx: Transaction, unit: str, opens: str) -> list[Task]:
    """Those that are dealt with in this dialogue about this subject ("guest|12")."""
    return _tasks(tx.query("tasks", "that_open", unit_id=unit, opens=opens))


def unfinished(tx: Transaction) -> list[Task]:
    return _tasks(tx.query("tasks", "unfinished"))


def reach(tx: Transaction, task: int, step: int) -> bool:
    return bool(tx.query("tasks", "reach", id=task, step=step))


def take(tx: Transaction, task: int, by: int, now: int) -> bool:
    """True for the one who takes it; of two at once one gets False."""
    return bool(tx.query("tasks", "take", id=task, by=by, now=now))


def stand_for(tx: Transaction, task: int, alert: int) -> bool:
    """It stands for that alert from now on: the one before is closed."""
    return bool(tx.query("tasks", "stand_for", id=task, alert_id=alert))


def postpone(tx: Transaction, task: int, due_at: int) -> bool:
    return bool(tx.query("tasks", "postpone", id=task, due_at=due_at))


def promise(tx: Transaction, task: int, at: int | None, corrected_at: int | None) -> bool:
    """The person has read another hour, or that there is none; `corrected_at` where a broken one was corrected."""
    return bool(tx.query("tasks", "promise", id=task, promised_at=at, corrected_at=corrected_at))


def set_number(tx: Transaction, sealer: Sealer, task: int, number: str, details: Text) -> bool:
    """A number that is given after the task was made, with what is noted then."""
    sealed = sealer.seal(number, "tasks", "number", task)
    noted = sealer.seal(kept(details), "tasks", "details", task)
    return bool(tx.query("tasks", "set_number", id=task, number=sealed, details=noted))


def note(tx: Transaction, sealer: Sealer, task: int, details: Text) -> bool:
    """What is noted with it, anew."""
    return bool(tx.query("tasks", "note", id=task, details=sealer.seal(kept(details), "tasks", "details", task)))


def give_back(tx: Transaction, task: int) -> bool:
    return bool(tx.query("tasks", "give_back", id=task))


def hand(tx: Transaction, task: int, to: int, now: int) -> bool:
    return bool(tx.query("tasks", "hand", id=task, to_person=to, now=now))


def end(tx: Transaction, task: int, state: str, by: int | None, now: int) -> bool:
    """`state`: done or closed. The number and the details go in the same statement."""
    return bool(tx.query("tasks", "end", id=task, state=state, by=by, now=now))


def reopen(tx: Transaction, task: int, due_at: int) -> bool:
    """What was done is to be done again, by then. Nobody has read that hour."""
    return bool(tx.query("tasks", "reopen", id=task, due_at=due_at))


def ended_of_person(tx: Transaction, person: int) -> list[Task]:
    """What humans did for this person, the newest first."""
    return _tasks(tx.query("tasks", "ended_of_person", person_id=person))
