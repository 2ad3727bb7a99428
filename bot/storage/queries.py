"""The SQL of sql/<noun>.sql, loaded file by file with aiosql.

Each file is loaded by itself: a folder has one namespace, and its last duplicate would win in silence.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import aiosql
from aiosql.types import SQLOperationType

# What aiosql calls plain, ^, $, ! and *!. The others (<!, #) mean different things on the two databases.
PLAIN = SQLOperationType.SELECT
ROW = SQLOperationType.SELECT_ONE
VALUE = SQLOperationType.SELECT_VALUE
CHANGES = SQLOperationType.INSERT_UPDATE_DELETE
CHANGES_OF_MANY = SQLOperationType.INSERT_UPDATE_DELETE_MANY
ALLOWED = frozenset((PLAIN, ROW, VALUE, CHANGES, CHANGES_OF_MANY))

# The rows affected are counted alike on both databases for these; after a WITH, SQLite's driver says -1.
COUNTED = re.compile(r"\s*(insert|update|delete)\b", re.IGNORECASE)


class BadQuery(Exception):
    """A query breaks a convention that keeps one text right on both databases."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query: how to run it over a connection, what it gives, and the values its text names."""

    run: Callable[..., Any]
    operation: SQLOperationType
    values: frozenset[str]


Queries = Mapping[tuple[str, str], Query]


def load_queries(folder: Path, adapter: str) -> Queries:
    """The queries of every `folder`/<noun>.sql by (noun, name), for aiosql's `adapter` ("sqlite3" or "psycopg").

    Raises BadQuery for an operation other than plain, ^, $, ! and *!, and for a counted query that is no
    insert, update or delete. A name given twice in one file is refused by aiosql itself.
    """
    found: dict[tuple[str, str], Query] = {}
    for file in sorted(folder.glob("*.sql")):
        loaded = aiosql.from_path(file, adapter, mandatory_parameters=False, encoding="utf-8")
        for name in loaded.available_queries:
            run = getattr(loaded, name)
            # aiosql adds a "<name>_cursor" beside each plain query; a cursor never leaves a transaction.
            if run.__func__.__code__.co_name != "ctx_mgr":
                found[file.stem, name] = _query(f"{file.name}: {name}", run)
    return MappingProxyType(found)


def _query(where: str, run: Any) -> Query:
    if run.operation not in ALLOWED:
        raise BadQuery(f"{where}: only plain, ^, $, ! and *! mean the same on both databases")
    if run.operation in (CHANGES, CHANGES_OF_MANY) and not COUNTED.match(run.sql):
        raise BadQuery(f"{where}: a query with ! or *! begins with insert, update or delete")
    # The first parameter of the signature is aiosql's own "self".
    return Query(run, run.operation, frozenset(run.__func__.__signature__.parameters) - {"self"})
