"""What the loops of this folder share: no failure of one step ends them, and what is logged holds nobody's words."""

import asyncio
import contextlib
import traceback
from collections.abc import Awaitable

import structlog

from bot.storage.database import StoreUnavailable

log = structlog.get_logger(__name__)


async def survived(step: Awaitable[None], what: str) -> bool:
    """Whether `step` went well; if not, the log says that `what` failed and why."""
    try:
        await step
    except StoreUnavailable:
        log.error(f"{what}: the store is not available")
    except Exception as error:
        log.error(f"{what} failed", error=type(error).__name__, place=place(error))
    else:
        return True
    return False


async def wait(event: asyncio.Event, seconds: float | None) -> None:
    """Until `event`, and at most `seconds`; None waits for as long as it takes.

    Not by asyncio.wait_for: before Python 3.12 it swallows a cancellation that meets the event, and a loop never ends.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def place(error: BaseException) -> str:
    """File and line where `error` was raised. Its own words and the traceback's may hold a person's words."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "nowhere"
