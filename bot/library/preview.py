"""What a phone would show of a page, in plain words, for whoever writes it: behind `companion preview`."""

from datetime import date
from textwrap import wrap
from zoneinfo import ZoneInfo

from bot.library.catalogs import Catalogs
from bot.library.markdown import plain, units
from bot.library.numbers import Numbers
from bot.library.pages import Library, Page
from bot.library.parts import TELEGRAM_LIMIT

WIDTH = 44
"""Characters in a line of a small phone, roughly."""


def preview_lines(
    library: Library,
    page_id: str,
    language: str,
    *,
    catalogs: Catalogs,
    numbers: Numbers,
    line: str,
    on: date,
    zone: ZoneInfo,
    unit: str | None = None,
    easy: bool = False,
) -> list[str]:
    """The messages of a page one after the other, with their length, then its buttons; raises KeyError if unknown.

    `line` is the unit's phone line and hours in plain words; `easy` shows the easy version where there is one.
    """
    page = library.page(page_id, language, unit)
    if page is None:
        raise KeyError(page_id)
    parts = page.rendered(line=line, numbers=numbers.lines(language), on=on, catalogs=catalogs, zone=zone, easy=easy)
    shown: list[str] = []
    for number, part in enumerate(parts, 1):
        shown += [f"── {number}/{len(parts)} · {units(part)} / {TELEGRAM_LIMIT} ".ljust(WIDTH, "─"), ""]
        shown += [row for words in plain(part).split("\n") for row in (wrap(words, WIDTH) or [""])]
        shown.append("")
    return shown + _buttons(library, page, unit)


def _buttons(library: Library, page: Page, unit: str | None) -> list[str]:
    rows = [f"[ {other.title} ]" for other in library.related(page, unit)]
    easy = ["[ easy version ]"] if page.easy_parts else []
    voice = [f"[ recording: {page.recording.name} ]"] if page.recording else []
    return ["─" * WIDTH, *rows, *easy, *voice]
