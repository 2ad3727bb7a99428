"""What a call of the Bot API carries, whatever its form: address, form, JSON or multipart."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.refusals import CHAT_NOT_FOUND, bad_request

TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one call. Values are strings, or JSON values where the body was JSON."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Was it given at all?"""
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        """As text; empty if it was not given."""
        value = self.values.get(name)
        if value is None:
            return ""
        text = value if isinstance(value, str) else json.dumps(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return text

    def integer(self, name: str, default: int = 0) -> int:
        """As a whole number; the default where it is missing or is none."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """As yes or no."""
        return self.text(name).lower() in TRUE

    def parsed(self, name: str, complaint: str) -> Any:
        """As the JSON value it holds, None if it was not given; `complaint` is said of text that is not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(complaint) from None

    def chat(self) -> int:
        """The chat the call is for."""
        text = self.text("chat_id")
        if not text:
            raise bad_request("chat_id is empty")
        try:
            return int(text)
        except ValueError:
            raise bad_request(CHAT_NOT_FOUND) from None

    def chat_or_none(self) -> int | None:
        """The same for the journal, which complains of nothing."""
        value = str(self.values.get("chat_id", ""))
        return int(value) if value.lstrip("-").isdecimal() else None


async def read_parameters(request: web.Request) -> Parameters:
    """Everything the request carries; what stands in the body wins over the address."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values.update(await _json_body(request))
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode(errors="replace")
    return Parameters(values, uploads)


async def _json_body(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse request JSON object")
    return body
