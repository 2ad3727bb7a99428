"""An alert in people's hands keeps its class: what is urgent rings and climbs by minutes, the rest does not."""

from dataclasses import replace

import pytest

from bot.storage import alerts
from bot.storage.alerts import Alert
from bot.storage.outbox import Lane
from bot.turn import Turn
from tests.services.test_alerts import can_take, raised, rings, team
from tests.services.test_danger import on_duty, words
from tests.services.unit import on_call
from tests.stage import Phone, Stage

__all__ = ["team", "words"]


async def row(stage: Stage, alert: int) -> Alert:
    found = await stage.turn(lambda turn: alerts.find(turn.tx, alert))
    assert found is not None
    return found


async def test_what_is_not_urgent_is_handed_on_without_ringing(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"], "low-check-in", "soon")
    await team["Ana"].taps_data(f"s|take-alert|{alert}")
    await team["Ana"].taps("Hand over")
    await team["Ana"].taps("Ben")
    assert "A colleague hands you something that is waiting since" in team["Ben"].last.text
    assert can_take(team["Ben"]) and rings(team["Ben"]) == 0
    await stage.passes(hours=3)
    assert not team["Cleo"].bubbles, "half an open day, not ten minutes"
    await stage.passes(hours=2)
    assert "half-day" in team["Cleo"].last.text and rings(team["Cleo"]) == 0


async def test_handed_on_at_night_it_waits_for_the_morning(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"], "low-check-in", "soon")
    await team["Ana"].taps_data(f"s|take-alert|{alert}")
    await stage.passes(hours=13)  # 23:00
    await team["Ana"].taps_data(f"s|hand-alert|{alert}")
    await team["Ana"].taps("Ben")
    assert not team["Ben"].bubbles
    await stage.passes(hours=11)
    assert can_take(team["Ben"]) and rings(team["Ben"]) == 0


async def test_who_has_it_learns_that_a_colleague_has_closed_it(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"])
    await team["Ana"].taps("I take it")
    await team["Ben"].taps_data(f"s|close-alert|{alert}")
    await team["Ben"].taps("I spoke with the person")
    assert "A colleague closed this at 10:00. You have nothing left to do." in team["Ana"].texts
    assert "A colleague has closed what you had in hand" in team["Ana"].last.text
    assert team["Ana"].last.lane == Lane.NOTICE, "heard, and never at night"


@pytest.mark.usefixtures("words")
async def test_a_mourning_persons_thanks_wake_nobody(stage: Stage, team: dict[str, Phone]) -> None:
    await stage.passes(hours=11)  # 21:00
    await team["Zoé"].says("she died yesterday")
    await team["Zoé"].says("thank you so much")
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, team["Zoé"].id))
    assert (alert.level, alert.times) == ("soon", 2)
    await stage.passes(hours=2)
    assert all(rings(team[name]) == 0 for name in ("Ana", "Ben", "Cleo", "Dora"))


async def test_what_does_not_arrive_is_as_urgent_as_it_was_and_names_who_cannot_be_reached(
    stage: Stage, team: dict[str, Phone]
) -> None:
    team["Ana"].blocked = True
    await raised(stage, team["Zoé"])
    open_now = await stage.turn(lambda turn: alerts.unfinished_in(turn.tx, "tilleul"))
    (failed,) = [alert for alert in open_now if alert.kind == "delivery-failed"]
    assert failed.level == "now"
    await team["Ben"].taps_data(f"s|alert|{failed.id}")
    assert "Raised by: an alert or message that did not arrive" in team["Ben"].last.text
    assert "a message did not arrive (Ana)" in team["Ben"].last.text


async def test_after_a_weekend_of_climbing_it_still_knows_its_last_steps(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"])

    def climbed(turn: Turn) -> None:
        for _step in range(600):
            alerts.add_step(turn.tx, turn.new_id(), alert, "told", team["Ben"].id, turn.now_ms)

    await stage.turn(climbed)
    await team["Ana"].taps_data(f"s|take-alert|{alert}")
    await stage.passes(hours=2)
    assert "Is it still in your hands?" in team["Ana"].last.text
    await stage.passes(minutes=40)
    assert (await row(stage, alert)).state == "open", "asked once, not answered, open again"
    await team["Ben"].taps_data(f"s|alert|{alert}")
    told = team["Ben"].last.text
    assert "10:00: raised" in told and "open again: no answer (Ana)" in told


async def test_details_say_why_and_a_supervisor_of_two_units_reads_which(stage: Stage, team: dict[str, Phone]) -> None:
    def by_words(turn: Turn) -> int:
        alert = turn.new_id()
        zoe = team["Zoé"].id
        alerts.add(turn.tx, alert, "tilleul", zoe, None, zoe, "danger-somebody", "now", "wants-to-die", turn.now_ms)
        return alert

    alert = await stage.turn(by_words)
    await team["Ana"].taps_data(f"s|alert|{alert}")
    assert "Raised by: words about somebody else’s life (rule wants-to-die)" in team["Ana"].last.text
    assert "Linden" not in team["Ana"].last.text
    second = stage.house.site.units[0].model_copy(update={"id": "érable"})
    site = stage.house.site.model_copy(update={"units": (*stage.house.site.units, second)})
    site.__dict__.pop("by_id", None)
    stage.house = replace(stage.house, site=site)
    await stage.also(team["Ana"], "supervisor", "érable")
    for screen in ("s|alerts|", f"s|alert|{alert}"):
        await team["Ana"].taps_data(screen)
        assert "Linden" in team["Ana"].last.text


async def test_without_on_call_nobody_else_is_named_before_the_morning(stage: Stage, team: dict[str, Phone]) -> None:
    on_call(stage, "hours-only")
    await stage.passes(hours=6, minutes=55)  # 16:55, and the unit closes at 17:00
    await raised(stage, team["Zoé"])
    assert "Without an answer I tell the next person from Tuesday 12 January at 09:00." in team["Ana"].last.text


async def test_who_is_alone_reads_of_nobody_else(stage: Stage) -> None:
    on_call(stage)
    ana, zoe = await stage.person("Ana", role="supervisor"), await stage.person("Zoé")
    await on_duty(stage, ana.id, 12)
    await raised(stage, zoe)
    assert "Without an answer by 10:10 I ask you again." in ana.last.text
    await ana.taps("I cannot")
    assert "I have nobody else to ask just now." in ana.last.text
    await ana.taps("After all, I take it")
    await stage.passes(hours=3)
    assert ana.seen("I have nobody else to ask, and ask you again.")
