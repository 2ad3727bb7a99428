"""SIGKILL at any moment loses nothing that was acknowledged, and leaves no half of a turn."""

import asyncio
import random
import subprocess
import sys

import pytest

from tests.storage.conftest import LEDGER, ledger_at

# Eight writers at once, so that most commits are of several turns. A turn writes two notes, n and -n, and its number
# is said only when transact() has returned.
WRITER = """
import asyncio, itertools, os, sys
from pathlib import Path
from bot.storage.database import open_database

async def write(database, numbers):
    for number in numbers:
        def turn(tx):
            tx.query("notes", "add", id=number, account_id=None, words="x" * 500, sealed=None)
            tx.query("notes", "add", id=-number, account_id=None, words=None, sealed=None)
        await database.transact(turn)
        os.write(1, b"%d\\n" % number)

async def main():
    database = open_database(sys.argv[1], sql=Path(sys.argv[2]), migrations=Path(sys.argv[3]))
    await database.open()
    numbers = itertools.count(int(sys.argv[4]))
    await asyncio.gather(*(write(database, numbers) for _ in range(8)))

asyncio.run(main())
"""


def write_until_killed(url: str, first: int, after: int) -> list[int]:
    """Let a process write notes from number `first` on, kill it once it said `after` of them; all that it said."""
    arguments = [url, str(LEDGER / "sql"), str(LEDGER / "migrations"), str(first)]
    with subprocess.Popen([sys.executable, "-c", WRITER, *arguments], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(after)]
        process.kill()
        said += process.stdout.read().splitlines()
    return [int(number) for number in said if number.strip()]


async def notes_of(url: str) -> list[int]:
    database = ledger_at(url)
    await database.open()
    rows = await database.read(lambda tx: tx.query("notes", "ids"))
    await database.close()
    return [row["id"] for row in rows]


async def kill_again_and_again(url: str, kills: int) -> None:
    chance = random.Random(kills)
    acknowledged: set[int] = set()
    for kill in range(kills):
        # Far apart: a server may still finish what a dead client had asked for.
        said = await asyncio.to_thread(write_until_killed, url, 1 + kill * 1_000_000, chance.randint(1, 60))
        acknowledged.update(said)
        kept = await notes_of(url)
        assert said
        assert acknowledged <= set(kept)
        assert sorted(-number for number in kept) == kept


async def test_what_was_acknowledged_survives_a_kill(bare_url: str) -> None:
    await kill_again_and_again(bare_url, 5)


@pytest.mark.torture
async def test_what_was_acknowledged_survives_many_kills(bare_url: str) -> None:
    await kill_again_and_again(bare_url, 300)
