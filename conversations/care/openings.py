"""Break-glass: the words that raised an alert, opened by one person with a reason, and known to a second one.

Of a *now* alert they open at once and the second person is told afterwards. Otherwise the second person is asked first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations.care.alerts import NotYours
from conversations.dialogue.steps import Decision, Look, Me


@dataclass(frozen=True, slots=True)
class Second:
    """How the second person comes in: told afterwards, asked first, has said yes already, or there is nobody."""

    how: Literal["told", "asked", "said-yes", "nobody"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A colleague was asked at that moment, and has not answered yet."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MyOpening(Look[Second | Asked | None]):
    """Where this person stands with the words of an alert; None where there are none for them."""

    me: Me
    alert: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """The messages that raised an alert."""

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenMessage(Decision[Words | Asked | NotYours]):
    """Open the words now, or ask the second person for their yes. `reason` None: it was given, and the yes came."""

    me: Me
    alert: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a second person is asked: who would like to read, why, and of which alert."""

    by: str | None
    reason: str
    alert: int
    kind: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class AskedOfMe(Look[Opening | None]):
    """None where it was asked of somebody else, or is answered."""

    me: Me
    opening: str | None


@dataclass(frozen=True, slots=True)
class AnswerOpening(Decision[bool]):
    """The yes or no of the second person; False where it came too late."""

    me: Me
    opening: str | None
    yes: bool
