"""Rows of consents: what for, to which wording, yes or no, when. The newest of a purpose holds."""

from bot.storage.database import Transaction


def add(tx: Transaction, consent: int, person: int, purpose: str, wording: str, given: bool, now: int) -> None:
    tx.query("consents", "add", id=consent, person_id=person, purpose=purpose, wording=wording, given=given, now=now)


def given(tx: Transaction, person: int, purpose: str) -> bool | None:
    """Yes, no, or None where it was never asked."""
    row = tx.query("consents", "latest", person_id=person, purpose=purpose)
    return bool(row["given"]) if row else None
