"""Pairs: a patient and the AP who accompanies them, from the AP's yes to the goodbye."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from conversations.care.farewells import Recap
from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text

HELD_STATES = ("active", "paused", "held")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An AP said yes and the patient chooses. `until`: how long they may think."""

    pair: int
    ap: Name
    card: Text
    until: datetime
    days_to_contact: int


@dataclass(frozen=True, slots=True)
class MyProposal(Look[Proposal | None]):
    """A proposed pair of this patient (or of a guest of this coordinator's unit); None where it is not."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class MyProposals(Look[tuple[Proposal, ...]]):
    """All cards to choose from."""

    me: Me


@dataclass(frozen=True, slots=True)
class SaidYes:
    """`line`: the number of the unit's line from which calls come, where it has one."""

    ap: Name
    by: datetime
    line: str | None = None


@dataclass(frozen=True, slots=True)
class NoLongerOpen:
    """The choice was made, or ended, or is not theirs to make just now."""


@dataclass(frozen=True, slots=True)
class YesIsGone:
    """The AP cannot begin with them now. Somebody else is looked for until then; None where another yes waits."""

    ap: Name
    until: datetime | None


@dataclass(frozen=True, slots=True)
class SayYes(Decision[SaidYes | YesIsGone | NoLongerOpen]):
    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class Another:
    """Somebody else is looked for until then; None where somebody else's yes waits already."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class AskAnother(Decision[Another | NoLongerOpen]):
    """Somebody else, without a reason: the search goes on."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What an AP has done for it, while the two have not been in touch: nothing more is asked of them until `until`.

    agreed, proposed (no answer yet), over (it was agreed), lapsed (nobody had answered): a time, `at`. question: a word
    of the AP waits for the patient's yes to writing here; covered: it waits to be opened.
    """

    what: Literal["agreed", "proposed", "over", "lapsed", "question", "covered"]
    until: datetime
    at: datetime | None = None
    appointment: int = 0


def about_first_step(pair: int) -> str:
    """The name of what is said, to either side, of a first step that is late."""
    return f"first-step:{pair}"


@dataclass(frozen=True, slots=True)
class WeHaveTalked(Decision[Name | None]):
    """A patient says that the two have been in touch, whether or not the AP has noted it."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair as one of the two sees it. `other` is a first name; `card` what the AP reads about the patient.

    `resting`: an AP who is not there tonight, `hours`: when they mostly are, both for the patient alone.
    `by_phone`: the patient is not on the bot. `step`, `may_have_talked` (a time they had set
    is over): while nobody has said that they were in touch. A hold looks as before here.
    """

    pair: int
    state: str
    other: Name
    since: datetime
    first_contact: bool
    contact_by: datetime
    card: Text
    agreed: bool
    rhythm: str | None
    review: date | None
    as_ap: bool
    paused_by_me: bool = False
    paused_until: date | None = None
    resting: bool = False
    hours: tuple[Text, ...] = ()
    by_phone: bool = False
    step: FirstStep | None = None
    may_have_talked: bool = False


@dataclass(frozen=True, slots=True)
class MyPair(Look[PairView | None]):
    """The patient's pair."""

    me: Me


@dataclass(frozen=True, slots=True)
class MyPairs(Look[tuple[PairView, ...]]):
    """The AP's pairs."""

    me: Me


@dataclass(frozen=True, slots=True)
class OnePair(Look[PairView | None]):
    """A pair, where this person is one of the two."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class GiveBack(Decision[bool]):
    """An AP who has not been in touch yet cannot be after all: the search goes on, the place is kept, no reason."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Whom one has said goodbye to, and how much there was."""

    other: Name
    recap: Recap | None


@dataclass(frozen=True, slots=True)
class EndPair(Decision[Goodbye | None]):
    """Close a pair; `why`: the word stored, no sentence. None where it was closed already or is not theirs."""

    me: Me
    pair: int
    why: str = "ended"


@dataclass(frozen=True, slots=True)
class RenewPair(Decision[date | None]):
    """Another twelve weeks (the unit's number); the day of the next review."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class EndedPair:
    """A closed pair, for a word and three questions. `kept_until`: how long what they wrote stays in the chat."""

    pair: int
    other: Name
    word_left: bool
    answered: bool
    kept_until: date | None
    recap: Recap | None


@dataclass(frozen=True, slots=True)
class MyEndedPair(Look[EndedPair | None]):
    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class LeaveWord(Decision[bool]):
    """A word for the other side. False where one was left already."""

    me: Me
    pair: int
    words: str


@dataclass(frozen=True, slots=True)
class NotAgain(Decision[bool]):
    """Never to be proposed to each other again: either side, after a pair or a proposal, without a reason."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class WordFor(Look[str | None]):
    """The word somebody left for this person."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class AnswerThree(Decision[bool]):
    """Three answers at closing. The unit's words, not a validated scale; counted, never shown to the AP."""

    me: Me
    pair: int
    helped: str
    met: str
    words: str | None
