"""The library: every page in every language, a unit's own before the common ones.

Common pages stand in content/<language>/pages/<id>.md, easy versions in content/<language>/easy/<id>.md. A unit's
folder holds pages/<language>/<id>.md and easy/<language>/<id>.md, which replace or add; a recording <id>.ogg beside
them is offered with the page, the unit's own or the common one.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.library.catalogs import LANGUAGES
from bot.library.page import Page, Review, Source
from bot.library.page_file import Problem, read_page
from bot.library.page_ids import place
from conversations.dialogue.text import Wording

__all__ = ["CONTENT", "Heading", "Library", "Page", "Problem", "Review", "Source"]

CONTENT = Path(str(files("content")))
"""The content that comes with the program."""

_Shelf = Mapping[tuple[str, str], Page]


@dataclass(frozen=True, slots=True)
class Heading:
    """A moment or a topic; `gentle` ones are the only lists that show gentle pages."""

    id: str
    title: Wording
    gentle: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """Pages that could be read; what could not is in `problems` and the rest works."""

    common: _Shelf
    of_units: Mapping[str, _Shelf]
    moments: tuple[Heading, ...]
    topics: tuple[Heading, ...]
    problems: tuple[Problem, ...]

    @classmethod
    def load(cls, content: Path = CONTENT, units: Mapping[str, Path] | None = None) -> "Library":
        """Read everything once, at start; `units` maps a unit's id to its folder."""
        problems: list[Problem] = []
        common: dict[tuple[str, str], Page] = {}
        for language in LANGUAGES:
            common |= _shelf(content / language / "pages", content / language / "easy", language, problems)
        of_units = {unit: _unit_shelf(folder, common, problems) for unit, folder in (units or {}).items()}
        moments, topics = _headings(content / "moments.toml"), _headings(content / "topics.toml")
        return cls(common, of_units, moments, topics, tuple(problems))

    def page(self, page_id: str, language: str, unit: str | None = None) -> Page | None:
        """The unit's page, else the common one; None where neither exists in this language."""
        key = page_id, language
        return self.of_units.get(unit or "", {}).get(key) or self.common.get(key)

    def pages(self, language: str, unit: str | None = None) -> tuple[Page, ...]:
        """Every page a reader of this unit can open, in the order of the care pathway."""
        shelf = {**self.common, **self.of_units.get(unit or "", {})}
        found = [page for (_, written_in), page in shelf.items() if written_in == language]
        return tuple(sorted(found, key=lambda page: place(page.id)))

    def in_moment(self, moment: str, language: str, unit: str | None = None) -> tuple[Page, ...]:
        """Pages of a moment; gentle ones only where the moment itself is gentle."""
        gentle = any(heading.gentle for heading in self.moments if heading.id == moment)
        return _shown((page for page in self.pages(language, unit) if moment in page.moments), gentle)

    def in_topic(self, topic: str, language: str, unit: str | None = None) -> tuple[Page, ...]:
        """Pages of a topic; gentle ones only where the topic itself is gentle."""
        gentle = any(heading.gentle for heading in self.topics if heading.id == topic)
        return _shown((page for page in self.pages(language, unit) if page.topic == topic), gentle)

    def related(self, page: Page, unit: str | None = None) -> tuple[Page, ...]:
        """The related pages that exist; gentle ones only beside a gentle page."""
        found = (self.page(page_id, page.language, unit) for page_id in page.related)
        return _shown((other for other in found if other is not None), page.gentle)


def _shown(pages: Iterable[Page], gentle: bool) -> tuple[Page, ...]:
    return tuple(page for page in pages if gentle or not page.gentle)


def _shelf(folder: Path, easy: Path, language: str, problems: list[Problem]) -> dict[tuple[str, str], Page]:
    shelf = {}
    for file in sorted(folder.glob("*.md")):
        simple = easy / file.name
        page, noticed = read_page(file, language, simple if simple.exists() else None)
        problems += noticed
        if page:
            shelf[page.id, language] = page
    return shelf


def _unit_shelf(folder: Path, common: _Shelf, problems: list[Problem]) -> dict[tuple[str, str], Page]:
    shelf: dict[tuple[str, str], Page] = {}
    for language in LANGUAGES:
        pages = folder / "pages" / language
        shelf |= _shelf(pages, folder / "easy" / language, language, problems)
        for recording in sorted(pages.glob("*.ogg")):
            key = recording.stem, language
            page = shelf.get(key) or common.get(key)
            if page is None:
                problems.append(Problem(recording, 1, "a recording without a page"))
            else:
                shelf[key] = page.with_recording(recording)
    return shelf


def _headings(file: Path) -> tuple[Heading, ...]:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Heading(
            name,
            Wording.of({key: words for key, words in table.items() if key != "gentle"}),
            table.get("gentle", False),
        )
        for name, table in tables.items()
    )
