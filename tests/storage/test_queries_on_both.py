"""Every query of the house: read by both databases, asked for by its own noun only, and honest about units."""

import ast
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

import bot
from bot.storage.database import PACKAGE
from bot.storage.queries import PLAIN, load_queries

SQL = PACKAGE / "sql"
REASON = re.compile(r"^-- no unit: (.+)$", re.MULTILINE)
SHORTEST_REASON = 9  # characters: "at night." just says it, "an id" does not
NAMED = re.compile(r"(?<!:):([a-z_]\w*)")
LIMITED = re.compile(r"\blimit\b|\bgroup by\b")
ALL = sorted(load_queries(SQL, "sqlite3"))


def texts() -> dict[tuple[str, str], str]:
    """Each query as it stands in its file, comments included."""
    found: dict[tuple[str, str], str] = {}
    for file in sorted(SQL.glob("*.sql")):
        for part in re.split(r"^-- name: ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            name, _, body = part.partition("\n")
            found[file.stem, re.sub(r"\W.*", "", name)] = body
    return found


TEXTS = texts()


def bare(body: str) -> str:
    """The statement alone."""
    return re.sub(r"--.*", "", body).strip().rstrip(";")


def test_the_texts_are_those_that_are_loaded() -> None:
    assert sorted(TEXTS) == ALL


def test_each_names_its_unit_or_says_why_not() -> None:
    silent = []
    for query, body in TEXTS.items():
        reason = REASON.search(body)
        if "unit_id" not in bare(body) and (reason is None or len(reason[1]) < SHORTEST_REASON):
            silent.append(".".join(query))
    assert not silent, f"name no unit_id and give no reason in a line “-- no unit: …”: {silent}"


def test_every_list_has_an_end() -> None:
    """A plain query (neither ^, $ nor !) reads at most so many rows, unless it adds them up."""
    endless = []
    for query, loaded in load_queries(SQL, "sqlite3").items():
        body = bare(TEXTS[query]).lower()
        if loaded.operation is PLAIN and body.startswith(("select", "with")) and not LIMITED.search(body):
            endless.append(".".join(query))
    assert not endless, f"read without a limit: {endless}"


@pytest.fixture(scope="module")
def sqlite(sqlite_template: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{sqlite_template}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def postgres(postgres_url: Callable[[str], str], postgres_template: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_url(postgres_template), autocommit=True) as connection:
        yield connection


def test_sqlite_understands_each(sqlite: sqlite3.Connection) -> None:
    for query, body in TEXTS.items():
        statement = bare(body)
        try:
            sqlite.execute(f"explain {statement}", dict.fromkeys(NAMED.findall(statement))).fetchall()
        except sqlite3.Error as problem:
            raise AssertionError(f"{'.'.join(query)}: {problem}") from problem


def test_postgresql_understands_each(postgres: psycopg.Connection) -> None:
    """With every type settled before a value is seen: what cannot be inferred here fails on the first NULL."""
    for query, body in TEXTS.items():
        try:
            postgres.execute(f"prepare one as {numbered(bare(body))}".encode())
        except psycopg.Error as problem:
            raise AssertionError(f"{'.'.join(query)}: {problem}") from problem
        postgres.execute("deallocate one")


def numbered(statement: str) -> str:
    """With $1, $2 … for the values, as PostgreSQL itself writes them."""
    numbers: dict[str, str] = {}
    return NAMED.sub(lambda found: numbers.setdefault(found[1], f"${len(numbers) + 1}"), statement)


def code() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the bot but the benchmarks, which have queries of their own."""
    root = Path(bot.__file__).parent
    for file in sorted(root.rglob("*.py")):
        if not file.is_relative_to(root / "bench"):
            yield str(file.relative_to(root)), ast.parse(file.read_text(encoding="utf-8"))


def asked_nouns(module: ast.Module) -> set[str]:
    """The nouns whose queries a module asks for."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    asked = [call for call in calls if call.func.attr in ("query", "query_many") and len(call.args) == 2]  # type: ignore[attr-defined]
    return {str(call.args[0].value) if isinstance(call.args[0], ast.Constant) else "computed" for call in asked}


def words_of(module: ast.Module) -> set[str]:
    return {node.value for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_only_storage_asks_and_each_noun_for_its_own() -> None:
    nouns = {noun for noun, _name in ALL}
    asked = {path: asked_nouns(module) for path, module in code()}
    assert {path: found for path, found in asked.items() if found} == {f"storage/{noun}.py": {noun} for noun in nouns}


def test_every_query_is_named_by_its_noun() -> None:
    """One that nobody names is one that nobody needs, or one whose name is put together where no test finds it."""
    words = {path: words_of(module) for path, module in code()}
    unnamed = []
    for noun, name in ALL:
        said = words[f"storage/{noun}.py"]
        if name not in said and not any(
            name == start + end for start in said for end in said if name.startswith(start)
        ):
            unnamed.append(f"{noun}.{name}")
    assert not unnamed
