"""The updates that wait for the bot, and the long poll that fetches them."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.sandbox.people import JSON
from bot.sandbox.refusals import OTHER_POLL, Refusal, conflict

FIRST_UPDATE = 500_000_001
# Sent only to bots that name them in allowed_updates.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Update:
    """One update. `chat_id` keeps the order of a chat on its way to a webhook; 0 where there is no chat."""

    id: int
    chat_id: int
    body: JSON


class Updates:
    """Pending updates, oldest first. They stay until confirmed."""

    def __init__(self) -> None:
        self.pending: deque[Update] = deque()
        self.allowed: tuple[str, ...] = ()
        self._ids = count(FIRST_UPDATE)
        self._poll: asyncio.Future[None] | None = None
        self._on_new: Callable[[], None] | None = None

    def put(self, kind: str, body: Any, chat_id: int) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ON_REQUEST
        if wanted:
            self.put_raw({kind: body}, chat_id)

    def put_raw(self, body: JSON, chat_id: int) -> int:
        """Queue any body, also of a kind nobody knows yet, whatever the bot asked for. Gives the update_id."""
        update = Update(next(self._ids), chat_id, body)
        self.pending.append(update)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self._on_new is not None:
            self._on_new()
        return update.id

    def on_new(self, call: Callable[[], None] | None) -> None:
        """Who is told of every new update (the webhook's sender), or nobody."""
        self._on_new = call

    def confirm(self, offset: int) -> None:
        """Forget every update before `offset`; a negative one keeps that many of the newest."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0].id < offset:
            self.pending.popleft()

    def remove(self, update: Update) -> None:
        """Forget one update that a webhook has taken."""
        self.pending.remove(update)

    def clear(self) -> None:
        """Forget them all: drop_pending_updates."""
        self.pending.clear()

    def interrupt(self, refusal: Refusal) -> None:
        """End the open long poll with a refusal."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusal)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[JSON]:
        """Confirm what came before `offset`, then give up to `limit` updates, waiting up to `seconds`.

        A new poll ends the one before it with 409, as at Telegram: of two bots with one token neither lives in peace.
        """
        self.interrupt(conflict(OTHER_POLL))
        self.confirm(offset)
        if not self.pending and seconds > 0:
            await self._wait(seconds)
        chosen = list(self.pending)[:limit]
        return [{"update_id": update.id, **update.body} for update in chosen]

    async def _wait(self, seconds: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
