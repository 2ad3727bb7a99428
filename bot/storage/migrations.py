"""Brings a database up to the newest of the numbered files in migrations/, with yoyo.

yoyo reads, splits and orders the files and remembers which were applied. Three things are done our way: the file and
the note that it was applied are one transaction (a kill between them would stop every later start), the lock is the
process lock or an advisory lock (yoyo's row stays behind after a kill), and its log of user and host names is not kept.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.backends.core.sqlite3 import SQLiteBackend
from yoyo.connections import DatabaseURI

if TYPE_CHECKING:
    import psycopg

TABLE = "_yoyo_migration"

# Any number will do as long as it is ours alone and never changes: "migrate" in ASCII.
MIGRATING = int.from_bytes(b"migrate", "big")


class _WholeOrNothing:
    """The parts of yoyo's backends that must survive a kill at any moment."""

    def apply_one(self: Any, migration: Any, force: bool = False, mark: bool = True) -> None:
        self.ensure_internal_schema_updated()
        with self.transaction():
            migration.process_steps(self, "apply", force=force)
            if mark:
                self.mark_one(migration, log=False)

    @contextmanager
    def lock(self, timeout: float = 10) -> Iterator[None]:
        yield


class _Sqlite(_WholeOrNothing, SQLiteBackend):  # type: ignore[misc]
    def connect(self, dburi: Any) -> sqlite3.Connection:
        # yoyo's own would read the path as a URI, where ? and # mean something else.
        return sqlite3.connect(dburi.database, isolation_level=None)


class _Postgres(_WholeOrNothing, PostgresqlPsycopgBackend):  # type: ignore[misc]
    def connect(self, dburi: Any) -> "psycopg.Connection[Any]":
        import psycopg

        return psycopg.connect(dburi.database, autocommit=True)


def migrate_sqlite(path: Path, migrations: Path) -> None:
    """Apply what is new in the folder `migrations` to the SQLite file at `path`, which this process holds."""
    with _Sqlite(DatabaseURI("sqlite", None, None, None, None, str(path), {}), TABLE) as backend:
        _apply(backend, migrations)


def migrate_postgres(url: str, migrations: Path) -> None:
    """Apply what is new in the folder `migrations` to the PostgreSQL database at `url`, one process at a time."""
    with _Postgres(DatabaseURI("postgresql", None, None, None, None, url, {}), TABLE) as backend:
        # The lock ends with the connection, however that ends.
        backend.execute("select pg_advisory_lock(:number)", {"number": MIGRATING})
        _apply(backend, migrations)


def _apply(backend: Any, folder: Path) -> None:
    backend.apply_migrations(backend.to_apply(read_migrations(str(folder))))
