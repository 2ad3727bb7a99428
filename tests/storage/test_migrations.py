"""A database comes up to date once, wholly or not at all, and goes on from where it stood."""

import shutil
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from tests.storage.conftest import LEDGER

TABLES = {
    "sqlite": "select name from sqlite_master where type = 'table'",
    "postgres": "select table_name as name from information_schema.tables where table_schema = 'public'",
}


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A folder with the ledger's first migration."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    shutil.copy(LEDGER / "migrations" / "0001_ledger.sql", folder)
    return folder


async def tables_after_start(url: str, migrations: Path) -> set[str]:
    database: Database = open_database(url, sql=LEDGER / "sql", migrations=migrations)
    await database.open()
    rows = await database.read(lambda tx: tx._connection.execute(TABLES[tx.dialect]).fetchall())
    await database.close()
    return {row["name"] for row in rows if not row["name"].startswith("_yoyo")}


async def test_a_second_start_finds_nothing_to_do(bare_url: str, migrations: Path) -> None:
    assert await tables_after_start(bare_url, migrations) == {"accounts", "notes"}
    assert await tables_after_start(bare_url, migrations) == {"accounts", "notes"}


async def test_a_new_file_is_applied_to_what_is_there(bare_url: str, migrations: Path) -> None:
    await tables_after_start(bare_url, migrations)
    (migrations / "0002_pairs.sql").write_text("create table pairs (id bigint primary key);\n")
    assert await tables_after_start(bare_url, migrations) == {"accounts", "notes", "pairs"}


async def test_a_file_that_fails_leaves_nothing_and_can_be_mended(bare_url: str, migrations: Path) -> None:
    broken = migrations / "0002_pairs.sql"
    broken.write_text("create table pairs (id bigint primary key);\ncreate table notes (id bigint);\n")
    with pytest.raises(Exception, match="notes.* already exists"):
        await tables_after_start(bare_url, migrations)
    broken.write_text("create table pairs (id bigint primary key);\n")
    assert await tables_after_start(bare_url, migrations) == {"accounts", "notes", "pairs"}


async def test_a_kill_between_the_change_and_its_note_is_no_trap(
    bare_url: str, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are one transaction: if the note was not kept, neither was the change."""
    with monkeypatch.context() as patch:
        patch.setattr("yoyo.backends.base.DatabaseBackend.mark_one", killed)
        with pytest.raises(KeyboardInterrupt):
            await tables_after_start(bare_url, migrations)
    assert await tables_after_start(bare_url, migrations) == {"accounts", "notes"}


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
