"""How easy a page is to read, as one figure from about 0 (hard) to 100 (easy).

English: reading ease after Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948).
French: its adaptation by Kandel and Moles, « Application de l'indice de Flesch à la langue française », Cahiers
Études de Radio-Télévision 19 (1958). Syllables are counted with pyphen's hyphenation patterns, which can miss one in
a word with a mute e, so that the figure compares pages rather than proves one readable: readers do that.
"""

import re
from functools import cache

import pyphen

LEAST = 50
"""A page below this is refused."""

MEDIAN = 60
"""What the pages of a language reach in the middle."""

EASY_WORDS_A_SENTENCE = 15
"""The longest sentence of an easy version."""

_PATTERNS = {"fr": "fr", "en": "en_US"}
_FORMULAS = {"fr": (207.0, 1.015, 73.6), "en": (206.835, 1.015, 84.6)}
_SENTENCE_END = re.compile(r"[.!?…]+[»”\"]?\s|\n+")
_WORD = re.compile(r"[^\W\d_]+")


def readability(words: str, language: str) -> float:
    """Reading ease of plain words (no markup); 0 where there are none."""
    sentences = sentences_of(words)
    found = _WORD.findall(words)
    if not sentences or not found:
        return 0.0
    base, per_sentence, per_word = _FORMULAS[language]
    syllables = sum(_syllables(word, language) for word in found)
    return base - per_sentence * len(found) / len(sentences) - per_word * syllables / len(found)


def sentences_of(words: str) -> list[str]:
    """Sentences, headings and list items of plain words, placeholders left out."""
    pieces = _SENTENCE_END.split(re.sub(r"\{\w+\}", "", words))
    return [piece.strip() for piece in pieces if re.search(r"\w", piece)]


@cache
def _hyphenation(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=_PATTERNS[language], left=1, right=1)


@cache
def _syllables(word: str, language: str) -> int:
    return len(_hyphenation(language).positions(word)) + 1
