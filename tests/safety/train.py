"""Trains the second reader: `make safety-model`. The same examples give the same file, but for the last digit.

For each language one logistic regression with several classes (scikit-learn), fitted on the tuning messages. Its
threshold comes from a cross-validation in which each author is left out in turn: the lowest share at which, of the
messages of "none" that are nobody's twin, few enough would be asked about.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.library.safety import CONTENT
from conversations.policies.safety_text import cleaned, raw_words
from conversations.policies.second_reader import CLASSES, letters_of, words_of
from tests.safety.examples import LANGUAGES, Example, examples

SEEN_BY_WORDS, SEEN_BY_LETTERS = 3, 5
"""In how many messages a piece must stand to be learnt: below, it says more of a message than of people."""

STRENGTH = 20.0
"""How closely the weights follow the messages (C of the regression), chosen in the same cross-validation."""

ROUNDS = 1000
FALSE_QUESTIONS = 0.05
"""Share of everyday messages that may be asked about in cross-validation."""

NONE = "none"


def main(folder: Path = CONTENT) -> None:
    for language in LANGUAGES:
        seen = messages(language)
        threshold = threshold_of(seen)
        lines = list(_lines(seen, threshold))
        (folder / language / "second_reader.txt").write_text("\n".join(lines) + "\n", "utf-8")
        print(f"{language}: {len(seen)} messages, {len(lines) - 2} pieces, threshold {threshold:.2f}")


def messages(language: str) -> list[Example]:
    return [one for one in examples("tune", language) if one.label in (*CLASSES, NONE)]


def words(text: str) -> list[str]:
    return list(raw_words(cleaned(text)))


class Fit:
    """The two bags of pieces and the regression over both, fitted on these messages."""

    def __init__(self, seen: Sequence[Example]) -> None:
        self.bags = [
            TfidfVectorizer(analyzer=lambda text: words_of(words(text)), binary=True, min_df=SEEN_BY_WORDS),
            TfidfVectorizer(analyzer=lambda text: letters_of(words(text)), binary=True, min_df=SEEN_BY_LETTERS),
        ]
        texts = [one.text for one in seen]
        pieces = hstack([bag.fit_transform(texts) for bag in self.bags])
        self.model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=ROUNDS)
        self.model.fit(pieces, [one.label for one in seen])

    def alarm(self, seen: Sequence[Example]) -> Any:
        """The share of danger and medical together, a message."""
        texts = [one.text for one in seen]
        shares = self.model.predict_proba(csr_matrix(hstack([bag.transform(texts) for bag in self.bags])))
        return sum(shares[:, list(self.model.classes_).index(label)] for label in ("danger", "medical"))

    def against_none(self) -> tuple[Any, Any]:
        """Weights and biases of each of CLASSES, those of "none" taken away."""
        places = [list(self.model.classes_).index(label) for label in (*CLASSES, NONE)]
        weights, biases = self.model.coef_[places], self.model.intercept_[places]
        return weights[:-1] - weights[-1], biases[:-1] - biases[-1]


def threshold_of(seen: Sequence[Example]) -> float:
    """The lowest share at which few enough everyday messages of authors left out would be asked about."""
    shares: list[float] = []
    everyday = [one for one in seen if one.author and one.label == NONE and one.pair is None]
    for author in sorted({one.author for one in everyday if one.author}):
        plain = [one for one in everyday if one.author == author]
        fit = Fit([one for one in seen if one.author != author])
        shares.extend(fit.alarm(plain))
    return float(np.ceil(np.quantile(shares, 1 - FALSE_QUESTIONS) * 100) / 100)


def _lines(seen: Sequence[Example], threshold: float) -> Iterator[str]:
    fit = Fit(seen)
    weights, biases = fit.against_none()
    yield "# Written by `make safety-model`: a piece of text, its rarity, its weights for danger, medical, distress."
    yield "\t".join(["= threshold, biases", f"{threshold:.2f}", *(f"{one:.2f}" for one in biases)])
    names = [name for bag in fit.bags for name in bag.get_feature_names_out()]
    rarities = np.concatenate([bag.idf_ for bag in fit.bags])
    for place in sorted(range(len(names)), key=names.__getitem__):
        scaled = weights[:, place] * rarities[place]
        yield "\t".join([names[place], f"{rarities[place]:.1f}", *(f"{one:.1f}" for one in scaled)])


if __name__ == "__main__":
    main()
