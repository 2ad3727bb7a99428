"""Does a text ask, tell, or only greet? Care requirement 30: a confidence is not a query.

The words are in content/<language>/tone.toml. A text that asks is searched. A text that tells gets one warm line and
three choices, unless it is a short remark that fits a practical page well ("my gums bleed"): that is a way to ask.
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, cast

from bot.library.words import fold

SmallTalk = Literal["thanks", "greeting", "farewell", "fine", "yes", "no"]

SHORT = 8
"""Words up to which a remark with a good page is read as a question; longer ones tell (care requirement 30)."""

_WORD = re.compile(r"[^\W_]+")

_INVERTED = re.compile(r"\w-(?:t-)?(?:je|il|elle|on|ils|elles)\b")
"""French asks by turning verb and person round: "suis-je", "faut-il"."""


class Tone:
    """What one language's tone.toml makes of a text."""

    def __init__(self, file: Path) -> None:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        self._asks = _patterns(tables["asks"])
        self._despite = _patterns(tables["despite"])
        self._begins = _patterns(tables["begins"])
        self._tells = _patterns(tables["tells"])
        self._confides = _patterns(tables["confides"])
        self._small_talk: dict[str, SmallTalk] = {
            _spaced(words): cast(SmallTalk, kind) for kind, texts in tables["small_talk"].items() for words in texts
        }

    def small_talk(self, text: str) -> SmallTalk | None:
        """The kind of courtesy a text is, if it is nothing else."""
        return self._small_talk.get(_spaced(text))

    def asks(self, text: str) -> bool:
        """A question mark, a question's words, or a wish to know or have something."""
        words = _spaced(text)
        if "?" in text or self._begins.match(words) or _INVERTED.search(fold(text)):
            return True
        return bool(self._asks.search(words)) and not self._despite.search(words)

    def tells(self, text: str) -> bool:
        """Somebody speaks of themselves or of somebody else."""
        words = _spaced(text)
        return bool(self._tells.search(words)) or self.confides(text)

    def confides(self, text: str) -> bool:
        """Words that confide whatever page might fit."""
        return bool(self._confides.search(_spaced(text)))

    def is_short(self, text: str) -> bool:
        return len(_WORD.findall(text)) <= SHORT


def _spaced(text: str) -> str:
    """Folded words with a space on either side of each."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _patterns(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(_spaced(expression)) for expression in expressions))
