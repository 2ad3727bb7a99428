"""Promise 9, against the files themselves: what was sealed for somebody who was erased is nowhere on the disk.

Ciphertext cannot be searched for a word. So the sealed values themselves are the markers, with the person's id and the
hash of their chat: everything a row of theirs held before is looked for, byte by byte, in the database and its log.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.alerts import raise_alert
from bot.services.erasing import WIPE
from bot.services.tasks import add_task
from bot.storage import alerts, erasing, pairs, people, timers
from bot.storage.database import Transaction
from tests.journeys.aps import accompanied, an_ap, in_touch
from tests.stage import Phone, Stage

MARKER = "Quetzalcoatlus"


@pytest.fixture
async def files(stage: Stage, tmp_path: Path) -> AsyncIterator[list[Path]]:
    """The database and everything SQLite keeps beside it."""
    yield [tmp_path / f"stage.sqlite{end}" for end in ("", "-wal", "-shm", "-journal")]


def on_disk(files: list[Path], marker: bytes) -> list[str]:
    return [file.name for file in files if file.exists() and marker in file.read_bytes()]


def sealed_values(tx: Transaction) -> set[bytes]:
    """Every sealed value and hash in the whole database."""
    found: set[bytes] = set()
    tables = [row["name"] for row in tx._connection.execute("select name from sqlite_master where type = 'table'")]
    for table in tables:
        for row in tx._connection.execute(" ".join(("select * from", table))):
            found.update(bytes(value) for value in row.values() if isinstance(value, bytes))
    return found


async def lives_here(stage: Stage, zoe: Phone, camille: Phone, nadia: Phone) -> None:
    """A marker in every place where a person's words go."""
    await stage.turn(lambda t: people.set_name(t.tx, t.house.sealer, zoe.id, MARKER))
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await stage.turn(
        lambda t: pairs.write_agreement(
            t.tx, t.house.sealer, pair.id, {"topic": MARKER}, patient=True, ap=True, now=t.now_ms
        )
    )
    await zoe.says(f"{MARKER}, what is a port?")
    await zoe.says("/menu")
    await zoe.taps_data("s|call-me|")
    await zoe.says("06 39 98 00 00")
    alert = await stage.turn(
        lambda t: raise_alert(t, kind="call-me", level="now", unit="tilleul", person=zoe.id, message=MARKER)
    )
    await stage.turn(
        lambda t: add_task(
            t, kind="call-person", unit="tilleul", person=zoe.id, pair=pair.id, due=t.now + timedelta(hours=1),
            number="+33639980000", alert=alert,
        )
    )  # fmt: skip
    await stage.turn(lambda t: alerts.resolve(t.tx, alert, "called", t.now_ms, t.now_ms + 10**9), nadia)


async def test_nothing_of_an_erased_person_is_left_in_the_files(stage: Stage, files: list[Path]) -> None:
    nadia = await stage.person("Nadia", role="supervisor")
    camille = await an_ap(stage, "Camille")
    before = await stage.database.read(sealed_values)
    zoe = await stage.person("Zoé")
    await lives_here(stage, zoe, camille, nadia)
    await zoe.taps_data("s|erase-me|")
    await zoe.taps("Yes, erase my data")
    await stage.passes(days=1)
    theirs = await stage.database.read(sealed_values) - before
    in_numbers = zoe.id.to_bytes(8, "big")
    assert all(on_disk(files, value) for value in theirs), "they are looked for where they are"
    assert on_disk(files, in_numbers)
    await zoe.taps_data("s|erase-me|")
    await zoe.taps("Erase everything now")
    assert zoe.last.text.startswith("Receipt")
    assert await stage.database.read(lambda tx: people.find(tx, zoe.id)) is None

    # The service takes this timer: it wipes before it hands it on.
    assert await stage.database.read(lambda tx: timers.due_at(tx, WIPE, 0)) is not None
    of_others = await stage.database.read(sealed_values)
    assert await erasing.files_are_wiped(stage.database)
    left = {value for value in theirs - of_others if on_disk(files, value)}
    assert not left, f"{len(left)} of {len(theirs)} sealed values can still be found"
    assert not on_disk(files, in_numbers)
    assert not on_disk(files, MARKER.encode())
    assert len(theirs - of_others) > 10


async def test_without_wiping_the_log_would_still_hold_it(stage: Stage, files: list[Path]) -> None:
    """What the wipe is for; if this fails, the test above proves less than it says."""
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|erase-me|")
    await zoe.taps("Yes, erase my data")
    await stage.passes(days=1)
    await zoe.taps_data("s|erase-me|")
    await zoe.taps("Erase everything now")
    assert on_disk(files, zoe.id.to_bytes(8, "big")) == ["stage.sqlite-wal"]
    await stage.database.wipe()
    assert on_disk(files, zoe.id.to_bytes(8, "big")) == []


async def test_files_that_are_being_read_are_wiped_later(stage: Stage, files: list[Path]) -> None:
    zoe = await stage.person("Zoé")
    with closing(sqlite3.connect(files[0])) as reader:
        reader.execute("begin")
        reader.execute("select * from people").fetchall()
        await zoe.says("/menu")
        assert not await erasing.files_are_wiped(stage.database)
        reader.execute("rollback")
    assert await erasing.files_are_wiped(stage.database)
