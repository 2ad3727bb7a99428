"""Rows of shared_aps: an AP who would accompany in a further unit, and which of the two has said yes."""

from dataclasses import dataclass

from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class SharedAp:
    """`unit_id` is the further unit, `home_id` the one they accompany in. Times in milliseconds UTC."""

    membership_id: int
    person_id: int
    unit_id: str
    home_id: str
    asked_at: int
    here_at: int | None
    home_at: int | None
    refused_at: int | None

    @property
    def is_open(self) -> bool:
        return self.refused_at is None and (self.here_at is None or self.home_at is None)


def find(tx: Transaction, membership: int) -> SharedAp | None:
    row = tx.query("shared_aps", "find", membership_id=membership)
    return SharedAp(**{name: row[name] for name in SharedAp.__dataclass_fields__}) if row else None


def ask(tx: Transaction, membership: int, person: int, unit: str, home: str, now: int) -> bool:
    """False where it was asked before."""
    return bool(
        tx.query("shared_aps", "ask", membership_id=membership, person_id=person, unit_id=unit, home_id=home, now=now)
    )


def agree(tx: Transaction, membership: int, unit: str, now: int) -> bool:
    """The yes of one of the two units; False where it had said so, or is neither."""
    here = tx.query("shared_aps", "agree_here", membership_id=membership, unit_id=unit, now=now)
    return bool(here or tx.query("shared_aps", "agree_home", membership_id=membership, unit_id=unit, now=now))


def refuse(tx: Transaction, membership: int, unit: str, now: int) -> bool:
    return bool(tx.query("shared_aps", "refuse", membership_id=membership, unit_id=unit, now=now))
