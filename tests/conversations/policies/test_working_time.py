"""Working hours across weekends, holidays and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.policies.working_time import (
    Hours,
    NeverOpen,
    add_open_time,
    add_working_days,
    closing_before,
    is_open,
    next_opening,
    opening_of,
)

PARIS = ZoneInfo("Europe/Paris")
HOURS = Hours(("mon", "tue", "wed", "thu", "fri"), time(9), time(17), frozenset({date(2027, 1, 12)}), PARIS)
MOMENTS = st.integers(0, 690 * 1440).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def paris(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=PARIS)


def test_at_closing_time_it_is_closed() -> None:
    assert is_open(HOURS, paris(11, 9)) and is_open(HOURS, paris(11, 16, 59))
    assert not is_open(HOURS, paris(11, 17)) and not is_open(HOURS, paris(11, 8, 59))


def test_a_holiday_is_no_working_day() -> None:
    assert not is_open(HOURS, paris(12, 10))
    assert next_opening(HOURS, paris(11, 17)) == paris(13, 9)


def test_while_it_is_open_the_next_opening_is_now() -> None:
    assert next_opening(HOURS, paris(11, 10)) == paris(11, 10)


def test_working_days_end_at_closing_time() -> None:
    assert add_working_days(HOURS, paris(11, 10), 1) == paris(13, 17)
    assert add_working_days(HOURS, paris(15, 10), 2) == paris(19, 17)
    assert add_working_days(HOURS, paris(16, 10), 0) == paris(18, 17)


def test_open_time_goes_on_the_next_day() -> None:
    assert add_open_time(HOURS, paris(11, 16), timedelta(hours=3)) == paris(13, 11)


def test_the_wall_clock_holds_across_a_clock_change() -> None:
    assert next_opening(HOURS, paris(27, 12, month=3)) == datetime(2027, 3, 29, 7, tzinfo=UTC)
    assert next_opening(HOURS, paris(30, 12, month=10)) == datetime(2027, 11, 1, 8, tzinfo=UTC)


def test_a_unit_that_never_opens_says_so() -> None:
    closed = Hours((), time(9), time(17), frozenset(), PARIS)
    with pytest.raises(NeverOpen):
        next_opening(closed, paris(11, 10))
    with pytest.raises(NeverOpen):
        add_working_days(closed, paris(11, 10), 1)
    with pytest.raises(NeverOpen):
        add_open_time(closed, paris(11, 10), timedelta(hours=1))


@given(MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(at: datetime) -> None:
    opens = next_opening(HOURS, at)
    assert opens >= at and is_open(HOURS, opens)
    probe = at
    while probe < opens:
        assert not is_open(HOURS, probe)
        probe += timedelta(hours=1)


@given(MOMENTS, st.integers(1, 6))
def test_more_working_days_are_never_earlier(at: datetime, n: int) -> None:
    assert at < add_working_days(HOURS, at, n) < add_working_days(HOURS, at, n + 1)


def test_the_last_closing_time_before_a_moment() -> None:
    assert closing_before(HOURS, paris(15, 17), paris(13, 10)) == paris(15, 17), "a closing time itself counts"
    assert closing_before(HOURS, paris(18, 9), paris(13, 10)) == paris(15, 17)
    assert closing_before(HOURS, paris(13, 12), paris(11, 18)) is None, "the holiday has none"


def test_the_opening_of_a_day() -> None:
    assert opening_of(HOURS, paris(13, 17)) == paris(13, 9)
