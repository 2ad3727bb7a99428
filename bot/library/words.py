"""Words as people type them, made comparable: no accents, no elisions, SMS spelling undone, reduced to a stem."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import snowballstemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_STEMMERS = {"fr": "french", "en": "english"}
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_ELIDED = frozenset(("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quelqu"))
_GLUED = ("qu", "l", "d", "j", "m", "n", "s", "t", "c")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`spelling` turns SMS and habits into words; `concepts` names words and expressions that mean the same."""

    spelling: Mapping[str, str] = field(default_factory=dict)
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, file: Path) -> "Synonyms":
        """Read content/<language>/synonyms.toml; a language without the file has none."""
        if not file.exists():
            return cls()
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        return cls(tables["spelling"], {name: tuple(words) for name, words in tables["concepts"].items()})


def fold(words: str) -> str:
    """Lower case without accents; signs that look alike become one."""
    if words.isascii():
        return words.lower()
    plain = unicodedata.normalize("NFKD", words.lower().replace("’", "'").replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


class Speller:
    """Splits and stems for one language; remembers what it has stemmed."""

    def __init__(self, language: str, spelling: Mapping[str, str]) -> None:
        self._stem = snowballstemmer.stemmer(_STEMMERS.get(language, "english")).stemWord
        self._spelling = {fold(typed): fold(meant).split() for typed, meant in spelling.items()}
        self._stems: dict[str, str] = {}
        self._glues = language == "fr"

    def split(self, words: str) -> list[str]:
        """The folded words of a text, elided letters dropped ("l'hopital" is "hopital"), SMS spelling undone."""
        found = []
        for word in _WORD.findall(_REPEATED.sub(r"\1", fold(words))):
            found += self._spelling.get(word, [word])
        return [word for word in found if not (self._glues and word in _ELIDED)]

    def stem(self, word: str) -> str:
        """One stem whatever the accents: "fatiguée", "fatiguee" and "fatigue" are "fatigu"."""
        if word not in self._stems:
            self._stems[word] = self._stem(word).rstrip("e") or word
        return self._stems[word]

    def unglued(self, word: str) -> Iterable[str]:
        """What a word typed without its apostrophe may have been: "loncologue" gives "oncologue"."""
        return [
            word[len(glue) :] for glue in _GLUED if self._glues and word.startswith(glue) and len(word) > len(glue) + 2
        ]


class Vocabulary:
    """The words that occur somewhere, to repair what was mistyped."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(set(words)):
            self._by_length.setdefault(len(word), []).append(word)

    def nearest(self, word: str, limit: int = 3) -> list[tuple[str, int]]:
        """The nearest known words and how many signs differ: one, two from seven letters on, none below four."""
        if len(word) < 4 or word.isdigit():
            return []
        reach = 1 if len(word) < 7 else 2
        near = [
            known for size in range(len(word) - reach, len(word) + reach + 1) for known in self._by_length.get(size, [])
        ]
        found = extract(word, near, scorer=OSA.distance, score_cutoff=reach, limit=limit)
        return [(known, int(distance)) for known, distance, _ in found]
