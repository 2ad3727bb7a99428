"""The second path against a real SMTP server and a real gateway: it goes while Telegram is out, not once taken."""

import asyncio
import hmac
import json
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from aiohttp import web
from aiosmtpd.controller import Controller

from bot.second_path import SIGNATURE, SecondPath, signed
from bot.services.alert_hands import take
from bot.services.alerts import raise_alert
from bot.storage import second_path
from bot.turn import Turn
from tests.services.test_danger import adapt, on_duty
from tests.stage import Phone, Stage

SECRET = "between us two"


@dataclass
class Letterbox:
    """What arrived by mail; refuses while `shut`."""

    letters: list[Any] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    shut: bool = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.shut:
            return "451 later"
        self.letters.append(envelope)
        self.arrived.set()
        return "250 OK"


@dataclass
class Gateway:
    """A hospital's pager gateway."""

    url: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.calls.append((request.headers[SIGNATURE], await request.text()))
        return web.Response()


@pytest.fixture
def post() -> Iterator[tuple[Letterbox, str]]:
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    yield box, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    gate = Gateway()
    application = web.Application()
    application.router.add_post("/pager", gate.take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    gate.url = f"http://127.0.0.1:{runner.addresses[0][1]}/pager"
    yield gate
    await runner.cleanup()


def with_mail(stage: Stage, **more: Any) -> None:
    ways = {"emails": ("garde@tilleuls.example",), "email_steps": ("duty",), **more}
    adapt(stage, lambda u: u.model_copy(update={"on_call": u.on_call.model_copy(update=ways)}))


async def danger(stage: Stage, zoe: Phone) -> int:
    return await stage.turn(
        lambda turn: raise_alert(
            turn, kind="danger-oneself", level="now", unit="tilleul", person=zoe.id, message="planted words"
        )
    )


async def test_the_mail_goes_at_once_and_says_nothing_about_anybody(stage: Stage, post: tuple[Letterbox, str]) -> None:
    box, url = post
    with_mail(stage)
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    sam.blocked = True  # Telegram brings nothing to anybody
    await danger(stage, zoe)

    path = SecondPath(stage.database, stage.house, url, "companion@tilleuls.example")
    assert await path.send_due() >= 1

    letter = box.letters[0]
    assert letter.rcpt_tos == ["garde@tilleuls.example"]
    text = letter.content.decode()
    for word in ("planted", "danger", "Zo", "tilleul-", "mourir"):
        assert word not in text.replace("tilleuls.example", "")
    assert await path.send_due() == 0


async def test_a_mail_server_that_is_down_is_asked_again(stage: Stage, post: tuple[Letterbox, str]) -> None:
    box, url = post
    box.shut = True
    with_mail(stage)
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    await danger(stage, zoe)
    path = SecondPath(stage.database, stage.house, url, "companion@tilleuls.example")
    assert await path.send_due() == 0
    assert await path.send_due() == 0
    box.shut = False
    stage.clock.move(timedelta(seconds=6))
    assert await path.send_due() == 1


async def test_what_somebody_took_is_not_mailed_any_more(stage: Stage, post: tuple[Letterbox, str]) -> None:
    box, url = post
    with_mail(stage)
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    alert = await danger(stage, zoe)
    await stage.turn(lambda turn: take(turn, alert, sam.id))
    assert await SecondPath(stage.database, stage.house, url, "a@b.example").send_due() == 0
    assert box.letters == []


async def test_the_pager_gets_a_signed_call(stage: Stage, gateway: Gateway) -> None:
    with_mail(stage, emails=(), pager_url=gateway.url, pager_secret=SECRET, pager_steps=("duty",))
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    await danger(stage, zoe)

    assert await SecondPath(stage.database, stage.house, None, "a@b.example").send_due() == 1

    signature, body = gateway.calls[0]
    fields = dict(part.split("=") for part in signature.split(","))
    proof = hmac.digest(SECRET.encode(), f"{fields['t']}.{body}".encode(), sha256).hex()
    assert fields["v1"] == proof
    assert json.loads(body)["rung"] == "duty"
    assert "planted" not in body and "danger" not in body
    assert signed("another", int(fields["t"]), body) != signature


async def test_what_is_too_old_to_help_is_given_up(stage: Stage) -> None:
    with_mail(stage)
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    await danger(stage, zoe)
    path = SecondPath(stage.database, stage.house, None, "a@b.example")
    stage.clock.move(timedelta(hours=25))
    assert await path.send_due() == 0
    stage.clock.move(timedelta(hours=1))

    def left(turn: Turn) -> int:
        return len(second_path.due(turn.tx, stage.house.sealer, turn.now_ms, 50))

    assert await stage.turn(left) == 0


async def test_the_loop_sends_when_it_is_woken(stage: Stage, post: tuple[Letterbox, str]) -> None:
    box, url = post
    with_mail(stage)
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    path = SecondPath(stage.database, stage.house, url, "a@b.example")
    loop = asyncio.create_task(path.run())
    await danger(stage, zoe)
    path.wake()
    assert await asyncio.to_thread(box.arrived.wait, 5)
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
