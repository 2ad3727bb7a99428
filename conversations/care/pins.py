"""The code that stands before My data: set, given, forgotten."""

from dataclasses import dataclass
from datetime import datetime

from conversations.dialogue.steps import Decision, Look, Me

PIN = "pin"
"""What is asked for a day ahead by who has forgotten the code (care requirement 15)."""


@dataclass(frozen=True, slots=True)
class PinStands(Look[bool]):
    """Whether a code is to be given first: one is set, and it was not given in the last minutes."""

    me: Me


@dataclass(frozen=True, slots=True)
class PinLocked(Look[datetime | None]):
    """Until when no code is read, after too many that were not it."""

    me: Me


@dataclass(frozen=True, slots=True)
class Right:
    """It is the code; it need not be given again for some minutes."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """It is not; `left` more tries before a pause."""

    left: int


@dataclass(frozen=True, slots=True)
class Locked:
    until: datetime


@dataclass(frozen=True, slots=True)
class TryPin(Decision[Right | Wrong | Locked]):
    me: Me
    code: str


@dataclass(frozen=True, slots=True)
class SetPin(Decision[bool]):
    """Set it, or another in its place; False where the one that stands was not given."""

    me: Me
    code: str


@dataclass(frozen=True, slots=True)
class RemovePin(Decision[bool]):
    """Take it away: given just now, or asked for a day ago. False where neither is so."""

    me: Me


@dataclass(frozen=True, slots=True)
class MyNumber(Look[str | None]):
    """The last digits of the number this person gave for their request, as far as one is kept."""

    me: Me


@dataclass(frozen=True, slots=True)
class ForgetNumber(Decision[bool]):
    me: Me
