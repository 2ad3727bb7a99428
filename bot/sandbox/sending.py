"""sendMessage, its edits, deletions and reactions."""

from dataclasses import replace
from typing import Any

from bot.sandbox.entities import formatted
from bot.sandbox.keyboards import Markup, read_markup, same_markup
from bot.sandbox.parameters import Parameters
from bot.sandbox.people import JSON, Message, Person
from bot.sandbox.reactions import REACTIONS
from bot.sandbox.refusals import CHAT_NOT_FOUND, NOT_MODIFIED, bad_request
from bot.sandbox.state import Sandbox
from bot.sandbox.units import length

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
DELETABLE_SECONDS = 48 * 3600
DELETE_AT_ONCE = 100


def send_message(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """A text to a person."""
    text, entities = read_text(parameters)
    content: JSON = {"text": text}
    if entities:
        content["entities"] = entities
    preview = parameters.parsed("link_preview_options", "can't parse link preview options JSON object")
    if isinstance(preview, dict) and preview:
        content["link_preview_options"] = preview
    return deliver(sandbox, parameters, "text", content)


def read_text(parameters: Parameters) -> tuple[str, list[JSON]]:
    """The text of a call: not empty, not too long once its entities are parsed."""
    if not parameters.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(parameters, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if length(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return text, entities


def read_caption(parameters: Parameters) -> JSON:
    """The caption of a call, as the fields of a message; nothing where there is none."""
    text, entities = formatted(parameters, "caption", "caption_entities")
    if length(text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    content: JSON = {}
    if text:
        content["caption"] = text
    if entities:
        content["caption_entities"] = entities
    return content


def deliver(sandbox: Sandbox, parameters: Parameters, kind: str, content: JSON) -> JSON:
    """Put a message of the bot into a chat, with all that any sending method may carry."""
    markup = read_markup(parameters)
    person = sandbox.chats.reachable(parameters.chat())
    return sandbox.chats.as_api(put(sandbox, parameters, person, kind, content, markup))


def put(sandbox: Sandbox, parameters: Parameters, person: Person, kind: str, content: JSON, markup: Markup) -> Message:
    """The same, once everything was checked."""
    return sandbox.chats.add(
        person,
        "bot",
        kind,
        content,
        inline=markup.inline,
        keyboard=markup.keyboard,
        silent=parameters.flag("disable_notification"),
        protected=parameters.flag("protect_content"),
        reply_to=replied(sandbox, parameters, person),
    )


def replied(sandbox: Sandbox, parameters: Parameters, person: Person) -> int | None:
    """The message that the new one answers."""
    given = parameters.parsed("reply_parameters", "can't parse reply parameters JSON object")
    if given is None and parameters.has("reply_to_message_id"):
        given = {
            "message_id": parameters.integer("reply_to_message_id"),
            "allow_sending_without_reply": parameters.flag("allow_sending_without_reply"),
        }
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    if not isinstance(given.get("message_id"), int):
        raise bad_request('can\'t find field "message_id"')
    if sandbox.chats.find(person.id, given["message_id"]) is not None:
        return int(given["message_id"])
    if given.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def editable(sandbox: Sandbox, parameters: Parameters) -> Message:
    """The bot's own message that a call wants to change."""
    if parameters.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    person = sandbox.chats.reachable(parameters.chat())
    if not parameters.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = sandbox.chats.find(person.id, parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != "bot" or message.keyboard is not None:
        raise bad_request("message can't be edited")
    return message


def edit_message_text(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """Another text, and another inline keyboard: none given means none left."""
    text, entities = read_text(parameters)
    markup = read_markup(parameters)
    message = editable(sandbox, parameters)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    content: JSON = {"text": text}
    if entities:
        content["entities"] = entities
    return _edited(sandbox, message, content, markup)


def edit_message_caption(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """Another caption under the same file."""
    caption = read_caption(parameters)
    markup = read_markup(parameters)
    message = editable(sandbox, parameters)
    if message.kind not in ("photo", "voice", "document", "audio", "video", "animation"):
        raise bad_request("there is no caption in the message to edit")
    rest = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    return _edited(sandbox, message, {**rest, **caption}, markup)


def edit_message_reply_markup(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """Another inline keyboard under the same words."""
    markup = read_markup(parameters)
    message = editable(sandbox, parameters)
    return _edited(sandbox, message, message.content, markup)


def _edited(sandbox: Sandbox, message: Message, content: JSON, markup: Markup) -> JSON:
    if markup.keyboard is not None:
        raise bad_request("inline keyboard expected")
    before = {name: value for name, value in message.content.items() if name != "link_preview_options"}
    after = {name: value for name, value in content.items() if name != "link_preview_options"}
    if before == after and same_markup(message.inline, markup.inline):
        raise bad_request(NOT_MODIFIED)
    changed = replace(message, content=content, inline=markup.inline, edit_date=sandbox.clock.stamp())
    return sandbox.chats.as_api(sandbox.chats.put(changed))


def delete_message(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Take a message away for both sides."""
    if not parameters.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = _deletable(sandbox, parameters, parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    sandbox.chats.put(replace(message, deleted=True))
    return True


def delete_messages(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Take several away; those that are not there are passed over."""
    identifiers = parameters.parsed("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(identifiers, list) or not identifiers:
        raise bad_request("message identifiers are not specified")
    if len(identifiers) > DELETE_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(identifier, int) for identifier in identifiers):
        raise bad_request("message identifiers must be numbers")
    found = [_deletable(sandbox, parameters, identifier) for identifier in identifiers]
    for message in found:
        if message is not None:
            sandbox.chats.put(replace(message, deleted=True))
    return True


def _deletable(sandbox: Sandbox, parameters: Parameters, message_id: int) -> Message | None:
    person_id = parameters.chat()
    if person_id not in sandbox.chats.people:
        raise bad_request(CHAT_NOT_FOUND)
    message = sandbox.chats.find(person_id, message_id)
    if message is not None and sandbox.clock.stamp() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    return message


def set_message_reaction(sandbox: Sandbox, parameters: Parameters) -> bool:
    """An emoji on a message; a bot may set one of Telegram's own list, or none."""
    person = sandbox.chats.reachable(parameters.chat())
    message = sandbox.chats.find(person.id, parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    given: Any = parameters.parsed("reaction", "can't parse reaction types JSON object") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad_request("expected an Array of ReactionType")
    emojis = tuple(str(one.get("emoji", "")) for one in given)
    if len(emojis) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not all(emoji.replace("\ufe0f", "") in REACTIONS for emoji in emojis):
        raise bad_request("REACTION_INVALID")
    sandbox.chats.put(replace(message, reactions=emojis))
    return True
