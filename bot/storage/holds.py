"""Rows of holds: whom, why, by whom, and what a supervisor made of it."""

from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Hold:
    """`why`: death, mourning, doubt-identity, ap-stops; `state`: provisional, confirmed, lifted.

    `before` is the pair's state before it; `told_at`: a person has told it by voice. Times in milliseconds UTC.
    """

    id: int
    unit_id: str
    pair_id: int | None
    person_id: int | None
    why: str
    state: str
    before: str | None
    by_id: int
    at: int
    promised_at: int
    confirmed_at: int | None
    told_at: int | None
    ap_wrote_at: int | None
    patient_wrote_at: int | None


def _hold(row: dict[str, Any]) -> Hold:
    return Hold(**{name: row[name] for name in Hold.__dataclass_fields__})


def add(
    tx: Transaction,
    hold: int,
    unit: str,
    pair: int | None,
    person: int | None,
    why: str,
    before: str | None,
    by: int,
    now: int,
    promised_at: int,
) -> None:
    tx.query(
        "holds",
        "add",
        id=hold,
        unit_id=unit,
        pair_id=pair,
        person_id=person,
        why=why,
        before=before,
        by_id=by,
        now=now,
        promised_at=promised_at,
    )


def find(tx: Transaction, hold: int) -> Hold | None:
    row = tx.query("holds", "find", id=hold)
    return _hold(row) if row else None


def of_pair(tx: Transaction, pair: int) -> list[Hold]:
    """Not lifted, oldest first."""
    return [_hold(row) for row in tx.query("holds", "of_pair", pair_id=pair)]


def of_person(tx: Transaction, person: int, unit: str) -> list[Hold]:
    """Not lifted, about this person in this unit."""
    return [_hold(row) for row in tx.query("holds", "of_person", person_id=person, unit_id=unit)]


def about(tx: Transaction, person: int) -> list[Hold]:
    """Not lifted, about this person in any unit."""
    return [_hold(row) for row in tx.query("holds", "about", person_id=person)]


def provisional_in(tx: Transaction, unit: str) -> list[Hold]:
    return [_hold(row) for row in tx.query("holds", "of_unit", unit_id=unit)]


def pairs_in(tx: Transaction, unit: str) -> list[int]:
    """The open contacts of a unit; one that is held for another reason too."""
    return [row["id"] for row in tx.query("holds", "pairs_of_unit", unit_id=unit)]


def is_gone(tx: Transaction, ap: int) -> bool:
    """Whether a contact is held because this AP cannot go on."""
    return tx.query("holds", "gone", ap_id=ap) is not None


def confirm(tx: Transaction, hold: int, by: int, now: int) -> bool:
    return bool(tx.query("holds", "confirm", id=hold, by_id=by, now=now))


def lift(tx: Transaction, hold: int, by: int, now: int) -> bool:
    """True for the one who lifts it."""
    return bool(tx.query("holds", "lift", id=hold, by_id=by, now=now))


def told(tx: Transaction, hold: int, now: int) -> bool:
    return bool(tx.query("holds", "told", id=hold, now=now))


def wrote(tx: Transaction, hold: int, now: int, *, by_ap: bool) -> None:
    tx.query("holds", "ap_wrote" if by_ap else "patient_wrote", id=hold, now=now)


def silence(tx: Transaction, person: int, now: int) -> int:
    """Drop every notice and check-in that still waits for somebody; gives how many."""
    dropped: int = tx.query("holds", "silence", person_id=person, now=now)
    return dropped
