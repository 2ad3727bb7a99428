"""Tells the rest of the house how deliveries ended.

The row of an operation says whether its outcome still has to be told, so a crash loses none; one that nobody could take
is told again, in growing pauses, and does not hold up the others.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from bot.events import Outcome
from bot.storage import outcomes
from bot.storage.database import Database
from bot.telegram.limits import growing
from bot.telegram.steady import survived, wait

OnOutcome = Callable[[Outcome], Awaitable[None]]

# Outcomes read at a time; more of them than this may not fail for ever, or those behind would wait.
AT_ONCE = 500


class Teller:
    """Hands outcomes to `on_outcome`, which may get the same one twice after a crash or a failure."""

    def __init__(self, database: Database, on_outcome: OnOutcome, first_pause: float, longest_pause: float) -> None:
        """Pauses in seconds, between two tries to tell what could not be told."""
        self._database, self._on_outcome = database, on_outcome
        self._first_pause, self._longest_pause = first_pause, longest_pause
        self._something = asyncio.Event()

    def wake(self) -> None:
        """An operation has ended."""
        self._something.set()

    async def run(self) -> None:
        """Tell until cancelled; starts with what was left untold."""
        attempt = 0
        while True:
            self._something.clear()
            attempt = 0 if await self._tell() else attempt + 1
            await wait(self._something, growing(attempt, self._first_pause, self._longest_pause) if attempt else None)

    async def _tell(self) -> bool:
        """Whether everything there is to tell has been taken."""
        while True:
            found: list[tuple[int, Outcome]] = []
            if not await survived(self._read_into(found), "reading outcomes of deliveries"):
                return False
            taken = [await survived(self._tell_one(*outcome), "telling the outcome of a delivery") for outcome in found]
            if not all(taken):
                return False
            if len(found) < AT_ONCE:
                return True

    async def _read_into(self, found: list[tuple[int, Outcome]]) -> None:
        found += await self._database.read(partial(outcomes.untold, most=AT_ONCE))

    async def _tell_one(self, operation: int, outcome: Outcome) -> None:
        await self._on_outcome(outcome)
        await self._database.transact(partial(outcomes.told, operation=operation))
