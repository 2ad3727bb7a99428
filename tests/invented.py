"""What only tests need: dialogues of one test, a picture of what the database holds, and what Telegram would accept."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.storage.database import Transaction
from conversations.dialogue.registry import _REGISTRY, all_dialogues, dialogue
from conversations.dialogue.steps import Dialogue, Me
from tests.stage import Bubble

Picture = dict[str, list[tuple[Any, ...]]]

# What any event changes, a refused one too: that it was seen, what was answered, and what the phone shows.
ALWAYS_MOVING = ("events", "outbox", "sent", "traces", "people")


LONGEST_MESSAGE = 4096  # UTF-16 units after the markup is read (Telegram's sendMessage)
LONGEST_DATA = 64  # bytes (Telegram's InlineKeyboardButton)


@contextmanager
def invented(name: str, make: Callable[[Me, str | None], Dialogue], **more: Any) -> Iterator[None]:
    """A dialogue of that name, for the length of the block."""
    all_dialogues()
    dialogue(name, **more)(make)
    try:
        yield
    finally:
        del _REGISTRY[name]


def tables(tx: Transaction) -> list[str]:
    """Every table of ours."""
    if tx.dialect == "sqlite":
        rows = tx._connection.execute("select name from sqlite_master where type = 'table' order by name")
    else:
        rows = tx._connection.execute(
            "select table_name as name from information_schema.tables where table_schema = 'public' order by 1"
        )
    names = [_first(row) for row in rows.fetchall()]
    return [name for name in names if not name.startswith(("sqlite_", "_yoyo", "yoyo"))]


def picture(tx: Transaction, *, without: tuple[str, ...] = ALWAYS_MOVING) -> Picture:
    """Every row of every table but those that any event changes."""
    seen: Picture = {}
    for table in tables(tx):
        if table not in without:
            rows = tx._connection.execute(f"select * from {table}").fetchall()  # noqa: S608 - our own table names
            seen[table] = sorted((_values(row) for row in rows), key=repr)
    return seen


def _values(row: Any) -> tuple[Any, ...]:
    return tuple(row.values()) if isinstance(row, Mapping) else tuple(row)


def _first(row: Any) -> str:
    return str(_values(row)[0])


def shown_length(text: str) -> int:
    return len(html.unescape(re.sub(r"<[^>]+>", "", text)).encode("utf-16-le", "surrogatepass")) // 2


def can_act_on(bubbles: list[Bubble]) -> None:
    """What Telegram would accept, and words in it, and no trace of a bug."""
    for bubble in bubbles:
        assert bubble.text.strip() or bubble.method not in ("sendMessage",)
        assert shown_length(bubble.text) <= LONGEST_MESSAGE
        assert "Traceback" not in bubble.text
        assert not re.search(r"\{[a-z_]+\}", bubble.text.replace("{words}", ""))
        for label, data in bubble.buttons:
            assert label.strip()
            assert len(data.encode("utf-8", "surrogatepass")) <= LONGEST_DATA, data
