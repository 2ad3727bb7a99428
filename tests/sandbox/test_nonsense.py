"""Whatever a call carries, the answer is a result or a refusal, never a stumble."""

import asyncio
import inspect
import json
from typing import Any

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox import acts, files, server
from bot.sandbox.clock import Clock
from bot.sandbox.methods import METHODS, call
from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.refusals import Refusal
from bot.sandbox.server import SandboxServer
from bot.sandbox.state import Sandbox, new_sandbox

NAMES = [
    *("chat_id", "message_id", "message_ids", "text", "parse_mode", "entities", "reply_markup", "reply_parameters"),
    *("link_preview_options", "caption", "caption_entities", "phone_number", "first_name", "latitude", "longitude"),
    *("photo", "voice", "document", "file_id", "from_chat_id", "callback_query_id", "show_alert", "action"),
    *("reaction", "commands", "language_code", "name", "description", "duration", "width", "title"),
]
MENTIONED = st.sampled_from(["type", "offset", "length", "url", "text", "keyboard", "inline_keyboard", "callback_data"])
LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=5) | st.just("attach://file")
ANY = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MENTIONED, inner, max_size=3), max_leaves=8
)
SCOPES = st.fixed_dictionaries({"type": st.just("chat"), "chat_id": LEAVES})
ALBUMS = st.lists(st.fixed_dictionaries({"type": st.just("photo"), "media": LEAVES, "caption": ANY}), max_size=3)


def someone() -> tuple[Sandbox, int]:
    sandbox = new_sandbox("1:x", Clock())
    zoe = sandbox.chats.add_person("Zoé", "fr", None, started=True)
    acts.say(sandbox, zoe, "Bonjour")
    return sandbox, zoe.id


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"getUpdates", "setWebhook"}))
@given(given_values=st.dictionaries(st.sampled_from(NAMES), ANY, max_size=8), scope=SCOPES | ANY, album=ALBUMS | ANY)
@settings(max_examples=25, deadline=None)
def test_no_parameters_make_a_method_stumble(method: str, given_values: dict[str, Any], scope: Any, album: Any) -> None:
    sandbox, zoe = someone()
    values = {"chat_id": zoe, "message_id": 1, "text": "x", "scope": scope, "media": album, **given_values}
    uploads = {"file": Upload("a.bin", "application/octet-stream", b"x")}

    async def perform() -> None:
        try:
            json.dumps(await call(sandbox, method, Parameters(values, uploads)))
        except Refusal as refusal:
            assert refusal.code in (400, 403, 501)

    asyncio.run(perform())


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("deleteMessages", {"message_ids": ["x", None]}),
        ("setMyCommands", {"commands": [], "scope": {"type": []}}),
        ("sendVoice", {"voice": "attach://file", "duration": "long"}),
        ("sendAudio", {"audio": "attach://file", "title": ["x"]}),
        ("sendLocation", {"latitude": "nan", "longitude": "inf"}),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": True}}),
        ("sendMessage", {"text": "x", "entities": [{"type": [], "offset": 0, "length": 1}]}),
        ("sendMessage", {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": -5}]}),
        ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": []}]}),
    ],
)
async def test_nonsense_that_once_made_one_stumble(method: str, values: dict[str, Any]) -> None:
    sandbox, zoe = someone()
    uploads = {"file": Upload("a.bin", "application/octet-stream", b"x")}
    try:
        json.dumps(await call(sandbox, method, Parameters({"chat_id": zoe, **values}, uploads)))
    except Refusal as refusal:
        assert refusal.code == 400


def test_every_method_says_what_it_does() -> None:
    for name, method in METHODS.items():
        assert inspect.getdoc(getattr(method, "func", method)), name


async def test_uploads_above_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "BODY_BYTES", 1000)
    async with SandboxServer() as sandbox, aiohttp.ClientSession() as session:
        form = aiohttp.FormData()
        form.add_field("document", b"x" * 2000, filename="a.bin")
        for body in (form, b"x" * 2000):
            headers = {} if body is form else {"Content-Type": "application/json"}
            async with session.post(
                f"{sandbox.url}/bot{sandbox.token}/sendDocument", data=body, headers=headers
            ) as answer:
                assert answer.status == 413
                assert (await answer.json())["description"] == "Request Entity Too Large"


def test_large_photos_and_downloads_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PHOTO_BYTES", 3)
    photo = Parameters({}, {"photo": Upload("a.png", "image/png", b"1234")})
    with pytest.raises(Refusal, match="too big file"):
        files.Files().received(photo, "photo", "photo")
