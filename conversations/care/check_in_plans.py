"""Plans of check-ins: how often somebody wishes to be asked, at what hour, and how that is changed in one tap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, _

Rhythms = Literal["once", "weekly", "fortnightly", "monthly", "moment"]

RHYTHMS: Mapping[Rhythms, Text] = {
    "once": _("Once, in three days"),
    "weekly": _("Every week"),
    "fortnightly": _("Every two weeks"),
    "monthly": _("Every month"),
    "moment": _("Around a date"),
}
MOMENTS: Mapping[str, Text] = {
    "surgery": _("An operation"),
    "first-treatment": _("A first treatment"),
    "end-of-treatment": _("The end of a treatment"),
    "back-to-work": _("Going back to work"),
    "other": _("Another date"),
}
HOURS: tuple[time, ...] = (time(9), time(11), time(14), time(16), time(18), time(20))
TELL: Mapping[str, Text] = {"nobody": _("Nobody"), "ap": _("The person I talk with"), "team": _("The team")}

ZONES: tuple[tuple[str, Text], ...] = (
    # Where French-speaking patients of a unit live or stay, by the place one would name.
    ("Europe/Paris", _("Mainland France")),
    ("America/Martinique", _("Antilles")),
    ("America/Cayenne", _("French Guiana")),
    ("Indian/Reunion", _("Réunion")),
    ("Indian/Mayotte", _("Mayotte")),
    ("America/Miquelon", _("Saint Pierre and Miquelon")),
    ("Pacific/Noumea", _("New Caledonia")),
    ("Pacific/Tahiti", _("French Polynesia")),
    ("America/Montreal", _("Quebec")),
    ("Europe/London", _("United Kingdom")),
)


@dataclass(frozen=True, slots=True)
class PlanView:
    """`state`: active, held (by their own mourning), resting, done, ended. `next`: when the next question is planned
    (shown as "around").

    `ap`: whether there is somebody who could be told of a silence, `team`: whether a unit is there.
    """

    state: str
    rhythm: Rhythms
    hour: time
    weekends: bool
    next: datetime | None
    paused_until: date | None
    moment: str | None
    tell: str
    ap: bool
    team: bool


@dataclass(frozen=True, slots=True)
class MyPlan(Look[PlanView | None]):
    """None where nothing was ever chosen."""

    me: Me


@dataclass(frozen=True, slots=True)
class Choices:
    """`today` where the person is; `hours` outside the unit’s quiet hours."""

    today: date
    hours: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class WhatICanChoose(Look[Choices]):
    me: Me


@dataclass(frozen=True, slots=True)
class Planned:
    """The first question, as a moment; shown as "around"."""

    first: datetime


@dataclass(frozen=True, slots=True)
class NothingLeft:
    """Every day of it is in the past, or no unit is there to ask for."""


@dataclass(frozen=True, slots=True)
class ChoosePlan(Decision[Planned | NothingLeft]):
    """`moment` and `day` only for the rhythm "moment". `wording`: what the person agreed to."""

    me: Me
    rhythm: Rhythms
    hour: time
    wording: str
    moment: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class AskLessOften(Decision[Planned | NothingLeft]):
    """The next rarer rhythm, from the next question on."""

    me: Me


@dataclass(frozen=True, slots=True)
class PausePlan(Decision[Planned | NothingLeft]):
    """No question before that day; None ends a pause."""

    me: Me
    until: date | None


@dataclass(frozen=True, slots=True)
class StopPlan(Decision[bool]):
    """No more questions. False where there were none."""

    me: Me


@dataclass(frozen=True, slots=True)
class GoOnAsking(Decision[Planned | NothingLeft]):
    """After the person could not be reached for a while."""

    me: Me


@dataclass(frozen=True, slots=True)
class Weekends(Decision[Planned | NothingLeft]):
    me: Me
    wanted: bool


@dataclass(frozen=True, slots=True)
class TellOfSilence(Decision[bool]):
    """Whom to tell after two unanswered questions: nobody, ap or team. Chosen by the person, beforehand."""

    me: Me
    whom: str


@dataclass(frozen=True, slots=True)
class LiveIn(Decision[Planned | NothingLeft]):
    """The person's own time zone (IANA); every wall time is kept, and moves with them."""

    me: Me
    zone: str
