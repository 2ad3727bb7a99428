"""A page cut into messages of about the same length, at a heading where one is near."""

from collections.abc import Sequence

from bot.library.markdown import Block, units

PART_LIMIT = 3500
"""UTF-16 units in a part: under Telegram's 4096, so that a title, sources and a unit's line still fit."""

TELEGRAM_LIMIT = 4096


def cut(blocks: Sequence[Block], limit: int = PART_LIMIT) -> tuple[str, ...]:
    """The fewest parts within `limit`, as even as the headings allow."""
    parts = _filled(_sections(blocks, limit), limit)
    even = sum(units(part) for part in parts) // max(len(parts), 1)
    for target in range(even, limit, 100):
        tried = _filled(_sections(blocks, target), target)
        if len(tried) == len(parts):
            return tried
    return parts


def _sections(blocks: Sequence[Block], limit: int) -> list[str]:
    """Each heading with what follows it; a section too long for one part falls into its blocks."""
    sections: list[list[Block]] = []
    for block in blocks:
        if block.heading or not sections:
            sections.append([])
        sections[-1].append(block)
    cut_up: list[str] = []
    for section in sections:
        words = _joined(section)
        if units(words) <= limit:
            cut_up.append(words)
        else:
            head = 2 if section[0].heading else 1
            cut_up += [_joined(section[:head]), *(block.html for block in section[head:])]
    return cut_up


def _joined(blocks: Sequence[Block]) -> str:
    words = ""
    for before, block in zip([None, *blocks], blocks, strict=False):
        gap = "" if before is None else "\n" if before.heading else "\n\n"
        words += gap + block.html
    return words


def _filled(pieces: Sequence[str], limit: int) -> tuple[str, ...]:
    parts: list[str] = []
    for piece in pieces:
        if parts and units(parts[-1]) + 2 + units(piece) <= limit:
            parts[-1] += "\n\n" + piece
        else:
            parts.append(piece)
    return tuple(parts)
