"""What people send besides text: each kind of the Bot API's Message, with a small real file where there is one."""

import base64
from collections.abc import Callable
from typing import Any

from bot.sandbox.files import Files, StoredFile, image_size
from bot.sandbox.people import JSON
from bot.sandbox.state import Sandbox

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NAMES = {
    "photo": ("photo.png", "image/png"),
    "voice": ("voice.ogg", "audio/ogg"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "video": ("video.mp4", "video/mp4"),
    "video_note": ("note.mp4", "video/mp4"),
    "animation": ("animation.mp4", "video/mp4"),
    "document": ("document.pdf", "application/pdf"),
    "sticker": ("sticker.webp", "image/webp"),
}


def described(stored: StoredFile) -> JSON:
    """The fields that every file of the Bot API has."""
    return {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": len(stored.data)}


def file_content(kind: str, stored: StoredFile, given: JSON) -> JSON:
    """The fields of a message that holds this file; `given` may set duration, width, height, title, performer."""
    body = described(stored)
    if kind == "photo":
        width, height = image_size(stored.data) or (1, 1)
        return {"photo": [{**body, "width": width, "height": height}]}
    if kind in ("voice", "audio", "video", "animation", "video_note"):
        body["duration"] = _whole(given, "duration", 1)
    if kind in ("video", "animation", "sticker"):
        body |= {"width": _whole(given, "width", 512), "height": _whole(given, "height", 512)}
    if kind == "video_note":
        body["length"] = _whole(given, "length", 240)
    elif kind == "sticker":
        body |= {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
    else:
        body["mime_type"] = stored.mime
    if kind in ("document", "audio", "video", "animation"):
        body["file_name"] = stored.name
    if kind == "audio":
        body |= {name: str(given[name]) for name in ("title", "performer") if given.get(name)}
    return {kind: body, "document": body} if kind == "animation" else {kind: body}


def _whole(given: JSON, name: str, default: int) -> int:
    value = str(given.get(name, ""))
    return int(value) if value.isdecimal() else default


def attachment(sandbox: Sandbox, kind: str, given: JSON) -> tuple[str, JSON]:
    """The kind and the fields of a message that a person sends.

    `given` may hold caption, file_name, data (base64) and the fields of the kind. KeyError for an unknown kind.
    """
    if kind not in NAMES:
        return kind, WITHOUT_FILE[kind](given)
    name, mime = NAMES[kind]
    content = file_content(kind, _file(sandbox.files, kind, str(given.get("file_name") or name), mime, given), given)
    if given.get("caption"):
        content["caption"] = str(given["caption"])
    return kind, content


def _file(files: Files, kind: str, name: str, mime: str, given: JSON) -> StoredFile:
    data = (
        base64.b64decode(given["data"])
        if given.get("data")
        else PIXEL
        if kind == "photo"
        else b"sandbox " + kind.encode()
    )
    return files.keep(kind, name, mime, data)


def _place(given: JSON) -> JSON:
    return {"latitude": float(given.get("latitude", 48.8566)), "longitude": float(given.get("longitude", 2.3522))}


def _venue(given: JSON) -> JSON:
    place = _place(given)
    title, address = str(given.get("title", "Hôpital")), str(given.get("address", "1 rue de la Paix"))
    return {"location": place, "venue": {"location": place, "title": title, "address": address}}


def _poll(given: JSON) -> JSON:
    options: list[Any] = given.get("options") or ["Oui", "Non"]
    return {
        "poll": {
            "id": "5000000000000001",
            "question": str(given.get("question", "Ça va ?")),
            "options": [
                {"persistent_id": str(place), "text": str(text), "voter_count": 0} for place, text in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }


def _contact(given: JSON) -> JSON:
    number, name = str(given.get("phone_number", "+33639980099")), str(given.get("first_name", "Somebody"))
    return {"contact": {"phone_number": number, "first_name": name}}


WITHOUT_FILE: dict[str, Callable[[JSON], JSON]] = {
    "location": lambda given: {"location": _place(given)},
    "venue": _venue,
    "poll": _poll,
    "dice": lambda given: {"dice": {"emoji": str(given.get("emoji", "🎲")), "value": int(given.get("value", 4))}},
    "contact": _contact,
}
KINDS = frozenset(NAMES) | frozenset(WITHOUT_FILE)
