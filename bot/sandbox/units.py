"""Lengths and offsets as Telegram counts them: in UTF-16 code units."""


def length(text: str) -> int:
    """How many UTF-16 units the text has; a character outside the first plane, most emoji for one, counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def part(text: str, offset: int, size: int) -> str:
    """The part that begins at `offset` and is `size` units long."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * offset : 2 * (offset + size)].decode("utf-16-le", "surrogatepass")
