"""Rows of requests: a wish to be put in contact, of somebody here or of a guest of the coordination."""

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer

OPEN = ("searching", "proposed", "resting", "matched")


@dataclass(frozen=True, slots=True)
class Request:
    """`person_id` is None for a guest. `state`: searching, proposed (the person chooses), resting (the person let a
    choice lie), matched, withdrawn, closed. Times in milliseconds UTC; `promised_at` is the one date that was told.
    """

    id: int
    unit_id: str
    person_id: int | None
    opened_by: int | None
    state: str
    wave: int
    sealed_details: bytes
    sealed_guest: bytes | None
    promised_at: int
    overdue_at: int | None
    created_at: int

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def details(self, sealer: Sealer) -> dict[str, Any]:
        words: dict[str, Any] = json.loads(sealer.open(self.sealed_details, "requests", "details", self.id))
        return words

    def guest(self, sealer: Sealer) -> dict[str, Any] | None:
        if self.sealed_guest is None:
            return None
        words: dict[str, Any] = json.loads(sealer.open(self.sealed_guest, "requests", "guest", self.id))
        return words


def _request(row: dict[str, Any] | None) -> Request | None:
    if row is None:
        return None
    return Request(
        id=row["id"],
        unit_id=row["unit_id"],
        person_id=row["person_id"],
        opened_by=row["opened_by"],
        state=row["state"],
        wave=row["wave"],
        sealed_details=bytes(row["details"]),
        sealed_guest=bytes(row["guest"]) if row["guest"] is not None else None,
        promised_at=row["promised_at"],
        overdue_at=row["overdue_at"],
        created_at=row["created_at"],
    )


def add(
    tx: Transaction,
    sealer: Sealer,
    request: int,
    unit: str,
    *,
    person: int | None,
    opened_by: int | None,
    details: dict[str, Any],
    guest: dict[str, Any] | None,
    promised_at: int,
    now: int,
) -> bool:
    """False where the person has an open request in this unit already."""
    return bool(
        tx.query(
            "requests",
            "add",
            id=request,
            unit_id=unit,
            person_id=person,
            opened_by=opened_by,
            details=_sealed(sealer, details, "details", request),
            guest=_sealed(sealer, guest, "guest", request) if guest else None,
            promised_at=promised_at,
            now=now,
        )
    )


def _sealed(sealer: Sealer, words: dict[str, Any], column: str, request: int) -> bytes:
    return sealer.seal(json.dumps(words, ensure_ascii=False), "requests", column, request)


def find(tx: Transaction, request: int) -> Request | None:
    return _request(tx.query("requests", "find", id=request))


def open_of(tx: Transaction, person: int, unit: str) -> Request | None:
    return _request(tx.query("requests", "open_of", person_id=person, unit_id=unit))


def open_of_person(tx: Transaction, person: int) -> list[Request]:
    return [r for row in tx.query("requests", "open_of_person", person_id=person) if (r := _request(row))]


def open_of_unit(tx: Transaction, unit: str) -> list[Request]:
    """Whoever waits longest first."""
    return [r for row in tx.query("requests", "open_of_unit", unit_id=unit) if (r := _request(row))]


def set_state(tx: Transaction, request: int, from_states: tuple[str, ...], to: str) -> bool:
    return any(tx.query("requests", "set_state", id=request, state=to, expected=state) for state in from_states)


def close(tx: Transaction, request: int, state: str, now: int) -> bool:
    """End an open request: `state` is withdrawn or closed."""
    return bool(tx.query("requests", "close", id=request, state=state, now=now))


def closed_since(tx: Transaction, person: int, since: int) -> list[Request]:
    """Those of a person that were closed by us, not by them, from then on."""
    found = tx.query("requests", "closed_since", person_id=person, since=since)
    return [r for row in found if (r := _request(row))]


def reopen(tx: Transaction, request: int, state: str) -> bool:
    """Undo `close`; False where the person has asked anew in that unit meanwhile."""
    return bool(tx.query("requests", "reopen", id=request, state=state))


def write_details(tx: Transaction, sealer: Sealer, request: int, details: dict[str, Any]) -> None:
    tx.query("requests", "write_details", id=request, details=_sealed(sealer, details, "details", request))


def leave_number(tx: Transaction, sealer: Sealer, person: int, unit: str, number: str) -> None:
    """Where to call the person if nobody is free; sealed with the request. Nothing where no request is open."""
    request = open_of(tx, person, unit)
    if request:
        write_details(tx, sealer, request.id, {**request.details(sealer), "number": number})


def forget(tx: Transaction, sealer: Sealer, request: int, *parts: str) -> None:
    """Take parts out of the details once they have served: a number to call, a name not to meet."""
    found = find(tx, request)
    if found:
        kept = {name: said for name, said in found.details(sealer).items() if name not in parts}
        write_details(tx, sealer, request, kept)


def next_wave(tx: Transaction, request: int, wave: int) -> bool:
    """True for the one who goes on from that wave."""
    return bool(tx.query("requests", "next_wave", id=request, wave=wave))


def promise(tx: Transaction, request: int, promised_at: int) -> None:
    """Another date, told to the person in the same turn."""
    tx.query("requests", "promise", id=request, promised_at=promised_at)


def overdue(tx: Transaction, request: int, now: int) -> bool:
    return bool(tx.query("requests", "overdue", id=request, now=now))


def forget_guest(tx: Transaction, request: int) -> None:
    """Name and number of a guest go when their request is over."""
    tx.query("requests", "forget_guest", id=request)
