"""What stands behind `companion preview` and `companion review`: the site of the settings, today, one page."""

from collections.abc import Iterator
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.clock import RealClock
from bot.house import PARIS
from bot.library.catalogs import Catalogs
from bot.library.numbers import Numbers
from bot.library.pages import CONTENT, Library
from bot.library.preview import preview_lines
from bot.library.review import review_page
from bot.site import Site, load_site

WITHOUT_UNIT = {"fr": "la ligne de votre unité", "en": "your unit’s line"}
"""What stands for {unit_line} where no unit is named."""


class SiteSetting(BaseSettings):
    """The one setting these commands need: whoever writes pages has no token."""

    model_config = SettingsConfigDict(env_prefix="COMPANION_", env_file=".env", extra="ignore")

    site: Path | None = None


def preview_page(page_id: str, language: str, unit_id: str | None = None, *, easy: bool = False) -> Iterator[str]:
    """The lines of a preview as a reader of the unit would see them; KeyError for an unknown page or unit."""
    site = _site(unit_id)
    unit = site.unit(unit_id)
    line = f"{unit.line.number} ({unit.line.hours.in_language(language)})" if unit else WITHOUT_UNIT[language]
    yield from preview_lines(
        Library.load(CONTENT, site.unit_folders),
        page_id,
        language,
        catalogs=Catalogs.load(CONTENT),
        numbers=Numbers.load(CONTENT),
        line=line,
        on=RealClock().now().astimezone(unit.zone if unit else PARIS).date(),
        zone=unit.zone if unit else PARIS,
        unit=unit_id,
        easy=easy,
    )


def record_review(page_id: str, by: str, unit_id: str | None = None) -> Iterator[str]:
    """Record a review of today and name the files; KeyError for an unknown page or unit, ValueError for no name."""
    site = _site(unit_id)
    on = RealClock().now().astimezone(PARIS).date()
    files = review_page(Library.load(CONTENT, site.unit_folders), page_id, by, on, unit_id)
    if not files:
        raise KeyError(page_id)
    for file in files:
        yield f"{file}: reviewed by {by} on {on}"


def _site(unit_id: str | None) -> Site:
    site = load_site(SiteSetting().site)
    if unit_id and site.unit(unit_id) is None:
        raise KeyError(unit_id)
    return site
