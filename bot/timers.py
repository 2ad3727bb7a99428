"""The sweep: every second the timers that are due become events, each handled by its own turn."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, to_ms
from bot.events import TimerDue
from bot.storage import timers
from bot.storage.database import Database, StoreUnavailable

log = structlog.get_logger()

SWEEP_S = 1.0
AT_ONCE = 200  # timers read at a time; taking one deletes it, so the next read gives the following ones
MOST_IN_A_SWEEP = 2000  # then the ticker comes round again: a hundred thousand due at once must not block a sweep


class Ticker:
    """Wakes the sweep every second of real time. APScheduler's only job here: no job store, nothing it can lose."""

    def __init__(self, database: Database, clock: Clock, take: Callable[[TimerDue], Awaitable[None]]) -> None:
        self._database, self._clock, self._take = database, clock, take
        self._scheduler = AsyncIOScheduler()
        self._sweeping = False
        self._ended = time.monotonic()
        self.swept = asyncio.Event()

    def idle_s(self) -> float:
        """Seconds since a sweep last ended: one that hangs is not heard of otherwise."""
        return time.monotonic() - self._ended

    def start(self) -> None:
        self._scheduler.add_job(
            self.sweep, "interval", seconds=SWEEP_S, misfire_grace_time=None, coalesce=True, max_instances=2
        )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def sweep(self) -> int:
        """Handle what is due now, oldest first; gives how many. Only one sweep at a time, and only the leader's."""
        if self._sweeping:
            return 0
        self._sweeping = True
        try:
            if not await self._database.lead():
                return 0
            return await self._sweep()
        except StoreUnavailable:
            log.error("timers wait: the store is not available")
            return 0
        finally:
            self._sweeping = False
            self._ended = time.monotonic()
            self.swept.set()

    async def _sweep(self) -> int:
        handled = 0
        while handled < MOST_IN_A_SWEEP:
            now = to_ms(self._clock.now())
            due = await self._database.read(lambda tx, now=now: timers.due(tx, now, AT_ONCE))  # type: ignore[misc]
            for timer in due:
                await self._take(timer)
            handled += len(due)
            if len(due) < AT_ONCE:
                break
        return handled
