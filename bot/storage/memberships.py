"""Rows of memberships (a person's role in a unit) and of the opaque codes that open one."""

from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Membership:
    id: int
    person_id: int
    unit_id: str
    role: str
    state: str


def _membership(row: dict[str, Any] | None) -> Membership | None:
    if row is None:
        return None
    return Membership(row["id"], row["person_id"], row["unit_id"], row["role"], row["state"])


def find(tx: Transaction, membership: int) -> Membership | None:
    return _membership(tx.query("memberships", "find", id=membership))


def of_person(tx: Transaction, person: int) -> list[Membership]:
    """The active ones, oldest first."""
    rows = tx.query("memberships", "of_person", person_id=person)
    return [m for row in rows if (m := _membership(row))]


def current_of(tx: Transaction, person: int, chosen: int | None) -> Membership | None:
    """The hat chosen in the menu, else the oldest active one."""
    hats = of_person(tx, person)
    return next((hat for hat in hats if hat.id == chosen), hats[0] if hats else None)


def of_unit(tx: Transaction, unit: str, role: str) -> list[Membership]:
    rows = tx.query("memberships", "of_unit", unit_id=unit, role=role)
    return [m for row in rows if (m := _membership(row))]


def of_role(tx: Transaction, person: int, unit: str, role: str) -> Membership | None:
    """Whatever its state."""
    return _membership(tx.query("memberships", "of_role", person_id=person, unit_id=unit, role=role))


def add(tx: Transaction, membership: int, person: int, unit: str, role: str, now: int) -> Membership:
    """The membership of this role, made or made active again."""
    tx.query("memberships", "add", id=membership, person_id=person, unit_id=unit, role=role, now=now)
    found = of_role(tx, person, unit, role)
    if found is None:
        raise LookupError("a membership just written is not there")
    return found


def set_state(tx: Transaction, membership: int, state: str) -> bool:
    return bool(tx.query("memberships", "set_state", id=membership, state=state))


def end_all(tx: Transaction, person: int) -> None:
    tx.query("memberships", "end_all", person_id=person)


def add_code(
    tx: Transaction, sealer: Sealer, code_id: int, code: str, unit: str, role: str, uses: int, expires: int, now: int
) -> None:
    """A start code; only its keyed hash is kept."""
    tx.query(
        "memberships",
        "add_code",
        id=code_id,
        code_hash=sealer.hash(code),
        unit_id=unit,
        role=role,
        uses_left=uses,
        expires_at=expires,
        now=now,
    )


def find_code(tx: Transaction, sealer: Sealer, code: str) -> tuple[str, str] | None:
    """(unit, role) of a code, used up and expired ones too."""
    row = tx.query("memberships", "find_code", code_hash=sealer.hash(code))
    return (row["unit_id"], row["role"]) if row else None


def use_code(tx: Transaction, sealer: Sealer, code: str, now: int) -> tuple[str, str] | None:
    """(unit, role) and one use less; None for a code that is unknown, used up or expired."""
    row = tx.query("memberships", "use_code", code_hash=sealer.hash(code), now=now)
    return (row["unit_id"], row["role"]) if row else None
