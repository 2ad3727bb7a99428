"""One session for everything, no token in any error, and no message that blocks the next ones."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.request import AiohttpRequest
from tests.telegram.conftest import bot_at

TOKEN = "123456789:" + "Zz9-planted_marker" * 2
ME = {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "bot", "username": "a_bot"}}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def telegram_that(answers: Answer, **timeouts: float) -> AsyncIterator[Bot]:
    """A bot of a server that says who it is and lets `answers` speak for the rest."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return web.json_response(ME) if request.path.endswith("/getMe") else await answers(request)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handle)
    async with TestServer(application) as server, bot_at(str(server.make_url("/"))[:-1], TOKEN, **timeouts) as bot:
        yield bot


def saying(status: int, text: str) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text)

    return answer


def no_token(error: BaseException) -> bool:
    """Whether neither the error nor anything it drags along can show the token."""
    seen: BaseException | None = error
    while seen is not None:
        if "planted_marker" in str(seen) + repr(seen) + str(seen.args):
            return False
        seen = seen.__cause__ or seen.__context__
    return True


class TestAsking:
    async def test_parameters_go_as_json(self) -> None:
        got = {}

        async def answer(request: web.Request) -> web.Response:
            got.update(await request.json())
            return web.json_response({"ok": True, "result": True})

        async with telegram_that(answer) as bot:
            await bot.delete_message(5, 6)
        assert got == {"chat_id": 5, "message_id": 6}

    async def test_files_go_as_a_form(self) -> None:
        got: dict[str, object] = {}

        async def answer(request: web.Request) -> web.Response:
            form = await request.post()
            file = form["document"]
            assert isinstance(file, web.FileField)
            got.update(chat=form["chat_id"], caption=form["caption"], name=file.filename, bytes=file.file.read())
            return web.json_response({"ok": False, "description": "seen"}, status=400)

        async with telegram_that(answer) as bot:
            with pytest.raises(BadRequest, match="seen"):
                await bot.send_document(5, b"\x00\xff", caption="Été", filename="é.bin")
        assert got == {"chat": "5", "caption": "Été", "name": "é.bin", "bytes": b"\x00\xff"}

    async def test_half_a_surrogate_pair_does_not_stop_a_call(self) -> None:
        async def answer(request: web.Request) -> web.Response:
            assert b"\\ud83d" in await request.read()
            return web.json_response({"ok": True, "result": True})

        async with telegram_that(answer) as bot:
            assert await bot.set_my_name("half \ud83d")

    async def test_a_file_is_fetched(self) -> None:
        async def answer(request: web.Request) -> web.Response:
            return web.Response(body=b"\x89PNG" + request.method.encode())

        async with telegram_that(answer) as bot:
            assert await bot.request.retrieve(f"{bot.base_file_url}/photo.png") == b"\x89PNGGET"

    async def test_a_redirect_is_not_followed_with_the_token_in_hand(self) -> None:
        asked = []

        async def answer(request: web.Request) -> web.Response:
            asked.append(request.path)
            raise web.HTTPFound("/elsewhere")

        async with telegram_that(answer) as bot:
            with pytest.raises(NetworkError):
                await bot.close()
        assert len(asked) == 1

    async def test_it_may_be_opened_and_closed_twice(self) -> None:
        request = AiohttpRequest()
        with pytest.raises(NetworkError, match="not initialized"):
            await request.post("http://127.0.0.1:9/bot1:A/getMe")
        for _ in range(2):
            await request.initialize()
        for _ in range(2):
            await request.shutdown()


class TestHearing:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (rb'{"ok": true, "result": "half \ud83d"}', "half \ud83d"),
            (b'{"ok": true, "result": "bad \xff byte"}', "bad \ufffd byte"),
            (b'{"ok": true, "result": 36893488147419103232}', 2**65),
        ],
    )
    async def test_what_orjson_refuses_is_read_all_the_same(self, words: bytes, expected: object) -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=words)

        async with telegram_that(answer) as bot:
            assert await bot.request.post(f"{bot.base_url}/anything") == expected

    @pytest.mark.parametrize("words", [b"<html>", b"", b"[" * 100_000], ids=["html", "nothing", "a hundred thousand ["])
    def test_what_is_not_json_is_one_clear_error_without_it(
        self, words: bytes, caplog: pytest.LogCaptureFixture
    ) -> None:
        with pytest.raises(TelegramError, match="^Invalid server response$"):
            AiohttpRequest.parse_json_payload(words)
        assert caplog.records == []


class TestErrors:
    @pytest.mark.parametrize(
        ("status", "answer", "expected"),
        [
            (400, '{"ok": false, "description": "Bad Request: chat not found"}', BadRequest),
            (400, '{"ok": false, "parameters": {"migrate_to_chat_id": -5}}', ChatMigrated),
            (401, '{"ok": false, "description": "Unauthorized"}', InvalidToken),
            (403, '{"ok": false, "description": "Forbidden: bot was blocked by the user"}', Forbidden),
            (404, '{"ok": false, "description": "Not Found"}', InvalidToken),
            (409, '{"ok": false, "description": "Conflict: terminated by other getUpdates request"}', Conflict),
            (429, '{"ok": false, "parameters": {"retry_after": 7}}', RetryAfter),
            (502, "<html>Bad gateway</html>", NetworkError),
        ],
    )
    async def test_each_status_is_the_error_ptb_has_for_it(
        self, status: int, answer: str, expected: type[TelegramError]
    ) -> None:
        async with telegram_that(saying(status, answer)) as bot:
            with pytest.raises(TelegramError) as raised:
                await bot.close()
        assert raised.type is expected

    async def test_a_server_that_is_silent_is_not_waited_for_for_ever(self) -> None:
        async def answer(_: web.Request) -> web.Response:
            await asyncio.sleep(3600)
            raise AssertionError

        async with telegram_that(answer, read=0.05) as bot:
            with pytest.raises(TimedOut) as raised:
                await bot.close()
        assert no_token(raised.value)

    async def test_nor_one_that_answers_drop_by_drop(self) -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            while True:
                await response.write(b" ")
                await asyncio.sleep(0.02)

        async with telegram_that(answer, read=0.1, write=0.05, connect=0.05, pool=0.05) as bot:
            with pytest.raises(TimedOut):
                await bot.close()

    async def test_a_call_may_ask_for_more_time_than_usual(self) -> None:
        async def answer(_: web.Request) -> web.Response:
            await asyncio.sleep(0.3)
            return web.json_response({"ok": True, "result": []})

        async with telegram_that(answer, read=0.05, write=0.05, connect=0.05, pool=0.05) as bot:
            assert await bot.get_updates(timeout=1) == ()

    async def test_a_connection_that_breaks_or_never_was(self) -> None:
        async def answer(request: web.Request) -> web.Response:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()

        async with telegram_that(answer) as bot:
            with pytest.raises(NetworkError) as broken:
                await bot.close()
            with pytest.raises(NetworkError) as refused:
                await bot.request.post(f"http://127.0.0.1:{unused_port()}/bot{TOKEN}/close")
            with pytest.raises(NetworkError) as malformed:
                await bot.request.post(f"http://[/bot{TOKEN}/close")
        for raised in (broken, refused, malformed):
            assert raised.type is NetworkError
            assert no_token(raised.value)

    @pytest.mark.parametrize("status", [400, 403, 404, 500, 502])
    async def test_an_error_page_that_repeats_the_address_does_not_spread_the_token(
        self, status: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def answer(request: web.Request) -> web.Response:
            return web.Response(status=status, text=f"<html>Cannot {request.method} {request.path}</html>")

        caplog.set_level(logging.DEBUG)
        async with telegram_that(answer) as bot:
            with pytest.raises(TelegramError) as raised:
                await bot.close()
        assert "planted_marker" not in str(raised.value)
        shown = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.access")]
        assert not any("planted_marker" in line for line in shown)
