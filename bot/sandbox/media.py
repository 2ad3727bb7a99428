"""Everything the bot sends besides text: files, albums, contacts, places, and copies."""

from typing import Any

from bot.sandbox.attachments import file_content
from bot.sandbox.files import DOWNLOAD_BYTES
from bot.sandbox.keyboards import Markup, read_markup
from bot.sandbox.parameters import Parameters
from bot.sandbox.people import JSON
from bot.sandbox.refusals import bad_request, required
from bot.sandbox.sending import deliver, put, read_caption
from bot.sandbox.state import Sandbox

FILE_METHODS = {
    "sendPhoto": "photo",
    "sendVoice": "voice",
    "sendDocument": "document",
    "sendAudio": "audio",
    "sendVideo": "video",
    "sendAnimation": "animation",
    "sendVideoNote": "video_note",
    "sendSticker": "sticker",
}
ALBUM = 10
ALONE = ("audio", "document")  # albums hold photos and videos together, or one of these kinds only
NOT_COPIED = ("forward_origin", "media_group_id")


def send_file(sandbox: Sandbox, parameters: Parameters, kind: str) -> JSON:
    """A file of one kind, with a caption where the kind has one."""
    stored = sandbox.files.received(parameters, kind, kind)
    content = file_content(kind, stored, parameters.values)
    if kind not in ("video_note", "sticker"):
        content |= read_caption(parameters)
    return deliver(sandbox, parameters, kind, content)


def send_media_group(sandbox: Sandbox, parameters: Parameters) -> list[JSON]:
    """Several files as one album; nothing is sent unless all can be."""
    items: Any = parameters.parsed("media", "can't parse media JSON object")
    if items is None:
        raise required("media")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad_request("expected an Array of InputMedia")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.get("type")) for item in items}
    for kind in kinds:
        if kind not in ("photo", "video", *ALONE):
            raise bad_request(f'type "{kind}" of the media is not supported')
        if kind in ALONE and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    contents = [_album_item(sandbox, parameters, item) for item in items]
    person = sandbox.chats.reachable(parameters.chat())
    group = str(14_000_000_000_000_000 + sandbox.chats.bell.seq)
    sent = [
        put(sandbox, parameters, person, kind, {**content, "media_group_id": group}, Markup())
        for kind, content in contents
    ]
    return [sandbox.chats.as_api(message) for message in sent]


def _album_item(sandbox: Sandbox, parameters: Parameters, item: JSON) -> tuple[str, JSON]:
    own = Parameters(item, parameters.uploads)
    kind = str(item["type"])
    stored = sandbox.files.received(own, "media", kind)
    return kind, file_content(kind, stored, item) | read_caption(own)


def send_contact(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """A number with a name, which a phone offers to call."""
    number, name = parameters.text("phone_number"), parameters.text("first_name")
    if not number:
        raise required("phone_number")
    if not name:
        raise required("first_name")
    contact: JSON = {"phone_number": number, "first_name": name}
    for field in ("last_name", "vcard"):
        if parameters.text(field):
            contact[field] = parameters.text(field)
    return deliver(sandbox, parameters, "contact", {"contact": contact})


def send_location(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """A place on the map."""
    try:
        latitude, longitude = float(parameters.text("latitude")), float(parameters.text("longitude"))
    except ValueError:
        raise bad_request("location is empty") from None
    if abs(latitude) > 90:
        raise bad_request("latitude is out of range")
    return deliver(sandbox, parameters, "location", {"location": {"latitude": latitude, "longitude": longitude}})


def copy_message(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """The same content in another chat, with no trace of where it came from."""
    source = parameters.integer("from_chat_id")
    found = sandbox.chats.find(source, parameters.integer("message_id")) if source in sandbox.chats.people else None
    if found is None:
        raise bad_request("message to copy not found")
    if found.kind in ("poll", "dice"):
        raise bad_request("message can't be copied")
    content = {name: value for name, value in found.content.items() if name not in NOT_COPIED}
    if parameters.has("caption") and found.kind != "text":
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= read_caption(parameters)
    markup = read_markup(parameters)
    person = sandbox.chats.reachable(parameters.chat())
    return {"message_id": put(sandbox, parameters, person, found.kind, content, markup).message_id}


def get_file(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """Where a file can be fetched."""
    file_id = parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id is empty")
    stored = sandbox.files.find(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    body: JSON = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": len(stored.data)}
    return {**body, "file_path": stored.path}
