"""What a person did, and what is made of it: taps, typed words, a shared phone; the option that is meant."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rapidfuzz import fuzz

from conversations.dialogue.text import Text

T = TypeVar("T")
Json = Any
Words = Callable[[Text], str]
"""Says a Text in the reader's language, without markup."""

CLOSE_ENOUGH = 82  # rapidfuzz ratio, 0-100: one slip in a word of six letters still counts, another word does not


# What a person did.
@dataclass(frozen=True, slots=True)
class Tapped:
    option: str


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class SharedPhone:
    """Telegram's contact button: `own` is false when the card is somebody else's."""

    number: str
    own: bool


Given = Tapped | Typed | SharedPhone


# What a prompt makes of it.
@dataclass(frozen=True, slots=True)
class Taken:
    value: Json


@dataclass(frozen=True, slots=True)
class Drafted:
    """A choice half made: shown by marking the options, stored beside the answers."""

    value: Json


@dataclass(frozen=True, slots=True)
class Misread:
    """Nothing was understood; the hint says what is expected."""

    hint: Text


Reading = Taken | Drafted | Misread


class Unreadable(Exception):
    """A stored answer that no longer means anything here: an option gone, a card taken."""


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One answer on a button. `id` is at most 24 ASCII characters; `also` are other words accepted when typed."""

    id: str
    label: Text
    value: T
    also: tuple[str, ...] = ()


# Reading what is typed.
def plain(words: str) -> str:
    """Lower case, no accents, hyphens or punctuation at the ends: what two spellings of a word have in common."""
    letters = unicodedata.normalize("NFKD", words.replace("’", "'").casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(bare.replace("-", " ").strip(" .,;:!?…()\"'«»").split())


def numbered(typed: str) -> int | None:
    """The number somebody typed instead of tapping ("2", "2."), or None."""
    bare = plain(typed).rstrip(".)")
    return int(bare) if bare.isdecimal() and len(bare) <= 2 else None


def matching_option(given: Given, options: Sequence[Option[T]], words: Words) -> Option[T] | None:
    """The one option meant by a tap, a number, a first word or a close spelling; None when unclear."""
    if isinstance(given, Tapped):
        return next((o for o in options if o.id == given.option), None)
    if not isinstance(given, Typed):
        return None
    number = numbered(given.text)
    if number is not None:
        return options[number - 1] if 1 <= number <= len(options) else None
    typed = plain(given.text)
    if not typed:
        return None
    labels: Mapping[str, Option[T]] = {plain(words(o.label)): o for o in reversed(options)}
    if exact := labels.get(typed) or next((o for o in options if typed in map(plain, o.also)), None):
        return exact
    starts = [o for label, o in labels.items() if label.split() and label.split()[0] == typed]
    if len(starts) == 1:
        return starts[0]
    close = sorted(((fuzz.ratio(typed, label), label) for label in labels), reverse=True)
    if close and close[0][0] >= CLOSE_ENOUGH and (len(close) == 1 or close[0][0] > close[1][0]):
        return labels[close[0][1]]
    return None
