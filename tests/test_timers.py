"""Timers: due once, kept when their turn raises, there after a restart, and no burst after hours of silence."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import to_ms
from bot.events import TimerDue
from bot.services.registry import TIMERS
from bot.storage import timers
from bot.storage.database import Database, StoreUnavailable, Transaction, open_database
from bot.storage.outbox import Lane
from bot.timers import AT_ONCE, Ticker
from bot.turn import Turn, handle
from conversations.dialogue.notice import Notice
from conversations.dialogue.text import unasked
from tests.stage import Stage

KIND = "t-invented"
Rings = list[tuple[int, int]]


@pytest.fixture
def rings() -> Iterator[Rings]:
    """Which timers of the invented kind were handled, and when."""
    rung: Rings = []

    def ring(turn: Turn, timer: TimerDue) -> None:
        rung.append((timer.subject, turn.now_ms))

    TIMERS[KIND] = ring
    yield rung
    del TIMERS[KIND]


@pytest.fixture
async def any_stage(database: Database) -> AsyncIterator[Stage]:
    """A stage on SQLite and then on PostgreSQL."""
    yield Stage(database)


def ticker(stage: Stage, database: Database | None = None) -> Ticker:
    """The real ticker over the real turn."""
    store = database or stage.database

    async def take(timer: TimerDue) -> None:
        await store.transact(lambda tx: handle(tx, stage.house, timer))

    return Ticker(store, stage.clock, take)


async def sets(stage: Stage, subject: int, **later: float) -> None:
    at = stage.clock.now() + timedelta(**later)
    await stage.turn(lambda turn: turn.set_timer(KIND, subject, at))


def minutes(stage: Stage, rings: Rings) -> list[int]:
    """When they rang, in minutes from now back to the first."""
    return [(at - rings[0][1]) // 60_000 for _subject, at in rings]


async def test_a_timer_is_due_once_and_not_a_moment_early(any_stage: Stage, rings: Rings) -> None:
    tick = ticker(any_stage)
    await sets(any_stage, 1, minutes=5)
    any_stage.clock.move(timedelta(minutes=5, milliseconds=-1))
    assert await tick.sweep() == 0
    any_stage.clock.move(timedelta(milliseconds=1))
    assert await tick.sweep() == 1
    assert await tick.sweep() == 0
    assert len(rings) == 1


async def test_two_sweeps_at_once_ring_once(any_stage: Stage, rings: Rings) -> None:
    """As after a change of the leader, when both have read the same timer."""
    await sets(any_stage, 1, minutes=0)
    due = await any_stage.database.read(lambda tx: timers.due(tx, to_ms(any_stage.clock.now()), 10))
    turns = [any_stage.database.transact(lambda tx: handle(tx, any_stage.house, due[0])) for _ in range(4)]
    await asyncio.gather(*turns)
    assert await any_stage.database.read(lambda tx: timers.due_at(tx, KIND, 1)) is None
    # A turn that meets another on PostgreSQL is run again: what counts is that it is gone once.
    assert len(rings) == 1 or any_stage.database.__class__.__name__ == "PostgresDatabase"


async def test_setting_it_again_moves_it_also_for_who_has_read_it_already(stage: Stage, rings: Rings) -> None:
    await sets(stage, 1, minutes=0)
    old = (await stage.database.read(lambda tx: timers.due(tx, to_ms(stage.clock.now()), 10)))[0]
    await sets(stage, 1, minutes=10)
    await stage.take(old)
    assert not rings
    await stage.passes(minutes=10)
    assert len(rings) == 1


async def test_a_cancelled_timer_does_not_ring_for_who_has_read_it_already(stage: Stage, rings: Rings) -> None:
    await sets(stage, 1, minutes=0)
    old = (await stage.database.read(lambda tx: timers.due(tx, to_ms(stage.clock.now()), 10)))[0]
    await stage.turn(lambda turn: turn.cancel_timer(KIND, 1))
    await stage.take(old)
    assert not rings


async def test_one_that_raises_comes_again_after_1_5_and_15_minutes_and_is_reported(stage: Stage) -> None:
    tries: Rings = []

    def fail(turn: Turn, timer: TimerDue) -> None:
        tries.append((timer.subject, turn.now_ms))
        turn.set_timer("t-other", 9, turn.now)
        if len(tries) < 6:
            raise ValueError("somebody's words")

    TIMERS[KIND] = fail
    TIMERS["t-other"] = lambda turn, timer: None
    try:
        await sets(stage, 1, minutes=0)
        await stage.passes(hours=2)
    finally:
        del TIMERS[KIND], TIMERS["t-other"]
    assert minutes(stage, tries) == [0, 1, 6, 21, 36, 51]
    assert len(stage.failures) == 5
    assert {why.partition(":")[0] for why in stage.failures} == {"ValueError at fail"}
    stage.failures.clear()


async def test_one_that_raises_is_listed_for_operations_and_holds_up_no_other(stage: Stage, rings: Rings) -> None:
    def fail(turn: Turn, timer: TimerDue) -> None:
        raise ValueError

    TIMERS["t-broken"] = fail
    now = stage.clock.now()
    try:
        await stage.turn(lambda turn: turn.set_timer("t-broken", 1, now))
        await sets(stage, 2, minutes=0)
        assert await ticker(stage).sweep() == 2
    finally:
        del TIMERS["t-broken"]
    assert [subject for subject, _at in rings] == [2]
    failing = await stage.database.read(timers.failing)
    assert [(row["kind"], row["attempts"]) for row in failing] == [("t-broken", 1)]
    stage.failures.clear()


async def test_a_kind_that_a_later_version_no_longer_knows_is_reported_and_kept(stage: Stage) -> None:
    now = stage.clock.now()
    await stage.turn(lambda turn: turn.set_timer("t-forgotten", 1, now))
    await ticker(stage).sweep()
    assert len(stage.failures) == 1
    assert await stage.database.read(lambda tx: timers.due_at(tx, "t-forgotten", 1)) == to_ms(now) + 60_000
    stage.failures.clear()


async def test_it_survives_a_restart(stage: Stage, sqlite_template: Path, tmp_path: Path, rings: Rings) -> None:
    await sets(stage, 1, hours=3)
    await stage.database.close()
    again = open_database(f"sqlite://{tmp_path / 'stage.sqlite'}")
    await again.open()
    try:
        tick = ticker(stage, again)
        assert await tick.sweep() == 0
        stage.clock.move(timedelta(hours=9))
        assert await tick.sweep() == 1
    finally:
        await again.close()
    assert [subject for subject, _at in rings] == [1]


async def test_more_than_are_read_at_a_time_are_all_handled_oldest_first(stage: Stage, rings: Rings) -> None:
    number = AT_ONCE * 2 + 7

    def many(tx: Transaction) -> None:
        for subject in range(number):
            timers.set_timer(tx, subject + 1, KIND, subject, None, number - subject)

    await stage.database.transact(many)
    assert await ticker(stage).sweep() == number
    assert [subject for subject, _at in rings] == list(reversed(range(number)))


class Ailing:
    """A database that is not there for a while."""

    def __init__(self, database: Database) -> None:
        self._database, self.down, self.asked = database, False, 0

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name in ("transact", "read", "lead"):
            self.asked += 1
            if self.down:
                raise StoreUnavailable("disk full")
        found: Callable[..., object] = getattr(self._database, name)
        return found


async def test_the_ticker_goes_on_while_the_store_is_down_and_after(
    stage: Stage, rings: Rings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.timers.SWEEP_S", 0.02)
    ailing = Ailing(stage.database)
    ailing.down = True
    tick = ticker(stage, ailing)  # type: ignore[arg-type]
    await sets(stage, 1, minutes=0)
    tick.start()
    try:
        async with asyncio.timeout(10):
            while ailing.asked < 3:  # noqa: ASYNC110 - the ticker's own beat is what is waited for
                await asyncio.sleep(0.01)
            assert not rings
            ailing.down = False
            while not rings:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    finally:
        tick.stop()
    assert [subject for subject, _at in rings] == [1]


async def test_only_the_leader_sweeps(stage: Stage, rings: Rings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def follows() -> bool:
        return False

    monkeypatch.setattr(stage.database, "lead", follows)
    await sets(stage, 1, minutes=0)
    assert await ticker(stage).sweep() == 0
    assert not rings


async def test_after_a_night_down_nothing_wakes_anybody_and_each_thing_is_said_once(stage: Stage) -> None:
    """Down from 20:00 to 2:00, with a notice due every hour: they come in the morning, and none comes twice."""
    zoe = await stage.person("Zoé")

    def tell(turn: Turn, timer: TimerDue) -> None:
        turn.speech.notice(zoe.id, Notice(unasked("Something waits for you here.")), unit="tilleul")
        turn.speech.notice(zoe.id, Notice(unasked("How are you?")), lane=Lane.CHECK_IN, expires_at=turn.now)

    TIMERS[KIND] = tell
    evening = stage.clock.now().replace(hour=19, minute=0)
    try:
        await stage.passes(to=evening)
        for hour in range(1, 6):
            await sets(stage, hour, hours=hour)
        stage.clock.move(timedelta(hours=6))
        await stage.sweep()
        assert not zoe.bubbles
        await stage.passes(hours=12)
    finally:
        del TIMERS[KIND]
    assert [bubble.text for bubble in zoe.bubbles] == ["Something waits for you here."] * 5
    assert {bubble.at.astimezone(stage.house.zone_of(None, None)).hour for bubble in zoe.bubbles} == {8}
