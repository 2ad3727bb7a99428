"""A chat as its person sees it: what the page shows and the tests read."""

from typing import Any

from bot.sandbox.entities import as_html
from bot.sandbox.people import JSON, Message, Person
from bot.sandbox.profile import commands_for
from bot.sandbox.state import Sandbox

FILES = ("photo", "voice", "document", "audio", "video", "animation", "video_note", "sticker")


def chat_view(sandbox: Sandbox, person: Person, since: int) -> JSON:
    """The messages and answers that changed after `since`, and how the chat stands now."""
    chat = sandbox.chats.chat(person.id)
    changed = [message for message in chat.messages.values() if message.seq > since]
    return {
        "messages": [message_view(sandbox, message) for message in changed],
        "typing": chat.typing_until > sandbox.clock.real(),
        "blocked": person.blocked,
        "seq": chat.seq,
        "answers": [
            {"callback_query_id": answer.callback_query_id, "text": answer.text, "show_alert": answer.show_alert}
            for answer in chat.answers
            if answer.seq > since
        ],
        "keyboard": keys(chat.keyboard),
        "commands": commands_for(sandbox, person),
    }


def message_view(sandbox: Sandbox, message: Message) -> JSON:
    """One message. `text` is plain and holds the caption where there is no text; `html` is safe to show."""
    content = message.content
    text = str(content.get("text") or content.get("caption") or "")
    entities = list(content.get("entities") or content.get("caption_entities") or [])
    return {
        "message_id": message.message_id,
        "from": message.sender,
        "kind": message.kind,
        "text": text,
        "html": as_html(text, entities),
        "entities": entities,
        "caption": content.get("caption"),
        "buttons": [[_button(one) for one in row] for row in (message.inline or {}).get("inline_keyboard", [])],
        "keyboard": keys(message.keyboard),
        "date": message.date,
        "edited": message.edit_date is not None,
        "deleted": message.deleted,
        "silent": message.silent,
        "protected": message.protected,
        "reply_to": message.reply_to,
        "reactions": list(message.reactions),
        "contact": content.get("contact"),
        "file": _file(sandbox, message),
        "album": content.get("media_group_id"),
        "link_preview": content.get("link_preview_options"),
        "seq": message.seq,
    }


def _button(button: JSON) -> JSON:
    shown = {"text": button["text"]}
    if "callback_data" in button:
        shown["data"] = button["callback_data"]
    if "url" in button:
        shown["url"] = button["url"]
    return shown


def keys(markup: JSON | None) -> list[list[JSON]] | None:
    """The rows of a reply keyboard; None for any other markup."""
    if markup is None or "keyboard" not in markup:
        return None
    asks = ("request_contact", "request_location")
    return [
        [{"text": one["text"], **{ask: True for ask in asks if one.get(ask)}} for one in row]
        for row in markup["keyboard"]
    ]


def _file(sandbox: Sandbox, message: Message) -> JSON | None:
    for kind in FILES:
        found: Any = message.content.get(kind)
        if found:
            stored = sandbox.files.find((found[-1] if isinstance(found, list) else found)["file_id"])
            if stored is not None:
                return {
                    "file_id": stored.file_id,
                    "name": stored.name,
                    "mime": stored.mime,
                    "size": len(stored.data),
                    "url": f"/sim/files/{stored.file_id}",
                }
    return None


def person_view(person: Person) -> JSON:
    """Who somebody is and how they stand with the bot."""
    return {
        "id": person.id,
        "first_name": person.first_name,
        "username": person.username,
        "language_code": person.language_code,
        "started": person.started,
        "blocked": person.blocked,
        "deactivated": person.deactivated,
    }
