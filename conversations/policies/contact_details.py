"""Does a message hold a way to reach or find somebody outside: a number, an e-mail, an @name, an address, a link?

The rule reads what people type, spelled-out numbers and "arobase" included. It is a courtesy before something leaves
for good, not a wall: a voice message or a picture is not read, and both sides are told so.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import Literal

Detail = Literal["phone", "email", "name", "address", "link"]

FEWEST_NUMBER_WORDS = 4
"""Number words in a row that are taken for a phone number: a French one is said in five pairs, a dose or an age in
fewer than four."""

_PHONE = re.compile(r"(?<![\d,.])(?:(?:\+|00)\d(?:[\s.\-/()]{0,2}\d){7,13}|0[1-9](?:[\s.\-/]{0,2}\d\d){4})(?!\d)")
_EMAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\barobase\b|\bat\b)\s?[\w-]+\s?(?:\.|\bpoint\b|\bdot\b)\s?[a-z]{2,}\b"
)
_NAME = re.compile(r"(?<![\w.])@[a-z]\w{3,}")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b(?:t\.me|wa\.me|m\.me|facebook\.com|fb\.com|instagram\.com|linkedin\.com|tiktok\.com)/\S+"
    r"|\bmon (?:insta|instagram|snap|facebook|whatsapp)\b|\bmy (?:insta|instagram|snap|facebook|whatsapp)\b"
)
_STREETS_FR = "rue|avenue|boulevard|bd|place|chemin|impasse|allee|quai|route|square|cours|residence|lotissement"
_STREETS_EN = "street|road|avenue|lane|drive|close|court|square|terrace|way"
_ADDRESS = re.compile(
    rf"\b\d{{1,4}}\s?(?:bis|ter)?,?\s(?:{_STREETS_FR})\s(?!de la semaine)\w"
    rf"|\b\d{{1,4}}\s(?:\w+\s){{1,2}}(?:{_STREETS_EN})\b"
    r"|\b(?:0[1-9]|[1-8]\d|9[0-578])\d{3}\s+[a-z]{3,}"
)
_NUMBER_WORDS = frozenset(
    [
        "zero",
        "un",
        "une",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "septante",
        "octante",
        "nonante",
        "one",
        "two",
        "three",
        "four",
        "five",
        "seven",
        "eight",
        "nine",
        "oh",
        "double",
    ]
)
_BETWEEN = frozenset(("et", "and"))


def contact_details(text: str, known: Collection[str] = ()) -> tuple[Detail, ...]:
    """The kinds found in `text`, each once. `known` are numbers that anybody may pass on: those of the unit."""
    plain = _plain(text)
    shared = {_digits(number) for number in known}
    found: list[Detail] = []
    if any(_digits(match[0]) not in shared for match in _PHONE.finditer(plain)) or _says_a_number(plain):
        found.append("phone")
    patterns: tuple[tuple[Detail, re.Pattern[str]], ...] = (
        ("email", _EMAIL),
        ("name", _NAME),
        ("address", _ADDRESS),
        ("link", _LINK),
    )
    return (*found, *(kind for kind, pattern in patterns if pattern.search(plain)))


def _plain(text: str) -> str:
    """Lower case without accents or invisible signs; full-width digits and the like as their plain form."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in letters if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def _digits(number: str) -> str:
    """What two spellings of a number have in common."""
    bare = re.sub(r"\D", "", number)
    return "0" + bare[-9:] if len(bare) in (11, 13) and bare[-11:-9] == "33" else bare


def _says_a_number(plain: str) -> bool:
    """Number words in a row, beginning with a zero as phone numbers do."""
    row = 0
    for word in re.findall(r"[a-z]+|\d+", plain):
        if row and (word in _NUMBER_WORDS or word.isdecimal()):
            row += 1
        elif word in ("zero", "oh"):
            row = 1
        elif word not in _BETWEEN:
            row = 0
        if row > FEWEST_NUMBER_WORDS:
            return True
    return False
