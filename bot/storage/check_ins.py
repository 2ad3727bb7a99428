"""Rows of check-ins: what was asked, what became of it, and what they said."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.storage.check_in_plans import Plan
from bot.storage.database import Transaction
from bot.storage.sealing import Sealer

ASKED, ANSWERED, LATER = "asked", "answered", "later"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """`state`: asked, answered, later (not today), or why it was not put: late, night, withheld."""

    id: int
    plan_id: int | None
    person_id: int
    unit_id: str
    side: str
    day: date
    state: str
    at: int
    sealed_answer: bytes | None

    def answer(self, sealer: Sealer) -> dict[str, Any]:
        """How they are ("feeling", 1 to 5) and their own sentence ("words"); empty where nothing was said."""
        if self.sealed_answer is None:
            return {}
        opened: dict[str, Any] = json.loads(sealer.open(self.sealed_answer, "check_ins", "answer", self.id))
        return opened


def _check_in(row: dict[str, Any] | None) -> CheckIn | None:
    if row is None:
        return None
    return CheckIn(
        id=row["id"],
        plan_id=row["plan_id"],
        person_id=row["person_id"],
        unit_id=row["unit_id"],
        side=row["side"],
        day=date.fromisoformat(row["day"]),
        state=row["state"],
        at=row["at"],
        sealed_answer=bytes(row["answer"]) if row["answer"] is not None else None,
    )


def add(tx: Transaction, check_in: int, plan: Plan, day: date, state: str, planned_at: int, now: int) -> bool:
    """One question a plan and day, whatever became of it; False where there is one already."""
    return bool(
        tx.query(
            "check_ins",
            "add",
            id=check_in,
            plan_id=plan.id,
            person_id=plan.person_id,
            unit_id=plan.unit_id,
            side=plan.side,
            day=day.isoformat(),
            state=state,
            planned_at=planned_at,
            now=now,
        )
    )


def add_own(tx: Transaction, check_in: int, person: int, unit: str, side: str, day: date, now: int) -> None:
    """Somebody says how they are without having been asked."""
    tx.query(
        "check_ins",
        "add",
        id=check_in,
        plan_id=None,
        person_id=person,
        unit_id=unit,
        side=side,
        day=day.isoformat(),
        state=ASKED,
        planned_at=now,
        now=now,
    )


def one(tx: Transaction, check_in: int, person: int) -> CheckIn | None:
    """Only for the person it was put to."""
    return _check_in(tx.query("check_ins", "one", id=check_in, person_id=person))


def answer(tx: Transaction, sealer: Sealer, check_in: int, person: int, words: dict[str, Any], now: int) -> bool:
    """True for the first answer only."""
    return bool(
        tx.query("check_ins", "answer", id=check_in, person_id=person, answer=_sealed(sealer, check_in, words), now=now)
    )


def note(tx: Transaction, sealer: Sealer, check_in: int, person: int, words: dict[str, Any]) -> bool:
    """Write an answer again, with a sentence added."""
    return bool(tx.query("check_ins", "note", id=check_in, person_id=person, answer=_sealed(sealer, check_in, words)))


def _sealed(sealer: Sealer, check_in: int, words: dict[str, Any]) -> bytes:
    return sealer.seal(json.dumps(words, ensure_ascii=False), "check_ins", "answer", check_in)


def not_today(tx: Transaction, check_in: int, person: int) -> bool:
    return bool(tx.query("check_ins", "not_today", id=check_in, person_id=person))


def newest_of_plan(tx: Transaction, plan: int) -> list[CheckIn]:
    """The last two that were put, newest first."""
    return [c for row in tx.query("check_ins", "newest_of_plan", plan_id=plan) if (c := _check_in(row))]


def answered_by(tx: Transaction, person: int, side: str) -> list[CheckIn]:
    """The last ten answers, newest first."""
    return [c for row in tx.query("check_ins", "answered_by", person_id=person, side=side) if (c := _check_in(row))]


def forget_answers(tx: Transaction, person: int, side: str) -> int:
    gone: int = tx.query("check_ins", "forget_answers", person_id=person, side=side)
    return gone


def drop_waiting(tx: Transaction, person: int, now: int) -> int:
    """Questions that were queued and have not left yet do not leave; gives how many."""
    dropped: int = tx.query("check_ins", "drop_waiting", person_id=person, now=now)
    return dropped
