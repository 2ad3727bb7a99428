"""The messages the safety words are tried on, all written for this purpose; none was ever sent by anybody.

`tune.<language>.jsonl` was looked at while the rules were written and trains the second reader. Three parts are only
ever counted: `held-out`, written first, in many voices, and counted often; `fresh`, written when the rules were done;
`second-hand`, a third, drawn by lot, of what a second author wrote before seeing rules or examples. The other two
thirds are in `tune`; the same author then widened the rules from them, so `second-hand` is not wholly blind.
A line is {"id", "lang", "text", "label"}, with "kind" where the label has one and "pair" where the message belongs to
a group of near-identical ones with different labels.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")
Part = Literal["tune", "held-out", "fresh", "second-hand"]
PARTS: tuple[Part, ...] = ("fresh", "second-hand", "held-out", "tune")


@dataclass(frozen=True, slots=True)
class Example:
    """One message and what it should be read as."""

    id: str
    language: str
    text: str
    label: str
    kind: str | None
    pair: str | None


def examples(part: Part, language: str) -> list[Example]:
    """The messages of one part in one language, in the order of the file; none where the language lacks the part."""
    path = HERE / f"{part}.{language}.jsonl"
    return list(_read(path)) if path.exists() else []


def _read(path: Path) -> Iterator[Example]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Example(row["id"], row["lang"], row["text"], row["label"], row.get("kind"), row.get("pair"))
