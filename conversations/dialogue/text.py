"""Words that have not met their reader yet.

A `Text` is an English source string and the values to put in it. Language, time zone, escaping and typography are
applied when the outbox row is made, so that dialogues stay pure and the same text can be read by several people.
Values are always escaped; only source strings carry markup (Telegram's HTML: <b>, <i>).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Day:
    """A moment shown as a day only ("jeudi 26 novembre")."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Hour:
    """A moment shown as an hour only ("18 h 00")."""

    at: datetime


@dataclass(frozen=True, slots=True)
class When:
    """A moment shown as day and hour ("jeudi 26 novembre à 18 h 00")."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Markup:
    """Reviewed HTML of the library (a page's part), put in as it is. Never for words that somebody typed."""

    html: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of a site file, written in each language the site has: {"fr": …, "en": …}."""

    by_language: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, table: Mapping[str, str]) -> "Wording":
        return cls(tuple(sorted(table.items())))

    def at_the_start(self) -> "Wording":
        """The same, to begin a sentence with."""
        return Wording(tuple((language, words[:1].upper() + words[1:]) for language, words in self.by_language))

    def in_language(self, language: str) -> str:
        words = dict(self.by_language)
        return words.get(language) or next(iter(words.values()))


@dataclass(frozen=True, slots=True)
class Text:
    """`source` in English with {placeholders}; `unasked` marks what the bot says without being asked.

    An unasked text can be read by somebody else on a locked screen: no health word, no death, no unit name in its
    first 120 characters (care requirement 18; tests read every one of them in each language).
    """

    source: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    unasked: bool = False

    def __hash__(self) -> int:
        return hash((self.source, self.unasked, tuple(sorted((k, repr(v)) for k, v in self.values.items()))))


Value = str | int | Text | Wording | Markup | Day | Hour | When | date | time | tuple["Value", ...]


def _(source: str, /, **values: Any) -> Text:
    """Mark an English source string that answers something the person did."""
    return Text(source, values)


def unasked(source: str, /, **values: Any) -> Text:
    """Mark an English source string that the bot says on its own: neutral, fit to be seen by a colleague."""
    return Text(source, values, unasked=True)


def verbatim(words: str) -> Text:
    """Words that somebody typed, shown as they are (escaped)."""
    return Text("{words}", {"words": words})


def joined(texts: list[Text] | tuple[Text, ...], separator: str = "\n") -> Text:
    """Several texts one below the other."""
    return Text(separator.join(f"{{t{i}}}" for i in range(len(texts))), {f"t{i}": t for i, t in enumerate(texts)})
