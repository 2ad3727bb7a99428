"""What the sweep costs, by how many timers wait: reading what is due and taking it, without what it then causes.

It should not depend on how many are not due yet. Ratios, like all figures here: the machine does not matter.
"""

import asyncio
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.storage import timers
from bot.storage.database import PACKAGE, Database, Transaction, open_database
from bot.storage.migrations import migrate_sqlite

WAITING = (1_000, 10_000, 100_000, 1_000_000)
DUE_AT_ONCE = 200  # as many as the sweep reads at a time
ROUNDS = 15
FUTURE = 10_000_000_000_000  # milliseconds: none of those waiting is due

INSERT = "insert into timers (id, kind, subject, unit_id, due_at, attempts) values (?, 'check-in', ?, 'unit', ?, 0)"


def figures() -> list[tuple[str, float, str]]:
    """(what, ratio, of what): the cost of a due timer among so many waiting, over that among a thousand."""
    costs = {waiting: cost for waiting, cost, _idle in table()}
    first, *others = WAITING
    return [(f"a due timer among {n:,} waiting", costs[n] / costs[first], f"its time among {first:,}") for n in others]


def table(sizes: tuple[int, ...] = WAITING) -> list[tuple[int, float, float]]:
    """(timers waiting, microseconds a due timer, microseconds of a sweep that finds nothing)."""
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "template.sqlite"
        migrate_sqlite(template, PACKAGE / "migrations")
        return [(waiting, *asyncio.run(_measure(template, Path(name), waiting))) for waiting in sizes]


async def _measure(template: Path, folder: Path, waiting: int) -> tuple[float, float]:
    path = folder / f"{waiting}.sqlite"
    shutil.copy(template, path)
    _fill(path, waiting)
    database = open_database(f"sqlite://{path}")
    await database.open()
    try:
        rounds = [await _round(database, waiting, number) for number in range(ROUNDS)]
    finally:
        await database.close()
        path.unlink()
    return statistics.median(taken for taken, _ in rounds), statistics.median(idle for _, idle in rounds)


def _fill(path: Path, waiting: int) -> None:
    """Timers that wait, in the order of no index: plans are not made in the order in which they come due."""

    def rows() -> Iterator[tuple[int, int, int]]:
        for n in range(waiting):
            yield n, n, FUTURE + (n * 7_919) % waiting

    with sqlite3.connect(path) as connection:
        connection.executemany(INSERT, rows())
    connection.close()


async def _round(database: Database, waiting: int, number: int) -> tuple[float, float]:
    """Microseconds a due timer, and of a look that finds nothing."""

    def come_due(tx: Transaction) -> None:
        for n in range(DUE_AT_ONCE):
            timer = 2 * FUTURE + number * DUE_AT_ONCE + n
            timers.set_timer(tx, timer, "check-in", timer, "unit", n)

    def sweep(tx: Transaction) -> float:
        began = time.perf_counter()
        for timer in timers.due(tx, DUE_AT_ONCE, DUE_AT_ONCE):
            timers.take(tx, timer)
        return (time.perf_counter() - began) * 1e6

    await database.transact(come_due)
    taken = await database.transact(sweep)
    idle = await database.transact(sweep)
    return taken / DUE_AT_ONCE, idle
