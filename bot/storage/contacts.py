"""Rows of contacts: that two people were in touch, how and how long, and the debrief that asks how the AP is."""

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Contact:
    """`debrief`: asked, nudged, done, skipped (a hold came), missed. Times in milliseconds UTC."""

    id: int
    pair_id: int
    unit_id: str
    ap_id: int
    means: str
    minutes: int
    kind: str
    next_step: str
    at: int
    debrief: str
    debriefed_at: int | None
    sealed_feeling: bytes | None

    def feeling(self, sealer: Sealer) -> dict[str, Any]:
        """{"word": 1 to 5, "words": their own, if any}; empty before the debrief."""
        if self.sealed_feeling is None:
            return {}
        found: dict[str, Any] = json.loads(sealer.open(self.sealed_feeling, "contacts", "feeling", self.id))
        return found


def _contact(row: dict[str, Any]) -> Contact:
    plain = {name: row[name] for name in Contact.__dataclass_fields__ if name != "sealed_feeling"}
    return Contact(**plain, sealed_feeling=bytes(row["feeling"]) if row["feeling"] is not None else None)


def add(
    tx: Transaction,
    contact: int,
    pair: int,
    unit: str,
    ap: int,
    *,
    means: str,
    minutes: int,
    kind: str,
    next_step: str,
    now: int,
) -> None:
    tx.query(
        "contacts",
        "add",
        id=contact,
        pair_id=pair,
        unit_id=unit,
        ap_id=ap,
        means=means,
        minutes=minutes,
        kind=kind,
        next_step=next_step,
        now=now,
    )


def find(tx: Transaction, contact: int) -> Contact | None:
    row = tx.query("contacts", "find", id=contact)
    return _contact(row) if row else None


def of_pair(tx: Transaction, pair: int) -> list[Contact]:
    return [_contact(row) for row in tx.query("contacts", "of_pair", pair_id=pair)]


def latest_of_ap(tx: Transaction, ap: int, most: int) -> list[Contact]:
    """Newest first."""
    return [_contact(row) for row in tx.query("contacts", "latest_of_ap", ap_id=ap, most=most)]


def debriefed(tx: Transaction, sealer: Sealer, contact: Contact, feeling: dict[str, Any], now: int) -> bool:
    sealed = sealer.seal(json.dumps(feeling), "contacts", "feeling", contact.id)
    return bool(tx.query("contacts", "debriefed", id=contact.id, ap_id=contact.ap_id, feeling=sealed, now=now))


def set_debrief(tx: Transaction, contact: int, state: str) -> bool:
    """False where it was done already."""
    return bool(tx.query("contacts", "set_debrief", id=contact, state=state))


def skip_of_pair(tx: Transaction, pair: int) -> None:
    tx.query("contacts", "skip_of_pair", pair_id=pair)
