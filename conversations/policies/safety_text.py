"""What somebody typed, made plain enough to be compared with rules: one word, one space, no disguise.

Nothing here knows about danger. It undoes what keyboards, fashions and haste do to words (accents, capitals, zero-width
marks, look-alike letters, digits for letters, stretched letters) and leaves the meaning to the rules.
"""

import re
import unicodedata
from collections.abc import Iterator

HEAD = TAIL = 4000
"""Characters read at the start and at the end of a text; what lies between in a longer one is not read."""

STOP, QUESTION = ".", "?"
PAUSE = ".."
"""Two dots or more end no sentence: "she beat me... at scrabble" is one."""

LAUGH = " lol "
"""The word for a face that laughs out loud. A smile is none: people smile at what frightens them."""

HIGH, HIGHISH, NORMAL = "HIGH", "HIGHISH", "NORMAL"
"""Words that stand for a number: surely a temperature in the range of fever, perhaps one, surely one below it."""

# Cyrillic and Greek letters that look like a Latin one; folded only in words that also hold Latin letters.
_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһкмтвнгпαεοιυνρτκωηβ",
    "aeopcyxijsdhkmtbhrnaeoiuvptkwnb",
)
_LEET = str.maketrans("013457", "oieast")
_SIGNS = {"@": "a", "$": "s", "€": "e"}
_LAUGH = re.compile("[😂🤣😆]")
_INNER_SIGN = re.compile(r"(?<=[a-z])[@$€](?=[a-z])")
_TOKEN = re.compile(
    r"\d+(?:[.,°]\d+)?(?: ?(?:° ?[cf]?|degr[a-z]+|[cf](?![a-z'])))?(?![a-z0-9])"
    r"|[^\W_]+(?:'[^\W_]+)*|[.!;]+|\?|\n[ \t]*\n"
)
_NUMBER = re.compile(r"(\d+)(?:[.,°](\d+))?( ?(?:° ?[cf]?|degr[a-z]+|[cf]))?")
_SPELLED = re.compile(r"(?<![^\W_'])[a-z](?:[ .*_-][a-z]){3,}(?![^\W_'])")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_INNER_LEET = re.compile(r"(?<=[a-z])[013457]+(?=[a-z])")
_LATIN = re.compile(r"[a-z]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zµºª]")


def cleaned(text: str) -> str:
    """The text in small Latin letters without accents, marks or invisible characters; bounded in length."""
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]} . {text[-TAIL:]}"
    if not text.isascii():
        text = text.replace("º", "°").replace("’", "'").replace("ʼ", "'").replace("‘", "'").replace("´", "'")
        text = unicodedata.normalize("NFKC", text)[: 2 * (HEAD + TAIL)]
        text = _LAUGH.sub(LAUGH, text)
        text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("ß", "ss").replace("ı", "i")
        text = unicodedata.normalize("NFD", text)
        text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cs"))
    text = text.lower().replace("`", "'")
    text = _INNER_SIGN.sub(lambda found: _SIGNS[found[0]], text)
    return _SPELLED.sub(lambda found: re.sub(r"[ .*_-]", "", found[0]), text)


def raw_words(clean: str) -> Iterator[str]:
    """The words of a cleaned text in order, apostrophes inside; sentence ends as ``STOP`` or ``QUESTION``."""
    for found in _TOKEN.finditer(clean):
        token = found[0]
        first = token[0]
        if first.isdigit() and (number := _NUMBER.fullmatch(token)):
            yield _number(number)
        elif first == "?":
            yield QUESTION
        elif token.startswith(PAUSE):
            continue
        elif not first.isalnum():
            yield STOP
        else:
            yield token if token.isascii() and token.isalpha() else undisguised(token)


def undisguised(word: str) -> str:
    """A word with look-alike letters and inner digits read as the Latin letters they stand for."""
    if not word.isascii() and _LATIN.search(word):
        word = word.translate(_LOOK_ALIKE)
    if _INNER_LEET.search(word):
        word = word.translate(_LEET)
    return word


def stretches(word: str) -> tuple[str, ...]:
    """The readings of a word with letters held down ("pluuus"): with two of them, then with one; else nothing."""
    if not _STRETCHED.search(word):
        return ()
    return _STRETCHED.sub(r"\1\1", word), _STRETCHED.sub(r"\1", word)


def in_another_script(clean: str) -> bool:
    """Whether words stand there in letters that are not Latin, look-alikes inside Latin words apart."""
    letters = 0
    for found in _TOKEN.finditer(clean):
        if not found[0].isascii():
            letters += len(_OTHER_SCRIPT.findall(undisguised(found[0])))
    return letters >= 2


def _number(number: re.Match[str]) -> str:
    """A number as it stands, or as the word for the temperature it can be (°C 38 to 43, °F 100.4 to 109.4)."""
    whole, part, unit = number[1], number[2], number[3]
    exact = part is not None or unit is not None
    value = float(f"{whole[:6]}.{(part or '0')[:3]}")
    if 38 <= value < 43 or 100 <= value < 109.5:
        return HIGH if exact else HIGHISH
    if exact and (35 <= value < 38 or 96 <= value < 100):
        return NORMAL
    return whole
