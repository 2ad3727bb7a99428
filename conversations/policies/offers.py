"""What an offer may say before anybody said yes: nothing by which somebody could be recognised (care 25)."""

from collections.abc import Callable, Sequence

from conversations.policies.matching import Point

RECOGNISABLE = frozenset({"cancer", "stakes"})
"""Never two of these together on a card that somebody sees before the yes; an exact date never at all."""
TOLD_NOBODY = frozenset({"age", "gender"})
"""It helps to choose, and stands on no card and in no list."""
NEVER_SHOWN = TOLD_NOBODY | {"hours", "languages", "means"}
"""Not "in common": means and language have their own place on the card."""
FEWEST = 5
"""A combination held by fewer people of the unit than this is shortened."""
MOST = 2

Held = Callable[[frozenset[Point]], int]
"""How many people of the unit hold all of these."""


def points_to_show(shared: Sequence[Point], held: Held, most: int = MOST, fewest: int = FEWEST) -> tuple[Point, ...]:
    """The strongest points of `shared` (given strongest first) that are safe to show together; perhaps none."""
    shown: list[Point] = []
    for point in shared:
        if len(shown) == most:
            break
        if point.kind in NEVER_SHOWN or (point.kind in RECOGNISABLE and any(p.kind in RECOGNISABLE for p in shown)):
            continue
        if held(frozenset((*shown, point))) >= fewest:
            shown.append(point)
    return tuple(shown)


def counted(people: Sequence[frozenset[Point]]) -> Held:
    """A count over what each person of a unit said about themself."""

    def held(points: frozenset[Point]) -> int:
        return sum(points <= person for person in people)

    return held
