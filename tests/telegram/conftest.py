"""A bot that talks to the sandbox over HTTP, and an outbox to send from."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from telegram import Bot

from bot.clock import RealClock, to_ms
from bot.events import Outcome
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.storage import outbox, outcomes
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane
from bot.telegram.deliver import Deliverer
from bot.telegram.limits import Pace
from bot.telegram.request import AiohttpRequest

CLOCK = RealClock()
NOBODY = 404
# Fast enough for tests, with the same shape as the real one.
QUICK = Pace(rate=500, chat_rate=500, poll=0.02, first_pause=0.02, longest_pause=0.1, longest_alert_pause=0.05, grace=5)


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


@pytest.fixture
async def people(sandbox: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@asynccontextmanager
async def bot_at(url: str, token: str, **timeouts: float) -> AsyncIterator[Bot]:
    """A Bot of a server, initialized, with our request for everything."""
    request = AiohttpRequest(**timeouts)  # type: ignore[arg-type]
    bot = Bot(
        token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot", request=request, get_updates_request=request
    )
    async with bot:
        yield bot


@pytest.fixture
async def bot(sandbox: SandboxServer) -> AsyncIterator[Bot]:
    async with bot_at(sandbox.url, sandbox.token, read=2.0) as opened:
        yield opened


def seal(words: str) -> bytes:
    """Not sealed at all, but not the words either: a body that is not opened cannot be sent by accident."""
    return b"sealed:" + words.encode()


def open_body(_operation: int, sealed: bytes) -> str:
    return sealed.decode().removeprefix("sealed:")


def chat_of(_tx: Transaction, person: int) -> int | None:
    """In these tests a person is their chat; NOBODY has none."""
    return None if person == NOBODY else person


@dataclass
class Post:
    """An outbox to write to, a deliverer to run, and the outcomes it told."""

    database: Database
    bot: Bot
    outcomes: list[Outcome] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1000))

    async def send(self, person: int, text: str, lane: Lane = Lane.REPLY, **more: Any) -> int:
        """Queue a message."""
        return await self.put(person, "sendMessage", lane, {"text": text}, **more)

    async def put(self, person: int, method: str, lane: Lane, body: dict[str, Any], **more: Any) -> int:
        """Queue anything; gives its id."""
        number, now = next(self.numbers), to_ms(CLOCK.now())
        sealed = seal(json.dumps(body))
        await self.database.transact(lambda tx: outbox.put(tx, number, person, lane, method, sealed, now, **more))
        return number

    async def on_outcome(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def deliverer(
        self, pace: Pace = QUICK, on_outcome: Callable[[Outcome], Awaitable[None]] | None = None, bot: Bot | None = None
    ) -> Deliverer:
        return Deliverer(self.database, bot or self.bot, open_body, chat_of, on_outcome or self.on_outcome, CLOCK, pace)

    @asynccontextmanager
    async def delivering(self, pace: Pace = QUICK, **more: Any) -> AsyncIterator[Deliverer]:
        """Deliver while the block lasts."""
        deliverer = self.deliverer(pace, **more)
        async with running(deliverer.run()):
            yield deliverer

    async def until_done(self, seconds: float = 10.0) -> None:
        """Until nothing waits or is in flight and every outcome is told."""
        await eventually(self._nothing_open, seconds)

    async def _nothing_open(self) -> bool:
        rest = await self.database.read(outbox.counts)
        return not rest and not await self.database.read(partial(outcomes.untold, most=1))


@asynccontextmanager
async def running(loop: Any) -> AsyncIterator[asyncio.Task[None]]:
    """A loop that runs while the block lasts and may not end by itself."""
    task = asyncio.create_task(loop)
    try:
        yield task
    finally:
        assert not task.done(), "the loop ended by itself"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def eventually(look: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
    """Return as soon as `look` says so; fail if it does not within `seconds`."""
    async with asyncio.timeout(seconds):
        while not await look():  # noqa: ASYNC110 - what is looked at has no event to wait for
            await asyncio.sleep(0.01)


@pytest.fixture
def post(database: Database, bot: Bot) -> Post:
    return Post(database, bot)


async def sent_texts(people: SandboxClient, person: int | None = None) -> list[str]:
    """What the sandbox was asked to send, in its order of arrival, refused or not."""
    calls = await people.journal()
    return [call["text"] for call in calls if call["method"] == "sendMessage" and person in (None, call["chat"])]
