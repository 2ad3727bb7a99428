"""A small linear model that reads after the rules and can only add to what they found.

It is a weighted sum anyone can follow with a pencil: each piece of the message has a weight for danger and one for
medical, both written in ``content/<language>/second_reader.txt``. It is trained by ``make safety-model``.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from conversations.policies.safety_rules import Label

MODEL_LABELS: tuple[Literal["danger"], Literal["medical"]] = ("danger", "medical")
_MOST_WORDS = 400
"""Words read of one message: a longer text costs more time than the model may take."""


@dataclass(frozen=True, slots=True)
class SecondReader:
    """``weights``: for each piece of text, what it adds for danger and for medical; ``bias``: where each sum starts;
    ``thresholds``: the sum from which the label is given."""

    weights: Mapping[str, tuple[float, float]]
    bias: tuple[float, float]
    thresholds: tuple[float, float]

    def sums(self, streams: Mapping[Label, str]) -> tuple[float, float]:
        """The two weighted sums of a message, before comparison with the thresholds."""
        danger, medical = (self._sum(streams[label], place) for place, label in enumerate(MODEL_LABELS))
        return danger, medical

    def label(self, streams: Mapping[Label, str]) -> Literal["danger", "medical"] | None:
        """The label whose sum reaches its threshold, danger before medical; else ``None``."""
        for label, found, enough in zip(MODEL_LABELS, self.sums(streams), self.thresholds, strict=True):
            if found >= enough:
                return label
        return None

    def _sum(self, stream: str, place: int) -> float:
        found = set(pieces(stream))
        if not found:
            return self.bias[place]
        known = (self.weights[piece][place] for piece in found if piece in self.weights)
        return self.bias[place] + sum(known) / math.sqrt(len(found))


def pieces(stream: str) -> Iterator[str]:
    """What the model looks at: each word, two and three words in a row, two words around a third, and the beginnings of long words."""
    words = [word for word in stream.split()[:_MOST_WORDS] if word not in (".", "_")]
    for place, word in enumerate(words):
        yield word
        if len(word) > 5:
            yield f"{word[:5]}-"
        if place:
            yield f"{words[place - 1]} {word}"
        if place > 1:
            yield f"{words[place - 2]} {words[place - 1]} {word}"
            yield f"{words[place - 2]} … {word}"
