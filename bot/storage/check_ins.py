"""Rows of plans (how often somebody wishes to be asked) and of check-ins (what was asked, and what they said)."""

import json
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer
from conversations.policies.cadence import Kind, Rhythm

ACTIVE, HELD, RESTING, DONE, ENDED = "active", "held", "resting", "done", "ended"
ASKED, ANSWERED, LATER = "asked", "answered", "later"


@dataclass(frozen=True, slots=True)
class Plan:
    """`next_at`: when the next question is planned, milliseconds UTC. `promised`: that one was named at the choice.

    `state`: active, held (a supervisor's hold), resting (the person could not be reached), done (its last day is
    over), ended. `tell`: nobody, ap or team, after unanswered questions.
    """

    id: int
    person_id: int
    unit_id: str
    side: str
    state: str
    rhythm: Rhythm
    hour: time
    tell: str
    told_silence: bool
    next_day: date | None
    next_at: int | None
    promised: bool
    chosen_at: int


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


def _plan(row: dict[str, Any] | None) -> Plan | None:
    if row is None:
        return None
    kind: Kind = row["rhythm"]
    before = date.fromisoformat(row["not_before"]) if row["not_before"] else None
    return Plan(
        id=row["id"],
        person_id=row["person_id"],
        unit_id=row["unit_id"],
        side=row["side"],
        state=row["state"],
        rhythm=Rhythm(kind, date.fromisoformat(row["start_day"]), bool(row["weekends"]), before),
        hour=time.fromisoformat(row["hour"]),
        tell=row["tell"],
        told_silence=bool(row["told_silence"]),
        next_day=date.fromisoformat(row["next_day"]) if row["next_day"] else None,
        next_at=row["next_at"],
        promised=bool(row["promised"]),
        chosen_at=row["chosen_at"],
    )


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


def find(tx: Transaction, plan: int) -> Plan | None:
    return _plan(tx.query("check_ins", "find", id=plan))


def of_person(tx: Transaction, person: int, side: str) -> Plan | None:
    """Whatever its state."""
    return _plan(tx.query("check_ins", "of_person", person_id=person, side=side))


def all_of_person(tx: Transaction, person: int) -> list[Plan]:
    return [plan for row in tx.query("check_ins", "all_of_person", person_id=person) if (plan := _plan(row))]


def choose(
    tx: Transaction, plan: int, person: int, unit: str, side: str, rhythm: Rhythm, hour: time, now: int
) -> Plan:
    """The plan somebody chose, in place of the one they had."""
    tx.query(
        "check_ins",
        "choose",
        id=plan,
        person_id=person,
        unit_id=unit,
        side=side,
        rhythm=rhythm.kind,
        start_day=rhythm.start.isoformat(),
        hour=hour.isoformat("minutes"),
        weekends=rhythm.weekends,
        now=now,
    )
    chosen = of_person(tx, person, side)
    if chosen is None:
        raise LookupError("a plan just written is not there")
    return chosen


def set_moment(tx: Transaction, sealer: Sealer, plan: int, moment: str) -> None:
    tx.query("check_ins", "set_moment", id=plan, moment=sealer.seal(moment, "check_in_plans", "moment", plan))


def set_rhythm(tx: Transaction, plan: int, rhythm: Rhythm) -> bool:
    return bool(tx.query("check_ins", "set_rhythm", id=plan, rhythm=rhythm.kind, start_day=rhythm.start.isoformat()))


def set_pause(tx: Transaction, plan: int, until: date | None) -> bool:
    return bool(tx.query("check_ins", "set_pause", id=plan, not_before=until.isoformat() if until else None))


def set_weekends(tx: Transaction, plan: int, *, weekends: bool) -> None:
    tx.query("check_ins", "set_weekends", id=plan, weekends=weekends)


def set_tell(tx: Transaction, plan: int, tell: str) -> None:
    tx.query("check_ins", "set_tell", id=plan, tell=tell)


def told_silence(tx: Transaction, plan: int, *, told: bool) -> bool:
    """True for the one who changes it."""
    return bool(tx.query("check_ins", "told_silence", id=plan, told=told))


def set_next(tx: Transaction, plan: int, day: date, at: int) -> bool:
    return bool(tx.query("check_ins", "set_next", id=plan, next_day=day.isoformat(), next_at=at))


def kept_promise(tx: Transaction, plan: int) -> None:
    tx.query("check_ins", "kept_promise", id=plan)


def set_state(tx: Transaction, plan: int, expected: str, state: str) -> bool:
    return bool(tx.query("check_ins", "set_state", id=plan, expected=expected, state=state))


def without_timer(tx: Transaction) -> list[Plan]:
    """Active plans that would never ask again."""
    return [plan for row in tx.query("check_ins", "without_timer") if (plan := _plan(row))]


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
        tx.query(
            "check_ins", "answer", id=check_in, person_id=person, answer=_sealed(sealer, check_in, words), now=now
        )
    )


def note(tx: Transaction, sealer: Sealer, check_in: int, person: int, words: dict[str, Any]) -> bool:
    """Write an answer again, with a sentence added."""
    return bool(
        tx.query("check_ins", "note", id=check_in, person_id=person, answer=_sealed(sealer, check_in, words))
    )


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
