"""Rows of offers: a request shown to one AP, and what became of it."""

from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction

NOT_AGAIN = frozenset({"open", "accepted", "declined", "passed"})
"""An AP whose offer is in one of these states is not asked again for the same request."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """`state`: open, accepted, declined, expired (nobody answered in time), gone (another was first, or it was taken
    back), passed (the patient asked for somebody else)."""

    id: int
    request_id: int
    unit_id: str
    ap_id: int
    state: str
    wave: int
    expires_at: int


def _offer(row: dict[str, Any]) -> OfferRow:
    return OfferRow(
        row["id"], row["request_id"], row["unit_id"], row["ap_id"], row["state"], row["wave"], row["expires_at"]
    )


def put(
    tx: Transaction, offer: int, request: int, unit: str, ap: int, *, wave: int, expires_at: int, now: int
) -> OfferRow | None:
    """An open offer; None where this AP already answered or was asked."""
    written = tx.query(
        "offers",
        "put",
        id=offer,
        request_id=request,
        unit_id=unit,
        ap_id=ap,
        wave=wave,
        expires_at=expires_at,
        now=now,
    )
    row = tx.query("offers", "between", request_id=request, ap_id=ap) if written else None
    return _offer(row) if row else None


def find(tx: Transaction, offer: int) -> OfferRow | None:
    row = tx.query("offers", "find", id=offer)
    return _offer(row) if row else None


def between(tx: Transaction, request: int, ap: int) -> OfferRow | None:
    row = tx.query("offers", "between", request_id=request, ap_id=ap)
    return _offer(row) if row else None


def of_request(tx: Transaction, request: int) -> list[OfferRow]:
    return [_offer(row) for row in tx.query("offers", "of_request", request_id=request)]


def open_of_ap(tx: Transaction, ap: int) -> list[OfferRow]:
    return [_offer(row) for row in tx.query("offers", "open_of_ap", ap_id=ap)]


def set_state(tx: Transaction, offer: int, expected: str, to: str, now: int) -> bool:
    return bool(tx.query("offers", "set_state", id=offer, state=to, expected=expected, now=now))


def accept(tx: Transaction, offer: int, now: int) -> bool:
    """True where it was open and its time not over."""
    return bool(tx.query("offers", "accept", id=offer, now=now))
