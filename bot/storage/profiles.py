"""Rows of profiles (what somebody says about themself), of caseloads and of clearances."""

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Caseload:
    """`capacity`: pairs at once, as the AP chose; `away_until`, `paired_at` in milliseconds UTC."""

    capacity: int
    away_until: int | None
    paired_at: int | None
    resting_until: int | None


@dataclass(frozen=True, slots=True)
class Clearance:
    person_id: int
    unit_id: str
    charter_at: int | None
    trained_at: int | None
    cleared_at: int | None


def find(tx: Transaction, sealer: Sealer, person: int, side: str) -> dict[str, Any]:
    """What was said, as JSON; empty where nothing was. `side`: patient or ap."""
    row = tx.query("profiles", "find", person_id=person, side=side)
    return _opened(sealer, row) if row else {}


def _opened(sealer: Sealer, row: dict[str, Any]) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(sealer.open(bytes(row["words"]), "profiles", row["side"], row["person_id"]))
    return words


def write(tx: Transaction, sealer: Sealer, row: int, person: int, side: str, words: dict[str, Any], now: int) -> None:
    """Sealed for the person and side, so that writing again needs no look at the row's id."""
    sealed = sealer.seal(json.dumps(words, ensure_ascii=False), "profiles", side, person)
    tx.query("profiles", "write", id=row, person_id=person, side=side, words=sealed, now=now)


def of_unit(tx: Transaction, sealer: Sealer, unit: str) -> list[tuple[int, str, dict[str, Any]]]:
    """(person, side, words) of everybody who belongs to the unit."""
    rows = tx.query("profiles", "of_unit", unit_id=unit)
    return [(row["person_id"], row["side"], _opened(sealer, row)) for row in rows]


def erase(tx: Transaction, person: int, side: str) -> None:
    tx.query("profiles", "erase", person_id=person, side=side)


def caseload(tx: Transaction, person: int) -> Caseload | None:
    row = tx.query("profiles", "caseload", person_id=person)
    if row is None:
        return None
    return Caseload(row["capacity"], row["away_until"], row["paired_at"], row["resting_until"])


def open_caseload(tx: Transaction, person: int, capacity: int) -> None:
    """Nothing changes where there is one."""
    tx.query("profiles", "open_caseload", person_id=person, capacity=capacity)


def set_capacity(tx: Transaction, person: int, capacity: int) -> None:
    tx.query("profiles", "set_capacity", person_id=person, capacity=capacity)


def set_away(tx: Transaction, person: int, until: int | None) -> None:
    tx.query("profiles", "set_away", person_id=person, until=until)


def set_resting(tx: Transaction, person: int, until: int | None) -> None:
    tx.query("profiles", "set_resting", person_id=person, until=until)


def paired(tx: Transaction, person: int, now: int) -> None:
    tx.query("profiles", "paired", person_id=person, now=now)


def clear(
    tx: Transaction,
    membership: int,
    person: int,
    unit: str,
    *,
    charter: int | None,
    trained: int | None,
    at: int | None,
) -> None:
    """Record charter, training and clearance (milliseconds UTC, None: not yet) of an AP's membership."""
    tx.query(
        "profiles",
        "clear",
        membership_id=membership,
        person_id=person,
        unit_id=unit,
        charter_at=charter,
        trained_at=trained,
        cleared_at=at,
    )


def clearances(tx: Transaction, unit: str) -> list[Clearance]:
    """Of the unit's active APs."""
    return [_clearance(row) for row in tx.query("profiles", "clearances", unit_id=unit)]


def _clearance(row: dict[str, Any]) -> Clearance:
    return Clearance(row["person_id"], row["unit_id"], row["charter_at"], row["trained_at"], row["cleared_at"])
