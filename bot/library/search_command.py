"""What stands behind `companion search`: ranked pages for one query, or for many as JSON lines."""

import json
from collections.abc import Iterable, Iterator

from bot.library.pages import CONTENT, Library
from bot.library.search import Search

PAGES_A_LINE = 10
"""Ranked pages printed for each query of a file."""


def searches(library: Library | None = None) -> dict[str, Search]:
    """One index per language of the library."""
    library = library or Library.load(CONTENT)
    return {language: Search(library, language) for language in sorted({language for _, language in library.common})}


def search_lines(words: str, language: str, library: Library | None = None) -> list[str]:
    """Ranked pages for one query, best first: score, id and title; the first line says so where nothing is sure."""
    library = library or Library.load(CONTENT)
    found = Search(library, language).find(words)
    lines = [] if found and found[0].sure else ["nothing fits; the nearest pages:" if found else "nothing fits"]
    for hit in found:
        page = library.page(hit.page_id, language)
        lines.append(f"{hit.score:5.2f}  {hit.page_id:<40} {page.title if page else ''}")
    return lines


def search_json_lines(lines: Iterable[str], default_language: str = "fr") -> Iterator[str]:
    """Read {"id", "lang", "query"} a line, give {"id", "pages": [ids, best first]} a line."""
    indexes = searches()
    for line in lines:
        if not line.strip():
            continue
        asked = json.loads(line)
        language = asked.get("lang", default_language)
        index = indexes.get(language) or indexes[default_language]
        pages = [hit.page_id for hit in index.nearest(str(asked["query"]), PAGES_A_LINE)]
        yield json.dumps({"id": asked["id"], "pages": pages}, ensure_ascii=False)
