"""A year of 2,000 people: each question once or expired by its rule, none at night, none after an end, the budget kept.

`make torture` lives a second year with other dice and more people.
"""

import asyncio
import shutil
import sqlite3
import time as stopwatch
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.clock import from_ms
from bot.storage import outbox
from bot.storage.database import Transaction, open_database
from conversations.policies.cadence import LATEST, SPREAD_S
from tests.simulation.lives import Life
from tests.simulation.year import START, Year
from tests.stage import Stage

DAYS = 365
QUIET_FROM, QUIET_TO = time(21), time(8)
EVERY = {"weekly": 7, "fortnightly": 14}
END = START + timedelta(days=DAYS)
AROUND = timedelta(seconds=SPREAD_S)


@dataclass(frozen=True, slots=True)
class Fate:
    """A row of check_ins: what became of one day of one plan."""

    plan: int
    person: int
    day: date
    state: str
    planned: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Lived:
    year: Year
    fates: list[Fate]

    @property
    def lives(self) -> list[Life]:
        return list(self.year.lives.values())


def live(path: Path, seed: int, people: int) -> Lived:
    """One transaction: the disk is not what is measured here."""

    async def run() -> Year:
        database = open_database(f"sqlite://{path}")
        await database.open()
        house = Stage(database).house

        def whole_year(tx: Transaction) -> Year:
            year = Year(tx, house, seed, people)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(outbox, "put", year.post)
                year.live(DAYS)
            return year

        year = await database.transact(whole_year)
        await database.close()
        return year

    year = asyncio.run(run())
    with sqlite3.connect(path) as connection:
        rows = connection.execute("select plan_id, person_id, day, state, planned_at, at from check_ins").fetchall()
    connection.close()
    fates = [Fate(p, who, date.fromisoformat(d), s, from_ms(due), from_ms(at)) for p, who, d, s, due, at in rows]
    return Lived(year, fates)


@pytest.fixture(scope="module")
def lived(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    path = tmp_path_factory.mktemp("year") / "year.sqlite"
    shutil.copy(sqlite_template, path)
    began = stopwatch.perf_counter()
    year = live(path, 2027, 2000)
    print(figures(year, stopwatch.perf_counter() - began))
    yield year


def figures(lived: Lived, seconds: float) -> str:
    states = Counter(fate.state for fate in lived.fates)
    put = states["asked"] + states["answered"] + states["later"]
    down = sum((end - begin for begin, end in lived.year.outages), timedelta())
    lines = [
        f"{len(lived.lives)} people, {DAYS} days, {len(lived.year.outages)} outages ({down}), {seconds:.0f} s",
        f"questions planned {len(lived.fates)}: put {put}, late {states['late']}, night {states['night']}, "
        f"withheld {states['withheld']}",
        f"unasked messages in all {sum(len(life.sent) for life in lived.lives)}",
        "what happened: " + ", ".join(f"{what} {n}" for what, n in sorted(lived.year.happened.items())),
    ]
    return "\n" + "\n".join(lines)


def test_each_question_has_one_fate_and_is_put_once(lived: Lived) -> None:
    assert len({(fate.plan, fate.day) for fate in lived.fates}) == len(lived.fates)
    put = Counter(fate.person for fate in lived.fates if fate.state in ("asked", "answered", "later"))
    assert put == Counter({life.id: n for life in lived.lives if (n := len(life.questions()))})
    assert len(lived.fates) > 10_000


def test_nothing_unasked_arrives_at_night(lived: Lived) -> None:
    for life in lived.lives:
        for sent in life.sent:
            local = sent.at.astimezone(life.zone).time()
            assert QUIET_TO <= local < QUIET_FROM, (life.id, sent)


def test_a_question_comes_around_its_hour_or_expires(lived: Lived) -> None:
    for fate in lived.fates:
        if fate.state in ("asked", "answered", "later", "withheld"):
            assert timedelta() <= fate.at - fate.planned <= LATEST
        elif fate.state == "late":
            assert fate.at - fate.planned > LATEST
            assert any(begin <= fate.planned <= end for begin, end in lived.year.outages)


def test_nothing_arrives_after_an_end(lived: Lived) -> None:
    for life in lived.lives:
        for since, until in life.away:
            late = [at for at in life.questions() if since < at < (until or END)]
            assert not late, (life.id, since, late)
        if life.left:
            assert not [sent for sent in life.sent if sent.at > max(since for since, _until in life.away)]


def test_nothing_unasked_within_seven_days_of_an_alert_or_a_low_answer(lived: Lived) -> None:
    assert any(life.silent for life in lived.lives)
    for life in lived.lives:
        for since, until in life.silent:
            assert not [sent for sent in life.sent if since < sent.at < until], (life.id, since)


def test_one_unasked_message_a_week_and_person(lived: Lived) -> None:
    """All kinds together. Only a day that was named to somebody when they chose or changed it may come sooner."""
    for life in lived.lives:
        for earlier, later in pairwise(sent.at for sent in life.sent):
            assert (life.day(later) - life.day(earlier)).days >= 7 or life.day(later) in life.named, (life.id, later)


def test_who_was_never_asked_whether_they_want_it_gets_nothing(lived: Lived) -> None:
    for life in lived.lives:
        if life.side != "ap" and not life.chosen:
            assert not life.questions()


def test_whoever_only_chose_gets_every_question_on_its_day_through_both_clock_changes(lived: Lived) -> None:
    """Counted from what they chose, without the rules under test: nothing is forgotten, in outages it is said so."""
    calm = [life for life in lived.lives if life.calm and life.chosen and life.chosen[0].rhythm in EVERY]
    assert len(calm) > 20
    by_person: dict[int, list[Fate]] = {}
    for fate in lived.fates:
        by_person.setdefault(fate.person, []).append(fate)
    crossed = 0
    for life in calm:
        chosen = life.chosen[0]
        fates = sorted(by_person.get(life.id, []), key=lambda fate: fate.day)
        assert [fate.day for fate in fates] == _days(chosen.first, EVERY[chosen.rhythm], len(fates))
        assert life.day(END) - fates[-1].day <= timedelta(days=EVERY[chosen.rhythm]) if fates else True
        for fate in fates:
            local = fate.planned.astimezone(life.zone)
            on_time = datetime.combine(fate.day, chosen.hour, tzinfo=life.zone)
            assert timedelta() <= local.replace(tzinfo=None) - on_time.replace(tzinfo=None) < AROUND
        crossed += len({fate.planned.astimezone(life.zone).utcoffset() for fate in fates}) > 1
    assert crossed > 10


def _days(first: date, every: int, number: int) -> list[date]:
    return [first + timedelta(days=every * n) for n in range(number)]


@pytest.mark.torture
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_year(sqlite_template: Path, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "another.sqlite"
    shutil.copy(sqlite_template, path)
    lived = live(path, seed, 3000)
    checks: list[Callable[[Lived], None]] = [
        test_each_question_has_one_fate_and_is_put_once,
        test_nothing_unasked_arrives_at_night,
        test_a_question_comes_around_its_hour_or_expires,
        test_nothing_arrives_after_an_end,
        test_nothing_unasked_within_seven_days_of_an_alert_or_a_low_answer,
        test_one_unasked_message_a_week_and_person,
        test_who_was_never_asked_whether_they_want_it_gets_nothing,
        test_whoever_only_chose_gets_every_question_on_its_day_through_both_clock_changes,
    ]
    for check in checks:
        check(lived)
