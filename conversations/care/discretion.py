"""Discretion: what stands in somebody's chat, and what of it is taken away."""

from dataclasses import dataclass

from conversations.dialogue.steps import Decision, Look, Me
from conversations.policies.discretion import Hides


@dataclass(frozen=True, slots=True)
class Discretion:
    """`hides`: when the chat is emptied by itself, if at all; `pin`: whether a code stands before My data."""

    hides: Hides | None
    pin: bool


@dataclass(frozen=True, slots=True)
class MyDiscretion(Look[Discretion]):
    me: Me


@dataclass(frozen=True, slots=True)
class HideBySelf(Decision[None]):
    """Empty the chat by itself from now on; None: not any more."""

    me: Me
    hides: Hides | None


@dataclass(frozen=True, slots=True)
class HideNow(Decision[None]):
    """Delete in the chat whatever can still be deleted, theirs and ours. What waits to be opened goes on waiting."""

    me: Me


@dataclass(frozen=True, slots=True)
class OpenCovered(Decision[bool]):
    """Show what waited behind "Message"; False where nothing does any more."""

    me: Me
