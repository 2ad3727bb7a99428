"""Who waits, and who could be asked for them: what a supervisor sees and decides."""

from dataclasses import dataclass
from datetime import datetime

from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits: since when, until when, how many were asked, whether anybody is left to ask.

    `state`: that of the request, or held (a supervisor looks first), out-of-reach (nothing reaches the person).
    """

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
    state: str
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
