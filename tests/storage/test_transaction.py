"""What a turn can do with its transaction: queries and their answers, savepoints, and what is refused at the door."""

from datetime import UTC, datetime
from enum import Enum

import pytest

from bot.storage.database import Database, Transaction


class Colour(Enum):
    RED = "red"


def add_note(tx: Transaction, number: int, words: object = None, account: int = 1) -> int:
    added: int = tx.query("notes", "add", id=number, account_id=account, words=words, sealed=None)
    return added


async def test_each_kind_of_query_gives_its_kind_of_answer(ledger: Database) -> None:
    def turn(tx: Transaction) -> list[object]:
        return [
            tx.query("accounts", "add", id=2, balance=5),
            tx.query("accounts", "set_balance", id=99, balance=5),
            tx.query("accounts", "find", id=99),
            tx.query("accounts", "balance", id=99),
            tx.query("accounts", "balance", id=2),
            tx.query_many("notes", "add_many", rows=[{"id": 1, "account_id": 2}, {"id": 2, "account_id": 2}]),
            tx.query_many("notes", "add_many", rows=[]),
            tx.query("accounts", "first", most=0),
        ]

    assert await ledger.transact(turn) == [1, 0, None, None, 5, 2, 0, []]
    row = await ledger.read(lambda tx: tx.query("accounts", "find", id=2))
    assert (row["id"], row["balance"], bool(row["open"])) == (2, 5, True)
    rows = await ledger.read(lambda tx: tx.query("accounts", "first", most=5))
    assert [row["id"] for row in rows] == [1, 2]


async def test_bytes_come_back_as_they_went_in(ledger: Database) -> None:
    every_byte = bytes(range(256))
    await ledger.transact(lambda tx: tx.query("notes", "add", id=1, account_id=1, words=None, sealed=every_byte))
    assert (await ledger.read(lambda tx: tx.query("notes", "find", id=1)))["sealed"] == every_byte


async def test_what_neither_database_can_store_is_replaced_at_the_door(ledger: Database) -> None:
    await ledger.transact(lambda tx: add_note(tx, 1, "a\0b\ud83dc 😀 é"))
    await ledger.transact(lambda tx: add_note(tx, 2, Colour.RED))
    assert (await ledger.read(lambda tx: tx.query("notes", "find", id=1)))["words"] == "a\ufffdb\ufffdc 😀 é"
    assert (await ledger.read(lambda tx: tx.query("notes", "find", id=2)))["words"] == "red"


@pytest.mark.parametrize("value", [datetime(2026, 1, 1, tzinfo=UTC), ["a"], {"a": 1}, bytearray(b"a")])
async def test_what_the_two_would_store_differently_is_refused(ledger: Database, value: object) -> None:
    with pytest.raises(TypeError, match="cannot be stored"):
        await ledger.transact(lambda tx: add_note(tx, 1, value))


async def test_a_query_takes_the_values_it_names_and_no_others(ledger: Database) -> None:
    with pytest.raises(TypeError, match=r"accounts\.find takes \['id'\], not \['id', 'unit'\]"):
        await ledger.read(lambda tx: tx.query("accounts", "find", id=1, unit=2))
    with pytest.raises(LookupError, match="no query lose in accounts.sql"):
        await ledger.read(lambda tx: tx.query("accounts", "lose"))
    with pytest.raises(TypeError, match="call query_many"):
        await ledger.transact(lambda tx: tx.query("notes", "add_many", id=1, account_id=1))
    with pytest.raises(TypeError, match="call query$"):
        await ledger.transact(lambda tx: tx.query_many("accounts", "add", rows=[{"id": 5, "balance": 1}]))


async def test_what_a_savepoint_held_is_undone_alone(ledger: Database) -> None:
    def turn(tx: Transaction) -> None:
        tx.query("accounts", "set_balance", id=1, balance=1)
        with pytest.raises(ZeroDivisionError), tx.savepoint():
            tx.query("accounts", "set_balance", id=1, balance=2)
            with tx.savepoint():
                tx.query("accounts", "add", id=2, balance=0)
            raise ZeroDivisionError
        with tx.savepoint():
            tx.query("accounts", "add", id=3, balance=0)

    await ledger.transact(turn)
    rows = await ledger.read(lambda tx: tx.query("accounts", "first", most=9))
    assert [(row["id"], row["balance"]) for row in rows] == [(1, 1), (3, 0)]


async def test_a_broken_rule_of_the_schema_in_a_savepoint_leaves_the_turn_whole(ledger: Database) -> None:
    """An alert written before the savepoint survives a bug after it."""

    def turn(tx: Transaction) -> str:
        tx.query("accounts", "set_balance", id=1, balance=9)
        try:
            with tx.savepoint():
                tx.query("accounts", "add", id=1, balance=0)
        except Exception as error:
            return type(error).__name__
        return "no error"

    assert await ledger.transact(turn) in ("IntegrityError", "UniqueViolation")
    assert await ledger.read(lambda tx: tx.query("accounts", "balance", id=1)) == 9


async def test_a_transaction_ends_with_its_turn(ledger: Database) -> None:
    kept: list[Transaction] = []
    await ledger.transact(kept.append)
    with pytest.raises(RuntimeError, match="this transaction is over"):
        kept[0].query("accounts", "count")
