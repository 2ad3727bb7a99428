"""SQLite, the default: one process, one thread that writes, one that reads.

Turns that queue up while the disk is busy are committed together, a savepoint each (group commit): one sync of the
disk then serves many of them. The threads are aiosqlite's own; `_tx`, its queue, and `_conn` are not public, so the
version is pinned and the tests of this module are what tells us when they change.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.storage.database import Database, StoreUnavailable, Transaction, WroteWhileReading
from bot.storage.migrations import migrate_sqlite
from bot.storage.queries import Queries, load_queries
from bot.storage.queued_turn import QueuedTurn
from bot.storage.sqlite_file import (
    OLDEST_SQLITE,
    connect_to_read,
    connect_to_write,
    hold,
    is_of_the_store,
    make_private,
    primary_code,
    unavailable,
)

T = TypeVar("T")

# Turns per commit at most: beyond a few dozen the sync is already shared, and the first would only wait longer.
GROUP = 64


class SqliteTransaction(Transaction):
    dialect = "sqlite"

    def _seen_as(self, error: Exception) -> Exception:
        return unavailable(error) if is_of_the_store(error) else error


class ReadingTransaction(SqliteTransaction):
    def _seen_as(self, error: Exception) -> Exception:
        if isinstance(error, sqlite3.Error) and primary_code(error) == sqlite3.SQLITE_READONLY:
            return WroteWhileReading("read() was given a function that writes")
        return super()._seen_as(error)


class SqliteDatabase(Database):
    """A SQLite file, held by this process as long as it is open."""

    def __init__(self, path: Path, sql: Path, migrations: Path) -> None:
        self._path = path
        self._sql = sql
        self._migrations = migrations
        self._lock: int | None = None
        self._writer: _Writer | None = None
        self._reader: _Reader | None = None

    async def open(self) -> None:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreUnavailable(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 at least")
        self._lock = hold(self._path)
        try:
            make_private(self._path)
            await asyncio.to_thread(migrate_sqlite, self._path, self._migrations)
        except BaseException as error:
            await self.close()
            if is_of_the_store(error) or isinstance(error, OSError):
                raise StoreUnavailable(f"{self._path}: {error}") from error
            raise
        await self._connect()

    async def open_beside(self) -> None:
        if not self._path.exists():
            raise StoreUnavailable(f"{self._path}: there is no such file")
        await self._connect()

    async def _connect(self) -> None:
        try:
            queries = load_queries(self._sql, "sqlite3")
            self._writer = _Writer(lambda: connect_to_write(self._path), queries)
            await self._writer
            self._reader = _Reader(lambda: connect_to_read(self._path), queries)
            await self._reader
        except BaseException as error:
            await self.close()
            if is_of_the_store(error) or isinstance(error, OSError):
                raise StoreUnavailable(f"{self._path}: {error}") from error
            raise

    async def close(self) -> None:
        reader, self._reader = self._reader, None
        writer, self._writer = self._writer, None
        lock, self._lock = self._lock, None
        if reader is not None:
            await reader.close()
        if writer is not None:
            await writer.close()
        if lock is not None:
            # The file stays: removing it would let two processes hold two files of the same name.
            os.close(lock)

    async def transact(self, fn: Callable[[Transaction], T]) -> T:
        return await _in_thread(self._writer, fn)

    async def read(self, fn: Callable[[Transaction], T]) -> T:
        return await _in_thread(self._reader, fn)

    async def lead(self) -> bool:
        return self._lock is not None

    async def wipe(self) -> None:
        """Write the log back into the file and cut it to nothing; the file itself is overwritten by secure_delete."""
        if self._writer is None:
            raise StoreUnavailable("the database is not open")
        rows = list(await self._writer.execute_fetchall("pragma wal_checkpoint(truncate)"))
        if dict(rows[0])["busy"]:
            raise StoreUnavailable("what was deleted is still being read")


async def _in_thread(worker: "_Worker | None", fn: Callable[[Transaction], T]) -> T:
    if worker is None:
        raise StoreUnavailable("the database is not open")
    turn = QueuedTurn(fn)
    worker.take(turn)
    return await turn.outcome()


class _Worker(aiosqlite.Connection):
    """A connection whose thread runs whole functions, not one statement at a time."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], queries: Queries) -> None:
        super().__init__(connector, iter_chunk_size=GROUP)
        # The process must be able to end although a turn hangs on a broken disk.
        self._thread.daemon = True
        self._queries = queries
        self._waiting: deque[QueuedTurn[Any]] = deque()

    def take(self, turn: QueuedTurn[Any]) -> None:
        """From the event loop: queue `turn` for the thread."""
        self._waiting.append(turn)
        self._tx.put_nowait((None, self._work))

    def _work(self) -> None:
        """In the thread, once for each turn taken; one that went with an earlier group finds nothing to do."""
        turns = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
        if not turns:
            return
        try:
            self._run_turns(turns)
        except BaseException as error:
            for turn in turns:
                turn.fail(error)
        QueuedTurn.settle_all(turns)

    def _run_turns(self, turns: list[QueuedTurn[Any]]) -> None:
        raise NotImplementedError


class _Writer(_Worker):
    def _run_turns(self, turns: list[QueuedTurn[Any]]) -> None:
        if not self._begin(turns) or self._commit_together(turns):
            return
        for number, turn in enumerate(turns):
            if not self._begin(turns[number:]):
                return
            self._commit_alone(turn)

    def _begin(self, turns: list[QueuedTurn[Any]]) -> bool:
        """Open a transaction, or fail all of `turns`: what keeps the file from us will keep it from each of them."""
        try:
            self._conn.execute("begin immediate")
        except sqlite3.Error as error:
            for turn in turns:
                turn.fail(unavailable(error))
            return False
        return True

    def _commit_together(self, turns: list[QueuedTurn[Any]]) -> bool:
        """Run `turns`, a savepoint each, and commit; False if nothing was kept and each must be run again alone."""
        with self._undone_if_left_open():
            for turn in turns:
                try:
                    self._conn.execute("savepoint turn")
                    transaction = SqliteTransaction(self._conn, self._queries)
                    error = turn.run(transaction)
                    if transaction.failure is not None or not self._conn.in_transaction:
                        return False
                    if error is not None:
                        self._conn.execute("rollback to savepoint turn")
                    self._conn.execute("release savepoint turn")
                except sqlite3.Error:
                    return False
            return self._commit() is None

    def _commit_alone(self, turn: QueuedTurn[Any]) -> None:
        with self._undone_if_left_open():
            if turn.run(SqliteTransaction(self._conn, self._queries)) is not None:
                return
            error = self._commit()
            if error is not None:
                turn.fail(unavailable(error) if is_of_the_store(error) else error)

    def _commit(self) -> sqlite3.Error | None:
        try:
            self._conn.execute("commit")
        except sqlite3.Error as error:
            return error
        return None

    @contextlib.contextmanager
    def _undone_if_left_open(self) -> Iterator[None]:
        """SQLite ends a transaction by itself after some errors and not after others; here none outlives the block."""
        try:
            yield
        finally:
            if self._conn.in_transaction:
                self._conn.execute("rollback")


class _Reader(_Worker):
    def _run_turns(self, turns: list[QueuedTurn[Any]]) -> None:
        for turn in turns:
            try:
                self._conn.execute("begin")
                turn.run(ReadingTransaction(self._conn, self._queries))
            except sqlite3.Error as error:
                turn.fail(unavailable(error))
            finally:
                if self._conn.in_transaction:
                    self._conn.execute("rollback")
