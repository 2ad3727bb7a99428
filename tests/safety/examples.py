"""The messages the safety words are tried on, all written for this purpose; none was ever sent by anybody.

`tune.<language>.jsonl` was looked at while the rules were written and trains the second reader. Most of it are sets of
several hundred messages, each written apart, without sight of the rules, of the other sets or of any count:
`sideways` (people who never say it plainly, and innocent words that fool a beginner), `everyday`, and `typical`: what
people write to such a bot, most of it innocent, half of that looking like more. To the innocent ones the reader was
unsure about, others wrote the twin in which the same words are meant (`company`). `answers` are the short things that
people say to a bot every day.
The other parts are only ever counted. `acceptance` was written as a trial of the whole, by the words of the labels
alone; `last` is one more such set, counted once when everything else was done. `held-out` was written first, and
counted often; `fresh` when the first rules were done; `second-hand` is a third, drawn by lot, of a set whose other two
thirds are in `tune`.
A line is {"id", "lang", "text", "label"}, with "kind" where the label has one and "pair" where the message belongs to
a group of near-identical ones with different labels.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.library.pages import Library
from conversations.policies.second_reader import CLASSES

HERE = Path(__file__).parent
AUTHORED = ("everyday", "sideways", "typical")
LANGUAGES = ("fr", "en")
Part = Literal["tune", "held-out", "fresh", "second-hand", "acceptance", "last"]
COUNTED: tuple[Part, ...] = ("last", "acceptance", "fresh", "second-hand", "held-out")
PARTS: tuple[Part, ...] = (*COUNTED, "tune")
ABOUT_SYMPTOMS = ("side-effects",)
"""Topics whose pages people find by the words of a symptom they have."""

ABOUT_EMERGENCIES = ("emergency-numbers", "port-catheter-picc", "treatment-immunotherapy", "treatment-surgery")


@dataclass(frozen=True, slots=True)
class Example:
    """One message and what it should be read as."""

    id: str
    language: str
    text: str
    label: str
    kind: str | None
    pair: str | None

    @property
    def author(self) -> str | None:
        """Of the sets that one person each wrote for tuning: whose set it is ("everyday-e")."""
        _language, _part, kind, whose, *_number = (*self.id.split("-"), "", "")
        return f"{kind}-{whose}" if kind in AUTHORED else None


def examples(part: Part, language: str) -> list[Example]:
    """The messages of one part in one language, in the order of the file; none where the language lacks the part."""
    path = HERE / f"{part}.{language}.jsonl"
    return list(_read(path)) if path.exists() else []


def searches(language: str) -> list[Example]:
    """The phrases by which pages are found, as messages in which nothing is meant; those of symptoms left out."""
    pages = Library.load().pages(language)
    plain = [page for page in pages if page.topic not in ABOUT_SYMPTOMS and page.id not in ABOUT_EMERGENCIES]
    return [
        Example(f"{language}-search-{page.id}-{number}", language, phrase, "none", None, None)
        for page in plain
        for number, phrase in enumerate(page.asked_as)
    ]


def learnt(language: str) -> list[Example]:
    """What the second reader learns from: the tuning messages it has a class for, and the searches."""
    tuned = [one for one in examples("tune", language) if one.label in (*CLASSES, "none")]
    return tuned + searches(language)


def _read(path: Path) -> Iterator[Example]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Example(row["id"], row["lang"], row["text"], row["label"], row.get("kind"), row.get("pair"))
