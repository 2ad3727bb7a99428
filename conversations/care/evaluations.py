"""Three questions while a contact goes on: after the second one, and only where a unit evaluates."""

from dataclasses import dataclass

from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Look, Me


@dataclass(frozen=True, slots=True)
class MyEvaluation(Look[Name | None]):
    """Of whom this patient is asked: the AP of an open contact of theirs. None where nothing is asked, or no more."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class Evaluate(Decision[bool]):
    """The unit's own questions, not a validated scale; never shown to the AP. False where nothing was asked."""

    me: Me
    pair: int
    helps: str
    often: str
    words: str | None
