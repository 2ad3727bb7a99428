"""How fast we may speak: token buckets overall and per chat, and what a 429 does to them.

Telegram names about 30 messages a second in all and one in a chat, tolerates short bursts and publishes nothing
exact (core.telegram.org/bots/faq, "My bot is hitting limits"). So we stay below, and slow down when told to.
No clock and no waiting in here: every function is given the time, in seconds, of whichever clock the caller has.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Chat = TypeVar("Chat", bound=Hashable)

CHAT_BURST = 3
# After a 429 we go half as fast, down to a tenth, and are back at full speed a minute later.
SLOWER, SLOWEST, RECOVERY_S = 0.5, 0.1, 60.0
# A bucket of this share of a second: enough to use the time between two claims, too little to make a burst of.
OVERALL_BURST_S = 0.2
# Chats whose bucket is full again are forgotten once there are this many.
CHATS_KEPT = 2_000
# Adding up tenths of a second must not leave somebody a billionth of a token short.
ENOUGH = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patiently. Rates are operations a second, pauses seconds.

    Where a network or a server fails, pauses double from the first to the longest.
    """

    rate: float = 25.0
    chat_rate: float = 1.0
    in_flight: int = 8
    # How often the outbox is looked at when nobody wakes us: another replica may have written, a pause may be over.
    poll: float = 0.2
    first_pause: float = 1.0
    longest_pause: float = 60.0
    longest_alert_pause: float = 5.0
    # After that many failures in a row it is not one operation's fault, and all of them wait.
    failures_in_a_row: int = 3
    # What is in flight when we are asked to stop has so long to end; cut off, it would be done again.
    grace: float = 10.0


@dataclass(slots=True)
class Bucket:
    """`tokens` at the time `at`, filling at `rate` a second up to `size`."""

    rate: float
    size: float
    tokens: float
    at: float

    def fill(self, now: float) -> None:
        """Bring the bucket to `now`. A clock that was put back takes nothing away."""
        self.tokens = min(self.size, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now

    def next_at(self) -> float:
        """When there is a whole token, as of the last fill."""
        return self.at if self.tokens >= ENOUGH else self.at + (1 - self.tokens) / self.rate


class Limits(Generic[Chat]):
    """What may be said now, in all and in one chat."""

    def __init__(self, rate: float, chat_rate: float, now: float, chat_burst: float = CHAT_BURST) -> None:
        """`rate` and `chat_rate` are operations a second, in all and in one chat."""
        self._rate = rate
        self._chat_rate = chat_rate
        self._chat_burst = chat_burst
        size = max(1.0, rate * OVERALL_BURST_S)
        self._overall = Bucket(rate, size, size, now)
        self._chats: dict[Chat, Bucket] = {}
        self._paused_until = float("-inf")
        self._slow = 1.0
        self._slow_at = now

    def room(self, now: float) -> int:
        """How many operations may start now, chats apart."""
        if now < self._paused_until:
            return 0
        self._fill(now)
        return int(self._overall.tokens + 1 - ENOUGH)

    def next_at(self, now: float) -> float:
        """When there will be room for one operation, if nothing else happens."""
        self._fill(now)
        return max(self._paused_until, self._overall.next_at())

    def resting(self, now: float) -> dict[Chat, float]:
        """The chats that have had their share, and when each may be written to again."""
        rest = {}
        for chat, bucket in self._chats.items():
            bucket.fill(now)
            if (free := bucket.next_at()) > now:
                rest[chat] = free
        return rest

    def take(self, chat: Chat, now: float) -> None:
        """An operation for `chat` starts. Allowed beyond the limit too: the debt is waited for."""
        self._fill(now)
        self._overall.tokens -= 1
        if len(self._chats) >= CHATS_KEPT:
            self._forget_full(now)
        bucket = self._chats.setdefault(chat, Bucket(self._chat_rate, self._chat_burst, self._chat_burst, now))
        bucket.fill(now)
        bucket.tokens -= 1

    def refused(self, retry_after: float, now: float) -> None:
        """Telegram said 429: nothing for `retry_after` seconds, then slower than before.

        It does not say whether one chat or the whole bot is meant, so the whole bot waits. Several refusals of the same
        pause (operations that were in flight together) slow down once.
        """
        if now >= self._paused_until:
            self._slow = max(SLOWEST, self.speed(now) * SLOWER)
        self._paused_until = max(self._paused_until, now + retry_after)
        self._slow_at = self._paused_until
        self._overall.tokens = min(self._overall.tokens, 1.0)

    def pause(self, seconds: float, now: float) -> None:
        """Nothing for `seconds`: the network or the server is in trouble, which says nothing about our speed."""
        self._paused_until = max(self._paused_until, now + seconds)

    def speed(self, now: float) -> float:
        """The share of the full rate we allow ourselves now, 0.1 to 1."""
        return min(1.0, self._slow + max(0.0, now - self._slow_at) / RECOVERY_S)

    def _fill(self, now: float) -> None:
        self._overall.rate = self._rate * self.speed(now)
        self._overall.fill(now)

    def _forget_full(self, now: float) -> None:
        for chat, bucket in list(self._chats.items()):
            bucket.fill(now)
            if bucket.tokens >= bucket.size:
                del self._chats[chat]


def growing(attempt: int, first: float, longest: float) -> float:
    """The pause after failure number `attempt` (1, 2, …): `first`, twice that, and so on up to `longest`."""
    return min(longest, first * 2.0 ** min(attempt - 1, 32))
