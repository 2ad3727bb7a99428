"""The SQLite file: holding it, opening it with the settings our promises rest on, and telling its errors from ours."""

import fcntl
import os
import sqlite3
from pathlib import Path

from bot.storage.database import AlreadyRunning, StoreUnavailable

# Somebody may hold the file for a moment with sqlite3's own shell; longer than this we call it unavailable.
BUSY_MS = 5000

# https://www.sqlite.org/rescode.html: the codes that speak of the file, the disk or the memory, not of the query.
OF_THE_STORE = frozenset(
    (
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    )
)

# `returning` came with 3.35.
OLDEST_SQLITE = (3, 35, 0)

# What the promises rest on: set, then asked back, because builds of SQLite differ in what they allow.
SETTINGS: dict[str, tuple[str, object]] = {
    "journal_mode": ("wal", "wal"),
    "synchronous": ("full", 2),
    "fullfsync": ("on", 1),  # without it macOS lets the drive keep in memory what it says is written
    "secure_delete": ("on", 1),
    "foreign_keys": ("on", 1),
    "busy_timeout": (str(BUSY_MS), BUSY_MS),
}


def primary_code(error: sqlite3.Error) -> int:
    """The low byte of an extended result code; 0 for what the Python module raises on its own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_of_the_store(error: BaseException) -> bool:
    """Whether SQLite speaks of the file, the disk or the memory."""
    return isinstance(error, sqlite3.Error) and primary_code(error) in OF_THE_STORE


def unavailable(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(f"{type(error).__name__}: {error}")


def hold(path: Path) -> int:
    """Take the lock file beside `path`; the system lets it go when the process ends, however it ends."""
    file = path.with_name(path.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreUnavailable(f"{file}: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise AlreadyRunning(f"another process is using {path} (it holds {file})") from error
    return descriptor


def make_private(path: Path) -> None:
    """Its words are sealed, but who wrote when is not: nobody else on this machine may read the file or its log."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    path.chmod(0o600)


def _row(cursor: sqlite3.Cursor, values: tuple[object, ...]) -> dict[str, object]:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}


def connect_to_write(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for name, (value, expected) in SETTINGS.items():
        connection.execute(f"pragma {name}={value}")
        answer = connection.execute(f"pragma {name}").fetchone()[0]
        if answer != expected:
            connection.close()
            raise StoreUnavailable(f"{path}: SQLite answers {answer} where we need {name}={value}")
    connection.row_factory = _row
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"pragma busy_timeout={BUSY_MS}")
    connection.execute("pragma query_only=on")
    connection.row_factory = _row
    return connection
