"""Being called: what can be promised at this minute, and what comes of asking."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, _

URGENT, INTERPRETER, PSYCHOLOGIST, SAFELY = "now", "interpreter", "psychologist", "safely"
"""What a call can be for, as the subject of "call-me": besides nothing in particular, or the id of an alert."""


SAFE_TIMES: dict[str, Text] = {
    "any": _("Any time"),
    "morning": _("In the morning"),
    "midday": _("Around midday"),
    "afternoon": _("In the afternoon"),
    "evening": _("Late afternoon"),
}
"""When somebody can talk undisturbed."""
SAFE_HOURS: dict[str, tuple[time, time]] = {
    "morning": (time(8), time(12)),
    "midday": (time(11, 30), time(14)),
    "afternoon": (time(13), time(18)),
    "evening": (time(16), time(20)),
}
"""The same by the clock of who says it, for what is promised then; any time is every hour."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What a call can be here: `duty` whether somebody is on duty now, `before` by when a human calls or writes; None
    where nobody can be promised.

    `name` is the first name to ask for, `urgent` whether it follows danger.
    """

    duty: bool
    before: datetime | None
    name: str | None
    urgent: bool


@dataclass(frozen=True, slots=True)
class ChanceOfCall(Look[Chance | None]):
    """None without a unit: nobody can call from here."""

    me: Me
    reason: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The call (or the written answer, without a number) is asked for; `told` says whom that has reached.

    `before` None: nobody can be promised, or nobody in the hours that the person chose.
    """

    told: Text
    before: datetime | None


@dataclass(frozen=True, slots=True)
class AskForCall(Decision[Asked | None]):
    """`number` None: please write here instead. `when`: a key of SAFE_TIMES. None comes back without a unit."""

    me: Me
    reason: str | None
    number: str | None
    when: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything else waits: of which `kind`, what the alert says now, whether somebody is on duty, and how often it
    was said so far. `hushed`: nothing is pushed before they say that it is a good time. `first`: the number of the
    message with which it began."""

    kind: str
    told: Text | None
    duty: bool
    said: int
    hushed: bool
    first: int


@dataclass(frozen=True, slots=True)
class WhatWaits(Look[Waiting | None]):
    me: Me


@dataclass(frozen=True, slots=True)
class SaidSo(Decision[None]):
    """It was said once more that everything waits."""

    me: Me


@dataclass(frozen=True, slots=True)
class GoodTime(Decision[None]):
    """After words of violence: the person says that it is a good time to write, and may be written to again."""

    me: Me


@dataclass(frozen=True, slots=True)
class GoOn(Decision[None]):
    """The person goes on: nothing waits any more. An open alert stays open."""

    me: Me


WhatFollowed = Literal["remarked", "held", "nothing"]
"""Of "that is not it": it stands on the open alert now; our messages stay on hold; there was nothing to do."""


@dataclass(frozen=True, slots=True)
class NotIt(Decision[WhatFollowed]):
    """The words did not mean that. `about`: the id of their alert, or else the kind of what was read in them."""

    me: Me
    about: str | None


@dataclass(frozen=True, slots=True)
class EraseThese(Decision[None]):
    """Delete the messages of this chat from that one on, on both sides, as far as Telegram allows."""

    me: Me
    since: str | None
