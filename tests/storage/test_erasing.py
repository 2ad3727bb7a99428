"""Erased is erased, whatever the table: the schema itself is read, so that a new table cannot be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from bot.storage import erasing, my_data, people
from bot.storage.database import Database, Transaction
from bot.storage.sealing import Sealer

SEALER = Sealer({1: bytes(range(32))}, 1)
NOW = 1_800_000_000_000

# Columns with somebody's id that no foreign key deletes with them: erasing.sql has to know them.
PEOPLE = {
    ("outbox", "person_id"),
    ("sent", "person_id"),
    ("traces", "person_id"),
    ("requests", "opened_by"),
    ("pairs", "paused_by"),
    ("farewells", "from_id"),
    ("appointments", "by_id"),
    ("holds", "by_id"),
    ("holds", "confirmed_by"),
    ("holds", "lifted_by"),
    ("alerts", "raised_by"),
    ("alerts", "taken_by"),
    ("alert_steps", "person_id"),
    ("openings", "by_person"),
    ("openings", "told_person"),
    ("tasks", "taken_by"),
    ("tasks", "done_by"),
    ("drills", "person_id"),
    ("timers", "subject"),
}
# Numbers that are nobody's id: rows of other nouns, counts, places in a list.
NOT_PEOPLE = {
    "id", "membership_id", "prompt_number", "uses_left", "bot_id", "update_id", "attempts", "lane", "part",
    "message_id", "wave", "capacity", "renewals", "place", "sequence", "minutes", "messages", "late", "overridden",
    "came_from", "pair_id", "alert_id", "times", "step", "answered", "weekday", "number", "not_before", "since",
    "keep_until", "at", "frozen_until", "wrong", "unanswered_since",
}  # fmt: skip

# Tables about a person that their copy leaves out, and why.
NOT_IN_COPY = {
    "people": "in the copy by itself",
    "refusals": "whom one would rather not meet is about somebody else too",
    "relay_desks": "to whom the next words go: no more than the list of contacts says",
    "relay_held": "words that wait for a yes, gone in hours",
    "dialogues": "half-made answers of the question that is open",
    "holds": "a human says it first",
    "freezes": "says that there was danger, on a screen that somebody else may see",
    "quiet_weeks": "until when nothing unasked is written",
    "swaps": "about a colleague too, and over in days",
    "traces": "numbers of messages, gone in two days",
    "pins": "a hash of the code, which opens this very copy",
    "half_days": "when the last digest of the day was sent",
    "gatherings": "when a message to the team last rang",
}


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str
    kind: str
    required: bool
    parent: str | None


def columns_of(tx: Transaction) -> list[Column]:
    """Every column of the schema, with the table it points to, on either database."""
    found = list(_sqlite(tx) if tx.dialect == "sqlite" else _postgres(tx))
    return [column for column in found if not column.table.startswith(("_yoyo", "yoyo", "sqlite_"))]


def _ask(tx: Transaction, sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tx._connection.execute(sql).fetchall()
    return rows


def _do(tx: Transaction, *words: object) -> None:
    """Statements the service itself never runs, put together word by word."""
    tx._connection.execute(" ".join(str(word) for word in words))


def _sqlite(tx: Transaction) -> Iterator[Column]:
    for table in [row["name"] for row in _ask(tx, "select name from sqlite_master where type = 'table'")]:
        parents = {row["from"]: row["table"] for row in _ask(tx, f"pragma foreign_key_list({table})")}
        for row in _ask(tx, f"pragma table_info({table})"):
            kind = str(row["type"]).lower()
            yield Column(table, row["name"], kind, bool(row["notnull"] or row["pk"]), parents.get(row["name"]))


def _postgres(tx: Transaction) -> Iterator[Column]:
    parents = {
        (row["child"], row["name"]): row["parent"]
        for row in _ask(
            tx,
            "select c.conrelid::regclass::text as child, a.attname as name, c.confrelid::regclass::text as parent "
            "from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] "
            "where c.contype = 'f'",
        )
    }
    for row in _ask(
        tx,
        "select table_name, column_name, data_type, is_nullable from information_schema.columns "
        "where table_schema = 'public' order by table_name, ordinal_position",
    ):
        place = (row["table_name"], row["column_name"])
        yield Column(*place, row["data_type"], row["is_nullable"] == "NO", parents.get(place))


def is_time(name: str) -> bool:
    return name.endswith(("_at", "_until"))


def in_order(columns: list[Column]) -> list[str]:
    """Tables, each after those it points to."""
    parents: dict[str, set[str]] = {}
    for column in columns:
        parents.setdefault(column.table, set()).update({column.parent} - {None, column.table})  # type: ignore[arg-type]
    ordered: list[str] = []
    while len(ordered) < len(parents):
        ordered += sorted(t for t, needs in parents.items() if t not in ordered and needs <= set(ordered))
    return ordered


NUMBERS = count(10_000_000)


def fill(tx: Transaction, columns: list[Column], of: dict[str, int]) -> dict[str, int]:
    """A row in every table but people; `of` gives the row that each foreign key names. Gives the new rows' ids."""
    made = dict(of)
    for table in in_order(columns):
        if table == "people":
            continue
        mine = [column for column in columns if column.table == table]
        values = {column.name: _value(column, made) for column in mine}
        made[table] = values.get("id", 0)
        _insert(tx, table, values)
    return made


def _value(column: Column, made: dict[str, int]) -> Any:
    if column.name == "id" and column.kind == "bigint":
        return next(NUMBERS)
    if column.parent is not None:
        return made[column.parent]
    if (column.table, column.name) in PEOPLE:
        return made["people"]
    return {
        "bigint": next(NUMBERS),
        "text": f"x{next(NUMBERS)}",
        "boolean": False,
        "bytea": b"sealed%d" % next(NUMBERS),
    }[column.kind]


def _insert(tx: Transaction, table: str, values: dict[str, Any]) -> None:
    mark = "?" if tx.dialect == "sqlite" else "%s"
    marks = ", ".join(mark for _ in values)
    sql = " ".join(("insert into", table, "(", ", ".join(values), ") values (", marks, ")"))
    tx._connection.execute(sql, list(values.values()))


def where(tx: Transaction, columns: list[Column], number: int) -> set[tuple[str, str]]:
    """Every place in which that number stands."""
    found = set()
    for column in columns:
        if column.kind == "bigint":
            sql = " ".join(("select count(*) as n from", column.table, "where", column.name, "=", str(number)))
            [row] = _ask(tx, sql)
            if row["n"]:
                found.add((column.table, column.name))
    return found


def arrive(tx: Transaction, person: int, chat: int) -> None:
    people.add(tx, SEALER, person, chat, "fr", NOW)
    people.set_name(tx, SEALER, person, f"Name {person}")


async def test_every_number_of_the_schema_is_known_to_be_a_person_or_not(database: Database) -> None:
    columns = await database.read(columns_of)
    unknown = {
        (c.table, c.name)
        for c in columns
        if c.kind == "bigint"
        and c.parent is None
        and (c.table, c.name) not in PEOPLE
        and c.name not in NOT_PEOPLE
        and not is_time(c.name)
    }
    assert not unknown, f"whose id is this? Say so here, and in erasing.sql where it is a person's: {unknown}"
    gone = PEOPLE - {(c.table, c.name) for c in columns}
    assert not gone, f"not in the schema any more: {gone}"


async def test_every_table_about_a_person_is_in_the_copy_or_says_why_not(database: Database) -> None:
    columns = await database.read(columns_of)
    about = {c.table for c in columns if c.parent == "people"} | {"people"}
    told = {noun.table for noun in my_data.NOUNS}
    assert about - told == set(NOT_IN_COPY) & about, about - told - set(NOT_IN_COPY)


async def test_after_the_end_nobody_finds_the_person_in_any_table(database: Database) -> None:
    """Every column that can name them does, once in rows of their own and once in rows of somebody else."""
    me, other = 4_000_001, 4_000_002

    def story(tx: Transaction) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[tuple[str, str]]]:
        columns = columns_of(tx)
        arrive(tx, me, 501)
        arrive(tx, other, 502)
        fill(tx, columns, {"people": me})
        fill(tx, columns, {"people": other})
        _name_in_rows_of(tx, columns, me, other)
        before = where(tx, columns, me)
        erasing.erase(tx, me)
        return before, where(tx, columns, me), where(tx, columns, other)

    before, after, of_other = await database.transact(story)
    assert before >= PEOPLE | {("people", "id"), ("profiles", "person_id"), ("pairs", "ap_id")}
    assert after == set()
    assert {("people", "id"), ("consents", "person_id"), ("pairs", "patient_id"), ("sent", "person_id")} <= of_other


def _name_in_rows_of(tx: Transaction, columns: list[Column], me: int, other: int) -> None:
    """Rows of the other keep their owner, but everything in them that names somebody without a key names me."""
    for table, name in sorted(PEOPLE - {("sent", "person_id"), ("outbox", "person_id"), ("timers", "subject")}):
        _do(tx, "update", table, "set", name, "=", me, "where", name, "=", other)


async def test_the_first_step_leaves_the_chat_alone(database: Database) -> None:
    me = 4_000_003

    def story(tx: Transaction) -> tuple[bool, set[tuple[str, str]]]:
        columns = columns_of(tx)
        arrive(tx, me, 503)
        fill(tx, columns, {"people": me})
        _do(tx, "delete from alerts")
        person = people.find(tx, me)
        assert person is not None
        kept = erasing.strip(tx, SEALER, person, 4_000_004, NOW)
        return kept, where(tx, columns, me)

    kept, left = await database.transact(story)
    assert (kept, left) == (False, {("people", "id")})
    person = await database.read(lambda tx: people.find_by_chat(tx, SEALER, 503))
    assert person is not None
    assert (person.id, person.state, person.name(SEALER)) == (me, "stopped", None)
    assert person.chat_id(SEALER) == 503


@pytest.mark.parametrize(
    ("level", "state", "unit", "stays"),
    [
        ("now", "open", "tilleul", True),
        ("soon", "taken", "tilleul", True),
        ("now", "resolved", "tilleul", False),
        ("routine", "open", "tilleul", False),
        ("now", "open", None, False),
    ],
)
async def test_an_alert_stays_until_it_is_handled(
    database: Database, level: str, state: str, unit: str | None, stays: bool
) -> None:
    me = 4_000_005

    def story(tx: Transaction) -> tuple[set[tuple[str, str]], str | None]:
        columns = columns_of(tx)
        arrive(tx, me, 505)
        made = fill(tx, columns, {"people": me})
        tx.query("alerts", "add", id=9, unit_id=unit, person_id=me, pair_id=None, raised_by=me, kind="danger-oneself",
                 level=level, rule=None, now=NOW)  # fmt: skip
        _do(tx, "delete from alerts where id =", made["alerts"])
        _do(tx, "update alerts set state =", f"'{state}'", "where id = 9")
        _do(tx, "update tasks set state = 'open', alert_id = 9 where id =", made["tasks"])
        person = people.find(tx, me)
        assert person is not None
        assert erasing.strip(tx, SEALER, person, 4_000_006, NOW) is stays
        bare = people.find(tx, me)
        assert people.find(tx, 4_000_006) is None
        return where(tx, columns, me), bare.name(SEALER) if bare else None

    left, name = await database.transact(story)
    if stays:
        assert left == {("people", "id"), ("alerts", "person_id"), ("tasks", "person_id")}
        assert name == f"Name {me}"
    else:
        assert left == {("people", "id")}
        assert name is None


@pytest.mark.parametrize("side", ["patient_id", "ap_id"])
async def test_a_held_contact_stays_until_a_person_has_spoken(database: Database, side: str) -> None:
    me, other = 4_000_007, 4_000_008

    def story(tx: Transaction) -> tuple[bool, bool]:
        columns = columns_of(tx)
        arrive(tx, me, 507)
        arrive(tx, other, 508)
        made = fill(tx, columns, {"people": other})
        _do(tx, "update pairs set", side, "=", me, "where id =", made["pairs"])
        _do(tx, "update holds set state = 'provisional', told_at = null where id =", made["holds"])
        person = people.find(tx, me)
        assert person is not None
        first = erasing.strip(tx, SEALER, person, 4_000_009, NOW)
        assert ("pairs", side) in where(tx, columns, me)
        _do(tx, "update holds set state = 'confirmed', told_at = 1 where id =", made["holds"])
        return first, erasing.strip(tx, SEALER, person, 4_000_010, NOW)

    assert await database.transact(story) == (True, False)
