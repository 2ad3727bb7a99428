"""Fifty kills on PostgreSQL, each at a random moment of the journey (killing.py says what must hold)."""

from collections.abc import Callable

import pytest

from tests.faults.killing import KILLS, kill_again_and_again


@pytest.mark.timeout(600)
async def test_fifty_kills(new_postgres: Callable[[str], str], postgres_template: str) -> None:
    await kill_again_and_again(KILLS, seed=2, database_url=new_postgres(postgres_template))
