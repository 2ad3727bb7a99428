"""/sim: the simulation's own API, for the page and for tests."""

import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox import acts
from bot.sandbox.attachments import KINDS
from bot.sandbox.deeds import ACTS
from bot.sandbox.faults import FAULT_KINDS, Fault
from bot.sandbox.people import JSON, Person
from bot.sandbox.profile import commands_as_json
from bot.sandbox.state import Sandbox
from bot.sandbox.view import chat_view, person_view

Restart = Callable[[], Awaitable[None]]


class SimApi:
    """The handlers of /sim. `restart` really stops and starts the bot, where somebody gave such a hook."""

    def __init__(self, sandbox: Sandbox, restart: Restart | None) -> None:
        self.sandbox = sandbox
        self.restart_hook = restart

    def routes(self) -> list[web.RouteDef]:
        """Every address of the simulation."""
        person = "/sim/people/{id:\\d+}"
        return [
            web.get("/sim/config", self.config),
            web.post("/sim/restart", self.restart),
            web.get("/sim/clock", self.clock),
            web.post("/sim/clock", self.advance),
            web.get("/sim/people", self.people),
            web.post("/sim/people", self.add_person),
            web.get(f"{person}/chat", self.chat),
            web.get(f"{person}/events", self.events),
            web.get("/sim/events", self.events),
            web.post(f"{person}/{{act}}", self.act),
            web.post("/sim/update", self.update),
            web.post("/sim/faults", self.order_fault),
            web.delete("/sim/faults", self.clear_faults),
            web.get("/sim/journal", self.journal),
            web.get("/sim/files/{file_id}", self.file),
        ]

    def _person(self, request: web.Request) -> Person:
        person = self.sandbox.chats.people.get(int(request.match_info["id"]))
        if person is None:
            raise wrong("no such person", 404)
        return person

    async def config(self, request: web.Request) -> web.Response:
        """What the page may offer."""
        bot = self.sandbox.chats.bot
        return answer(
            {
                "can_restart": self.restart_hook is not None,
                "commands": commands_as_json(self.sandbox),
                "bot": {"first_name": bot.first_name, "username": bot.username},
                "media": sorted(KINDS),
                **self.sandbox.page,
            }
        )

    async def restart(self, request: web.Request) -> web.Response:
        """Kill the bot and start it again; 404 where nobody can."""
        if self.restart_hook is None:
            raise wrong("nobody here can restart the bot", 404)
        await self.restart_hook()
        return answer({})

    async def clock(self, request: web.Request) -> web.Response:
        """The sandbox's present."""
        return answer({"now": self.sandbox.clock.now().isoformat()})

    async def advance(self, request: web.Request) -> web.Response:
        """Move the clock on."""
        seconds = (await body_of(request)).get("advance_seconds")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise wrong("advance_seconds is a number of seconds, 0 or more")
        self.sandbox.clock.advance(seconds)
        return await self.clock(request)

    async def people(self, request: web.Request) -> web.Response:
        """Everybody."""
        return answer({"people": [person_view(person) for person in self.sandbox.chats.people.values()]})

    async def add_person(self, request: web.Request) -> web.Response:
        """A new phone. `started` true makes somebody who pressed Start some time ago."""
        body = await body_of(request)
        name = str(body.get("first_name") or "").strip()
        if not name:
            raise wrong("first_name is empty")
        username = body.get("username")
        person = self.sandbox.chats.add_person(
            name, str(body.get("language_code") or ""), str(username) if username else None, body.get("started") is True
        )
        return answer({"id": person.id})

    async def chat(self, request: web.Request) -> web.Response:
        """What changed in a chat since a number; all of it without one."""
        since = request.query.get("since", "0")
        if not since.isdecimal():
            raise wrong("since is a number")
        return answer(chat_view(self.sandbox, self._person(request), int(since)))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one whenever the chat changes, with the number of the change."""
        person = self._person(request) if "id" in request.match_info else None
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        with self.sandbox.chats.bell.listen() as rings, contextlib.suppress(ConnectionResetError):
            await response.prepare(request)
            seq = self.sandbox.chats.bell.seq if person is None else self.sandbox.chats.chat(person.id).seq
            await response.write(event({"seq": seq}))
            while (ring := await rings.get()) is not None:
                if request.transport is None or request.transport.is_closing():
                    break
                if person is None:
                    await response.write(event({"seq": ring.seq, "person": ring.person_id}))
                elif ring.person_id == person.id:
                    await response.write(event({"seq": ring.seq}))
        return response

    async def act(self, request: web.Request) -> web.Response:
        """Something a person does; 400 with the reason where nobody could."""
        person, name = self._person(request), request.match_info["act"]
        if name not in ACTS:
            raise wrong(f"nobody can «{name}»", 404)
        try:
            return answer(ACTS[name](self.sandbox, person, await body_of(request)))
        except acts.Impossible as reason:
            raise wrong(str(reason)) from None
        except (KeyError, TypeError, ValueError) as trouble:
            raise wrong(f"missing or wrong: {trouble}") from None

    async def update(self, request: web.Request) -> web.Response:
        """Any update, without its update_id."""
        return answer({"update_id": acts.inject(self.sandbox, await body_of(request))})

    async def order_fault(self, request: web.Request) -> web.Response:
        """Trouble for the next calls."""
        body = await body_of(request)
        if body.get("kind") not in FAULT_KINDS:
            raise wrong(f"kind is one of {', '.join(FAULT_KINDS)}")
        try:
            self.sandbox.faults.order(Fault(**{"method": "*", **body}))
        except TypeError as trouble:
            raise wrong(str(trouble)) from None
        return answer({})

    async def clear_faults(self, request: web.Request) -> web.Response:
        """No more trouble."""
        self.sandbox.faults.clear()
        return answer({})

    async def journal(self, request: web.Request) -> web.Response:
        """Every call in order, without the first ?since=N; with ?in_flight_at=T&margin=S those under way at T."""
        since = int(request.query.get("since", "0"))
        calls = self.sandbox.journal.calls[since:]
        if "in_flight_at" in request.query:
            moment, margin = float(request.query["in_flight_at"]), float(request.query.get("margin", "0"))
            calls = [call for call in calls if call.in_flight(moment, margin)]
        return answer({"calls": [call.as_json() for call in calls]})

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of a file, for the page."""
        stored = self.sandbox.files.find(request.match_info["file_id"])
        if stored is None:
            raise wrong("no such file", 404)
        return web.Response(body=stored.data, content_type=stored.mime)


async def body_of(request: web.Request) -> JSON:
    """The JSON object a request carries; an empty body is an empty object."""
    raw = await request.read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise wrong("the body is not JSON") from None
    if not isinstance(body, dict):
        raise wrong("the body is not a JSON object")
    return body


def wrong(reason: str, status: int = 400) -> web.HTTPException:
    """The simulation's own refusals, which are nobody's Telegram."""
    kind = web.HTTPNotFound if status == 404 else web.HTTPBadRequest
    return kind(text=json.dumps({"error": reason}), content_type="application/json")


def answer(body: Any) -> web.Response:
    """A JSON answer. ASCII only: a person may have sent half a surrogate pair, which UTF-8 cannot hold."""
    return web.json_response(text=json.dumps(body))


def event(body: JSON) -> bytes:
    """One server-sent event."""
    return f"data: {json.dumps(body)}\n\n".encode()
