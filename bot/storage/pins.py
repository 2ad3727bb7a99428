"""Rows of pins: the code somebody put before their data, as a keyed hash, and how it was tried."""

from dataclasses import dataclass

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Pin:
    """`wrong`: tries in a row that were not it. Times in milliseconds UTC."""

    code: bytes
    wrong: int
    locked_until: int | None
    open_until: int | None


def find(tx: Transaction, person: int) -> Pin | None:
    row = tx.query("pins", "find", person_id=person)
    return Pin(bytes(row["code"]), row["wrong"], row["locked_until"], row["open_until"]) if row else None


def hashed(sealer: Sealer, person: int, code: str) -> bytes:
    """The same code of two people gives two hashes."""
    return sealer.hash(f"pin {person} {code}")


def put(tx: Transaction, sealer: Sealer, person: int, code: str, open_until: int) -> None:
    """Set it, or another in its place."""
    tx.query("pins", "set", person_id=person, code=hashed(sealer, person, code), open_until=open_until)


def was_right(tx: Transaction, person: int, open_until: int) -> None:
    tx.query("pins", "was_right", person_id=person, open_until=open_until)


def was_wrong(tx: Transaction, person: int) -> None:
    tx.query("pins", "was_wrong", person_id=person)


def lock(tx: Transaction, person: int, until: int) -> None:
    tx.query("pins", "lock", person_id=person, until=until)


def remove(tx: Transaction, person: int) -> None:
    tx.query("pins", "remove", person_id=person)
