"""What a person does as the simulation's API names it: the address, the body it takes and the body it gives."""

from collections.abc import Callable

from bot.sandbox import acts
from bot.sandbox.attachments import KINDS, attachment
from bot.sandbox.people import JSON, Person
from bot.sandbox.state import Sandbox
from bot.sandbox.view import person_view


def _say(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return {"message_id": acts.say(sandbox, person, str(body["text"]), body.get("reply_to")).message_id}


def _tap(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return {"callback_query_id": acts.tap(sandbox, person, int(body["message_id"]), str(body["data"]))}


def _press(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return {"message_id": acts.press(sandbox, person, str(body["text"])).message_id}


def _contact(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    number = str(body.get("phone_number") or acts.own_number(person))
    return {"message_id": acts.share_contact(sandbox, person, number, body.get("own") is True).message_id}


def _edit(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return {"message_id": acts.correct(sandbox, person, int(body["message_id"]), str(body["text"])).message_id}


def _media(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    if body["kind"] not in KINDS:
        raise acts.Impossible(f"kind is one of {', '.join(sorted(KINDS))}")
    kind, content = attachment(sandbox, body["kind"], body)
    return {"message_id": acts.send(sandbox, person, kind, content, body.get("reply_to")).message_id}


def _forward(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return {"message_id": acts.forward(sandbox, person, str(body["text"])).message_id}


def _album(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    kinds = [str(kind) for kind in body.get("kinds", ["photo", "photo"])]
    messages = acts.album(sandbox, person, kinds, str(body.get("caption") or ""))
    return {"message_ids": [message.message_id for message in messages]}


def _block(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return person_view(acts.block(sandbox, person))


def _unblock(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return person_view(acts.unblock(sandbox, person))


def _leave(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return person_view(acts.leave(sandbox, person))


def _language(sandbox: Sandbox, person: Person, body: JSON) -> JSON:
    return person_view(sandbox.chats.change_person(person, language_code=str(body["language_code"])))


ACTS: dict[str, Callable[[Sandbox, Person, JSON], JSON]] = {
    "text": _say,
    "tap": _tap,
    "press": _press,
    "contact": _contact,
    "edit": _edit,
    "media": _media,
    "forward": _forward,
    "album": _album,
    "block": _block,
    "unblock": _unblock,
    "leave": _leave,
    "language": _language,
}
