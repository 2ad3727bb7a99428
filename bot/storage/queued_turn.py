"""A turn on its way through a database's thread, and how who waits for it learns the end."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

from bot.storage.database import Transaction

T = TypeVar("T")


class QueuedTurn(Generic[T]):
    """A function on its way through the database's thread, and the future of who waits for it."""

    __slots__ = ("_error", "_future", "_loop", "_result", "callbacks", "fn")

    def __init__(self, fn: Callable[[Transaction], T]) -> None:
        self.fn = fn
        self.callbacks: list[Callable[[], None]] = []
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[T] = self._loop.create_future()
        self._result: T
        self._error: BaseException | None = None

    async def outcome(self) -> T:
        """What `fn` returned, once committed, or what it raised. Cancelling the wait does not cancel the turn."""
        return await self._future

    def run(self, transaction: Transaction) -> BaseException | None:
        """Call the function in the database's thread; gives what it raised, or what the store did under its hands."""
        self._error = None
        self.callbacks = []
        try:
            self._result = self.fn(transaction)
        except StopIteration as error:
            # A future cannot carry it.
            self._error = RuntimeError("the turn raised StopIteration")
            self._error.__cause__ = error
        except BaseException as error:
            self._error = error
        if transaction.failure is not None:
            self._error = transaction.failure
        callbacks = transaction.finish()
        if self._error is None:
            self.callbacks = callbacks
        return self._error

    def fail(self, error: BaseException) -> None:
        """Nothing of this turn was kept, because of `error`."""
        self._error = error
        self.callbacks = []

    def settle(self) -> None:
        """In the event loop's thread: wake what the turn asked to wake, then who waits for it."""
        for callback in self.callbacks:
            self._loop.call_soon(callback)
        if self._future.done():
            return
        if self._error is None:
            self._future.set_result(self._result)
        else:
            self._future.set_exception(self._error)

    @staticmethod
    def settle_all(turns: "list[QueuedTurn[Any]]") -> None:
        """From the database's thread: settle `turns`, in order, with one wake-up of the event loop."""
        # A loop that was closed has nobody left who waits; the turns stand.
        with suppress(RuntimeError):
            turns[0]._loop.call_soon_threadsafe(_settle_each, turns)


def _settle_each(turns: list[QueuedTurn[Any]]) -> None:
    for turn in turns:
        turn.settle()
