"""The AP's mirror: what a month looked like beside what was agreed, in counts, seen by the AP first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, _

PLANNED: Mapping[str, Text] = {
    "weekly": _("one contact a week"),
    "fortnightly": _("one contact every two weeks"),
    "key-moments": _("contacts at key moments"),
    "when-i-write": _("contacts when the other person writes"),
}
SEVERAL = _("a different pace with each person")
NOTHING_PLANNED = _("no pace yet")
IN_A_MONTH: Mapping[str, int] = {"weekly": 5, "fortnightly": 3}
"""So many contacts a month are within what was agreed; the other rhythms have no number."""
HEAVY_FROM = 2
"""So many heavy debriefs in a month bring the suggestion of a rest."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """Counts of the month so far. `over`: contacts beyond what was agreed. `supervisor`: whom to talk with.

    `heavy`: debriefs in which the AP themself chose one of the two low words; never shown to anybody else.
    """

    exchanges: int
    late: int
    planned: Text
    over: int
    minutes: int
    overridden: int
    renewals: int
    without_debrief: int
    heavy: int
    supervisor: Name
    pairs: tuple[tuple[int, Name], ...]


@dataclass(frozen=True, slots=True)
class MyMirror(Look[Mirror]):
    me: Me


@dataclass(frozen=True, slots=True)
class AnswerMirror(Decision[None]):
    """For the AP's own month; nobody is told."""

    me: Me
    answer: Literal["suits", "adjust", "talk"]
