"""French typography, applied when words are shown, so that nobody has to know how to type a narrow no-break space.

The rules are those of the Imprimerie nationale's usage on screens: a narrow no-break space before ; : ! ? and inside
guillemets, a curved apostrophe, an ellipsis as one sign. Tags, entities, addresses and times are left alone.
"""

import re

NARROW = "\u202f"

_LEAVE_ALONE = re.compile(r"<[^>]*>|&#?\w+;|\w+://\S+|\d{1,2}:\d{2}")
_RULES = (
    (re.compile(r"(?<=[^\W\d_])'(?=[\w{«]|\Z)"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"[ \u00a0\u202f]+([;:!?»])"), rf"{NARROW}\1"),
    (re.compile(r"(?:\A|(?<=[\w»)}’%]))([;:!?])(?=\s|\Z)"), rf"{NARROW}\1"),
    (re.compile(r"«[ \u00a0\u202f]*(?=\S)"), f"«{NARROW}"),
    (re.compile(r"(?<=\S)»"), f"{NARROW}»"),
)


def typeset(words: str, language: str) -> str:
    """The same words with the signs and spaces of `language`; only French has rules of its own."""
    return french(words) if language.startswith("fr") else words


def french(words: str) -> str:
    shown, end = [], 0
    for kept in _LEAVE_ALONE.finditer(words):
        shown += [_by_the_rules(words[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*shown, _by_the_rules(words[end:])])


def _by_the_rules(piece: str) -> str:
    for pattern, replacement in _RULES:
        piece = pattern.sub(replacement, piece)
    return piece
