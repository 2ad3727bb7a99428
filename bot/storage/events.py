"""Rows of events: the key of every update once, so that a repeat changes nothing."""

from typing import Any

from bot.storage.database import Transaction


def add(tx: Transaction, bot_id: int, update_id: int, now: int) -> bool:
    """True the first time this update is seen."""
    return bool(tx.query("events", "add", bot_id=bot_id, update_id=update_id, now=now))


def failed(tx: Transaction, bot_id: int, update_id: int, why: str) -> None:
    tx.query("events", "failed", bot_id=bot_id, update_id=update_id, failed=why)


def failures(tx: Transaction, since: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tx.query("events", "failures", since=since)
    return rows


def forget(tx: Transaction, before: int) -> None:
    tx.query("events", "forget", before=before)
