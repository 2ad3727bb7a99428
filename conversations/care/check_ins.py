"""Check-ins: what was asked, how somebody is, whom they would like to hear from. Nobody else reads an answer."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from conversations.care.profiles import Name
from conversations.dialogue.prompts import FIVE_WORDS
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, _

LOW = 2
"""Of the five words: very bad and bad. A low answer offers a human and does nothing else."""

Wish = Literal["ap", "team", "page", "nothing"]
State = Literal["open", "answered", "closed"]


def feeling_words(feeling: int) -> Text:
    """The word somebody chose, 1 to 5."""
    return FIVE_WORDS[feeling - 1].label


# A unit may keep 0 to 10. How such a number is said back and stored: in words, as somebody would say it.
OUT_OF_TEN: tuple[tuple[int, Text, int], ...] = (
    (1, _("very bad"), 1),
    (3, _("rather bad"), 2),
    (6, _("so-so"), 3),
    (8, _("rather good"), 4),
    (10, _("very good"), 5),
)


def said_back(number: int) -> tuple[Text, int]:
    """0 to 10 in words, and the one of the five words it stands for."""
    return next((words, feeling) for most, words, feeling in OUT_OF_TEN if number <= most)


@dataclass(frozen=True, slots=True)
class Question:
    """A check-in as its reader finds it. `id` 0: on their own initiative. `state`: open, answered, or closed.

    `day`: when it was put. `ap`: whom they could hear from, where a contact is open. `team`: whether a unit is there.
    `side`: patient, relative or ap.
    """

    id: int
    state: State
    day: date
    feeling: int | None
    ap: Name | None
    team: bool
    scale: Literal["words", "0-10"]
    side: str


@dataclass(frozen=True, slots=True)
class TheQuestion(Look[Question]):
    me: Me
    check_in: int


@dataclass(frozen=True, slots=True)
class Answered:
    """`told`: the AP was told, where that was the wish. `alert`: what the wish for the team raised."""

    id: int
    told: bool
    alert: int | None


@dataclass(frozen=True, slots=True)
class AlreadyClosed:
    """Somebody answered meanwhile (a second tap, another device), or it is too old."""


@dataclass(frozen=True, slots=True)
class SayHowIAm(Decision[Answered | AlreadyClosed]):
    """Keep the answer; do what was wished and nothing else. `feeling`: 1 to 5."""

    me: Me
    check_in: int
    feeling: int
    wish: Wish


@dataclass(frozen=True, slots=True)
class AddSentence(Decision[bool]):
    """The person's own sentence beside their answer, for themself alone."""

    me: Me
    check_in: int
    words: str


@dataclass(frozen=True, slots=True)
class NotToday(Decision[bool]):
    """Leave this one; the next comes as planned. False where it is none of theirs."""

    me: Me
    check_in: int


@dataclass(frozen=True, slots=True)
class PastAnswer:
    day: date
    feeling: int
    words: str | None


@dataclass(frozen=True, slots=True)
class MyAnswers(Look[tuple[PastAnswer, ...]]):
    """The last ones, newest first: words, no curve, no comparison."""

    me: Me


@dataclass(frozen=True, slots=True)
class EraseAnswers(Decision[int]):
    """Gives how many are gone."""

    me: Me
