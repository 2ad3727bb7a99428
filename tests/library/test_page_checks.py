from datetime import date
from pathlib import Path

import pytest

from bot.library.checks import content_checks, page_table
from bot.library.numbers import Numbers
from bot.library.page_checks import page_checks
from bot.library.pages import CONTENT, Library
from tests.library.conftest import Write

TODAY = date(2026, 11, 23)


def found(shelf: Path, on: date = TODAY) -> list[str]:
    """Findings about files that exist, without the pages this shelf does not have and without length."""
    findings = content_checks(Library.load(shelf), on, shelf)
    return [
        f"{finding.file.name}:{finding.line} {finding.message}"
        for finding in findings
        if finding.file.is_file() and "words, 250" not in finding.message and "phrases" not in finding.message
    ]


def test_the_content_that_ships_has_no_error(library: Library) -> None:
    errors = [str(finding) for finding in content_checks(library, TODAY) if finding.level == "error"]
    assert errors == []


def test_a_good_page_is_quiet(write: Write, shelf: Path) -> None:
    write("sleep", "Bien dormir aide. En 2026, 3 nuits sur 10. Appelez le 15.\n\n{unit_line}")
    assert found(shelf) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Voir [là](page:nowhere).", "sleep.md:16 a link goes to nowhere"),
        ("Avec 38 de fièvre, appelez.", "sleep.md:16 a fever threshold (38)"),
        ("Au-dessus de 38,5 °C, appelez.", "sleep.md:16 a fever threshold (38,5 °C)"),
        ("Plus de 37 degrés.", "sleep.md:16 a fever threshold (37 degr)"),
        ("Appelez le 01 23 45 67 89.", "sleep.md:16 01 23 45 67 89 is not in numbers.toml"),
        ("Dormir {hours} heures.", "sleep.md:16 there is nothing to put for {hours}"),
        ("Un <u>mot</u>.", "sleep.md:16 inline html cannot be shown"),
        ("mot " * 1100, "sleep.md:1 Telegram would refuse a part"),
        ("Anticonstitutionnellement, institutionnalisation, hospitalisations.", "sleep.md:1 readability"),
    ],
)
def test_what_a_page_must_not_say_is_named_with_its_line(write: Write, shelf: Path, body: str, message: str) -> None:
    write("sleep", body)
    assert any(line.startswith(message) for line in found(shelf)), found(shelf)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": "Un titre beaucoup trop long pour tenir sur un bouton"}, "sleep.md:2 the title has"),
        ({"summary": "x" * 120}, "sleep.md:3 the summary has 120"),
        ({"topic": "nothing"}, "sleep.md:4 there is no topic nothing"),
        ({"moments": "never"}, "sleep.md:5 there is no moment never"),
        ({"related": "gone"}, "sleep.md:9 a link goes to gone"),
        ({"more": "tags: x\n"}, "sleep.md:7 unknown key tags"),
    ],
)
def test_what_is_wrong_in_a_head_is_named_with_its_line(
    write: Write, shelf: Path, change: dict[str, str], message: str
) -> None:
    write("sleep", **change)
    assert any(line.startswith(message) for line in found(shelf)), found(shelf)


def test_a_gentle_page_is_never_offered_by_another(write: Write, shelf: Path) -> None:
    write("sleep", related="palliative-care")
    write("palliative-care", title="Les soins palliatifs", topic="other", more="gentle: true\n")
    assert any("palliative-care is a gentle page" in line for line in found(shelf))


def test_an_easy_page_is_held_to_the_same_and_to_short_sentences(write: Write, shelf: Path) -> None:
    write("care-team", topic="care")
    easy = shelf / "fr" / "easy" / "care-team.md"
    easy.parent.mkdir()
    easy.write_text("Appelez à 38.\n\n" + "un mot " * 9 + ".\n")
    lines = found(shelf)
    assert any(line.startswith("care-team.md:1 a fever threshold") for line in lines)
    assert any(line.startswith("care-team.md:3 over 15 words") for line in lines)


def test_missing_pages_languages_and_easy_versions_are_named(write: Write, shelf: Path) -> None:
    write("care-team", topic="care")
    messages = [str(f) for f in page_checks(Library.load(shelf), Numbers.load(shelf), shelf, TODAY)]
    assert any("en/pages/care-team.md:1: error: this page is missing in en" in message for message in messages)
    assert any("fr/pages/care-team.md:1: error: the easy version is missing" in message for message in messages)


def test_an_old_review_and_an_old_number_are_reported(write: Write, shelf: Path) -> None:
    file = write("sleep")
    file.write_text(file.read_text().replace("reviewed:\n", "reviewed:\n  by: Dr A\n  on: 2026-01-05\n"))
    assert found(shelf) == []
    later = found(shelf, date(2027, 8, 1))
    assert any(line.startswith("sleep.md:14 the review of 2026-01-05") for line in later)
    assert any(line.startswith("numbers.toml:4 15 was confirmed on") for line in later)


def test_a_units_page_in_one_language_is_a_warning(write: Write, shelf: Path, tmp_path: Path) -> None:
    unit = tmp_path / "units" / "u1"
    write("our-garden", title="Notre jardin", folder=unit)
    library = Library.load(shelf, {"u1": unit})
    warnings = [f.message for f in content_checks(library, TODAY, shelf) if f.level == "warning"]
    assert "the unit has this page in fr only, not in en" in warnings


def test_the_table_has_a_row_for_every_page_and_then_the_units(write: Write, tmp_path: Path) -> None:
    unit = tmp_path / "units" / "u1"
    write("our-garden", title="Notre jardin", folder=unit)
    rows = page_table(Library.load(CONTENT, {"u1": unit}))
    assert len(rows) == 55
    assert (rows[0].page_id, rows[0].languages, rows[0].easy, rows[0].reviewed) == (
        "first-consultation",
        ("fr", "en"),
        True,
        (None, None),
    )
    assert (rows[-1].page_id, rows[-1].unit, rows[-1].languages, rows[-1].sources) == ("our-garden", "u1", ("fr",), 1)
