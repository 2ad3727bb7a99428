"""Rows of the second path: e-mails and pager calls that wait to go, sealed like everything that names somebody."""

from dataclasses import dataclass

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Letter:
    """`way`: email or pager; `target` an address; `attempts` those made before."""

    id: int
    unit_id: str | None
    way: str
    target: str
    body: str
    attempts: int
    made_at: int


def put(
    tx: Transaction,
    sealer: Sealer,
    letter: int,
    *,
    unit: str | None,
    alert: int | None,
    way: str,
    target: str,
    body: str,
    now: int,
) -> None:
    tx.query(
        "second_path",
        "put",
        id=letter,
        unit_id=unit,
        alert_id=alert,
        way=way,
        target=sealer.seal(target, "second_path", "target", letter),
        body=sealer.seal(body, "second_path", "body", letter),
        now=now,
    )


def due(tx: Transaction, sealer: Sealer, now: int, most: int) -> list[Letter]:
    return [
        Letter(
            row["id"],
            row["unit_id"],
            row["way"],
            sealer.open(bytes(row["target"]), "second_path", "target", row["id"]),
            sealer.open(bytes(row["body"]), "second_path", "body", row["id"]),
            row["attempts"],
            row["made_at"],
        )
        for row in tx.query("second_path", "due", now=now, most=most)
    ]


def end(tx: Transaction, letter: int, state: str, now: int) -> bool:
    """`state`: sent, or failed where it can help nobody any more."""
    return bool(tx.query("second_path", "end", id=letter, state=state, now=now))


def again(tx: Transaction, letter: int, not_before: int) -> None:
    tx.query("second_path", "again", id=letter, not_before=not_before)


def drop_for_alert(tx: Transaction, alert: int, now: int) -> int:
    """What has not gone yet about an alert that somebody took."""
    dropped: int = tx.query("second_path", "drop", alert_id=alert, now=now)
    return dropped


def forget_done(tx: Transaction, before: int) -> None:
    tx.query("second_path", "forget", before=before)


def given_up(tx: Transaction, since: int) -> list[tuple[str | None, int]]:
    """Unit by unit, how many letters were given up since then."""
    return [(row["unit_id"], row["number"]) for row in tx.query("second_path", "given_up", since=since)]


def is_queued(tx: Transaction, alert: int) -> bool:
    """Whether something about that alert waits to go."""
    return bool(tx.query("second_path", "queued", alert_id=alert))
