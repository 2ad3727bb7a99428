"""Rows that keep unasked messages rare: quiet weeks, and what alerts and holds say about a person."""

from bot.storage.database import Transaction


def quiet(tx: Transaction, person: int, until: int) -> None:
    """Nothing unasked until then (milliseconds UTC); a longer silence that holds already stays."""
    tx.query("budget", "quiet", person_id=person, until_at=until)


def quiet_until(tx: Transaction, person: int) -> int | None:
    until: int | None = tx.query("budget", "quiet_until", person_id=person)
    return until


def alerted(tx: Transaction, person: int, since: int) -> bool:
    """Whether an alert (*now* or *soon*) about this person is open, or was raised or closed since then."""
    return tx.query("budget", "alerted", person_id=person, since=since) is not None


def held(tx: Transaction, person: int, since: int) -> bool:
    """Whether a hold of this person or of a pair of theirs stands, or began or ended since then."""
    return tx.query("budget", "held", person_id=person, since=since) is not None
