"""A pause of a contact: it has an end that is chosen with it, at which both are asked how to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Me
from conversations.dialogue.text import Text, _

LENGTHS: Mapping[int, Text] = {7: _("One week"), 14: _("Two weeks"), 30: _("A month")}
"""In days."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A time the two have agreed on, or one has proposed: it stands through the pause unless somebody cancels it."""

    appointment: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Paused:
    """`until`: the day on which both are asked. `on_bot`: the other side reads a line here, not by phone."""

    other: Name
    until: date
    agreed: Agreed | None
    on_bot: bool


@dataclass(frozen=True, slots=True)
class PausePair(Decision[Paused | None]):
    """None where there is nothing to pause: the two have not been in touch, it is paused, or it is over."""

    me: Me
    pair: int
    days: int


@dataclass(frozen=True, slots=True)
class GoOnWithPair(Decision[bool]):
    """End the pause one asked for; harmless where it is over. False where the pause is the other side's, or the contact
    is over."""

    me: Me
    pair: int
