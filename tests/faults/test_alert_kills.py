"""SIGKILL at any moment of an alert's life: raised, climbing, taken, closed. What was acknowledged is there, once, and
with its next step.
"""

import asyncio
import os
import random
import shutil
import signal
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.events import Message, Sender, Tap, Update
from bot.house import House
from bot.services.alert_hands import close
from bot.services.ladder import CLIMB, STILL
from bot.storage import alerts, ids, memberships, people, timers
from bot.storage.database import Database, Transaction, open_database
from bot.turn import Turn, handle
from tests.services.test_danger import ByHeart
from tests.stage import BOT_ID, MONDAY, _demo_house

WORDS = "I want to end it all"
FIRST_CHAT = 50_000
STAFF_CHATS = (7, 8)
TAPS = 1_000_000_000  # updates with these numbers are taps
LATER = 2**61


def house(kill: int = 0) -> House:
    """Each start is a minute later than the one before: ids are made of the time."""
    return replace(
        _demo_house(), clock=FixedClock(MONDAY + timedelta(minutes=kill)), rules=ByHeart(), rules_and_reader=ByHeart()
    )


def arrive(tx: Transaction, home: House, chat: int, role: str) -> int:
    turn = Turn(tx, home, home.clock.now())
    found = people.find_by_chat(tx, home.sealer, chat)
    if found:
        return found.id
    person = turn.new_id()
    people.add(tx, home.sealer, person, chat, "en", turn.now_ms)
    people.set_state(tx, person, "consented")
    hat = memberships.add(tx, turn.new_id(), person, "tilleul", role, turn.now_ms)
    people.set_membership(tx, person, hat.id)
    return person


def words_of(number: int) -> Update:
    sender = Sender(FIRST_CHAT + number, "en")
    return Update(BOT_ID, number, Message(sender, number, "text", WORDS, {"text": WORDS}))


async def words(database: Database, home: House, number: int) -> None:
    await database.transact(lambda tx: arrive(tx, home, FIRST_CHAT + number, "patient"))
    await database.transact(lambda tx: handle(tx, home, words_of(number)))


async def climbing(database: Database, home: House, number: int) -> None:
    """Nobody took it: its timer comes due. Once more after that changes nothing, for the timer is gone."""

    def climb(tx: Transaction) -> None:
        alert = alert_of(tx, home, number)
        for timer in timers.due(tx, LATER, 1_000_000):
            if timer.kind == CLIMB and timer.subject == alert.id and alert.step == 0:
                handle(tx, home, timer)

    await database.transact(climb)


async def taking(database: Database, home: House, number: int) -> None:
    def take(tx: Transaction) -> None:
        data = f"s|take-alert|{alert_of(tx, home, number).id}"
        handle(tx, home, Update(BOT_ID, TAPS + number, Tap(Sender(STAFF_CHATS[1], "en"), "callback", data, 1)))

    await database.transact(take)


async def closing(database: Database, home: House, number: int) -> None:
    def end(tx: Transaction) -> None:
        alert = alert_of(tx, home, number)
        close(Turn(tx, home, home.clock.now()), alert.id, alert.taken_by or 0, "called")

    await database.transact(end)


LIFE = (words, climbing, taking, closing)
"""What happens to an alert; each is done again after a kill, as Telegram and the sweep do."""


def alert_of(tx: Transaction, home: House, number: int) -> alerts.Alert:
    person = people.find_by_chat(tx, home.sealer, FIRST_CHAT + number)
    assert person is not None, "the person of an acknowledged alert is lost"
    mine = [row["id"] for row in tx.query("my_data", "alerts", person_id=person.id)]
    assert len(mine) == 1, f"{len(mine)} alerts of one message"
    alert = alerts.find(tx, mine[0])
    assert alert is not None
    return alert


async def writer(path: Path, home: House, first: int, out: int) -> None:
    """Four people at once, each alert through its whole life; what is said is committed."""
    database = open_database(f"sqlite://{path}")
    await database.open()

    async def some(start: int) -> None:
        for number in range(start, start + 4000, 4):
            for stage, happens in enumerate(LIFE):
                await happens(database, home, number)
                os.write(out, b"%d %d\n" % (number, stage))

    await asyncio.gather(*(some(first + n) for n in range(4)))


def killed(path: Path, home: House, first: int, after: int) -> list[tuple[int, int]]:
    """A process writes from `first` on and is killed once it has said `after` things; what it said, as numbers."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        ids._last = 0  # a process of its own begins its ids anew; a fork goes on where other tests stopped
        try:
            asyncio.run(writer(path, home, first, writing))
        finally:
            os._exit(1)
    os.close(writing)
    said: list[bytes] = []
    with os.fdopen(reading, "rb") as pipe:
        said = [pipe.readline() for _ in range(after)]
        os.kill(child, signal.SIGKILL)
        said += pipe.read().splitlines()
    os.waitpid(child, 0)
    return [(int(number), int(stage)) for number, stage in (line.split() for line in said if line.strip())]


async def look(path: Path, home: House, acknowledged: dict[int, int], repeat: list[tuple[int, int]]) -> None:
    """After a kill: what was said is done comes again, and all of it is still there, once."""
    database = open_database(f"sqlite://{path}")
    await database.open()
    for number, stage in repeat:
        await LIFE[stage](database, home, number)

    def check(tx: Transaction) -> None:
        for number, stage in acknowledged.items():
            as_it_was_left(tx, alert_of(tx, home, number), stage, home)

    await database.read(check)
    await database.close()


def as_it_was_left(tx: Transaction, alert: alerts.Alert, stage: int, home: House) -> None:
    """At least so far as was acknowledged, with the one timer of its state, and nothing told twice."""
    reached = {"open": 1 if alert.step > 0 else 0, "taken": 2, "resolved": 3}[alert.state]
    assert reached >= stage, f"{LIFE[stage].__name__} was acknowledged and is lost"
    assert alert.messages(home.sealer) == [WORDS] and alert.times == 1, "a repeat raised it again"
    set_ = {kind for kind in (CLIMB, STILL) if timers.due_at(tx, kind, alert.id) is not None}
    assert set_ == {"open": {CLIMB}, "taken": {STILL}, "resolved": set()}[alert.state], f"{alert.state} with {set_}"
    what = Counter(step.what for step in alerts.steps(tx, alert.id))
    once = ("taken", "seen-told", "resolved")
    assert all(what[step] == (1 if reached >= (3 if step == "resolved" else 2) else 0) for step in once), what
    assert what["told"] + what["gathered"] == (2 if reached and alert.step > 0 else 1), what


def kill_again_and_again(path: Path, kills: int) -> Counter[int]:
    """Gives how many alerts each stage of life was the last acknowledged one of."""
    chance = random.Random(kills)
    asyncio.run(_with_staff(path, house()))
    acknowledged: dict[int, int] = {}
    for kill in range(kills):
        home = house(kill + 1)
        said = killed(path, home, 1 + kill * 100_000, chance.randint(1, 24))
        assert said
        acknowledged.update(said)
        asyncio.run(look(path, home, acknowledged, said[-2:]))
    return Counter(acknowledged.values())


async def _with_staff(path: Path, home: House) -> None:
    database = open_database(f"sqlite://{path}")
    await database.open()
    for chat in STAFF_CHATS:
        await database.transact(lambda tx, chat=chat: arrive(tx, home, chat, "supervisor"))  # type: ignore[misc]
    await database.close()


def test_no_alert_is_lost_in_twenty_kills(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "killed.sqlite")
    assert set(kill_again_and_again(tmp_path / "killed.sqlite", 20)) == {0, 1, 2, 3}, "killed at every stage"


@pytest.mark.torture
def test_no_alert_is_lost_in_a_thousand_kills(sqlite_template: Path, tmp_path: Path) -> None:
    for round_ in range(20):
        path = tmp_path / f"killed-{round_}.sqlite"
        shutil.copy(sqlite_template, path)
        kill_again_and_again(path, 50)
