"""A sandbox of its own for each test, the client of its people, and two Bot API clients that nobody here wrote."""

from collections.abc import AsyncIterator

import aiogram
import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot

from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.server import SandboxServer


class Session(AiohttpSession):
    """aiogram's own, without the quarter of a second it gives TLS to close."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


NOON = 1_795_435_200.0  # 23 November 2026, 12:00 UTC: the sandbox's real time stands still there unless a test moves it


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer(clock=Clock(lambda: NOON)) as server:
        yield server


@pytest.fixture
async def people(sandbox: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@pytest.fixture
async def zoe(people: SandboxClient) -> int:
    """Somebody who has pressed Start some time ago."""
    return await people.person("Zoé", "fr", username="zoe_sandbox", started=True)


@pytest.fixture
async def bot(sandbox: SandboxServer) -> AsyncIterator[Bot]:
    """python-telegram-bot's client."""
    async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot") as client:
        yield client


@pytest.fixture
async def judge(sandbox: SandboxServer) -> AsyncIterator[aiogram.Bot]:
    """aiogram's client, which checks every field of every answer."""
    session = Session(api=TelegramAPIServer.from_base(sandbox.url))
    client = aiogram.Bot(sandbox.token, session=session)
    yield client
    await client.session.close()
