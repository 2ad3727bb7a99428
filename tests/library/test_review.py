from datetime import date
from pathlib import Path

import pytest

from bot.library.page import Review
from bot.library.pages import Library
from bot.library.review import record_review, review_page
from tests.library.conftest import Write


def test_a_review_is_written_into_the_page_in_every_language_and_nothing_else_changes(
    write: Write, shelf: Path
) -> None:
    french, english = write("sleep"), write("sleep", "Good sleep helps.", language="en")
    before = french.read_text()
    files = review_page(Library.load(shelf), "sleep", 'Dr "A" : néphro', date(2026, 11, 23))
    assert files == [french, english]
    page = Library.load(shelf).page("sleep", "fr")
    assert page
    assert page.reviewed == Review('Dr "A" : néphro', date(2026, 11, 23))
    assert french.read_text().replace('  by: "Dr \\"A\\" : néphro"\n  on: 2026-11-23\n', "") == before


def test_a_newer_review_replaces_the_older(write: Write, shelf: Path) -> None:
    file = write("sleep")
    record_review(file, "A", date(2026, 1, 1))
    record_review(file, "B", date(2026, 11, 23))
    page = Library.load(shelf).page("sleep", "fr")
    assert page
    assert page.reviewed == Review("B", date(2026, 11, 23))
    assert file.read_text().count("reviewed:") == 1


def test_a_review_is_added_where_the_key_is_missing(write: Write, shelf: Path) -> None:
    file = write("sleep")
    file.write_text(file.read_text().replace("reviewed:\n", ""))
    record_review(file, "A", date(2026, 11, 23))
    page = Library.load(shelf).page("sleep", "fr")
    assert page
    assert page.reviewed


def test_a_review_needs_a_name_and_a_page(write: Write, shelf: Path) -> None:
    file = write("sleep")
    with pytest.raises(ValueError, match="name or function"):
        record_review(file, "  ", date(2026, 11, 23))
    assert review_page(Library.load(shelf), "nowhere", "A", date(2026, 11, 23)) == []
