"""What Telegram refuses in HTML: unknown tags, tags that do not close in order, a bare sign, too many units."""

from html.parser import HTMLParser

from bot.library.markdown import units
from bot.library.parts import TELEGRAM_LIMIT

ALLOWED = frozenset({"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"})


def refusals(html: str) -> list[str]:
    """Why Telegram would refuse these words; empty where it would take them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = reader.faults + [f"<{tag}> is never closed" for tag in reader.open]
    if units(html) > TELEGRAM_LIMIT:
        found.append(f"{units(html)} UTF-16 units, Telegram takes {TELEGRAM_LIMIT}")
    return found


def tags(html: str) -> list[str]:
    """The tags of a text, opening and closing, sorted: two wordings of one text have the same."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return sorted(reader.seen)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(f"<{tag}>")
        if tag not in ALLOWED:
            self.faults.append(f"<{tag}> is not a tag of Telegram")
        elif attrs and tag != "a":
            self.faults.append(f"<{tag}> takes no attributes")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"</{tag}>")
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing that is open")

    def handle_data(self, data: str) -> None:
        if "<" in data or "&" in data:
            self.faults.append("a bare < or & has to be written &lt; or &amp;")
