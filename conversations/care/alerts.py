"""Alerts as the people on duty see them: what waits, why, and what they can do about it."""

from dataclasses import dataclass
from datetime import datetime

from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, Wording, _

KIND_WORDS: dict[str, Text] = {
    # Neutral on a locked screen: which words they were, and about what, stands in WHY_WORDS (care requirement 18).
    "danger-oneself": _("urgent message"),
    "danger-somebody": _("urgent message"),
    "violence": _("urgent message"),
    "call-me": _("asks for a call"),
    "ap-urgent": _("urgent, from a volunteer"),
    "ap-concern": _("concern of a volunteer"),
    "report": _("report"),
    "low-check-in": _("would like to be contacted"),
    "delivery-failed": _("a message could not be delivered"),
    "death": _("a voice call is needed"),
    "silent-pair": _("no contact for a while"),
    "missed-debrief": _("a debrief is missing"),
    "late-first-contact": _("a first contact is late"),
    "doubt-identity": _("doubt about who is writing"),
    "silent-check-in": _("no answer, as was asked"),
    "ap-carries-much": _("a volunteer carries much"),
    "stood-still": _("something had stopped, and was set going"),
    "drill": _("drill"),
}

WHY_WORDS: dict[str, Text] = {
    # Behind a tap, for whoever decides what to do first.
    "danger-oneself": _("words about the person’s own life"),
    "danger-somebody": _("words about somebody else’s life"),
    "call-me": _("a tap of the person"),
    "ap-urgent": _("a tap of the volunteer, “urgent”"),
    "ap-concern": _("a tap of the volunteer"),
    "low-check-in": _("the person’s yes after a low answer"),
    "death": _("words about a death"),
    "delivery-failed": _("an alert or message that did not arrive"),
}

STEP_WORDS: dict[str, Text] = {
    "raised": _("raised"),
    "joined": _("more was written"),
    "more-urgent": _("became more urgent"),
    "told": _("a person was told"),
    "gathered": _("a person was told, together with others"),
    "waits": _("waits for the next person on duty"),
    "declined": _("somebody could not"),
    "failed": _("a message did not arrive"),
    "nobody": _("nobody could be reached"),
    "corrected": _("the person read a correction"),
    "taken": _("taken"),
    "taken-over": _("taken over"),
    "handed": _("handed on"),
    "asked": _("asked: still yours?"),
    "kept": _("still in the same hands"),
    "given-back": _("open again: no answer"),
    "more-told": _("whoever has it was told of it"),
    "seen-told": _("the person read that somebody has seen it"),
    "not-it": _("the person says: that is not it"),
    "left": _("the person stopped the program"),
    "unreachable": _("the person can no longer be written to"),
    "asked-to-open": _("a second person was asked before the message is opened"),
    "allowed": _("the second person said yes"),
    "refused": _("the second person would rather leave it closed"),
    "opened": _("the message was opened"),
    "opened-alone": _("the message was opened; there was no second person to tell"),
    "mailed": _("the second path was used"),
    "repaired": _("the auditor gave it its next step"),
    "resolved": _("closed"),
}

OF_APS = frozenset({"ap-carries-much", "silent-pair", "late-first-contact", "missed-debrief"})
"""Routine kinds that stand in the half-day too until somebody has looked after that AP."""
SPOKEN_WITH = frozenset({"called", "wrote"})
"""Outcomes with which what the person asked for is done."""
OUTCOMES: tuple[tuple[str, Text], ...] = (
    ("called", _("I spoke with the person")),
    ("wrote", _("I wrote to the person")),
    ("handed-on", _("Others have taken over")),
    ("nothing-needed", _("Nothing was needed")),
)


def kind_words(kind: str) -> Text:
    """What an alert is about, in neutral words."""
    return KIND_WORDS.get(kind, _("something to look at"))


@dataclass(frozen=True, slots=True)
class Danger:
    """What words meant: `kind` as the safety words name it (or PERHAPS), and the alert that has them, if any."""

    kind: str
    alert: int | None = None


PERHAPS = "perhaps"
"""The kind where only the second reader took the words for danger."""


@dataclass(frozen=True, slots=True)
class StepView:
    """`who`: the first name of the staff member concerned, where known."""

    what: str
    at: datetime
    who: str | None


@dataclass(frozen=True, slots=True)
class AlertView:
    """`mine`: whoever looks has taken it. `name` is the first name of the person it is about, where known.

    `unit`: which one, for somebody who serves several. `rule`: of the safety words, where words raised it.
    `calls`: (task, kind) of what stands for it, which has the number.
    """

    id: int
    kind: str
    level: str
    state: str
    times: int
    raised_at: datetime
    taken_at: datetime | None
    mine: bool
    has_message: bool
    name: str | None
    unit: Wording | None
    rule: str | None
    remark: str | None
    steps: tuple[StepView, ...]
    calls: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AlertOf(Look[AlertView | None]):
    """None where it does not exist, or belongs to a unit in which this person is no staff."""

    me: Me
    alert: str | None


@dataclass(frozen=True, slots=True)
class OpenAlerts(Look[tuple[AlertView, ...]]):
    """Those of the units in which this person is staff, most urgent first."""

    me: Me


@dataclass(frozen=True, slots=True)
class Colleague:
    person: int
    name: str | None
    on_duty: bool


@dataclass(frozen=True, slots=True)
class Colleagues(Look[tuple[Colleague, ...]]):
    """Who else of the staff of the alert's, the task's or one's own unit can be reached, and may read that task."""

    me: Me
    alert: str | None = None
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """It was done."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody has it: you just now, you before, or a colleague."""

    mine: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Over:
    """It is resolved already."""


@dataclass(frozen=True, slots=True)
class NotYours:
    """No such alert for this person; nothing was changed."""


@dataclass(frozen=True, slots=True)
class TakeAlert(Decision[Taken | Over | NotYours]):
    me: Me
    alert: str | None


@dataclass(frozen=True, slots=True)
class TakeOverAlert(Decision[Taken | Over | NotYours]):
    """From a colleague who has it."""

    me: Me
    alert: str | None


@dataclass(frozen=True, slots=True)
class DeclineAlert(Decision[Done | Taken | Over | NotYours]):
    me: Me
    alert: str | None


@dataclass(frozen=True, slots=True)
class KeepAlert(Decision[Done | Over | NotYours]):
    """Still mine."""

    me: Me
    alert: str | None


@dataclass(frozen=True, slots=True)
class HandAlert(Decision[Done | Over | NotYours]):
    """To that colleague first; it climbs on from there."""

    me: Me
    alert: str | None
    colleague: int


@dataclass(frozen=True, slots=True)
class CloseAlert(Decision[Done | Over | NotYours]):
    me: Me
    alert: str | None
    outcome: str
