"""People, where they belong, what they agreed to: the looks and decisions of welcome, menu, language and stop."""

from dataclasses import dataclass

from conversations.dialogue.steps import Decision, Look, Me, Start
from conversations.dialogue.text import Text, Wording

USE, RELAY, CHECK_INS = "use", "relay", "check-ins"
"""What consent is asked for, each when it is needed and not before (care requirement 16)."""


THE_AP = Wording.of({"fr": "la personne qui vous accompagne", "en": "the person who accompanies you"})
"""How whoever accompanies somebody is called where a unit has no word of its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody belongs. Without a unit everything but `numbers` is None and nobody can be called."""

    unit: str
    unit_name: Wording
    hospital: Wording
    line: str
    line_hours: Wording
    coordination: Wording
    coordination_phone: str
    coordination_hours: Wording
    word_for_ap: Wording
    alert_on_danger: bool


@dataclass(frozen=True, slots=True)
class MyPlace(Look[Place | None]):
    me: Me


@dataclass(frozen=True, slots=True)
class Standing:
    """`state`: new, consented, refused, stopped. `language`: of this person now. Reading settings as chosen."""

    state: str
    language: str
    other_languages: tuple[tuple[str, str], ...]
    screen_reader: bool
    easy_pages: bool


@dataclass(frozen=True, slots=True)
class MyStanding(Look[Standing]):
    me: Me


@dataclass(frozen=True, slots=True)
class MenuLines(Look[tuple[Start, ...]]):
    """What the menu offers this person in this role, with what stands open put first."""

    me: Me


@dataclass(frozen=True, slots=True)
class Hat:
    membership: int
    role: Text
    unit_name: Wording


@dataclass(frozen=True, slots=True)
class MyHats(Look[tuple[Hat, ...]]):
    me: Me


@dataclass(frozen=True, slots=True)
class WhatEnds(Look[tuple[Text, ...]]):
    """What /stop would end for this person, a line each."""

    me: Me


@dataclass(frozen=True, slots=True)
class Agree(Decision[None]):
    """Record a consent; `wording` is the source string that was read, so that its version is known."""

    me: Me
    purpose: str
    wording: str
    given: bool


@dataclass(frozen=True, slots=True)
class Speak(Decision[None]):
    """Change the language."""

    me: Me
    language: str


@dataclass(frozen=True, slots=True)
class ReadAs(Decision[None]):
    """Change how somebody reads; None leaves a choice as it is."""

    me: Me
    screen_reader: bool | None = None
    easy_pages: bool | None = None


@dataclass(frozen=True, slots=True)
class Wear(Decision[bool]):
    """Make a membership the current one; False where it is not theirs any more."""

    me: Me
    membership: int


@dataclass(frozen=True, slots=True)
class StopEverything(Decision[tuple[Text, ...]]):
    """End everything of this person that can end; gives what is kept, a line each."""

    me: Me
