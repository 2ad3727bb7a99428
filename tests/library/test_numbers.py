from dataclasses import replace
from datetime import date

import pytest

from bot.library.numbers import Numbers, telephone_numbers
from bot.library.telegram_html import refusals


def test_every_number_has_words_in_both_languages_and_somebody_who_confirmed_it(numbers: Numbers) -> None:
    assert set(numbers.by_digits) == {"15", "112", "114", "17", "18", "3114", "3919"}
    for number in numbers.by_digits.values():
        for wording in (number.label, number.use):
            assert {language for language, _ in wording.by_language} == {"fr", "en"}
        assert number.confirmed_by


def test_the_list_can_be_sent(numbers: Numbers) -> None:
    assert numbers.lines("fr").startswith("<b>15</b> — Urgence vitale\u202f: le Samu\n")
    assert refusals(numbers.lines("en")) == []


def test_a_number_holds_six_months(numbers: Numbers) -> None:
    number = replace(numbers.by_digits["15"], confirmed_on=date(2026, 8, 31))
    assert not number.is_stale(date(2027, 2, 27))
    assert number.is_stale(date(2027, 2, 28))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("le 01 23 45 67 89", ["01 23 45 67 89"]),
        ("le 0123456789 ou +33 1 23 45 67 89", ["0123456789", "+33 1 23 45 67 89"]),
        ("numéro vert 0 805 123 124", ["0 805 123 124"]),
        ("le 3018, le 39 19 et le 115", ["3018", "39 19", "115"]),
        ("appelez le 3114 ou le 15", ["3114"]),
        ("en 2026, 30 minutes, 3 à 5 jours, 100 %, 3500 €, 12,5", []),
    ],
)
def test_telephone_numbers_are_seen_in_words(words: str, found: list[str]) -> None:
    assert telephone_numbers(words) == found
