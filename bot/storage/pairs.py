"""Rows of pairs: a patient and the AP who accompanies them, what they agreed, and how it ended."""

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer

OPEN = ("active", "paused", "held")


@dataclass(frozen=True, slots=True)
class Pair:
    """`state`: proposed (the AP said yes, the patient has not yet), active, paused, held or closed.

    `patient_id` is None for somebody who is not on the bot: the request says whom to call. Times in milliseconds UTC:
    `accepted_at` is the AP's yes, `agreed_at` the patient's. `handover`: offered, agreed or declined.
    """

    id: int
    unit_id: str
    request_id: int
    patient_id: int | None
    ap_id: int
    state: str
    accepted_at: int
    agreed_at: int | None
    first_contact_at: int | None
    review_at: int | None
    renewals: int
    paused_by: int | None
    paused_until: int | None
    closed_at: int | None
    closed_why: str | None
    handover: str | None

    def other(self, person: int) -> int | None:
        """The other side, or None where that is nobody on the bot."""
        return self.ap_id if person == self.patient_id else self.patient_id

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class AgreementRow:
    words: dict[str, Any]
    patient_agreed: bool
    ap_agreed: bool
    updated_at: int


def _pair(row: dict[str, Any]) -> Pair:
    return Pair(**{name: row[name] for name in Pair.__dataclass_fields__})


def find(tx: Transaction, pair_id: int) -> Pair | None:
    row = tx.query("pairs", "find", id=pair_id)
    return _pair(row) if row else None


def add(tx: Transaction, pair_id: int, unit: str, request: int, ap: int, capacity: int, now: int) -> bool:
    """A proposed pair, counted against the AP's room in the same statement; False where the room is taken."""
    return bool(
        tx.query("pairs", "add", id=pair_id, unit_id=unit, request_id=request, ap_id=ap, capacity=capacity, now=now)
    )


def open_of(tx: Transaction, person_id: int) -> list[Pair]:
    """Active, paused or held, on either side, oldest first."""
    return [_pair(row) for row in tx.query("pairs", "open_of", person_id=person_id)]


def of_ap(tx: Transaction, ap_id: int) -> list[Pair]:
    """Everything the AP carries, a pair that the patient still thinks about as well."""
    return [_pair(row) for row in tx.query("pairs", "of_ap", ap_id=ap_id)]


def left_at(tx: Transaction, ap: int, at: int) -> list[Pair]:
    """What ended at that moment because this AP had left."""
    return [_pair(row) for row in tx.query("pairs", "left_at", ap_id=ap, at=at)]


def of_request(tx: Transaction, request_id: int) -> list[Pair]:
    """All of them, closed ones too, oldest first."""
    return [_pair(row) for row in tx.query("pairs", "of_request", request_id=request_id)]


def last_ended(tx: Transaction, patient: int, unit: str) -> Pair | None:
    """The contact of this patient that ended last; one that never began is none."""
    row = tx.query("pairs", "last_ended", patient_id=patient, unit_id=unit)
    return _pair(row) if row else None


def load_of_unit(tx: Transaction, unit: str) -> dict[int, int]:
    """How many pairs each AP of the unit carries, pairs of other units included."""
    return {row["ap_id"]: row["carried"] for row in tx.query("pairs", "load_of_unit", unit_id=unit)}


def set_state(tx: Transaction, pair_id: int, from_states: tuple[str, ...], to: str) -> bool:
    """True where the pair was in one of these states and is now in that one."""
    return any(tx.query("pairs", "set_state", id=pair_id, state=to, expected=state) for state in from_states)


def pause(tx: Transaction, pair_id: int, by: int, until: int) -> bool:
    """One of the two would like a pause."""
    return bool(tx.query("pairs", "pause", id=pair_id, by=by, until=until))


def go_on(tx: Transaction, pair_id: int, by: int | None) -> bool:
    """End the pause that this person asked for."""
    return bool(tx.query("pairs", "go_on", id=pair_id, by=by))


def agree(tx: Transaction, pair_id: int, review_at: int, now: int) -> bool:
    """The patient said yes to a proposed pair."""
    return bool(tx.query("pairs", "agree", id=pair_id, review_at=review_at, now=now))


def first_contact(tx: Transaction, pair_id: int, now: int) -> bool:
    """True the first time only."""
    return bool(tx.query("pairs", "first_contact", id=pair_id, now=now))


def offer_handover(tx: Transaction, pair_id: int) -> None:
    tx.query("pairs", "offer_handover", id=pair_id)


def answer_handover(tx: Transaction, pair_id: int, said: str) -> bool:
    """`said`: agreed or declined. False where nothing was offered, or that was the answer before."""
    return bool(tx.query("pairs", "answer_handover", id=pair_id, said=said))


def renew(tx: Transaction, pair_id: int, review_at: int) -> bool:
    return bool(tx.query("pairs", "renew", id=pair_id, review_at=review_at))


def close(tx: Transaction, pair_id: int, why: str, now: int) -> bool:
    """True for the one who closed it."""
    return bool(tx.query("pairs", "close", id=pair_id, why=why, now=now))


def reopen(tx: Transaction, pair_id: int, why: str, state: str) -> bool:
    """True where the pair had been closed for that reason, and is open again."""
    return bool(tx.query("pairs", "reopen", id=pair_id, why=why, state=state))


def agreement(tx: Transaction, sealer: Sealer, pair_id: int) -> AgreementRow | None:
    row = tx.query("pairs", "agreement", pair_id=pair_id)
    if row is None:
        return None
    words = json.loads(sealer.open(bytes(row["words"]), "agreements", "words", pair_id))
    return AgreementRow(words, bool(row["patient_agreed"]), bool(row["ap_agreed"]), row["updated_at"])


def write_agreement(
    tx: Transaction, sealer: Sealer, pair_id: int, words: dict[str, Any], *, patient: bool, ap: bool, now: int
) -> None:
    sealed = sealer.seal(json.dumps(words), "agreements", "words", pair_id)
    tx.query("pairs", "write_agreement", pair_id=pair_id, words=sealed, patient_agreed=patient, ap_agreed=ap, now=now)


def say_yes(tx: Transaction, pair_id: int, *, as_ap: bool) -> bool:
    """True where this side had not said yes to the agreement as it is."""
    return bool(tx.query("pairs", "say_yes_as_ap" if as_ap else "say_yes_as_patient", pair_id=pair_id))


def add_farewell(
    tx: Transaction, sealer: Sealer, row: int, pair: Pair, from_id: int, kind: str, words: str, now: int
) -> bool:
    """One of each kind and person; False for a second."""
    sealed = sealer.seal(words, "farewells", "words", row)
    return bool(
        tx.query(
            "pairs",
            "add_farewell",
            id=row,
            pair_id=pair.id,
            unit_id=pair.unit_id,
            from_id=from_id,
            kind=kind,
            words=sealed,
            now=now,
        )
    )


def farewell(tx: Transaction, sealer: Sealer, pair_id: int, kind: str) -> tuple[int, str] | None:
    """(who left it, its words)."""
    row = tx.query("pairs", "farewell", pair_id=pair_id, kind=kind)
    return (row["from_id"], sealer.open(bytes(row["words"]), "farewells", "words", row["id"])) if row else None


def farewells_in(tx: Transaction, sealer: Sealer, unit: str, kind: str) -> list[tuple[int, str]]:
    """(pair, words) of one kind in a unit, the newest first."""
    rows = tx.query("pairs", "farewells_in", unit_id=unit, kind=kind)
    return [(row["pair_id"], sealer.open(bytes(row["words"]), "farewells", "words", row["id"])) for row in rows]


def add_refusal(tx: Transaction, row: int, unit: str, person: int, other: int, now: int) -> None:
    tx.query("pairs", "add_refusal", id=row, unit_id=unit, person_id=person, other_id=other, now=now)


def refused_by(tx: Transaction, person: int) -> frozenset[int]:
    """Everybody who is never to be matched with this person, whoever said so."""
    return frozenset(row["id"] for row in tx.query("pairs", "refused_by", person_id=person))
