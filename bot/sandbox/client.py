"""A typed client of the simulation: what the tour and the journey tests hold in their hands."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Self, TypeVar

import aiohttp

from bot.sandbox.screen import ChatView, MessageView, chat_view

T = TypeVar("T")


class SandboxError(Exception):
    """The simulation refused, or what was waited for did not come. The text says what."""


class SandboxClient:
    """Everything people can do, over HTTP. Use it with `async with`.

    A person is named by the id that `person()` gave. What waits, waits on the server's events and never blindly.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10)
        # Everyone who waits holds a connection: there is no useful limit to their number.
        self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One call of the simulation; SandboxError with its reason where it refuses."""
        data = None if body is None else json.dumps(body)
        headers = {"Content-Type": "application/json"}
        try:
            async with self._open().request(method, f"{self.url}{path}", data=data, headers=headers) as answer:
                given = json.loads(await answer.text())
        except aiohttp.ClientError as trouble:
            raise SandboxError(f"the sandbox does not answer: {trouble}") from trouble
        if answer.status >= 400:
            raise SandboxError(given.get("error", given))
        return given

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise SandboxError("the client is closed")
        return self._session

    async def person(
        self, first_name: str, language_code: str = "fr", *, username: str | None = None, started: bool = False
    ) -> int:
        """A new phone. `started` makes somebody the bot may write to at once."""
        body = {"first_name": first_name, "language_code": language_code, "username": username, "started": started}
        return int((await self.request("POST", "/sim/people", body))["id"])

    async def people(self) -> list[dict[str, Any]]:
        """Everybody."""
        return list((await self.request("GET", "/sim/people"))["people"])

    async def act(self, person: int, name: str, **body: Any) -> Any:
        """Anything under /sim/people/{id}/."""
        return await self.request("POST", f"/sim/people/{person}/{name}", body)

    async def text(self, person: int, text: str, reply_to: int | None = None) -> int:
        """Write; gives the message id."""
        return int((await self.act(person, "text", text=text, reply_to=reply_to))["message_id"])

    async def tap(self, person: int, label: str) -> str:
        """Tap the newest visible inline button with this label; gives the callback query's id."""
        for message in reversed((await self.chat(person)).messages):
            button = None if message.deleted else message.button(label)
            if button is not None and button.data is not None:
                return await self.tap_data(person, message.message_id, button.data)
        raise SandboxError(f"no button «{label}» on this phone; {await self._shown(person)}")

    async def tap_data(self, person: int, message_id: int, data: str) -> str:
        """Tap what may not be there: an old button, a foreign message, made-up data."""
        return str((await self.act(person, "tap", message_id=message_id, data=data))["callback_query_id"])

    async def press(self, person: int, text: str) -> int:
        """Press a key of the reply keyboard; one that asks for the contact shares it."""
        return int((await self.act(person, "press", text=text))["message_id"])

    async def contact(self, person: int, phone_number: str, *, own: bool = True) -> int:
        """Share a contact, one's own or somebody else's."""
        return int((await self.act(person, "contact", phone_number=phone_number, own=own))["message_id"])

    async def edit(self, person: int, message_id: int, text: str) -> int:
        """Change one's own text."""
        return int((await self.act(person, "edit", message_id=message_id, text=text))["message_id"])

    async def media(self, person: int, kind: str, **fields: Any) -> int:
        """Send a photo, voice, sticker, location, poll …"""
        return int((await self.act(person, "media", kind=kind, **fields))["message_id"])

    async def forward(self, person: int, text: str) -> int:
        """Forward somebody else's text."""
        return int((await self.act(person, "forward", text=text))["message_id"])

    async def album(self, person: int, *kinds: str, caption: str = "") -> list[int]:
        """Several photos or videos at once."""
        body: dict[str, Any] = {"caption": caption}
        if kinds:
            body["kinds"] = list(kinds)
        return list((await self.act(person, "album", **body))["message_ids"])

    async def block(self, person: int) -> None:
        """Block the bot."""
        await self.act(person, "block")

    async def unblock(self, person: int) -> None:
        """Let it write again."""
        await self.act(person, "unblock")

    async def leave(self, person: int) -> None:
        """Delete the account."""
        await self.act(person, "leave")

    async def language(self, person: int, language_code: str) -> None:
        """Set the phone to another language."""
        await self.act(person, "language", language_code=language_code)

    async def update(self, body: Mapping[str, Any]) -> int:
        """Any update without its id; gives the id it got."""
        return int((await self.request("POST", "/sim/update", body))["update_id"])

    async def now(self) -> datetime:
        """The sandbox's present, in UTC."""
        return datetime.fromisoformat((await self.request("GET", "/sim/clock"))["now"])

    async def advance(self, seconds: float) -> datetime:
        """Move the clock on; gives the new present."""
        moved = await self.request("POST", "/sim/clock", {"advance_seconds": seconds})
        return datetime.fromisoformat(moved["now"])

    async def fault(self, method: str, kind: str, times: int = 1, **more: Any) -> None:
        """Order trouble for the bot's next calls: retry_after, seconds and person may be given."""
        await self.request("POST", "/sim/faults", {"method": method, "kind": kind, "times": times, **more})

    async def clear_faults(self) -> None:
        """No more trouble."""
        await self.request("DELETE", "/sim/faults")

    async def journal(self, since: int = 0) -> list[dict[str, Any]]:
        """Every call of the bot in order, without the first `since`."""
        return list((await self.request("GET", f"/sim/journal?since={since}"))["calls"])

    async def in_flight(self, moment: float, margin: float = 0.0) -> list[dict[str, Any]]:
        """The calls under way at a real second since the epoch, give or take `margin` seconds."""
        path = f"/sim/journal?in_flight_at={moment!r}&margin={margin!r}"
        return list((await self.request("GET", path))["calls"])

    async def restart(self) -> None:
        """Kill and start the bot, where the server can."""
        await self.request("POST", "/sim/restart", {})

    async def chat(self, person: int, since: int = 0) -> ChatView:
        """The chat, or what changed in it after `since`."""
        return chat_view(await self.request("GET", f"/sim/people/{person}/chat?since={since}"))

    async def last(self, person: int) -> MessageView:
        """The newest message of the bot that is still there."""
        for message in reversed((await self.chat(person)).messages):
            if message.from_bot and not message.deleted:
                return message
        raise SandboxError("the bot has said nothing to this person")

    async def seq(self, person: int) -> int:
        """The number of the latest change, to wait for what comes after it."""
        return (await self.chat(person)).seq

    async def wait_for(
        self,
        person: int,
        predicate: Callable[[MessageView], bool] | str,
        timeout: float = 5.0,  # noqa: ASYNC109
        after: int = 0,
    ) -> MessageView:
        """The newest message of the bot that fits, as soon as there is one.

        `predicate` may be a part of the text. With `after` (a seq) only messages that changed later count.
        """
        fits = (lambda message: predicate in message.text) if isinstance(predicate, str) else predicate

        def found(chat: ChatView) -> MessageView | None:
            for message in reversed(chat.messages):
                if message.from_bot and not message.deleted and message.seq > after and fits(message):
                    return message
            return None

        return await self.wait_until(person, found, timeout)

    async def wait_until(self, person: int, look: Callable[[ChatView], T | None], seconds: float = 5.0) -> T:
        """What `look` finds in the chat, as soon as it is not None."""
        try:
            async with asyncio.timeout(seconds), self._events(person) as events:
                async for _ in events:
                    found = look(await self.chat(person))
                    if found is not None:
                        return found
        except (TimeoutError, aiohttp.ClientError):
            pass
        raise SandboxError(f"did not come within {seconds:g} s; {await self._shown(person)}")

    @asynccontextmanager
    async def _events(self, person: int) -> AsyncIterator[AsyncIterator[int]]:
        async with self._open().get(f"{self.url}/sim/people/{person}/events") as stream:

            async def seqs() -> AsyncIterator[int]:
                async for line in stream.content:
                    if line.startswith(b"data: "):
                        yield int(json.loads(line[6:])["seq"])

            yield seqs()

    async def _shown(self, person: int) -> str:
        """The end of a chat in words, for the text of a failure."""
        lines = []
        for message in (await self.chat(person)).messages[-4:]:
            labels = " ".join(f"[{button.text}]" for row in message.buttons for button in row)
            lines.append(f"{message.sender}: {message.text} {labels}".strip())
        return "the phone shows: " + " / ".join(lines)
