"""Reading a day as people type it, in French and English: 12/03, 12/03/2027, 12 mars, March 12, demain, tomorrow."""

import re
import unicodedata
from datetime import date, timedelta

MONTHS = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
MONTH_NUMBER = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
NEAR = {"aujourd'hui": 0, "today": 0, "demain": 1, "tomorrow": 1, "apres-demain": 2, "apres demain": 2, "hier": -1}


class NotADate(ValueError):
    """The words are not a day. `impossible` when they look like one that no calendar has (30 February)."""

    def __init__(self, typed: str, *, impossible: bool) -> None:
        super().__init__(typed)
        self.impossible = impossible


def read_date(typed: str, today: date) -> date:
    """The day meant; without a year the next such day from `today`. Day comes before month, as in France.

    Raises NotADate.
    """
    letters = unicodedata.normalize("NFKD", typed.replace("’", "'").casefold())
    words = "".join(c for c in letters if not unicodedata.combining(c)).strip(" .!")
    if words in NEAR:
        return today + timedelta(days=NEAR[words])
    if iso := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", words):
        return _day(typed, int(iso[1]), int(iso[2]), int(iso[3]))
    if numbers := re.fullmatch(r"(\d{1,2})\s*[/. -]\s*(\d{1,2})(?:\s*[/. -]\s*(\d{2}|\d{4}))?", words):
        return _with_year(typed, int(numbers[1]), int(numbers[2]), numbers[3], today)
    if named := re.search(r"\b(\d{1,2})(?:er|st|nd|rd|th)?\s+([a-z]+)\.?(?:\s+(\d{4}))?\b", words):
        month = MONTH_NUMBER.get(named[2])
        if month:
            return _with_year(typed, int(named[1]), month, named[3], today)
    if english := re.search(r"\b([a-z]+)\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?\b", words):
        month = MONTH_NUMBER.get(english[1])
        if month:
            return _with_year(typed, int(english[2]), month, english[3], today)
    raise NotADate(typed, impossible=False)


def _with_year(typed: str, day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return _day(typed, int(year) + (2000 if len(year) == 2 else 0), month, day)
    if (month, day) == (2, 29):  # the next leap day may be up to eight years away
        return next(date(y, 2, 29) for y in range(today.year, today.year + 9) if _leap(y) and date(y, 2, 29) >= today)
    this_year = _day(typed, today.year, month, day)
    return this_year if this_year >= today else _day(typed, today.year + 1, month, day)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _day(typed: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise NotADate(typed, impossible=True) from problem
