"""What must be in the ten screens that a site may have in other languages (screens.py), and the file for translators.

`content/screens.toml` lists their strings. The head of a file names its translator: a machine's translation is refused.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.library.catalogs import LANGUAGES, PO_FILE, translations_of
from bot.library.finding import Finding, line_of
from bot.library.screens import screen_files
from bot.library.source_strings import source_strings
from bot.library.string_checks import wording_differs

LIST = "screens.toml"
AND_SO_ON = "…"
"""A string of the list that ends so stands for every string of the code that begins so."""

TRANSLATOR = re.compile(r"^\s*\S+ \S+.*, .+$")
"""A name of two words at least, a comma, and what they are ("Samia Exemple, sworn translator")."""

MACHINE = re.compile(
    r"deepl|google|bing|microsoft|reverso|yandex|systran|amazon|chat ?gpt|gpt|claude|gemini|llm|machine|automati|"
    r"logiciel|robot|\bai\b|\bia\b|nobody|unknown|full name",
    re.IGNORECASE,
)


@cache
def screen_strings(root: Path, content: Path) -> dict[str, str]:
    """The strings of the ten screens in the code below `root`, each with the screen that shows it first."""
    code = list(source_strings(root))
    return {words: screen for screen, listed in _listed(content) for words in _meant(listed, code)}


def list_checks(root: Path, content: Path) -> list[Finding]:
    """Strings of the list that no code says any more."""
    code, file = list(source_strings(root)), content / LIST
    return [
        Finding(file, line_of(file, listed[:40]), "error", f"screen {screen}: no code says this any more: {listed}")
        for screen, listed in _listed(content)
        if not _meant(listed, code)
    ]


def _listed(content: Path) -> list[tuple[str, str]]:
    table = tomllib.loads((content / LIST).read_text(encoding="utf-8"))
    return [(screen, words) for screen, strings in table.items() for words in strings]


def _meant(listed: str, code: list[str]) -> list[str]:
    if listed.endswith(AND_SO_ON):
        return [words for words in code if words.startswith(listed.removesuffix(AND_SO_ON).rstrip())]
    return [listed] if listed in code else []


def template(root: Path, content: Path, language: str) -> bytes:
    """A .po file for the translators: each string of the screens, with the French as a comment."""
    french = translations_of(content / "fr" / PO_FILE)
    catalog = Catalog(language, fuzzy=False, last_translator="NAME, FUNCTION")
    for words, screen in screen_strings(root, content).items():
        catalog.add(words, "", auto_comments=[f"screen {screen}", f"fr: {french.get(words, '')}"])
    body = BytesIO()
    write_po(body, catalog, width=110, include_lineno=False)
    return body.getvalue()


def screen_checks(folder: Path | None, root: Path, content: Path) -> list[Finding]:
    """What is wrong with a site's screens: no translator, a machine, a screen that is missing, other placeholders."""
    return [finding for file in screen_files(folder) for finding in _check(file, screen_strings(root, content))]


def _check(file: Path, strings: Mapping[str, str]) -> Iterator[Finding]:
    if file.stem in LANGUAGES:
        yield Finding(file, 1, "error", "the service speaks this language: its catalog is the place")
        return
    try:
        own_locale = Locale.parse(file.stem)
        with file.open("rb") as lines:
            catalog = read_po(lines, locale=own_locale, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, UnknownLocaleError, ValueError) as problem:
        yield Finding(file, 1, "error", f"cannot be read: {problem}")
        return
    translator = str(catalog.last_translator or "").replace("<>", "").strip()
    if not TRANSLATOR.match(translator) or MACHINE.search(translator):
        line = line_of(file, "Last-Translator")
        yield Finding(file, line, "error", "Last-Translator must name a person and their function, not a machine")
    for words, screen in strings.items():
        message = catalog.get(words)
        if message is None or not message.string or message.fuzzy:
            yield Finding(file, 1, "error", f"screen {screen}: not translated: {words[:60]!r}")
            continue
        for what in wording_differs(words, str(message.string)):
            yield Finding(file, line_of(file, words[:40]), "error", f"screen {screen}: {what}: {words[:60]!r}")
