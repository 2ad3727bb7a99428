"""Rows of gatherings: the one message that tells somebody of many alerts of one kind from one unit."""

from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Gathering:
    """`rang_at`: when the message last came with a sound; None while there is none."""

    id: int
    person_id: int
    unit_id: str
    kind: str
    rang_at: int | None


def _gathering(row: dict[str, Any] | None) -> Gathering | None:
    return Gathering(**{name: row[name] for name in Gathering.__dataclass_fields__}) if row else None


def of_person(tx: Transaction, new_id: int, person: int, unit: str, kind: str) -> Gathering:
    """The one of this person, unit and kind, made with that id where there is none yet."""
    tx.query("gatherings", "begin", id=new_id, person_id=person, unit_id=unit, kind=kind)
    found = _gathering(tx.query("gatherings", "of_person", person_id=person, unit_id=unit, kind=kind))
    if found is None:
        raise LookupError("a gathering just written is not there")
    return found


def find(tx: Transaction, gathering: int) -> Gathering | None:
    return _gathering(tx.query("gatherings", "find", id=gathering))


def shown(tx: Transaction, unit: str, kind: str) -> list[Gathering]:
    """Those whose message stands on somebody's phone."""
    rows = tx.query("gatherings", "shown", unit_id=unit, kind=kind)
    return [found for row in rows if (found := _gathering(row))]


def rang(tx: Transaction, gathering: int, at: int | None) -> None:
    """It came with a sound at that time; None: its message is over."""
    tx.query("gatherings", "rang", id=gathering, at=at)
