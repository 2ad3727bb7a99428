from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.library.catalogs import Catalogs
from bot.library.markdown import plain, units
from bot.library.numbers import Numbers
from bot.library.page import Page, Review
from bot.library.pages import Library
from bot.library.telegram_html import refusals
from tests.library.conftest import Write

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 23)


def shown(
    page: Page | None, catalogs: Catalogs, *, line: str = "01 <8 h>", on: date = TODAY, easy: bool = False
) -> str:
    assert page
    return "\n".join(page.rendered(line=line, numbers="<b>15</b>", on=on, catalogs=catalogs, zone=PARIS, easy=easy))


def test_a_page_opens_with_its_title_and_fills_the_units_line(write: Write, shelf: Path, catalogs: Catalogs) -> None:
    write("sleep", "Appelez :\n\n{unit_line}\n\n{numbers}")
    words = shown(Library.load(shelf).page("sleep", "fr"), catalogs)
    assert words.startswith("<b>Le sommeil</b>\n\nAppelez\u202f:\n\n01 &lt;8 h&gt;\n\n<b>15</b>")


def test_a_page_names_its_sources_and_says_that_nobody_reviewed_it(
    write: Write, shelf: Path, catalogs: Catalogs
) -> None:
    write("sleep")
    words = shown(Library.load(shelf).page("sleep", "fr"), catalogs)
    assert '<a href="https://example.org/page">Institut national</a>, consulté le 1er novembre 2026' in words
    assert "pas encore été relue" in words


def test_a_review_is_shown_and_marked_after_eighteen_months(write: Write, shelf: Path, catalogs: Catalogs) -> None:
    file = write("sleep")
    file.write_text(file.read_text().replace("reviewed:\n", "reviewed:\n  by: Dr A\n  on: 2025-06-01\n"))
    page = Library.load(shelf).page("sleep", "fr")
    assert "relue par Dr A le 1er juin 2025" in shown(page, catalogs, on=date(2026, 11, 30))
    assert "c’est ancien" in shown(page, catalogs, on=date(2026, 12, 1))


def test_a_review_of_the_last_day_of_a_month_expires_too() -> None:
    assert Review("x", date(2026, 8, 31)).expires() == date(2028, 2, 28)


def test_a_gentle_page_opens_with_one_line(library: Library, catalogs: Catalogs) -> None:
    words = plain(shown(library.page("palliative-care", "fr"), catalogs))
    assert words.startswith(
        "Cette page parle d’un moment difficile\u202f: les soins palliatifs. Vous pouvez la lire plus tard."
    )


def test_the_easy_version_replaces_the_body(library: Library, catalogs: Catalogs) -> None:
    page = library.page("care-team", "fr")
    assert len(shown(page, catalogs, easy=True)) < len(shown(page, catalogs))
    nothing_easier = library.page("sleep", "fr")
    assert shown(nothing_easier, catalogs, easy=True) == shown(nothing_easier, catalogs)


def test_a_closing_that_does_not_fit_is_a_message_of_its_own(write: Write, shelf: Path, catalogs: Catalogs) -> None:
    write("sleep", "## Un titre\n\n" + "mot " * 860)
    page = Library.load(shelf).page("sleep", "fr")
    assert page
    parts = page.rendered(line="x" * 600, numbers="", on=TODAY, catalogs=catalogs, zone=PARIS)
    assert len(parts) == 1
    long = page.rendered(line="", numbers="", on=TODAY, catalogs=Catalogs({"fr": {"Sources:": "S" * 700}}), zone=PARIS)
    assert [units(part) <= 4096 for part in long] == [True, True]


def test_every_page_is_taken_by_telegram(library: Library, catalogs: Catalogs, numbers: Numbers) -> None:
    for page in library.common.values():
        for easy in (False, True):
            for part in page.rendered(
                line="01 02 03 04 05, de 9 h à 17 h",
                numbers=numbers.lines(page.language),
                on=TODAY,
                catalogs=catalogs,
                zone=PARIS,
                easy=easy,
            ):
                assert refusals(part) == [], page.id
                assert "{" not in part
