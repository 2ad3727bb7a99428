"""A ledger of accounts and notes: the small schema on which the database layer is tested, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database

LEDGER = Path(__file__).parent / "ledger"


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path}/ledger.sqlite"
    url: str = request.getfixturevalue("new_postgres")("template1")
    return url


@pytest.fixture
async def ledger(bare_url: str) -> AsyncIterator[Database]:
    """An open ledger with account 1 (balance 0), on SQLite and then on PostgreSQL."""
    opened = open_database(bare_url, sql=LEDGER / "sql", migrations=LEDGER / "migrations")
    await opened.open()
    await opened.transact(lambda tx: tx.query("accounts", "add", id=1, balance=0))
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_ledger(tmp_path: Path) -> AsyncIterator[tuple[Database, Path]]:
    """An open SQLite ledger with nothing in it, alone in its folder, and that folder."""
    folder = tmp_path / "alone"
    opened = open_database(f"sqlite://{folder}/ledger.sqlite", sql=LEDGER / "sql", migrations=LEDGER / "migrations")
    await opened.open()
    yield opened, folder
    await opened.close()
