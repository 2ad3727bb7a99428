"""Who could accompany whom."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.policies.core_components import GREATEST_ROOM, is_cleared, room
from conversations.policies.matching import (
    FINENESS,
    WEIGHTS,
    Candidate,
    Limit,
    Point,
    Wish,
    could_be_shared,
    limits,
    next_round,
    ranked,
    score,
    shared,
)

HERE = "tilleul"
CAMILLE = Candidate(person=1, cleared_in=frozenset({HERE}), languages=frozenset({"fr"}), room=3)
SOMEBODY = Wish(unit=HERE, person=99, languages=frozenset({"fr"}))


def some(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values))


def one(*values: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values)


EXPERIENCE = {
    "cancer": one("breast", "lung", "genetic-risk"),
    "moments": some("surgery", "after", "relapse"),
    "stakes": some("stoma", "fertility"),
    "life": some("children", "work"),
    "age": one("18-29", "60-74"),
    "gender": one("woman", "man"),
    "means": some("phone", "relay"),
    "hours": some("evening", "weekend"),
    "languages": some("fr", "en"),
}
CANDIDATES = st.builds(
    Candidate,
    person=st.integers(1, 12),
    cleared_in=some(HERE, "chene"),
    caregiver=st.booleans(),
    avoids=some("relapse", "fertility", "work"),
    works_here=st.booleans(),
    carried=st.integers(0, 5),
    room=st.integers(0, 5),
    away=st.booleans(),
    idle_since=st.integers(0, 5),
    **EXPERIENCE,
)
WISHES = st.builds(
    Wish,
    unit=st.just(HERE),
    units=some("chene"),
    person=st.integers(0, 12),
    topics=some("work", "fertility", "relapse", "listening"),
    as_relative=st.booleans(),
    refused=st.frozensets(st.integers(1, 12), max_size=3),
    asked=st.frozensets(st.integers(1, 12), max_size=3),
    nobody_who_works_here=st.booleans(),
    **EXPERIENCE,
)
CROWDS = st.lists(CANDIDATES, max_size=8)


@given(WISHES, CROWDS)
def test_no_hard_limit_is_ever_broken(wish: Wish, crowd: list[Candidate]) -> None:
    for match in ranked(wish, crowd):
        ap = match.candidate
        assert ap.person != wish.person
        assert ap.person not in wish.refused | wish.asked
        assert ap.cleared_in & (wish.units | {HERE})
        assert ap.languages & wish.languages
        assert ap.carried < ap.room
        assert not ap.away
        assert not ap.avoids & wish.topics
        assert ap.caregiver == wish.as_relative
        assert not (wish.nobody_who_works_here and ap.works_here)


@given(WISHES, CROWDS, CANDIDATES)
def test_one_more_ap_never_makes_the_best_match_worse(wish: Wish, crowd: list[Candidate], other: Candidate) -> None:
    before, after = ranked(wish, crowd), ranked(wish, [*crowd, other])
    best_before = before[0].score if before else -1
    assert (after[0].score if after else -1) >= best_before
    assert {m.candidate.person for m in before} <= {m.candidate.person for m in after}


@given(WISHES, CROWDS)
def test_the_order_of_asking_does_not_depend_on_the_order_of_the_list(wish: Wish, crowd: list[Candidate]) -> None:
    crowd = list({c.person: c for c in crowd}.values())
    assert ranked(wish, crowd) == ranked(wish, crowd[::-1])


@given(WISHES, CROWDS)
def test_what_is_said_to_be_in_common_is_held_by_the_ap(wish: Wish, crowd: list[Candidate]) -> None:
    for match in ranked(wish, crowd):
        for point in match.shared:
            held = getattr(match.candidate, point.kind)
            assert point.value == held or point.value in held


@pytest.mark.parametrize(
    ("wish", "candidate", "limit"),
    [
        (SOMEBODY, replace(CAMILLE, person=99), Limit.THEMSELF),
        (SOMEBODY, replace(CAMILLE, cleared_in=frozenset({"chene"})), Limit.NOT_CLEARED),
        (SOMEBODY, replace(CAMILLE, languages=frozenset({"en"})), Limit.LANGUAGE),
        (SOMEBODY, replace(CAMILLE, carried=3), Limit.FULL),
        (SOMEBODY, replace(CAMILLE, room=0), Limit.FULL),
        (SOMEBODY, replace(CAMILLE, away=True), Limit.AWAY),
        (replace(SOMEBODY, refused=frozenset({1})), CAMILLE, Limit.REFUSED),
        (replace(SOMEBODY, asked=frozenset({1})), CAMILLE, Limit.ASKED),
        (replace(SOMEBODY, topics=frozenset({"work"})), replace(CAMILLE, avoids=frozenset({"work"})), Limit.TOPIC),
        (
            replace(SOMEBODY, moments=frozenset({"relapse"})),
            replace(CAMILLE, avoids=frozenset({"relapse"})),
            Limit.TOPIC,
        ),
        (replace(SOMEBODY, as_relative=True), CAMILLE, Limit.OTHER_SIDE),
        (replace(SOMEBODY, nobody_who_works_here=True), replace(CAMILLE, works_here=True), Limit.WORKS_HERE),
    ],
)
def test_each_limit_stands_alone(wish: Wish, candidate: Candidate, limit: Limit) -> None:
    assert limits(SOMEBODY, CAMILLE) == frozenset()
    assert limits(wish, candidate) == {limit}
    assert ranked(wish, [candidate]) == []


def test_a_stronger_point_is_not_outweighed_by_all_weaker_ones_together() -> None:
    kinds = list(WEIGHTS)
    for place, kind in enumerate(kinds[:-1]):
        assert WEIGHTS[kind] >= sum(WEIGHTS[weaker] for weaker in kinds[place + 1 : -1])
    assert WEIGHTS["means"] == WEIGHTS["hours"]


def test_the_same_cancer_counts_most_and_waiting_decides_between_equals() -> None:
    wish = replace(SOMEBODY, cancer="breast", age="30-44", life=frozenset({"children"}))
    same_cancer = replace(CAMILLE, person=2, cancer="breast")
    same_life = replace(CAMILLE, person=3, age="30-44", life=frozenset({"children"}))
    waited = replace(same_cancer, person=4, idle_since=0)
    busy = replace(same_cancer, person=2, idle_since=50)
    assert [m.candidate.person for m in ranked(wish, [same_life, same_cancer])] == [2, 3]
    assert [m.candidate.person for m in ranked(wish, [busy, waited])] == [4, 2]


def test_two_taps_already_say_something() -> None:
    """A topic alone hints at the experience that would help."""
    wish = replace(SOMEBODY, topics=frozenset({"fertility"}))
    lived_it = replace(CAMILLE, person=5, stakes=frozenset({"fertility"}))
    best, other = ranked(wish, [CAMILLE, lived_it])
    assert best.candidate is lived_it
    assert best.shared[0] == Point("stakes", "fertility")
    assert other.score == score(wish, CAMILLE)


def test_a_genetic_risk_without_cancer_finds_its_own() -> None:
    wish = replace(SOMEBODY, cancer="genetic-risk")
    same = replace(CAMILLE, person=6, cancer="genetic-risk")
    assert ranked(wish, [CAMILLE, same])[0].candidate is same
    assert score(wish, same) - score(wish, CAMILLE) == WEIGHTS["cancer"] * FINENESS


def test_the_core_lets_nobody_meet_anybody_without_all_three() -> None:
    assert is_cleared(charter=True, trained=True, cleared=True)
    for missing in ("charter", "trained", "cleared"):
        assert not is_cleared(**{"charter": True, "trained": True, "cleared": True, missing: False})


def test_no_unit_and_no_ap_goes_above_the_greatest_room() -> None:
    assert [room(n) for n in (-1, 0, 3, 5, 9)] == [0, 0, 3, GREATEST_ROOM, GREATEST_ROOM]


@given(WISHES, CANDIDATES)
def test_whatever_any_ap_shares_was_shown_to_the_person_beforehand(wish: Wish, candidate: Candidate) -> None:
    assert set(shared(wish, candidate)) <= set(could_be_shared(wish))


def people(*ids: int) -> list[Candidate]:
    return [replace(CAMILLE, person=person) for person in ids]


def test_who_let_an_offer_lapse_comes_after_everybody_who_was_not_asked_yet() -> None:
    wish = replace(SOMEBODY, lapsed=frozenset({1, 2}))
    found = ranked(wish, people(1, 2, 3, 4))
    assert [match.candidate.person for match in found] == [3, 4, 1, 2]
    assert next_round(wish, found, 3) == (3, 4), "and never together with them"
    assert next_round(wish, ranked(wish, people(1, 2)), 3) == (1, 2)


def test_whoever_is_wished_for_once_more_is_asked_first_and_alone() -> None:
    wish = replace(SOMEBODY, again=2)
    assert next_round(wish, ranked(wish, people(1, 2, 3)), 3) == (2,)
    assert next_round(wish, ranked(wish, people(1, 3)), 3) == (1, 3)
    lapsed = replace(wish, lapsed=frozenset({2}))
    assert next_round(lapsed, ranked(lapsed, people(1, 2, 3)), 3) == (1, 3)
    assert next_round(wish, [], 3) == ()


@given(WISHES, CROWDS, st.frozensets(st.integers(1, 12), max_size=4), st.integers(1, 4))
def test_a_round_is_of_those_who_may_be_asked(
    wish: Wish, crowd: list[Candidate], lapsed: frozenset[int], most: int
) -> None:
    wish = replace(wish, lapsed=lapsed)
    found = ranked(wish, crowd)
    round_ = next_round(wish, found, most)
    assert len(round_) <= most and set(round_) <= {match.candidate.person for match in found}
    assert bool(round_) == bool(found)
    assert not set(round_) & lapsed or set(round_) <= lapsed
