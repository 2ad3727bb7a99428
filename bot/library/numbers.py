"""The telephone numbers the companion may show, each confirmed by somebody on a day."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from bot.library.typography import typeset
from conversations.dialogue.text import Wording

MONTHS_A_NUMBER_HOLDS = 6

_TELEPHONE = re.compile(r"(?<![\w.,/-])(?:\+33|0)[ .\u00a0\u202f-]?[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?!\d)")
_FREE_LINE = re.compile(r"(?<![\w.,/-])0[ \u00a0\u202f.]?80\d(?:[ \u00a0\u202f.]?\d{3}){2}(?!\d)")
_SHORT = re.compile(
    r"(?<![\w.,/-])(?:3[0-9]\d{2}|3[0-9] \d{2}|11[0-9]|11[0-9] \d{3}|19[16])(?![\w%]|[.,]\d| ?(?:€|euros))"
)


@dataclass(frozen=True, slots=True)
class Number:
    """`digits` as dialled, what it is and when to use it, who confirmed it on which day."""

    digits: str
    label: Wording
    use: Wording
    confirmed_by: str
    confirmed_on: date
    line: int

    def is_stale(self, on: date) -> bool:
        """True from six months after the day it was confirmed."""
        months = self.confirmed_on.month - 1 + MONTHS_A_NUMBER_HOLDS
        return on >= date(self.confirmed_on.year + months // 12, months % 12 + 1, min(self.confirmed_on.day, 28))


@dataclass(frozen=True, slots=True)
class Numbers:
    """By digits, in the order they are shown."""

    by_digits: Mapping[str, Number]

    @classmethod
    def load(cls, content: Path) -> "Numbers":
        """Read <content>/numbers.toml; a wrong file is an error at start, for nothing works without the numbers."""
        words = (content / "numbers.toml").read_text(encoding="utf-8")
        at = {line.strip('[]" '): place for place, line in enumerate(words.splitlines(), 1) if line.startswith("[")}
        return cls({digits: _number(digits, table, at[digits]) for digits, table in tomllib.loads(words).items()})

    def lines(self, language: str) -> str:
        """The list of the emergency page as Telegram HTML, one number after the other."""
        return "\n\n".join(
            f"<b>{number.digits}</b> — {_shown(number.label, language)}\n{_shown(number.use, language)}"
            for number in self.by_digits.values()
        )


def telephone_numbers(words: str) -> list[str]:
    """Everything in `words` that looks like a French telephone number, short numbers of three digits and more too."""
    found = [(hit.start(), hit[0]) for pattern in (_TELEPHONE, _FREE_LINE, _SHORT) for hit in pattern.finditer(words)]
    return [digits for _, digits in sorted(set(found))]


def _number(digits: str, table: dict[str, dict[str, str]], line: int) -> Number:
    confirmed = table.pop("confirmed")
    return Number(
        digits=digits,
        label=Wording.of({language: words["label"] for language, words in table.items()}),
        use=Wording.of({language: words["use"] for language, words in table.items()}),
        confirmed_by=confirmed["by"],
        confirmed_on=date.fromisoformat(str(confirmed["on"])),
        line=line,
    )


def _shown(wording: Wording, language: str) -> str:
    return escape(typeset(wording.in_language(language), language), quote=False)
