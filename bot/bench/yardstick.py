"""How long something takes beside something every turn does, so that the figure means the same on any machine."""

import sqlite3
import statistics
import time
from collections.abc import Callable

ROUNDS = 11
SECONDS = 0.05  # of each side in each round
ROWS = 1000


def seconds_each(act: Callable[[], object]) -> float:
    """Seconds a call takes, over as many calls as fit."""
    done, started = 0, time.perf_counter()
    while (passed := time.perf_counter() - started) < SECONDS:
        act()
        done += 1
    return passed / done


def ratio(act: Callable[[], object], of: Callable[[], object]) -> float:
    """How many times as long as `of` does `act` take: the median of rounds in which both are measured in turn."""
    return statistics.median(seconds_each(act) / seconds_each(of) for _ in range(ROUNDS))


def row_by_key() -> Callable[[], object]:
    """Reading one row by its key from a database in memory: the least that anything with a database costs."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table people (id bigint primary key, name text)")
    connection.executemany("insert into people values (?, ?)", [(n, f"person {n}") for n in range(ROWS)])
    return lambda: connection.execute("select * from people where id = ?", (ROWS // 2,)).fetchone()
