"""The relay: two people who write to each other by first names, and never learn more than they say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, Wording, _
from conversations.policies.relay_rules import Refusal, Why

RELAY = "relay"
"""The purpose of the consent to write here, asked when it is needed and not before."""

Called = Name | Wording


THE_TEAM = _("the unit’s team")


def to_begin_with(who: Called) -> Called:
    """The same, to begin a sentence with: a name is written large already."""
    if isinstance(who, Wording):
        return who.at_the_start()
    return _("The unit’s team") if who == THE_TEAM else who


"""What somebody is called: the name they gave, else the unit's word for them."""


# What became of a message that somebody wrote.
@dataclass(frozen=True, slots=True)
class Left:
    """It is on its way; a sign on the message says when it has left."""

    to: Called


@dataclass(frozen=True, slots=True)
class Waits:
    """It waits for a yes of the one who wrote it. `to` is empty while the question is to whom."""

    held: int
    why: Why
    to: Called
    choices: tuple[tuple[int, Called], ...] = ()


@dataclass(frozen=True, slots=True)
class Stays:
    """It did not leave, by a rule: `why`. `pair` for what can be done instead."""

    why: Refusal
    to: Called
    pair: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """It did not leave, because of how things stand between the two.

    paused (`until` that day), closed, unreachable (the patient), ap-unreachable, never-left (a change to something that
    did not leave or is forgotten), gone (it waits no longer), waits-for-them (the other side has not agreed to write
    here), calls (they would rather have a call).
    """

    why: Literal["paused", "closed", "unreachable", "ap-unreachable", "never-left", "gone", "waits-for-them", "calls"]
    to: Called
    pair: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OnHold:
    """Nothing left, nothing changed: the contact is held. `until`: by when `who` speaks with an AP, or a patient is
    told, where that phone reads an hour; one wording for every pause. `calls`: a number of the AP is on record;
    `spoken`: they were spoken with; it is undecided."""

    pair: int
    as_ap: bool
    who: Called
    until: datetime | None
    calls: bool
    spoken: bool


Fate = Left | Waits | Stays | Stopped | OnHold


@dataclass(frozen=True, slots=True)
class RelayView:
    """A pair in which this patient could write. `waiting`: whether the AP wrote already and waits for the yes."""

    pair: int
    ap: Called
    my_name: str | None
    agreed: bool | None
    waiting: bool


@dataclass(frozen=True, slots=True)
class MyRelay(Look[RelayView | None]):
    """Of that pair, or of the only one; None where there is none this patient could write in."""

    me: Me
    pair: str | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """`left`: how many messages that had waited are on their way now, either side; `still`: what became of the others
    of this person, each with a question or a sentence of its own. `deleted`: they would rather be called, and what they
    had written is gone."""

    ap: Called
    left: int
    still: tuple[Fate, ...] = ()
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class AgreeToWrite(Decision[Agreed | None]):
    """Write here (True), or rather be called (False). None where the pair is no more."""

    me: Me
    pair: int
    write: bool
    name: str | None


@dataclass(frozen=True, slots=True)
class PreferMeans(Decision[None]):
    """Said at the request, before anybody is found: write here (True) or rather be called (False)."""

    me: Me
    write: bool


@dataclass(frozen=True, slots=True)
class OpenDesk(Decision[Called | Fate]):
    """From now on what this person types goes to that pair (None: the only one). Gives the other's name."""

    me: Me
    pair: str | None


@dataclass(frozen=True, slots=True)
class WritablePairs(Look[tuple[tuple[int, Called], ...]]):
    """(pair, the other's name) of everybody this person can write to."""

    me: Me


@dataclass(frozen=True, slots=True)
class SendHeld(Decision[Fate]):
    """Send what waits: yes, anyway; or to that pair. `subject`: "held" or "held:pair"."""

    me: Me
    subject: str | None


@dataclass(frozen=True, slots=True)
class DropHeld(Decision[bool]):
    """Do not send it; nothing of it is kept."""

    me: Me
    subject: str | None


@dataclass(frozen=True, slots=True)
class LookInPages(Decision[bool]):
    """It was meant for the bot: search with it. What is found is said at once."""

    me: Me
    subject: str | None


@dataclass(frozen=True, slots=True)
class Newest:
    """The last message this person sent in a pair, as far as it can still be taken back."""

    pair: int
    source: int
    to: Called
    at: datetime


@dataclass(frozen=True, slots=True)
class MyNewest(Look[Newest | None]):
    me: Me


@dataclass(frozen=True, slots=True)
class Withdraw(Decision[Literal["withdrawn", "too-old", "nothing"]]):
    """Take a relayed message back from the other side."""

    me: Me
    pair: int
    source: int


Reached = Literal["nobody", "told", "team", "seen", "later"]
"""Whom the alert of these words has reached: nobody (there is none), who is on duty, several; one has it; it waits."""


@dataclass(frozen=True, slots=True)
class DangerCard:
    """What an AP reads when a message shows danger. `at`: when somebody will be told, where that is known."""

    pair: int
    name: Called
    reached: Reached
    at: datetime | None
    supervisor: Called


@dataclass(frozen=True, slots=True)
class MyDangerCard(Look[DangerCard | None]):
    """`subject`: "pair:alert", 0 where no alert has the words."""

    me: Me
    subject: str | None


@dataclass(frozen=True, slots=True)
class SendSentence(Decision[Fate]):
    """Relay a sentence written here beforehand, as the AP's own words."""

    me: Me
    pair: int
    words: Text
