"""Who is on duty: weeks, exceptions, nights that pass midnight, clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.policies.rota import Override, Rota, Shift, covered, gaps, next_slot, on_duty
from conversations.policies.working_time import Hours

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
EVERY_NIGHT = tuple(Shift(1, day, time(22), time(8)) for day in range(7))
EVERY_DAY = tuple(Shift(2, day, time(8), time(22)) for day in range(7))
AROUND_THE_CLOCK = Rota((*EVERY_NIGHT, *EVERY_DAY), (), PARIS)


def at(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_a_night_passes_midnight() -> None:
    rota = Rota((Shift(1, 4, time(22), time(8)),), (), PARIS)  # Friday
    assert on_duty(rota, at("2027-01-15 23:00")) == (1,)
    assert on_duty(rota, at("2027-01-16 07:59")) == (1,)
    assert on_duty(rota, at("2027-01-16 08:00")) == ()
    assert on_duty(rota, at("2027-01-15 07:00")) == ()


def test_who_steps_in_is_told_first_and_who_is_away_not_at_all() -> None:
    away = Override(2, at("2027-01-11 08:00"), at("2027-01-11 12:00"), present=False)
    stepped_in = Override(3, at("2027-01-11 09:00"), at("2027-01-11 11:00"), present=True)
    rota = Rota((*EVERY_DAY, Shift(4, 0, time(8), time(12))), (away, stepped_in), PARIS)
    assert on_duty(rota, at("2027-01-11 10:00")) == (3, 4)
    assert on_duty(rota, at("2027-01-11 12:30")) == (2,)


def test_the_newest_exception_decides() -> None:
    away = Override(2, at("2027-01-11 08:00"), at("2027-01-11 20:00"), present=False)
    back = Override(2, at("2027-01-11 10:00"), at("2027-01-11 12:00"), present=True)
    rota = Rota(EVERY_DAY, (away, back), PARIS)
    assert on_duty(rota, at("2027-01-11 09:00")) == ()
    assert on_duty(rota, at("2027-01-11 10:00")) == (2,)


def test_no_hole_and_no_double_hour_when_clocks_change() -> None:
    for begin in ("2027-03-27 12:00", "2027-10-30 12:00"):
        start = at(begin).astimezone(UTC)
        assert gaps(AROUND_THE_CLOCK, start, start + timedelta(days=2)) == []
        for minutes in range(0, 48 * 60, 10):
            assert len(on_duty(AROUND_THE_CLOCK, start + timedelta(minutes=minutes))) == 1


def test_the_hour_that_does_not_exist_opens_a_gap_only_where_the_rota_has_one() -> None:
    rota = Rota((Shift(1, 6, time(0), time(2, 30)),), (), PARIS)  # Sunday until a time that is skipped
    slot = next_slot(rota, at("2027-03-28 00:00").astimezone(UTC))
    assert slot is not None
    assert slot[1] == at("2027-03-28 03:00").astimezone(UTC)


def test_a_unit_far_away_keeps_its_own_clock() -> None:
    rota = Rota((Shift(1, 0, time(9), time(13)),), (), REUNION)
    assert on_duty(rota, datetime(2027, 1, 11, 5, tzinfo=UTC)) == (1,)
    slot = next_slot(rota, datetime(2027, 1, 11, 9, tzinfo=UTC))
    assert slot is not None and slot[0] == datetime(2027, 1, 18, 5, tzinfo=UTC)


def test_an_empty_rota_promises_nothing() -> None:
    rota = Rota((), (), PARIS)
    assert rota.is_empty and next_slot(rota, at("2027-01-11 09:00")) is None


def test_without_on_call_the_rota_holds_in_opening_hours_alone() -> None:
    hours = Hours(("mon",), time(9), time(17), frozenset(), PARIS)
    rota = Rota((*EVERY_NIGHT, *EVERY_DAY), (), PARIS, hours)
    assert on_duty(rota, at("2027-01-12 10:00")) == ()
    assert next_slot(rota, at("2027-01-12 10:00")) == (at("2027-01-18 09:00"), at("2027-01-18 17:00"))
    monday = Rota((Shift(2, 0, time(13), time(17)),), (), PARIS, hours)
    start = at("2027-01-11 00:00").astimezone(UTC)
    assert gaps(monday, start, start + timedelta(days=7)) == [(at("2027-01-11 09:00"), at("2027-01-11 13:00"))]


WALL = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
SHIFTS = st.lists(st.builds(Shift, st.integers(1, 4), st.integers(0, 6), WALL, WALL), max_size=6)
MOMENTS = st.integers(0, 690 * 1440).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


@st.composite
def rotas(draw: st.DrawFn) -> tuple[Rota, datetime]:
    since = draw(MOMENTS)
    spans = draw(
        st.lists(st.tuples(st.integers(1, 4), st.integers(0, 90), st.integers(1, 40), st.booleans()), max_size=4)
    )
    overrides = tuple(
        Override(p, since + timedelta(hours=b), since + timedelta(hours=b + n), present) for p, b, n, present in spans
    )
    zone = draw(st.sampled_from((PARIS, REUNION, ZoneInfo("America/Cayenne"))))
    return Rota(tuple(draw(SHIFTS)), overrides, zone), since


@settings(max_examples=60, deadline=None)
@given(rotas())
def test_the_pieces_say_what_every_minute_says(drawn: tuple[Rota, datetime]) -> None:
    """The shown promise (the pieces) and what the ladder does (the moment) come from the same rota."""
    rota, since = drawn
    until = since + timedelta(days=4)
    pieces = list(covered(rota, since, until))
    assert pieces[0][0] == since and pieces[-1][1] == until
    assert all(one[1] == two[0] and one[2] != two[2] for one, two in zip(pieces, pieces[1:], strict=False))
    for begin, end, present in pieces:
        probe = begin
        while probe < end:
            assert bool(on_duty(rota, probe)) == present
            probe += timedelta(minutes=37)
