"""Rows of messages that wait for a yes of the one who wrote them, sealed."""

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer
from conversations.care.alerts import Danger


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits for its sender's yes: `parcels` as bot/telegram/relay.py packs them, what they mean."""

    id: int
    unit_id: str
    pair_id: int | None
    person_id: int
    why: str
    parcels: list[dict[str, Any]]
    expires_at: int
    danger: Danger | None


def _held(row: dict[str, Any] | None, sealer: Sealer) -> Held | None:
    if row is None:
        return None
    parcels = json.loads(sealer.open(bytes(row["parcels"]), "relay_held", "parcels", row["id"]))
    danger = Danger(row["danger"], row["alert_id"]) if row["danger"] else None
    return Held(
        row["id"], row["unit_id"], row["pair_id"], row["person_id"], row["why"], parcels, row["expires_at"], danger
    )


def _sealed(sealer: Sealer, held: int, parcels: list[dict[str, Any]]) -> bytes:
    return sealer.seal(json.dumps(parcels), "relay_held", "parcels", held)


def hold(
    tx: Transaction,
    sealer: Sealer,
    held: int,
    unit: str,
    pair: int | None,
    person: int,
    why: str,
    parcels: list[dict[str, Any]],
    now: int,
    expires_at: int,
) -> None:
    tx.query(
        "relay_held",
        "hold",
        id=held,
        unit_id=unit,
        pair_id=pair,
        person_id=person,
        why=why,
        parcels=_sealed(sealer, held, parcels),
        now=now,
        expires_at=expires_at,
    )


def held(tx: Transaction, sealer: Sealer, held_id: int, person: int) -> Held | None:
    """Only for the one who wrote it."""
    return _held(tx.query("relay_held", "held", id=held_id, person_id=person), sealer)


def held_by_id(tx: Transaction, sealer: Sealer, held_id: int) -> Held | None:
    return _held(tx.query("relay_held", "held_by_id", id=held_id), sealer)


def held_of_person(tx: Transaction, sealer: Sealer, person: int) -> list[Held]:
    """Everything of somebody's that waits, the newest first."""
    rows = tx.query("relay_held", "held_of_person", person_id=person)
    return [one for row in rows if (one := _held(row, sealer))]


def held_of_pair(tx: Transaction, sealer: Sealer, pair: int, why: str) -> list[Held]:
    rows = tx.query("relay_held", "held_of_pair", pair_id=pair, why=why)
    return [one for row in rows if (one := _held(row, sealer))]


def rewrite_held(tx: Transaction, sealer: Sealer, held_id: int, parcels: list[dict[str, Any]]) -> None:
    tx.query("relay_held", "rewrite_held", id=held_id, parcels=_sealed(sealer, held_id, parcels))


def remember_danger(tx: Transaction, held_id: int, danger: Danger | None) -> None:
    """What the words meant, for the moment in which they leave; nothing changes where they meant none."""
    if danger is not None:
        tx.query("relay_held", "remember_danger", id=held_id, danger=danger.kind, alert_id=danger.alert)


def rehold(tx: Transaction, held_id: int, person: int, pair: int, why: str) -> bool:
    """It waits for something else now."""
    return bool(tx.query("relay_held", "rehold", id=held_id, person_id=person, pair_id=pair, why=why))


def let_go(tx: Transaction, held_id: int) -> bool:
    """True for the one who takes it out."""
    return bool(tx.query("relay_held", "let_go", id=held_id))


def let_go_of_pair(tx: Transaction, pair: int) -> int:
    gone: int = tx.query("relay_held", "let_go_of_pair", pair_id=pair)
    return gone
