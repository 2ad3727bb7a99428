"""Every call of the bot, in order, with the time it was in flight."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.sandbox.clock import Clock

CUT = 0  # the status of a call whose answer was never sent


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `started` and `finished` are real seconds since the epoch, `at` is the sandbox's own time.

    `finished` is None while the call is in flight; `status` is the HTTP status of the answer, CUT for none;
    `message_id` is set when a message was made or touched, also if the answer was cut.
    """

    method: str
    chat: int | None
    text: str
    at: str
    started: float
    finished: float | None = None
    status: int | None = None
    message_id: int | None = None

    def in_flight(self, moment: float, margin: float = 0.0) -> bool:
        """Was the call under way at this real moment, give or take `margin` seconds?

        To its caller a call lasts longer: it is sent before it arrives, and its answer is stored after it left.
        """
        return self.started - margin <= moment and (self.finished is None or moment <= self.finished + margin)

    def as_json(self) -> dict[str, Any]:
        """What /sim/journal shows."""
        return asdict(self)


class Journal:
    """Append-only; a call is completed in place when its answer leaves."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.calls: list[Call] = []

    def start(self, method: str, chat: int | None, text: str) -> int:
        """Note that a call has arrived; gives its place."""
        now = self._clock.now().isoformat()
        self.calls.append(Call(method, chat, text, now, self._clock.real()))
        return len(self.calls) - 1

    def performed(self, place: int, message_id: int | None) -> None:
        """Note what the call did, before its answer is sent."""
        self.calls[place] = replace(self.calls[place], message_id=message_id)

    def finish(self, place: int, status: int) -> None:
        """Note that the answer has left, or that the connection was cut."""
        self.calls[place] = replace(self.calls[place], finished=self._clock.real(), status=status)
