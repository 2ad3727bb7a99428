"""Brings the catalogs up to date with the strings of the code, behind `make catalogs`.

A translation is never lost: a string that left the code stays at the end of the file as obsolete and comes back with
it. The files hold no dates, line numbers or paths of a machine, so that a change in the file is a change in the words.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.library.catalogs import LANGUAGES, PO_FILE
from bot.library.source_strings import SourceString, source_strings

UNASKED_NOTE = "Said unasked: neutral, no health word, no unit name in the first 120 characters."
_HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
)


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
