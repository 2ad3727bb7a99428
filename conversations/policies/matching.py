"""Who could accompany whom: hard limits first, then weights, then who has waited longest.

Pure rules over ids; nothing here knows a name. The bot proposes, people decide: every result carries what the two have
in common, for the supervisor's eyes and for the offer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

WEIGHTS: Mapping[str, int] = {
    # The order is that of what other programmes match on (docs/matching.md): each weight is at least the sum of the
    # ones below it, so that a full match on a stronger point is never outweighed by weaker ones together.
    "cancer": 128,
    "moments": 64,
    "stakes": 32,
    "age": 16,
    "gender": 8,
    "life": 4,
    "languages": 2,
    "means": 1,
    "hours": 1,
}
FINENESS = 12  # partial matches (one moment of three) in whole numbers: 12 divides by 1, 2, 3, 4 and 6

# What a topic chosen in two taps says about the experience that would help.
TOPIC_HINTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "treatments": (("moments", "chemotherapy"), ("moments", "radiotherapy"), ("moments", "long-treatment")),
    "body": (("stakes", "mastectomy"), ("stakes", "stoma"), ("stakes", "hair")),
    "family": (("life", "children"),),
    "work": (("life", "work"),),
    "intimacy": (("stakes", "intimacy"),),
    "fertility": (("stakes", "fertility"),),
    "after": (("moments", "end-of-treatment"), ("moments", "after")),
    "fear": (("moments", "after"),),
    "relapse": (("moments", "relapse"),),
}
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """A request, as matching reads it. `person` is NOBODY for somebody who is not on the bot.

    `refused`: people never to be matched with, whoever said so; `asked`: who is not asked again for this request;
    `lapsed`: who let an offer of it lapse, and comes after everybody who was not asked yet. `again`: who accompanied
    this person before and is wished for once more. `as_relative`: wishes somebody who has lived it beside a person.
    """

    unit: str
    person: int = NOBODY
    languages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    as_relative: bool = False
    cancer: str | None = None
    moments: frozenset[str] = frozenset()
    stakes: frozenset[str] = frozenset()
    life: frozenset[str] = frozenset()
    age: str | None = None
    gender: str | None = None
    means: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    refused: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()
    lapsed: frozenset[int] = frozenset()
    again: int | None = None
    nobody_who_works_here: bool = False
    units: frozenset[str] = frozenset()

    @property
    def open_units(self) -> frozenset[str]:
        """The unit, and those it was widened to."""
        return self.units | {self.unit}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An AP, as matching reads it. `cleared_in`: the units where charter, training and clearance are recorded.

    `carried` pairs of at most `room`; `idle_since` is when the last pair began (milliseconds UTC, 0: none yet).
    """

    person: int
    cleared_in: frozenset[str]
    languages: frozenset[str] = frozenset()
    caregiver: bool = False
    cancer: str | None = None
    moments: frozenset[str] = frozenset()
    stakes: frozenset[str] = frozenset()
    life: frozenset[str] = frozenset()
    age: str | None = None
    gender: str | None = None
    means: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    avoids: frozenset[str] = frozenset()
    works_here: bool = False
    carried: int = 0
    room: int = 0
    away: bool = False
    idle_since: int = 0


class Limit(Enum):
    """Why an AP cannot be asked. Private reasons: a list shown to anybody says only "not now"."""

    THEMSELF = "themself"
    NOT_CLEARED = "not cleared here"
    LANGUAGE = "no common language"
    FULL = "no room"
    AWAY = "away"
    REFUSED = "refused"
    TOPIC = "topic avoided"
    OTHER_SIDE = "lived it on the other side"
    WORKS_HERE = "works here"
    ASKED = "asked already"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing two people have in common: ("moments", "surgery")."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Match:
    candidate: Candidate
    score: int
    shared: tuple[Point, ...]


def limits(wish: Wish, candidate: Candidate) -> frozenset[Limit]:
    """Every hard limit that stands between the two; empty where the AP may be asked."""
    found = {
        Limit.THEMSELF: candidate.person == wish.person,
        Limit.NOT_CLEARED: not (candidate.cleared_in & wish.open_units),
        Limit.LANGUAGE: not (candidate.languages & wish.languages),
        Limit.FULL: candidate.carried >= candidate.room,
        Limit.AWAY: candidate.away,
        Limit.REFUSED: candidate.person in wish.refused,
        Limit.TOPIC: bool(candidate.avoids & wish.topics) or _meets_avoided(wish, candidate),
        Limit.OTHER_SIDE: candidate.caregiver != wish.as_relative,
        Limit.WORKS_HERE: wish.nobody_who_works_here and candidate.works_here,
        Limit.ASKED: candidate.person in wish.asked,
    }
    return frozenset(limit for limit, holds in found.items() if holds)


def _meets_avoided(wish: Wish, candidate: Candidate) -> bool:
    """Some topics are met without being chosen: somebody whose illness came back will speak of it."""
    met = {"relapse"} & wish.moments | {"fertility", "intimacy"} & wish.stakes
    return bool(candidate.avoids & met)


def shared(wish: Wish, candidate: Candidate) -> tuple[Point, ...]:
    """What the two have in common, strongest first."""
    points: list[Point] = []
    for kind in WEIGHTS:
        wanted = _wanted(wish, kind)
        points += [Point(kind, value) for value in sorted(wanted & _held(candidate, kind))]
    return tuple(points)


def score(wish: Wish, candidate: Candidate) -> int:
    """How well the two fit, in twelfths of the weights; 0 where nothing is known in common."""
    total = 0
    for kind, weight in WEIGHTS.items():
        wanted = _wanted(wish, kind)
        if wanted:
            total += weight * FINENESS * len(wanted & _held(candidate, kind)) // len(wanted)
    return total


def ranked(wish: Wish, candidates: Iterable[Candidate]) -> list[Match]:
    """Everybody who may be asked, best first; among equals who has waited longest for a pair.

    Who let an offer lapse comes last, whoever is wished for once more first.
    """
    suitable = [c for c in candidates if not limits(wish, c)]
    matches = [Match(c, score(wish, c), shared(wish, c)) for c in suitable]
    return sorted(
        matches, key=lambda m: (_turn(wish, m.candidate), -m.score, m.candidate.idle_since, m.candidate.person)
    )


FIRST, FRESH, LAPSED = range(3)


def _turn(wish: Wish, candidate: Candidate) -> int:
    if candidate.person in wish.lapsed:
        return LAPSED
    return FIRST if candidate.person == wish.again else FRESH


def next_round(wish: Wish, found: Sequence[Match], most: int) -> tuple[int, ...]:
    """Whom to ask next, at most so many at once: never some of one turn together with some of the next."""
    if not found:
        return ()
    turn = _turn(wish, found[0].candidate)
    return tuple(m.candidate.person for m in found if _turn(wish, m.candidate) == turn)[:most]


def could_be_shared(wish: Wish) -> tuple[Point, ...]:
    """Everything that `shared` could give with any AP at all, strongest first."""
    return tuple(Point(kind, value) for kind in WEIGHTS for value in sorted(_wanted(wish, kind)))


def _wanted(wish: Wish, kind: str) -> frozenset[str]:
    said = _values(wish, kind)
    if said:
        return said
    hints = (hint for topic in wish.topics for hint in TOPIC_HINTS.get(topic, ()))
    return frozenset(value for hinted, value in hints if hinted == kind)


def _held(candidate: Candidate, kind: str) -> frozenset[str]:
    return _values(candidate, kind)


def _values(side: Wish | Candidate, kind: str) -> frozenset[str]:
    value = getattr(side, kind)
    if value is None:
        return frozenset()
    return frozenset((value,)) if isinstance(value, str) else value
