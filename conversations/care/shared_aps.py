"""An AP of several units: nobody there is proposed to them before a supervisor of each unit has said yes (care 24)."""

from dataclasses import dataclass
from typing import Literal

from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Wording

SHARED_AP = "shared-ap"
"""The kind of task that asks a supervisor."""


OtherUnit = Literal["agreed", "asked", "nobody"]
"""It has said yes already, it is asked too, or nobody who could answer is there."""


@dataclass(frozen=True, slots=True)
class SharedView:
    """`other`: how the other unit stands."""

    membership: int
    name: Name
    home: Wording
    further: Wording
    other: OtherUnit


@dataclass(frozen=True, slots=True)
class MySharedAp(Look[SharedView | None]):
    """For a supervisor of either unit that has not answered yet; None where there is nothing to answer."""

    me: Me
    membership: int


@dataclass(frozen=True, slots=True)
class AnswerSharing(Decision[Literal["both", "one", "refused", "over"]]):
    """What is now: both have said yes, one has, it was refused, or there was nothing to answer any more."""

    me: Me
    membership: int
    yes: bool
