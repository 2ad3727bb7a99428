"""The library as dialogues see it: headings, pages, what a search found, and what readers thought."""

from dataclasses import dataclass

from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Markup, Text, Wording


@dataclass(frozen=True, slots=True)
class Heading:
    """A moment or a topic of the library."""

    id: str
    title: Wording


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page in a list."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Headings(Look[tuple[Heading, ...]]):
    """`kind` is "moment" or "topic"; those without a page to show are left out."""

    me: Me
    kind: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pages under one heading."""

    heading: Heading
    pages: tuple[PageLine, ...]


@dataclass(frozen=True, slots=True)
class ShelfOf(Look[Shelf | None]):
    me: Me
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One part of a page, ready to be read. `further` is the next part's number, `link` opens the page anywhere."""

    id: str
    title: str
    topic: str
    html: Markup
    part: int
    further: int | None
    related: tuple[PageLine, ...]
    link: str
    has_easy: bool
    reads_easy: bool
    recording: bytes | None


@dataclass(frozen=True, slots=True)
class ReadPage(Look[OpenPage | None]):
    """None where there is no such page, or it cannot be read."""

    me: Me
    id: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class Opinion(Decision[None]):
    """Counted without the person: `answer` is helped, not-really, or what was missing."""

    me: Me
    page: str
    answer: str


@dataclass(frozen=True, slots=True)
class OverduePage:
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class PagesToReview(Look[tuple[Text, ...]]):
    """For the coordination: pages past their review date or that cannot be read, a line each."""

    me: Me
