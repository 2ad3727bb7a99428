"""Concerns and reports: what an AP brings to the team, and what either side says against the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations.care.relay import Called
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, Wording, _

REPORTS: Mapping[str, Text] = {
    "words": _("Words that hurt"),
    "pressure": _("Money, favours, pressure"),
    "outside": _("Contact outside"),
    "advice": _("Medical advice"),
    "other": _("Something else"),
}


@dataclass(frozen=True, slots=True)
class ConcernView:
    """`pair` is 0 where the concern is about no contact in particular."""

    pair: int
    other: Called | None
    supervisor: Called


@dataclass(frozen=True, slots=True)
class MyConcern(Look[ConcernView | None]):
    """None for somebody who accompanies nobody here and never did."""

    me: Me
    pair: str | None


@dataclass(frozen=True, slots=True)
class BringToTeam(Decision[Text | None]):
    """`about`: them, me, or urgent. Gives the truth about whom it has reached, as a sentence."""

    me: Me
    pair: int
    about: Literal["them", "me", "urgent"]


@dataclass(frozen=True, slots=True)
class ReportView:
    """`reader`: who reads it; never the supervisor of the AP it is about (the unit's site file names them)."""

    pair: int
    other: Called
    reader: Wording


@dataclass(frozen=True, slots=True)
class NobodyReads:
    """Nobody here may read a report: whom to call instead."""

    who: Wording
    phone: str
    hours: Wording


@dataclass(frozen=True, slots=True)
class MyReport(Look[ReportView | NobodyReads | None]):
    me: Me
    pair: str | None


@dataclass(frozen=True, slots=True)
class SendReport(Decision[datetime | None]):
    """Gives by when it is read. The other side is told nothing."""

    me: Me
    pair: int
    kind: str
    words: str | None
