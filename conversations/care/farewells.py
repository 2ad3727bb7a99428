"""What is left of a contact that has ended: how much there was, and what people answered afterwards."""

from dataclasses import dataclass
from datetime import date

from conversations.dialogue.steps import Look, Me


@dataclass(frozen=True, slots=True)
class Recap:
    """How much there was of a contact, without a word of it. `contacts`: calls and meetings that the AP noted."""

    first: date
    last: date
    messages: int
    contacts: int


@dataclass(frozen=True, slots=True)
class Said:
    """The answers to the three questions in a unit: how many of each, and the free words, the newest first."""

    answered: int
    helped: dict[str, int]
    met: dict[str, int]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatPeopleSaid(Look[Said]):
    """In the units in which this person is staff, without names, and without the contacts of their own."""

    me: Me
