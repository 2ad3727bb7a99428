"""Rebuilding a message for the other side: nothing crosses but what is named here.

A message is never forwarded and never copied: both carry names, links to profiles or file names that the writer does
not see. It is packed into a `Parcel` that knows only words, a few marks on them and the id of a voice or picture, and
unpacked again as new operations that begin with the name the two agreed on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.events import Message
from bot.telegram.fetch import plain_name
from bot.telegram.render import Operation

MARKS = frozenset(
    ("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "blockquote", "expandable_blockquote")
)
"""What may be marked on words. Links under words, mentions of accounts and custom emoji lead to somebody: not these."""

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024  # UTF-16 units, as Telegram counts
WORDS = ("text", "contact", "poll")
"""What arrives as words: a card or a poll made anew would show who has an account, or who made it."""
SEND = {"voice": "sendVoice", "photo": "sendPhoto", "document": "sendDocument"}


@dataclass(frozen=True, slots=True)
class Mark:
    """`kind` of MARKS over `length` UTF-16 units from `offset` on."""

    kind: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What crosses. `source` and `reply_to` are message ids in the writer's chat; `album` holds pictures together.

    `file` is Telegram's id of a voice, picture or document, `name` what the document is called on the other side;
    `place` latitude and longitude.
    """

    source: int
    kind: str
    text: str = ""
    marks: tuple[Mark, ...] = ()
    file: str | None = None
    place: tuple[float, float] | None = None
    reply_to: int | None = None
    album: str | None = None
    edited: bool = False
    name: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Parcel":
        marks = tuple(Mark(**mark) for mark in stored["marks"])
        place = tuple(stored["place"]) if stored["place"] else None
        return cls(**{**stored, "marks": marks, "place": place})


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of the other side: its method to send it, its parameters, and its words."""

    method: str
    parameters: dict[str, Any]
    text: str
    marks: tuple[Mark, ...]

    @property
    def is_text(self) -> bool:
        return self.method == "sendMessage"


def pack(message: Message) -> Parcel | None:
    """The parcel of a message; None where it holds nothing that can cross."""
    raw = message.raw
    kind = message.kind
    text = message.text or ""
    marks = tuple(_marks(raw.get("caption_entities" if "caption" in raw else "entities"), units(text)))
    file = _file(raw, kind)
    place = _place(raw) if kind == "location" else None
    if kind == "contact":
        text, marks = _card(raw), ()
    if (kind in WORDS and not text) or (kind in SEND and file is None) or (kind == "location" and place is None):
        return None
    if kind not in (*WORDS, "location", *SEND):
        return None
    album = raw.get("media_group_id")
    return Parcel(
        message.message_id,
        kind,
        text,
        marks,
        file,
        place,
        message.reply_to,
        str(album) if album else None,
        message.edited,
        plain_name(raw[kind].get("file_name")) if kind == "document" else None,
    )


def unpack(parcel: Parcel, head: str | None) -> list[Piece]:
    """The messages it becomes, in order. `head` is the first line: whose words these are; None where that stands
    already."""
    if parcel.kind == "location" and parcel.place and head:
        latitude, longitude = parcel.place
        return [
            _words(head, (_bold(head),)),
            Piece("sendLocation", {"latitude": latitude, "longitude": longitude}, "", ()),
        ]
    text, marks = _with_head(parcel, head) if head else (parcel.text, parcel.marks)
    if parcel.kind in WORDS:
        return [_words(*chunk) for chunk in _chunks(text, marks, LONGEST_TEXT)]
    media = {parcel.kind: {"fetch": parcel.file, "name": parcel.name} if parcel.name else parcel.file}
    if units(text) <= LONGEST_CAPTION:
        return [_captioned(parcel.kind, media, text, marks)]
    rest = [_words(*chunk) for chunk in _chunks(parcel.text, parcel.marks, LONGEST_TEXT)]
    return [_captioned(parcel.kind, media, head or "", (_bold(head),) if head else ()), *rest]


def sends(
    pieces: Sequence[tuple[int, Piece]], about: str, *, quiet: bool, reply_to: int | None
) -> list[tuple[int, Operation]]:
    """Operations, with the part of each, for what is new on the other side; the first answers `reply_to` there."""
    operations = []
    for part, piece in pieces:
        parameters = dict(piece.parameters)
        if quiet or part:
            parameters["disable_notification"] = True
        if reply_to is not None and not part:
            parameters["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        operations.append((part, Operation(piece.method, parameters, about)))
    return operations


def changes(pieces: Sequence[tuple[int, Piece]], there: Sequence[int], about: str) -> list[tuple[int, Operation]]:
    """Operations, with the part each works on, that make the parts `there` say what `pieces` say."""
    done: list[tuple[int, Operation]] = []
    for part, piece in pieces:
        if part not in there:
            done.append((part, Operation(piece.method, {**piece.parameters, "disable_notification": True}, about)))
        elif piece.is_text:
            done.append((part, Operation("editMessageText", piece.parameters, about)))
        elif piece.method != "sendLocation":
            kept = {k: v for k, v in piece.parameters.items() if k.startswith("caption")}
            done.append((part, Operation("editMessageCaption", kept, about)))
    now = {part for part, _piece in pieces}
    return done + [(part, Operation("deleteMessage", {}, about)) for part in there if part not in now]


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _with_head(parcel: Parcel, head: str) -> tuple[str, tuple[Mark, ...]]:
    text = f"{head}\n{parcel.text}" if parcel.text else head
    shift = units(head) + 1
    return text, (_bold(head), *(Mark(m.kind, m.offset + shift, m.length) for m in parcel.marks))


def _bold(head: str) -> Mark:
    return Mark("bold", 0, units(head))


def _words(text: str, marks: Iterable[Mark]) -> Piece:
    parameters: dict[str, Any] = {"text": text, "link_preview_options": {"is_disabled": True}}
    entities = _entities(marks)
    return Piece("sendMessage", {**parameters, **({"entities": entities} if entities else {})}, text, tuple(marks))


def _captioned(kind: str, media: dict[str, Any], text: str, marks: tuple[Mark, ...]) -> Piece:
    return Piece(SEND[kind], {**media, "caption": text, "caption_entities": _entities(marks)}, text, marks)


def _entities(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    return [{"type": m.kind, "offset": m.offset, "length": m.length} for m in marks]


def _chunks(text: str, marks: Sequence[Mark], most: int) -> list[tuple[str, tuple[Mark, ...]]]:
    """`text` in pieces of at most `most` units, no sign cut in two, each with the marks that lie on it."""
    chunks, begin = [], 0
    while text:
        piece = _first(text, most)
        end = begin + units(piece)
        inside = [
            Mark(m.kind, max(m.offset, begin) - begin, min(m.offset + m.length, end) - max(m.offset, begin))
            for m in marks
            if m.offset < end and m.offset + m.length > begin
        ]
        chunks.append((piece, tuple(inside)))
        text, begin = text[len(piece) :], end
    return chunks


def _first(text: str, most: int) -> str:
    if units(text) <= most:
        return text
    size = 0
    for number, sign in enumerate(text):
        size += 2 if ord(sign) > 0xFFFF else 1
        if size > most:
            return text[:number]
    return text


def _marks(entities: Any, length: int) -> Iterable[Mark]:
    """The marks of MARKS that lie on the text; whatever else an entity holds (address, account, language) is left."""
    for entity in entities if isinstance(entities, list) else ():
        if not isinstance(entity, dict) or entity.get("type") not in MARKS:
            continue
        offset, size = entity.get("offset"), entity.get("length")
        if isinstance(offset, int) and isinstance(size, int) and offset >= 0 and size > 0 and offset + size <= length:
            yield Mark(str(entity["type"]), offset, size)


def _file(raw: dict[str, Any], kind: str) -> str | None:
    """Telegram's id of the file: of a picture the largest size."""
    held = raw.get(kind)
    if kind == "photo" and isinstance(held, list) and held:
        held = held[-1]
    found = held.get("file_id") if isinstance(held, dict) and kind in SEND else None
    return found if isinstance(found, str) else None


def _card(raw: dict[str, Any]) -> str:
    """The name and the number on a card, and nothing of the account or the address book behind it."""
    card = raw.get("contact")
    written = [card.get(part) for part in ("first_name", "phone_number")] if isinstance(card, dict) else []
    return " ".join(words for words in written if isinstance(words, str) and words) if all(written) else ""


def _place(raw: dict[str, Any]) -> tuple[float, float] | None:
    """Where, and nothing of how well or for how long."""
    held = raw.get("location")
    if not isinstance(held, dict):
        return None
    latitude, longitude = held.get("latitude"), held.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None
