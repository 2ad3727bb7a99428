"""reply_markup: inline keyboards, reply keyboards and their refusals."""

import json
from dataclasses import dataclass
from typing import Any

from bot.sandbox.links import BadLink, checked_link
from bot.sandbox.parameters import Parameters
from bot.sandbox.people import JSON
from bot.sandbox.refusals import Refusal, bad_request

DATA_BYTES = 64
BOOLEANS = ("resize_keyboard", "one_time_keyboard", "is_persistent", "selective", "remove_keyboard", "force_reply")
INLINE_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
)


@dataclass(frozen=True, slots=True)
class Markup:
    """`inline` stands below a message; `keyboard` is any other markup: keys to press, their removal, a forced reply."""

    inline: JSON | None = None
    keyboard: JSON | None = None


def read_markup(parameters: Parameters) -> Markup:
    """The call's reply_markup, checked as Telegram checks it."""
    raw = parameters.parsed("reply_markup", "can't parse reply keyboard markup JSON object")
    if raw is None:
        return Markup()
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    for name in BOOLEANS:
        if not isinstance(raw.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if "inline_keyboard" in raw:
        rows = [[_inline_button(button) for button in row] for row in _rows(raw, "inline_keyboard")]
        return Markup(inline=_unless_empty({"inline_keyboard": [row for row in rows if row]}, "inline_keyboard"))
    if "keyboard" in raw:
        rows = [[_reply_button(button) for button in row] for row in _rows(raw, "keyboard")]
        return Markup(keyboard=_unless_empty({**raw, "keyboard": [row for row in rows if row]}, "keyboard"))
    if raw.get("remove_keyboard"):
        return Markup(keyboard={"remove_keyboard": True})
    if raw.get("force_reply"):
        return Markup(keyboard={**raw})
    return Markup()


def _unless_empty(markup: JSON, name: str) -> JSON | None:
    return markup if markup[name] else None


def _rows(raw: JSON, name: str) -> list[list[Any]]:
    rows = raw[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _wrong_inline(reason: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _inline_button(button: Any) -> JSON:
    if not isinstance(button, dict):
        raise _wrong_inline("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if text is None:
        raise _wrong_inline('Can\'t find field "text"')
    if not isinstance(text, str):
        raise _wrong_inline('Field "text" must be of type String')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = {name: button[name] for name in INLINE_ACTIONS if button.get(name) not in (None, "")}
    if not actions:
        raise _wrong_inline("Text buttons are unallowed in the inline keyboard")
    data = actions.get("callback_data")
    if data is not None and (not isinstance(data, str) or len(data.encode("utf-8", "surrogatepass")) > DATA_BYTES):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions:
        actions["url"] = _checked_url(str(actions["url"]))
    style = {name: button[name] for name in ("style", "icon_custom_emoji_id") if name in button}
    return {"text": text, **actions, **style}


def _checked_url(address: str) -> str:
    try:
        return checked_link(address)
    except BadLink as reason:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: {reason}") from None


def _reply_button(button: Any) -> JSON:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    text = button.get("text")
    if text is None:
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not isinstance(text, str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")
    return {**button}


def same_markup(one: JSON | None, other: JSON | None) -> bool:
    """Do both show the same buttons?"""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
