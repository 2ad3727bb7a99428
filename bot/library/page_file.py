"""Reads `<id>.md` into a Page, and says with the line what is wrong with it."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from bot.library.front_matter import FrontMatter, UnreadablePage, Value, read_front_matter
from bot.library.markdown import Markdown, read_markdown
from bot.library.page import Audience, Page, Review, Source
from bot.library.parts import cut
from bot.library.typography import typeset

KEYS = frozenset(
    ["title", "summary", "topic", "moments", "audience", "gentle", "asked_as", "related", "sources", "reviewed"],
)
AUDIENCES = ("patient", "relative", "both")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file; `left_out` says that the page is not shown because of it."""

    file: Path
    line: int
    message: str
    left_out: bool = False


def read_page(file: Path, language: str, easy: Path | None) -> tuple[Page | None, list[Problem]]:
    """The page, or None where it cannot be read, and everything noticed on the way."""
    try:
        head = read_front_matter(file.read_text(encoding="utf-8"))
        body = read_markdown(head.body, language)
        page = _page(file, language, head, body, easy)
    except UnicodeDecodeError:
        return None, [Problem(file, 1, "the file is not UTF-8", left_out=True)]
    except UnreadablePage as error:
        return None, [Problem(file, error.line, error.message, left_out=True)]
    unknown = [key for key in head.values if key not in KEYS]
    problems = [Problem(file, head.lines[key], f"unknown key {key}") for key in unknown]
    problems += [Problem(file, head.body_line, fault) for fault in body.faults]
    return page, problems


def read_body(file: Path, language: str) -> Markdown:
    """A file without front matter, such as an easy version."""
    return read_markdown(file.read_text(encoding="utf-8"), language)


def read_easy(file: Path, language: str) -> tuple[str, ...]:
    """The parts of an easy version, which has no front matter."""
    return cut(read_body(file, language).blocks)


def _page(file: Path, language: str, head: FrontMatter, body: Markdown, easy: Path | None) -> Page:
    if not body.blocks:
        raise UnreadablePage(head.body_line, "the page has no words")
    audience = _words(head, "audience")
    if audience not in AUDIENCES:
        raise UnreadablePage(head.lines["audience"], f"audience is one of {', '.join(AUDIENCES)}")
    return Page(
        id=file.stem,
        language=language,
        title=typeset(_words(head, "title"), language),
        summary=typeset(_words(head, "summary"), language),
        topic=_words(head, "topic"),
        moments=_list(head, "moments"),
        audience=cast(Audience, audience),
        gentle=head.values.get("gentle", "false") == "true",
        asked_as=_list(head, "asked_as"),
        related=_list(head, "related"),
        sources=_sources(head, language),
        reviewed=_review(head),
        parts=cut(body.blocks),
        easy_parts=read_easy(easy, language) if easy else (),
        words=len(re.findall(r"\w+", body.plain)),
        text=body.plain,
        links=tuple(dict.fromkeys(body.links)),
        file=file,
    )


def _words(head: FrontMatter, key: str) -> str:
    value = head.values.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UnreadablePage(head.lines.get(key, 1), f"{key} is missing")
    return value.strip()


def _list(head: FrontMatter, key: str) -> tuple[str, ...]:
    value = head.values.get(key, [])
    if value == "":
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UnreadablePage(head.lines[key], f"{key} is a list of words")
    return tuple(str(item) for item in value)


def _sources(head: FrontMatter, language: str) -> tuple[Source, ...]:
    value = head.values.get("sources", [])
    line = head.lines.get("sources", 1)
    if value == "":
        return ()
    if not isinstance(value, list):
        raise UnreadablePage(line, "sources is a list with name, address and looked_up")
    return tuple(_source(item, line, language) for item in value)


def _source(item: Value, line: int, language: str) -> Source:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        raise UnreadablePage(line, "each source has a name, an address and looked_up")
    address = item.get("address") or None
    name = typeset(str(item["name"]), language)
    return Source(name, str(address) if address else None, _date(item.get("looked_up"), line, "looked_up"))


def _review(head: FrontMatter) -> Review | None:
    value = head.values.get("reviewed")
    line = head.lines.get("reviewed", 1)
    if not value:
        return None
    if not isinstance(value, dict) or not value.get("by"):
        raise UnreadablePage(line, "reviewed is empty, or has by and on")
    return Review(str(value["by"]), _date(value.get("on"), line, "reviewed on"))


def _date(value: "Value | None", line: int, what: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise UnreadablePage(line, f"{what} is a day like 2026-11-23") from None
