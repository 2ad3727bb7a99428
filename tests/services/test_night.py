"""At night what is old enough is forgotten, and the next night is set."""

from bot.services.night import KIND, THE_ONE, first_night, set_next_night
from bot.storage import events, outbox, timers
from bot.storage.database import Transaction
from bot.turn import Turn
from tests.stage import BOT_ID, Stage


async def test_keys_older_than_thirty_days_go_and_younger_ones_stay(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await stage.turn(set_next_night)
    await stage.passes(days=29)
    assert not await stage.database.transact(lambda tx: events.add(tx, BOT_ID, 1, 0)), "still known"
    await stage.passes(days=2)
    assert await stage.database.transact(lambda tx: events.add(tx, BOT_ID, 1, 0)), "forgotten"


async def test_done_rows_and_message_ids_go(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await stage.turn(set_next_night)
    await zoe.says("/start")
    await stage.passes(days=32)
    left = await stage.database.read(lambda tx: outbox.find_message(tx, zoe.id, "prompt:1"))
    assert left is None


async def test_the_first_night_is_set_once_and_each_night_sets_the_next(stage: Stage) -> None:
    def begin(tx: Transaction) -> None:
        first_night(tx, Turn(tx, stage.house, stage.clock.now()))

    await stage.database.transact(begin)
    first = await stage.database.read(lambda tx: timers.due_at(tx, KIND, THE_ONE))
    await stage.passes(hours=1)
    await stage.database.transact(begin)
    assert await stage.database.read(lambda tx: timers.due_at(tx, KIND, THE_ONE)) == first
    await stage.passes(days=3)
    later = await stage.database.read(lambda tx: timers.due_at(tx, KIND, THE_ONE))
    assert first is not None
    assert later == first + 3 * 86_400_000
