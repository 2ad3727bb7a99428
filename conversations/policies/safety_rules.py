"""Safety rules as a psychologist writes them, and the shelf from which those that can match are taken."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from conversations.policies.safety_grammar import BadRule, Grammar, refuse_idle_groups

Label = Literal["danger", "medical", "distress", "none", "unread"]
Kind = Literal["oneself", "somebody-else", "violence", "death-news", "medical", "distress"]
Scope = Literal["phrase", "sentence", "message"]
SCOPES: tuple[Scope, ...] = ("phrase", "sentence", "message")
READ_LABELS: tuple[Label, ...] = ("danger", "medical", "distress")


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases that mean the same thing for the person's safety, under one id."""

    id: str
    label: Label
    kind: Kind
    note: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Words that must not be taken for what they look like: idioms, denials, the past, questions of information.

    ``scope`` is "phrase" (only these words are put away), "sentence" (the whole sentence is) or "message" (all of it
    is). ``hides`` names the labels for which they are put away. Nothing is put away in a message where a phrase of
    ``unless`` stands.
    """

    id: str
    note: str
    phrases: tuple[str, ...]
    hides: tuple[Label, ...] = READ_LABELS
    scope: Scope = "phrase"
    unless: tuple[str, ...] = ()


class Phrase:
    """One phrase of a rule; its pattern is built the first time one of its anchor words is met."""

    def __init__(self, source: str, grammar: Grammar) -> None:
        self.source = source
        self._grammar = grammar

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern over a stream of words, each followed by one space."""
        return re.compile("(?<= )" + self._grammar.expression(self.source))


class Shelf:
    """Many phrases, of which only those that can match a given text are tried."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._phrases: list[tuple[Phrase, str]] = []
        self._by_word: dict[str, list[int]] = {}
        self._by_beginning: dict[str, list[int]] = {}
        self._lengths: tuple[int, ...] = ()

    def put(self, rule_id: str, phrases: Sequence[str]) -> None:
        """Puts the phrases of a rule on the shelf; raises ``BadRule`` when one cannot be read."""
        for source in phrases:
            try:
                refuse_idle_groups(source)
                anchors = self._grammar.anchors(source)
            except BadRule as wrong:
                raise BadRule(f"rule {rule_id}, phrase « {source} »: {wrong}") from None
            number = len(self._phrases)
            self._phrases.append((Phrase(source, self._grammar), rule_id))
            for anchor in anchors:
                place = self._by_beginning if anchor.endswith("*") else self._by_word
                place.setdefault(anchor.rstrip("*"), []).append(number)
        self._lengths = tuple(sorted({len(beginning) for beginning in self._by_beginning}))

    def candidates(self, words: Iterable[str]) -> list[tuple[Phrase, str]]:
        """The phrases with an anchor among the words, in the order of the file, each with the id of its rule."""
        numbers: set[int] = set()
        for word in set(words):
            numbers.update(self._by_word.get(word, ()))
            for length in self._lengths:
                if length > len(word):
                    break
                numbers.update(self._by_beginning.get(word[:length], ()))
        return [self._phrases[number] for number in sorted(numbers)]
