"""The safety rules of one language, ready to read a message."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.policies.safety_grammar import BadRule, Grammar, literals
from conversations.policies.safety_rules import READ_LABELS, Label, Rule, Scope, SetAside, Shelf
from conversations.policies.safety_spelling import Spelling
from conversations.policies.safety_text import QUESTION, STOP

_PUT_AWAY = "_"

_AROUND = 4
"""Words on either side of a match that tell, with its own, in which language it stands: people change half-way."""

_PLAINLY = 2
"""By so many everyday words the other language leads where a match is plainly in it, and has twice as many."""


@dataclass(frozen=True, slots=True)
class BookData:
    """What a ``safety_words.toml`` holds, parsed; the sections are explained in docs/safety-words.md."""

    language: str
    apostrophe_splits: bool
    rewrites: Mapping[str, str]
    fillers: Sequence[str]
    common: Sequence[str]
    known: Sequence[str]
    turns: Sequence[str]
    slots: Mapping[str, Sequence[str]]
    set_aside: Sequence[SetAside]
    rules: Sequence[Rule]


@dataclass(frozen=True, slots=True)
class Reading:
    """A message read with one book.

    ``rules``: what matched, at most one rule a kind. ``familiar``: how many of its words are everyday words of the
    language.
    """

    rules: tuple[Rule, ...]
    familiar: int


class Book:
    """Reads messages with the rules of one language."""

    def __init__(self, data: BookData) -> None:
        self.language = data.language
        grammar = Grammar(data.slots, data.fillers, data.common)
        self._turns = frozenset(data.turns)
        self.common = frozenset(data.common)
        self._rules = {rule.id: rule for rule in data.rules}
        self._set_aside = {one.id: one for one in data.set_aside}
        if len(self._rules.keys() | self._set_aside.keys()) < len(data.rules) + len(data.set_aside):
            raise BadRule(f"{data.language}: two rules have the same id")
        self._quiet = Shelf(grammar)
        self._loud: dict[Label, Shelf] = {label: Shelf(grammar) for label in READ_LABELS}
        self._unless: dict[str, Shelf] = {}
        for one in data.set_aside:
            self._quiet.put(one.id, one.phrases)
            if one.unless:
                self._unless[one.id] = Shelf(grammar)
                self._unless[one.id].put(one.id, one.unless)
        for rule in data.rules:
            self._loud[rule.label].put(rule.id, rule.phrases)
        known = (*data.known, *data.common)
        self._spelling = Spelling(data.rewrites, data.fillers, known, _literals(data), data.apostrophe_splits)

    def read(self, raw: Sequence[str], elsewhere: frozenset[str] = frozenset()) -> Reading:
        """Reads the raw words of a message.

        ``elsewhere``: everyday words of the other languages. What matches among plenty of those is a word that both
        languages have, with another meaning ("pain", "paralysed"), and counts for nothing.
        """
        words = self._spelling.words(raw)
        found: dict[str, Rule] = {}
        for label, stream in self._streams(words).items():
            for phrase, rule_id in self._loud[label].candidates(words):
                rule = self._rules[rule_id]
                if rule.kind not in found and self._matches(phrase.pattern, stream, elsewhere):
                    found[rule.kind] = rule
        return Reading(tuple(found.values()), sum(word in self.common for word in words))

    def _matches(self, pattern: re.Pattern[str], stream: str, elsewhere: frozenset[str]) -> bool:
        return any(self._is_ours(stream, *found.span(), elsewhere) for found in pattern.finditer(stream))

    def _is_ours(self, stream: str, first: int, last: int, elsewhere: frozenset[str]) -> bool:
        """Whether a match is not plainly in another language, by its own words or by those around it."""
        before, after = stream[:first].split()[-_AROUND:], stream[last:].split()[:_AROUND]
        match = stream[first:last].split()
        ours, theirs = self._familiar(match, elsewhere)
        if ours > theirs:
            return True
        ours, theirs = self._familiar((*before, *match, *after), elsewhere)
        return theirs - ours < _PLAINLY or 2 * ours >= theirs

    def _familiar(self, words: Sequence[str], elsewhere: frozenset[str]) -> tuple[int, int]:
        """How many of the words are everyday words of this language alone, and how many of others alone."""
        ours = sum(word in self.common and word not in elsewhere for word in words)
        return ours, sum(word in elsewhere and word not in self.common for word in words)

    def _streams(self, words: Sequence[str]) -> dict[Label, str]:
        stream = " " + "".join(f"{word} " for word in words)
        streams: dict[Label, str] = dict.fromkeys(READ_LABELS, stream)
        for phrase, rule_id in self._quiet.candidates(words):
            one = self._set_aside[rule_id]
            if rule_id in self._unless and self._stands(self._unless[rule_id], words, stream):
                continue
            for label in one.hides:
                streams[label] = self._without(streams[label], phrase.pattern, one.scope)
        return streams

    @staticmethod
    def _stands(shelf: Shelf, words: Sequence[str], stream: str) -> bool:
        return any(phrase.pattern.search(stream) for phrase, _ in shelf.candidates(words))

    def _without(self, stream: str, pattern: re.Pattern[str], scope: Scope) -> str:
        if scope == "message":
            return f" {_PUT_AWAY} " if pattern.search(stream) else stream
        start = 0
        while found := pattern.search(stream, start):
            first, last = found.span()
            if scope == "sentence":
                first, last = self._sentence(stream, first, last)
            stream = f"{stream[:first]}{_PUT_AWAY} {stream[last:]}"
            start = first + 2
        return stream

    def _sentence(self, stream: str, first: int, last: int) -> tuple[int, int]:
        """Widens a span to its sentence, stopping short of a word that turns it round ("mais", "but")."""
        while stream[first - 2] not in (STOP, QUESTION):
            word = stream[stream.rfind(" ", 0, first - 1) + 1 : first - 1]
            if word in self._turns:
                break
            first -= len(word) + 1
        while stream[last] not in (STOP, QUESTION):
            end = stream.find(" ", last)
            if stream[last:end] in self._turns:
                break
            last = end + 1
        return first, last


def _literals(data: BookData) -> set[str]:
    """Every whole word the rules are written in: what slips of the keyboard are mended to."""
    phrases = [phrase for rule in data.rules for phrase in rule.phrases]
    phrases += [phrase for one in data.set_aside for phrase in (*one.phrases, *one.unless)]
    phrases += [phrase for slot in data.slots.values() for phrase in slot]
    return {word for phrase in phrases for word in literals(phrase)}
