"""The sandbox's own time: real time plus an offset that somebody can move on."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus an offset.

    `source` gives real time as seconds since the epoch; a test passes its own and time stands still.
    """

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset = timedelta()

    def now(self) -> datetime:
        """The sandbox's present, in UTC."""
        return datetime.fromtimestamp(self._source(), UTC) + self._offset

    def stamp(self) -> int:
        """The same in whole seconds since the epoch, as Telegram dates its messages."""
        return int(self.now().timestamp())

    def real(self) -> float:
        """Real seconds since the epoch, which no one moves: what a journal of in-flight calls needs."""
        return self._source()

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds. Time never goes back: a bot that kept timers could not follow."""
        if seconds < 0:
            raise ValueError("the clock only goes forward")
        self._offset += timedelta(seconds=seconds)
