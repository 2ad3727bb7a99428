"""SIGKILL at any moment: no alert whose words were acknowledged is lost, and none is left without its next step."""

import asyncio
import os
import random
import shutil
import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.events import Message, Sender, Update
from bot.house import House
from bot.services.ladder import CLIMB
from bot.storage import alerts, ids, memberships, people, timers
from bot.storage.database import Database, Transaction, open_database
from bot.turn import Turn, handle
from tests.services.test_danger import ByHeart
from tests.stage import BOT_ID, MONDAY, _demo_house

WORDS = "I want to end it all"
FIRST_CHAT = 50_000


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


async def take_words(database: Database, home: House, number: int) -> None:
    await database.transact(lambda tx: arrive(tx, home, FIRST_CHAT + number, "patient"))
    await database.transact(lambda tx: handle(tx, home, words_of(number)))


async def writer(path: Path, home: House, first: int, out: int) -> None:
    """Four people write at once; a number is said only when its turn is committed."""
    database = open_database(f"sqlite://{path}")
    await database.open()

    async def some(start: int) -> None:
        for number in range(start, start + 4000, 4):
            await take_words(database, home, number)
            os.write(out, b"%d\n" % number)

    await asyncio.gather(*(some(first + n) for n in range(4)))


def killed(path: Path, home: House, first: int, after: int) -> list[int]:
    """A process writes from `first` on and is killed once it has said `after` numbers; all that it said."""
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
    return [int(number) for number in said if number.strip()]


async def look(path: Path, home: House, acknowledged: set[int], repeat: list[int]) -> None:
    database = open_database(f"sqlite://{path}")
    await database.open()
    for number in repeat:
        await take_words(database, home, number)

    def check(tx: Transaction) -> None:
        open_now = alerts.unfinished(tx)
        by_person = {alert.person_id: alert for alert in open_now}
        assert len(by_person) == len(open_now), "one alert a person"
        for number in acknowledged:
            person = people.find_by_chat(tx, home.sealer, FIRST_CHAT + number)
            assert person is not None and person.id in by_person, "an acknowledged alert is lost"
            assert by_person[person.id].messages(home.sealer) == [WORDS]
            assert by_person[person.id].times == 1, "a repeat raised it again"
        for alert in open_now:
            assert timers.due_at(tx, CLIMB, alert.id) is not None, "an alert without a next step"

    await database.read(check)
    await database.close()


def kill_again_and_again(path: Path, kills: int) -> None:
    chance = random.Random(kills)
    asyncio.run(_with_a_supervisor(path, house()))
    acknowledged: set[int] = set()
    for kill in range(kills):
        home = house(kill + 1)
        said = killed(path, home, 1 + kill * 100_000, chance.randint(1, 12))
        assert said
        acknowledged.update(said)
        asyncio.run(look(path, home, acknowledged, said[-2:]))


async def _with_a_supervisor(path: Path, home: House) -> None:
    database = open_database(f"sqlite://{path}")
    await database.open()
    await database.transact(lambda tx: arrive(tx, home, 7, "supervisor"))
    await database.close()


def test_no_alert_is_lost_in_twenty_kills(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "killed.sqlite")
    kill_again_and_again(tmp_path / "killed.sqlite", 20)


@pytest.mark.torture
def test_no_alert_is_lost_in_a_thousand_kills(sqlite_template: Path, tmp_path: Path) -> None:
    for round_ in range(20):
        path = tmp_path / f"killed-{round_}.sqlite"
        shutil.copy(sqlite_template, path)
        kill_again_and_again(path, 50)
