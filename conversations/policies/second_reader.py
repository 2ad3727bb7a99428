"""A small linear model that reads after the rules and can only add to what they found.

It is a weighted sum anyone can follow with a pencil: each piece of the message has a weight for danger and one for
medical, both written in ``content/second_reader.txt``. It is trained by ``make safety-model``.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from conversations.policies.safety_rules import Label

Alarming = Literal["danger", "medical"]
MODEL_LABELS: tuple[Alarming, Alarming] = ("danger", "medical")
_MOST_WORDS = 120
"""Words read of one message: a longer text costs more time than the model may take."""

_NEAR = 6
"""Words within which two families of words count as one after the other."""


class Families:
    """Words that mean alike under one name ("MOURIR" for mourir, mort, tombe…), as the rules file lists them."""

    def __init__(self, families: Mapping[str, Sequence[str]]) -> None:
        self._of_word: dict[str, tuple[str, ...]] = {}
        self._of_beginning: dict[str, tuple[str, ...]] = {}
        for name, words in families.items():
            for word in words:
                place = self._of_beginning if word.endswith("*") else self._of_word
                place[word.rstrip("*")] = (*place.get(word.rstrip("*"), ()), name)
        self._lengths = sorted({len(beginning) for beginning in self._of_beginning})
        self._memory: dict[str, tuple[str, ...]] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """The names of the families a word belongs to."""
        if word not in self._memory:
            if len(self._memory) > 20_000:
                self._memory.clear()
            found = list(self._of_word.get(word, ()))
            for length in self._lengths:
                found.extend(self._of_beginning.get(word[:length], ()) if length <= len(word) else ())
            self._memory[word] = tuple(dict.fromkeys(found))
        return self._memory[word]


@dataclass(frozen=True, slots=True)
class SecondReader:
    """``weights``: for each piece of text, what it adds for danger and for medical; ``bias``: where each sum starts;
    ``thresholds``: the sum from which the label is given; ``families``: the words that count as one."""

    weights: Mapping[str, tuple[float, float]]
    bias: tuple[float, float]
    thresholds: tuple[float, float]
    families: Families = field(default_factory=lambda: Families({}))

    def sums(self, streams: Mapping[Label, str]) -> tuple[float, float]:
        """The two weighted sums of a message, before comparison with the thresholds."""
        danger, medical = (self._sum(streams[label], place) for place, label in enumerate(MODEL_LABELS))
        return danger, medical

    def label(self, streams: Mapping[Label, str]) -> Alarming | None:
        """The label whose sum reaches its threshold, danger before medical; else ``None``."""
        for label, found, enough in zip(MODEL_LABELS, self.sums(streams), self.thresholds, strict=True):
            if found >= enough:
                return label
        return None

    def _sum(self, stream: str, place: int) -> float:
        found = set(pieces(stream, self.families))
        if not found:
            return self.bias[place]
        known = (self.weights[piece][place] for piece in found if piece in self.weights)
        return self.bias[place] + sum(known) / math.sqrt(len(found))


def pieces(stream: str, families: Families) -> Iterator[str]:
    """What the model looks at: words, two in a row, families of words, and which family follows which nearby."""
    words = stream.split()[:_MOST_WORDS]
    before: list[tuple[int, str]] = []
    last = ""
    for place, word in enumerate(words):
        if word in (".", "_"):
            before, last = [], ""
            continue
        yield word
        if last:
            yield f"{last} {word}"
        last = word
        names = families.of(word)
        before = [(at, name) for at, name in before if place - at <= _NEAR]
        for name in names:
            yield name
            for _, earlier in before:
                yield f"{earlier} > {name}"
        before.extend((place, name) for name in names)
