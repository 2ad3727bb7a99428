"""What the loops share: waiting ends when the service stops, whatever happens in that moment."""

import asyncio

import pytest

from bot.telegram.steady import wait


async def test_a_stop_that_meets_the_event_is_a_stop() -> None:
    event = asyncio.Event()
    waiting = asyncio.create_task(wait(event, 5))
    await asyncio.sleep(0)
    event.set()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_it_waits_no_longer_than_it_is_told_to() -> None:
    await asyncio.wait_for(wait(asyncio.Event(), 0.01), 5)
