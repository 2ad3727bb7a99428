"""What the people who hold a unit see of their own work: the rota, the half-day, the week."""

from dataclasses import dataclass
from datetime import date, datetime, time

from conversations.care.alerts import Done, NotYours
from conversations.dialogue.steps import Decision, Look, Me, Start
from conversations.dialogue.text import Text


@dataclass(frozen=True, slots=True)
class ShiftView:
    """One weekly shift; `name` of who holds it, where known."""

    id: int
    weekday: int
    starts: time
    ends: time
    name: str | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A piece of time in which nobody on duty can be told, and from when people then read that somebody can answer.
    None: the whole team is told at once, and they read so."""

    begins: datetime
    ends: datetime
    reads_from: datetime | None


@dataclass(frozen=True, slots=True)
class RotaView:
    """`now`: the names of who is on duty, `silent` of those on duty whom nothing reaches; `gaps` of the coming seven
    days; `today` is the unit's."""

    shifts: tuple[ShiftView, ...]
    now: tuple[str | None, ...]
    silent: tuple[str | None, ...]
    me_now: bool
    gaps: tuple[Gap, ...]
    today: date


@dataclass(frozen=True, slots=True)
class RotaOf(Look[RotaView | None]):
    """None for somebody who is no staff of the unit of their hat."""

    me: Me


@dataclass(frozen=True, slots=True)
class Turnus:
    """One coming shift of one's own, at its very times."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class MyShifts(Look[tuple[Turnus, ...]]):
    """Those of the coming two weeks."""

    me: Me


@dataclass(frozen=True, slots=True)
class Closed:
    """Without on-call nobody is told outside the opening hours, so nobody is on duty then; `opens`: the next ones."""

    opens: datetime


@dataclass(frozen=True, slots=True)
class InPart:
    """Written, but only what lies in the opening hours counts."""


@dataclass(frozen=True, slots=True)
class NoLongerTheirs:
    """The hours that somebody wanted to give away are not theirs any more; nothing was changed."""


@dataclass(frozen=True, slots=True)
class TakeDuty(Decision[Done | Closed | NotYours]):
    """On duty from now on, before everybody else."""

    me: Me
    hours: int


@dataclass(frozen=True, slots=True)
class GoAway(Decision[tuple[Gap, ...]]):
    """Not on duty from the first to the last day; the deputy takes those shifts. Gives the gaps that this makes."""

    me: Me
    first: date
    last: date
    deputy: int | None


@dataclass(frozen=True, slots=True)
class Replace(Decision[Done | NotYours]):
    """A colleague cannot today: I take what is left of their day."""

    me: Me
    colleague: int


@dataclass(frozen=True, slots=True)
class AskSwap(Decision[Done | NotYours]):
    me: Me
    colleague: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class AnswerSwap(Decision[Done | NoLongerTheirs | NotYours]):
    """Only who was asked, once."""

    me: Me
    swap: str | None
    yes: bool


@dataclass(frozen=True, slots=True)
class AddShift(Decision[Done | InPart | Closed | NotYours]):
    me: Me
    person: int
    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class DropShift(Decision[Done | NotYours]):
    me: Me
    shift: int


@dataclass(frozen=True, slots=True)
class HalfDayLine:
    """One line of the half-day and the button that opens it; `urgent`: an open alert of class *now*."""

    text: Text
    start: Start
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class HalfDay(Look[tuple[HalfDayLine, ...]]):
    """Everything that waits, most urgent first; all of it, the dialogue shows ten at a time."""

    me: Me


@dataclass(frozen=True, slots=True)
class Week:
    """`counts`: of each kind of routine alert of the last week, how many; `gaps` of the coming one."""

    counts: tuple[tuple[str, int], ...]
    gaps: tuple[Gap, ...]
    on_call: bool


@dataclass(frozen=True, slots=True)
class MyWeek(Look[Week | None]):
    me: Me


@dataclass(frozen=True, slots=True)
class SeenDrill(Decision[Done | NotYours]):
    me: Me
    drill: str | None
