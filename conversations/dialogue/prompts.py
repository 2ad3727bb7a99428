"""The questions a dialogue can ask, and how an answer, tapped or typed, is read.

A prompt knows two things: `take` reads what the person just did into a small JSON value that can be stored, and `read`
turns a stored value back into what the dialogue gets. Every prompt accepts the number of an option, its first word or
a close spelling (care requirement 20); words understood everywhere ("back", "stop", "help") are routing's. What reading
needs (options, what was done, what was made of it) stands in reading.py and is to be had from here as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from conversations.dialogue.dates import NotADate, read_date
from conversations.dialogue.phones import read_phone
from conversations.dialogue.reading import Drafted as Drafted
from conversations.dialogue.reading import Given as Given
from conversations.dialogue.reading import Json as Json
from conversations.dialogue.reading import Misread as Misread
from conversations.dialogue.reading import Option as Option
from conversations.dialogue.reading import Reading as Reading
from conversations.dialogue.reading import SharedPhone as SharedPhone
from conversations.dialogue.reading import Taken as Taken
from conversations.dialogue.reading import Tapped as Tapped
from conversations.dialogue.reading import Typed as Typed
from conversations.dialogue.reading import Unreadable as Unreadable
from conversations.dialogue.reading import Words as Words
from conversations.dialogue.reading import matching_option as matching_option
from conversations.dialogue.reading import numbered as numbered
from conversations.dialogue.reading import plain as plain
from conversations.dialogue.steps import Start, Step
from conversations.dialogue.text import Text, _
from conversations.policies.contact_details import contact_details
from conversations.policies.discretion import DIGITS

T = TypeVar("T")

LONGEST_ANSWER = 2000  # characters kept of a typed answer: several paragraphs, far below Telegram's 4096
SKIP = "-"
DONE = "."


@dataclass(frozen=True, slots=True)
class Button:
    """What is drawn: an answer to this prompt (`option`), or a contact request where `shares_phone`."""

    option: str
    label: Text
    marked: bool = False
    shares_phone: bool = False


@dataclass(frozen=True, slots=True)
class Prompt(Step[T]):
    """One question. `beside` are starts of other dialogues shown under the answers (Help now, another language)."""

    text: Text
    beside: tuple[Start, ...] = ()
    about: str | None = None

    kind = "prompt"

    @property
    def identity(self) -> str:
        """What makes two prompts the same question: kind and source string, never the rendered text."""
        return f"{self.kind}|{self.text.source}"

    @property
    def takes_text(self) -> bool:
        """Whether free text is an answer here (and not only a label typed instead of tapped)."""
        return False

    @property
    def is_secret(self) -> bool:
        """Whether what is typed as an answer must not stay in the chat."""
        return False

    def buttons(self, draft: Json) -> tuple[Button, ...]:
        return ()

    def take(self, given: Given, draft: Json, words: Words) -> Reading:
        raise NotImplementedError(self.kind)

    def read(self, stored: Json) -> T:
        raise NotImplementedError(self.kind)

    def or_skip(self, label: Text | None = None) -> "Skippable[T]":
        """The same question, which may be left unanswered; the dialogue then gets None."""
        return Skippable(self.text, self.beside, self.about, inner=self, label=label or _("Skip"))


@dataclass(frozen=True, slots=True)
class Choose(Prompt[T]):
    options: tuple[Option[T], ...] = ()

    kind = "choose"

    def buttons(self, draft: Json) -> tuple[Button, ...]:
        return tuple(Button(o.id, o.label) for o in self.options)

    def take(self, given: Given, draft: Json, words: Words) -> Reading:
        option = matching_option(given, self.options, words)
        return Taken(option.id) if option else Misread(CHOOSE_HINT)

    def read(self, stored: Json) -> T:
        for option in self.options:
            if option.id == stored:
                return option.value
        raise Unreadable(stored)


@dataclass(frozen=True, slots=True)
class ChooseMany(Prompt[tuple[T, ...]]):
    """Several options may be marked; the draft holds them until "That is all"."""

    options: tuple[Option[T], ...] = ()
    at_most: int = 6
    done: Text = _("That is all")

    kind = "choose-many"

    def buttons(self, draft: Json) -> tuple[Button, ...]:
        marked = draft or []
        return (
            *(Button(o.id, o.label, marked=o.id in marked) for o in self.options),
            Button(DONE, self.done),
        )

    def take(self, given: Given, draft: Json, words: Words) -> Reading:
        marked = [i for i in (draft or []) if any(o.id == i for o in self.options)]
        every: tuple[Option[Any], ...] = (*self.options, Option(DONE, self.done, None, ("fini", "done", "ok")))
        option = matching_option(given, every, words)
        if option is None:
            return Misread(CHOOSE_MANY_HINT)
        if option.id == DONE:
            return Taken(marked) if marked else Misread(CHOOSE_ONE_AT_LEAST)
        if option.id in marked:
            return Drafted([i for i in marked if i != option.id])
        if len(marked) >= self.at_most:
            return Misread(_("You can choose {n} at most.", n=self.at_most))
        return Drafted([*marked, option.id])

    def read(self, stored: Json) -> tuple[T, ...]:
        by_id = {o.id: o.value for o in self.options}
        if not isinstance(stored, list) or not stored or not all(isinstance(i, str) and i in by_id for i in stored):
            raise Unreadable(stored)
        return tuple(by_id[i] for i in stored)


@dataclass(frozen=True, slots=True)
class AskText(Prompt[str]):
    """Words; with `without_details`, said instead of taking them, where they hold a way to reach or find somebody."""

    without_details: Text | None = None

    kind = "text"

    @property
    def takes_text(self) -> bool:
        return True

    def take(self, given: Given, draft: Json, words: Words) -> Reading:
        if not isinstance(given, Typed) or not given.text.strip():
            return Misread(_("Please type your answer in a message."))
        if self.without_details is not None and contact_details(given.text):
            return Misread(self.without_details)
        return Taken(given.text.strip()[:LONGEST_ANSWER])

    def read(self, stored: Json) -> str:
        if not isinstance(stored, str):
            raise Unreadable(stored)
        return stored


@dataclass(frozen=True, slots=True)
class AskDate(Prompt[date]):
    """A calendar day from `first` to `last`, typed in the usual ways, or tapped (today, tomorrow)."""

    first: date = date.min
    last: date = date.max
    today: date = date.min

    kind = "date"

    @property
    def takes_text(self) -> bool:
        return True

    def buttons(self, draft: Json) -> tuple[Button, ...]:
        near = ((_("Today"), self.today), (_("Tomorrow"), self.today + timedelta(days=1)))
        return tuple(Button(day.isoformat(), label) for label, day in near if self.first <= day <= self.last)

    def take(self, given: Given, draft: Json, words: Words) -> Reading:
        match given:
            case Tapped(option):
                typed = option
            case Typed(text):
                typed = text
            case _:
                return Misread(DATE_HINT)
        try:
            day = read_date(typed, self.today)
        except NotADate as problem:
            return Misread(_("This day is not in the calendar.") if problem.impossible else DATE_HINT)
        if day < self.first:
            return Misread(_("This day is already past. Which day, from {first}?", first=self.first))
        if day > self.last:
            return Misread(_("This day is too far away. Which day, until {last}?", last=self.last))
        return Taken(day.isoformat())

    def read(self, stored: Json) -> date:
        try:
            return date.fromisoformat(stored)
        except (TypeError, ValueError) as problem:
            raise Unreadable(stored) from problem


@dataclass(frozen=True, slots=True)
class AskPhone(Prompt[str]):
    """A phone number: Telegram's contact button (the person's own card only) or typing."""

    kind = "phone"

    @property
    def takes_text(self) -> bool:
        return True

    def buttons(self, draft: Json) -> tuple[Button, ...]:
        return (Button("share", _("Give my number"), shares_phone=True),)

    def take(self, given: Given, draft: Json, words: Words) -> Reading:
        if isinstance(given, SharedPhone) and not given.own:
            return Misread(_("This card is somebody else's. Please share your own number, or type it."))
        if isinstance(given, Tapped):
            return Misread(PHONE_HINT)
        number = read_phone(given.number if isinstance(given, SharedPhone) else given.text)
        return Taken(number) if number else Misread(PHONE_HINT)

    def read(self, stored: Json) -> str:
        if not isinstance(stored, str) or not read_phone(stored):
            raise Unreadable(stored)
        return stored


@dataclass(frozen=True, slots=True)
class AskCode(Prompt[str]):
    """A few digits that nobody else should read: what was typed is deleted from the chat at once."""

    kind = "code"

    @property
    def takes_text(self) -> bool:
        return True

    @property
    def is_secret(self) -> bool:
        return True

    def take(self, given: Given, draft: Json, words: Words) -> Reading:
        digits = "".join(given.text.split()) if isinstance(given, Typed) else ""
        return Taken(digits) if _is_code(digits) else Misread(CODE_HINT)

    def read(self, stored: Json) -> str:
        if not isinstance(stored, str) or not _is_code(stored):
            raise Unreadable(stored)
        return stored


def _is_code(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) in DIGITS


@dataclass(frozen=True, slots=True)
class Skippable(Prompt[T | None]):
    """Another prompt that may be left unanswered."""

    inner: Prompt[Any] = Prompt(Text(""))
    label: Text = _("Skip")

    kind = "skippable"

    @property
    def identity(self) -> str:
        return f"{self.kind}|{self.inner.identity}"

    @property
    def takes_text(self) -> bool:
        return self.inner.takes_text

    def buttons(self, draft: Json) -> tuple[Button, ...]:
        return (*self.inner.buttons(draft), Button(SKIP, self.label))

    def take(self, given: Given, draft: Json, words: Words) -> Reading:
        number = numbered(given.text) if isinstance(given, Typed) else None
        skip = Option(SKIP, self.label, None, ("passer", "skip"))
        if number == len(self.buttons(draft)) or (number is None and matching_option(given, (skip,), words)):
            return Taken(None)
        return self.inner.take(given, draft, words)

    def read(self, stored: Json) -> T | None:
        return None if stored is None else self.inner.read(stored)


# The short ways dialogues ask.
def choose(text: Text, options: Sequence[Option[T]], *, beside: tuple[Start, ...] = ()) -> Choose[T]:
    return Choose(text, beside, options=tuple(options))


def choose_many(
    text: Text, options: Sequence[Option[T]], *, at_most: int = 6, beside: tuple[Start, ...] = ()
) -> ChooseMany[T]:
    return ChooseMany(text, beside, options=tuple(options), at_most=at_most)


def confirm(text: Text, *, yes: Text = _("Yes"), no: Text = _("No"), beside: tuple[Start, ...] = ()) -> Choose[bool]:
    options = (
        Option("yes", yes, True, ("oui", "yes", "ok", "d'accord")),
        Option("no", no, False, ("non", "no")),
    )
    return Choose(text, beside, options=options)


def ask_text(text: Text, *, without_details: Text | None = None) -> AskText:
    return AskText(text, without_details=without_details)


def ask_date(text: Text, *, today: date, first: date | None = None, last: date | None = None) -> AskDate:
    return AskDate(text, first=first or today, last=last or today + timedelta(days=730), today=today)


def ask_phone(text: Text, *, beside: tuple[Start, ...] = ()) -> AskPhone:
    return AskPhone(text, beside)


def ask_code(text: Text, *, beside: tuple[Start, ...] = ()) -> AskCode:
    return AskCode(text, beside)


FIVE_WORDS: tuple[Option[int], ...] = (
    # Worst first, as care requirement 11 writes the scale. The number is a rank, not a score: nothing adds it up.
    Option("1", _("Very bad"), 1),
    Option("2", _("Bad"), 2),
    Option("3", _("So-so"), 3),
    Option("4", _("Good"), 4),
    Option("5", _("Very good"), 5),
)


def five_words(text: Text, *, beside: tuple[Start, ...] = ()) -> Choose[int]:
    """How somebody is, in five words. Not a validated scale; no bands, no rule on change."""
    return Choose(text, beside, options=FIVE_WORDS)


CHOOSE_HINT = _("I did not understand. You can tap a button, or type its number or its first word.")
CHOOSE_MANY_HINT = _("I did not understand. Tap or type one or several choices, then “That is all”.")
CHOOSE_ONE_AT_LEAST = _("Please choose at least one, or go back.")
DATE_HINT = _("I did not understand the day. For example: 12/03, 12 March, tomorrow.")
CODE_HINT = _("A code is 4 to 6 digits, for example 4827.")
PHONE_HINT = _("I did not understand the number. For example: 06 39 98 00 00, or +32 470 00 00 00.")
