"""Rows of freezes: what waits for somebody after danger, violence or a death, and why."""

from dataclasses import dataclass

from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Freeze:
    """`kind` is that of the words; `answered` counts how often it was said that everything waits; `hushed`: nothing is
    pushed before the person says that it is a good time."""

    person_id: int
    kind: str
    alert_id: int | None
    since: int
    answered: int
    hushed: bool


def freeze(tx: Transaction, person: int, kind: str, alert: int | None, now: int, *, hushed: bool) -> None:
    tx.query("freezes", "freeze", person_id=person, kind=kind, alert_id=alert, now=now, hushed=hushed)


def find(tx: Transaction, person: int) -> Freeze | None:
    row = tx.query("freezes", "find", person_id=person)
    plain = {name: row[name] for name in Freeze.__dataclass_fields__} if row else None
    return Freeze(**{**plain, "hushed": bool(plain["hushed"])}) if plain else None


def is_hushed(tx: Transaction, person: int) -> bool:
    """Whether nothing may be pushed to this person now."""
    frozen = find(tx, person)
    return frozen is not None and frozen.hushed


def may_speak(tx: Transaction, person: int) -> bool:
    """They say that it is a good time; False where nothing was hushed."""
    return bool(tx.query("freezes", "may_speak", person_id=person))


def answered(tx: Transaction, person: int) -> None:
    tx.query("freezes", "answered", person_id=person)


def thaw(tx: Transaction, person: int) -> bool:
    return bool(tx.query("freezes", "thaw", person_id=person))
