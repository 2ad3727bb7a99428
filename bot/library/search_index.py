"""Two ways to hold words against pages: by the fields of a page, and by phrases somebody may have typed.

Both take terms: each word of the query with what it may stand for (its stem, a concept, a repair) and how much that
counts. Both answer with the pages that share something, from 0 to about 1.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

Alternatives = Mapping[str, float]

FIELD_WEIGHTS = {"title": 6.0, "summary": 3.0, "asked_as": 3.0, "text": 2.0}
SATURATION = 3.0


class PageIndex:
    """BM25F: a word counts by its field, less with every repetition, and more the fewer pages have it."""

    def __init__(self, pages: Sequence[Mapping[str, Sequence[str]]]) -> None:
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        averages = {
            field: sum(len(page[field]) for page in pages) / max(len(pages), 1) or 1.0 for field in FIELD_WEIGHTS
        }
        for place, page in enumerate(pages):
            for token, weight in _weights(page, averages).items():
                self._postings[token][place] = weight / (SATURATION + weight)
        self.rarity = {
            token: log(1 + (len(pages) - len(at) + 0.5) / (len(at) + 0.5)) for token, at in self._postings.items()
        }
        self._most = log(1 + (len(pages) + 0.5) / 0.5)

    def scores(self, terms: Iterable[Alternatives]) -> dict[int, float]:
        """From 0 to about 1: the share of the query's weight that a page holds."""
        scores: dict[int, float] = defaultdict(float)
        whole = 0.0
        for term in terms:
            whole += max(weight * self.rarity.get(token, self._most) for token, weight in term.items())
            best: dict[int, float] = defaultdict(float)
            for token, weight in term.items():
                for place, share in self._postings.get(token, {}).items():
                    best[place] = max(best[place], weight * self.rarity[token] * share)
            for place, value in best.items():
                scores[place] += value
        return {place: score / whole for place, score in scores.items() if whole}


class PhraseIndex:
    """Cosine between the query and each phrase; a page counts by the phrase that is nearest."""

    def __init__(self, phrases: Sequence[tuple[int, Sequence[str]]]) -> None:
        self._page_of = [place for place, _ in phrases]
        counts = Counter(token for _, tokens in phrases for token in set(tokens))
        self._most = log(len(phrases) + 1)
        self._rarity = {token: log((len(phrases) + 1) / count) for token, count in counts.items()}
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._lengths: list[float] = []
        for number, (_, tokens) in enumerate(phrases):
            words = [token for token in set(tokens) if not token.startswith("=")]
            self._lengths.append(sqrt(sum(self._rarity[token] ** 2 for token in words)) or 1.0)
            for token in set(tokens):
                self._postings[token].append(number)

    def scores(self, terms: Iterable[Alternatives]) -> dict[int, float]:
        """From 0 to 1, and a little more where an expression adds to its words."""
        dots: dict[int, float] = defaultdict(float)
        length = 0.0
        for term in terms:
            length += max(weight * self._rarity.get(token, self._most) for token, weight in term.items()) ** 2
            best: dict[int, float] = defaultdict(float)
            for token, weight in term.items():
                for number in self._postings.get(token, []):
                    best[number] = max(best[number], weight * self._rarity[token] ** 2)
            for number, value in best.items():
                dots[number] += value
        scores: dict[int, float] = defaultdict(float)
        for number, dot in dots.items():
            place = self._page_of[number]
            scores[place] = max(scores[place], dot / (sqrt(length) * self._lengths[number]) if length else 0.0)
        return scores


def _weights(page: Mapping[str, Sequence[str]], averages: Mapping[str, float]) -> Counter[str]:
    weights: Counter[str] = Counter()
    for field, tokens in page.items():
        share = FIELD_WEIGHTS[field] / (0.25 + 0.75 * len(tokens) / averages[field]) if tokens else 0.0
        for token in tokens:
            weights[token] += share  # type: ignore[assignment]
    return weights
