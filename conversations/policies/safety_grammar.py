"""How the phrases of safety rules are written, and the patterns they stand for.

A phrase is words in order, written without accents or capitals, plus a few signs:

    {name}     one of the phrases of the slot of that name
    mour*      any word that begins so
    a|b        one of these words
    [a|b c]    one of these words or groups of words
    (a|b c)    the same, or nothing
    ...        up to three words in between, never past the end of a sentence
    >>         up to twenty words in between, never past the end of a sentence
    #          a number
    ^ and $    the sentence begins, ends here

Words named as fillers ("vraiment", "just") are dropped from what people type and from the phrases alike.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

_TOKEN = re.compile(r"\{[a-z_]+\}|\.\.\.|>>|[()|\[\]^$#]|[^\s()|\[\]^$]+")
_EXPRESSIONS = {
    "...": r"(?:[^ .?]+ ){0,3}?",
    ">>": r"(?:[^ .?]+ ){0,20}?",
    "#": r"(?:[0-9]+|HIGH|HIGHISH|NORMAL) ",
    "^": r"(?<=[.?] )",
    "$": r"(?=[.?] )",
}
_COMMON = 1000
"""Weight of a common word as an anchor, against 1 for any other: it brings a phrase up for almost every message."""


class BadRule(ValueError):
    """A rule that cannot be read; the message names the rule, the phrase and what is wrong."""


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a phrase: a word or sign, a slot, several pieces in order, one of several, or one or nothing."""

    shape: Literal["word", "sign", "slot", "order", "choice", "optional"]
    text: str = ""
    parts: tuple["Node", ...] = ()


class Grammar:
    """Slots, fillers and common words of one language: what is needed to read a phrase of its rules."""

    def __init__(self, slots: Mapping[str, Sequence[str]], fillers: Iterable[str], common: Iterable[str]) -> None:
        self._slots = slots
        self._fillers = frozenset(fillers)
        self._common = frozenset(common)
        self._expressions: dict[str, str] = {}
        self._anchors: dict[str, frozenset[str]] = {}

    def expression(self, phrase: str) -> str:
        """The regular expression of a phrase over a stream of words, each followed by one space."""
        return self._expression(parsed(phrase))

    def anchors(self, phrase: str) -> frozenset[str]:
        """The smallest set of words (or beginnings, with *) one of which must stand in any text the phrase matches.

        Raises ``BadRule`` where there is none, or where the phrase cannot be read.
        """
        found = self._needed(parsed(phrase))
        if not found:
            raise BadRule(f"« {phrase} »: at least one word must be fixed")
        return found

    def _expression(self, node: Node) -> str:
        match node.shape:
            case "word":
                return "" if node.text in self._fillers else _word(node.text)
            case "sign":
                return _EXPRESSIONS[node.text]
            case "slot":
                return self._slot_expression(node.text)
            case "order":
                return "".join(self._expression(part) for part in node.parts)
            case "choice":
                # A way that is nothing but fillers is dropped: it would let the whole choice match nothing.
                ways = [way for part in node.parts if (way := self._expression(part))]
                return f"(?:{'|'.join(ways)})" if ways else ""
            case "optional":
                return f"(?:{self._expression(node.parts[0])})?"

    def _needed(self, node: Node) -> frozenset[str]:
        match node.shape:
            case "word":
                return frozenset(() if node.text in self._fillers else (node.text,))
            case "slot":
                return self._slot_anchors(node.text)
            case "order":
                found = [needed for part in node.parts if (needed := self._needed(part))]
                return min(found, key=self._weight, default=frozenset())
            case "choice":
                ways = [self._needed(part) for part in node.parts if not self._is_filler(part)]
                return frozenset().union(*ways) if all(ways) else frozenset()
            case _:
                return frozenset()

    def _is_filler(self, node: Node) -> bool:
        """Whether nothing is left of a piece once the fillers are dropped."""
        if node.shape == "word":
            return node.text in self._fillers
        return node.shape in ("order", "choice") and all(self._is_filler(part) for part in node.parts)

    def _slot_expression(self, name: str) -> str:
        if name not in self._expressions:
            self._expressions[name] = f"(?:{'|'.join(self.expression(one) for one in self._slot(name))})"
        return self._expressions[name]

    def _slot_anchors(self, name: str) -> frozenset[str]:
        if name not in self._anchors:
            self._anchors[name] = frozenset().union(*(self.anchors(one) for one in self._slot(name)))
        return self._anchors[name]

    def _slot(self, name: str) -> Sequence[str]:
        if name not in self._slots:
            raise BadRule(f"there is no slot {{{name}}}")
        return self._slots[name]

    def _weight(self, words: frozenset[str]) -> int:
        return sum(_COMMON if word in self._common else 1 for word in words)


@cache
def parsed(phrase: str) -> Node:
    """The pieces of a phrase, read once however often asked for; raises ``BadRule`` where a bracket does not close."""
    tokens = _TOKEN.findall(phrase)
    node, rest = _order(tokens, 0)
    if rest < len(tokens):
        raise BadRule(f"« {phrase} »: {tokens[rest]} closes nothing")
    return node


def literals(phrase: str) -> Iterator[str]:
    """Every whole word written in a phrase, its slots apart."""
    todo = [parsed(phrase)]
    while todo:
        node = todo.pop()
        todo.extend(node.parts)
        if node.shape == "word" and not node.text.endswith("*"):
            yield node.text


def refuse_idle_groups(phrase: str) -> None:
    """Raises ``BadRule`` for a group that may be nothing where a phrase begins or ends: it would change no match."""
    parts = parsed(phrase).parts
    for edge in (*parts[:1], *parts[-1:]):
        if edge.shape == "optional":
            raise BadRule(f"( ) around « {_first_word(edge)} » does nothing there; use [ ] or leave it out")


def _first_word(node: Node) -> str:
    return _first_word(node.parts[0]) if node.parts else node.text


def _order(tokens: Sequence[str], place: int) -> tuple[Node, int]:
    """Pieces in order up to a closing bracket; between them a bar joins two neighbours into a choice."""
    parts: list[Node] = []
    joined = False
    while place < len(tokens) and tokens[place] not in (")", "]"):
        if tokens[place] == "|":
            joined, place = True, place + 1
            continue
        piece, place = _piece(tokens, place)
        if joined and parts:
            before = parts.pop()
            ways = before.parts if before.shape == "choice" else (before,)
            piece = Node("choice", parts=(*ways, piece))
        parts.append(piece)
        joined = False
    return Node("order", parts=tuple(parts)), place


def _piece(tokens: Sequence[str], place: int) -> tuple[Node, int]:
    token = tokens[place]
    if token in ("(", "["):
        group, place = _group(tokens, place + 1, ")" if token == "(" else "]")  # noqa: S105
        return (Node("optional", parts=(group,)) if token == "(" else group), place  # noqa: S105
    if token in _EXPRESSIONS:
        return Node("sign", token), place + 1
    if token.startswith("{"):
        return Node("slot", token[1:-1]), place + 1
    return Node("word", token), place + 1


def _group(tokens: Sequence[str], place: int, end: str) -> tuple[Node, int]:
    """Inside brackets a bar separates whole groups of words."""
    ways: list[Node] = []
    parts: list[Node] = []
    while place < len(tokens) and tokens[place] != end:
        if tokens[place] == "|":
            ways.append(Node("order", parts=tuple(parts)))
            parts, place = [], place + 1
            continue
        piece, place = _piece(tokens, place)
        parts.append(piece)
    if place >= len(tokens):
        raise BadRule(f"« {' '.join(tokens)} »: {end} is missing")
    ways.append(Node("order", parts=tuple(parts)))
    return Node("choice", parts=tuple(ways)), place + 1


def _word(word: str) -> str:
    if "*" in word[:-1] or not word.rstrip("*"):
        raise BadRule(f"« {word} »: a star only at the end of a word")
    return re.escape(word[:-1]) + "[^ ]* " if word.endswith("*") else re.escape(word) + " "
