from pathlib import Path

import pytest

from bot.library.catalog_update import update_catalogs


@pytest.fixture
def code(tmp_path: Path) -> Path:
    file = tmp_path / "conversations" / "talk.py"
    file.parent.mkdir()
    file.write_text('a = _("One")\nb = unasked("Two {x}", x=1)\n')
    return file


def french(root: Path) -> str:
    return (root / "content" / "fr" / "LC_MESSAGES" / "companion.po").read_text()


def test_new_strings_are_added_without_dates_lines_or_paths_of_the_machine(code: Path, tmp_path: Path) -> None:
    assert len(update_catalogs(tmp_path)) == 2
    words = french(tmp_path)
    assert '#: conversations/talk.py\nmsgid "One"\nmsgstr ""' in words
    assert "Said unasked" in words
    assert str(tmp_path) not in words
    assert "Date" not in words
    assert update_catalogs(tmp_path) == []


def test_a_translation_survives_its_string_leaving_and_coming_back(code: Path, tmp_path: Path) -> None:
    update_catalogs(tmp_path)
    po = tmp_path / "content" / "fr" / "LC_MESSAGES" / "companion.po"
    po.write_text(po.read_text().replace('msgid "One"\nmsgstr ""', 'msgid "One"\nmsgstr "Un"'))
    full = code.read_text()
    for words in ('b = _("Three")\n', 'b = _("Four")\n'):
        code.write_text(words)
        update_catalogs(tmp_path)
        assert '#~ msgid "One"\n#~ msgstr "Un"' in french(tmp_path)
    code.write_text(full)
    update_catalogs(tmp_path)
    assert '\nmsgid "One"\nmsgstr "Un"' in french(tmp_path)
    assert "#~" not in french(tmp_path)
