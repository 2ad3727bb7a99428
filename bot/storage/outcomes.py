"""How operations of the outbox ended, until somebody was told.

The row itself says so (`tell`), which is why a crash between the sending and the telling loses nothing.
"""

from typing import Any

from bot.events import Delivered, Outcome, Refused, Unreachable
from bot.storage.database import Transaction

# How the `failure` of a row begins.
UNREACHABLE, REFUSED = "unreachable: ", "refused: "


def untold(tx: Transaction, most: int) -> list[tuple[int, Outcome]]:
    """Outcomes that nobody has been told yet, with the id to give to told(), oldest first."""
    return [(row["id"], _outcome(row)) for row in tx.query("outcomes", "untold", most=most)]


def told(tx: Transaction, operation: int) -> None:
    """The outcome of `operation` has been taken and need not come again."""
    tx.query("outcomes", "told", id=operation)


def _outcome(row: dict[str, Any]) -> Outcome:
    person, subject, lane = row["person_id"], row["subject"], row["lane"]
    if row["state"] == "sent":
        return Delivered(person, subject, lane, row["message_id"] or 0)
    if row["failure"].startswith(UNREACHABLE):
        return Unreachable(person, subject, lane, row["failure"].removeprefix(UNREACHABLE))
    return Refused(person, subject, lane, row["failure"].removeprefix(REFUSED))
