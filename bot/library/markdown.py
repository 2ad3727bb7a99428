"""A page's Markdown as the small HTML that Telegram accepts.

Known are headings, paragraphs, lists, bold, italic and links. Anything else is shown as plain words and named as a
fault, which `companion check` reports. A link to another page becomes bold words: the dialogue makes the buttons.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from re import sub
from typing import Any, cast

import mistune

from bot.library.typography import typeset

_PARSE = mistune.create_markdown(renderer=None)
_PAGE = "page:"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or list as Telegram HTML."""

    html: str
    heading: bool = False


@dataclass(slots=True)
class Markdown:
    """What one body became: blocks, the ids of the pages it links to, and what Telegram cannot show."""

    language: str
    blocks: list[Block] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """The words without any markup, blocks one below the other."""
        return "\n".join(plain(block.html) for block in self.blocks)

    def block(self, token: dict[str, Any]) -> None:
        match token["type"]:
            case "blank_line":
                return
            case "heading":
                self.blocks.append(Block(f"<b>{self.inline(token['children'], inside='strong')}</b>", heading=True))
            case "paragraph" | "block_text":
                self.blocks.append(Block(self.inline(token["children"])))
            case "list":
                self.blocks.append(Block("\n".join(self.items(token))))
            case kind:
                self.faults.append(f"{kind.replace('_', ' ')} cannot be shown in a message")
                self.blocks.append(Block(escape(str(token.get("raw", "")), quote=False)))

    def items(self, token: dict[str, Any], indent: str = "") -> Iterable[str]:
        for number, item in enumerate(token["children"], token["attrs"].get("start", 1)):
            mark = f"{number}." if token["attrs"]["ordered"] else "•"
            for child in item["children"]:
                if child["type"] == "list":
                    yield from self.items(child, indent + "   ")
                elif child["type"] != "blank_line":
                    yield f"{indent}{mark} {self.inline(child.get('children', []))}"

    def inline(self, tokens: list[dict[str, Any]], inside: str = "") -> str:
        return "".join(self.piece(token, inside) for token in tokens)

    def piece(self, token: dict[str, Any], inside: str) -> str:
        match token["type"]:
            case "text":
                return escape(typeset(unescape(token["raw"]), self.language), quote=False)
            case "strong" if inside == "strong":
                return self.inline(token["children"], inside)
            case "strong":
                return f"<b>{self.inline(token['children'], 'strong')}</b>"
            case "emphasis":
                return f"<i>{self.inline(token['children'], inside)}</i>"
            case "softbreak":
                return " "
            case "linebreak":
                return "\n"
            case "link":
                return self.link(token, inside)
            case kind:
                self.faults.append(f"{kind.replace('_', ' ')} cannot be shown in a message")
                return escape(str(token.get("raw", "")), quote=False)

    def link(self, token: dict[str, Any], inside: str) -> str:
        address = str(token["attrs"]["url"])
        if address.startswith(_PAGE):
            self.links.append(address.removeprefix(_PAGE))
            words = self.inline(token["children"], "strong")
            return words if inside == "strong" else f"<b>{words}</b>"
        words = self.inline(token["children"], inside)
        if address.startswith("https://"):
            return f'<a href="{escape(address)}">{words}</a>'
        self.faults.append(f"a link goes to page:<id> or https://, not to {address}")
        return words


def read_markdown(body: str, language: str) -> Markdown:
    """Render a body; never raises, faults are in the result."""
    markdown = Markdown(language)
    for token in cast(list[dict[str, Any]], _PARSE(body)):
        markdown.block(token)
    return markdown


def plain(html: str) -> str:
    """Telegram HTML as a reader sees it."""
    return unescape(sub(r"<[^>]*>", "", html))


def units(html: str) -> int:
    """Length as Telegram counts it: UTF-16 code units of the visible words."""
    return len(plain(html).encode("utf-16-le")) // 2
