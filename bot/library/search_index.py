"""Two ways to hold words against pages: what a word speaks for, and which phrases are near.

Both take terms: each word of the query with what it may stand for (its stem, a concept, a repair) and how much that
counts. Weights were set on the tuning half of tests/library and by leaving out phrases of `asked_as` in turn.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

Alternatives = Mapping[str, float]

FIELD_WEIGHTS = {"title": 3.0, "summary": 2.0, "asked_as": 1.5, "text": 0.3}
SMOOTHING = 0.5
NEAREST_PHRASES = 8
NEAREST_SHARE = 0.3
"""A page counts by its nearest phrase (this share) and by the mean of its NEAREST_PHRASES (the rest)."""


class WordEvidence:
    """How much a word speaks for each page: the logarithm of how much more often it stands there than elsewhere."""

    def __init__(self, pages: Sequence[Mapping[str, Sequence[Sequence[str]]]]) -> None:
        """`pages` give, for each field, its texts as tokens; a token counts once in a text."""
        counts = [_counted(page) for page in pages]
        everywhere: Counter[str] = Counter()
        for count in counts:
            everywhere.update(count)
        self._for: dict[str, dict[int, float]] = defaultdict(dict)
        whole = sum(everywhere.values())
        for place, count in enumerate(counts):
            here = sum(count.values())
            for token, times in count.items():
                inside = (times + SMOOTHING) / (here + SMOOTHING * len(everywhere))
                outside = (everywhere[token] - times + SMOOTHING) / (whole - here + SMOOTHING * len(everywhere))
                if inside > outside:
                    self._for[token][place] = log(inside / outside)

    def scores(self, terms: Sequence[Alternatives]) -> dict[int, float]:
        """The mean over the terms, so that a word no page knows counts against all of them."""
        scores: dict[int, float] = defaultdict(float)
        for best in (_best(term, self._for) for term in terms):
            for place, value in best.items():
                scores[place] += value / len(terms)
        return scores


class NearPhrases:
    """Cosine between the query and each phrase, rare words counting more."""

    def __init__(self, phrases: Sequence[tuple[int, Sequence[str]]]) -> None:
        """`phrases` are the place of a page and the tokens of one of its phrases."""
        self._page_of = [place for place, _ in phrases]
        counts = Counter(token for _, tokens in phrases for token in set(tokens))
        self._most = log(len(phrases) + 1)
        self._rarity = {token: log((len(phrases) + 1) / count) for token, count in counts.items()}
        self._within: dict[str, dict[int, float]] = defaultdict(dict)
        self._lengths: list[float] = []
        for number, (_, tokens) in enumerate(phrases):
            words = [token for token in set(tokens) if not token.startswith("=")]
            self._lengths.append(sqrt(sum(self._rarity[token] ** 2 for token in words)) or 1.0)
            for token in set(tokens):
                self._within[token][number] = self._rarity[token] ** 2

    def scores(self, terms: Sequence[Alternatives]) -> dict[int, float]:
        """From 0 to about 1 for a phrase typed word by word."""
        length = sqrt(sum(self._weight(term) ** 2 for term in terms)) or 1.0
        dots: dict[int, float] = defaultdict(float)
        for best in (_best(term, self._within) for term in terms):
            for number, value in best.items():
                dots[number] += value
        near: dict[int, list[float]] = defaultdict(list)
        for number, dot in dots.items():
            near[self._page_of[number]].append(dot / (length * self._lengths[number]))
        return {place: _blended(cosines) for place, cosines in near.items()}

    def _weight(self, term: Alternatives) -> float:
        return max(weight * self._rarity.get(token, self._most) for token, weight in term.items())


def _best(term: Alternatives, values: Mapping[str, Mapping[int, float]]) -> dict[int, float]:
    """For each place the best of what a term may stand for."""
    best: dict[int, float] = {}
    for token, weight in term.items():
        for place, value in values.get(token, {}).items():
            best[place] = max(best.get(place, 0.0), weight * value)
    return best


def _blended(cosines: list[float]) -> float:
    nearest = sorted(cosines, reverse=True)[:NEAREST_PHRASES]
    return NEAREST_SHARE * nearest[0] + (1 - NEAREST_SHARE) * sum(nearest) / NEAREST_PHRASES


def _counted(page: Mapping[str, Iterable[Sequence[str]]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for field, texts in page.items():
        for tokens in texts:
            for token in set(tokens):
                counts[token] += FIELD_WEIGHTS[field]  # type: ignore[assignment]
    return counts
