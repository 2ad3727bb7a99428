from pathlib import Path

import pytest

from bot.library.commands import preview_page, record_review
from tests.library.conftest import Write


def test_a_page_is_previewed_without_any_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPANION_SITE", raising=False)
    words = "\n".join(preview_page("infection-fever", "fr"))
    assert "la ligne de votre unité" in words
    assert "pas encore été relue" in words


def test_an_unknown_page_or_unit_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPANION_SITE", raising=False)
    with pytest.raises(KeyError):
        list(preview_page("nowhere", "fr"))
    with pytest.raises(KeyError):
        list(preview_page("sleep", "fr", "no-unit"))


def test_a_review_names_the_files_it_wrote(write: Write, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shelf)
    monkeypatch.setattr("bot.library.commands.CONTENT", shelf)
    file = write("sleep")
    lines = list(record_review("sleep", "Dr A", None))
    assert len(lines) == 1
    assert lines[0].startswith(f"{file}: reviewed by Dr A on ")
    with pytest.raises(KeyError):
        list(record_review("nowhere", "Dr A"))
