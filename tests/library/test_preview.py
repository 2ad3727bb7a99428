from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.library.catalogs import Catalogs
from bot.library.numbers import Numbers
from bot.library.pages import Library
from bot.library.preview import WIDTH, preview_lines


def preview(page_id: str, library: Library, catalogs: Catalogs, numbers: Numbers) -> list[str]:
    return preview_lines(
        library,
        page_id,
        "fr",
        catalogs=catalogs,
        numbers=numbers,
        line="Notre ligne, de 9 h à 17 h",
        on=date(2026, 11, 23),
        zone=ZoneInfo("Europe/Paris"),
    )


def test_a_preview_shows_words_length_and_buttons(library: Library, catalogs: Catalogs, numbers: Numbers) -> None:
    lines = preview("infection-fever", library, catalogs, numbers)
    assert lines[0].startswith("── 1/1 · ")
    assert "Notre ligne, de 9 h à 17 h" in lines
    assert any(line.startswith("[ ") for line in lines[-8:])
    assert not any("<b>" in line for line in lines)
    assert all(len(line) <= WIDTH + 20 for line in lines)


def test_the_emergency_page_shows_the_numbers(library: Library, catalogs: Catalogs, numbers: Numbers) -> None:
    words = "\n".join(preview("emergency-numbers", library, catalogs, numbers))
    assert all(digits in words for digits in numbers.by_digits)


def test_an_unknown_page_is_an_error(library: Library, catalogs: Catalogs, numbers: Numbers) -> None:
    with pytest.raises(KeyError):
        preview("nowhere", library, catalogs, numbers)
