"""Rows of timers: at this time, this event. Setting one again moves it; the delete makes it happen once."""

from typing import Any

from bot.events import TimerDue
from bot.storage.database import Transaction


def set_timer(tx: Transaction, timer: int, kind: str, subject: int, unit: str | None, due_at: int) -> None:
    tx.query("timers", "set", id=timer, kind=kind, subject=subject, unit_id=unit, due_at=due_at)


def cancel(tx: Transaction, kind: str, subject: int) -> bool:
    return bool(tx.query("timers", "cancel", kind=kind, subject=subject))


def due_at(tx: Transaction, kind: str, subject: int) -> int | None:
    row = tx.query("timers", "find", kind=kind, subject=subject)
    return row["due_at"] if row else None


def due(tx: Transaction, now: int, most: int) -> list[TimerDue]:
    rows = tx.query("timers", "due", now=now, most=most)
    return [TimerDue(r["id"], r["kind"], r["subject"], r["unit_id"], r["due_at"]) for r in rows]


def take(tx: Transaction, timer: TimerDue) -> bool:
    """True where this turn is the one that handles it."""
    return bool(tx.query("timers", "take", id=timer.id, due_at=timer.due_at))


def postpone(tx: Transaction, timer: int, due_at: int) -> None:
    tx.query("timers", "postpone", id=timer, due_at=due_at)


def attempts(tx: Transaction, timer: TimerDue) -> int:
    row = tx.query("timers", "find", kind=timer.kind, subject=timer.subject)
    return row["attempts"] if row else 0


def next_due(tx: Transaction) -> int | None:
    when: int | None = tx.query("timers", "next_due")
    return when


def failing(tx: Transaction) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tx.query("timers", "failing")
    return rows


def overdue(tx: Transaction, before: int) -> list[dict[str, Any]]:
    """Those that were due before that time and that no turn has taken."""
    rows: list[dict[str, Any]] = tx.query("timers", "overdue", before=before)
    return rows
