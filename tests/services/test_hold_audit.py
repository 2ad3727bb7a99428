"""A hold that stands in nobody's list is found, and gets somebody to look at it."""

from bot.auditor import look_over
from bot.services.tasks import close_tasks
from bot.storage import tasks
from tests.services.test_holds import bad_news
from tests.stage import Stage


async def test_a_hold_without_a_task_gets_one_and_is_reported(stage: Stage) -> None:
    pair, _zoe, _camille, solene = await bad_news(stage)
    await stage.turn(lambda turn: close_tasks(turn, pair=pair))
    found = await stage.turn(lambda turn: look_over(turn.tx, stage.house))
    assert [line for line in found.lines if "had no task; it has one now" in line]
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert task.kind == "death-tell-ap"
    again = await stage.turn(lambda turn: look_over(turn.tx, stage.house))
    assert not again.lines

    await solene.taps_data(f"s|task|{task.id}")
    assert {"Confirm", "Lift: all goes on"} <= set(solene.last.labels), "it is decided from the task itself"
