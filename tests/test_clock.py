"""What time it is, and whose time."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.clock import Clock, FixedClock, RealClock, SandboxClock, from_ms, to_ms
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer

NOON = datetime(2027, 3, 28, 12, tzinfo=UTC)


def test_milliseconds_there_and_back() -> None:
    assert to_ms(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) == 1000
    assert to_ms(NOON + timedelta(microseconds=1999)) == to_ms(NOON) + 1
    assert from_ms(to_ms(NOON)) == NOON
    assert to_ms(NOON.astimezone(timezone(timedelta(hours=2)))) == to_ms(NOON)


def test_the_machines_clock_is_aware_and_moves_on() -> None:
    clock: Clock = RealClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert first <= second


def test_a_fixed_clock_moves_only_when_it_is_moved() -> None:
    clock = FixedClock(NOON.astimezone(timezone(timedelta(hours=2))))
    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC
    clock.move(timedelta(hours=6))
    assert clock.now() == NOON + timedelta(hours=6)
    clock.set(NOON)
    assert clock.now() == NOON


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2027, 3, 28, 12))  # noqa: DTZ001


async def test_the_sandboxs_clock_is_followed() -> None:
    async with SandboxServer() as sandbox, SandboxClient(sandbox.url) as client:
        clock = SandboxClock(f"{sandbox.url}/")
        async with clock.running():
            assert abs(clock.now() - await client.now()) < timedelta(seconds=0.5)
            await client.advance(86_400)
            async with asyncio.timeout(5):
                while abs(clock.now() - await client.now()) > timedelta(seconds=0.5):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)


async def test_a_sandbox_that_goes_away_leaves_its_last_time() -> None:
    async with SandboxServer() as sandbox, SandboxClient(sandbox.url) as client:
        await client.advance(86_400)
        clock = SandboxClock(sandbox.url)
        running = clock.running()
        await running.__aenter__()
        expected = await client.now()
    await asyncio.sleep(0.3)
    assert timedelta(0) < clock.now() - expected < timedelta(seconds=5)
    await running.__aexit__(None, None, None)


async def test_a_sandbox_that_is_not_there_is_an_error_at_the_start() -> None:
    with pytest.raises(aiohttp.ClientError):
        async with SandboxClock(f"http://127.0.0.1:{unused_port()}").running():
            pass
