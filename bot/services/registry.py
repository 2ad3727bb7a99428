"""Who answers what: services register the looks they answer, the decisions they carry out, the timers they handle.

A service is a module bot/services/<noun>.py of plain functions over a `Turn`; importing it registers them. The turn
finds them by type or by name, so that it needs to know no noun.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import bot.services
from bot.events import Message, Outcome, Tap, TimerDue
from conversations.dialogue.registry import Definition
from conversations.dialogue.steps import Decision, Look, Say
from conversations.dialogue.text import Text
from conversations.policies.safety_words import Screening

if TYPE_CHECKING:
    from bot.storage.memberships import Membership
    from bot.turn import Turn

T = TypeVar("T")
L = TypeVar("L", bound=Look[Any])
D = TypeVar("D", bound=Decision[Any])

LOOKS: dict[type, Callable[["Turn", Any], Any]] = {}
DECISIONS: dict[type, Callable[["Turn", Any], Any]] = {}
TIMERS: dict[str, Callable[["Turn", TimerDue], None]] = {}
OUTCOMES: list[Callable[["Turn", Outcome], None]] = []
FACTS: list[Callable[["Turn"], set[str]]] = []
STOPS: list[Callable[["Turn"], list[Text]]] = []
ENDINGS: list[Callable[["Turn"], list[Text]]] = []
JOINS: list[Callable[["Turn", "Membership"], None]] = []
VISITS: list[Callable[["Turn", Message | Tap], None]] = []
WORDS: list[tuple[int, Callable[["Turn", Message, Screening], bool]]] = []
FREE_TEXT: list[tuple[int, Callable[["Turn", Message], bool]]] = []
LOST: list[Callable[["Turn", int], None]] = []
FOUND: list[Callable[["Turn", int], None]] = []
PAIR_STARTS: list[Callable[["Turn", int], None]] = []
PAIR_ENDS: list[Callable[["Turn", int, str], None]] = []
HOLDS: list[Callable[["Turn", int, int | None], None]] = []
RELEASES: list[Callable[["Turn", int, int | None], None]] = []
THAWS: list[Callable[["Turn", int], None]] = []
GATES: list[Callable[["Turn", Definition, str | None], Say | None]] = []
REACHES: list[Callable[["Turn", int, str], None]] = []
AUDITS: list[Callable[["Turn"], list["Finding"]]] = []


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit found: in words for operations, without content. `urgent`: it concerns an alert of class *now* of
    that unit."""

    line: str
    unit: str | None = None
    urgent: bool = False


def answers(look: type[L]) -> Callable[[Callable[["Turn", L], T]], Callable[["Turn", L], T]]:
    """This function answers that look: `(turn, look) -> value`."""
    return _into(LOOKS, look)


def carries_out(decision: type[D]) -> Callable[[Callable[["Turn", D], T]], Callable[["Turn", D], T]]:
    """This function carries out that decision: `(turn, decision) -> outcome`."""
    return _into(DECISIONS, decision)


def on_timer(kind: str) -> Callable[[Callable[["Turn", TimerDue], None]], Callable[["Turn", TimerDue], None]]:
    """This function handles timers of that kind; the row is already deleted when it is called."""
    return _into(TIMERS, kind)


def on_outcome(handle: Callable[["Turn", Outcome], None]) -> Callable[["Turn", Outcome], None]:
    """This function hears of every delivery that failed for good, and of those that were to be told."""
    OUTCOMES.append(handle)
    return handle


def facts(tell: Callable[["Turn"], set[str]]) -> Callable[["Turn"], set[str]]:
    """This function says which facts hold for the person of the turn; the menu shows its entries by them."""
    FACTS.append(tell)
    return tell


def on_stop(end: Callable[["Turn"], list[Text]]) -> Callable[["Turn"], list[Text]]:
    """This function ends what this service does for the person of the turn, who said /stop; gives what it keeps."""
    STOPS.append(end)
    return end


def would_end(tell: Callable[["Turn"], list[Text]]) -> Callable[["Turn"], list[Text]]:
    """This function says, a line each, what of its noun /stop would end for the person of the turn."""
    ENDINGS.append(tell)
    return tell


def on_joined(react: Callable[["Turn", "Membership"], None]) -> Callable[["Turn", "Membership"], None]:
    """This function hears that somebody came into a unit by a start code, in a role new to them there."""
    JOINS.append(react)
    return react


def on_visit(hear: Callable[["Turn", Message | Tap], None]) -> Callable[["Turn", Message | Tap], None]:
    """This function hears that somebody wrote or tapped, whatever it was."""
    VISITS.append(hear)
    return hear


def on_lost(hear: Callable[["Turn", int], None]) -> Callable[["Turn", int], None]:
    """This function hears of somebody (an id) whom nothing reaches from now on: blocked, left, deleted."""
    LOST.append(hear)
    return hear


def on_found(hear: Callable[["Turn", int], None]) -> Callable[["Turn", int], None]:
    """This function hears of somebody (an id) who was out of reach and is there again."""
    FOUND.append(hear)
    return hear


def on_words(order: int) -> Callable[[Callable[["Turn", Message, Screening], bool]], Any]:
    """First part of a turn, before anything else: react to screened words. True: the words are answered."""

    def register(react: Callable[["Turn", Message, Screening], bool]) -> Callable[["Turn", Message, Screening], bool]:
        WORDS.append((order, react))
        WORDS.sort(key=lambda entry: entry[0])
        return react

    return register


def on_free_text(order: int) -> Callable[[Callable[["Turn", Message], bool]], Any]:
    """A message that is no command, no button and no answer: the relay first, then search. True: it was taken."""

    def register(take: Callable[["Turn", Message], bool]) -> Callable[["Turn", Message], bool]:
        FREE_TEXT.append((order, take))
        FREE_TEXT.sort(key=lambda entry: entry[0])
        return take

    return register


def on_pair_started(react: Callable[["Turn", int], None]) -> Callable[["Turn", int], None]:
    """This function hears of a pair (its id) that had its first contact."""
    PAIR_STARTS.append(react)
    return react


def on_pair_ended(react: Callable[["Turn", int, str], None]) -> Callable[["Turn", int, str], None]:
    """This function hears of a pair (its id, and why) that was closed."""
    PAIR_ENDS.append(react)
    return react


def on_hold(react: Callable[["Turn", int, int | None], None]) -> Callable[["Turn", int, int | None], None]:
    """This function stops its automatic messages to a person (and in a pair) in this very transaction."""
    HOLDS.append(react)
    return react


def on_release(react: Callable[["Turn", int, int | None], None]) -> Callable[["Turn", int, int | None], None]:
    """This function may go on: a supervisor lifted the hold."""
    RELEASES.append(react)
    return react


def on_thaw(react: Callable[["Turn", int], None]) -> Callable[["Turn", int], None]:
    """This function hears that everything goes on for somebody (an id), after danger, violence or a death. There is a
    `turn.person` where they said so themself."""
    THAWS.append(react)
    return react


def gate(
    keep: Callable[["Turn", Definition, str | None], Say | None],
) -> Callable[["Turn", Definition, str | None], Say | None]:
    """This function says, instead of letting a dialogue with that subject run or go on, what is said in its place."""
    GATES.append(keep)
    return keep


def on_reach(hear: Callable[["Turn", int, str], None]) -> Callable[["Turn", int, str], None]:
    """This function hears `(turn, person, unit id)` when whether somebody of a unit's staff can be told changed: what
    is true now is to be looked up."""
    REACHES.append(hear)
    return hear


def audits(look_over: Callable[["Turn"], list["Finding"]]) -> Callable[["Turn"], list["Finding"]]:
    """This function says what has no next step although it should have one."""
    AUDITS.append(look_over)
    return look_over


def _into(table: dict[Any, Any], key: Any) -> Callable[[Any], Any]:
    def register(handle: Any) -> Any:
        if key in table:
            raise ValueError(f"{key} is taken already by {table[key].__module__}")
        table[key] = handle
        return handle

    return register


@cache
def load_services() -> None:
    """Import every module of bot/services once."""
    for module in pkgutil.iter_modules(bot.services.__path__, "bot.services."):
        importlib.import_module(module.name)
