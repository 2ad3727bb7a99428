"""A short command beside a running service: it reads and writes, and never leads."""

from pathlib import Path

import pytest

from bot.storage import consents
from bot.storage.database import Database, StoreUnavailable, open_database


async def test_a_command_reads_and_writes_while_the_service_runs(database: Database, database_url: str) -> None:
    assert await database.lead()
    beside = open_database(database_url)
    await beside.open_beside()
    try:
        assert not await beside.lead()
        assert await beside.read(lambda tx: consents.given(tx, 1, "use")) is None
        assert await beside.transact(lambda tx: tx.query("timers", "next_due")) is None
    finally:
        await beside.close()
    assert await database.lead()


async def test_there_is_nothing_to_open_beside_without_a_database(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="no such file"):
        await open_database(f"sqlite://{tmp_path / 'nothing.sqlite'}").open_beside()
