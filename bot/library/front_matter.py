"""The head of a page file: `---`, YAML, `---`, then the body.

Every scalar is read as the words that stand there ("no" stays "no", a date is a date only where a page needs one),
and every key remembers its line, so that a mistake is named where it is.
"""

from dataclasses import dataclass
from typing import TypeAlias

import yaml

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadablePage(Exception):
    """The page file cannot be read; `line` says where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`values` as written, the `lines` of the keys, the `body` and the line it starts on."""

    values: dict[str, Value]
    lines: dict[str, int]
    body: str
    body_line: int


def read_front_matter(text: str) -> FrontMatter:
    """Split and parse a page file; raises UnreadablePage with the line."""
    lines = text.split("\n")
    if lines[0].strip() != "---":
        raise UnreadablePage(1, "a page starts with a line of three dashes")
    try:
        end = next(i for i, line in enumerate(lines[1:], 1) if line.strip() == "---")
    except StopIteration:
        raise UnreadablePage(1, "the second line of three dashes is missing") from None
    try:
        node = yaml.compose("\n".join(lines[1:end]), Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "not YAML"
        raise UnreadablePage(mark.line + 2 if mark else 2, f"{what} (quote words that contain a colon)") from None
    if not isinstance(node, yaml.MappingNode):
        raise UnreadablePage(2, "the head of a page is a list of `key: value` lines")
    keys = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    values = {key.value: _value(value) for key, value in node.value}
    return FrontMatter(values, keys, "\n".join(lines[end + 1 :]), end + 2)


def _value(node: yaml.Node) -> Value:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    return str(node.value)
