"""What both databases promise to a turn."""

import asyncio
import sys
import threading
from functools import partial

import pytest

from bot.storage.database import (
    BadDatabaseUrl,
    Database,
    StoreUnavailable,
    Transaction,
    WroteWhileReading,
    open_database,
    sqlite_path,
)


async def balance_of(database: Database, account: int = 1) -> int:
    found: int = await database.read(lambda tx: tx.query("accounts", "balance", id=account))
    return found


def add_note(tx: Transaction, number: int, words: object = None, account: int = 1) -> int:
    added: int = tx.query("notes", "add", id=number, account_id=account, words=words, sealed=None)
    return added


async def test_a_turn_gives_its_value_once_its_work_is_kept(ledger: Database) -> None:
    def turn(tx: Transaction) -> str:
        tx.query("accounts", "set_balance", id=1, balance=7)
        return "done"

    assert await ledger.transact(turn) == "done"
    assert await balance_of(ledger) == 7


async def test_what_a_turn_raises_comes_out_as_it_is_and_nothing_is_kept(ledger: Database) -> None:
    mistake = KeyError("a bug")

    def turn(tx: Transaction) -> None:
        tx.query("accounts", "set_balance", id=1, balance=7)
        raise mistake

    with pytest.raises(KeyError) as raised:
        await ledger.transact(turn)
    assert raised.value is mistake
    assert await balance_of(ledger) == 0


async def test_after_the_commit_the_loop_is_told_before_who_waits(ledger: Database) -> None:
    told: list[tuple[str, bool]] = []
    loop_thread = threading.get_ident()

    def turn(tx: Transaction) -> None:
        tx.after_commit(lambda: told.append(("told", threading.get_ident() == loop_thread)))
        tx.query("accounts", "set_balance", id=1, balance=1)
        told.clear()

    await ledger.transact(turn)
    told.append(("waiter", True))
    assert told == [("told", True), ("waiter", True)]


async def test_nobody_is_told_of_what_was_undone(ledger: Database) -> None:
    told: list[str] = []

    def half_undone(tx: Transaction) -> None:
        tx.after_commit(lambda: told.append("kept"))
        with pytest.raises(ZeroDivisionError), tx.savepoint():
            tx.after_commit(lambda: told.append("undone with its savepoint"))
            raise ZeroDivisionError

    def undone(tx: Transaction) -> None:
        tx.after_commit(lambda: told.append("undone"))
        raise ZeroDivisionError

    await ledger.transact(half_undone)
    with pytest.raises(ZeroDivisionError):
        await ledger.transact(undone)
    assert told == ["kept"]


async def test_reading_cannot_write(ledger: Database) -> None:
    with pytest.raises(WroteWhileReading):
        await ledger.read(lambda tx: tx.query("accounts", "set_balance", id=1, balance=1))
    assert await balance_of(ledger) == 0


async def test_reading_sees_one_state_although_turns_go_on(ledger: Database) -> None:
    reading, written = threading.Event(), threading.Event()

    def read(tx: Transaction) -> tuple[int, int]:
        first = tx.query("accounts", "balance", id=1)
        reading.set()
        assert written.wait(10)
        return first, tx.query("accounts", "balance", id=1)

    slow = asyncio.ensure_future(ledger.read(read))
    await asyncio.to_thread(reading.wait, 10)
    await ledger.transact(lambda tx: tx.query("accounts", "set_balance", id=1, balance=5))
    written.set()
    assert await slow == (0, 0)
    assert await balance_of(ledger) == 5


async def test_the_turn_of_a_waiter_who_gave_up_is_still_committed(ledger: Database) -> None:
    started, may_go_on, told = threading.Event(), threading.Event(), asyncio.Event()

    def turn(tx: Transaction) -> None:
        started.set()
        assert may_go_on.wait(10)
        tx.query("accounts", "set_balance", id=1, balance=3)
        tx.after_commit(told.set)

    waiter = asyncio.ensure_future(ledger.transact(turn))
    await asyncio.to_thread(started.wait, 10)
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    may_go_on.set()
    await asyncio.wait_for(told.wait(), 10)
    assert await balance_of(ledger) == 3


async def test_the_turn_of_a_waiter_who_gave_up_while_it_queued_is_still_committed(ledger: Database) -> None:
    waiters = [asyncio.ensure_future(ledger.transact(partial(add_note, number=number))) for number in range(40)]
    await asyncio.sleep(0)
    for waiter in waiters:
        waiter.cancel()
    await asyncio.gather(*waiters, return_exceptions=True)
    await ledger.close()
    await ledger.open()
    assert await ledger.read(lambda tx: tx.query("notes", "count_of", account_id=1)) == 40


async def test_of_many_who_want_the_same_thing_one_gets_it(ledger: Database) -> None:
    def take(tx: Transaction) -> bool:
        return tx.query("accounts", "close", id=1) is not None

    taken = await asyncio.gather(*(ledger.transact(take) for _ in range(30)))
    assert sorted(taken) == [False] * 29 + [True]


async def test_a_limit_that_is_counted_before_it_is_written_holds(ledger: Database) -> None:
    """Three pairs at most: with less isolation ten parallel turns would all count none and all write."""

    def take(tx: Transaction, number: int) -> bool:
        if tx.query("notes", "count_of", account_id=1) >= 3:
            return False
        return add_note(tx, number) == 1

    taken = await asyncio.gather(*(ledger.transact(partial(take, number=number)) for number in range(10)))
    assert taken.count(True) == 3
    assert await ledger.read(lambda tx: tx.query("notes", "count_of", account_id=1)) == 3


async def test_nothing_is_lost_when_many_add_to_one_row(ledger: Database) -> None:
    def add_one(tx: Transaction) -> None:
        tx.query("accounts", "set_balance", id=1, balance=tx.query("accounts", "balance", id=1) + 1)

    ends = await asyncio.gather(*(ledger.transact(add_one) for _ in range(40)), return_exceptions=True)
    unavailable = [end for end in ends if end is not None]
    assert all(isinstance(end, StoreUnavailable) for end in unavailable)
    assert await balance_of(ledger) == 40 - len(unavailable)


async def test_what_is_raised_need_not_be_an_exception(ledger: Database) -> None:
    def stop(tx: Transaction) -> None:
        raise StopIteration

    def leave(tx: Transaction) -> None:
        raise SystemExit(3)

    with pytest.raises(RuntimeError, match="raised StopIteration"):
        await ledger.transact(stop)
    turn = ledger.transact(leave)
    with pytest.raises(SystemExit):
        await turn
    assert await balance_of(ledger) == 0


async def test_what_was_kept_is_there_after_a_restart(ledger: Database) -> None:
    await ledger.transact(lambda tx: tx.query("accounts", "set_balance", id=1, balance=8))
    await ledger.close()
    await ledger.open()
    assert await balance_of(ledger) == 8


async def test_a_closed_database_says_so_and_closes_twice(ledger: Database) -> None:
    await ledger.close()
    await ledger.close()
    with pytest.raises(StoreUnavailable, match="not open"):
        await ledger.transact(lambda tx: None)
    with pytest.raises(StoreUnavailable, match="not open"):
        await ledger.read(lambda tx: None)
    assert not await ledger.lead()


async def test_one_process_alone_leads(ledger: Database) -> None:
    assert await ledger.lead()
    assert await ledger.lead()


async def test_our_own_tables_are_there(database: Database) -> None:
    assert await database.transact(lambda tx: tx.dialect) in ("sqlite", "postgres")
    assert await database.lead()


@pytest.mark.parametrize("url", ["", "companion.sqlite", "sqlite://", "mysql://host/db", "sqlite:///a?mode=ro"])
def test_a_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match="sqlite:///path or postgresql://"):
        open_database(url)


def test_a_url_that_libpq_cannot_read_is_refused_without_being_repeated() -> None:
    with pytest.raises(BadDatabaseUrl, match="COMPANION_DATABASE_URL") as raised:
        open_database("postgresql://me:password@host/db?no_such_option=1")
    assert "password" not in str(raised.value)


def test_postgresql_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "bot.storage.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadDatabaseUrl, match=r"companion\[postgres\]"):
        open_database("postgresql://host/db")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///var/lib/companion.sqlite", "/var/lib/companion.sqlite"),
        ("sqlite:////var/lib/companion.sqlite", "/var/lib/companion.sqlite"),
        ("sqlite://companion.sqlite", "companion.sqlite"),
        ("sqlite://data/companion.sqlite", "data/companion.sqlite"),
    ],
)
def test_the_file_of_a_sqlite_url(url: str, path: str) -> None:
    assert str(sqlite_path(url)) == path
