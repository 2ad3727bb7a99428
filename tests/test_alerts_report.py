"""The month's figures: what was acknowledged in time, how long it took, what the drills say."""

from functools import partial

import pytest

from bot.alerts_report import WrongMonth, month_of, month_report
from bot.services.alerts import raise_alert
from bot.storage import alerts
from bot.turn import Turn
from tests.services.test_danger import on_duty
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
