"""The sandbox's HTTP server: the Bot API at /bot<token>/<method>, files, the simulation and its page."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Fault
from bot.sandbox.journal import CUT
from bot.sandbox.methods import call, known_name
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.refusals import OTHER_POLL, Refusal, bad_gateway, conflict, not_found, too_many_requests, unauthorized
from bot.sandbox.sim import Restart, SimApi
from bot.sandbox.state import Sandbox, new_sandbox, new_token

PAGE = Path(__file__).parent / "page"
BODY_BYTES = 50 * 1024 * 1024  # Telegram's own limit for an upload
TOKEN = re.compile(r"\d+:[\w-]{30,}")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Cut(Exception):
    """The connection ends here, without an answer."""


class SandboxServer:
    """A server on this machine only. `async with SandboxServer() as sandbox:` gives `.url` and `.token`.

    `port` 0 lets the system choose; `restart` is awaited by /sim/restart; `clock` and `token` may be given.
    """

    def __init__(
        self, port: int = 0, *, restart: Restart | None = None, clock: Clock | None = None, token: str | None = None
    ) -> None:
        self.sandbox: Sandbox = new_sandbox(token or new_token(), clock or Clock())
        self.token = self.sandbox.token
        self.url = ""
        self._port = port
        self._restart = restart
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; afterwards `url` is known."""
        self._runner = web.AppRunner(make_application(self.sandbox, self._restart), access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        """Close every connection and forget everything."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


def make_application(sandbox: Sandbox, restart: Restart | None = None) -> web.Application:
    """The whole server as an aiohttp application."""
    application = web.Application(client_max_size=BODY_BYTES, middlewares=[only_this_machine])
    bot_api = BotApi(sandbox)
    application.router.add_route("*", "/bot{token}/{method}", bot_api.handle)
    application.router.add_get("/file/bot{token}/{path:.+}", bot_api.download)
    application.add_routes(SimApi(sandbox, restart).routes())
    application.router.add_get("/", front_page)
    application.router.add_get("/page/{name:.+}", page_file)

    async def close(_: web.Application) -> None:
        sandbox.chats.bell.close()
        sandbox.updates.interrupt(conflict(OTHER_POLL))
        await sandbox.webhook.stop()

    application.on_shutdown.append(close)
    return application


@web.middleware
async def only_this_machine(request: web.Request, handler: Any) -> web.StreamResponse:
    """A page of the outside must not reach in through a browser here, under any name it gives this machine."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    origin = request.headers.get("Origin")
    if host not in LOOPBACK or (origin is not None and origin != f"{request.scheme}://{request.host}"):
        raise web.HTTPForbidden(text="this sandbox answers its own machine only")
    response: web.StreamResponse = await handler(request)
    return response


class BotApi:
    """The handlers a bot talks to."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def handle(self, request: web.Request) -> web.Response:
        """One call: journal, trouble on order, the method, and an answer in Telegram's envelope."""
        if request.match_info["token"] != self.sandbox.token:
            return envelope(stranger(request.match_info["token"]))
        try:
            parameters = await read_parameters(request)
        except Refusal as refusal:
            return envelope(refusal)
        except web.HTTPRequestEntityTooLarge:
            return envelope(Refusal(413, "Request Entity Too Large"))
        method = known_name(request.match_info["method"]) or request.match_info["method"]
        chat = parameters.chat_or_none()
        place = self.sandbox.journal.start(method, chat, words(parameters))
        status = CUT
        try:
            answer = await self._perform(method, parameters, place, self.sandbox.faults.take(method, chat))
            status = answer.status
            return answer
        except Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        finally:
            self.sandbox.journal.finish(place, status)

    async def _perform(self, method: str, parameters: Parameters, place: int, fault: Fault | None) -> web.Response:
        kind = None if fault is None else fault.kind
        if fault is not None and kind == "429":
            return envelope(too_many_requests(fault.retry_after))
        if kind == "5xx":
            return envelope(bad_gateway())
        if kind == "cut":
            raise Cut
        if fault is not None and kind == "slow":
            await asyncio.sleep(fault.seconds)
        try:
            result = await call(self.sandbox, method, parameters)
        except Refusal as refusal:
            answer = envelope(refusal)
        else:
            self.sandbox.journal.performed(place, touched(result, parameters))
            answer = web.json_response(text=json.dumps({"ok": True, "result": result}))
        if kind == "cut-after":
            raise Cut
        return answer

    async def download(self, request: web.Request) -> web.Response:
        """The bytes that getFile promised."""
        if request.match_info["token"] != self.sandbox.token:
            return envelope(stranger(request.match_info["token"]))
        stored = self.sandbox.files.at(request.match_info["path"])
        if stored is None:
            return envelope(not_found())
        return web.Response(body=stored.data, content_type="application/octet-stream")


def envelope(refusal: Refusal) -> web.Response:
    """A refusal as Telegram sends it."""
    headers = {}
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.json_response(text=json.dumps(refusal.as_json()), status=refusal.code, headers=headers)


def stranger(token: str) -> Refusal:
    """What somebody with another token reads."""
    return unauthorized() if TOKEN.fullmatch(token) else not_found()


def words(parameters: Parameters) -> str:
    """What the call says to a person, for the journal."""
    value = parameters.values.get("text") or parameters.values.get("caption") or ""
    return value if isinstance(value, str) else ""


def touched(result: Any, parameters: Parameters) -> int | None:
    """The message that a call made, changed or took away."""
    if isinstance(result, list) and result and isinstance(result[0], dict):
        result = result[0]
    if isinstance(result, dict) and "message_id" in result:
        return int(result["message_id"])
    return parameters.integer("message_id") or None


async def front_page(request: web.Request) -> web.StreamResponse:
    """The page with the phones."""
    return page_response("index.html")


async def page_file(request: web.Request) -> web.StreamResponse:
    """What the page is made of."""
    return page_response(request.match_info["name"])


def page_response(name: str) -> web.StreamResponse:
    """A file of the page's folder, never one outside it."""
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
        raise web.HTTPNotFound(text="no such page")
    return web.FileResponse(path, headers={"Cache-Control": "no-store"})
