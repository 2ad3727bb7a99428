"""Rows of the rota: weekly shifts, exceptions, swaps somebody asked for, and who was told that a half-day begins."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.clock import from_ms
from bot.storage.database import Transaction
from conversations.policies.rota import Override, Shift


@dataclass(frozen=True, slots=True)
class Swap:
    """`state`: asked, accepted, refused."""

    id: int
    unit_id: str
    asked_by: int
    asked_of: int
    starts: datetime
    ends: datetime
    state: str


def shifts(tx: Transaction, unit: str) -> list[tuple[int, Shift]]:
    """The week with the id of each shift, in its order."""
    return [(row["id"], _shift(row)) for row in tx.query("rota", "shifts", unit_id=unit)]


def add_shift(tx: Transaction, shift_id: int, unit: str, shift: Shift) -> None:
    tx.query(
        "rota",
        "add_shift",
        id=shift_id,
        unit_id=unit,
        person_id=shift.person,
        weekday=shift.weekday,
        starts=f"{shift.starts:%H:%M}",
        ends=f"{shift.ends:%H:%M}",
    )


def drop_shift(tx: Transaction, shift_id: int, unit: str) -> bool:
    return bool(tx.query("rota", "drop_shift", id=shift_id, unit_id=unit))


def overrides(tx: Transaction, unit: str, now: int) -> list[Override]:
    """The exceptions that are not over, oldest first."""
    return [
        Override(
            row["person_id"], from_ms(row["starts_at"]), from_ms(row["ends_at"]), bool(row["present"]), row["deputy_id"]
        )
        for row in tx.query("rota", "overrides", unit_id=unit, now=now)
    ]


def add_override(
    tx: Transaction,
    override: int,
    unit: str,
    person: int,
    starts_at: int,
    ends_at: int,
    *,
    present: bool,
    deputy: int | None = None,
) -> None:
    tx.query(
        "rota",
        "add_override",
        id=override,
        unit_id=unit,
        person_id=person,
        present=present,
        starts_at=starts_at,
        ends_at=ends_at,
        deputy_id=deputy,
    )


def forget_overrides(tx: Transaction, before: int) -> None:
    tx.query("rota", "forget_overrides", before=before)


def leave(tx: Transaction, person: int) -> int:
    """Take somebody off every weekly rota; gives how many shifts they had."""
    gone: int = tx.query("rota", "leave", person_id=person)
    return gone


def add_swap(
    tx: Transaction, swap: int, unit: str, asked_by: int, asked_of: int, starts_at: int, ends_at: int, now: int
) -> None:
    tx.query(
        "rota",
        "add_swap",
        id=swap,
        unit_id=unit,
        asked_by=asked_by,
        asked_of=asked_of,
        starts_at=starts_at,
        ends_at=ends_at,
        now=now,
    )


def swap(tx: Transaction, swap_id: int, unit: str) -> Swap | None:
    row = tx.query("rota", "swap", id=swap_id, unit_id=unit)
    if row is None:
        return None
    return Swap(
        row["id"],
        row["unit_id"],
        row["asked_by"],
        row["asked_of"],
        from_ms(row["starts_at"]),
        from_ms(row["ends_at"]),
        row["state"],
    )


def end_swap(tx: Transaction, swap_id: int, unit: str, asked_of: int, state: str) -> bool:
    """Only who was asked may answer, once."""
    return bool(tx.query("rota", "end_swap", id=swap_id, unit_id=unit, asked_of=asked_of, state=state))


def half_day_told_at(tx: Transaction, person: int, unit: str) -> int | None:
    told: int | None = tx.query("rota", "half_day", person_id=person, unit_id=unit)
    return told


def half_day_told(tx: Transaction, person: int, unit: str, now: int) -> None:
    tx.query("rota", "half_day_told", person_id=person, unit_id=unit, now=now)


def _shift(row: dict[str, Any]) -> Shift:
    return Shift(row["person_id"], row["weekday"], time.fromisoformat(row["starts"]), time.fromisoformat(row["ends"]))
