"""Trouble on order, and the journal that remembers what was really done."""

import time

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.sandbox.client import SandboxClient
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.journal import Call
from bot.sandbox.server import SandboxServer


async def texts(people: SandboxClient, person: int) -> list[str]:
    return [message.text for message in (await people.chat(person)).messages]


async def test_a_burst_of_429(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await people.fault("sendMessage", "429", times=3, retry_after=7)
    for _ in range(3):
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(zoe, "Bonjour")
        assert "7" in caught.value.message
    await bot.send_message(zoe, "Bonjour")
    assert await texts(people, zoe) == ["Bonjour"]


async def test_the_answer_of_a_429(sandbox: SandboxServer, people: SandboxClient) -> None:
    await people.fault("*", "429", retry_after=7)
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/bot{sandbox.token}/getMe") as answer:
        assert answer.status == 429
        assert answer.headers["Retry-After"] == "7"
        assert await answer.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }


async def test_a_5xx_performs_nothing(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await people.fault("sendMessage", "5xx")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(zoe, "Bonjour")
    assert await texts(people, zoe) == []


async def test_a_cut_performs_nothing(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await people.fault("sendMessage", "cut")
    with pytest.raises(NetworkError):
        await bot.send_message(zoe, "Bonjour")
    assert await texts(people, zoe) == []
    call = (await people.journal())[-1]
    assert (call["method"], call["chat"], call["status"], call["message_id"]) == ("sendMessage", zoe, 0, None)


async def test_a_cut_after_has_performed_everything(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await people.fault("sendMessage", "cut-after")
    with pytest.raises(NetworkError):
        await bot.send_message(zoe, "Bonjour")
    assert await texts(people, zoe) == ["Bonjour"]
    call = (await people.journal())[-1]
    assert (call["status"], call["message_id"]) == (0, (await people.last(zoe)).message_id)


async def test_a_slow_call_is_performed_though_nobody_waits_for_it(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await people.fault("sendMessage", "slow", seconds=0.3)
    with pytest.raises(TimedOut):
        await bot.send_message(zoe, "Bonjour", read_timeout=0.05)
    assert (await people.wait_for(zoe, "Bonjour")).text == "Bonjour"


async def test_trouble_for_one_person_leaves_the_others_alone(people: SandboxClient, bot: Bot, zoe: int) -> None:
    ali = await people.person("Ali", started=True)
    await people.fault("sendMessage", "429", person=zoe)
    await bot.send_message(ali, "Bonjour")
    with pytest.raises(RetryAfter):
        await bot.send_message(zoe, "Bonjour")


async def test_trouble_can_be_called_off(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await people.fault("*", "5xx", times=100)
    await people.clear_faults()
    await bot.send_message(zoe, "Bonjour")


def test_orders_are_used_up_one_call_at_a_time_oldest_first() -> None:
    faults = Faults()
    faults.order(Fault("sendMessage", "429", times=2))
    faults.order(Fault("*", "5xx"))
    taken = [faults.take(method, 1) for method in ("getMe", "sendMessage", "sendMessage", "sendMessage")]
    assert [fault and fault.kind for fault in taken] == ["5xx", "429", "429", None]


async def test_the_journal_has_every_call_in_order_with_its_times() -> None:
    before = time.time()
    async with SandboxServer() as sandbox, SandboxClient(sandbox.url) as people:
        zoe = await people.person("Zoé", started=True)
        async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot") as bot:
            sent = await bot.send_message(zoe, "Bonjour")
            await bot.edit_message_text("Bonsoir", zoe, sent.message_id)
            calls = [call for call in await people.journal() if call["chat"] == zoe]
        assert [(call["method"], call["text"], call["status"], call["message_id"]) for call in calls] == [
            ("sendMessage", "Bonjour", 200, sent.message_id),
            ("editMessageText", "Bonsoir", 200, sent.message_id),
        ]
        moments = [before, *(call[name] for call in calls for name in ("started", "finished")), time.time()]
        assert moments == sorted(moments)
        assert await people.in_flight(calls[0]["started"]) == [calls[0]]
        assert await people.in_flight(before - 1) == []


@pytest.mark.parametrize(
    ("finished", "moment", "margin", "under_way"),
    [
        (20.0, 9.9, 0.0, False),
        (20.0, 10.0, 0.0, True),
        # Sent before the bot was killed, arrived after.
        (20.0, 9.5, 1.0, True),
        (20.0, 20.0, 0.0, True),
        (20.0, 20.5, 0.0, False),
        # The answer had left, but may not have been stored yet when the bot was killed.
        (20.0, 20.5, 1.0, True),
        (None, 99.0, 0.0, True),
    ],
)
def test_a_call_is_in_flight_from_its_start_to_its_end(
    finished: float | None, moment: float, margin: float, under_way: bool
) -> None:
    assert Call("sendMessage", 1, "", "", 10.0, finished).in_flight(moment, margin) is under_way
