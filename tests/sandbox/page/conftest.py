"""A browser in front of a sandbox with two people, Nadia and Claire, and a bot that answers a few words."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright

from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.server import SandboxServer
from tests.sandbox.conftest import NOON
from tests.sandbox.page.scripted_bot import ScriptedBot

ARTIFACTS = Path(__file__).parents[3] / "artifacts"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 10_000


@dataclass
class House:
    """The sandbox as a test sees it: who is there, the bot, and how often somebody asked to restart it."""

    server: SandboxServer
    client: SandboxClient
    bot: ScriptedBot
    nadia: int
    claire: int
    restarts: list[float] = field(default_factory=list)


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    """Nadia has not opened the bot yet, Claire has. It is 13:00 in Paris on Monday 23 November 2026."""
    begin = time.monotonic()
    restarts: list[float] = []

    async def restart() -> None:
        restarts.append(time.monotonic())

    clock = Clock(lambda: NOON + time.monotonic() - begin)
    async with SandboxServer(restart=restart, clock=clock) as server, SandboxClient(server.url) as client:
        nadia = await client.person("Nadia", "fr")
        claire = await client.person("Claire", "fr", started=True)
        bot = ScriptedBot(server.url, server.token)
        ready = asyncio.Event()
        running = asyncio.create_task(bot.run(ready))
        await ready.wait()
        yield House(server, client, bot, nadia, claire, restarts)
        assert not running.done(), f"the bot died: {running}"
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, one for all tests of this folder: they share its event loop."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        await chromium.close()


Open = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(house: House, browser: Browser) -> AsyncIterator[Open]:
    """Open the sandbox's page at a size; afterwards none may have complained or asked anybody else."""
    complaints: list[str] = []
    pages: list[Page] = []

    async def opened(width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
        page = await browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id="America/New_York",  # times are those of the unit, wherever the browser is
        )
        pages.append(page)
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if not at_home(house, asked.url) else None)
        await page.goto(house.server.url)
        await page.wait_for_selector("html[data-ready]")
        return page

    yield opened
    for page in pages:
        await page.close()
    assert complaints == []


def at_home(house: House, address: str) -> bool:
    """Does this address stay within the sandbox?"""
    return address.startswith((f"{house.server.url}/", "data:"))


def phone(page: Page, name: str) -> Locator:
    """The phone of a person."""
    return page.get_by_role("region", name=f"Téléphone de {name}")


async def keep(page: Page, name: str) -> None:
    """Keep a picture of the page as an artifact of the run."""
    ARTIFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTIFACTS / f"{name}.png", animations="disabled")
