"""The content part of `companion check`: findings with file and line, and the table of the pages."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.library.finding import Finding
from bot.library.numbers import MONTHS_A_NUMBER_HOLDS, Numbers
from bot.library.page_checks import page_checks
from bot.library.pages import CONTENT, Library
from bot.library.readability import readability
from bot.library.string_checks import string_checks

__all__ = ["Finding", "PageRow", "content_checks", "page_table"]


@dataclass(frozen=True, slots=True)
class PageRow:
    """One line of the table: figures per language, `reviewed` in how many languages, `unit` None for common pages."""

    page_id: str
    unit: str | None
    languages: tuple[str, ...]
    words: tuple[int, ...]
    readability: tuple[int, ...]
    easy: bool
    reviewed: tuple[date | None, ...]
    sources: int


def content_checks(library: Library, on: date, content: Path = CONTENT, root: Path | None = None) -> list[Finding]:
    """Every finding about pages, numbers and strings, by file and line; `root` is the checkout whose code is read."""
    numbers = Numbers.load(content)
    found = [*page_checks(library, numbers, content, on), *_number_checks(numbers, content, on)]
    if root:
        found += string_checks(root, content)
    return sorted(found, key=lambda finding: (str(finding.file), finding.line, finding.message))


def page_table(library: Library) -> list[PageRow]:
    """The common pages in the order of the pathway, then each unit's own."""
    shelves = [(None, library.common), *sorted(library.of_units.items())]
    rows = []
    for unit, shelf in shelves:
        ids = dict.fromkeys(page.id for language in ("fr", "en") for page in library.pages(language, unit))
        for page_id in ids:
            pages = [page for (known, _), page in sorted(shelf.items(), reverse=True) if known == page_id]
            if pages:
                rows.append(
                    PageRow(
                        page_id=page_id,
                        unit=unit,
                        languages=tuple(page.language for page in pages),
                        words=tuple(page.words for page in pages),
                        readability=tuple(round(readability(page.text, page.language)) for page in pages),
                        easy=all(page.easy_parts for page in pages),
                        reviewed=tuple(page.reviewed.on if page.reviewed else None for page in pages),
                        sources=sum(len(page.sources) for page in pages),
                    )
                )
    return rows


def _number_checks(numbers: Numbers, content: Path, on: date) -> list[Finding]:
    return [
        Finding(
            content / "numbers.toml",
            number.line,
            "error",
            f"{number.digits} was confirmed on {number.confirmed_on}, over {MONTHS_A_NUMBER_HOLDS} months ago",
        )
        for number in numbers.by_digits.values()
        if number.is_stale(on)
    ]
