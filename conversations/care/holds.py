"""Holds: the hardest moments, in which everything automatic stops and a person speaks first (care.md 6, 7, 8, 15)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from conversations.care.profiles import Name
from conversations.care.relay import Called
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text

DEATH, MOURNING, DOUBT, AP_STOPS = "death", "mourning", "doubt-identity", "ap-stops"
LiftedAs = Literal["as-before", "still-held", "open-again", "patient-left", "ap-left", "moved-on", "ended"]
"""How a contact stands once a hold of it is lifted: as before; held by another one; open again after it had ended by
that hold, or its AP was told that it had; over, because the patient has left, or the AP, or the request goes another
way, or for another reason."""

Told = Literal["by-phone", "in-person", "in-writing"]
"""How a patient was told that their AP has to stop."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """It is done. `who` of the unit calls or reads before `until`; `pairs`: how many contacts it concerns; `calls`: a
    number of the AP is on record."""

    who: Called
    until: datetime
    pairs: int = 1
    calls: bool = False


@dataclass(frozen=True, slots=True)
class MyHold(Look[Stopped | None]):
    """A contact of this AP that is held: who speaks with them, and by when. None where it is not."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class LeaveNumber(Decision[Stopped | None]):
    """The AP's number for the call about a held contact: shown to who makes it, erased with it."""

    me: Me
    pair: int
    number: str
    when: Text


@dataclass(frozen=True, slots=True)
class BadNews(Decision[Stopped | None]):
    """An AP has learned that their patient died: nothing automatic any more, until a supervisor has looked."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class DoubtThem(Decision[Stopped | None]):
    """An AP doubts that it is really their patient who writes. Nobody on that phone is told."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class StopAccompanying(Decision[Stopped | None]):
    """An AP has to stop; no reason. A person tells each patient; a yes that waits for a patient's is taken back, and so
    are the offers. None where there is nothing to stop."""

    me: Me


@dataclass(frozen=True, slots=True)
class RelativeDied(Decision[Stopped | None]):
    """Somebody writes that the person they were close to has died. None for somebody without a unit."""

    me: Me


@dataclass(frozen=True, slots=True)
class LeaveInPeace(Decision[None]):
    """Somebody in mourning wishes to read nothing more from the bot, not even by when it is read."""

    me: Me


@dataclass(frozen=True, slots=True)
class NotThat(Decision[bool]):
    """The person says that it was not meant: their own hold ends."""

    me: Me


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold as a supervisor sees it. `ap`, `patient`: first names; `may_be_told`: what the patient said beforehand;
    `first`: what stands for the same contact too, and comes first; `of_ap`: it is an AP who is in mourning, and
    asks for nobody themself."""

    id: int
    why: str
    state: str
    since: datetime
    by_name: Name
    ap: Name | None
    patient: Name | None
    told: bool
    may_be_told: str | None
    may_be_confirmed: bool
    may_be_lifted: bool
    first: str | None
    of_ap: bool
    patient_wrote: datetime | None


@dataclass(frozen=True, slots=True)
class OneHold(Look[HoldView | None]):
    """None where it is not of a unit in which this person is staff."""

    me: Me
    hold: int


@dataclass(frozen=True, slots=True)
class UnitPairs(Look[tuple[tuple[int, Name, Name], ...]]):
    """(pair, patient, AP) of the open contacts in the units of this staff member; those on hold too."""

    me: Me


@dataclass(frozen=True, slots=True)
class HoldAsStaff(Decision[int | None]):
    """The team has learned that a patient died; gives the hold's id. Confirming is a step of its own."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class ApGoneAsStaff(Decision[int | None]):
    """The team has learned that an AP died, or cannot go on: every contact of theirs is held until a person has told
    the patient. Gives the id of this contact's hold."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class OpenHolds(Look[tuple[HoldView, ...]]):
    """Those nobody has confirmed or lifted yet, in the units of this supervisor."""

    me: Me


@dataclass(frozen=True, slots=True)
class ConfirmHold(Decision[HoldView | None]):
    me: Me
    hold: int


@dataclass(frozen=True, slots=True)
class LeaveInMourning(Decision[bool]):
    """Somebody in mourning was spoken with, and all stays as it is until they say so: nobody waits for their choice,
    and an AP is asked nothing."""

    me: Me
    hold: int


@dataclass(frozen=True, slots=True)
class LiftHold(Decision[LiftedAs | None]):
    """It was not so, or it is over: everything goes on as before where it can, and nobody reads why it stood still.
    None where nothing was lifted: the AP who had to stop has left the bot, or the patient was told already."""

    me: Me
    hold: int


@dataclass(frozen=True, slots=True)
class WordToFamily(Decision[datetime | None]):
    """An AP's word for the family of somebody who died, given on by a person of the unit, who decides with them.

    Gives by when the unit reads it; None where that contact did not end so, or is not theirs.
    """

    me: Me
    pair: int
    words: str


@dataclass(frozen=True, slots=True)
class MyGroup(Look[Called | None]):
    """When the group of the unit's APs meets; None where its file does not say."""

    me: Me


@dataclass(frozen=True, slots=True)
class MessagesStay(Look[date | None]):
    """Until when nothing of ours takes away what this AP and somebody who died wrote to each other."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class AfterApStopped(Decision[datetime | bool | None]):
    """What the patient wishes after their AP had to stop: wait, another, or stop. A date where somebody is sought."""

    me: Me
    pair: int
    wish: Literal["wait", "another", "stop"]
