"""How well the safety words read messages: `python -m tests.safety.report`, and the same table after the tests."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.library.safety import screener
from conversations.policies.safety_words import Screener
from tests.safety.examples import COUNTED, LANGUAGES, PARTS, Example, Part, examples

ALARMING = ("danger", "medical")
_Z = 1.96
_NAMES = {"fr": "French", "en": "English"}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson."""

    some: int
    all: int

    @property
    def value(self) -> float:
        """The share itself; 0 of 0 counts as 0."""
        return self.some / self.all if self.all else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of the 95 % interval (E. B. Wilson, 1927)."""
        if not self.all:
            return 0.0, 1.0
        square = _Z * _Z / self.all
        middle = self.value + square / 2
        reach = _Z * math.sqrt(self.value * (1 - self.value) / self.all + square / (4 * self.all))
        return max(0.0, middle - reach) / (1 + square), (middle + reach) / (1 + square)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}] ({self.some}/{self.all})"


@dataclass(frozen=True, slots=True)
class Figures:
    """What counts: what is found, and what is alarmed about nothing."""

    danger: Share
    medical: Share
    false_alerts: Share
    unread: Share


def figures(part: Part, language: str, reader: Screener) -> Figures:
    """Recall of danger and medical, false alerts on "none", and other languages recognised, in one part."""
    read = [(example, reader.screen(example.text, language).label) for example in examples(part, language)]
    return Figures(
        danger=_share(read, "danger", ("danger",)),
        medical=_share(read, "medical", ("medical",)),
        false_alerts=_share(read, "none", ALARMING),
        unread=_share(read, "unread", ("unread",)),
    )


def report_lines() -> list[str]:
    """The table for people, one line a language, part and reader."""
    return list(_lines())


def _lines() -> Iterator[str]:
    yield "safety words: danger found · medical found · false alerts on none (95 % intervals)"
    for language in LANGUAGES:
        for part in (one for one in COUNTED if examples(one, language)):
            for name, with_model in (("rules", False), ("rules and second reader", True)):
                found = figures(part, language, screener(second_reader=with_model))
                row = f"  {_NAMES[language]}, {part.replace('-hand', ' hand')}, {name}"
                yield f"{row}: {found.danger} · {found.medical} · {found.false_alerts}"
    yield f"  other languages not taken for none, held-out: {figures('held-out', 'fr', screener()).unread}"
    paired = sum(example.pair is not None for example in _all())
    yield f"  {len(_all())} messages written for this, {paired} of them in minimal pairs"


def _share(read: Sequence[tuple[Example, str]], label: str, counted: tuple[str, ...]) -> Share:
    labels = [given for example, given in read if example.label == label]
    return Share(sum(given in counted for given in labels), len(labels))


def _all() -> list[Example]:
    return [example for part in PARTS for language in LANGUAGES for example in examples(part, language)]


def main() -> None:
    for line in report_lines():
        print(line)


if __name__ == "__main__":
    main()
