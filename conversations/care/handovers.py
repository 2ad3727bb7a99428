"""Handing over: somebody else goes on with the patient, on their yes alone, and the contact stays until then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations.dialogue.steps import Decision, Me

Answered = datetime | Literal["chooses", "stopped", "stays", "nothing"]
"""Until when somebody else is looked for; somebody else's yes waits for the patient's choice already; the search is
over, or there was none; nothing was asked of them, or answered so before."""


@dataclass(frozen=True, slots=True)
class OfferHandover(Decision[bool]):
    """The AP would like somebody else to go on: the patient is asked, and nothing changes without their yes."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class AnswerHandover(Decision[Answered]):
    """The patient's answer, which the AP reads. They may change their mind: a later no ends the search."""

    me: Me
    pair: int
    yes: bool


@dataclass(frozen=True, slots=True)
class SeekAnother(Decision[datetime | None]):
    """The patient agrees to (or asks for) somebody else; the pair goes on until the new one begins. Gives the date."""

    me: Me
    pair: int


def about_handover(pair: int) -> str:
    """What the question and its answer are called, so that what is not so any more is not said in the morning."""
    return f"handover:{pair}"
