"""Fifty kills on SQLite, each at a random moment of the journey (killing.py says what must hold)."""

import pytest

from bot.library.page_ids import PAGE_IDS
from bot.library.pages import CONTENT, Library
from tests.faults.killing import KILLS, MOST_KILLS, kill_again_and_again


@pytest.mark.timeout(600)
async def test_fifty_kills() -> None:
    await kill_again_and_again(KILLS, seed=1, database_url=None)


@pytest.mark.torture
@pytest.mark.timeout(7200)
async def test_many_more_kills() -> None:
    await kill_again_and_again(MOST_KILLS, seed=3, database_url=None)


def test_every_page_can_be_told_by_its_title() -> None:
    """Without this the count above would count nothing."""
    titles = [page.title for page in Library.load(CONTENT).pages("en")]
    assert len(titles) == len(set(titles)) == len(PAGE_IDS)
