"""A Text as JSON and back, so that words made in one turn can be read by somebody in another, in their language."""

import json
from datetime import date, datetime, time
from typing import Any

from conversations.dialogue.text import Day, Hour, Markup, Text, When, Wording


def kept(text: Text) -> str:
    """The text as JSON; moments and nested texts included."""
    return json.dumps(_packed(text), ensure_ascii=False)


def read_kept(words: str) -> Text:
    """The text again."""
    text = _unpacked(json.loads(words))
    if not isinstance(text, Text):
        raise ValueError("no text was kept here")
    return text


def _packed(value: Any) -> Any:
    match value:
        case Text(source, values, unasked):
            return {"text": source, "values": {name: _packed(one) for name, one in values.items()}, "unasked": unasked}
        case Wording(by_language):
            return {"wording": dict(by_language)}
        case Markup(html):
            return {"markup": html}
        case Day(at) | Hour(at) | When(at):
            return {type(value).__name__.lower(): at.isoformat()}
        case datetime():
            return {"when": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case tuple():
            return [_packed(one) for one in value]
        case _:
            return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(one) for one in value)
    if not isinstance(value, dict):
        return value
    match value:
        case {"text": source, "values": values, "unasked": unasked}:
            return Text(source, {name: _unpacked(one) for name, one in values.items()}, unasked)
        case {"wording": table}:
            return Wording.of(table)
        case {"markup": html}:
            return Markup(html)
        case {"day": at}:
            return Day(datetime.fromisoformat(at))
        case {"hour": at}:
            return Hour(datetime.fromisoformat(at))
        case {"when": at}:
            return When(datetime.fromisoformat(at))
        case {"date": day}:
            return date.fromisoformat(day)
        case {"time": at}:
            return time.fromisoformat(at)
    raise ValueError("no text was kept here")
