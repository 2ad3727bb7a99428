"""Brings the catalogs up to date with the strings of the code, behind `make catalogs`.

Strings are read from the syntax tree, from calls of `_` and `unasked`. A translation is never lost: a string that
left the code stays at the end of the file as obsolete and comes back with it. The files hold no dates, line numbers
or paths of a machine, so that a change in the file is a change in the words.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.library.catalogs import LANGUAGES, PO_FILE

CODE_FOLDERS = ("conversations", "bot")
UNASKED_NOTE = "Said unasked: neutral, no health word, no unit name in the first 120 characters."
_HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
)


@dataclass(frozen=True, slots=True)
class SourceString:
    """One English string of the code: where it stands, whether it is said unasked, a note for translators."""

    words: str
    files: tuple[str, ...]
    line: int
    unasked: bool
    note: str = ""


def source_strings(root: Path) -> dict[str, SourceString]:
    """Every string marked in the code, by its words, in the order of files and lines."""
    found: dict[str, SourceString] = {}
    files = sorted(file for folder in CODE_FOLDERS for file in (root / folder).rglob("*.py"))
    for file in files:
        for string in _strings_of(file, str(file.relative_to(root))):
            before = found.get(string.words)
            found[string.words] = _joined(before, string) if before else string
    return found


def read_catalog(file: Path, language: str) -> Catalog:
    """The catalog of a file, empty where there is none; obsolete strings are in `.obsolete`."""
    if not file.exists():
        return Catalog(language)
    with file.open("rb") as words:
        return read_po(words, locale=language)


def update_catalogs(root: Path) -> list[Path]:
    """Write content/<language>/LC_MESSAGES/companion.po of every language and return the files that changed."""
    strings = source_strings(root)
    changed = []
    for language in LANGUAGES:
        file = root / "content" / language / PO_FILE
        words = _written(strings, read_catalog(file, language), language)
        if not file.exists() or file.read_bytes() != words:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(words)
            changed.append(file)
    return changed


def _strings_of(file: Path, name: str) -> Iterator[SourceString]:
    text = file.read_text(encoding="utf-8")
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Name(id="_" | "unasked" as marker), args=[ast.Constant(value=str(words)), *_]):
                note = lines[node.lineno - 2].strip() if node.lineno > 1 else ""
                told = note.removeprefix("# Translators:").strip() if note.startswith("# Translators:") else ""
                yield SourceString(words, (name,), node.lineno, marker == "unasked", told)


def _joined(before: SourceString, again: SourceString) -> SourceString:
    files = tuple(dict.fromkeys((*before.files, *again.files)))
    return replace(before, files=files, unasked=before.unasked or again.unasked, note=before.note or again.note)


def _written(strings: dict[str, SourceString], before: Catalog, language: str) -> bytes:
    catalog = Catalog(language, fuzzy=False)
    for string in sorted(strings.values(), key=lambda string: (string.files[0], string.line)):
        known = before.get(string.words) or before.obsolete.get(string.words)
        notes = [note for note in (string.note, UNASKED_NOTE if string.unasked else "") if note]
        catalog.add(
            string.words,
            known.string if known else "",
            locations=[(file, 0) for file in string.files],
            flags=[flag for flag in (known.flags if known else ()) if flag == "fuzzy"],
            auto_comments=notes,
            user_comments=known.user_comments if known else (),
        )
    catalog.obsolete.update({key: message for key, message in _left(strings, before).items()})
    body = BytesIO()
    write_po(body, catalog, width=110, omit_header=True, include_lineno=False)
    return _HEADER.format(language=language).encode() + body.getvalue()


def _left(strings: dict[str, SourceString], before: Catalog) -> dict[str, Message]:
    """Translations whose string is gone from the code."""
    messages = [message for message in (*before, *before.obsolete.values()) if message.id and message.string]
    return {str(message.id): message for message in messages if message.id not in strings}
