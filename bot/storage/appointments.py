"""Rows of appointments: proposed, accepted, moved, past; with the patient's number for this one call, sealed."""

from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Appointment:
    """`state`: proposed, accepted, cancelled, called-off (its AP does not know it yet), past (it was agreed), lapsed
    (nobody had answered). `by_id`: who proposed it as it is. `at` in ms UTC."""

    id: int
    pair_id: int
    unit_id: str
    by_id: int
    state: str
    means: str
    at: int
    place: int | None
    sequence: int
    sealed_number: bytes | None

    def number(self, sealer: Sealer) -> str | None:
        """For the AP of an accepted appointment alone."""
        return sealer.open(self.sealed_number, "appointments", "number", self.id) if self.sealed_number else None


def _appointment(row: dict[str, Any]) -> Appointment:
    plain = {name: row[name] for name in Appointment.__dataclass_fields__ if name != "sealed_number"}
    return Appointment(**plain, sealed_number=bytes(row["number"]) if row["number"] is not None else None)


def add(
    tx: Transaction, appointment: int, pair: int, unit: str, by: int, means: str, at: int, place: int | None, now: int
) -> None:
    tx.query(
        "appointments",
        "add",
        id=appointment,
        pair_id=pair,
        unit_id=unit,
        by_id=by,
        means=means,
        at=at,
        place=place,
        now=now,
    )


def find(tx: Transaction, appointment: int) -> Appointment | None:
    row = tx.query("appointments", "find", id=appointment)
    return _appointment(row) if row else None


def open_of(tx: Transaction, pair: int) -> list[Appointment]:
    """Proposed or accepted, the next first."""
    return [_appointment(row) for row in tx.query("appointments", "of_pair", pair_id=pair)]


def stood_of(tx: Transaction, pair: int) -> list[Appointment]:
    """Those that nobody took back, the first first: to come, or over."""
    return [_appointment(row) for row in tx.query("appointments", "stood", pair_id=pair)]


def called_off_of(tx: Transaction, pair: int, after: int) -> list[Appointment]:
    """Those to come that were cancelled in a hold, and that the AP takes to be agreed."""
    return [_appointment(row) for row in tx.query("appointments", "called_off", pair_id=pair, after=after)]


def set_state(tx: Transaction, appointment: int, from_states: tuple[str, ...], to: str) -> bool:
    return any(tx.query("appointments", "set_state", id=appointment, state=to, expected=state) for state in from_states)


def move(tx: Transaction, appointment: int, at: int, by: int) -> bool:
    """Another time, to be accepted by the other side again."""
    return bool(tx.query("appointments", "move", id=appointment, at=at, by_id=by))


def set_number(tx: Transaction, sealer: Sealer, appointment: int, number: str) -> bool:
    sealed = sealer.seal(number, "appointments", "number", appointment)
    return bool(tx.query("appointments", "set_number", id=appointment, number=sealed))


def wipe_number(tx: Transaction, appointment: int) -> None:
    tx.query("appointments", "wipe_number", id=appointment)
