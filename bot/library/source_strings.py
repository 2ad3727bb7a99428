"""The English strings of the code, read from its syntax tree: what translators translate and the check checks."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

CODE_FOLDERS = ("conversations", "bot")
_MARKERS = ("_", "unasked")
_BUTTONS = ("Option", "Start", "Button")
_BUTTON_KEYWORDS = ("label", "yes", "no", "done")
_NOTE = "# Translators:"


@dataclass(frozen=True, slots=True)
class SourceString:
    """One string: its files, the line in the first, whether it is said unasked or stands on a button, a note."""

    words: str
    files: tuple[str, ...]
    line: int
    unasked: bool
    button: bool
    note: str = ""


def source_strings(root: Path) -> dict[str, SourceString]:
    """Every string marked with `_` or `unasked`, by its words, in the order of files and lines."""
    found: dict[str, SourceString] = {}
    for file in sorted(file for folder in CODE_FOLDERS for file in (root / folder).rglob("*.py")):
        for string in _strings_of(file, str(file.relative_to(root))):
            before = found.get(string.words)
            found[string.words] = _joined(before, string) if before else string
    return found


def _strings_of(file: Path, name: str) -> Iterator[SourceString]:
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    on_buttons = {id(call) for call in _button_strings(tree)}
    for call in sorted(_marked(tree), key=lambda call: (call.lineno, call.col_offset)):
        words = call.args[0]
        if isinstance(words, ast.Constant) and isinstance(words.value, str):
            above = text.split("\n")[call.lineno - 2].strip() if call.lineno > 1 else ""
            note = above.removeprefix(_NOTE).strip() if above.startswith(_NOTE) else ""
            yield SourceString(
                words.value, (name,), call.lineno, _name(call) == "unasked", id(call) in on_buttons, note
            )


def _marked(tree: ast.AST) -> Iterator[ast.Call]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return (call for call in calls if _name(call) in _MARKERS and call.args)


def _button_strings(tree: ast.AST) -> Iterator[ast.Call]:
    """Marked strings given to what makes a button, directly or in a choice between two."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in _BUTTONS:
            for given in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from _marked(given)
        elif isinstance(node, ast.keyword) and node.arg in _BUTTON_KEYWORDS:
            yield from _marked(node.value)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _joined(before: SourceString, again: SourceString) -> SourceString:
    return replace(
        before,
        files=tuple(dict.fromkeys((*before.files, *again.files))),
        unasked=before.unasked or again.unasked,
        button=before.button or again.button,
        note=before.note or again.note,
    )
