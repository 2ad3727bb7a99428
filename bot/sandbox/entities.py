"""The text of a message and its entities: what a call asks for, what is found by itself, and how a page shows it."""

import re
from html import escape
from itertools import islice, pairwise
from typing import Any

from bot.sandbox.links import BadLink, checked_link
from bot.sandbox.markup import Entity, parse_html
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Refusal, bad_request
from bot.sandbox.units import length, part

FOUND = (
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)»]", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}")),
    ("bot_command", re.compile(r"(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
)
MOST = 100  # entities that Telegram keeps of one message
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


BY_ITSELF = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
KINDS = frozenset(TAGS) | BY_ITSELF | {"text_link", "text_mention", "custom_emoji", "date_time"}


def formatted(parameters: Parameters, text_name: str, entities_name: str) -> tuple[str, list[Entity]]:
    """The text a call sends and its entities, parsed and trimmed as Telegram does it. Empty if there is none."""
    source = CONTROL.sub(" ", parameters.text(text_name).replace("\r", ""))
    mode = parameters.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode in ("", "none"):
        text, entities = source, _within(_given(parameters, entities_name), source)
    elif mode in ("markdown", "markdownv2"):
        raise Refusal(501, "Not Implemented: the sandbox reads parse_mode HTML only")
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = trimmed(text, entities)
    return text, with_found(text, entities)


def _given(parameters: Parameters, name: str) -> list[Entity]:
    given = parameters.parsed(name, "can't parse entities JSON object")
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad_request("expected an Array of MessageEntity")
    return [_checked(entity) for entity in given]


def _checked(entity: Any) -> Entity:
    if not isinstance(entity, dict):
        raise _wrong("expected an Object")
    for name in ("type", "offset", "length"):
        if name not in entity:
            raise _wrong(f'Can\'t find field "{name}"')
    kind, offset, size = entity["type"], entity["offset"], entity["length"]
    if str(kind) not in KINDS:
        raise _wrong("Unsupported type specified")
    if not isinstance(offset, int) or not isinstance(size, int):
        raise _wrong('Field "offset" must be a valid Number')
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if kind == "text_link":
        if "url" not in entity:
            raise _wrong('Can\'t find field "url"')
        try:
            return {**entity, "url": checked_link(str(entity["url"]))}
        except BadLink as reason:
            raise bad_request(f"entity URL '{entity['url']}' is invalid: {reason}") from None
    return dict(entity)


def _wrong(reason: str) -> Refusal:
    return bad_request(f"can't parse MessageEntity: {reason}")


def _within(entities: list[Entity], text: str) -> list[Entity]:
    """Refuses entities beyond the text, and leaves out those that Telegram finds by itself."""
    size = length(text)
    for entity in entities:
        end = entity["offset"] + entity["length"]
        if entity["offset"] > size:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {entity['offset']}")
        if end > size:
            place = f"entity beginning at UTF-16 offset {entity['offset']}"
            raise bad_request(f"{place} ends after the end of the text at UTF-16 offset {end}")
    return [entity for entity in entities if entity["type"] not in BY_ITSELF]


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends; entities move with their text, and go when nothing of it is left."""
    left = length(text) - length(text.lstrip())
    text = text.strip()
    size = length(text)
    kept = []
    for entity in entities:
        begin = max(0, int(entity["offset"]) - left)
        end = min(size, int(entity["offset"]) - left + int(entity["length"]))
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return text, kept


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Adds what Telegram finds by itself: addresses, mentions, commands, hashtags; not inside code or links."""
    spans = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities if _is_closed(entity)]
    found = list(entities)
    for kind, pattern in FOUND:
        for match in islice(pattern.finditer(text), MOST):
            begin = length(text[: match.start()])
            end = begin + length(match[0])
            if all(end <= other[0] or begin >= other[1] for other in spans):
                spans.append((begin, end))
                found.append({"type": kind, "offset": begin, "length": end - begin})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))[:MOST]


def _is_closed(entity: Entity) -> bool:
    return entity["type"] in ("code", "pre", "text_link", "text_mention")


def as_html(text: str, entities: list[Entity]) -> str:
    """The text as HTML that is safe to show: nothing of it is markup but what its entities say."""
    size = length(text)
    cuts = {0, size}
    for entity in entities:
        cuts.update((min(size, entity["offset"]), min(size, entity["offset"] + entity["length"])))
    pieces = []
    for begin, end in pairwise(sorted(cuts)):
        piece = escape(part(text, begin, end - begin))
        around = [e for e in entities if e["offset"] <= begin and end <= e["offset"] + e["length"]]
        for entity in sorted(around, key=lambda e: (-e["offset"], e["length"])):
            piece = _wrapped(entity, piece, text)
        pieces.append(piece)
    return "".join(pieces)


def _wrapped(entity: dict[str, Any], piece: str, text: str) -> str:
    tag = TAGS.get(entity["type"])
    if tag is not None:
        return f"<{tag}>{piece}</{tag}>"
    if entity["type"] == "text_link":
        return f'<a href="{escape(str(entity["url"]))}" rel="noreferrer" target="_blank">{piece}</a>'
    if entity["type"] == "url":
        address = part(text, entity["offset"], entity["length"])
        return f'<a href="{escape(address)}" rel="noreferrer" target="_blank">{piece}</a>'
    return piece
