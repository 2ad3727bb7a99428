"""Rows of openings: break-glass on the words of an alert, with its reason, sealed."""

from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Opening:
    """`state`: asked (of `told_person`, for a yes), refused, allowed, opened; `at` since when.

    `told_person` None: there was nobody to ask or to tell.
    """

    id: int
    alert_id: int
    by_person: int
    told_person: int | None
    state: str
    at: int
    sealed_reason: bytes

    def reason(self, sealer: Sealer) -> str:
        return sealer.open(self.sealed_reason, "openings", "reason", self.id)


def _opening(row: dict[str, Any] | None) -> Opening | None:
    if row is None:
        return None
    plain = {name: row[name] for name in Opening.__dataclass_fields__ if name != "sealed_reason"}
    return Opening(**plain, sealed_reason=bytes(row["reason"]))


def add(
    tx: Transaction,
    sealer: Sealer,
    opening: int,
    alert: int,
    by: int,
    reason: str,
    told: int | None,
    now: int,
    *,
    state: str = "opened",
) -> None:
    sealed = sealer.seal(reason, "openings", "reason", opening)
    tx.query(
        "openings",
        "add",
        id=opening,
        alert_id=alert,
        by_person=by,
        reason=sealed,
        told_person=told,
        now=now,
        state=state,
    )


def find(tx: Transaction, opening: int) -> Opening | None:
    return _opening(tx.query("openings", "find", id=opening))


def latest(tx: Transaction, alert: int, by: int) -> Opening | None:
    """The last time this person wanted to read the words of this alert."""
    return _opening(tx.query("openings", "latest", alert_id=alert, by_person=by))


def move(tx: Transaction, opening: int, expected: str, state: str, now: int) -> bool:
    """True for the one who moves it on."""
    return bool(tx.query("openings", "move", id=opening, expected=expected, state=state, now=now))
