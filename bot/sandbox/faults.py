"""Trouble on order: what the next calls of the bot will meet."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

FaultKind = Literal["429", "5xx", "slow", "cut", "cut-after"]
FAULT_KINDS: tuple[str, ...] = get_args(FaultKind)


@dataclass(frozen=True, slots=True)
class Fault:
    """The next `times` calls of `method` ("*" for any), of one person's chat if `person` is set, fail like this.

    429: refused with retry_after · 5xx: refused with 502 · slow: performed after `seconds` ·
    cut: the connection ends and nothing was performed · cut-after: performed, but the answer never arrives.
    """

    method: str
    kind: FaultKind
    times: int = 1
    retry_after: int = 1
    seconds: float = 1.0
    person: int | None = None


class Faults:
    """The orders still open, oldest first."""

    def __init__(self) -> None:
        self._open: list[Fault] = []

    def order(self, fault: Fault) -> None:
        """Add trouble."""
        self._open.append(fault)

    def clear(self) -> None:
        """No more trouble."""
        self._open.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The trouble this call meets, if any; each order is used up call by call."""
        for index, fault in enumerate(self._open):
            if fault.method not in ("*", method) or fault.person not in (None, chat_id):
                continue
            if fault.times > 1:
                self._open[index] = replace(fault, times=fault.times - 1)
            else:
                del self._open[index]
            return fault
        return None
