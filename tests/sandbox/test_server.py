"""The server itself: this machine only, the page, restart, the shapes the page relies on."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot

from bot.sandbox import server
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer


@pytest.fixture
async def web(sandbox: SandboxServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sandbox.url) as session:
        yield session


async def test_it_listens_on_loopback_only(sandbox: SandboxServer) -> None:
    assert sandbox.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "[::1]:1"}, 200),
        # A page of the outside whose name was made to point here.
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_pages_of_the_outside_cannot_reach_in(
    web: aiohttp.ClientSession, headers: dict[str, str], status: int
) -> None:
    async with web.get("/sim/people", headers=headers) as answer:
        assert answer.status == status


async def test_its_own_page_may_post(sandbox: SandboxServer, web: aiohttp.ClientSession) -> None:
    async with web.post("/sim/people", json={"first_name": "Zoé"}, headers={"Origin": sandbox.url}) as answer:
        assert answer.status == 200


async def test_the_page_is_served_from_its_folder_and_nothing_else_is(
    web: aiohttp.ClientSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page"
    page.mkdir()
    (page / "index.html").write_text("<p>phones</p>")
    (page / "phones.js").write_text("1")
    (tmp_path / "secret").write_text("x")
    monkeypatch.setattr(server, "PAGE", page)
    async with web.get("/") as front:
        assert (await front.text(), front.content_type) == ("<p>phones</p>", "text/html")
    async with web.get("/page/phones.js") as script:
        assert (script.status, script.content_type.endswith("javascript")) == (200, True)
    for outside in ("/page/../secret", "/page/%2e%2e/secret", "/page/..%2fsecret", "/page/none"):
        async with web.get(outside) as answer:
            assert answer.status == 404


async def test_restart_calls_the_hook_that_was_given() -> None:
    restarts = []

    async def restart() -> None:
        restarts.append(1)

    async with SandboxServer(restart=restart) as sandbox, SandboxClient(sandbox.url) as people:
        assert (await people.request("GET", "/sim/config"))["can_restart"] is True
        await people.restart()
    assert restarts == [1]


async def test_the_shape_that_the_page_relies_on(web: aiohttp.ClientSession, bot: Bot, zoe: int) -> None:
    await bot.send_message(zoe, "<b>Bonjour</b>", parse_mode="HTML")
    async with web.get(f"/sim/people/{zoe}/chat") as answer:
        body = await answer.json()
    assert set(body) == {"messages", "typing", "blocked", "seq", "answers", "keyboard", "commands"}
    (message,) = body["messages"]
    assert message == {
        "message_id": 1,
        "from": "bot",
        "kind": "text",
        "text": "Bonjour",
        "html": "<b>Bonjour</b>",
        "entities": [{"type": "bold", "offset": 0, "length": 7}],
        "caption": None,
        "buttons": [],
        "keyboard": None,
        "date": 1_795_435_200,
        "edited": False,
        "deleted": False,
        "silent": False,
        "protected": False,
        "reply_to": None,
        "reactions": [],
        "contact": None,
        "file": None,
        "album": None,
        "link_preview": None,
        "seq": message["seq"],
    }


async def test_the_page_fetches_a_file(web: aiohttp.ClientSession, people: SandboxClient, zoe: int) -> None:
    await people.media(zoe, "photo")
    file = (await people.chat(zoe)).messages[0].file
    assert file is not None and file["mime"] == "image/png"
    async with web.get(file["url"]) as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
        assert len(await answer.read()) == file["size"]


async def test_events_come_for_this_chat_or_for_all(
    web: aiohttp.ClientSession, people: SandboxClient, bot: Bot, zoe: int
) -> None:
    ali = await people.person("Ali", started=True)
    async with web.get(f"/sim/people/{zoe}/events") as own, web.get("/sim/events") as every:

        async def event(stream: aiohttp.ClientResponse) -> dict[str, int]:
            async with asyncio.timeout(5):
                while not (line := await stream.content.readline()).startswith(b"data: "):
                    pass
            found: dict[str, int] = json.loads(line[6:])
            return found

        await event(own)
        await event(every)
        await bot.send_message(ali, "un")
        await bot.send_message(zoe, "deux")
        seq = await people.seq(zoe)
        assert await event(own) == {"seq": seq}
        assert await event(every) == {"seq": seq - 1, "person": ali}
        assert await event(every) == {"seq": seq, "person": zoe}
    # Those who left are forgotten at the next change.
    await bot.send_message(zoe, "trois")
    await bot.send_message(zoe, "quatre")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/sim/people/999/chat", 404), ("/sim/people/x/chat", 404), ("/sim/files/none", 404), ("/sim/none", 404)],
)
async def test_what_is_not_there(web: aiohttp.ClientSession, path: str, status: int) -> None:
    async with web.get(path) as answer:
        assert answer.status == status


async def test_a_body_that_is_no_json_is_refused(web: aiohttp.ClientSession) -> None:
    for body in (b"{", b"[1]"):
        async with web.post("/sim/people", data=body) as answer:
            assert answer.status == 400
            assert "JSON" in (await answer.json())["error"]


async def test_files_are_behind_the_token(sandbox: SandboxServer, people: SandboxClient, bot: Bot, zoe: int) -> None:
    await people.media(zoe, "voice")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.voice is not None
    path = sandbox.sandbox.files.at("voices/file_0.ogg")
    assert path is not None
    async with aiohttp.ClientSession(sandbox.url) as session:
        for token, status in ((sandbox.token, 200), ("1:" + "x" * 35, 401)):
            async with session.get(f"/file/bot{token}/{path.path}") as answer:
                assert answer.status == status
        async with session.get(f"/file/bot{sandbox.token}/voices/none") as answer:
            assert answer.status == 404
