"""Takes updates one person at a time, and does not let go of one before it is stored."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog

from bot.storage.database import StoreUnavailable
from bot.telegram.limits import growing
from bot.telegram.steady import place

log = structlog.get_logger(__name__)

RawUpdate = dict[str, Any]
Take = Callable[[RawUpdate], Awaitable[None]]

# A bug that `take` could not keep to itself: after so many tries the update is let go, or nothing after it would come.
TRIES_AFTER_A_BUG = 5
# Updates whose troubles we remember (how often they failed, whether the store was found down with them).
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Patience:
    """All in seconds. `poll` is how long Telegram may keep a long poll open, `margin` what the network may add to it.

    While an update cannot be stored, new ones are still asked for every `meanwhile`, so that people hear of it. What
    is not handled after `slow` (the store is slow, or what was before it hangs) is as good as not stored.
    Another process that polls (Conflict), or a token nobody knows, is tried slowly.
    """

    poll: float = 30.0
    margin: float = 10.0
    meanwhile: float = 1.0
    slow: float = 10.0
    first_pause: float = 0.5
    longest_pause: float = 30.0
    conflict_pause: float = 5.0


class Intake:
    """Gives each update to `take`, after those before it of the same person.

    `take` is given the update as Telegram wrote it and returns once it is stored and handled; where the store could not
    take it, it raises StoreUnavailable, and `tell_meanwhile` is called with that update, once; so it is where that
    takes long.
    """

    def __init__(self, take: Take, tell_meanwhile: Take, patience: Patience) -> None:
        self._take, self._tell, self._patience = take, tell_meanwhile, patience
        self._last: dict[object, asyncio.Task[bool]] = {}
        self._watching: set[asyncio.Task[None]] = set()
        self._bugs: OrderedDict[int, int] = OrderedDict()
        self._warned: OrderedDict[int, int] = OrderedDict()

    def enqueue(self, update: RawUpdate, *, until_stored: bool) -> asyncio.Task[bool]:
        """Handle `update` after those before it of the same person; the task says whether it need not come again.

        `until_stored` tries until that is so; otherwise it is Telegram that tries again.
        """
        person = person_of(update)
        handle = self._until_stored if until_stored else self._once
        task = asyncio.create_task(self._after(self._last.get(person), handle, update))
        if person is not None:
            self._last[person] = task
            task.add_done_callback(lambda done: self._forget(person, done))
        watch = asyncio.create_task(self._watch(update, task))
        self._watching.add(watch)
        watch.add_done_callback(self._watching.discard)
        return task

    async def _watch(self, update: RawUpdate, task: asyncio.Task[bool]) -> None:
        """Counted from its arrival: who waits behind something that hangs waits as well."""
        await asyncio.wait((task,), timeout=self._patience.slow)
        if not task.done():
            await self._tell_meanwhile(update, "takes long")

    async def _after(
        self, before: asyncio.Task[bool] | None, handle: Callable[[RawUpdate], Awaitable[bool]], update: RawUpdate
    ) -> bool:
        if before is not None:
            await asyncio.wait((before,))
        return await handle(update)

    async def _until_stored(self, update: RawUpdate) -> bool:
        attempt = 0
        while not await self._once(update):
            attempt += 1
            await asyncio.sleep(growing(attempt, self._patience.first_pause, self._patience.longest_pause))
        return True

    async def _once(self, update: RawUpdate) -> bool:
        key = update["update_id"]
        try:
            await self._take(update)
        except StoreUnavailable:
            await self._tell_meanwhile(update, "cannot be stored and is tried again")
            return False
        except Exception as error:
            tries = _count(self._bugs, key)
            log.critical(
                "an update broke its turn", update=key, error=type(error).__name__, place=place(error), tries=tries
            )
            return tries >= TRIES_AFTER_A_BUG
        self._bugs.pop(key, None)
        return True

    async def _tell_meanwhile(self, update: RawUpdate, why: str) -> None:
        """Once for each update."""
        if _count(self._warned, update["update_id"]) > 1:
            return
        log.error("an update waits", update=update["update_id"], why=why)
        try:
            await self._tell(update)
        except Exception as error:
            log.error("nothing could be said meanwhile", error=type(error).__name__, place=place(error))

    def _forget(self, person: object, done: asyncio.Task[bool]) -> None:
        if self._last.get(person) is done:
            del self._last[person]


def person_of(update: RawUpdate) -> object:
    """The id of whoever caused `update`, else of the chat it happened in; None where it names neither."""
    for content in update.values():
        if isinstance(content, dict):
            for who in ("from", "user", "chat"):
                if isinstance(named := content.get(who), dict) and "id" in named:
                    found: object = named["id"]
                    return found
    return None


def _count(seen: OrderedDict[int, int], key: int) -> int:
    """One more of `key`; gives how many. The oldest are forgotten."""
    seen[key] = seen.get(key, 0) + 1
    if len(seen) > REMEMBERED:
        seen.popitem(last=False)
    return seen[key]
