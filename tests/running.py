"""The real service in this process, in front of a sandbox: for what must be seen from both sides."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.sandbox.server import SandboxServer
from bot.service import Service, running_service
from bot.settings import Settings, load_settings
from bot.storage import memberships
from bot.storage.database import Database, StoreUnavailable
from tests.stage import DEMO_SITE

SECRET = "a secret of the tests, known to everybody here"
CODE = "opens-the-unit-of-tests"
IN_A_YEAR = 2**45  # milliseconds since 1970: later than any clock of these tests


class Ailing:
    """A database that can be taken away and given back, or whose turns hang until `hangs` is set."""

    def __init__(self, database: Database) -> None:
        self._database, self.down, self.refused = database, False, 0
        self.hangs: asyncio.Event | None = None

    async def transact(self, turn: Callable[..., Any]) -> Any:
        if self.hangs is not None:
            await self.hangs.wait()
        return await self.__getattr__("transact")(turn)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if self.down and name in ("transact", "read", "lead"):
            self.refused += 1
            raise StoreUnavailable("the test took it away")
        found: Callable[..., Any] = getattr(self._database, name)
        return found


def settings_for(sandbox: SandboxServer, folder: Path, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "telegram_token": sandbox.token,
        "telegram_api_url": sandbox.url,
        "clock_url": sandbox.url,
        "site": DEMO_SITE,
        "database_url": f"sqlite://{folder / 'companion.sqlite'}",
        "secret_key": SECRET,
        "delivery_rate": 500,
        "delivery_chat_rate": 200,
    }
    return load_settings(**(given | more))


@asynccontextmanager
async def service_at(sandbox: SandboxServer, folder: Path, **more: Any) -> AsyncIterator[Service]:
    """The service, running until the block ends; CODE opens the demonstration unit for patients."""
    async with running_service(settings_for(sandbox, folder, **more)) as service:
        sealer = service.house.sealer
        await service.database.transact(
            lambda tx: memberships.add_code(tx, sealer, 1, CODE, "tilleul", "patient", 100, IN_A_YEAR, 0)
        )
        running = asyncio.create_task(service.run())
        try:
            yield service
        finally:
            assert not running.done(), running
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def take_away(service: Service) -> Ailing:
    """From now on the service's turns ask a database that can be taken away."""
    ailing = Ailing(service.database)
    service.database = ailing  # type: ignore[assignment]
    return ailing


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
