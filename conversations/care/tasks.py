"""Tasks as the people see them who must do them: what, for whom, by when."""

from dataclasses import dataclass
from datetime import datetime

from conversations.care.alerts import Done, NotYours, Over, Taken
from conversations.care.shared_aps import SHARED_AP
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, _

TASK_WORDS: dict[str, Text] = {
    "call-person": _("A call to make"),
    "call-safely": _("A call to make"),
    "write-person": _("A few words to write"),
    "write-safely": _("A few words to write"),
    "tell-patient": _("Something to tell somebody by phone"),
    "death-tell-ap": _("A voice call to make"),
    "ap-stops-tell-patient": _("Something to tell somebody by phone"),
    "match-approval": _("A match waiting for your answer"),
    "identity-doubt": _("A doubt about who is writing"),
    "report": _("A report to read"),
    "call-ap": _("A call to a volunteer"),
    "interpreter": _("A call with an interpreter"),
    "psychologist": _("Somebody asks for the psychologist"),
    "hold": _("A pause to confirm or to lift"),
    "held-elsewhere": _("Something to ask another unit"),
    "mourning": _("A pause of somebody in mourning"),
    "see-patient": _("Somebody to see in person"),
    SHARED_AP: _("An AP who would be shared with another unit"),
    "family-word": _("A word to pass on to a family"),
    "evaluation": _("A word about a contact, to read"),
}
BY_ANYBODY = frozenset({"call-person", "call-safely", "write-person", "write-safely"})
"""Kinds that are done once anybody of the team has spoken with the person, or written to them."""
ASKED_FOR = BY_ANYBODY | {"interpreter", "psychologist"}
"""Kinds that are done once the one they asked for has."""
CALLS = ASKED_FOR | {"tell-patient", "death-tell-ap", "ap-stops-tell-patient", "call-ap"}
"""Kinds with which somebody waits to be spoken with."""
PROMISED = ASKED_FOR | {"report", "death-tell-ap", "identity-doubt", "call-ap"}
"""Kinds of which the person read a time: where it cannot be kept they read a new one."""
READ_BY_AP = frozenset({"ap-stops-tell-patient", "hold"})
"""Kinds about a contact of which its AP may have read a time: what they say to the patient, or decide, by then."""
WRITTEN = frozenset({"write-person", "write-safely"})
"""Kinds that are done in words."""
NEVER_WRITTEN = frozenset({"call-safely"})
"""Kinds that are spoken of by voice alone: after words of violence somebody else may read that phone."""
AFTER_VIOLENCE = NEVER_WRITTEN | {"write-safely"}
"""Kinds of which nothing stands in clear on that phone before it is opened."""

READ = frozenset({"report", "evaluation", "family-word"})
"""Kinds that are there to be read: done only by who has taken them, which is what opens them."""
DECIDED = frozenset({SHARED_AP, "match-approval"})
"""Kinds that end with a decision alone, in the dialogue that they open: not with "done", nor with words."""


def task_words(kind: str) -> Text:
    """What is to be done, in words fit for a list."""
    return TASK_WORDS.get(kind, _("Something to do"))


@dataclass(frozen=True, slots=True)
class TaskView:
    """`number` and `details` are there only for who has taken it. `opens`: (dialogue, subject) that deals with it."""

    id: int
    kind: str
    state: str
    due_at: datetime
    mine: bool
    name: str | None
    number: str | None
    details: Text | None
    opens: tuple[str, str] | None
    alert: int | None
    can_write: bool


@dataclass(frozen=True, slots=True)
class TaskOf(Look[TaskView | None]):
    """None where it does not exist, is done, or belongs to a unit in which this person is no staff."""

    me: Me
    task: str | None


@dataclass(frozen=True, slots=True)
class TakeTask(Decision[Taken | Over | NotYours]):
    me: Me
    task: str | None


@dataclass(frozen=True, slots=True)
class HandTask(Decision[Done | Over | NotYours]):
    me: Me
    task: str | None
    colleague: int


@dataclass(frozen=True, slots=True)
class FinishTask(Decision[Done | Over | NotYours]):
    me: Me
    task: str | None


@dataclass(frozen=True, slots=True)
class WriteForTask(Decision[Done | Over | NotYours]):
    """A human's own words to the person the task is about; the task is done with them."""

    me: Me
    task: str | None
    words: str
