"""A small linear model that reads after the rules and can only add to what they found.

Anyone can follow it with a pencil: each piece of a message (a word, two or three words in a row, a few letters in a
row) has a weight for danger, for medical and for distress, all written in ``content/<language>/second_reader.txt``. The
weights found are added up; the three sums and a nought for "none of these" become shares of one (a softmax), and from a
certain share of danger and medical together the message is taken for one of them. ``make safety-model`` trains it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Alarming = Literal["danger", "medical"]
CLASSES = ("danger", "medical", "distress")
"""What a piece has a weight for; "none" is what they are weighed against."""

MOST_WORDS = 120
"""Words read of one message: a longer text costs more time than the model may take."""

WORDS_IN_A_ROW = 3
LETTERS_IN_A_ROW = (3, 4, 5)
LETTERS = "~"
"""The sign before a piece of letters, so that none is taken for a word; "_" stands for the edge of a word."""

_SIGNS = frozenset(".?")


class Weight(NamedTuple):
    """``rarity``: how much a piece counts among the others of a message (inverse document frequency); then what it
    adds for danger, medical and distress."""

    rarity: float
    danger: float
    medical: float
    distress: float


@dataclass(frozen=True, slots=True)
class SecondReader:
    """``bias``: where the three sums start; ``threshold``: the share of danger and medical from which it speaks."""

    weights: Mapping[str, Weight]
    bias: tuple[float, float, float]
    threshold: float

    def label(self, words: Sequence[str]) -> Alarming | None:
        """Danger or medical, whichever is the likelier, where both together reach the threshold; else ``None``.

        What has no word in it (a telephone number, a date) tells nothing: numbers are the rules' alone.
        """
        if not any(word.islower() for word in words):
            return None
        danger, medical, _distress = self.shares(words)
        if danger + medical < self.threshold:
            return None
        return "danger" if danger >= medical else "medical"

    def shares(self, words: Sequence[str]) -> tuple[float, float, float]:
        """The shares of danger, medical and distress; what is missing to one is "none"."""
        sums = list(self.bias)
        for pieces in (words_of(words), letters_of(words)):
            found = [weight for piece in set(pieces) if (weight := self.weights.get(piece)) is not None]
            length = math.sqrt(sum(one.rarity * one.rarity for one in found)) or 1.0
            sums[0] += sum(one.danger for one in found) / length
            sums[1] += sum(one.medical for one in found) / length
            sums[2] += sum(one.distress for one in found) / length
        highest = max(*sums, 0.0)
        danger, medical, distress, none = (math.exp(one - highest) for one in (*sums, 0.0))
        whole = danger + medical + distress + none
        return danger / whole, medical / whole, distress / whole


def words_of(words: Sequence[str]) -> Iterator[str]:
    """Words, and two or three of them in a row; the ends of sentences are words too."""
    read = words[:MOST_WORDS]
    for length in range(1, WORDS_IN_A_ROW + 1):
        for place in range(len(read) - length + 1):
            yield " ".join(read[place : place + length])


def letters_of(words: Sequence[str]) -> Iterator[str]:
    """Letters in a row inside each word and at its edges: what words of one family share, and slips of the keyboard."""
    for word in words[:MOST_WORDS]:
        if word in _SIGNS:
            continue
        whole = f"_{word}_"
        for length in LETTERS_IN_A_ROW:
            for place in range(max(1, len(whole) - length + 1)):
                yield LETTERS + whole[place : place + length]
            if length >= len(whole):
                break
