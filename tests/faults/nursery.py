"""Services as processes of their own that start quickly, so that they can be killed again and again."""

import asyncio
import multiprocessing
import os
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.warm"])


class Forked:
    """A running service; what Demo asks of a process."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()

    def send_signal(self, signal: int) -> None:
        if self._process.pid is not None:
            os.kill(self._process.pid, signal)

    async def wait(self) -> int:
        await asyncio.to_thread(self._process.join)
        return self._process.exitcode or 0


async def forked(settings: Mapping[str, str], folder: Path) -> Forked:
    process = CONTEXT.Process(target=_run, args=(dict(settings), folder))
    process.start()
    return Forked(process)


def _run(settings: dict[str, str], folder: Path) -> None:
    log = os.open(folder / "bot.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(folder)
    os.environ.update(settings)
    from bot.cli import run

    run()
