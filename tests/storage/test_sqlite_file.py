"""The SQLite file: one process holds it, nobody else reads it, and its settings are what our promises rest on."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import sqlite_file
from bot.storage.database import AlreadyRunning, Database, StoreUnavailable, Transaction
from tests.storage.conftest import LEDGER, ledger_at

OPEN_IT = """
import asyncio, sys
from pathlib import Path
from bot.storage.database import AlreadyRunning, open_database

async def main():
    database = open_database(sys.argv[1], sql=Path(sys.argv[2]), migrations=Path(sys.argv[3]))
    try:
        await database.open()
    except AlreadyRunning as error:
        sys.exit(str(error))
    print("open", flush=True)
    sys.stdin.read()

asyncio.run(main())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[Database]:
    """An open SQLite ledger with nothing in it."""
    opened = ledger_at(f"sqlite://{path}")
    await opened.open()
    yield opened
    await opened.close()


async def test_a_file_that_somebody_else_writes_to_is_unavailable_for_so_long(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "SETTINGS", sqlite_file.SETTINGS | {"busy_timeout": ("20", 20)})
    ledger = ledger_at(f"sqlite://{path}")
    await ledger.open()
    outsider = sqlite3.connect(path, isolation_level=None)
    outsider.execute("begin immediate")
    with pytest.raises(StoreUnavailable, match="locked"):
        await ledger.transact(lambda tx: tx.query("accounts", "count"))
    outsider.execute("rollback")
    outsider.close()
    assert await ledger.transact(lambda tx: tx.query("accounts", "add", id=1, balance=0)) == 1
    await ledger.close()


async def test_the_settings_that_our_promises_rest_on(ledger: Database, path: Path) -> None:
    def ask(tx: Transaction) -> dict[str, object]:
        return {name: tx._connection.execute(f"pragma {name}").fetchone().popitem()[1] for name in sqlite_file.SETTINGS}

    assert await ledger.transact(ask) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "fullfsync": 1,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


async def test_a_setting_that_this_sqlite_does_not_take_stops_the_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "SETTINGS", {"journal_mode": ("delete", "wal")})
    with pytest.raises(StoreUnavailable, match="journal_mode"):
        await ledger_at(f"sqlite://{path}").open()
    monkeypatch.undo()
    again = ledger_at(f"sqlite://{path}")
    await again.open()
    await again.close()


async def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    await asyncio.to_thread(path.touch, 0o644)
    ledger = ledger_at(f"sqlite://{path}")
    await ledger.open()
    assert stat.S_IMODE((await asyncio.to_thread(path.stat)).st_mode) == 0o600
    await ledger.close()


async def test_nobody_else_on_the_machine_can_read_the_files(ledger: Database, path: Path) -> None:
    await ledger.transact(lambda tx: tx.query("accounts", "add", id=1, balance=0))
    beside = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    assert {file.name.removeprefix(path.name) for file in beside} == {"", "-wal", "-shm", ".lock"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in beside} == {0o600}


async def test_a_second_process_is_told_which_file_is_held(ledger: Database, path: Path) -> None:
    second = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", OPEN_IT, f"sqlite://{path}", str(LEDGER / "sql"), str(LEDGER / "migrations")],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert second.returncode == 1
    assert second.stderr.strip() == f"another process is using {path} (it holds {path}.lock)"
    with pytest.raises(AlreadyRunning):
        await ledger_at(f"sqlite://{path}").open()


async def test_the_file_of_a_killed_process_is_free_at_once(path: Path) -> None:
    arguments = [sys.executable, "-c", OPEN_IT, f"sqlite://{path}", str(LEDGER / "sql"), str(LEDGER / "migrations")]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:  # noqa: ASYNC220
        assert first.stdout is not None
        assert await asyncio.to_thread(first.stdout.readline) == b"open\n"
        with pytest.raises(AlreadyRunning):
            await ledger_at(f"sqlite://{path}").open()
        first.kill()
    ledger = ledger_at(f"sqlite://{path}")
    await ledger.open()
    await ledger.close()


async def test_a_file_that_is_no_database_is_unavailable(path: Path) -> None:
    await asyncio.to_thread(path.write_bytes, b"not a database, but long enough to be looked at as one" * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        await ledger_at(f"sqlite://{path}").open()


async def test_a_sqlite_that_is_too_old_stops_the_start(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(StoreUnavailable, match="too old: 3.35 at least"):
        await ledger_at(f"sqlite://{path}").open()


async def test_a_database_that_is_a_folder_is_unavailable(path: Path) -> None:
    await asyncio.to_thread(path.mkdir)
    with pytest.raises(StoreUnavailable, match=r"ledger\.sqlite"):
        await ledger_at(f"sqlite://{path}").open()


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="file/ledger.sqlite.lock"):
        await ledger_at(f"sqlite://{tmp_path}/file/ledger.sqlite").open()
