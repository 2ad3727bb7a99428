"""What a turn holds while it runs, and what a database promises.

One function over one transaction: `await database.transact(fn)` runs `fn(transaction)` in the database's thread and
commits what it did, or nothing of it. Which database it is, the caller does not see.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.storage.queries import CHANGES_OF_MANY, PLAIN, Queries, Query

T = TypeVar("T")
Dialect = Literal["sqlite", "postgres"]

PACKAGE = Path(__file__).parent

# PostgreSQL refuses NUL in text, and neither database can store half a surrogate pair; people's clients send both.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
STORABLE_TYPES = (str, int, bytes, float, type(None))


class StoreUnavailable(Exception):
    """The store could not do it (disk full, I/O error, connection lost, commit failed); the turn may be tried again."""


class AlreadyRunning(Exception):
    """Another process holds the database."""


class WroteWhileReading(Exception):
    """A function given to read() tried to write."""


class BadDatabaseUrl(Exception):
    """The setting DATABASE_URL names no database that we can use."""


def storable(value: object) -> object:
    """`value` as both databases take it: enum members by value, NUL and lone surrogates replaced with U+FFFD.

    Raises TypeError for what the two drivers would store differently (dates above all: times are milliseconds).
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, STORABLE_TYPES):
        return value
    raise TypeError(f"a {type(value).__name__} cannot be stored: give text, whole numbers, booleans, bytes or None")


class Transaction(ABC):
    """One open transaction, for the length of one turn and in the database's thread only."""

    dialect: Dialect

    def __init__(self, connection: Any, queries: Queries) -> None:
        self._connection = connection
        self._queries = queries
        self._callbacks: list[Callable[[], None]] = []
        self._savepoints = 0
        self._over = False
        self.failure: StoreUnavailable | None = None

    def query(self, noun: str, name: str, /, **values: object) -> Any:
        """Run the query `name` of sql/<noun>.sql.

        Gives for ^ the row as a dict or None, for $ the first column of the first row or None, for a plain query all
        rows as dicts, for ! the number of rows affected. Errors of the store come out as StoreUnavailable, those of
        the query (a constraint, a misspelt column) as the driver raises them.
        """
        query = self._find(noun, name, values)
        if query.operation is CHANGES_OF_MANY:
            raise TypeError(f"{noun}.{name} takes many rows: call query_many")
        clean = {key: storable(value) for key, value in values.items()}
        with self._watched():
            answer = query.run(self._connection, **clean)
            return list(answer) if query.operation is PLAIN else answer

    def query_many(self, noun: str, name: str, /, rows: list[dict[str, object]]) -> int:
        """Run the *! query `name` of sql/<noun>.sql once for each of `rows`; gives the number of rows affected."""
        if not rows:
            return 0
        query = self._find(noun, name, rows[0])
        if query.operation is not CHANGES_OF_MANY:
            raise TypeError(f"{noun}.{name} takes one row: call query")
        clean = [{key: storable(value) for key, value in row.items()} for row in rows]
        with self._watched():
            return int(query.run(self._connection, clean))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is done inside is undone alone when the block raises; the exception goes on to the caller."""
        self._savepoints += 1
        name = f"part_{self._savepoints}"
        kept = len(self._callbacks)
        self._run(f"savepoint {name}")
        try:
            yield
        except BaseException:
            del self._callbacks[kept:]
            # After an error of the store nothing of this transaction will be kept, and there may be none left.
            if self.failure is None:
                self._run(f"rollback to savepoint {name}")
                self._run(f"release savepoint {name}")
            raise
        self._run(f"release savepoint {name}")

    def after_commit(self, fn: Callable[[], None]) -> None:
        """Call `fn` in the event loop's thread once this turn is committed; never, if it or its savepoint is not."""
        self._callbacks.append(fn)

    def finish(self) -> list[Callable[[], None]]:
        """For the database only: refuse any further query and give what is to be called after the commit."""
        self._over = True
        return self._callbacks

    @abstractmethod
    def _seen_as(self, error: Exception) -> Exception:
        """What the turn gets to see of a driver's `error`: StoreUnavailable, WroteWhileReading, or the error itself."""

    def _find(self, noun: str, name: str, values: Mapping[str, object]) -> Query:
        """The query, given exactly the values it names: neither driver minds one too many."""
        query = self._queries.get((noun, name))
        if query is None:
            raise LookupError(f"there is no query {name} in {noun}.sql")
        if values.keys() != query.values:
            raise TypeError(f"{noun}.{name} takes {sorted(query.values)}, not {sorted(values)}")
        return query

    def _run(self, sql: str) -> None:
        with self._watched():
            self._connection.execute(sql)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Remember an error of the store, so that a turn that swallows it is not committed half-done."""
        if self._over:
            raise RuntimeError("this transaction is over: a turn must not keep it")
        if self.failure is not None:
            raise self.failure
        try:
            yield
        except Exception as error:
            seen = self._seen_as(error)
            if seen is error:
                raise
            if isinstance(seen, StoreUnavailable):
                self.failure = seen
            raise seen from error


class Database(ABC):
    """A store of turns. Nothing is acknowledged to anybody before transact() has returned."""

    @abstractmethod
    async def open(self) -> None:
        """Connect, migrate and make sure that the settings our promises rest on hold.

        Raises AlreadyRunning if another process holds a SQLite file, StoreUnavailable if it cannot be opened.
        """

    @abstractmethod
    async def open_beside(self) -> None:
        """Connect for one short command while a service may be running: nothing is migrated, and we never lead.

        Raises StoreUnavailable if it cannot be opened.
        """

    @abstractmethod
    async def close(self) -> None:
        """Finish the turns that wait and let go. Closing twice is harmless."""

    @abstractmethod
    async def transact(self, fn: Callable[[Transaction], T]) -> T:
        """Run `fn` in one transaction in the database's thread and give its value once committed.

        What `fn` raises comes out unchanged and nothing of it is kept. `fn` may be run more than once, so it touches
        nothing outside its transaction. Raises StoreUnavailable for an error of the store.
        """

    @abstractmethod
    async def read(self, fn: Callable[[Transaction], T]) -> T:
        """Run `fn` over one consistent state, beside the turns; a write in it raises WroteWhileReading."""

    @abstractmethod
    async def lead(self) -> bool:
        """Try to become, or find out whether we still are, the one process that polls, delivers and ticks."""

    @abstractmethod
    async def wipe(self) -> None:
        """After an erasure: make sure that what was deleted is not left in the files of this database either.

        Raises StoreUnavailable if it could not be done now. PostgreSQL's files and log are its server's own affair.
        """


def open_database(url: str, *, sql: Path = PACKAGE / "sql", migrations: Path = PACKAGE / "migrations") -> Database:
    """The database of `url`, not yet opened.

    "sqlite:///var/lib/companion.sqlite" is an absolute path, "sqlite://companion.sqlite" one in the current folder,
    "postgresql://…" what libpq takes. Raises BadDatabaseUrl for anything else, and for
    PostgreSQL where psycopg is not installed.
    """
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "sqlite" and rest and "?" not in rest:
        from bot.storage.sqlite import SqliteDatabase

        return SqliteDatabase(sqlite_path(url), sql, migrations)
    if separator and scheme in ("postgresql", "postgres"):
        # psycopg is an extra: who keeps to SQLite need not install it, nor wait for its import.
        try:
            from bot.storage.postgres import PostgresDatabase
        except ModuleNotFoundError as error:
            raise BadDatabaseUrl("COMPANION_DATABASE_URL: PostgreSQL needs companion[postgres]") from error
        return PostgresDatabase(url, sql, migrations)
    raise BadDatabaseUrl("COMPANION_DATABASE_URL must be sqlite:///path or postgresql://…")


def sqlite_path(url: str) -> Path:
    """The file of a sqlite:// URL; four slashes, as other tools write an absolute path, mean the same as three."""
    rest = url.removeprefix("sqlite://")
    return Path("/" + rest.lstrip("/") if rest.startswith("/") else rest)
