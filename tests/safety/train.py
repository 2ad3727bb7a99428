"""Trains the second reader: `make safety-model`. The same examples give the same file, but for the last digit.

For each language one logistic regression with several classes (scikit-learn), fitted on the tuning messages and on the
searches by which pages are found. Its threshold comes from a cross-validation in which each author of typical messages
is left out in turn: the highest share at which enough danger and enough emergencies are still found.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.library.safety import CONTENT, screener
from conversations.policies.safety_text import cleaned, raw_words
from conversations.policies.safety_words import Screener
from conversations.policies.second_reader import CLASSES, letters_of, words_of
from tests.safety.examples import LANGUAGES, Example, learnt
from tests.safety.report import ALARMING

SEEN_BY_WORDS, SEEN_BY_LETTERS = 3, 5
"""In how many messages a piece must stand to be learnt: below, it says more of a message than of people."""

STRENGTH = 20.0
"""How closely the weights follow the messages (C of the regression), chosen in the same cross-validation."""

ROUNDS = 1000
TYPICAL = "typical"
"""The sets that were written as a trial of the whole would be."""

FOUND = 0.985
"""Share of danger, and of emergencies, that rules and reader find in cross-validation: above the goal of 0.95, since
strangers write differently."""

NONE = "none"


def main(folder: Path = CONTENT) -> None:
    for language in LANGUAGES:
        seen = learnt(language)
        threshold = threshold_of(seen, screener(folder, second_reader=False))
        lines = list(_lines(seen, threshold))
        (folder / language / "second_reader.txt").write_text("\n".join(lines) + "\n", "utf-8")
        print(f"{language}: {len(seen)} messages, {len(lines) - 2} pieces, threshold {threshold:.2f}")


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


def threshold_of(seen: Sequence[Example], rules: Screener) -> float:
    """The highest share at which enough danger and enough emergencies in the messages of authors left out are found, by
    the rules or by the reader."""
    shares: dict[str, list[float]] = {label: [] for label in ALARMING}
    for author in sorted({one.author for one in seen if one.author and one.author.startswith(TYPICAL)}):
        theirs = [one for one in seen if one.author == author]
        twins = {one.pair for one in theirs} - {None}
        fit = Fit([one for one in seen if one.author != author and one.pair not in twins])
        for one, share in zip(theirs, fit.alarm(theirs), strict=True):
            if one.label in ALARMING:
                by_rules = rules.screen(one.text, one.language).label in ALARMING
                shares[one.label].append(1.0 if by_rules else float(share))
    return min(float(np.floor(np.quantile(found, 1 - FOUND) * 100) / 100) for found in shares.values())


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
