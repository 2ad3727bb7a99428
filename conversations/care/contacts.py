"""Contacts and debriefs: that it happened and how long, never what was said; and how the AP is afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from conversations.care.relay import Called
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, _

MEANS: Mapping[str, Text] = {
    "phone": _("By phone"),
    "relay": _("In writing, here"),
    "ward": _("On the ward"),
    "video": _("By video"),
}
MINUTES: Mapping[int, Text] = {
    10: _("About 10 minutes"),
    20: _("About 20 minutes"),
    40: _("About 40 minutes"),
    60: _("An hour or more"),
}
KINDS: Mapping[str, Text] = {
    # The three kinds of support that the literature on peer support tells apart; a count, never a note.
    "emotional": _("Listening"),
    "informational": _("Sharing what I know"),
    "navigational": _("Finding the way"),
}
NEXT: Mapping[str, Text] = {
    "again": _("We go on as agreed"),
    "appointment": _("A time to propose"),
    "team": _("I would like to talk to the team"),
    "none": _("Nothing for now"),
}
LOW = 2
"""Words from the worst on at which somebody is offered a talk; no score, no rule on change, nobody is told."""


@dataclass(frozen=True, slots=True)
class MyContactWith(Look[Called | None]):
    """The name of the other side, where this AP may log a contact with that pair."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class LogContact(Decision[int | None]):
    """Gives the contact's id; None where the pair is not theirs or is over."""

    me: Me
    pair: int
    means: str
    minutes: int
    kind: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Debrief:
    """A contact to look back on. `supervisor`: who reads words that are left."""

    contact: int
    pair: int
    other: Called
    supervisor: Called
    open: bool


@dataclass(frozen=True, slots=True)
class MyDebrief(Look[Debrief | None]):
    """Of that contact, or of the last one."""

    me: Me
    contact: str | None


@dataclass(frozen=True, slots=True)
class SayHowIAm(Decision[bool]):
    """One of five words, kept sealed; nobody is told."""

    me: Me
    contact: int
    word: int


@dataclass(frozen=True, slots=True)
class LeaveWords(Decision[datetime | None]):
    """Words for the supervisor; gives by when they are read."""

    me: Me
    contact: int
    words: str
