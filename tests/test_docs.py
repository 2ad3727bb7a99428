"""The documents keep up with the code: every setting and every command is described."""

import re
from html import unescape
from pathlib import Path

from typer.main import get_command

from bot.cli import app
from bot.library.catalogs import PO_FILE, translations_of
from bot.library.pages import CONTENT
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


def test_the_readme_shows_what_the_program_says() -> None:
    """Each message and each button of its excerpt is one of the French catalog's."""
    every = ["English", *translations_of(CONTENT / "fr" / PO_FILE).values()]
    own = {words: re.sub(r"\{\w+\}|\W", "", _flat(words)) for words in every}
    french = [_said(words) for words in every if len(own[words]) > 2]
    excerpt = (DOCS.parent / "README.md").read_text().split("```text\n")[1].split("```")[0]
    acts = re.split(r"\n *(?:…$|\w+ [◂▸] |⏲ )", f"\n{excerpt}", flags=re.M)
    marks = re.findall(r"\n *(?:(…)$|\w+ ([◂▸]) |(⏲) )", f"\n{excerpt}", flags=re.M)
    bubbles = [act for act, mark in zip(acts[1:], marks, strict=True) if "◂" in mark]
    assert len(bubbles) > 8
    for bubble in bubbles:
        words, *buttons = re.split(r"\n +\[|\] · \[|\]\n*$", bubble.rstrip())
        for said in (words, *filter(None, buttons)):
            ours = re.sub(r"(vous écrit :)\n.*", r"\1", said, flags=re.S)  # below it stand a person's own words
            assert _is_made_of(_flat(ours), french), said


def _is_made_of(said: str, french: list[re.Pattern[str]]) -> bool:
    """Whether this is one string of the catalog, or several, one sentence after another."""
    if any(pattern.fullmatch(said) for pattern in french):
        return True
    ends = [end.start() + 1 for end in re.finditer(r"[.?!] ", said)]
    return any(_is_made_of(said[:end], french) and _is_made_of(said[end + 1 :], french) for end in reversed(ends))


def _flat(words: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", words)).split())


def _said(words: str) -> re.Pattern[str]:
    """What one string of the catalog may look like, with anything in its placeholders."""
    return re.compile(".+?".join(re.escape(_flat(piece)).replace(r"\ ", " ") for piece in re.split(r"\{\w+\}", words)))
