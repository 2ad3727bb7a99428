"""Nothing is confirmed before it is stored, by long poll and by webhook."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from telegram import Bot

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.storage.database import StoreUnavailable
from bot.telegram.intake import TRIES_AFTER_A_BUG, Patience, RawUpdate, person_of
from bot.telegram.receive import ALLOWED_UPDATES, LARGEST_BODY, SECRET_HEADER, Poller, Webhook
from tests.telegram.conftest import bot_at, eventually, running

QUICK = Patience(poll=5, margin=1, meanwhile=0.05, first_pause=0.02, longest_pause=0.05, conflict_pause=0.05)
SECRET = "a-secret_of-this-test"


class House:
    """Takes updates as the turn does: each key once. It can be out of order, slow, or broken for some of them."""

    def __init__(self) -> None:
        self.taken: list[RawUpdate] = []
        self.given: list[int] = []
        self.store_is_down = False
        self.warned: list[int] = []
        self.broken_for: set[str] = set()
        self.slow_for: dict[str, asyncio.Event] = {}

    async def take(self, update: RawUpdate) -> None:
        self.given.append(update["update_id"])
        words = words_of(update)
        if words in self.slow_for:
            await self.slow_for[words].wait()
        if self.store_is_down:
            raise StoreUnavailable("disk full")
        if words in self.broken_for:
            raise ZeroDivisionError
        if update["update_id"] not in [known["update_id"] for known in self.taken]:
            self.taken.append(update)

    async def on_store_down(self, update: RawUpdate) -> None:
        self.warned.append(update["update_id"])

    @property
    def words(self) -> list[str]:
        return [words_of(update) for update in self.taken]

    async def has(self, number: int) -> bool:
        return len(self.taken) >= number


def words_of(update: RawUpdate) -> str:
    message = update.get("message") or update.get("edited_message") or {}
    return str(message.get("text", ""))


@pytest.fixture
def house() -> House:
    return House()


async def always() -> bool:
    return True


@asynccontextmanager
async def polling(bot: Bot, house: House, lead: Any = always, patience: Patience = QUICK) -> AsyncIterator[None]:
    async with running(Poller(bot, house.take, house.on_store_down, lead, patience).run()):
        yield


async def unconfirmed(bot: Bot) -> list[str]:
    """What Telegram still holds for us."""
    answer: Any = await bot.request.post(f"{bot.base_url}/getUpdates")
    return [words_of(update) for update in answer]


@pytest.fixture
async def ada(people: SandboxClient) -> int:
    return await people.person("Ada")


@pytest.fixture
async def ben(people: SandboxClient) -> int:
    return await people.person("Ben")


class TestPolling:
    async def test_what_is_written_is_taken_at_once_and_in_order(
        self, bot: Bot, house: House, people: SandboxClient, ada: int
    ) -> None:
        async with polling(bot, house):
            for number in range(20):
                await people.text(ada, str(number))
            await eventually(lambda: house.has(20))
        assert house.words == [str(number) for number in range(20)]
        assert len(house.given) == 20

    async def test_we_ask_only_for_what_we_handle(
        self, bot: Bot, house: House, people: SandboxClient, ada: int, sandbox: SandboxServer
    ) -> None:
        asked: list[dict[str, Any]] = []

        async def answer(request: web.Request) -> web.Response:
            asked.append(await request.json())
            return web.json_response({"ok": True, "result": [{"update_id": 41}] if len(asked) == 1 else []})

        async with fake_telegram(answer) as fake, polling(fake, house, patience=replace(QUICK, poll=30)):
            await eventually(lambda: _at_least(asked, 2))
        assert asked[0] == {"timeout": 30, "allowed_updates": list(ALLOWED_UPDATES)}
        assert asked[1]["offset"] == 42

    async def test_nothing_is_confirmed_before_it_is_stored(
        self, bot: Bot, house: House, people: SandboxClient, ada: int, ben: int
    ) -> None:
        """Killed while one turn is still running: that update and all after it come again, to the next process."""
        house.slow_for["slow"] = asyncio.Event()
        async with polling(bot, house):
            for person, words in ((ada, "first"), (ben, "slow"), (ada, "third")):
                await people.text(person, words)
            await eventually(lambda: house.has(2))
            await asyncio.sleep(3 * QUICK.meanwhile)
        assert house.words == ["first", "third"]
        assert await unconfirmed(bot) == ["slow", "third"]

        house.slow_for["slow"].set()
        async with polling(bot, house):
            await eventually(lambda: house.has(3))
        assert sorted(house.words) == ["first", "slow", "third"]

    async def test_somebodys_slow_turn_holds_up_only_themselves(
        self, bot: Bot, house: House, people: SandboxClient, ada: int, ben: int
    ) -> None:
        house.slow_for["slow"] = asyncio.Event()
        async with polling(bot, house):
            for person, words in ((ada, "slow"), (ada, "after"), (ben, "ben")):
                await people.text(person, words)
            await eventually(lambda: house.has(1))
            await people.text(ben, "ben again")
            await eventually(lambda: house.has(2))
            assert house.words == ["ben", "ben again"]
            house.slow_for["slow"].set()
            await eventually(lambda: house.has(4))
        assert house.words[2:] == ["slow", "after"]

    async def test_while_the_store_is_down_each_update_is_heard_once_and_kept(
        self, bot: Bot, house: House, people: SandboxClient, ada: int, ben: int
    ) -> None:
        house.store_is_down = True
        async with polling(bot, house):
            await people.text(ada, "help")
            await eventually(lambda: _at_least(house.warned, 1))
            await people.text(ben, "me too")
            await eventually(lambda: _at_least(house.warned, 2))
            await eventually(lambda: _at_least(house.given, 8))
            house.store_is_down = False
            await eventually(lambda: house.has(2))
        assert sorted(house.words) == ["help", "me too"]
        assert sorted(house.warned) == sorted(set(house.warned))

    async def test_a_bug_nobody_kept_does_not_stop_the_rest(
        self, bot: Bot, house: House, people: SandboxClient, ada: int
    ) -> None:
        house.broken_for.add("poison")
        async with polling(bot, house):
            await people.text(ada, "poison")
            await people.text(ada, "after")
            await eventually(lambda: house.has(1))
        assert house.words == ["after"]
        assert house.given.count(house.given[0]) == TRIES_AFTER_A_BUG

    @pytest.mark.parametrize("kind", ["5xx", "cut", "cut-after", "429"])
    async def test_trouble_on_the_way_loses_nothing(
        self, bot: Bot, house: House, people: SandboxClient, ada: int, kind: str
    ) -> None:
        await people.fault("getUpdates", kind, times=3, retry_after=0)
        async with polling(bot, house):
            await people.text(ada, "hello")
            await eventually(lambda: house.has(1))
            await people.text(ada, "again")
            await eventually(lambda: house.has(2))
        assert house.words == ["hello", "again"]

    async def test_half_a_surrogate_pair_does_not_block_what_comes_after(self, house: House) -> None:
        bodies = [
            b'{"ok": true, "result": [{"update_id": 1, "message": {"from": {"id": 5}, "text": "half \\ud83d"}}]}',
            b'{"ok": true, "result": [{"update_id": 2, "message": {"from": {"id": 5}, "text": "whole"}}]}',
        ]

        async def answer(request: web.Request) -> web.Response:
            offset = (await request.json()).get("offset", 1)
            return web.Response(body=bodies[offset - 1] if offset <= 2 else b'{"ok": true, "result": []}')

        async with fake_telegram(answer) as fake, polling(fake, house):
            await eventually(lambda: house.has(2))
        assert house.words == ["half \ud83d", "whole"]

    async def test_who_does_not_lead_does_not_ask(
        self, bot: Bot, house: House, people: SandboxClient, ada: int
    ) -> None:
        leads = False

        async def lead() -> bool:
            return leads

        await people.text(ada, "hello")
        async with polling(bot, house, lead):
            await asyncio.sleep(3 * QUICK.meanwhile)
            assert house.given == []
            leads = True
            await eventually(lambda: house.has(1))

    async def test_who_lost_the_lead_steps_back_before_a_new_leader_but_not_before_a_store_that_is_down(
        self, house: House
    ) -> None:
        """Without a store nobody leads, and somebody must still hear a call for help."""
        leads, somebody_else_polls = True, False
        asked: list[str] = []
        conflicts: list[str] = []

        async def lead() -> bool:
            return leads

        async def answer(request: web.Request) -> web.Response:
            asked.append(request.path)
            await asyncio.sleep(0.005)
            if somebody_else_polls:
                conflicts.append(request.path)
                return web.json_response({"ok": False, "description": "Conflict"}, status=409)
            return web.json_response({"ok": True, "result": []})

        async with fake_telegram(answer) as fake, polling(fake, house, lead):
            await eventually(lambda: _at_least(asked, 1))
            leads = False
            await eventually(lambda: _at_least(asked, 5))
            somebody_else_polls = True
            await eventually(lambda: _at_least(conflicts, 1))
            await asyncio.sleep(4 * QUICK.meanwhile)
        assert len(conflicts) == 1

    async def test_two_pollers_disturb_each_other_only_slowly_and_lose_nothing(
        self, bot: Bot, sandbox: SandboxServer, house: House, people: SandboxClient, ada: int
    ) -> None:
        async with bot_at(sandbox.url, sandbox.token) as second, polling(bot, house), polling(second, house):
            for number in range(5):
                await people.text(ada, str(number))
            await eventually(lambda: house.has(5))
        assert sorted(house.words) == ["0", "1", "2", "3", "4"]


async def _at_least(found: list[Any], number: int) -> bool:
    return len(found) >= number


@asynccontextmanager
async def fake_telegram(answer: Any) -> AsyncIterator[Bot]:
    async def handle(request: web.Request) -> web.Response:
        if request.path.endswith("/getMe"):
            return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "b"}})
        return await answer(request)  # type: ignore[no-any-return]

    application = web.Application()
    application.router.add_post("/{path:.*}", handle)
    async with TestServer(application) as server, bot_at(str(server.make_url("/"))[:-1], "1:A") as bot:
        yield bot


class TestWebhook:
    @pytest.fixture
    async def hook(self, house: House) -> AsyncIterator["TestClient[Any, Any]"]:
        application = web.Application()
        application.router.add_post("/hook", Webhook(house.take, SECRET, house.on_store_down, QUICK).handle)
        async with TestClient(TestServer(application)) as client:
            yield client

    async def post(self, hook: "TestClient[Any, Any]", body: Any, secret: str | None = SECRET) -> int:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with hook.post("/hook", data=io.BytesIO(data), headers=headers) as answer:
            return answer.status

    @staticmethod
    def update(number: int, words: str = "hello", person: int = 5) -> RawUpdate:
        return {"update_id": number, "message": {"message_id": 1, "from": {"id": person}, "text": words}}

    async def test_200_comes_after_the_update_is_stored(self, hook: "TestClient[Any, Any]", house: House) -> None:
        house.slow_for["slow"] = asyncio.Event()
        request = asyncio.create_task(self.post(hook, self.update(1, "slow")))
        await eventually(lambda: _at_least(house.given, 1))
        await asyncio.sleep(0.05)
        assert not request.done()
        house.slow_for["slow"].set()
        assert await request == 200
        assert house.words == ["slow"]

    async def test_503_while_the_store_is_down_and_the_person_hears_of_it_once(
        self, hook: "TestClient[Any, Any]", house: House
    ) -> None:
        house.store_is_down = True
        assert [await self.post(hook, self.update(1)) for _ in range(3)] == [503, 503, 503]
        assert house.warned == [1]
        house.store_is_down = False
        assert await self.post(hook, self.update(1)) == 200
        assert house.words == ["hello"]

    @pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "é"])
    async def test_nobody_writes_without_the_secret(
        self, hook: "TestClient[Any, Any]", house: House, secret: str | None
    ) -> None:
        assert await self.post(hook, self.update(1), secret) == 403
        assert house.given == []

    def test_there_is_no_webhook_without_a_secret(self, house: House) -> None:
        with pytest.raises(ValueError, match="secret"):
            Webhook(house.take, "", house.on_store_down)

    @pytest.mark.parametrize(
        "body", [b"", b"not json", b"[]", b"5", b'{"message": {}}', b'{"update_id": "1"}', b"[" * 9999]
    )
    async def test_what_is_no_update_is_400(self, hook: "TestClient[Any, Any]", house: House, body: bytes) -> None:
        assert await self.post(hook, body) == 400
        assert house.given == []

    async def test_100_kb_of_text_are_fine_and_more_than_1_mib_is_not(
        self, hook: "TestClient[Any, Any]", house: House
    ) -> None:
        assert await self.post(hook, self.update(1, "x" * 100_000)) == 200
        assert await self.post(hook, self.update(2, "x" * (LARGEST_BODY - 200))) == 200
        assert await self.post(hook, self.update(3, "x" * LARGEST_BODY)) == 413
        assert [len(words) for words in house.words] == [100_000, LARGEST_BODY - 200]

    async def test_a_kind_nobody_knows_is_200(self, hook: "TestClient[Any, Any]", house: House) -> None:
        assert await self.post(hook, {"update_id": 1, "thought": {"from": {"id": 5}}}) == 200
        assert await self.post(hook, {"update_id": 2}) == 200
        assert len(house.taken) == 2

    async def test_half_a_surrogate_pair_is_taken(self, hook: "TestClient[Any, Any]", house: House) -> None:
        assert await self.post(hook, self.update(1, "half \ud83d")) == 200
        assert house.words == ["half \ud83d"]

    async def test_a_bug_is_tried_again_and_then_let_go(self, hook: "TestClient[Any, Any]", house: House) -> None:
        house.broken_for.add("poison")
        answers = [await self.post(hook, self.update(1, "poison")) for _ in range(TRIES_AFTER_A_BUG)]
        assert answers == [503] * (TRIES_AFTER_A_BUG - 1) + [200]

    async def test_a_repeat_waits_for_the_first_and_one_person_stays_in_order(
        self, hook: "TestClient[Any, Any]", house: House
    ) -> None:
        house.slow_for["slow"] = asyncio.Event()
        posts = [asyncio.create_task(self.post(hook, self.update(1, "slow")))]
        await eventually(lambda: _at_least(house.given, 1))
        posts += [asyncio.create_task(self.post(hook, self.update(*more))) for more in ((1, "slow"), (2, "after"))]
        assert await self.post(hook, self.update(3, "somebody else", person=6)) == 200
        house.slow_for["slow"].set()
        assert await asyncio.gather(*posts) == [200, 200, 200]
        assert house.words == ["somebody else", "slow", "after"]

    async def test_that_telegram_hangs_up_does_not_break_a_turn_off(
        self, hook: "TestClient[Any, Any]", house: House
    ) -> None:
        house.slow_for["slow"] = asyncio.Event()
        request = asyncio.create_task(self.post(hook, self.update(1, "slow")))
        await eventually(lambda: _at_least(house.given, 1))
        request.cancel()
        await asyncio.gather(request, return_exceptions=True)
        house.slow_for["slow"].set()
        await eventually(lambda: house.has(1))


@pytest.mark.parametrize(
    ("update", "person"),
    [
        ({"update_id": 1, "message": {"from": {"id": 5}, "chat": {"id": -9}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -9}}}}, 5),
        ({"update_id": 1, "message_reaction": {"user": {"id": 5}, "chat": {"id": -9}}}, 5),
        ({"update_id": 1, "channel_post": {"chat": {"id": -9}}}, -9),
        ({"update_id": 1, "message": {"from": "odd"}}, None),
        ({"update_id": 1, "poll": {"id": "7"}}, None),
        ({"update_id": 1}, None),
    ],
)
def test_whose_update_it_is(update: RawUpdate, person: int | None) -> None:
    assert person_of(update) == person


IMPATIENT = replace(QUICK, slow=0.2)


async def test_what_is_not_handled_in_time_is_said_meanwhile_once(
    bot: Bot, people: SandboxClient, house: House, ada: int
) -> None:
    """The store hangs: the numbers do not wait for it."""
    house.slow_for["I cannot breathe"] = asyncio.Event()
    async with polling(bot, house, patience=IMPATIENT):
        await people.text(ada, "I cannot breathe")
        await eventually(lambda: has(house.warned, 1))
        await asyncio.sleep(0.5)
        assert len(house.warned) == 1
        house.slow_for["I cannot breathe"].set()
        await eventually(lambda: house.has(1))
    assert len(house.warned) == 1


async def test_who_waits_behind_what_hangs_is_not_left_waiting(
    bot: Bot, people: SandboxClient, house: House, ada: int
) -> None:
    house.slow_for["first"] = asyncio.Event()
    async with polling(bot, house, patience=IMPATIENT):
        await people.text(ada, "first")
        await people.text(ada, "second")
        await eventually(lambda: has(house.warned, 2))
        house.slow_for["first"].set()
        await eventually(lambda: house.has(2))
    assert house.words == ["first", "second"]


async def test_what_is_handled_in_time_says_nothing_meanwhile(
    bot: Bot, people: SandboxClient, house: House, ada: int
) -> None:
    async with polling(bot, house, patience=IMPATIENT):
        await people.text(ada, "hello")
        await eventually(lambda: house.has(1))
        await asyncio.sleep(0.4)
    assert house.warned == []


async def has(found: list[int], number: int) -> bool:
    return len(found) >= number
