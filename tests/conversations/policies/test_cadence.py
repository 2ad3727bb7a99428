"""The days of each rhythm, what becomes of a late question, and how many at once are spread."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.policies.cadence import (
    LATEST,
    SPREAD_S,
    Kind,
    Rhythm,
    days,
    has_days_left,
    may_write_again,
    next_day,
    rarer,
    spread,
    verdict,
)

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
ENDLESS = st.sampled_from(["weekly", "fortnightly", "monthly"])
KINDS = st.sampled_from(["once", "weekly", "fortnightly", "monthly", "moment"])
RHYTHMS = st.builds(Rhythm, KINDS, DAYS, st.booleans(), st.none() | DAYS)


def first(rhythm: Rhythm, n: int) -> list[date]:
    return list(islice(days(rhythm), n))


def test_weekly_and_fortnightly_keep_their_weekday() -> None:
    assert first(Rhythm("weekly", date(2028, 2, 22)), 3) == [date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7)]
    assert first(Rhythm("fortnightly", date(2027, 3, 18)), 2) == [date(2027, 3, 18), date(2027, 4, 1)]


def test_there_is_no_30_february() -> None:
    assert first(Rhythm("monthly", date(2027, 12, 30)), 4) == [
        date(2027, 12, 30),
        date(2028, 1, 30),
        date(2028, 2, 29),
        date(2028, 3, 30),
    ]
    assert first(Rhythm("monthly", date(2027, 1, 31)), 2)[1] == date(2027, 2, 28)


def test_around_a_date() -> None:
    surgery = date(2027, 1, 20)
    assert first(Rhythm("moment", surgery), 9) == [date(2027, 1, 18), date(2027, 1, 25), date(2027, 2, 1)]


def test_before_a_date_a_weekend_is_the_friday_and_after_it_the_monday() -> None:
    rhythm = Rhythm("moment", date(2027, 1, 18), weekends=False)  # 16th and 23rd, 30th are Saturdays
    assert first(rhythm, 9) == [date(2027, 1, 15), date(2027, 1, 25), date(2027, 2, 1)]


def test_a_date_in_the_past_has_no_days_left() -> None:
    assert not has_days_left(Rhythm("moment", date(2026, 12, 1)), date(2027, 1, 11))
    assert not has_days_left(Rhythm("once", date(2027, 1, 11)), date(2027, 1, 11))
    assert has_days_left(Rhythm("moment", date(2027, 1, 9)), date(2027, 1, 11))


@given(RHYTHMS, DAYS)
def test_the_next_day_is_the_first_later_one(rhythm: Rhythm, after: date) -> None:
    found = next_day(rhythm, after)
    horizon = after + timedelta(days=40)
    plain = []
    for day in days(rhythm):
        plain.append(day)
        if day > max(horizon, rhythm.not_before or horizon):
            break
    assert found == next((day for day in plain if day > after), None)


@given(RHYTHMS, DAYS)
def test_no_question_on_a_weekend_unless_wanted_nor_within_a_pause(rhythm: Rhythm, after: date) -> None:
    found = next_day(rhythm, after)
    if found is not None:
        assert rhythm.weekends or found.weekday() < 5
        assert rhythm.not_before is None or found >= rhythm.not_before


@given(ENDLESS, DAYS, st.booleans())
def test_an_endless_rhythm_is_never_denser_than_a_week(kind: Kind, start: date, weekends: bool) -> None:
    gaps = [(later - earlier).days for earlier, later in pairwise(first(Rhythm(kind, start, weekends), 30))]
    assert min(gaps) >= (7 if kind != "monthly" else 26)


@given(ENDLESS, DAYS)
def test_years_of_silence_need_no_walk(kind: Kind, start: date) -> None:
    much_later = start + timedelta(days=3650)
    found = next_day(Rhythm(kind, start), much_later)
    assert found is not None and 0 < (found - much_later).days <= 31


def test_rarer_goes_down_to_monthly_and_then_there_is_only_stop() -> None:
    kinds: list[Kind | None] = ["weekly"]
    while kinds[-1]:
        kinds.append(rarer(kinds[-1]))
    assert kinds == ["weekly", "fortnightly", "monthly", None]
    assert rarer("once") is None and rarer("moment") is None


@pytest.mark.parametrize(
    ("late", "night", "fate"),
    [
        (timedelta(), False, "ask"),
        (LATEST, False, "ask"),
        (LATEST + timedelta(milliseconds=1), False, "late"),
        (timedelta(hours=6), True, "late"),
        (timedelta(minutes=5), True, "night"),
    ],
)
def test_what_becomes_of_a_question(late: timedelta, night: bool, fate: str) -> None:
    planned = datetime(2027, 1, 14, 10, 0, tzinfo=UTC)
    assert verdict(planned, planned + late, night=night) == fate


def test_a_hundred_thousand_of_one_minute_are_spread_evenly() -> None:
    """Ids as they are made: time-ordered, many of one millisecond."""
    base = 1_831_000_000_000 << 20
    seconds = [int(spread(base + n).total_seconds()) for n in range(100_000)]
    per_minute = [sum(s // 60 == m for s in seconds) for m in range(SPREAD_S // 60)]
    assert max(per_minute) < 2 * 100_000 / (SPREAD_S / 60)
    assert min(per_minute) > 0.5 * 100_000 / (SPREAD_S / 60)
    assert spread(base) == spread(base)


@pytest.mark.parametrize(("days_since", "may"), [(None, True), (0, False), (6, False), (7, True), (400, True)])
def test_one_unasked_message_a_week(days_since: int | None, may: bool) -> None:
    assert may_write_again(days_since) == may
