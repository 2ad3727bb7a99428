"""Starting and stopping: what is wrong is one line, an outage of Telegram is waited for, and nothing is left open."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.sandbox.client import SandboxClient
from bot.sandbox.demo import running_demo
from bot.sandbox.server import SandboxServer
from bot.service import running_service
from bot.settings import WrongSetting
from bot.storage.database import AlreadyRunning
from tests.running import CODE, free_port, service_at, settings_for

OTHER_TOKEN = "7000000009:AAtheTokenOfNobodyAtAll_0123456789"
ANYWHERE = {"00000000", "0" * 32}  # 0.0.0.0 and ::, as /proc/net writes them
LOOPBACK = {"0100007F", "00000000000000000000000001000000"}
LISTENS = "0A"


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


async def test_a_token_that_nobody_knows_is_one_line_that_does_not_show_it(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    with pytest.raises(WrongSetting) as refusal:
        async with running_service(settings_for(sandbox, tmp_path, telegram_token=OTHER_TOKEN)):
            pass
    assert str(refusal.value).startswith("COMPANION_TELEGRAM_TOKEN ")
    assert OTHER_TOKEN not in str(refusal.value)
    assert refusal.value.__cause__ is None


async def test_telegram_down_at_the_start_is_waited_for(
    sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.FIRST_PAUSE_S", 0.01)
    async with SandboxClient(sandbox.url) as people:
        await people.fault("getMe", "5xx", 2)
        await people.fault("getMe", "cut", 1)
        await people.fault("deleteWebhook", "5xx", 2)
        with capture_logs() as logs:
            async with service_at(sandbox, tmp_path):
                zoe = await people.person("Zoé", "en")
                await people.text(zoe, f"/start {CODE}")
                await people.wait_for(zoe, "I am a program, not a person", timeout=20)
        assert [entry["event"] for entry in logs].count("Telegram cannot be reached yet") == 5


async def test_an_address_that_telegram_refuses_for_webhooks_is_one_line(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    settings = settings_for(sandbox, tmp_path, webhook_url="https://somewhere.example", webhook_port=free_port())
    async with running_service(settings) as service:
        with pytest.raises(WrongSetting, match=r"^COMPANION_WEBHOOK_URL was refused by Telegram: "):
            await service.run()


async def test_a_key_of_another_database_is_refused(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with running_service(settings_for(sandbox, tmp_path)):
        pass
    with pytest.raises(WrongSetting, match="^COMPANION_SECRET_KEY "):
        async with running_service(settings_for(sandbox, tmp_path, secret_key="another secret, as long as it must be")):
            pass


async def test_a_second_service_on_the_same_file_is_refused(sandbox: SandboxServer, tmp_path: Path) -> None:
    async with running_service(settings_for(sandbox, tmp_path)):
        with pytest.raises(AlreadyRunning):
            async with running_service(settings_for(sandbox, tmp_path)):
                pass


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_when_asked_to_and_says_nothing_of_it(sandbox: SandboxServer, tmp_path: Path, how: int) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMPANION_")}
    env |= {
        "COMPANION_TELEGRAM_TOKEN": sandbox.token,
        "COMPANION_TELEGRAM_API_URL": sandbox.url,
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=env, cwd=tmp_path, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    said = [await asyncio.wait_for(process.stderr.readline(), 60)]
    while b'"ready"' not in said[-1]:
        assert said[-1], said
        said.append(await asyncio.wait_for(process.stderr.readline(), 60))
    process.send_signal(how)
    rest = await asyncio.wait_for(process.stderr.read(), 30)
    assert await process.wait() == 0
    assert b"Traceback" not in rest
    key = tmp_path / "companion.sqlite.key"
    assert key.stat().st_mode & 0o777 == 0o600, "made at the first start, and said so"
    assert b"key file was made" in b"".join(said)


def listening_at(process: int) -> set[str]:
    """The addresses a process listens at, as /proc/net writes them."""
    sockets = set()
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        with_inode = os.readlink(descriptor) if descriptor.is_symlink() else ""
        if with_inode.startswith("socket:["):
            sockets.add(with_inode[8:-1])
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENS and fields[9] in sockets:
                found.add(fields[1].partition(":")[0])
    return found


async def test_the_demonstration_is_open_to_this_machine_only() -> None:
    async with running_demo("en") as demo:
        assert demo.process is not None and demo.process.pid is not None
        here, its_bot = listening_at(os.getpid()), listening_at(demo.process.pid)
    assert here
    assert here <= LOOPBACK
    assert not its_bot, "a bot that polls listens nowhere"


async def test_what_looks_for_open_doors_finds_one() -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "0.0.0.0", 0)  # noqa: S104
    async with server:
        assert listening_at(os.getpid()) & ANYWHERE


async def test_a_webhook_port_that_is_taken_is_one_line(sandbox: SandboxServer, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = settings_for(sandbox, tmp_path, webhook_url="http://127.0.0.1:1", webhook_port=port)
        async with running_service(settings) as service:
            with pytest.raises(WrongSetting, match=r"^COMPANION_WEBHOOK_PORT cannot be used: "):
                await service.run()


async def test_the_webhook_is_open_to_this_machine_only(sandbox: SandboxServer, tmp_path: Path) -> None:
    """A proxy of the hospital stands in front of it."""
    port = free_port()
    async with service_at(sandbox, tmp_path, webhook_url=f"http://127.0.0.1:{port}", webhook_port=port):
        while not sandbox.sandbox.webhook.url:  # noqa: ASYNC110 - the sandbox has no event for it
            await asyncio.sleep(0.01)
        assert listening_at(os.getpid()) <= LOOPBACK
