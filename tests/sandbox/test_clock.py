from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.client import SandboxClient, SandboxError
from bot.sandbox.clock import Clock


def test_time_moves_on_by_as_much_as_was_said() -> None:
    clock = Clock(lambda: 1_000.0)
    clock.advance(3600)
    clock.advance(0.5)
    assert clock.now() == datetime(1970, 1, 1, 1, 16, 40, 500_000, tzinfo=UTC)
    assert clock.stamp() == 4600
    assert clock.real() == 1_000.0


def test_time_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        Clock().advance(-1)


async def test_the_page_moves_the_clock_and_messages_are_dated_by_it(people: SandboxClient, zoe: int) -> None:
    before = await people.now()
    assert await people.advance(7 * 86400) == before + timedelta(days=7)
    await people.text(zoe, "Bonjour")
    (message,) = (await people.chat(zoe)).messages
    assert message.date == int((before + timedelta(days=7)).timestamp())


@pytest.mark.parametrize("seconds", [-1, "an hour", None])
async def test_a_clock_is_not_moved_by_nonsense(people: SandboxClient, seconds: object) -> None:
    before = await people.now()
    with pytest.raises(SandboxError, match="advance_seconds"):
        await people.request("POST", "/sim/clock", {"advance_seconds": seconds})
    assert await people.now() == before
