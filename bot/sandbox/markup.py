"""Telegram's HTML: read as its servers read it, with the same complaints."""

import contextlib
import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.links import BadLink, checked_link
from bot.sandbox.refusals import cannot_parse
from bot.sandbox.units import length, part

Entity = dict[str, Any]

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "blockquote": "blockquote",
}
TAGS = frozenset(SIMPLE) | {"a", "pre", "span", "tg-emoji"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
CHARACTER = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+))(;?)")
ATTRIBUTE = re.compile(r"""\s*([^\s=>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag waiting for its end; `offset` in UTF-16 units of the text so far."""

    name: str
    offset: int
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and its entities in order; Telegram's refusal where the markup is wrong."""
    reader = _Reader(source)
    reader.read()
    return "".join(reader.text), sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


class _Reader:
    """Walks once through the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0
        self.text: list[str] = []
        self.units = 0
        self.entities: list[Entity] = []
        self.open: list[_Open] = []

    def read(self) -> None:
        while self.place < len(self.source):
            character = self.source[self.place]
            if character == "&":
                self._character()
            elif character != "<":
                self._add(character)
                self.place += 1
            elif self.source.startswith("</", self.place):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.units += length(text)

    def _at(self, place: int) -> str:
        return f"at byte offset {len(self.source[:place].encode('utf-8', 'surrogatepass'))}"

    def _character(self) -> None:
        match = CHARACTER.match(self.source, self.place)
        decoded = None if match is None else decode(match)
        if match is None or decoded is None:
            self._add("&")
            self.place += 1
        else:
            self._add(decoded)
            self.place = match.end()

    def _start_tag(self) -> None:
        begin = self.place
        end = begin + 1
        while end < len(self.source) and not self.source[end].isspace() and self.source[end] != ">":
            end += 1
        if end == len(self.source):
            raise cannot_parse(f"Unclosed start tag {self._at(begin)}")
        name = self.source[begin + 1 : end].lower()
        if name not in TAGS:
            raise cannot_parse(f'Unsupported start tag "{name}" {self._at(begin)}')
        attributes: dict[str, str] = {}
        while match := ATTRIBUTE.match(self.source, end):
            attributes[match[1].lower()] = unescape((match[2] or "").strip("\"'"))
            end = match.end()
        close = re.compile(r"\s*>").match(self.source, end)
        if close is None:
            raise cannot_parse(f'Unclosed start tag "{name}" {self._at(begin)}')
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.open.append(_Open(name, self.units, attributes))
        self.place = close.end()

    def _end_tag(self) -> None:
        begin = self.place
        if not self.open:
            raise cannot_parse(f"Unexpected end tag {self._at(begin)}")
        match = re.compile(r"</([^\s>]*)\s*>").match(self.source, begin)
        if match is None:
            raise cannot_parse(f"Unclosed end tag {self._at(begin)}")
        tag = self.open.pop()
        name = match[1].lower()
        if name and name != tag.name:
            reason = f'Unmatched end tag {self._at(begin)}, expected "</{tag.name}>", found "</{name}>"'
            raise cannot_parse(reason)
        self.place = match.end()
        if self.units > tag.offset:
            self._close(tag)

    def _close(self, tag: _Open) -> None:
        place = {"offset": tag.offset, "length": self.units - tag.offset}
        if tag.name == "a":
            self._close_link(tag, place)
        elif tag.name == "pre":
            self._close_pre(place)
        elif tag.name == "tg-emoji":
            self.entities.append(
                {"type": "custom_emoji", **place, "custom_emoji_id": tag.attributes.get("emoji-id", "")}
            )
        elif tag.name == "span":
            self.entities.append({"type": "spoiler", **place})
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            self.entities.append({"type": "expandable_blockquote", **place})
        elif tag.name == "code" and tag.attributes.get("class", "").startswith("language-"):
            language = tag.attributes["class"].removeprefix("language-")
            self.entities.append({"type": "code", **place, "language": language})
        else:
            self.entities.append({"type": SIMPLE[tag.name], **place})

    def _close_link(self, tag: _Open, place: dict[str, int]) -> None:
        """A link with an address Telegram cannot use, tel: for one, stays plain text without complaint."""
        address = tag.attributes.get("href") or part("".join(self.text), place["offset"], place["length"])
        with contextlib.suppress(BadLink):
            self.entities.append({"type": "text_link", **place, "url": checked_link(address)})

    def _close_pre(self, place: dict[str, int]) -> None:
        """<pre><code class="language-x"> is one block that knows its language."""
        inner = self.entities[-1] if self.entities else {}
        if inner.get("type") == "code" and all(inner[key] == place[key] for key in place):
            self.entities[-1] = {**inner, "type": "pre"}
        else:
            self.entities.append({"type": "pre", **place})


def decode(match: re.Match[str]) -> str | None:
    """The character that &lt; or &#38; stands for, None where it stands for itself."""
    decimal, hexadecimal, name, _ = match.groups()
    if name:
        return NAMED.get(name)
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


def unescape(value: str) -> str:
    """An attribute's value with its characters decoded."""
    return CHARACTER.sub(lambda match: decode(match) or match[0], value)
