"""Rows of traces: the numbers of the messages in somebody's chat that can still be deleted there."""

from bot.storage.database import Transaction


def add(tx: Transaction, person: int, message_id: int, now: int) -> None:
    tx.query("traces", "add", person_id=person, message_id=message_id, now=now)


def take(tx: Transaction, person: int, since: int, first: int = 0) -> list[int]:
    """The messages since then, from number `first` on, to be deleted: here they are forgotten now, and no edit finds
    them any more."""
    found = [row["message_id"] for row in tx.query("traces", "since", person_id=person, since=since, first=first)]
    tx.query("traces", "clear_sent", person_id=person, first=first)
    tx.query("traces", "clear", person_id=person, first=first)
    return found


def first_since(tx: Transaction, person: int, since: int) -> int | None:
    """The number of the first message from that time on that can still be deleted."""
    first: int | None = tx.query("traces", "first_since", person_id=person, since=since)
    return first


def forget(tx: Transaction, before: int) -> None:
    tx.query("traces", "forget", before=before)
