"""Nobody can be recognised by an offer."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from conversations.policies.matching import Point
from conversations.policies.offers import FEWEST, MOST, NEVER_SHOWN, RECOGNISABLE, counted, points_to_show

POINTS = [
    Point("cancer", "breast"),
    Point("moments", "surgery"),
    Point("moments", "after"),
    Point("stakes", "stoma"),
    Point("age", "30-44"),
    Point("gender", "woman"),
    Point("life", "children"),
    Point("languages", "fr"),
]
PEOPLE = st.lists(st.frozensets(st.sampled_from(POINTS)), max_size=30)
SHARED = st.lists(st.sampled_from(POINTS), unique=True)


def crowd(size: int, *points: Point) -> list[frozenset[Point]]:
    return [frozenset(points)] * size


@given(SHARED, PEOPLE)
def test_no_combination_of_fewer_than_five_is_shown(shared: Sequence[Point], people: list[frozenset[Point]]) -> None:
    shown = points_to_show(shared, counted(people))
    assert len(shown) <= MOST
    assert set(shown) <= set(shared)
    for size in range(1, len(shown) + 1):
        for part in combinations(shown, size):
            assert sum(set(part) <= person for person in people) >= FEWEST


@given(SHARED, PEOPLE)
def test_age_cancer_and_stake_never_stand_together(shared: Sequence[Point], people: list[frozenset[Point]]) -> None:
    shown = points_to_show(shared, counted(people))
    assert sum(point.kind in RECOGNISABLE for point in shown) <= 1
    assert not {point.kind for point in shown} & NEVER_SHOWN


def test_the_strongest_two_that_are_safe_are_shown() -> None:
    cancer, surgery, stoma, age = POINTS[0], POINTS[1], POINTS[3], POINTS[4]
    many = counted(crowd(9, cancer, surgery, stoma, age))
    assert points_to_show([cancer, stoma, age, surgery], many) == (cancer, surgery)


def test_a_rare_combination_is_shortened_to_what_many_hold() -> None:
    cancer, surgery = POINTS[0], POINTS[1]
    few = counted([*crowd(4, cancer, surgery), *crowd(3, cancer)])
    assert points_to_show([cancer, surgery], few) == (cancer,)


def test_in_a_small_unit_nothing_is_shown() -> None:
    cancer = POINTS[0]
    assert points_to_show([cancer], counted(crowd(4, cancer))) == ()
