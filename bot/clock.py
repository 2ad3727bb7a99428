"""The only place that knows what time it is. Everything else asks a Clock it was given."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp

REFRESH_S = 0.2
ANSWER_WITHIN_S = 5.0
MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """What time it is; never blocks."""

    def now(self) -> datetime:
        """The present, aware and in UTC."""


def to_ms(at: datetime) -> int:
    """Milliseconds UTC since 1970, as tables keep times. `at` must be aware."""
    return (at - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    """The aware UTC datetime of `ms` milliseconds since 1970."""
    return EPOCH + ms * MILLISECOND


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock for tests: stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def move(self, by: timedelta) -> None:
        """Go on, or back where `by` is negative."""
        self._at += by

    def set(self, at: datetime) -> None:
        """Stand at `at`, which must be aware."""
        self._at = at.astimezone(UTC)


class SandboxClock:
    """Follows the sandbox's clock, which the demonstration page and the tests move on.

    What is kept is the distance to the machine's clock, asked again every 0.2 s by a task of running(); so now() never
    waits, and between two answers time flows as it does anywhere. An answer that does not come changes nothing.
    """

    def __init__(self, url: str) -> None:
        """`url` is the sandbox's own, without a path."""
        self._url = f"{url.rstrip('/')}/sim/clock"
        self._real = RealClock()
        self._offset = timedelta()

    def now(self) -> datetime:
        return self._real.now() + self._offset

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["SandboxClock"]:
        """Follow the sandbox while the block lasts. Raises aiohttp.ClientError if it cannot be asked at first."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            await self._refresh(session)
            task = asyncio.create_task(self._follow(session))
            try:
                yield self
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, ValueError, KeyError):
                await self._refresh(session)

    async def _refresh(self, session: aiohttp.ClientSession) -> None:
        asked = self._real.now()
        async with session.get(self._url) as response:
            response.raise_for_status()
            theirs = datetime.fromisoformat((await response.json())["now"])
        answered = self._real.now()
        if theirs.tzinfo is None:
            raise ValueError("the sandbox's clock says no time zone")
        self._offset = theirs - (asked + (answered - asked) / 2)
