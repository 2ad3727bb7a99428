"""What people do on their phones, and the updates that come of it."""

from dataclasses import replace
from typing import Any

from bot.sandbox.attachments import attachment
from bot.sandbox.entities import with_found
from bot.sandbox.people import JSON, Message, Person
from bot.sandbox.state import Sandbox


class Impossible(Exception):
    """Nobody could do this on a real phone; the text says why."""


def person_of(sandbox: Sandbox, person_id: int) -> Person:
    """The person with this id."""
    person = sandbox.chats.people.get(person_id)
    if person is None:
        raise Impossible("no such person")
    return person


def say(sandbox: Sandbox, person: Person, text: str, reply_to: int | None = None, **more: Any) -> Message:
    """Write a text. Its length is not checked: a client that is not Telegram's own may send anything."""
    content: JSON = {"text": text, **more}
    entities = with_found(text, [])
    if entities:
        content["entities"] = entities
    return send(sandbox, person, "text", content, reply_to)


def send(sandbox: Sandbox, person: Person, kind: str, content: JSON, reply_to: int | None = None) -> Message:
    """Send anything; the bot gets an update. Writing to a blocked bot unblocks it, as pressing Restart does."""
    if person.deactivated:
        raise Impossible("this account is gone")
    if person.blocked:
        person = unblock(sandbox, person)
    if not person.started:
        person = sandbox.chats.change_person(person, started=True)
    if reply_to is not None and sandbox.chats.find(person.id, reply_to) is None:
        raise Impossible("the message to reply to is not there")
    message = sandbox.chats.add(person, "person", kind, content, reply_to=reply_to)
    sandbox.updates.put("message", sandbox.chats.as_api(message), person.id)
    return message


def tap(sandbox: Sandbox, person: Person, message_id: int, data: str) -> str:
    """Tap an inline button, also one that is old, gone or made up. Gives the callback query's id."""
    query = sandbox.chats.ask(person)
    message = sandbox.chats.chat(person.id).messages.get(message_id)
    if message is None or message.deleted:
        shown: JSON = {"chat": person.as_chat(), "message_id": message_id, "date": 0}
    else:
        shown = sandbox.chats.as_api(message)
    body = {
        "id": query.id,
        "from": person.as_user(),
        "message": shown,
        "chat_instance": str(-person.id),
        "data": data,
    }
    sandbox.updates.put("callback_query", body, person.id)
    return query.id


def press(sandbox: Sandbox, person: Person, text: str) -> Message:
    """Press a key of the reply keyboard: it says its text, or shares the contact or the place it asks for."""
    chat = sandbox.chats.chat(person.id)
    rows = (chat.keyboard or {}).get("keyboard", [])
    button = next((button for row in rows for button in row if button["text"] == text), None)
    if button is None:
        raise Impossible(f"there is no key «{text}»")
    if chat.keyboard is not None and chat.keyboard.get("one_time_keyboard"):
        chat.keyboard = None
    if button.get("request_contact"):
        return share_contact(sandbox, person, own_number(person), own=True)
    if button.get("request_location"):
        return send(sandbox, person, *attachment(sandbox, "location", {}))
    return say(sandbox, person, text)


def own_number(person: Person) -> str:
    """A number for a person of the sandbox, from the range that French television may show and nobody owns."""
    return f"+336399800{person.id % 100:02d}"


def share_contact(sandbox: Sandbox, person: Person, phone_number: str, own: bool) -> Message:
    """Send a contact; only one's own carries one's user id."""
    contact: JSON = {"phone_number": phone_number, "first_name": person.first_name}
    if own:
        contact["user_id"] = person.id
    return send(sandbox, person, "contact", {"contact": contact})


def correct(sandbox: Sandbox, person: Person, message_id: int, text: str) -> Message:
    """Change one's own text."""
    message = sandbox.chats.find(person.id, message_id)
    if message is None or message.sender != "person" or message.kind != "text":
        raise Impossible("only one's own text can be changed")
    content: JSON = {"text": text}
    entities = with_found(text, [])
    if entities:
        content["entities"] = entities
    changed = sandbox.chats.put(replace(message, content=content, edit_date=sandbox.clock.stamp()))
    sandbox.updates.put("edited_message", sandbox.chats.as_api(changed), person.id)
    return changed


def forward(sandbox: Sandbox, person: Person, text: str) -> Message:
    """Forward somebody's text whose account stays hidden."""
    origin = {"type": "hidden_user", "date": sandbox.clock.stamp() - 60, "sender_user_name": "Somebody"}
    return say(sandbox, person, text, forward_origin=origin)


def album(sandbox: Sandbox, person: Person, kinds: list[str], caption: str) -> list[Message]:
    """Several photos or videos at once: as many updates with one media_group_id."""
    group = str(13_000_000_000_000_000 + sandbox.chats.bell.seq)
    messages = []
    for place, kind in enumerate(kinds):
        name, content = attachment(sandbox, kind, {"caption": caption} if caption and place == 0 else {})
        messages.append(send(sandbox, person, name, {**content, "media_group_id": group}))
    return messages


def block(sandbox: Sandbox, person: Person) -> Person:
    """Block the bot."""
    return _membership(sandbox, person, blocked=True)


def unblock(sandbox: Sandbox, person: Person) -> Person:
    """Let the bot write again."""
    return _membership(sandbox, person, blocked=False)


def _membership(sandbox: Sandbox, person: Person, blocked: bool) -> Person:
    if person.blocked == blocked:
        return person
    bot = sandbox.chats.bot.as_user()
    member = {"user": bot, "status": "member"}
    kicked = {"user": bot, "status": "kicked", "until_date": 0}
    body = {
        "chat": person.as_chat(),
        "from": person.as_user(),
        "date": sandbox.clock.stamp(),
        "old_chat_member": member if blocked else kicked,
        "new_chat_member": kicked if blocked else member,
    }
    changed = sandbox.chats.change_person(person, blocked=blocked)
    sandbox.updates.put("my_chat_member", body, person.id)
    return changed


def leave(sandbox: Sandbox, person: Person) -> Person:
    """Delete the account. Telegram tells the bot nothing until it writes."""
    return sandbox.chats.change_person(person, deactivated=True)


def inject(sandbox: Sandbox, body: JSON) -> int:
    """Any update at all, of whatever kind. Groups it speaks of become known, so that the bot can leave them."""
    chat_id = 0
    for value in body.values():
        chat = value.get("chat") if isinstance(value, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            chat_id = chat["id"]
            if chat_id not in sandbox.chats.people:
                sandbox.chats.foreign.add(chat_id)
    return sandbox.updates.put_raw(body, chat_id)
