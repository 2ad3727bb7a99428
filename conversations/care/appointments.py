"""Appointments of a pair: phone first, the ward, video; the same in words and as a file for the calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from conversations.care.relay import Called
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, Wording, _

HOW = {"phone": _("By phone"), "ward": _("On the ward"), "video": _("By video")}
HOURS = tuple(range(8, 21))
"""Full hours of the day that are offered; anything finer two people say to each other."""

FARTHEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class CallLine:
    """A line of the unit from which its APs call, and where it stands."""

    number: str
    where: Wording


@dataclass(frozen=True, slots=True)
class Frame:
    """What proposing needs. `places` are the unit's; `may_write`: the patient has not chosen calls instead."""

    pair: int
    other: Called
    as_ap: bool
    means: tuple[str, ...]
    places: tuple[Wording, ...]
    today: date
    may_write: bool


@dataclass(frozen=True, slots=True)
class AppointmentFrame(Look[Frame | None]):
    """Of that pair, or of the only one; None where nothing can be proposed in it."""

    me: Me
    pair: str | None


@dataclass(frozen=True, slots=True)
class View:
    """`by_me`: this side proposed it as it is. `has_number`: one is on record, so that a call can be promised.
    `may_write`: where none is, the two can write instead. `line`: the unit's, from which the AP calls; `video`: where
    the two meet on a screen. `can_move`: not in a pause."""

    id: int
    pair: int
    other: Called
    at: datetime
    means: str
    place: Wording | None
    state: str
    by_me: bool
    as_ap: bool
    has_number: bool
    may_write: bool
    can_move: bool
    line: CallLine | None
    video: str | None

    @property
    def needs_number(self) -> bool:
        """A call to which nobody knows the number yet."""
        return self.means == "phone" and not self.has_number


@dataclass(frozen=True, slots=True)
class OneAppointment(Look[View | None]):
    me: Me
    appointment: int


@dataclass(frozen=True, slots=True)
class ProposeTime(Decision[View | None]):
    """None where the time is past already, or the pair is not open."""

    me: Me
    pair: int
    means: str
    day: date
    hour: int
    place: int | None
    number: str | None


@dataclass(frozen=True, slots=True)
class MoveTime(Decision[View | None]):
    me: Me
    appointment: int
    day: date
    hour: int


@dataclass(frozen=True, slots=True)
class AcceptTime(Decision[View | None]):
    """Only the side that did not propose it. `number`: the patient's, for this call."""

    me: Me
    appointment: int
    number: str | None


@dataclass(frozen=True, slots=True)
class GiveNumber(Decision[View | None]):
    """The patient's number, for a call that has been set already."""

    me: Me
    appointment: int
    number: str


Reads = Literal["now", "later", "nothing"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """What the other side reads of it: `later`, once they open what waits for them; `nothing`, where they had not read
    yet that it was proposed."""

    pair: int
    other: Called
    reads: Reads


@dataclass(frozen=True, slots=True)
class DropTime(Decision[Dropped | None]):
    """Decline or cancel; the other side is told, without a reason."""

    me: Me
    appointment: int


@dataclass(frozen=True, slots=True)
class CalendarFile(Look[bytes | None]):
    """An .ics with a neutral title, for either side of an accepted appointment."""

    me: Me
    appointment: int


@dataclass(frozen=True, slots=True)
class ShowNumber(Decision[str | None]):
    """The number, for the AP of an accepted call; the message that shows it is deleted afterwards."""

    me: Me
    appointment: int


def how_words(view: View) -> Text:
    """Means and place; where no number is on record a call is not promised."""
    if view.needs_number:
        return _("in writing, here") if view.may_write else _("by phone, once there is a number")
    if view.means == "ward" and view.place is not None:
        return _("on the ward: {place}", place=view.place)
    return {"phone": _("by phone"), "ward": _("on the ward"), "video": _("by video")}[view.means]
