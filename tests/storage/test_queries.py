"""The SQL files are read one by one, and what would differ between the databases is refused."""

from pathlib import Path

import pytest
from aiosql.utils import SQLLoadException

from bot.storage.database import PACKAGE
from bot.storage.queries import BadQuery, load_queries

ADAPTERS = ["sqlite3", "psycopg"]


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_each_file_has_names_of_its_own(tmp_path: Path, adapter: str) -> None:
    (tmp_path / "people.sql").write_text("-- name: find^\nselect 1 as one where :id = 1;\n")
    (tmp_path / "alerts.sql").write_text(
        "-- name: find^\nselect 2 as two where :unit = :id;\n\n-- name: all\nselect 3;\n"
    )
    queries = load_queries(tmp_path, adapter)
    assert set(queries) == {("people", "find"), ("alerts", "find"), ("alerts", "all")}
    assert queries["people", "find"].values == {"id"}
    assert queries["alerts", "find"].values == {"id", "unit"}


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("-- name: add<!\ninsert into a (b) values (1) returning b;\n", "alerts.sql: add: only plain"),
        ("-- name: make#\ncreate table a (b bigint);\n", "alerts.sql: make: only plain"),
        (
            "-- name: add!\nwith b as (select 1) insert into a select * from b;\n",
            "alerts.sql: add: .* begins with insert",
        ),
    ],
)
def test_what_means_two_things_is_refused(tmp_path: Path, sql: str, complaint: str) -> None:
    (tmp_path / "alerts.sql").write_text(sql)
    with pytest.raises(BadQuery, match=complaint):
        load_queries(tmp_path, "sqlite3")


def test_a_name_given_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "alerts.sql").write_text("-- name: one^\nselect 1;\n\n-- name: one^\nselect 2;\n")
    with pytest.raises(SQLLoadException, match="one"):
        load_queries(tmp_path, "sqlite3")


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_our_own_queries_keep_the_conventions(adapter: str) -> None:
    assert load_queries(PACKAGE / "sql", adapter)
