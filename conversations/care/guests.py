"""Somebody who is not on the bot: the coordination stands between (care requirement 10)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from conversations.care.appointments import CallLine
from conversations.care.profiles import Name
from conversations.care.requests import Details, NoUnit, Sent
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, Wording, _

SAFE_TIMES = {
    "morning": _("In the morning"),
    "afternoon": _("In the afternoon"),
    "evening": _("In the evening"),
    "any": _("Any time"),
}


@dataclass(frozen=True, slots=True)
class Guest:
    """A first name or alias, where and when (a key of SAFE_TIMES) to call, and to whom and when they agreed."""

    name: Name
    number: str
    language: str
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
    """`proposal`: an AP's yes that waits, their name, until when. `pair`: who accompanies them; `first_call`: by when
    the AP calls first, while that is to come; `paused_until`: while they are in a pause; `lost`: nothing reaches the
    AP. `stopped`: an AP who had to stop. `sisters`: units that could help out.
    """

    request: int
    guest: Guest
    state: str
    since: datetime
    until: datetime
    proposal: tuple[int, Name, datetime] | None
    pair: tuple[int, Name] | None
    first_call: datetime | None
    paused_until: date | None
    lost: bool
    stopped: Name | None
    sisters: tuple[tuple[str, Wording], ...]


@dataclass(frozen=True, slots=True)
class GuestRequests(Look[tuple[GuestRequest, ...]]):
    """Those of the coordinator's unit that are still open."""

    me: Me


Closing = Literal["closed", "held"]
"""Held: a supervisor decides about that contact first, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class CloseForGuest(Decision[Closing | None]):
    """Withdraw a guest's request, or close their pair, as they asked on the phone."""

    me: Me
    request: int


@dataclass(frozen=True, slots=True)
class GuestCall:
    """What the AP needs to call somebody who is not on the bot. `line`: the unit's, where it has one."""

    name: Name
    number: str
    time: Text
    line: CallLine | None


@dataclass(frozen=True, slots=True)
class ShowGuestNumber(Decision[GuestCall | None]):
    """For the AP of that contact; the message that shows it is deleted afterwards. None where it is not theirs."""

    me: Me
    pair: int


def about_guest_number(pair: int) -> str:
    """What the message with the number is called, so that it can be deleted."""
    return f"guest-number:{pair}"
