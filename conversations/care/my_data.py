"""My data: what a person may know, take with them, withdraw and erase; the looks and decisions of « Mes données »."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, Wording

COPY, ERASE = "copy", "erase"
"""What is asked for today and given on a second yes a day later: somebody else may hold the phone (care 15)."""


@dataclass(frozen=True, slots=True)
class Consent:
    """The newest answer to one purpose."""

    purpose: str
    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for the data, as decided in the site file."""

    controller: Wording
    officer: str
    basis: Wording
    retention: Wording


@dataclass(frozen=True, slots=True)
class Account:
    """What is kept of a person, counted by noun of bot/storage/my_data.py, without a word of its content.

    `opened`: when somebody of the team opened the words of an alert the person brought about.
    """

    since: datetime
    has_name: bool
    roles: tuple[Text, ...]
    counts: tuple[tuple[str, int], ...]
    consents: tuple[Consent, ...]
    opened: tuple[datetime, ...]
    responsible: Responsible | None


@dataclass(frozen=True, slots=True)
class MyData(Look[Account]):
    me: Me


@dataclass(frozen=True, slots=True)
class Wish:
    """`state`: none; asked, and `at` is when the second question comes; open, and `at` is until when a yes counts."""

    state: Literal["none", "asked", "open"]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MyWish(Look[Wish]):
    """Where the wish for a copy, or to be erased, stands."""

    me: Me
    what: str


@dataclass(frozen=True, slots=True)
class AskFor(Decision[datetime]):
    """The first yes; gives when the second question comes."""

    me: Me
    what: str


@dataclass(frozen=True, slots=True)
class TakeCopy(Decision[bytes | None]):
    """The copy as a JSON file, once for each wish; None where its day has not come or is over."""

    me: Me


@dataclass(frozen=True, slots=True)
class WithdrawConsent(Decision[bool]):
    """True where there was a yes to withdraw."""

    me: Me
    purpose: str


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything is gone but the chat, which goes when the receipt has arrived. The service says the receipt itself."""


@dataclass(frozen=True, slots=True)
class KeptForNow:
    """Everything is gone but what a human of the unit still has to deal with."""


@dataclass(frozen=True, slots=True)
class TooEarly:
    """There was no first yes a day ago."""


@dataclass(frozen=True, slots=True)
class EraseMe(Decision[Erased | KeptForNow | TooEarly]):
    """The second yes: end everything, tell whom it concerns, erase."""

    me: Me
