"""The ladder an alert climbs: who is told next, and after how long.

On duty → the next one → everybody → the coordination → everybody again, until somebody takes it. Only *now* climbs by
minutes; *soon* and tasks climb in working time; *routine* waits for the week's digest (care requirement 4).
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from conversations.policies.working_time import Hours, add_open_time

Level = Literal["now", "soon", "routine"]
Rung = Literal["duty", "next", "all", "coordinator", "again"]

LADDER: tuple[Rung, ...] = ("duty", "next", "all", "coordinator")
AGAIN = len(LADDER)
NOBODY_YET = -1
SOON_CLIMBS_AFTER = timedelta(hours=4)
"""Open hours between two rungs of a *soon* alert or a task: half a working day, so that nobody is rung twice in it."""
GATHERED_FROM = 5
"""So many alerts of one kind from one unit, not yet taken, reach somebody one by one; later ones by their number."""
GATHERED_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who can be told in a unit, each in the order of telling. Somebody may stand in several places."""

    duty: tuple[int, ...]
    supervisors: tuple[int, ...]
    coordinators: tuple[int, ...]

    @property
    def everybody(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((*self.duty, *self.supervisors, *self.coordinators)))


def rung(step: int) -> Rung:
    """The name of a step; from `AGAIN` on everybody is told again."""
    return LADDER[step] if step < AGAIN else "again"


def climb(step: int, crew: Crew, told: Set[int], out: Set[int]) -> tuple[int, tuple[int, ...]]:
    """The first rung from `step` on with somebody to tell, and whom.

    `told` were told already and are told again only once the whole ladder has been climbed; `out` cannot or will not
    (unreachable, declined, the person concerned). (AGAIN or later, nobody) means that nobody is left at all.
    """
    while step < AGAIN:
        people = _on(step, crew, told, out)
        if people:
            return step, people
        step += 1
    return step, tuple(p for p in crew.everybody if p not in out)


def _on(step: int, crew: Crew, told: Set[int], out: Set[int]) -> tuple[int, ...]:
    match rung(step):
        case "duty":
            left = [p for p in crew.duty if p not in told and p not in out][:1]
        case "next":
            left = [p for p in (*crew.duty, *crew.supervisors) if p not in told and p not in out][:1]
        case "all":
            left = [p for p in (*crew.duty, *crew.supervisors) if p not in told and p not in out]
        case _:
            left = [p for p in crew.coordinators if p not in told and p not in out]
    return tuple(dict.fromkeys(left))


def waits_for(step: int, minutes: tuple[int, int, int]) -> timedelta:
    """How long a *now* alert waits on a rung; `minutes` are the unit's for duty, next and all, then as for all."""
    return timedelta(minutes=minutes[min(max(step, 0), len(minutes) - 1)])


def climbs_at(level: Level, step: int, at: datetime, minutes: tuple[int, int, int], hours: Hours) -> datetime:
    """When an alert told at `at` on rung `step` climbs on, where nobody takes it. Raises NeverOpen for *soon*."""
    if level == "now":
        return at + waits_for(step, minutes)
    return add_open_time(hours, at, SOON_CLIMBS_AFTER)


def tells_one_by_one(untaken_told: int) -> bool:
    """Whether the next alert of a kind still gets a message of its own, so many having been told and not taken."""
    return untaken_told < GATHERED_FROM
