"""PostgreSQL, for several replicas: psycopg in a small pool of threads, each with a connection of its own.

Every turn is SERIALIZABLE: what it read still holds when it commits, or it is run again from the start.
"""

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg import IsolationLevel, errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import DictRow, dict_row

from bot.storage.database import BadDatabaseUrl, Database, StoreUnavailable, Transaction, WroteWhileReading
from bot.storage.leader import OF_THE_CONNECTION, Leader
from bot.storage.migrations import migrate_postgres
from bot.storage.queries import Queries, load_queries
from bot.storage.queued_turn import QueuedTurn

T = TypeVar("T")
Connection = psycopg.Connection[DictRow]

# Connections that write and that read. More writers would mostly meet each other's rows.
WRITERS = 8
READERS = 2

# A turn is run once and, when it met another one, up to five times more, after pauses that grow with each meeting.
RUNS_AGAIN = 5
PAUSE_MS = 20
# From this run on it has the pool to itself: a hundred people who answer the same offer would meet again and again.
RUNS_BESIDE_OTHERS = 1
# Two ids that are the same by chance, or two turns that insert the same key, are told apart by one run more or two.
RUNS_AGAIN_AFTER_CLASH = 2

# A server that does not answer must not hold a turn, nor let a former leader believe that it still leads.
LIMITS: dict[str, str] = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
    "tcp_user_timeout": "15000",
    "application_name": "companion",
}
# Nor may a replica that was paused in the middle of a turn keep its rows from the others.
SESSION = "set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '30s'"

MET_ANOTHER = (errors.SerializationFailure, errors.DeadlockDetected)
OF_THE_STORE = (*OF_THE_CONNECTION, errors.DataCorrupted, errors.IndexCorrupted)


class PostgresTransaction(Transaction):
    dialect = "postgres"
    clashed = False

    def _seen_as(self, error: Exception) -> Exception:
        if isinstance(error, errors.ReadOnlySqlTransaction):
            return WroteWhileReading("read() was given a function that writes")
        # Under SERIALIZABLE a duplicate key can be the other half of a meeting, so it is worth another run
        # (https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html).
        self.clashed = self.clashed or isinstance(error, errors.UniqueViolation)
        return _unavailable(error) if isinstance(error, OF_THE_STORE) else error


def _unavailable(error: Exception) -> StoreUnavailable:
    # The server's text can quote a row; its first line and class are what operations need.
    unavailable = StoreUnavailable(f"{type(error).__name__}: {str(error).partition(chr(10))[0]}")
    unavailable.__cause__ = error
    return unavailable


class PostgresDatabase(Database):
    """A PostgreSQL database that other processes may serve too."""

    def __init__(self, url: str, sql: Path, migrations: Path) -> None:
        try:
            self._address = make_conninfo(**(LIMITS | conninfo_to_dict(url)))  # type: ignore[arg-type]
        except psycopg.ProgrammingError as error:
            raise BadDatabaseUrl("COMPANION_DATABASE_URL is not a URL that PostgreSQL's library can read") from error
        self._sql = sql
        self._migrations = migrations
        self._writers: _Threads | None = None
        self._readers: _Threads | None = None
        self._leader: Leader | None = None

    async def open(self) -> None:
        try:
            await asyncio.to_thread(migrate_postgres, self._address, self._migrations)
        except OF_THE_STORE as error:
            raise _unavailable(error) from error
        await self.open_beside()
        self._leader = Leader(self._address)

    async def open_beside(self) -> None:
        queries = load_queries(self._sql, "psycopg")
        self._writers = _Threads(self._address, queries, WRITERS, IsolationLevel.SERIALIZABLE, read_only=False)
        self._readers = _Threads(self._address, queries, READERS, IsolationLevel.REPEATABLE_READ, read_only=True)

    async def close(self) -> None:
        parts = (self._leader, self._readers, self._writers)
        self._leader = self._readers = self._writers = None
        for part in parts:
            if part is not None:
                await asyncio.to_thread(part.close)

    async def transact(self, fn: Callable[[Transaction], T]) -> T:
        return await _in_thread(self._writers, fn)

    async def read(self, fn: Callable[[Transaction], T]) -> T:
        return await _in_thread(self._readers, fn)

    async def lead(self) -> bool:
        return self._leader is not None and await self._leader.holds()

    async def wipe(self) -> None:
        """Nothing is ours to do: dead rows and the log are the server's, and what is private in them is sealed."""


async def _in_thread(threads: "_Threads | None", fn: Callable[[Transaction], T]) -> T:
    if threads is None:
        raise StoreUnavailable("the database is not open")
    turn = QueuedTurn(fn)
    threads.take(turn)
    return await turn.outcome()


class _Threads:
    """A pool of threads, each with its own connection, made when first needed and again when it was lost."""

    def __init__(self, address: str, queries: Queries, number: int, isolation: IsolationLevel, read_only: bool) -> None:
        self._address = address
        self._queries = queries
        self._isolation = isolation
        self._read_only = read_only
        self._pool = ThreadPoolExecutor(number, thread_name_prefix="postgres")
        self._local = threading.local()
        self._gate = _Gate()
        self._connections: set[Connection] = set()

    def take(self, turn: QueuedTurn[Any]) -> None:
        """From the event loop: queue `turn`. Nobody holds the pool's future, so nobody can cancel it."""
        self._pool.submit(self._handle, turn)

    def close(self) -> None:
        self._pool.shutdown()
        for connection in self._connections:
            connection.close()

    def _handle(self, turn: QueuedTurn[Any]) -> None:
        """In a thread: run `turn`, again as long as that is worth it, and tell how it ended."""
        try:
            for run in range(RUNS_AGAIN + 1):
                if run > RUNS_BESIDE_OTHERS:
                    _pause(run)
                with self._gate.alone() if run >= RUNS_BESIDE_OTHERS else self._gate.beside_others():
                    if self._run_once(turn, run):
                        break
        except BaseException as error:
            turn.fail(_unavailable(error) if isinstance(error, OF_THE_STORE) else error)
        QueuedTurn.settle_all([turn])

    def _run_once(self, turn: QueuedTurn[Any], run: int) -> bool:
        """Run and commit `turn`; False if nothing was kept and another run may end better."""
        connection = self._connection()
        transaction = PostgresTransaction(connection, self._queries)
        try:
            error = turn.run(transaction)
            if transaction.failure is not None:
                return not (isinstance(transaction.failure.__cause__, MET_ANOTHER) or connection.closed)
            if transaction.clashed and run < RUNS_AGAIN_AFTER_CLASH:
                return False
            return error is not None or _committed(connection, turn)
        finally:
            _undo_if_left_open(connection)

    def _connection(self) -> Connection:
        """This thread's connection. Raises psycopg.OperationalError if there is no server."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is not None and not connection.closed:
            return connection
        if connection is not None:
            self._connections.discard(connection)
        connection = psycopg.connect(self._address, row_factory=dict_row)
        self._connections.add(connection)
        self._local.connection = connection
        connection.execute(SESSION)
        connection.commit()
        connection.isolation_level = self._isolation
        connection.read_only = self._read_only
        return connection


class _Gate:
    """Lets threads through beside each other, or one alone; who waits to be alone is let through first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._waiting = 0

    @contextmanager
    def beside_others(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting == 0)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: self._inside == 0)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._waiting -= 1
                self._changed.notify_all()


def _committed(connection: Connection, turn: QueuedTurn[Any]) -> bool:
    """Commit; False if the turn met another one at the very end. A connection lost here leaves open whether it holds,
    so that turn is not run again: the caller tries its event again, and the event's key tells."""
    try:
        connection.commit()
    except psycopg.Error as error:
        turn.fail(_unavailable(error) if isinstance(error, OF_THE_STORE) else error)
        return not isinstance(error, MET_ANOTHER)
    return True


def _undo_if_left_open(connection: Connection) -> None:
    if connection.closed:
        return
    try:
        connection.rollback()
    except OF_THE_STORE:
        connection.close()


def _pause(run: int) -> None:
    """Wait a chance part of a time that doubles with each run, so that two turns that met do not meet again."""
    time.sleep(secrets.randbelow(PAUSE_MS * 2**run) / 1000)
