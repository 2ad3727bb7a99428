"""Requests: a patient's (or a relative's) wish to be put in contact with somebody who has been there.

One date is promised, from sending to first contact; offers, approvals and the person's own thinking live inside it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, Wording, _

CHOOSE_FOR_ME = "choose-for-me"
NEAR, WORKS_HERE, KNOWS_ME = "near", "works-here", "knows-me"
NOT_WHO = {
    NEAR: _("Somebody who lives near me"),
    WORKS_HERE: _("Somebody who works here"),
    KNOWS_ME: _("Somebody who may know me"),
}
AROUND = {
    "surgery": _("An operation"),
    "first-treatment": _("A first treatment"),
    "end-of-treatment": _("The end of a treatment"),
    "results": _("Results"),
    "other": _("Another day that counts"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the first screen needs: topics the unit offers, means it offers, whether a request is open already, and
    what it says. `before`: the AP who accompanied this person last, and may be wished for once more."""

    topics: tuple[str, ...]
    means: tuple[str, ...]
    open: bool
    today: date
    details: "Details"
    before: tuple[int, Name] | None


@dataclass(frozen=True, slots=True)
class RequestFrame(Look[Frame | None]):
    """None for somebody without a unit."""

    me: Me


@dataclass(frozen=True, slots=True)
class Details:
    """What was said about a request. `around` is a kind of day and the day; `not_name` is read by a supervisor only;
    `again` is the AP of an earlier contact, who is asked first."""

    topics: tuple[str, ...] = ()
    not_who: tuple[str, ...] = ()
    not_name: str | None = None
    around: tuple[str, date] | None = None
    means: tuple[str, ...] = ()
    as_relative: bool = False
    units: tuple[str, ...] = ()
    number: str | None = None
    again: int | None = None

    @property
    def needs_eyes(self) -> bool:
        """Whether a person must look at each match: the bot cannot know who lives near whom, or knows whom."""
        return bool(self.not_name) or bool({NEAR, KNOWS_ME} & set(self.not_who))


@dataclass(frozen=True, slots=True)
class RequestView:
    """The open request as its person sees it. `state`: searching, proposed, resting, matched.

    `until` is the promised date, `choose_until` how long the choice is open. `held`: a supervisor has to look first, or
    the person themself, where they are in mourning (`mourning`).
    `stopped`: the pair that ended because its AP had to stop, and their name, where that is how it came to rest.
    """

    request: int
    state: str
    since: datetime
    until: datetime
    overdue: bool
    details: Details
    role: Wording
    needs_eyes: bool
    choose_until: datetime | None = None
    held: bool = False
    mourning: bool = False
    stopped: tuple[int, Name] | None = None


@dataclass(frozen=True, slots=True)
class MyRequest(Look[RequestView | None]):
    me: Me


@dataclass(frozen=True, slots=True)
class WhatTheySee:
    """`before`: the card of the offer with everything that could ever stand on one, `in_common` things of which two at
    most do; `after`: the very card an AP opens once the person has said yes."""

    before: Text
    in_common: int
    after: Text


@dataclass(frozen=True, slots=True)
class WhatMyApSees(Look[WhatTheySee | None]):
    me: Me


@dataclass(frozen=True, slots=True)
class Sent:
    until: datetime
    role: Wording
    calls: bool


@dataclass(frozen=True, slots=True)
class AlreadySent:
    since: datetime


@dataclass(frozen=True, slots=True)
class NoUnit:
    """There is no unit here, so nobody to look for."""


@dataclass(frozen=True, slots=True)
class SendRequest(Decision[Sent | AlreadySent | NoUnit]):
    me: Me
    details: Details


@dataclass(frozen=True, slots=True)
class ChangeRequest(Decision[bool]):
    """Other topics, another day, other people not to meet; None leaves a part as it is, an empty one takes it back.
    False: no request is open."""

    me: Me
    topics: tuple[str, ...] | None = None
    not_who: tuple[str, ...] | None = None
    not_name: str | None = None
    around: tuple[str, date] | None = None


@dataclass(frozen=True, slots=True)
class StartSearch(Decision[None]):
    """Nothing more will be said about oneself just now: ask the first ones."""

    me: Me


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Nobody is looked for any more. `stays`: the AP of a contact that goes on."""

    stays: Name | None = None


@dataclass(frozen=True, slots=True)
class Withdraw(Decision[Withdrawn | None]):
    """None where nothing is looked for."""

    me: Me


# After the date has passed, or when nobody fits: choices, never an end.
@dataclass(frozen=True, slots=True)
class OtherWays:
    """What is left where nobody fits. `sister`: names of units that agreed to help out."""

    sister: tuple[tuple[str, Wording], ...]
    psychologist: Wording


@dataclass(frozen=True, slots=True)
class WhatElse(Look[OtherWays | None]):
    me: Me


@dataclass(frozen=True, slots=True)
class Widen(Decision[datetime | None]):
    """Look again with fewer wishes (or in a sister unit too): the date, or None where there is nothing to look for.

    `request`: that of a guest, where the coordination says what they wish.
    """

    me: Me
    unit: str | None = None
    request: int | None = None


@dataclass(frozen=True, slots=True)
class KeepPlace(Decision[datetime | None]):
    """Go on looking, with the place in the queue kept: the date, or None where there is nothing to look for."""

    me: Me
    request: int | None = None
