"""A ledger of accounts and notes: the small schema on which the database layer is tested, on both databases."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psycopg
import pytest

from bot.storage.database import Database, open_database

LEDGER = Path(__file__).parent / "ledger"


def ledger_at(url: str) -> Database:
    """The ledger of `url`, not yet opened."""
    return open_database(url, sql=LEDGER / "sql", migrations=LEDGER / "migrations")


def from_outside(url: str, sql: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.encode())


@pytest.fixture
def postgres_ledger_url(new_postgres: Callable[[str], str]) -> str:
    """The URL of an empty PostgreSQL database."""
    return new_postgres("template1")


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path}/ledger.sqlite"
    url: str = request.getfixturevalue("postgres_ledger_url")
    return url


@pytest.fixture
async def ledger(bare_url: str) -> AsyncIterator[Database]:
    """An open ledger with account 1 (balance 0), on SQLite and then on PostgreSQL."""
    opened = ledger_at(bare_url)
    await opened.open()
    await opened.transact(lambda tx: tx.query("accounts", "add", id=1, balance=0))
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_ledger(tmp_path: Path) -> AsyncIterator[tuple[Database, Path]]:
    """An open SQLite ledger with nothing in it, alone in its folder, and that folder."""
    folder = tmp_path / "alone"
    opened = ledger_at(f"sqlite://{folder}/ledger.sqlite")
    await opened.open()
    yield opened, folder
    await opened.close()
