"""`companion demo`: the whole service with no Telegram account, in front of the sandbox.

The bot runs as a process of its own, started with the settings anybody would give it, so that "restart the bot" really
kills it (SIGKILL) and starts it again on what it had stored.
"""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.clock import SandboxClock
from bot.house import House, build_house
from bot.routing import route
from bot.sandbox.cast import CAST, PATIENT_CODE, seed
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.services.registry import load_services
from bot.site import load_site
from bot.storage.database import Database, open_database
from bot.storage.sealing import load_keys

SITE = Path(__file__).parent / "site" / "site.toml"
PARIS = ZoneInfo("Europe/Paris")
FAST = {"COMPANION_DELIVERY_RATE": "500", "COMPANION_DELIVERY_CHAT_RATE": "200"}
READY_WITHIN_S = 30
FIRST_CALLS = ("getUpdates", "setMyCommands")  # what the service does once it is up


class Running(Protocol):
    """A service as a process of its own."""

    @property
    def pid(self) -> int | None: ...
    @property
    def returncode(self) -> int | None: ...
    def kill(self) -> None: ...
    def send_signal(self, signal: int, /) -> None: ...
    async def wait(self) -> int: ...


async def launched(settings: Mapping[str, str], folder: Path) -> Running:
    """The service as anybody would start it, with nothing of these settings but what is given."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMPANION_")} | dict(settings)
    with (folder / "bot.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=env, cwd=folder, stderr=log, stdout=log
        )


Launch = Callable[[Mapping[str, str], Path], Awaitable[Running]]


@dataclass(slots=True)
class Demo:
    """A running demonstration: the sandbox's server and client, the phones by part, the bot's process."""

    server: SandboxServer
    client: SandboxClient
    settings: dict[str, str]
    folder: Path
    launch: Launch = launched
    phones: dict[str, int] = field(default_factory=dict)
    process: Running | None = None
    calls_seen: int = 0

    async def start_bot(self) -> None:
        """Start the service as a process and wait until it asks for updates."""
        self.calls_seen += len(await self.client.journal(since=self.calls_seen))
        self.process = await self.launch(self.settings, self.folder)
        await self._asks_for_updates()

    async def _asks_for_updates(self) -> None:
        """Up when it polls: looked up in what the sandbox saw since the process was started."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READY_WITHIN_S):
                while not any(c["method"] in FIRST_CALLS for c in await self.client.journal(since=self.calls_seen)):
                    if self.process and self.process.returncode is not None:
                        break
                    await asyncio.sleep(0.05)
                else:
                    return
        raise RuntimeError(f"the bot did not start:\n{(self.folder / 'bot.log').read_text()[-2000:]}")

    async def kill_bot(self) -> None:
        """SIGKILL, as a power cut would."""
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def restart_bot(self) -> None:
        await self.kill_bot()
        await self.start_bot()

    async def stop_bot(self) -> None:
        if self.process and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.process.wait(), 15)
            except TimeoutError:
                await self.kill_bot()


@asynccontextmanager
async def running_demo(
    language: str = "fr",
    *,
    port: int = 0,
    database_url: str | None = None,
    fast: bool = True,
    start_bot: bool = True,
    launch: Launch = launched,
) -> AsyncIterator[Demo]:
    """The sandbox, the seeded unit and the bot, until the block ends. Everything is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="companion-demo-") as name:
        folder = Path(name)
        restarts: list[Demo] = []

        async def restart() -> None:
            await restarts[0].restart_bot()

        async with SandboxServer(port, restart=restart) as server, SandboxClient(server.url) as client:
            settings = {
                "COMPANION_TELEGRAM_TOKEN": server.token,
                "COMPANION_TELEGRAM_API_URL": server.url,
                "COMPANION_CLOCK_URL": server.url,
                "COMPANION_SITE": str(SITE),
                "COMPANION_DATABASE_URL": database_url or f"sqlite://{folder / 'companion.sqlite'}",
                "COMPANION_SECRET_KEY": "a secret for a demonstration, known to everybody",
            } | (FAST if fast else {})
            demo = Demo(server, client, settings, folder, launch)
            restarts.append(demo)
            await client.advance(_until_monday_morning(await client.now()))
            for part in CAST:
                demo.phones[part.key] = await client.person(part.name, language, started=part.role is not None)
                role = dict(part.note.by_language)
                start = "" if part.role else PATIENT_CODE
                server.sandbox.page["people"].append(
                    {"id": demo.phones[part.key], "name": part.name, "role": role, "note": "", "start": start}
                )
            server.sandbox.page["start"] = PATIENT_CODE
            await _seed(demo, language)
            if start_bot:
                await demo.start_bot()
            try:
                yield demo
            finally:
                await demo.stop_bot()


async def _seed(demo: Demo, language: str) -> None:
    async with behind(demo) as (database, house):
        await seed(database, house, demo.phones, language)


@asynccontextmanager
async def behind(demo: Demo) -> AsyncIterator[tuple[Database, House]]:
    """What the bot of a demonstration stands on, to look into or to write to while it is not running.

    On PostgreSQL it may be running. On SQLite AlreadyRunning is raised where it is.
    """
    load_services()
    url = demo.settings["COMPANION_DATABASE_URL"]
    sealer, _made = load_keys(demo.settings["COMPANION_SECRET_KEY"], url)
    database = open_database(url)
    await database.open()
    try:
        async with SandboxClock(demo.server.url).running() as clock:
            yield database, build_house(load_site(SITE), sealer, clock, route, print)
    finally:
        await database.close()


def _until_monday_morning(now: datetime) -> float:
    """Seconds to the next Monday 10:00 in Paris, so that every demonstration begins on the same kind of day."""
    local = now.astimezone(PARIS)
    monday = (local + timedelta(days=(7 - local.weekday()) % 7)).replace(hour=10, minute=0, second=0, microsecond=0)
    if monday <= local:
        monday += timedelta(days=7)
    return (monday - local).total_seconds()


async def serve(language: str, port: int) -> None:
    """The demonstration with its page, until interrupted."""
    async with running_demo(language, port=port, fast=False) as demo:
        print(f"The demonstration is running: open {demo.server.url} in a browser. Stop it with Ctrl-C.")
        print(f"Zoé’s phone has the unit’s link: it sends /start {PATIENT_CODE}")
        await asyncio.Event().wait()
