from pathlib import Path

import pytest

from bot.library.string_checks import string_checks

CODE = 'a = _("<b>One</b> {x}", x=1)\nb = Option("b", _("Button"), 1)\nc = unasked("Someone has written.")\n'
PO = """\
msgid "<b>One</b> {x}"
msgstr "<b>Un</b> {x}"

msgid "Button"
msgstr "Bouton"

msgid "Someone has written."
msgstr "Un message vous attend."
"""


@pytest.fixture
def root(shelf: Path) -> Path:
    (shelf.parent / "conversations").mkdir()
    (shelf.parent / "conversations" / "talk.py").write_text(CODE)
    for language in ("fr", "en"):
        (shelf / language / "LC_MESSAGES").mkdir(parents=True)
    (shelf / "en" / "LC_MESSAGES" / "companion.po").write_text("")
    return shelf.parent


def messages(root: Path, po: str) -> list[str]:
    (root / "content" / "fr" / "LC_MESSAGES" / "companion.po").write_text(po)
    return [f"{finding.line}: {finding.message}" for finding in string_checks(root, root / "content")]


def test_a_complete_catalog_is_quiet(root: Path) -> None:
    assert messages(root, PO) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"Bouton"', '""', "4: no translation"),
        ('msgid "Button"', '#, fuzzy\nmsgid "Button"', "5: to be confirmed (fuzzy): Button"),
        ('msgid "Button"', 'msgid "Old"', "4: no code says this any more: Old"),
        ("<b>Un</b> {x}", "<b>Un</b> {y}", "1: the placeholders differ"),
        ("<b>Un</b> {x}", "Un {x}", "1: the tags differ"),
        ("<b>Un</b> {x}", "<b>Un {x}", "1: Telegram would refuse it: <b> is never closed"),
        ('"Bouton"', '"Un bouton dont les mots sont trop longs"', "4: 39 characters on a button"),
        ("Un message", "L’hôpital vous écrit : un message", "7: said unasked, and begins with 'hopital'"),
    ],
)
def test_each_fault_is_named_with_its_line(root: Path, before: str, after: str, message: str) -> None:
    assert any(found.startswith(message) for found in messages(root, PO.replace(before, after)))


def test_an_unasked_english_source_is_checked_too(root: Path) -> None:
    talk = root / "conversations" / "talk.py"
    talk.write_text(talk.read_text().replace("Someone has written.", "Your doctor has written."))
    assert any("begins with 'doctor'" in message for message in messages(root, PO))


def test_a_string_that_is_not_in_the_file_is_named_where_the_code_says_it(root: Path) -> None:
    (root / "content" / "fr" / "LC_MESSAGES" / "companion.po").write_text("")
    places = {(str(f.file), f.line) for f in string_checks(root, root / "content")}
    assert places == {("conversations/talk.py", 1), ("conversations/talk.py", 2), ("conversations/talk.py", 3)}


def test_a_neutral_word_inside_another_is_no_fault(root: Path) -> None:
    assert messages(root, PO.replace("Un message vous attend.", "La comorte attend vos mots différents.")) == []
