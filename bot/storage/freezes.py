"""Rows of freezes: what waits for somebody after danger, violence or a death, and why."""

from dataclasses import dataclass

from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Freeze:
    """`kind` is that of the words; `answered` counts how often it was said that everything waits."""

    person_id: int
    kind: str
    alert_id: int | None
    since: int
    answered: int


def freeze(tx: Transaction, person: int, kind: str, alert: int | None, now: int) -> None:
    tx.query("freezes", "freeze", person_id=person, kind=kind, alert_id=alert, now=now)


def find(tx: Transaction, person: int) -> Freeze | None:
    row = tx.query("freezes", "find", person_id=person)
    return Freeze(**{name: row[name] for name in Freeze.__dataclass_fields__}) if row else None


def answered(tx: Transaction, person: int) -> None:
    tx.query("freezes", "answered", person_id=person)


def thaw(tx: Transaction, person: int) -> bool:
    return bool(tx.query("freezes", "thaw", person_id=person))
