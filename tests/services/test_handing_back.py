"""Who stops, blocks the bot or loses the role gives back what they hold, in that very transaction."""

import pytest

from bot.auditor import look_over
from bot.storage import memberships, tasks
from bot.turn import Turn
from tests.services.test_danger import on_duty
from tests.services.test_danger import words as words  # the fixture
from tests.services.unit import alert_of, can_take, on_call
from tests.stage import Phone, Stage

pytestmark = pytest.mark.usefixtures("words")
NUMBER = "06 39 98 12 34"


@pytest.fixture
async def held(stage: Stage) -> tuple[Phone, Phone, Phone, int]:
    """Ana has taken Zoé's alert and the call that stands for it; Ben is there too."""
    on_call(stage)
    ana, ben = [await stage.person(name, role="supervisor") for name in ("Ana", "Ben")]
    zoe = await stage.person("Zoé")
    await on_duty(stage, ana.id, 24)
    await zoe.says("I want to end it all")
    await zoe.taps("Please call me")
    await zoe.says(NUMBER)
    await zoe.taps("Any time")
    await ana.taps("I take it")
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    assert task.taken_by == ana.id and task.alert_id is not None and not can_take(ben)
    return ana, ben, zoe, task.alert_id


async def is_open_and_told(stage: Stage, alert: int, ben: Phone) -> None:
    row = await alert_of(stage, alert)
    (task,) = await stage.turn(lambda turn: tasks.open_of_alert(turn.tx, "tilleul", alert))
    assert (row.state, row.taken_by, task.state, task.taken_by) == ("open", None, "open", None)
    assert can_take(ben)


async def test_who_says_stop_reads_what_goes_back_and_it_does(
    stage: Stage, held: tuple[Phone, Phone, Phone, int]
) -> None:
    ana, ben, _zoe, alert = held
    await ana.says("/stop")
    assert "What you have taken on (2) goes back to your team" in ana.last.text
    await ana.taps("Stop everything")
    await is_open_and_told(stage, alert, ben)
    before = len(ana.bubbles)
    await stage.passes(hours=3)
    assert len(ana.bubbles) == before, "nothing is written to somebody who left"


async def test_who_blocks_the_bot(stage: Stage, held: tuple[Phone, Phone, Phone, int]) -> None:
    ana, ben, _zoe, alert = held
    await ana.blocks()
    await is_open_and_told(stage, alert, ben)


async def test_whom_a_message_does_not_reach(stage: Stage, held: tuple[Phone, Phone, Phone, int]) -> None:
    """Telegram says so when the next message is tried: here that more was written."""
    ana, ben, zoe, alert = held
    ana.blocked = True
    await zoe.says("the room is dark")
    await is_open_and_told(stage, alert, ben)


async def test_a_role_that_was_lost_in_any_other_way_is_seen_by_the_auditor(
    stage: Stage, held: tuple[Phone, Phone, Phone, int]
) -> None:
    ana, ben, _zoe, alert = held

    def end(turn: Turn) -> None:
        hat = memberships.of_role(turn.tx, ana.id, "tilleul", "supervisor")
        assert hat is not None
        memberships.set_state(turn.tx, hat.id, "ended")

    await stage.turn(end)
    found = await stage.database.transact(lambda tx: look_over(tx, stage.house))
    await stage.deliver()
    assert any("in the hands of somebody who is gone" in line for line in found.lines)
    await is_open_and_told(stage, alert, ben)


async def test_a_colleague_with_nothing_in_hand_leaves_it_where_it_is(
    stage: Stage, held: tuple[Phone, Phone, Phone, int]
) -> None:
    _ana, ben, _zoe, alert = held
    await ben.says("/stop")
    assert "goes back" not in ben.last.text
    await ben.taps("Stop everything")
    assert (await alert_of(stage, alert)).state == "taken"
