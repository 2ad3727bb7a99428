"""What is PostgreSQL's own: turns that meet, connections that break, several replicas and one leader."""

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from bot.storage import postgres
from bot.storage.database import Database, StoreUnavailable, Transaction
from tests.storage.conftest import from_outside, ledger_at


@pytest.fixture
async def ledger(postgres_ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """An open PostgreSQL ledger with account 1; turns that met wait next to nothing before they run again."""
    monkeypatch.setattr(postgres, "PAUSE_MS", 1)
    opened = ledger_at(postgres_ledger_url)
    await opened.open()
    await opened.transact(lambda tx: tx.query("accounts", "add", id=1, balance=0))
    yield opened
    await opened.close()


def balance(tx: Transaction) -> int:
    found: int = tx.query("accounts", "balance", id=1)
    return found


def own_session(tx: Transaction) -> int:
    row: dict[str, int] = tx._connection.execute("select pg_backend_pid() as pid").fetchone()
    return row["pid"]


async def test_a_turn_that_met_another_is_run_again_from_the_start(ledger: Database, postgres_ledger_url: str) -> None:
    seen: list[int] = []

    def add_one(tx: Transaction) -> int:
        seen.append(balance(tx))
        if len(seen) == 1:
            from_outside(postgres_ledger_url, "update accounts set balance = 10 where id = 1")
        tx.query("accounts", "set_balance", id=1, balance=seen[-1] + 1)
        return seen[-1]

    assert await ledger.transact(add_one) == 10
    assert seen == [0, 10]
    assert await ledger.read(balance) == 11


async def test_two_turns_that_read_what_the_other_writes_do_not_both_pass_unseen(ledger: Database) -> None:
    """Write skew, found out only at the commit: each moves on what the other is just changing."""
    await ledger.transact(lambda tx: tx.query("accounts", "add", id=2, balance=0))
    both_read = threading.Barrier(2)
    runs = itertools.count()

    def copy(tx: Transaction, source: int, target: int) -> None:
        value = tx.query("accounts", "balance", id=source)
        if next(runs) < 2:
            both_read.wait(10)
        tx.query("accounts", "set_balance", id=target, balance=value + 1)

    await asyncio.gather(
        ledger.transact(lambda tx: copy(tx, 1, 2)),
        ledger.transact(lambda tx: copy(tx, 2, 1)),
    )
    rows = await ledger.read(lambda tx: tx.query("accounts", "first", most=2))
    assert sorted(row["balance"] for row in rows) == [1, 2]
    assert next(runs) == 3


async def test_a_turn_that_always_meets_another_gives_up(ledger: Database, postgres_ledger_url: str) -> None:
    runs: list[int] = []

    def unlucky(tx: Transaction) -> None:
        runs.append(balance(tx))
        from_outside(postgres_ledger_url, "update accounts set balance = balance + 1 where id = 1")
        tx.query("accounts", "set_balance", id=1, balance=-1)

    with pytest.raises(StoreUnavailable, match="SerializationFailure"):
        await ledger.transact(unlucky)
    assert runs == [0, 1, 2, 3, 4, 5]
    assert await ledger.read(balance) == 6


async def test_a_meeting_inside_a_savepoint_is_not_taken_for_a_bug(ledger: Database, postgres_ledger_url: str) -> None:
    """The turn that keeps a failed second part must not keep one that failed only because it met another."""
    runs = itertools.count()

    def keeps_failures(tx: Transaction) -> str:
        balance(tx)
        if next(runs) == 0:
            from_outside(postgres_ledger_url, "update accounts set balance = 10 where id = 1")
        try:
            with tx.savepoint():
                tx.query("accounts", "set_balance", id=1, balance=-1)
        except Exception:
            return "kept as failed"
        return "done"

    assert await ledger.transact(keeps_failures) == "done"
    assert await ledger.read(balance) == -1


async def test_two_equal_keys_are_told_apart_by_another_run(ledger: Database) -> None:
    numbers = iter([1, 2])

    def add(tx: Transaction) -> str:
        try:
            with tx.savepoint():
                tx.query("accounts", "add", id=next(numbers), balance=0)
        except Exception:
            return "kept as failed"
        return "done"

    assert await ledger.transact(add) == "done"
    assert await ledger.read(lambda tx: tx.query("accounts", "count")) == 2


async def test_a_key_that_is_always_there_comes_out_as_it_is(ledger: Database) -> None:
    runs = itertools.count()

    def add(tx: Transaction) -> None:
        next(runs)
        tx.query("accounts", "add", id=1, balance=0)

    with pytest.raises(psycopg.errors.UniqueViolation):
        await ledger.transact(add)
    assert next(runs) == 1 + postgres.RUNS_AGAIN_AFTER_CLASH


async def test_a_rule_found_broken_at_the_commit_comes_out_as_it_is(ledger: Database) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        await ledger.transact(lambda tx: tx.query("notes", "add", id=1, account_id=99, words=None, sealed=None))


async def test_a_turn_whose_connection_breaks_is_run_again_on_a_new_one(
    ledger: Database, postgres_ledger_url: str
) -> None:
    sessions: list[int] = []

    def turn(tx: Transaction) -> None:
        sessions.append(own_session(tx))
        if len(sessions) == 1:
            from_outside(postgres_ledger_url, f"select pg_terminate_backend({sessions[0]})")
        tx.query("accounts", "set_balance", id=1, balance=4)

    await ledger.transact(turn)
    assert len(set(sessions)) == 2
    assert await ledger.read(balance) == 4


async def test_connections_that_broke_while_nobody_used_them_do_no_harm(
    ledger: Database, postgres_ledger_url: str
) -> None:
    await ledger.read(balance)
    from_outside(
        postgres_ledger_url,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'companion'",
    )
    await ledger.transact(lambda tx: tx.query("accounts", "set_balance", id=1, balance=5))
    assert await ledger.read(balance) == 5


async def test_an_error_of_the_store_does_not_quote_what_was_written(
    ledger: Database, postgres_ledger_url: str
) -> None:
    def turn(tx: Transaction) -> None:
        from_outside(postgres_ledger_url, f"select pg_terminate_backend({own_session(tx)})")
        tx.query("notes", "add", id=1, account_id=1, words="marked words", sealed=None)

    with pytest.raises(StoreUnavailable) as raised:
        await ledger.transact(turn)
    assert "marked words" not in str(raised.value)
    assert "\n" not in str(raised.value)


async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Any) -> None:
    with pytest.raises(StoreUnavailable, match="OperationalError"):
        await ledger_at(f"postgresql://nobody@/nothing?host={tmp_path}").open()


async def test_replicas_that_start_together_migrate_once(postgres_ledger_url: str) -> None:
    replicas = [ledger_at(postgres_ledger_url) for _ in range(3)]
    await asyncio.gather(*(replica.open() for replica in replicas))
    assert await replicas[2].read(lambda tx: tx.query("accounts", "count")) == 0
    for replica in replicas:
        await replica.close()
