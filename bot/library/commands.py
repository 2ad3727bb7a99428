"""What `companion preview` and `companion review` do."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.clock import RealClock
from bot.house import PARIS
from bot.library.catalogs import Catalogs
from bot.library.numbers import Numbers
from bot.library.pages import CONTENT, Library
from bot.library.preview import preview_lines
from bot.library.review import review_page
from bot.site import Site, load_site


def preview_page(page: str, language: str, unit: str | None, *, easy: bool) -> list[str]:
    """The lines a phone would show; KeyError for a page or unit that is not there."""
    site = _site()
    line = "01 99 00 00 00"
    if unit:
        known = site.by_id[unit]
        line = f"{known.line.number} ({known.line.hours.in_language(language)})"
    return preview_lines(
        Library.load(CONTENT, site.unit_folders),
        page,
        language,
        catalogs=Catalogs.load(CONTENT),
        numbers=Numbers.load(CONTENT),
        line=line,
        on=RealClock().now().astimezone(PARIS).date(),
        zone=PARIS,
        unit=unit,
        easy=easy,
    )


def record_review(page: str, by: str, unit: str | None) -> Iterator[str]:
    """Write the review into the page's files and say which; KeyError where there is no such page."""
    library = Library.load(CONTENT, _site().unit_folders)
    files = review_page(library, page, by, RealClock().now().astimezone(PARIS).date(), unit)
    if not files:
        raise KeyError(page)
    for file in files:
        yield f"{file.parent.parent.name}/{file.name}: reviewed by {by}"


def _site() -> Site:
    """The site of COMPANION_SITE; unlike `run`, writing pages needs no token."""
    file = os.environ.get("COMPANION_SITE")
    return load_site(Path(file) if file else None)
