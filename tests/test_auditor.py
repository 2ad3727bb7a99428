"""The auditor finds what stopped, sets it going, alarms on every path once, and lets the heartbeat stop."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.auditor import Auditor
from bot.services.alerts import raise_alert
from bot.services.drills import run
from bot.storage import second_path, timers
from bot.turn import Turn
from tests.services.test_danger import adapt, on_duty
from tests.stage import Stage


@pytest.fixture
async def heart() -> AsyncIterator[tuple[str, list[str]]]:
    beats: list[str] = []

    async def beat(request: web.Request) -> web.Response:
        beats.append(request.path)
        return web.Response()

    application = web.Application()
    application.router.add_get("/beat", beat)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/beat", beats
    await runner.cleanup()


async def test_while_all_is_well_the_heart_beats(stage: Stage, heart: tuple[str, list[str]]) -> None:
    url, beats = heart
    auditor = Auditor(stage.database, stage.house, url)
    assert (await auditor.look()).lines == ()
    assert beats == ["/beat"]


async def test_an_alert_that_stopped_is_set_going_and_alarmed_about_once(
    stage: Stage, heart: tuple[str, list[str]]
) -> None:
    url, beats = heart
    mail = {"emails": ("garde@tilleuls.example",)}
    adapt(stage, lambda u: u.model_copy(update={"on_call": u.on_call.model_copy(update=mail)}))
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    alert = await stage.turn(
        lambda turn: raise_alert(turn, kind="danger-oneself", level="now", unit="tilleul", person=zoe.id)
    )
    await stage.turn(lambda turn: turn.cancel_timer("alert-climb", alert))

    auditor = Auditor(stage.database, stage.house, url)
    assert len((await auditor.look()).lines) == 1
    await stage.deliver()
    assert "had stopped moving" in sam.last.text and beats == []
    assert await stage.turn(lambda turn: timers.due_at(turn.tx, "alert-climb", alert)) is not None

    def letters(turn: Turn) -> int:
        return len(second_path.due(turn.tx, stage.house.sealer, turn.now_ms, 50))

    assert await stage.turn(letters) == 1
    assert (await auditor.look()).lines == ()
    assert beats == ["/beat"]


async def test_the_machine_drill_passes_and_leaves_nothing(stage: Stage) -> None:
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    unit = stage.house.site.units[0]
    assert await stage.turn(lambda turn: run(turn, unit)) is None
    assert sam.bubbles == []


async def test_the_machine_drill_finds_a_ladder_that_does_not_tell(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    monkeypatch.setattr("bot.services.ladder._tell", lambda *given: None)
    unit = stage.house.site.units[0]
    assert await stage.turn(lambda turn: run(turn, unit)) == "somebody is on duty and was not told"


async def test_the_weekly_drill_of_people_is_announced_as_one_and_counted(stage: Stage) -> None:
    drill = {"drill_people_weekly": True}
    adapt(stage, lambda u: u.model_copy(update={"on_call": u.on_call.model_copy(update=drill)}))
    sam = await stage.person("Sam", role="supervisor")
    for day in ("Wednesday", "Thursday"):
        await sam.taps_data("s|add-shift|")
        await sam.taps("Me")
        await sam.taps(day)
        await sam.says("9-17")
    await Auditor(stage.database, stage.house).look()
    await stage.passes(days=2, hours=1)
    assert "This is a drill, nobody is waiting" in sam.last.text
    await sam.taps("Seen")
    assert "the chain works" in sam.last.text
    await stage.passes(days=7)
    await stage.passes(minutes=15)
    await sam.taps("Seen")
    assert "over already" in sam.last.text
