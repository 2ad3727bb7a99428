"""From the words to the end, on both databases: told, climbed, handed on, opened, called, closed, counted."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.alerts_report import month_report
from bot.auditor import look_over
from bot.services.alerts import raise_alert
from bot.storage.database import open_database
from tests.services.test_danger import on_duty, words
from tests.stage import Stage

__all__ = ["words"]
pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """A stage on SQLite, then on PostgreSQL."""
    database = open_database(database_url)
    await database.open()
    stage = Stage(database)
    yield stage
    await database.close()
    assert not stage.failures


async def test_an_alert_from_its_words_to_the_months_figures(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    sam, ben = await stage.person("Sam", role="supervisor"), await stage.person("Ben", role="supervisor")
    dora = await stage.person("Dora", role="coordinator")
    await on_duty(stage, sam.id)

    await zoe.says("I want to end it all")
    await zoe.says("nobody is here")
    await zoe.taps_data("s|call-me|now")
    await zoe.says("06 39 98 00 00")
    await zoe.taps("Any time")
    await stage.passes(minutes=25)
    assert any("I take it" in bubble.labels for bubble in dora.bubbles)

    await sam.taps("I take it")
    await sam.taps("Hand over")
    await sam.taps("Ben")
    await ben.taps("I take it")
    await ben.taps("Details")
    await ben.taps("Read the message")
    await ben.says("to know how to begin")
    assert ben.seen("I want to end it all") and ben.seen("nobody is here")
    await sam.taps_data("s|half-day|")
    await sam.taps("A call to make")
    assert "A colleague has it." in sam.last.text
    await ben.taps("Details")
    await ben.taps("A call to make")
    assert ben.seen("06 39 98 00 00") and not sam.seen("06 39 98 00 00")
    await ben.taps("Done")
    await sam.taps_data("s|alerts|")
    assert sam.last.text == "No alert is open."

    await zoe.taps_data("s|go-on|")
    await zoe.says("he hits me")
    await zoe.taps("Yes")
    await zoe.taps("Delete these messages")
    assert not zoe.seen("3919")

    report = await stage.database.read(lambda tx: month_report(tx, stage.house.site, "2027-01"))
    assert "tilleul: 1 alerts of class now, 1 acknowledged" in report


async def test_a_week_of_the_rota_the_auditor_and_the_digest(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    sam, ben = await stage.person("Sam", role="supervisor"), await stage.person("Ben", role="supervisor")
    await sam.taps_data("s|add-shift|")
    await sam.taps("Me")
    await sam.taps("Tuesday")
    await sam.says("9-17")
    await sam.taps_data("s|swap|")
    await sam.taps("Tuesday 12 January, 09:00 to 17:00")
    await sam.taps("Ben")
    await ben.taps("Yes")
    await sam.taps_data("s|drop-shift|")
    await sam.taps("Tuesday 09:00 to 17:00: Sam")
    await stage.turn(partial(raise_alert, kind="silent-pair", level="routine", unit="tilleul", person=zoe.id))
    await stage.turn(partial(raise_alert, kind="delivery-failed", level="soon", unit="tilleul", person=None))
    found = await stage.database.transact(lambda tx: look_over(tx, stage.house))
    assert found.lines == ()

    await stage.passes(days=8)

    assert ben.seen("Your week at a glance") and ben.seen("Your half-day")
    await ben.taps_data("s|digest|")
    assert "1 × no contact for a while" in ben.last.text
    assert "nobody on duty can be told, so urgent alerts go to everybody at once" in ben.last.text
    await zoe.says("/stop")
    await zoe.taps("Stop everything")
