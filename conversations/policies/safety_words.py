"""Safety words: what a message asks of us before anything else is done with it.

This is not triage and states no level of risk. A message that matches a rule gets the fixed answer of that rule's
kind, the same for every person; what it names (rule and kind) can be read in ``content/<language>/safety_words.toml``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.policies.other_languages import is_not_read
from conversations.policies.safety_book import Book, Reading
from conversations.policies.safety_rules import Kind, Label, Rule
from conversations.policies.safety_text import cleaned, in_another_script, raw_words
from conversations.policies.second_reader import SecondReader

SECOND_READER = "second-reader"
"""The rule named when no rule matched and the second reader alone took the message for danger or medical."""

# When several rules match, the first of these decides which fixed answer is given: what can kill soonest comes first,
# and words of violence keep their harmless answer unless the person's own life is at stake.
_FIRST: tuple[Kind, ...] = ("oneself", "violence", "somebody-else", "medical", "death-news", "distress")


@dataclass(frozen=True, slots=True)
class Screening:
    """What was read: a label, and for all but "none" and "unread" the kind and the rule that matched."""

    label: Label
    kind: Kind | None = None
    rule: str | None = None


NOTHING = Screening("none")
UNREAD = Screening("unread")


class Screener:
    """Reads messages with the rules of every language it has, the reader's own first.

    ``second_reader`` holds at most one linear model a language; ``None`` leaves the rules alone to decide.
    """

    def __init__(self, books: Mapping[str, Book], second_reader: Mapping[str, SecondReader] | None = None) -> None:
        self._books = books
        self._elsewhere = {
            code: frozenset().union(*(other.common for other in books.values() if other is not book))
            for code, book in books.items()
        }
        self._second_reader = second_reader or {}

    def screen(self, text: str, language: str) -> Screening:
        """The screening of one message; ``language`` is the reader's own, whatever the message is written in.

        Never raises, whatever the text; a text longer than 8,000 characters is read at both ends.
        """
        clean = cleaned(text)
        raw = list(raw_words(clean))
        if not raw:
            return NOTHING
        order = sorted(self._books, key=lambda code: code != language)
        readings = {code: self._books[code].read(raw, self._elsewhere[code]) for code in order}
        found = _first([rule for reading in readings.values() for rule in reading.rules])
        if found.label in ("danger", "medical"):
            return found
        if in_another_script(clean) or is_not_read(raw, text):
            return UNREAD
        return self._second_opinion(readings, raw) or found

    def _second_opinion(self, readings: Mapping[str, Reading], raw: Sequence[str]) -> Screening | None:
        """What the model of the language with most words in common says, when it says danger or medical."""
        readers = [code for code in readings if code in self._second_reader]
        if not readers:
            return None
        code = max(readers, key=lambda one: readings[one].familiar)
        label = self._second_reader[code].label(raw)
        if label == "danger":
            return Screening("danger", "oneself", SECOND_READER)
        return Screening("medical", "medical", SECOND_READER) if label == "medical" else None


def _first(rules: Sequence[Rule]) -> Screening:
    rule = min(rules, key=lambda one: _FIRST.index(one.kind), default=None)
    return Screening(rule.label, rule.kind, rule.id) if rule else NOTHING
