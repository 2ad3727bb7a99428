"""One text of the library, in one language, as it is shown."""

from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from bot.library.catalogs import Catalogs
from bot.library.markdown import units
from bot.library.parts import TELEGRAM_LIMIT
from conversations.dialogue.text import _

REVIEW_MONTHS = 18
"""A review holds this long; then the page is marked and reported to the coordinator."""

Audience = Literal["patient", "relative", "both"]


@dataclass(frozen=True, slots=True)
class Source:
    """An institution's page or document that the facts were checked against."""

    name: str
    address: str | None
    looked_up: date


@dataclass(frozen=True, slots=True)
class Review:
    """Who of a unit read the page and stands by it, and when."""

    by: str
    on: date

    def expires(self) -> date:
        """First day on which the review no longer holds."""
        years, month = divmod(self.on.month - 1 + REVIEW_MONTHS, 12)
        return date(self.on.year + years, month + 1, min(self.on.day, 28))


@dataclass(frozen=True, slots=True)
class Page:
    """`parts` and `easy_parts` are Telegram HTML with the placeholders {unit_line} and {numbers} still open.

    `title` and `summary` are plain words (escape them before they go into HTML). `words` counts the body,
    `text` is the body without markup, `links` are the pages it names, `recording` an .ogg file of the unit.
    """

    id: str
    language: str
    title: str
    summary: str
    topic: str
    moments: tuple[str, ...]
    audience: Audience
    gentle: bool
    asked_as: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: Review | None
    parts: tuple[str, ...]
    easy_parts: tuple[str, ...]
    words: int
    text: str
    links: tuple[str, ...]
    file: Path
    recording: Path | None = None

    def with_recording(self, recording: Path) -> "Page":
        return replace(self, recording=recording)

    def review_is_over(self, on: date) -> bool:
        """True on and after the day an existing review no longer holds."""
        return self.reviewed is not None and on >= self.reviewed.expires()

    def rendered(
        self, *, line: str, numbers: str, on: date, catalogs: Catalogs, zone: ZoneInfo, easy: bool = False
    ) -> tuple[str, ...]:
        """The page as messages, title first, sources and state of review last.

        `line` is the unit's phone line and hours in plain words, `numbers` the HTML of Numbers.lines, `easy` takes
        the easy version where there is one. Each message stays within Telegram's 4096 UTF-16 units unless a body
        block alone exceeds it (`companion check` refuses that).
        """
        parts = list(self.easy_parts if easy and self.easy_parts else self.parts)
        filled = [
            part.replace("{unit_line}", escape(line, quote=False)).replace("{numbers}", numbers) for part in parts
        ]
        filled[0] = f"{self._opening(catalogs, zone)}\n\n{filled[0]}"
        closing = self._closing(on, catalogs, zone)
        if units(filled[-1]) + 2 + units(closing) <= TELEGRAM_LIMIT:
            filled[-1] = f"{filled[-1]}\n\n{closing}"
        else:
            filled.append(closing)
        return tuple(filled)

    def _opening(self, catalogs: Catalogs, zone: ZoneInfo) -> str:
        title = f"<b>{escape(self.title, quote=False)}</b>"
        if not self.gentle:
            return title
        warning = _("This page speaks of a hard moment: {title}. You can read it later.", title=_inner(self.title))
        return f"<i>{catalogs.words(warning, self.language, zone)}</i>\n\n{title}"

    def _closing(self, on: date, catalogs: Catalogs, zone: ZoneInfo) -> str:
        def words(text: object) -> str:
            return catalogs.words(text, self.language, zone)  # type: ignore[arg-type]

        lines = []
        if self.sources:
            lines.append(words(_("Sources:")))
            lines += [
                f"• {_linked(source)}, {words(_('looked up on {day}', day=source.looked_up))}"
                for source in self.sources
            ]
        if self.reviewed is None:
            lines.append(words(_("No care team has reviewed this page yet.")))
        elif self.review_is_over(on):
            lines.append(
                words(_("Reviewed on {day}: this is long ago, please check with your team.", day=self.reviewed.on))
            )
        else:
            lines.append(words(_("Reviewed by {by} on {day}.", by=self.reviewed.by, day=self.reviewed.on)))
        return "<i>" + "\n".join(lines) + "</i>"


def _linked(source: Source) -> str:
    name = escape(source.name, quote=False)
    return f'<a href="{escape(source.address)}">{name}</a>' if source.address else name


def _inner(title: str) -> str:
    """A title as it stands inside a sentence: "Les soins" becomes "les soins", "HAD" stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
