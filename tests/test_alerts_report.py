"""The month's figures: what was acknowledged in time, how long it took, what the drills say."""

from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.alerts_report import WrongMonth, month_of, month_report
from bot.services.alert_hands import close
from bot.services.alerts import raise_alert
from bot.storage import alerts, erasing
from bot.turn import Turn
from tests.services.test_danger import adapt, on_duty
from tests.stage import Stage


async def test_three_alerts_of_which_two_in_time(stage: Stage) -> None:
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id, 12)
    for minutes in (3, 8, 25):
        zoe = await stage.person("Zoé")
        await stage.turn(partial(raise_alert, kind="danger-oneself", level="now", unit="tilleul", person=zoe.id))
        await stage.passes(minutes=minutes)
        await sam.taps("I take it")

    def drills(turn: Turn) -> None:
        alerts.add_drill(turn.tx, turn.new_id(), "tilleul", "machine", None, "passed", None, turn.now_ms)
        alerts.add_drill(turn.tx, turn.new_id(), "tilleul", "machine", None, "failed", "planted", turn.now_ms)

    await stage.turn(drills)
    (unit,) = await stage.database.read(lambda tx: month_of(tx, stage.house.site, "2027-01"))
    assert (unit.urgent, unit.taken, unit.in_time) == (3, 3, 2)
    assert (unit.median, unit.ninetieth) == (8.0, 25.0)
    assert unit.machine_drills == (1, 2)
    report = await stage.database.read(lambda tx: month_report(tx, stage.house.site, "2027-01"))
    assert "3 alerts of class now, 3 acknowledged, 2 in time; median 8.0 min, 90th percentile 25.0 min" in report
    (other,) = await stage.database.read(lambda tx: month_of(tx, stage.house.site, "2026-12"))
    assert other.urgent == 0 and other.median is None


async def test_a_month_is_written_like_one(stage: Stage) -> None:
    with pytest.raises(WrongMonth):
        await stage.database.read(lambda tx: month_of(tx, stage.house.site, "janvier"))


async def test_a_month_begins_and_ends_by_the_units_own_clock(stage: Stage) -> None:
    adapt(stage, lambda unit: unit.model_copy(update={"zone": ZoneInfo("Indian/Reunion")}))
    zoe = await stage.person("Zoé")
    await stage.passes(to=datetime(2027, 1, 31, 20, 30, tzinfo=UTC))  # half past midnight there
    await stage.turn(partial(raise_alert, kind="danger-oneself", level="now", unit="tilleul", person=zoe.id))

    async def urgent(month: str) -> int:
        (unit,) = await stage.database.read(lambda tx: month_of(tx, stage.house.site, month))
        return unit.urgent

    assert (await urgent("2027-01"), await urgent("2027-02")) == (0, 1)


async def test_an_alert_of_somebody_erased_is_still_counted_without_them(stage: Stage) -> None:
    sam, zoe = await stage.person("Sam", role="supervisor"), await stage.person("Zoé")
    await on_duty(stage, sam.id)
    raise_one = partial(raise_alert, kind="call-me", level="now", unit="tilleul", person=zoe.id, message="words")
    alert = await stage.turn(raise_one)
    await sam.taps("I take it")
    await stage.turn(lambda turn: close(turn, alert, sam.id, "called"))
    report = partial(month_report, site=stage.house.site, month="2027-01")
    before = await stage.database.read(lambda tx: report(tx))

    await stage.turn(lambda turn: erasing.erase(turn.tx, zoe.id))

    assert await stage.database.read(lambda tx: report(tx)) == before
    left = await stage.turn(lambda turn: alerts.find(turn.tx, alert))
    assert left is not None and (left.person_id, left.raised_by, left.sealed_message) == (None, None, None)
    assert await stage.turn(lambda turn: alerts.steps(turn.tx, alert)) == []
