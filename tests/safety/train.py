"""Trains the second reader: `make safety-model`. The same examples give the same file, on any machine.

Two logistic regressions (danger or not, medical or not), fitted by gradient descent in plain Python on what the rules
leave of the tuning messages of both languages: families of words carry what one language teaches to the other.
Thresholds come from cross-validation in which a minimal pair is never torn apart: the lowest, from even odds upwards,
at which few enough messages that are neither danger nor medical would raise an alert.
"""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.library.safety import CONTENT, book_data
from conversations.policies.safety_book import Book
from conversations.policies.safety_text import cleaned, raw_words
from conversations.policies.second_reader import MODEL_LABELS, Families, pieces
from tests.safety.examples import LANGUAGES, Example, examples

SEED = 20
FOLDS = 8
ROUNDS = 60
RATE = 0.5
RIDGE = 0.005
SMALLEST = 0.05
"""Weights nearer to nothing than this are left out of the file."""

FALSE_ALERTS = 0.03
"""Share of the messages without danger that the model, reading alone, may take for one in cross-validation. Most of
these are twins of a dangerous one; in real use the share lies well below."""

_READ = ("danger", "medical", "distress", "none")


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the model sees it: its pieces for each of the two sums."""

    example: Example
    pieces: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """One regression: the weight of each piece, and where the sum starts."""

    weights: Mapping[str, float]
    bias: float

    def sum(self, found: Sequence[str]) -> float:
        """The weighted sum of a message's pieces."""
        if not found:
            return self.bias
        return self.bias + sum(self.weights.get(piece, 0.0) for piece in found) / math.sqrt(len(found))


def main(path: Path = CONTENT / "second_reader.txt") -> None:
    seen = [one for language in LANGUAGES for one in messages(language)]
    fits = [fit(seen, place) for place in range(len(MODEL_LABELS))]
    thresholds = [threshold(seen, place) for place in range(len(MODEL_LABELS))]
    path.write_text("\n".join(_lines(fits, thresholds)) + "\n", "utf-8")
    print(f"{len(seen)} messages, thresholds {thresholds[0]:.2f} and {thresholds[1]:.2f}")


def messages(language: str) -> list[Seen]:
    """The tuning messages of a language, those no rule reads as another language included."""
    data = book_data(language)
    book, families = Book(data), Families(data.families)
    seen = []
    for example in examples("tune", language):
        if example.label in _READ:
            streams = book.read(list(raw_words(cleaned(example.text)))).streams
            seen.append(
                Seen(example, tuple(tuple(sorted(set(pieces(streams[label], families)))) for label in MODEL_LABELS))
            )
    return seen


def fit(seen: Sequence[Seen], place: int) -> Fit:
    """A logistic regression by stochastic gradient descent with shrinkage, in a fixed order; rare class weighted up."""
    order = random.Random(SEED)
    counts = Counter(piece for one in seen for piece in one.pieces[place])
    rows = [
        ([piece for piece in one.pieces[place] if counts[piece] > 1], one.example.label == MODEL_LABELS[place])
        for one in seen
    ]
    positive = sum(wanted for _, wanted in rows)
    heavier = (len(rows) - positive) / max(positive, 1)
    weights: dict[str, float] = {}
    bias = 0.0
    for turn in range(ROUNDS):
        order.shuffle(rows)
        rate = RATE / (1 + turn / 10)
        for found, wanted in rows:
            if not found:
                continue
            scale = 1 / math.sqrt(len(found))
            total = bias + scale * sum(weights.get(piece, 0.0) for piece in found)
            slope = (1 / (1 + math.exp(-max(-30.0, min(30.0, total))))) - wanted
            step = rate * slope * (heavier if wanted else 1.0)
            bias -= 0.1 * step
            for piece in found:
                weights[piece] = weights.get(piece, 0.0) * (1 - rate * RIDGE) - step * scale
    return Fit(weights, bias)


def threshold(seen: Sequence[Seen], place: int) -> float:
    """The lowest sum at which the share of false alerts, on messages left out of the fit, stays small enough."""
    sums = sorted(_left_out(seen, place), reverse=True)
    allowed = FALSE_ALERTS * sum(not alarming for _, alarming in sums)
    false = 0
    for total, alarming in sums:
        false += not alarming
        if false > allowed:
            return max(0.0, math.ceil(total * 100 + 1) / 100)
    return 0.0


def _left_out(seen: Sequence[Seen], place: int) -> list[tuple[float, bool]]:
    groups = sorted({_group(one) for one in seen})
    random.Random(SEED).shuffle(groups)
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    sums = []
    for fold in range(FOLDS):
        fitted = fit([one for one in seen if fold_of[_group(one)] != fold], place)
        for one in seen:
            if fold_of[_group(one)] == fold:
                sums.append((fitted.sum(one.pieces[place]), one.example.label in MODEL_LABELS))
    return sums


def _group(one: Seen) -> str:
    return one.example.pair or one.example.id


def _lines(fits: Sequence[Fit], thresholds: Sequence[float]) -> list[str]:
    danger, medical = fits
    lines = ["# Written by `make safety-model`. A piece of text, its weight for danger, its weight for medical."]
    lines.append(f"= bias\t{danger.bias:.3f}\t{medical.bias:.3f}")
    lines.append(f"= threshold\t{thresholds[0]:.2f}\t{thresholds[1]:.2f}")
    for piece in sorted(set(danger.weights) | set(medical.weights)):
        pair = danger.weights.get(piece, 0.0), medical.weights.get(piece, 0.0)
        if max(map(abs, pair)) >= SMALLEST:
            lines.append(f"{piece}\t{pair[0]:.3f}\t{pair[1]:.3f}")
    return lines


if __name__ == "__main__":
    main()
