"""The ladder: whom each rung names, and when it climbs."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from conversations.policies.escalation import (
    AGAIN,
    Crew,
    climb,
    climbs_at,
    rung,
    waits_for,
)
from conversations.policies.working_time import Hours

CREW = Crew(duty=(1, 2), supervisors=(1, 2, 3, 4), coordinators=(9,))
HOURS = Hours(("mon", "tue", "wed", "thu", "fri"), time(9), time(17), frozenset(), ZoneInfo("Europe/Paris"))
MINUTES = (10, 10, 20)
IDS = st.integers(1, 9)


def test_one_rung_after_the_other() -> None:
    told: set[int] = set()
    climbed = []
    step = 0
    while step <= AGAIN:
        step, people = climb(step, CREW, told, set())
        climbed.append((rung(step), people))
        told |= set(people)
        step += 1
    assert climbed == [
        ("duty", (1,)),
        ("next", (2,)),
        ("all", (3, 4)),
        ("coordinator", (9,)),
        ("again", (1, 2, 3, 4, 9)),
    ]


def test_a_rung_with_nobody_is_passed_at_once() -> None:
    alone = Crew(duty=(1,), supervisors=(1,), coordinators=(9,))
    assert climb(1, alone, {1}, set()) == (3, (9,))
    assert climb(0, alone, set(), {1}) == (3, (9,))


def test_nobody_at_all_is_said() -> None:
    step, people = climb(0, CREW, set(), {1, 2, 3, 4, 9})
    assert step >= AGAIN and people == ()


def test_only_now_climbs_by_minutes() -> None:
    friday = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)  # 16:00 in Paris
    assert climbs_at("now", 0, friday, MINUTES, HOURS) == friday + timedelta(minutes=10)
    assert climbs_at("soon", 0, friday, MINUTES, HOURS) == datetime(2027, 1, 18, 11, 0, tzinfo=UTC)
    assert waits_for(7, MINUTES) == timedelta(minutes=20)


@given(
    st.integers(0, AGAIN),
    st.builds(
        Crew,
        st.lists(IDS, max_size=3).map(tuple),
        st.lists(IDS, max_size=4).map(tuple),
        st.lists(IDS, max_size=2).map(tuple),
    ),
    st.sets(IDS),
    st.sets(IDS),
)
def test_whoever_can_be_told_is_told_in_the_end(step: int, crew: Crew, told: set[int], out: set[int]) -> None:
    reached, people = climb(step, crew, told, out)
    assert reached >= step
    assert not set(people) & out and set(people) <= set(crew.everybody)
    assert people or reached >= AGAIN and not set(crew.everybody) - out
