"""How well search finds pages, on our own queries: `python -m tests.library.search_report`.

The queries of each language were written before the index was tuned; half of them ("held") were kept apart and never
looked at while weights and synonyms were chosen. What the figures cannot say: how strangers write. The same people
who know the pages wrote the queries.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.library.pages import Library
from bot.library.search import Search

HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Query:
    words: str
    page_id: str
    split: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of queries whose page came first, among the first three; mean reciprocal rank; queries counted."""

    first: float
    among_three: float
    reciprocal_rank: float
    count: int


def rows(kind: str, language: str) -> Iterator[dict[str, str]]:
    """The lines of queries_<language>.jsonl or confidences_<language>.jsonl."""
    for line in (HERE / f"{kind}_{language}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def queries(language: str) -> list[Query]:
    return [Query(row["query"], row["page"], row["split"]) for row in rows("queries", language)]


@cache
def index(language: str) -> Search:
    return Search(Library.load(), language)


def measure(language: str, split: str) -> Figures:
    """Figures of one half of a language's queries."""
    asked = [query for query in queries(language) if query.split == split]
    ranks = [_rank(index(language), query) for query in asked]
    return Figures(
        first=sum(rank == 1 for rank in ranks) / len(ranks),
        among_three=sum(0 < rank <= 3 for rank in ranks) / len(ranks),
        reciprocal_rank=sum(1 / rank for rank in ranks if rank) / len(ranks),
        count=len(ranks),
    )


def report_lines() -> list[str]:
    """The table, as printed by `make test` and kept in docs/writing-pages.md."""
    lines = ["search      queries  hit@1  hit@3    MRR"]
    for language in LANGUAGES:
        for split in ("held", "tune"):
            figures = measure(language, split)
            lines.append(
                f"{language} {split:<8} {figures.count:>7}  {figures.first:>5.3f}  {figures.among_three:>5.3f}"
                f"  {figures.reciprocal_rank:>5.3f}"
            )
    return lines


def _rank(search: Search, query: Query) -> int:
    found = [hit.page_id for hit in search.find(query.words)]
    return found.index(query.page_id) + 1 if query.page_id in found else 0


if __name__ == "__main__":
    print("\n".join(report_lines()))
