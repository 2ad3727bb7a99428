"""`companion screen`: what a message is read as, and the rule that matched."""

from collections.abc import Iterable, Iterator

import orjson

from bot.library.safety import screener
from conversations.policies.safety_words import Screening


def screen_text(text: str, language: str) -> Iterator[str]:
    """One line for people: the label, then the kind and the rule where there is one."""
    screening = screener().screen(text, language)
    yield "  ".join(part for part in (screening.label, screening.kind, screening.rule) if part)


def screen_lines(lines: Iterable[str]) -> Iterator[str]:
    """For each line `{"id", "lang", "text"}` of JSON one line `{"id", "label", "rule"}`, in the same order.

    Empty lines are passed over. Raises `ValueError` with the number of a line that is not such an object.
    """
    screen = screener().screen
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            given = orjson.loads(line)
            screening = screen(given["text"], given["lang"])
        except (KeyError, TypeError, orjson.JSONDecodeError):
            raise ValueError(f"line {number}: an object with id, lang and text is expected") from None
        yield orjson.dumps(answer(given["id"], screening)).decode()


def answer(given_id: object, screening: Screening) -> dict[str, object]:
    """What `--jsonl` prints for one message."""
    return {"id": given_id, "label": screening.label, "rule": screening.rule}
