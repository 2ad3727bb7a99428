import asyncio
import time

import aiogram
import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message is not None]


async def wait_until_polled(sandbox: SandboxServer, calls: int = 1) -> None:
    """Until so many getUpdates have reached the server and wait there."""
    async with asyncio.timeout(5):
        while sum(call.method == "getUpdates" for call in sandbox.sandbox.journal.calls) < calls:  # noqa: ASYNC110
            await asyncio.sleep(0)
        await asyncio.sleep(0)


async def test_a_long_poll_wakes_as_soon_as_somebody_writes(
    sandbox: SandboxServer, people: SandboxClient, bot: Bot, zoe: int
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await wait_until_polled(sandbox)
    begin = time.monotonic()
    await people.text(zoe, "Bonjour")
    assert texts(await poll) == ["Bonjour"]
    assert time.monotonic() - begin < 1


async def test_a_poll_without_timeout_answers_at_once(bot: Bot) -> None:
    assert await bot.get_updates(timeout=0) == ()


async def test_a_long_poll_ends_empty_when_its_time_is_over(bot: Bot) -> None:
    begin = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < time.monotonic() - begin < 3


async def test_updates_stay_until_the_offset_confirms_them(people: SandboxClient, bot: Bot, zoe: int) -> None:
    for text in ("un", "deux", "trois"):
        await people.text(zoe, text)
    first = await bot.get_updates()
    assert texts(first) == ["un", "deux", "trois"]
    assert await bot.get_updates() == first
    assert texts(await bot.get_updates(offset=first[1].update_id)) == ["deux", "trois"]
    assert texts(await bot.get_updates(limit=1)) == ["deux"]
    assert texts(await bot.get_updates(offset=first[2].update_id + 1)) == []


async def test_a_negative_offset_keeps_the_newest(people: SandboxClient, bot: Bot, zoe: int) -> None:
    for text in ("un", "deux", "trois"):
        await people.text(zoe, text)
    assert texts(await bot.get_updates(offset=-1)) == ["trois"]
    assert texts(await bot.get_updates()) == ["trois"]


async def test_a_second_poll_ends_the_first_with_409(
    sandbox: SandboxServer, people: SandboxClient, bot: Bot, judge: aiogram.Bot, zoe: int
) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await wait_until_polled(sandbox)
    second = asyncio.create_task(judge.get_updates(timeout=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot instance"):
        await first
    await people.text(zoe, "Bonjour")
    (update,) = await second
    assert update.message is not None and update.message.text == "Bonjour"


async def test_an_update_given_to_a_poll_that_died_is_given_again(
    sandbox: SandboxServer, people: SandboxClient, bot: Bot, zoe: int
) -> None:
    dead = asyncio.create_task(bot.get_updates(timeout=30))
    await wait_until_polled(sandbox)
    dead.cancel()
    await people.text(zoe, "Bonjour")
    assert texts(await bot.get_updates(timeout=5)) == ["Bonjour"]


async def test_kinds_nobody_asked_for_do_not_come(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await bot.get_updates(allowed_updates=["message"])
    sent = await people.text(zoe, "Bonjour")
    await people.edit(zoe, sent, "Bonsoir")
    assert [update.edited_message for update in await bot.get_updates()] == [None]


async def test_the_kinds_asked_for_are_remembered_until_others_are(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await people.text(zoe, "not wanted")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    await people.text(zoe, "wanted")
    assert texts(await bot.get_updates()) == ["wanted"]


async def test_half_a_surrogate_pair_comes_through_as_json_can_hold_it(
    sandbox: SandboxServer, people: SandboxClient, bot: Bot, zoe: int
) -> None:
    await people.text(zoe, "\ud83d")
    assert texts(await bot.get_updates()) == ["\ud83d"]
    assert (await people.chat(zoe)).messages[0].text == "\ud83d"
