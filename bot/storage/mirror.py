"""Rows behind an AP's mirror: counts of a month, and that it was shown."""

from dataclasses import dataclass

from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one AP and month: what they wrote, how much of it late, and what they logged. Counts alone."""

    messages: int
    late: int
    overridden: int
    contacts: int
    minutes: int
    without_debrief: int


def counted(tx: Transaction, ap: int, month: str, since: int, until: int) -> Counted:
    """`month` as "2027-01" on the writer's own calendar; `since` and `until` its ends in milliseconds UTC."""
    written = tx.query("mirror", "written", ap_id=ap, month=month)
    logged = tx.query("mirror", "logged", ap_id=ap, since=since, until=until)
    return Counted(**{name: (written | logged)[name] for name in Counted.__dataclass_fields__})


def shown(tx: Transaction, ap: int, unit: str, month: str, now: int) -> bool:
    """True the first time in a month."""
    return bool(tx.query("mirror", "shown", person_id=ap, unit_id=unit, month=month, now=now))


def answered(tx: Transaction, ap: int, month: str, answer: str) -> bool:
    return bool(tx.query("mirror", "answered", person_id=ap, month=month, answer=answer))
