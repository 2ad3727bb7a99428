"""Very many alerts at once: one message with their number, and the newest always one tap away."""

from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest

from bot.events import Refused
from bot.services.alerts import raise_alert
from bot.services.rota import _present
from bot.storage import alerts, gatherings
from bot.turn import Turn
from tests.services.test_danger import on_duty
from tests.services.test_danger import words as words  # the fixture
from tests.services.unit import can_take, in_danger, on_call, two_units, what_they_read
from tests.stage import Bubble, Phone, Stage

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
async def ana(stage: Stage) -> Phone:
    on_call(stage)
    phone = await stage.person("Ana", role="supervisor")
    await on_duty(stage, phone.id, 24)
    return phone


async def storm(stage: Stage, number: int, unit: str = "tilleul") -> list[Phone]:
    """So many people of one unit, each with an alert of the same kind, in one second."""
    crowd = [await stage.person(f"P{n}", unit=unit) for n in range(number)]

    def act(turn: Turn) -> None:
        for one in crowd:
            raise_alert(turn, kind="danger-oneself", level="now", unit=unit, person=one.id)

    await stage.turn(act)
    await stage.sweep()
    return crowd


def rings(phone: Phone) -> list[Bubble]:
    return [bubble for bubble in phone.bubbles if bubble.lane == 0]


def gathered(phone: Phone) -> list[Bubble]:
    return [bubble for bubble in phone.bubbles if "alerts of one kind are waiting" in bubble.text]


async def test_two_hundred_of_one_kind_are_six_messages_and_the_last_says_how_many(stage: Stage, ana: Phone) -> None:
    await storm(stage, 200)
    assert len(rings(ana)) == 6
    (one,) = gathered(ana)
    assert one.text == "200 alerts of one kind are waiting (urgent message), the newest since 10:00."


async def test_the_newest_is_one_tap_away_from_everywhere(stage: Stage, ana: Phone) -> None:
    """The same kind, the same unit: the real one is the one that was written last."""
    await storm(stage, 200)
    await stage.passes(minutes=1)
    zoe = await stage.person("Zoé")
    said = await zoe.says("I want to end it all")
    await stage.sweep()
    assert "I have told the person on duty" in said[0].text
    assert gathered(ana)[-1].text.startswith("201 alerts of one kind are waiting")
    (real,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))

    await ana.taps("The newest")
    assert f"s|take-alert|{real.id}" in [data for _label, data in ana.last.buttons]
    for screen in ("alerts", "half-day"):
        await ana.taps_data(f"s|{screen}|")
        assert ana.last.buttons[0][1] == f"s|alert|{real.id}"


async def test_a_list_can_be_read_to_its_end(stage: Stage, ana: Phone) -> None:
    await storm(stage, 25)
    seen: set[str] = set()
    await ana.taps_data("s|alerts|")
    while True:
        seen |= {data for _label, data in ana.last.buttons if data.startswith("s|alert|")}
        if "The next ones" not in ana.last.labels:
            break
        await ana.taps("The next ones")
    assert len(seen) == 25
    assert len(ana.last.text.splitlines()) <= 10
    await ana.taps("The first ones")
    assert ana.last.text.splitlines()[-1] == "… and 16 more."


async def test_another_unit_of_the_same_supervisor_rings_at_once(stage: Stage, ana: Phone) -> None:
    two_units(stage)
    await stage.also(ana, "supervisor", "chene")
    chene = stage.house.site.units[1]
    for_a_day = partial(_present, unit=chene, person=ana.id, begins=stage.clock.now())
    await stage.turn(lambda turn: for_a_day(turn, ends=turn.now.replace(hour=23)))
    await storm(stage, 200)
    before = len(rings(ana))
    zoe = await stage.person("Zoé", unit="chene")
    said = await zoe.says("I want to end it all")
    (real,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    assert len(rings(ana)) == before + 1
    assert f"s|take-alert|{real.id}" in [data for _label, data in ana.last.buttons]
    assert "I have told the person on duty" in said[0].text


async def test_while_it_grows_it_rings_at_most_every_five_minutes(stage: Stage, ana: Phone) -> None:
    rang: dict[int, datetime] = {}
    for n in range(40):
        await in_danger(stage, await stage.person(f"P{n}"))
        await stage.passes(seconds=20)
        rang |= {one.message_id: one.at for one in gathered(ana)}
        assert len(gathered(ana)) <= 1, "the one before is taken off"
    assert gathered(ana)[0].text.startswith("40 alerts")
    times = sorted(rang.values())
    assert len(times) == 3
    assert all(later - earlier >= timedelta(minutes=5) for earlier, later in pairwise(times))


async def test_what_grew_since_it_rang_rings_when_the_five_minutes_are_over(stage: Stage, ana: Phone) -> None:
    await storm(stage, 6)
    before = len(rings(ana))
    await in_danger(stage, await stage.person("Zoé"))
    await stage.passes(minutes=4)
    assert len(rings(ana)) == before and gathered(ana)[0].text.startswith("7 alerts")
    await stage.passes(minutes=2)
    assert ana.bubbles[-1].lane == 0 and ana.bubbles[-1].text.startswith("7 alerts")


async def test_what_is_taken_and_closed_is_counted_off(stage: Stage, ana: Phone) -> None:
    crowd = await storm(stage, 8)
    open_now = [(await stage.turn(partial(_unfinished, person=one.id)))[0] for one in crowd]
    for alert in open_now[:3]:
        await ana.taps_data(f"s|take-alert|{alert.id}")
    await stage.sweep()
    assert gathered(ana)[-1].text.startswith("5 alerts")
    for alert in open_now[3:]:
        await ana.taps_data(f"s|take-alert|{alert.id}")
    await stage.sweep()
    assert not gathered(ana) and ana.seen("None of these alerts waits any more")


def _unfinished(turn: Turn, person: int) -> list[alerts.Alert]:
    return alerts.unfinished_of(turn.tx, person)


async def test_a_gathered_message_that_is_refused_goes_to_the_next_one(stage: Stage, ana: Phone) -> None:
    ben = await stage.person("Ben", role="supervisor")
    crowd = await storm(stage, 7)
    (last,) = await stage.turn(partial(_unfinished, person=crowd[-1].id))
    assert not can_take(ben)
    number = await stage.turn(lambda turn: _gathering(turn, ana.id))
    await stage.take(Refused(ana.id, f"gathered:{number}", 0, "refused"))
    await stage.sweep()
    told = [s.person_id for s in await stage.turn(lambda turn: alerts.steps(turn.tx, last.id)) if s.person_id == ben.id]
    assert told
    assert "I have told the team of your unit" in await what_they_read(stage, last.id)


def _gathering(turn: Turn, person: int) -> int:
    return gatherings.of_person(turn.tx, turn.new_id(), person, "tilleul", "danger-oneself").id


async def test_a_message_that_never_came_is_sent_anew_to_whoever_is_back(stage: Stage, ana: Phone) -> None:
    await stage.person("Ben", role="supervisor")
    ana.blocked = True
    await storm(stage, 8)
    ana.blocked = False
    await ana.says("/menu")
    assert not gathered(ana)
    await storm(stage, 1)
    assert gathered(ana)
