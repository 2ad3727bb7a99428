"""What the way we use SQLite is worth, as ratios: they travel between machines, turns per second do not.

A turn here is five statements, as a message that opens or continues a dialogue needs: seen before, who, where, write,
answer. All of it on a real file with synchronous=FULL, in the folder for temporary files.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import aiosqlite

from bot.storage.database import Database, Transaction, open_database

# Many short rounds, compared within each: what else the machine does meanwhile hits both sides alike.
# All rounds together stay under ten seconds.
SECONDS = 0.2
ROUNDS = 11
AT_ONCE = 64

SCHEMA = """
create table seen (id bigint primary key);
create table people (id bigint primary key, step bigint not null);
create table outbox (id bigint primary key, person_id bigint not null, body bytea not null);
"""

QUERIES = {
    "see": ("!", "insert into seen (id) values (:id) on conflict do nothing"),
    "enter": ("!", "insert into people (id, step) values (:person, 0) on conflict do nothing"),
    "find": ("^", "select step from people where id = :person"),
    "go_on": ("!", "update people set step = :step where id = :person"),
    "answer": ("!", "insert into outbox (id, person_id, body) values (:id, :person, :body)"),
}

BODY = bytes(300)
PEOPLE = 500

Turn = Callable[[int], Awaitable[None]]


def figures() -> list[tuple[str, float, str]]:
    """(what, ratio, of what): each ratio the median over the rounds."""
    rounds = [asyncio.run(_round()) for _ in range(ROUNDS)]
    group_commit = statistics.median(together / alone for together, alone, _ in rounds)
    one_hop = statistics.median(alone / by_statement for _, alone, by_statement in rounds)
    return [
        ("group commit", group_commit, f"turns a second, {AT_ONCE} waiting at once, over one at a time"),
        ("one thread hop a turn", one_hop, "turns a second, one at a time, over a hop for each statement"),
    ]


async def _round() -> tuple[float, float, float]:
    """Turns a second: many at once, one at a time, and one at a time with every statement awaited by itself."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = _prepare(folder)
        await database.open()
        try:
            together = await _rate(partial(_whole_turn, database), AT_ONCE)
            alone = await _rate(partial(_whole_turn, database), 1)
        finally:
            await database.close()
        async with aiosqlite.connect(folder / "bench.sqlite", isolation_level=None) as connection:
            await connection.execute("pragma synchronous=full")
            by_statement = await _rate(partial(_turn_by_statement, connection), 1)
    return together, alone, by_statement


def _prepare(folder: Path) -> Database:
    sql, migrations = folder / "sql", folder / "migrations"
    sql.mkdir()
    migrations.mkdir()
    (migrations / "0001_bench.sql").write_text(SCHEMA, encoding="utf-8")
    text = "\n\n".join(f"-- name: {name}{kind}\n{query};" for name, (kind, query) in QUERIES.items())
    (sql / "bench.sql").write_text(text, encoding="utf-8")
    return open_database(f"sqlite://{folder}/bench.sqlite", sql=sql, migrations=migrations)


async def _rate(turn: Turn, at_once: int) -> float:
    """Turns a second with `at_once` waiting at any time."""
    started = time.perf_counter()
    numbers = iter(range(time.monotonic_ns(), 2**62))
    done = 0

    async def go_on() -> None:
        nonlocal done
        while time.perf_counter() - started < SECONDS:
            await turn(next(numbers))
            done += 1

    await asyncio.gather(*(go_on() for _ in range(at_once)))
    return done / (time.perf_counter() - started)


async def _whole_turn(database: Database, number: int) -> None:
    def work(tx: Transaction) -> None:
        person = number % PEOPLE
        tx.query("bench", "see", id=number)
        tx.query("bench", "enter", person=person)
        step = tx.query("bench", "find", person=person)["step"]
        tx.query("bench", "go_on", person=person, step=step + 1)
        tx.query("bench", "answer", id=number, person=person, body=BODY)

    await database.transact(work)


async def _turn_by_statement(connection: aiosqlite.Connection, number: int) -> None:
    person = number % PEOPLE
    values = {"id": number, "person": person, "body": BODY, "step": 1}
    await connection.execute("begin immediate")
    for _, query in QUERIES.values():
        async with connection.execute(query, values) as cursor:
            await cursor.fetchone()
    await connection.execute("commit")
