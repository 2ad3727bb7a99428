"""Reads the safety words and gives a screener.

``content/<language>/safety_words.toml`` holds the rules, ``content/<language>/second_reader.txt`` the weights of the
second reader. What they mean is in docs/safety-words.md.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from conversations.policies.safety_book import Book, BookData
from conversations.policies.safety_grammar import BadRule
from conversations.policies.safety_rules import READ_LABELS, SCOPES, Rule, SetAside
from conversations.policies.safety_words import Screener
from conversations.policies.second_reader import SecondReader, Weight

CONTENT = Path(str(files("content")))
LANGUAGES = ("fr", "en")

_KINDS_OF_LABEL = {
    "danger": ("oneself", "somebody-else", "violence"),
    "medical": ("medical",),
    "distress": ("distress", "death-news"),
}


@cache
def screener(content: Path = CONTENT, second_reader: bool = True) -> Screener:
    """The screener of a content folder, read once and kept.

    ``second_reader=False`` leaves the rules alone to decide. Raises ``BadRule`` where a file says something that cannot
    be read, ``OSError`` where one is missing.
    """
    books = _books(content)
    readers = {language: model_of(language, content) for language in LANGUAGES} if second_reader else {}
    return Screener(books, {language: reader for language, reader in readers.items() if reader})


@cache
def _books(content: Path) -> Mapping[str, Book]:
    """Reading the rules takes half a second; both screeners share them."""
    return {language: Book(book_data(language, content)) for language in LANGUAGES}


def book_data(language: str, content: Path = CONTENT) -> BookData:
    """The parsed ``safety_words.toml`` of a language; raises ``BadRule`` with the place and what is wrong."""
    path = content / language / "safety_words.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRule(f"{language}/safety_words.toml: {wrong}") from None
    try:
        spelling = table["spelling"]
        return BookData(
            language=language,
            apostrophe_splits=bool(spelling["apostrophe_splits"]),
            rewrites=spelling["rewrites"],
            fillers=_words(spelling["fillers"]),
            common=_words(spelling["common"]),
            known=_words(spelling["known"]),
            turns=_words(spelling["turns"]),
            slots={name: tuple(phrases) for name, phrases in table["slots"].items()},
            set_aside=tuple(_set_aside(table["set_aside"])),
            rules=tuple(_rules(table["rule"])),
        )
    except KeyError as missing:
        raise BadRule(f"{language}/safety_words.toml: {missing} is missing") from None


def model_of(language: str, content: Path = CONTENT) -> SecondReader | None:
    """The second reader of a language, or ``None`` where none was trained.

    Its file has a line that explains it, one with the threshold and the three biases, then one piece of text a line.
    """
    path = content / language / "second_reader.txt"
    if not path.exists():
        return None
    _explained, head, *lines = path.read_text("utf-8").splitlines()
    threshold, danger, medical, distress = map(float, head.split("\t")[1:])
    weights = {piece: Weight(*map(float, numbers)) for piece, *numbers in (line.split("\t") for line in lines)}
    return SecondReader(weights, (danger, medical, distress), threshold)


def _rules(tables: list[Mapping[str, Any]]) -> Iterator[Rule]:
    for table in tables:
        label, kind = table["label"], table["kind"]
        if kind not in _KINDS_OF_LABEL.get(label, ()):
            raise BadRule(f"rule {table['id']}: kind {kind} does not go with label {label}")
        yield Rule(table["id"], label, kind, table["note"], _phrases(table["phrases"]))


def _set_aside(tables: list[Mapping[str, Any]]) -> Iterator[SetAside]:
    for table in tables:
        hides, scope = tuple(table.get("hides", READ_LABELS)), table.get("scope", "phrase")
        if not set(hides) <= set(READ_LABELS) or scope not in SCOPES:
            raise BadRule(f"rule {table['id']}: hides {hides} or scope {scope} is not known")
        yield SetAside(
            table["id"], table["note"], _phrases(table["phrases"]), hides, scope, _phrases(table.get("unless", ()))
        )


def _phrases(phrases: Sequence[str]) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in phrases)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())
