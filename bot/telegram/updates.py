"""Reading an update as Telegram wrote it into what happened. Anything unknown is `Unknown`, never an error."""

from typing import Any

from bot.events import Message, Presence, Sender, Tap, Unknown, Update

# Telegram's own words for what a message can hold, the telling ones first (an animation also has a document).
KINDS = (
    "text",
    "contact",
    "voice",
    "photo",
    "animation",
    "sticker",
    "video_note",
    "video",
    "audio",
    "document",
    "venue",
    "location",
    "poll",
    "dice",
    "story",
    "game",
    "invoice",
    "checklist",
)


def read_update(bot_id: int, raw: dict[str, Any]) -> Update:
    """`raw` must have an integer update_id; everything else may be missing or of any shape."""
    try:
        what = _what(raw)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        what = Unknown("unreadable")
    return Update(bot_id, raw["update_id"], what)


def _what(raw: dict[str, Any]) -> Message | Tap | Presence | Unknown:
    if "message" in raw:
        return _message(raw["message"], edited=False)
    if "edited_message" in raw:
        return _message(raw["edited_message"], edited=True)
    if "callback_query" in raw:
        return _tap(raw["callback_query"])
    if "my_chat_member" in raw:
        return _presence(raw["my_chat_member"])
    return Unknown(next((key for key in raw if key != "update_id"), "empty"))


def _message(raw: dict[str, Any], *, edited: bool) -> Message | Unknown:
    chat = raw["chat"]
    if chat["type"] != "private" or "from" not in raw:
        return Unknown("not a private chat")
    kind = next((kind for kind in KINDS if kind in raw), "other")
    text = raw.get("text") or raw.get("caption") or (_of_poll(raw["poll"]) if kind == "poll" else None)
    reply = raw.get("reply_to_message")
    return Message(
        sender=_sender(chat["id"], raw["from"]),
        message_id=int(raw["message_id"]),
        kind=kind,
        text=str(text) if text else None,
        raw=raw,
        edited=edited,
        reply_to=int(reply["message_id"]) if isinstance(reply, dict) else None,
    )


def _of_poll(poll: dict[str, Any]) -> str:
    """The words of a poll are read like all others: its question, and a line for each answer."""
    options = (option.get("text") for option in poll.get("options", ()))
    return "\n".join([str(poll.get("question", "")), *(f"– {answer}" for answer in options if answer)]).strip()


def _tap(raw: dict[str, Any]) -> Tap | Unknown:
    """In a group nothing of ours can be tapped, and who taps there never asked to be written to."""
    message = raw.get("message")
    if not isinstance(raw.get("data"), str):
        return Unknown("a button without data")
    if isinstance(message, dict) and message["chat"]["type"] != "private":
        return Unknown("not a private chat")
    message_id = int(message["message_id"]) if isinstance(message, dict) else None
    return Tap(_sender(raw["from"]["id"], raw["from"]), str(raw["id"]), raw["data"], message_id)


def _presence(raw: dict[str, Any]) -> Presence | Unknown:
    if raw["chat"]["type"] != "private":
        return Unknown("not a private chat")
    status = raw["new_chat_member"]["status"]
    return Presence(_sender(raw["chat"]["id"], raw["from"]), status == "member")


def _sender(chat_id: object, who: dict[str, Any]) -> Sender:
    language = who.get("language_code")
    return Sender(int(str(chat_id)), language if isinstance(language, str) else None)
