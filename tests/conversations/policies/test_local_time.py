"""Wall times across both clock changes, quiet hours that pass midnight, weeks counted in days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.policies.local_time import QuietHours, day_of, days_between, is_quiet, moment, not_at_weekend

PARIS = ZoneInfo("Europe/Paris")
ZONES = st.sampled_from(
    [ZoneInfo(z) for z in ("Europe/Paris", "Indian/Reunion", "America/Montreal", "Pacific/Noumea", "Europe/London")]
)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2027, 3, 27), time(10), (9, 0)),  # winter
        (date(2027, 3, 28), time(10), (8, 0)),  # the day of the change to summer time
        (date(2027, 3, 28), time(2, 30), (1, 30)),  # does not exist there: forward, 03:30
        (date(2027, 10, 31), time(2, 30), (0, 30)),  # exists twice: the first
        (date(2027, 10, 31), time(10), (9, 0)),
        (date(2028, 2, 29), time(10), (9, 0)),
    ],
)
def test_a_wall_time_is_a_moment(day: date, at: time, utc: tuple[int, int]) -> None:
    assert moment(day, at, PARIS) == datetime(day.year, day.month, day.day, *utc, tzinfo=UTC)


@given(DAYS, TIMES, ZONES)
def test_the_hour_somebody_chose_is_what_their_clock_shows(day: date, at: time, zone: ZoneInfo) -> None:
    local = moment(day, at, zone).astimezone(zone)
    shown = datetime.combine(local.date(), local.time())
    assert timedelta() <= shown - datetime.combine(day, at) <= timedelta(hours=1)
    if shown != datetime.combine(day, at):  # only an hour that does not exist is shown as a later one
        assert datetime.combine(day, at, tzinfo=zone).utcoffset() != local.utcoffset()


@given(DAYS, TIMES, ZONES)
def test_a_week_is_seven_days_whatever_the_clocks_do(day: date, at: time, zone: ZoneInfo) -> None:
    assert days_between(moment(day, at, zone), moment(day + timedelta(days=7), at, zone), zone) == 7


@pytest.mark.parametrize(
    ("at", "quiet"), [(time(20, 59), False), (time(21), True), (time(3), True), (time(7, 59), True), (time(8), False)]
)
def test_quiet_hours_pass_midnight(at: time, quiet: bool) -> None:
    hours = QuietHours(time(21), time(8))
    assert hours.holds(at) == quiet
    assert hours.after(at) == (time(8) if quiet else at)


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    assert QuietHours(time(12), time(14)).holds(time(13))
    assert not QuietHours(time(12), time(14)).holds(time(14))
    assert not any(QuietHours(time(0), time(0)).holds(time(h)) for h in range(24))


def test_night_is_where_the_person_is() -> None:
    at = datetime(2027, 1, 11, 18, 0, tzinfo=UTC)  # 19:00 in Paris, 22:00 in Réunion
    quiet = QuietHours(time(21), time(8))
    assert not is_quiet(at, quiet, PARIS)
    assert is_quiet(at, quiet, ZoneInfo("Indian/Reunion"))
    assert day_of(datetime(2027, 1, 11, 21, tzinfo=UTC), ZoneInfo("Indian/Reunion")) == date(2027, 1, 12)


@given(DAYS)
def test_a_weekend_moves_to_the_monday_or_the_friday(day: date) -> None:
    later, earlier = not_at_weekend(day), not_at_weekend(day, earlier=True)
    assert later.weekday() < 5 and earlier.weekday() < 5
    assert earlier <= day <= later
    assert (later - earlier).days in (0, 3)
