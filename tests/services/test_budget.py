"""The budget of unasked messages, as every feature asks for it."""

from datetime import UTC, datetime, timedelta

from bot.services.alerts import raise_alert
from bot.services.budget import keep_quiet, may_write, next_try, wrote
from bot.storage import alerts, people
from bot.turn import Turn
from tests.stage import Phone, Stage


async def may(stage: Stage, phone: Phone) -> bool:
    return await stage.turn(lambda turn: may_write(turn, phone.id))


async def test_one_a_week_counted_in_days(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    assert await may(stage, zoe)
    await stage.turn(lambda turn: wrote(turn, zoe.id))
    assert not await may(stage, zoe)
    stage.clock.move(timedelta(days=6, hours=4))
    assert not await may(stage, zoe)
    stage.clock.move(timedelta(hours=19))
    assert await may(stage, zoe)


async def test_a_week_with_a_clock_change_is_a_week(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    stage.clock.set(datetime(2027, 3, 22, 9, 0, tzinfo=UTC))  # 10:00 in Paris; on the 28th clocks go forward
    await stage.turn(lambda turn: wrote(turn, zoe.id))
    stage.clock.set(datetime(2027, 3, 29, 8, 0, tzinfo=UTC))  # 10:00 in Paris, 167 hours later
    assert await may(stage, zoe)


async def test_none_at_night_and_the_next_try_is_in_the_morning(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    stage.clock.set(datetime(2027, 1, 11, 21, 30, tzinfo=UTC))
    assert not await may(stage, zoe)
    morning = await stage.turn(lambda turn: next_try(turn, zoe.id))
    assert timedelta() <= morning - datetime(2027, 1, 12, 9, 0, tzinfo=UTC) < timedelta(minutes=20)


async def test_none_within_seven_days_of_an_alert_counted_from_its_end(stage: Stage) -> None:
    zoe = await stage.person("Zoé")

    def raised(turn: Turn) -> int:
        return raise_alert(turn, kind="call-me", level="soon", unit="tilleul", person=zoe.id)

    alert = await stage.turn(raised)
    assert not await may(stage, zoe)
    stage.clock.move(timedelta(days=8))
    assert not await may(stage, zoe)  # it is still open
    await stage.turn(lambda turn: alerts.resolve(turn.tx, alert, "called", turn.now_ms, turn.now_ms))
    stage.clock.move(timedelta(days=6))
    assert not await may(stage, zoe)
    stage.clock.move(timedelta(days=1, minutes=1))
    assert await may(stage, zoe)


async def test_a_routine_line_in_the_digest_silences_nobody(stage: Stage) -> None:
    ap = await stage.person("Alex", "ap")
    await stage.turn(
        lambda turn: raise_alert(turn, kind="missed-debrief", level="routine", unit="tilleul", person=ap.id)
    )
    assert await may(stage, ap)


async def test_none_to_the_departed_the_unreachable_the_frozen_and_those_who_need_quiet(stage: Stage) -> None:
    stopped, gone, frozen, low = [await stage.person(name) for name in ("A", "B", "C", "D")]
    await stage.turn(lambda turn: people.set_state(turn.tx, stopped.id, "stopped"))
    await stage.turn(lambda turn: people.unreachable(turn.tx, gone.id, turn.now_ms))
    await stage.turn(lambda turn: people.freeze(turn.tx, frozen.id, turn.now_ms + 1000))
    await stage.turn(lambda turn: keep_quiet(turn, low.id))
    assert [await may(stage, one) for one in (stopped, gone, frozen, low)] == [False] * 4
    assert not await stage.turn(lambda turn: may_write(turn, 404))
