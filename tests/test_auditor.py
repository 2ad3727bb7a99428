"""The auditor finds what stopped, sets it going, alarms on every path once, and lets the heartbeat stop."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from bot.auditor import Auditor
from bot.events import TimerDue
from bot.second_path import SecondPath
from bot.services import drills
from bot.services.alerts import raise_alert, unit_number
from bot.services.drills import run
from bot.services.letters import what_never_went as letters_given_up
from bot.services.tasks import add_task
from bot.storage import second_path, timers
from bot.timers import Ticker
from bot.turn import Turn
from tests.services.test_danger import adapt, on_duty
from tests.services.unit import has_hours, in_danger, on_call, two_units
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

    assert len(await letters(stage)) == 1
    assert (await auditor.look()).lines == ()
    assert beats == ["/beat"]


async def letters(stage: Stage) -> list[str]:
    """The addresses to which something waits to go."""
    due = await stage.turn(lambda turn: second_path.due(turn.tx, stage.house.sealer, turn.now_ms, 50))
    return [letter.target for letter in due]


def with_operations(stage: Stage) -> None:
    site = stage.house.site.model_copy(update={"operations": ("ops@tilleuls.example",)})
    stage.house = replace(stage.house, site=site)


async def test_what_is_not_urgent_rings_nobody_and_stands_in_the_week(stage: Stage) -> None:
    """At three in the morning a task without its timer is for whoever keeps the program running."""
    with_operations(stage)
    on_call(stage, emails=("garde@tilleuls.example",))
    sam = await stage.person("Sam", role="supervisor")
    await stage.passes(hours=17)

    def forgotten(turn: Turn) -> None:
        due = turn.now + timedelta(days=2)
        task = add_task(turn, kind="call-ap", unit="tilleul", person=None, pair=None, due=due)
        turn.cancel_timer("task-climb", task)

    await stage.turn(forgotten)
    await Auditor(stage.database, stage.house).look()
    await stage.deliver()
    assert sam.bubbles == [] and await letters(stage) == ["ops@tilleuls.example"]
    await sam.taps_data("s|digest|")
    assert "1 × something had stopped, and was set going" in sam.last.text


async def test_an_urgent_alert_rings_the_people_of_its_unit_alone(stage: Stage) -> None:
    with_operations(stage)
    two_units(stage)
    sam = await stage.person("Sam", role="supervisor")
    eve, zoe = await stage.person("Eve", role="supervisor", unit="chene"), await stage.person("Zoé")
    alert = await in_danger(stage, zoe)
    await stage.turn(lambda turn: turn.cancel_timer("alert-climb", alert))
    await Auditor(stage.database, stage.house).look()
    await stage.deliver()
    assert "had stopped moving" in sam.last.text and eve.bubbles == []
    assert await letters(stage) == ["ops@tilleuls.example"]


async def test_a_clock_that_stands_still_is_found(stage: Stage, heart: tuple[str, list[str]]) -> None:
    """The row is there; nothing takes it."""
    url, beats = heart
    sam, zoe = await stage.person("Sam", role="supervisor"), await stage.person("Zoé")
    await on_duty(stage, sam.id)
    await in_danger(stage, zoe)
    stage.clock.move(timedelta(minutes=15))
    auditor = Auditor(stage.database, stage.house, url)
    assert (await auditor.look()).lines == (), "five minutes late can be a long sweep"
    stage.clock.move(timedelta(minutes=10))
    assert (await auditor.look()).lines == ("the timer alert-climb of tilleul is more than ten minutes late",)
    await stage.deliver()
    assert sam.seen("had stopped moving") and len(beats) == 1


async def test_a_sweep_that_hangs_is_found(stage: Stage, heart: tuple[str, list[str]]) -> None:
    url, beats = heart

    async def take(timer: TimerDue) -> None:
        raise AssertionError("nothing is due")

    with_operations(stage)
    ticker = Ticker(stage.database, stage.clock, take)
    auditor = Auditor(stage.database, stage.house, url, ticker=ticker)
    await ticker.sweep()
    assert (await auditor.look()).lines == () and beats == ["/beat"]
    ticker._ended -= 601
    assert (await auditor.look()).lines == ("no sweep of the timers has ended for ten minutes",)
    assert await letters(stage) == ["ops@tilleuls.example"] and beats == ["/beat"]


async def test_a_daily_drill_that_did_not_happen_is_found(stage: Stage) -> None:
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id, 24)
    auditor = Auditor(stage.database, stage.house)
    await auditor.look()
    await stage.passes(days=1, hours=2)
    assert (await auditor.look()).lines == ()
    unit = stage.house.site.units[0]
    await stage.turn(lambda turn: turn.cancel_timer(drills.MACHINE, unit_number(unit.id)))
    await stage.passes(days=1, hours=2)
    assert (await auditor.look()).lines == ("the daily drill of tilleul did not happen",)


async def test_letters_that_were_given_up_are_found(stage: Stage) -> None:
    on_call(stage, emails=("garde@tilleuls.example",), email_steps=("duty",))
    sam, zoe = await stage.person("Sam", role="supervisor"), await stage.person("Zoé")
    await on_duty(stage, sam.id)
    await in_danger(stage, zoe)
    await sam.taps("Details")
    path = SecondPath(stage.database, stage.house, None, "companion@tilleuls.example")
    stage.clock.move(timedelta(hours=25))
    await path.send_due()
    found = await stage.turn(letters_given_up)
    assert [one.line for one in found] == ["1 letters of tilleul were given up: nobody got them"]


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


async def test_a_drill_that_could_tell_nobody_has_failed(stage: Stage) -> None:
    unit = stage.house.site.units[0]
    assert await stage.turn(lambda turn: run(turn, unit)) == "nobody of the unit can be told at all"
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    await sam.blocks()
    assert await stage.turn(lambda turn: run(turn, unit)) == "nobody of the unit can be told at all"
    ben = await stage.person("Ben", role="supervisor")
    assert await stage.turn(lambda turn: run(turn, unit)) is None
    assert ben.bubbles == []


async def test_a_failed_drill_stops_the_heart(stage: Stage, heart: tuple[str, list[str]]) -> None:
    url, beats = heart
    auditor = Auditor(stage.database, stage.house, url)
    await auditor.look()
    await stage.passes(days=1, hours=2)
    (line,) = (await auditor.look()).lines
    assert line == "the last daily drill of tilleul failed: nobody of the unit can be told at all"
    assert beats == ["/beat"] and len(stage.failures) == 1
    stage.failures.clear()


async def test_a_drill_waits_with_the_rota_and_has_passed(stage: Stage) -> None:
    """Without on-call on a Sunday nobody is told, and that is as it should be."""
    on_call(stage, "hours-only")
    sam = await stage.person("Sam", role="supervisor")
    await has_hours(sam, "9-12", ["Monday"])
    await stage.passes(days=6)
    assert await stage.turn(lambda turn: run(turn, stage.house.site.units[0])) is None


async def test_the_drill_looks_at_the_second_path_too(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    on_call(stage, emails=("garde@tilleuls.example",), email_steps=("duty",))
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    unit = stage.house.site.units[0]
    assert await stage.turn(lambda turn: run(turn, unit)) is None
    assert await letters(stage) == [], "it leaves nothing"
    monkeypatch.setattr("bot.services.ladder.letters.write", lambda *given: False)
    assert await stage.turn(lambda turn: run(turn, unit)) == "what goes by e-mail or pager is not waiting to be sent"


async def test_the_drill_of_people_finds_the_first_half_day_from_wednesday_on(stage: Stage) -> None:
    on_call(stage, drill_people_weekly=True)
    sam = await stage.person("Sam", role="supervisor")
    await has_hours(sam, "9-12", ["Thursday"])
    await Auditor(stage.database, stage.house).look()
    await stage.passes(days=2, hours=2)
    assert sam.bubbles == []
    await stage.passes(hours=21)
    assert "This is a drill, nobody is waiting" in sam.last.text


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
