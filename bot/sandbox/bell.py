"""Tells whoever listens that a chat has changed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ring:
    """The chat of this person changed; seq grows with every change of any chat."""

    person_id: int
    seq: int


class Bell:
    """One sequence number for all chats, and the queues of those who listen."""

    def __init__(self) -> None:
        self.seq = 0
        self._listeners: set[asyncio.Queue[Ring | None]] = set()

    def ring(self, person_id: int) -> int:
        """Count the change, tell the listeners, and give the change's number."""
        self.seq += 1
        for queue in self._listeners:
            queue.put_nowait(Ring(person_id, self.seq))
        return self.seq

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Ring | None]]:
        """A queue that gets every ring from now on, and None when the server stops."""
        queue: asyncio.Queue[Ring | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Tell every listener to go home: an open stream would hold the server up."""
        for queue in self._listeners:
            queue.put_nowait(None)
