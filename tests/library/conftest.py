"""A small shelf of pages to break, and the real library, read once."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from bot.library.catalogs import Catalogs
from bot.library.numbers import Numbers
from bot.library.pages import CONTENT, Library

HEAD = """\
---
title: {title}
summary: {summary}
topic: {topic}
moments: [{moments}]
audience: both
{more}asked_as:
  - une phrase tapée
related: [{related}]
sources:
  - name: Institut national
    address: https://example.org/page
    looked_up: 2026-11-01
reviewed:
---
"""

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="session")
def catalogs() -> Catalogs:
    return Catalogs.load(CONTENT)


@pytest.fixture(scope="session")
def numbers() -> Numbers:
    return Numbers.load(CONTENT)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """An empty content folder with the real moments, topics, numbers, tones and neutral words."""
    for name in ("moments.toml", "topics.toml", "numbers.toml", "neutral_words.toml", "fr/tone.toml", "en/tone.toml"):
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((CONTENT / name).read_text())
    return tmp_path / "content"


@pytest.fixture
def write(shelf: Path) -> Write:
    """Puts a page on the shelf: `write("sleep", title=…, body=…)`, or a unit's with `folder`."""

    def put(
        page_id: str,
        body: str = "Bien dormir aide.",
        *,
        language: str = "fr",
        folder: Path | None = None,
        title: str = "Le sommeil",
        summary: str = "Pourquoi il manque.",
        topic: str = "daily-life",
        moments: str = "treatment",
        related: str = "",
        more: str = "",
    ) -> Path:
        file = (folder / "pages" / language if folder else shelf / language / "pages") / f"{page_id}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        head = HEAD.format(title=title, summary=summary, topic=topic, moments=moments, related=related, more=more)
        file.write_text(head + dedent(body) + "\n", encoding="utf-8")
        return file

    return put
