"""Checks of the catalogs: every string there, in every language, fit for where it is shown."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog

from bot.library.catalog_update import read_catalog
from bot.library.catalogs import LANGUAGES, PO_FILE
from bot.library.finding import Finding, line_of
from bot.library.markdown import plain
from bot.library.source_strings import SourceString, source_strings
from bot.library.telegram_html import refusals, tags
from bot.library.words import fold

SOURCE_LANGUAGE = "en"
LABEL_LIMIT = 30
UNASKED_NEUTRAL = 120
"""Characters a locked screen may show (care requirement 18)."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def string_checks(root: Path, content: Path) -> list[Finding]:
    """Everything to say about the strings of the code below `root` and their translations in `content`."""
    strings = source_strings(root)
    found: list[Finding] = []
    neutral = _neutral_words(content)
    for language in LANGUAGES:
        file = content / language / PO_FILE
        catalog = read_catalog(file, language)
        found += _stale(strings, catalog, file)
        for string in strings.values():
            translated = _translation(catalog, string)
            if language != SOURCE_LANGUAGE and not translated:
                found.append(_at(file, string, "no translation"))
            found += _wording(string, translated or string.words, file, neutral[language])
    return found


def _stale(strings: Mapping[str, SourceString], catalog: Catalog, file: Path) -> Iterator[Finding]:
    for message in catalog:
        if message.id and message.id not in strings:
            yield Finding(
                file, line_of(file, str(message.id)[:40]), "error", f"no code says this any more: {message.id}"
            )
        elif message.id and message.fuzzy:
            yield Finding(file, line_of(file, str(message.id)[:40]), "error", f"to be confirmed (fuzzy): {message.id}")


def _translation(catalog: Catalog, string: SourceString) -> str:
    message = catalog.get(string.words)
    return str(message.string) if message and message.string and not message.fuzzy else ""


def _wording(string: SourceString, words: str, file: Path, neutral: re.Pattern[str]) -> Iterator[Finding]:
    for problem in wording_differs(string.words, words):
        yield _at(file, string, problem)
    if string.button and len(plain(words)) > LABEL_LIMIT:
        yield _at(file, string, f"{len(plain(words))} characters on a button, at most {LABEL_LIMIT}: {words}")
    word = neutral.search(fold(plain(words))[:UNASKED_NEUTRAL]) if string.unasked else None
    if word:
        yield _at(file, string, f"said unasked, and begins with {word[0].strip()!r}: {words}")


def wording_differs(source: str, words: str) -> Iterator[str]:
    """In what a translation does not stand for its source: placeholders, tags, what Telegram takes."""
    if sorted(set(_PLACEHOLDER.findall(words))) != sorted(set(_PLACEHOLDER.findall(source))):
        yield "the placeholders differ"
    if tags(words) != tags(source):
        yield "the tags differ"
    for refusal in refusals(words):
        yield f"Telegram would refuse it: {refusal}"


def _at(file: Path, string: SourceString, message: str) -> Finding:
    """At the translation where it is found in one line, else at the string in the code."""
    line = line_of(file, string.words[:40].split("\n")[0]) if file.exists() else 1
    words = f"{message} ({string.files[0]}:{string.line} {string.words[:60]!r})"
    return (
        Finding(file, line, "error", words) if line > 1 else Finding(Path(string.files[0]), string.line, "error", words)
    )


def _neutral_words(content: Path) -> dict[str, re.Pattern[str]]:
    """Per language: the words, as beginnings of words; the short ones whole, or "die" would forbid "diet"."""
    tables = tomllib.loads((content / "neutral_words.toml").read_text(encoding="utf-8"))
    return {language: re.compile("|".join(_beginning(word) for word in words)) for language, words in tables.items()}


def _beginning(word: str) -> str:
    return rf"\b{re.escape(word)}" if len(word) > 4 else rf"\b{re.escape(word)}s?\b"
