"""Rows of plans: how often somebody wishes to be asked how they are."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer
from conversations.policies.cadence import Kind, Rhythm

ACTIVE, HELD, RESTING, DONE, ENDED = "active", "held", "resting", "done", "ended"


@dataclass(frozen=True, slots=True)
class Plan:
    """`next_at`: when the next question is planned, milliseconds UTC. `promised`: its day was named to the person.

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
    sealed_moment: bytes | None

    def moment(self, sealer: Sealer) -> str | None:
        """Which moment of their life it turns around."""
        if self.sealed_moment is None:
            return None
        return sealer.open(self.sealed_moment, "check_in_plans", "moment", self.id)


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
        sealed_moment=bytes(row["moment"]) if row["moment"] is not None else None,
    )


def find(tx: Transaction, plan: int) -> Plan | None:
    return _plan(tx.query("check_in_plans", "find", id=plan))


def of_person(tx: Transaction, person: int, side: str) -> Plan | None:
    """Whatever its state."""
    return _plan(tx.query("check_in_plans", "of_person", person_id=person, side=side))


def all_of_person(tx: Transaction, person: int) -> list[Plan]:
    return [plan for row in tx.query("check_in_plans", "all_of_person", person_id=person) if (plan := _plan(row))]


def choose(tx: Transaction, plan: int, person: int, unit: str, side: str, rhythm: Rhythm, hour: time, now: int) -> Plan:
    """The plan somebody chose, in place of the one they had."""
    tx.query(
        "check_in_plans",
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
    tx.query("check_in_plans", "set_moment", id=plan, moment=sealer.seal(moment, "check_in_plans", "moment", plan))


def set_rhythm(tx: Transaction, plan: int, rhythm: Rhythm) -> bool:
    return bool(
        tx.query("check_in_plans", "set_rhythm", id=plan, rhythm=rhythm.kind, start_day=rhythm.start.isoformat())
    )


def set_pause(tx: Transaction, plan: int, until: date | None) -> bool:
    return bool(tx.query("check_in_plans", "set_pause", id=plan, not_before=until.isoformat() if until else None))


def set_weekends(tx: Transaction, plan: int, *, weekends: bool) -> None:
    tx.query("check_in_plans", "set_weekends", id=plan, weekends=weekends)


def set_tell(tx: Transaction, plan: int, tell: str) -> None:
    tx.query("check_in_plans", "set_tell", id=plan, tell=tell)


def told_silence(tx: Transaction, plan: int, *, told: bool) -> bool:
    """True for the one who changes it."""
    return bool(tx.query("check_in_plans", "told_silence", id=plan, told=told))


def set_next(tx: Transaction, plan: int, day: date, at: int) -> bool:
    return bool(tx.query("check_in_plans", "set_next", id=plan, next_day=day.isoformat(), next_at=at))


def promise(tx: Transaction, plan: int, *, promised: bool) -> None:
    """Whether the day of the next question was named to the person."""
    tx.query("check_in_plans", "promise", id=plan, promised=promised)


def set_state(tx: Transaction, plan: int, expected: str, state: str) -> bool:
    return bool(tx.query("check_in_plans", "set_state", id=plan, expected=expected, state=state))


def without_timer(tx: Transaction) -> list[Plan]:
    """Active plans that would never ask again."""
    return [plan for row in tx.query("check_in_plans", "without_timer") if (plan := _plan(row))]
