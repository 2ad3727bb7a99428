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
    """What the first screen needs: topics the unit offers, means it offers, whether a request is open already."""

    topics: tuple[str, ...]
    means: tuple[str, ...]
    open: bool
    today: date


@dataclass(frozen=True, slots=True)
class RequestFrame(Look[Frame | None]):
    """None for somebody without a unit."""

    me: Me


@dataclass(frozen=True, slots=True)
class Details:
    """What was said about a request. `around` is a kind of day and the day; `not_name` is read by a supervisor only."""

    topics: tuple[str, ...] = ()
    not_who: tuple[str, ...] = ()
    not_name: str | None = None
    around: tuple[str, date] | None = None
    means: tuple[str, ...] = ()
    as_relative: bool = False
    units: tuple[str, ...] = ()
    number: str | None = None

    @property
    def needs_eyes(self) -> bool:
        """Whether a person must look at each match: the bot cannot know who lives near whom, or knows whom."""
        return bool(self.not_name) or bool({NEAR, KNOWS_ME} & set(self.not_who))


@dataclass(frozen=True, slots=True)
class RequestView:
    """The open request as its person sees it. `state`: searching, proposed, resting, matched.

    `until` is the promised date; `waits_for` names where a proposed pair stands (its id). `calls`: whether a number is
    on record, so that a call can be promised.
    """

    request: int
    state: str
    since: datetime
    until: datetime
    overdue: bool
    details: Details
    role: Wording
    calls: bool
    needs_eyes: bool
    proposals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MyRequest(Look[RequestView | None]):
    me: Me


@dataclass(frozen=True, slots=True)
class WhatTheySee:
    """`before`: the very card of the offer; `after`: the very card an AP opens once the person has said yes."""

    before: Text
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
    """Other topics, another day, other people not to meet; None leaves a part as it is. False: no request is open."""

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
class Withdraw(Decision[bool]):
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
    """Look again with fewer wishes (or in a sister unit too): the new date, or None where no request is open."""

    me: Me
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class KeepPlace(Decision[datetime | None]):
    """Go on looking, with the place in the queue kept: the new date, or None where no request is open."""

    me: Me


# Somebody who is not on the bot: the coordination stands between (care requirement 10).
@dataclass(frozen=True, slots=True)
class Guest:
    """A first name or alias, where and when to call, and to whom and when they agreed in words."""

    name: Name
    number: str
    safe_time: str
    agreed_with: str
    agreed_on: date


@dataclass(frozen=True, slots=True)
class SendForGuest(Decision[Sent | NoUnit]):
    me: Me
    guest: Guest
    details: Details


@dataclass(frozen=True, slots=True)
class GuestRequest:
    request: int
    guest: Guest
    state: str
    since: datetime
    until: datetime
    proposal: int | None
    pair: int | None
    ap: Name | None


@dataclass(frozen=True, slots=True)
class GuestRequests(Look[tuple[GuestRequest, ...]]):
    """Those of the coordinator's unit that are still open."""

    me: Me


@dataclass(frozen=True, slots=True)
class CloseForGuest(Decision[bool]):
    """Withdraw a guest's request, or close their pair, as they asked on the phone."""

    me: Me
    request: int


# The supervisor's side.
@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits: since when, until when, how many were asked, whether anybody is left to ask."""

    request: int
    name: Name
    since: datetime
    until: datetime
    state: str
    asked: int
    left: int
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class WhoIsWaiting(Look[tuple[Waiting, ...]]):
    me: Me


@dataclass(frozen=True, slots=True)
class Ranked:
    """An AP who may be asked, as the supervisor sees it: what the two share, how many pairs the AP carries."""

    ap: int
    name: Name
    shared: Text
    carried: int
    room: int


@dataclass(frozen=True, slots=True)
class MatchView:
    """`not_now`: how many APs of the unit cannot be asked just now; why is nobody's business."""

    request: int
    name: Name
    wishes: Text
    not_name: str | None
    not_who: tuple[str, ...]
    needs_approval: bool
    ranked: tuple[Ranked, ...]
    not_now: int


@dataclass(frozen=True, slots=True)
class MatchFor(Look[MatchView | None]):
    me: Me
    request: int


@dataclass(frozen=True, slots=True)
class AskThese(Decision[int]):
    """Send the offer to these APs; gives how many could still be asked."""

    me: Me
    request: int
    aps: tuple[int, ...]
