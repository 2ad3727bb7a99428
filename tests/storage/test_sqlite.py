"""What is SQLite's own: the group commit and what may go wrong in it, the lock file, the settings."""

import asyncio
import resource
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.storage import sqlite, sqlite_file
from bot.storage.database import Database, StoreUnavailable, Transaction
from tests.storage.conftest import ledger_at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
async def ledger(path: Path) -> AsyncIterator[Database]:
    """An open SQLite ledger with account 1."""
    opened = ledger_at(f"sqlite://{path}")
    await opened.open()
    await opened.transact(lambda tx: tx.query("accounts", "add", id=1, balance=0))
    yield opened
    await opened.close()


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with every COMMIT."""
    seen: list[str] = []
    commit = sqlite._Writer._commit

    def counted(writer: sqlite._Writer) -> sqlite3.Error | None:
        seen.append("commit")
        return commit(writer)

    monkeypatch.setattr(sqlite._Writer, "_commit", counted)
    return seen


def add_note(number: int, account: int = 1, words: str | None = None) -> Callable[[Transaction], Any]:
    return lambda tx: tx.query("notes", "add", id=number, account_id=account, words=words, sealed=None)


async def together(database: Database, *turns: Callable[[Transaction], Any]) -> list[Any]:
    """Queue all `turns` while the thread is held by another, so that they go as one group; how each of them ended."""
    held, may_go_on = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> None:
        held.set()
        assert may_go_on.wait(10)

    holder = asyncio.ensure_future(database.transact(hold))
    await asyncio.to_thread(held.wait, 10)
    waiting = [asyncio.ensure_future(database.transact(turn)) for turn in turns]
    await asyncio.sleep(0)
    may_go_on.set()
    await holder
    return await asyncio.gather(*waiting, return_exceptions=True)


async def notes(database: Database) -> list[int]:
    return [row["id"] for row in await database.read(lambda tx: tx.query("notes", "ids"))]


async def test_turns_that_queue_up_share_a_commit(ledger: Database, commits: list[str]) -> None:
    await together(ledger, *(add_note(number) for number in range(20)))
    assert await notes(ledger) == list(range(20))
    assert len(commits) == 2  # of the turn that held the thread, and of the twenty


async def test_a_group_has_an_upper_limit(ledger: Database, commits: list[str]) -> None:
    await together(ledger, *(add_note(number) for number in range(sqlite.GROUP + 1)))
    assert len(await notes(ledger)) == sqlite.GROUP + 1
    assert len(commits) == 3


async def test_a_bug_in_one_turn_of_a_group_is_its_own(ledger: Database, commits: list[str]) -> None:
    def bug(tx: Transaction) -> None:
        add_note(2)(tx)
        raise ZeroDivisionError

    ends = await together(ledger, add_note(1), bug, add_note(3))
    assert [type(end) for end in ends] == [int, ZeroDivisionError, int]
    assert await notes(ledger) == [1, 3]
    assert len(commits) == 2


async def test_a_turn_of_a_group_sees_what_those_before_it_did(ledger: Database) -> None:
    ends = await together(ledger, add_note(1), lambda tx: tx.query("notes", "count_of", account_id=1))
    assert ends == [1, 1]


async def test_a_full_disk_hits_only_the_turn_that_needs_the_room(ledger: Database) -> None:
    """SQLite may throw the whole group away; then each of its turns is run again alone."""
    pages = await ledger.read(lambda tx: tx._connection.execute("pragma page_count").fetchone()["page_count"])
    await ledger.transact(lambda tx: tx._connection.execute(f"pragma max_page_count={pages + 8}"))
    ends = await together(ledger, add_note(1), add_note(2, words="x" * 1_000_000), add_note(3))
    assert [type(end) for end in ends] == [int, StoreUnavailable, int]
    assert "full" in str(ends[1])
    assert await notes(ledger) == [1, 3]


async def test_a_group_that_sqlite_threw_away_is_run_again_one_by_one(ledger: Database, commits: list[str]) -> None:
    """Whatever the reason: after a turn there is no transaction any more."""
    runs: list[str] = []

    def thrown_away_once(tx: Transaction) -> None:
        runs.append("run")
        add_note(2)(tx)
        if len(runs) == 1:
            tx._connection.execute("rollback")

    ends = await together(ledger, add_note(1), thrown_away_once, add_note(3))
    assert ends == [1, None, 1]
    assert await notes(ledger) == [1, 2, 3]
    assert len(commits) == 4


async def test_an_error_that_leaves_the_transaction_open_is_not_built_upon(ledger: Database) -> None:
    """SQLite's advice after an I/O error or an interrupt is to roll back, so each turn of the group starts anew."""
    runs: list[str] = []

    def interrupted_once(tx: Transaction) -> int:
        runs.append("run")
        changed: int = tx.query("accounts", "set_balance", id=1, balance=5)
        tx._connection.set_progress_handler(lambda: len(runs) == 1, 1)
        try:
            # A write that is interrupted takes the transaction with it; a read leaves it open.
            return changed + len(tx.query("accounts", "first", most=9))
        finally:
            tx._connection.set_progress_handler(None, 1)

    ends = await together(ledger, add_note(1), interrupted_once, add_note(3))
    assert ends == [1, 2, 1]
    assert runs == ["run", "run"]
    assert await notes(ledger) == [1, 3]


async def test_a_commit_that_fails_fails_only_the_turn_to_blame(ledger: Database, commits: list[str]) -> None:
    """The note of an account that does not exist is found out at the commit, which is that of the whole group."""
    told: list[str] = []

    def guilty(tx: Transaction) -> None:
        tx.after_commit(lambda: told.append("guilty"))
        add_note(2, account=99)(tx)

    def innocent(tx: Transaction) -> None:
        tx.after_commit(lambda: told.append("innocent"))
        add_note(3)(tx)

    ends = await together(ledger, add_note(1), guilty, innocent)
    assert [type(end) for end in ends] == [int, sqlite3.IntegrityError, type(None)]
    assert await notes(ledger) == [1, 3]
    assert told == ["innocent"]
    assert len(commits) == 5  # the holder, the group, and three alone


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The kernel refuses writes beyond `size` bytes: a disk that gives up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_disk_that_refuses_to_write_is_the_stores_error_and_passes(ledger: Database, path: Path) -> None:
    await ledger.transact(add_note(1))
    log = path.with_name(path.name + "-wal")
    with no_file_larger_than(log.stat().st_size):
        ends = await together(ledger, *(add_note(number, words="x" * 5000) for number in range(2, 6)))
    assert [type(end) for end in ends] == [StoreUnavailable] * 4
    assert await notes(ledger) == [1]
    assert await together(ledger, add_note(6), add_note(7)) == [1, 1]
    assert await notes(ledger) == [1, 6, 7]


async def test_a_turn_that_swallows_an_error_of_the_store_is_not_kept(ledger: Database) -> None:
    pages = await ledger.read(lambda tx: tx._connection.execute("pragma page_count").fetchone()["page_count"])
    await ledger.transact(lambda tx: tx._connection.execute(f"pragma max_page_count={pages + 8}"))

    def swallows(tx: Transaction) -> str:
        add_note(1)(tx)
        try:
            with tx.savepoint():
                add_note(2, words="x" * 1_000_000)(tx)
        except StoreUnavailable:
            return "as if nothing had happened"
        return "there was room"

    with pytest.raises(StoreUnavailable):
        await ledger.transact(swallows)
    assert await notes(ledger) == []


def test_no_thread_is_left_behind(path: Path) -> None:
    before = threading.active_count()

    async def use() -> None:
        ledger = ledger_at(f"sqlite://{path}")
        await ledger.open()
        await ledger.close()

    asyncio.run(use())
    assert threading.active_count() <= before, "a thread of an earlier test may end meanwhile"


async def test_what_was_deleted_is_gone_from_the_files(ledger: Database, path: Path) -> None:
    def on_disk() -> bool:
        files = [path, path.with_name(path.name + "-wal")]
        return any(b"marked words" in file.read_bytes() for file in files)

    await ledger.transact(add_note(1, words="marked words" * 1000))
    assert on_disk()
    await ledger.transact(lambda tx: tx.query("notes", "clear", account_id=1))
    await ledger.wipe()
    assert not on_disk()


async def test_wiping_behind_a_long_read_says_that_it_could_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "SETTINGS", sqlite_file.SETTINGS | {"busy_timeout": ("20", 20)})
    ledger = ledger_at(f"sqlite://{path}")
    await ledger.open()
    reading, may_end = threading.Event(), threading.Event()

    def read(tx: Transaction) -> None:
        tx.query("accounts", "count")
        reading.set()
        assert may_end.wait(10)

    reader = asyncio.ensure_future(ledger.read(read))
    await asyncio.to_thread(reading.wait, 10)
    await ledger.transact(lambda tx: tx.query("accounts", "add", id=1, balance=0))
    with pytest.raises(StoreUnavailable, match="still being read"):
        await ledger.wipe()
    may_end.set()
    await reader
    await ledger.wipe()
    await ledger.close()
