"""Records that somebody of the unit read a page and stands by it: behind `companion review`.

The name goes into the page's own front matter, so that git keeps who changed what after it.
"""

import json
import re
from datetime import date
from pathlib import Path

from bot.library.front_matter import read_front_matter
from bot.library.pages import Library

_REVIEWED = re.compile(r"^reviewed:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)


def review_page(library: Library, page_id: str, by: str, on: date, unit: str | None = None) -> list[Path]:
    """Write `reviewed: by, on` into the page in every language it has; give the files, none where there is no page."""
    pages = [page for language in ("fr", "en") if (page := library.page(page_id, language, unit))]
    for page in pages:
        record_review(page.file, by, on)
    return [page.file for page in pages]


def record_review(file: Path, by: str, on: date) -> None:
    """Set the review of one file; raises ValueError without a name, UnreadablePage where the head cannot be read."""
    if not by.strip():
        raise ValueError("a review needs the name or function of who read the page")
    text = file.read_text(encoding="utf-8")
    read_front_matter(text)
    review = f"reviewed:\n  by: {json.dumps(by.strip(), ensure_ascii=False)}\n  on: {on.isoformat()}\n"
    opening, head, body = text.split("---\n", 2)
    head = _REVIEWED.sub(lambda _: review, head) if _REVIEWED.search(head) else head + review
    file.write_text(f"{opening}---\n{head}---\n{body}", encoding="utf-8")
