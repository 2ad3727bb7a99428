"""The documents keep up with the code: every setting and every command is described."""

import re
from pathlib import Path

from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

DOCS = Path(__file__).parents[1] / "docs"


def test_every_setting_is_described() -> None:
    words = (DOCS / "settings.md").read_text()
    for name in Settings.model_fields:
        assert f"`COMPANION_{name.upper()}`" in words, name


def test_every_command_is_described() -> None:
    words = (DOCS / "commands.md").read_text()
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"`companion {name}" in words, name


def test_no_document_names_a_machine_or_a_package_index() -> None:
    root = DOCS.parent
    for file in [*DOCS.glob("*.md"), *root.glob("*.md"), root / "constraints.txt", root / "Makefile"]:
        words = file.read_text()
        for never in (f"/{'root'}/", f"/{'home'}/", "index-url", "files.pythonhosted"):
            assert never not in words, (file.name, never)


def test_every_test_and_document_that_the_design_names_is_there() -> None:
    root = DOCS.parent
    for file in (DOCS / "design.md", root / "README.md", root / "CONTRIBUTING.md"):
        for named in re.findall(r"(?:tests|docs|bot|conversations|content)/[\w/.-]+\.\w+", file.read_text()):
            assert (root / named).exists(), f"{file.name} names {named}"
