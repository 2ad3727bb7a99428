"""What the deliverer promises, over real HTTP against the sandbox, on both databases."""

import asyncio
import base64
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.events import Delivered, Outcome, Refused, Unreachable
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.storage import outbox
from bot.storage.database import StoreUnavailable
from bot.storage.outbox import Lane
from tests.telegram.conftest import NOBODY, QUICK, Post, bot_at, eventually, sent_texts


@pytest.fixture
async def ada(people: SandboxClient) -> int:
    return await people.person("Ada", started=True)


@pytest.fixture
async def ben(people: SandboxClient) -> int:
    return await people.person("Ben", started=True)


async def said(people: SandboxClient, person: int) -> list[str]:
    """The texts of the bot on this person's phone."""
    messages = (await people.chat(person)).messages
    return [message.text for message in messages if message.from_bot and not message.deleted]


class TestDoing:
    async def test_what_is_put_in_is_said_in_order_and_wiped(self, post: Post, people: SandboxClient, ada: int) -> None:
        words = [f"number {number}" for number in range(6)]
        async with post.delivering() as deliverer:
            for text in words:
                await post.send(ada, text)
            deliverer.wake()
            await post.until_done()
        assert await said(people, ada) == words
        bodies = await post.database.read(lambda tx: tx._connection.execute("select body from outbox").fetchall())
        assert {tuple(row.values())[0] if isinstance(row, dict) else row[0] for row in bodies} == {None}

    async def test_a_message_is_edited_and_deleted_by_what_it_is_about(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        await post.send(ada, "until Thursday", subject="request:1")
        await post.send(ada, "hello", subject="note:1")
        await post.put(ada, "editMessageText", Lane.ALERT, {"text": "until Friday"}, subject="request:1")
        await post.put(ada, "deleteMessage", Lane.REPLY, {}, subject="note:1")
        async with post.delivering():
            await post.until_done()
        assert await said(people, ada) == ["until Friday"]

    async def test_an_edit_that_changes_nothing_is_done(self, post: Post, people: SandboxClient, ada: int) -> None:
        await post.send(ada, "same", subject="note:1")
        await post.put(ada, "editMessageText", Lane.REPLY, {"text": "same"}, subject="note:1")
        async with post.delivering():
            await post.until_done()
        assert (await people.journal())[-1]["status"] == 400
        assert post.outcomes == []

    async def test_a_file_somebody_sent_goes_on_without_the_name_they_gave_it(
        self, post: Post, people: SandboxClient, sandbox: SandboxServer, ada: int
    ) -> None:
        stored = sandbox.sandbox.files.keep("document", "Zoé Martin.pdf", "application/pdf", b"%PDF scan")
        file = {"fetch": stored.file_id, "name": "document.pdf"}
        await post.put(ada, "sendDocument", Lane.RELAY, {"document": file, "caption": "Zoé writes:"})
        async with post.delivering():
            await post.until_done()
        message = await people.last(ada)
        assert message.file is not None and message.file["name"] == "document.pdf"
        arrived = [one for one in sandbox.sandbox.files._by_id.values() if one.name == "document.pdf"]
        assert [one.data for one in arrived] == [b"%PDF scan"]

    async def test_a_file_that_telegram_no_longer_has_is_refused_for_good_and_said(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        file = {"fetch": "gone", "name": "document.pdf"}
        await post.put(ada, "sendDocument", Lane.RELAY, {"document": file}, subject="relay:1:7")
        async with post.delivering():
            await post.until_done()
        assert [type(outcome) for outcome in post.outcomes] == [Refused]

    async def test_an_album_is_sent_in_one_and_each_picture_is_found_again(
        self, post: Post, people: SandboxClient, sandbox: SandboxServer, ada: int
    ) -> None:
        stored = [sandbox.sandbox.files.keep("photo", f"{n}.jpg", "image/jpeg", b"x").file_id for n in range(3)]
        media = [{"type": "photo", "media": one, "caption": f"{n}"} for n, one in enumerate(stored)]
        await post.put(ada, "sendMediaGroup", Lane.RELAY, {"media": media}, subject="relay:1:7")
        await post.put(ada, "editMessageCaption", Lane.RELAY, {"caption": "the garden"}, subject="relay:1:7", part=1)
        await post.put(ada, "deleteMessage", Lane.RELAY, {}, subject="relay:1:7", part=2)
        async with post.delivering():
            await post.until_done()
        shown = [m for m in (await people.chat(ada)).messages if m.from_bot and not m.deleted]
        assert [(message.kind, message.text) for message in shown] == [("photo", "0"), ("photo", "the garden")]

    async def test_a_file_goes_with_its_name(
        self, post: Post, people: SandboxClient, sandbox: SandboxServer, ada: int
    ) -> None:
        content = b"BEGIN:VCALENDAR"
        file = {"upload": base64.b64encode(content).decode(), "name": "rendez-vous.ics"}
        await post.put(ada, "sendDocument", Lane.REPLY, {"document": file, "caption": "À jeudi"})
        async with post.delivering():
            await post.until_done()
        message = await people.last(ada)
        assert (message.kind, message.text) == ("document", "À jeudi")
        assert message.file is not None
        assert message.file["name"] == "rendez-vous.ics"

    async def test_its_arrival_is_told_where_that_was_asked_for(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        await post.send(ada, "please come", Lane.ALERT, subject="alert:7", tell=True)
        await post.send(ada, "hello", subject="note:1")
        async with post.delivering():
            await post.until_done()
        alert = next(message for message in (await people.chat(ada)).messages if message.text == "please come")
        assert post.outcomes == [Delivered(ada, "alert:7", Lane.ALERT, alert.message_id)]

    async def test_only_the_leader_delivers(self, post: Post, people: SandboxClient, ada: int) -> None:
        leads = False

        async def lead() -> bool:
            return leads

        post.database.lead = lead  # type: ignore[method-assign]
        await post.send(ada, "hello")
        async with post.delivering():
            await asyncio.sleep(5 * QUICK.poll)
            assert await sent_texts(people) == []
            leads = True
            await post.until_done()
        assert await said(people, ada) == ["hello"]


class TestRefusals:
    async def test_who_blocked_the_bot_is_unreachable_and_the_others_get_theirs(
        self, post: Post, people: SandboxClient, ada: int, ben: int
    ) -> None:
        await people.block(ada)
        await post.send(ada, "for ada", subject="offer:1")
        await post.send(ben, "for ben")
        async with post.delivering():
            await post.until_done()
        assert await said(people, ben) == ["for ben"]
        assert post.outcomes == [
            Unreachable(ada, "offer:1", Lane.REPLY, "Forbidden: bot was blocked by the user"),
        ]

    async def test_who_left_or_never_was_is_unreachable(self, post: Post, people: SandboxClient, ada: int) -> None:
        await people.leave(ada)
        for person in (ada, 987_654_321, NOBODY):
            await post.send(person, "hello")
        async with post.delivering():
            await post.until_done()
        assert {outcome.person for outcome in post.outcomes} == {ada, 987_654_321, NOBODY}
        assert {type(outcome) for outcome in post.outcomes} == {Unreachable}

    async def test_what_telegram_refuses_is_told_without_its_words_and_the_next_one_goes(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        body = {"text": "a <chimio>secret", "parse_mode": "HTML"}
        await post.put(ada, "sendMessage", Lane.REPLY, body, subject="note:1")
        await post.send(ada, "next")
        async with post.delivering():
            await post.until_done()
        (outcome,) = post.outcomes
        assert isinstance(outcome, Refused)
        assert outcome.why.startswith("Can't parse entities")
        assert "chimio" not in outcome.why
        assert await said(people, ada) == ["next"]

    async def test_a_method_nobody_knows_is_refused_and_holds_up_nobody(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        await post.put(ada, "sendTelepathy", Lane.ALERT, {})
        await post.send(ada, "hello")
        async with post.delivering():
            await post.until_done()
        assert post.outcomes == [Refused(ada, None, Lane.ALERT, "Telegram does not know this method")]
        assert await said(people, ada) == ["hello"]

    async def test_a_body_that_does_not_open_is_refused_and_holds_up_nobody(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        await post.database.transact(lambda tx: outbox.put(tx, 1, ada, Lane.REPLY, "sendMessage", b"sealed:{", 1))
        await post.send(ada, "hello")
        async with post.delivering():
            await post.until_done()
        assert post.outcomes == [Refused(ada, None, Lane.REPLY, "its body cannot be read")]
        assert await said(people, ada) == ["hello"]

    async def test_a_wrong_token_loses_nothing(
        self, post: Post, people: SandboxClient, sandbox: SandboxServer, ada: int
    ) -> None:
        await post.send(ada, "hello")
        real = post.bot._base_url
        post.bot._base_url = f"{sandbox.url}/bot123456789:{'A' * 35}"
        async with post.delivering():
            await eventually(lambda: _attempted(post))
            post.bot._base_url = real
            await post.until_done()
        assert await said(people, ada) == ["hello"]
        assert post.outcomes == []


async def _attempted(post: Post) -> bool:
    rows = await post.database.read(lambda tx: tx._connection.execute("select claimed_at from outbox").fetchall())
    return any((next(iter(row.values())) if isinstance(row, dict) else row[0]) is not None for row in rows)


class TestTrouble:
    async def test_after_a_429_nothing_is_called_until_it_may_be(
        self, post: Post, people: SandboxClient, ada: int, ben: int
    ) -> None:
        await people.fault("sendMessage", "429", retry_after=1)
        pace = replace(QUICK, in_flight=1)
        await post.send(ada, "one")
        await post.send(ben, "two")
        async with post.delivering(pace):
            await post.until_done()
        first, *rest = [call for call in await people.journal() if call["method"] == "sendMessage"]
        assert first["status"] == 429
        assert [call["status"] for call in rest] == [200, 200]
        assert rest[0]["started"] - first["finished"] >= 0.95
        assert await said(people, ada) == ["one"]

    @pytest.mark.parametrize("kind", ["5xx", "cut"])
    async def test_what_was_not_done_is_done_again_once(
        self, post: Post, people: SandboxClient, ada: int, kind: str
    ) -> None:
        await people.fault("sendMessage", kind, times=5)
        await post.send(ada, "one")
        await post.send(ada, "two")
        async with post.delivering():
            await post.until_done()
        assert await said(people, ada) == ["one", "two"]
        assert await sent_texts(people) == ["one"] * 6 + ["two"]
        assert post.outcomes == []

    async def test_an_answer_that_never_came_doubles_that_message_only(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        await people.fault("sendMessage", "cut-after")
        await post.send(ada, "one")
        await post.send(ada, "two")
        async with post.delivering():
            await post.until_done()
        assert await said(people, ada) == ["one", "one", "two"]

    async def test_an_answer_that_takes_too_long_is_not_waited_for(
        self, post: Post, people: SandboxClient, sandbox: SandboxServer, ada: int
    ) -> None:
        await people.fault("sendMessage", "slow", seconds=20)
        await post.send(ada, "one")
        async with bot_at(sandbox.url, sandbox.token, read=0.2) as hasty, post.delivering(bot=hasty):
            await eventually(lambda: _is(said(people, ada), ["one"]), 5)
        assert len(await sent_texts(people)) == 2

    async def test_a_server_that_is_down_gets_few_calls_and_loses_nothing(
        self, post: Post, people: SandboxClient
    ) -> None:
        everybody = [await people.person(f"Person {number}", started=True) for number in range(30)]
        await people.fault("*", "5xx", times=10_000)
        for person in everybody:
            await post.send(person, "hello")
        pace = replace(QUICK, in_flight=4, first_pause=0.1, longest_alert_pause=0.5)
        async with post.delivering(pace):
            await asyncio.sleep(0.5)
            tried = len(await sent_texts(people))
            await people.clear_faults()
            await post.until_done()
        assert tried <= 4 * 5
        assert [await said(people, person) for person in everybody] == [["hello"]] * 30

    @pytest.mark.parametrize(
        "answer", ['{"welcome": "to the network of the hotel"}', "<html>Please log in</html>", "[]"]
    )
    async def test_an_answer_of_somebody_else_is_not_taken_for_telegrams(
        self, post: Post, people: SandboxClient, ada: int, answer: str
    ) -> None:
        """A network that answers every call with 200 and its own page, until somebody has logged in."""
        asked = asyncio.Event()

        async def portal(request: web.Request) -> web.Response:
            if not request.path.endswith("/getMe"):
                asked.set()
                return web.Response(text=answer)
            return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "bot"}})

        application = web.Application()
        application.router.add_post("/{path:.*}", portal)
        await post.send(ada, "hello")
        async with (
            TestServer(application) as server,
            bot_at(str(server.make_url("/"))[:-1], "1:A") as caught,
            post.delivering(bot=caught),
        ):
            await asked.wait()
        async with post.delivering():
            await post.until_done()
        assert await said(people, ada) == ["hello"]
        assert post.outcomes == []


async def _is(found: Any, expected: list[str]) -> bool:
    return bool(await found == expected)


class TestCrashes:
    async def test_what_was_in_flight_goes_again_and_nothing_else(self, post: Post, people: SandboxClient) -> None:
        """Killed with four in flight, all of them performed: those four double, one per chat, the others do not."""
        everybody = [await people.person(f"Person {number}", started=True) for number in range(6)]
        for person in everybody:
            for number in range(3):
                await post.send(person, f"{person} {number}")
        await people.fault("sendMessage", "slow", times=100, seconds=0.3)
        pace = replace(QUICK, in_flight=4, grace=0)
        async with post.delivering(pace):
            await eventually(lambda: _some_in_flight(people, 4))
        in_flight = await _in_flight(people)
        await people.clear_faults()
        async with post.delivering(QUICK):
            await post.until_done()

        texts = await sent_texts(people)
        doubled = {text for text in texts if texts.count(text) > 1}
        assert doubled == in_flight
        assert len(in_flight) == 4
        assert len({text.split()[0] for text in in_flight}) == 4
        for person in everybody:
            assert sorted(set(await sent_texts(people, person))) == [f"{person} {number}" for number in range(3)]

    async def test_a_clean_stop_doubles_nothing(self, post: Post, people: SandboxClient, ada: int, ben: int) -> None:
        await people.fault("sendMessage", "slow", times=2, seconds=0.2)
        for person in (ada, ben):
            await post.send(person, f"for {person}")
            await post.send(person, f"also for {person}")
        async with post.delivering():
            await eventually(lambda: _some_in_flight(people, 2))
        async with post.delivering():
            await post.until_done()
        texts = await sent_texts(people)
        assert len(texts) == len(set(texts)) == 4

    async def test_an_outcome_nobody_could_take_is_told_again_and_holds_up_no_other(
        self, post: Post, people: SandboxClient, ada: int, ben: int
    ) -> None:
        refused_once: list[Outcome] = []

        async def moody(outcome: Outcome) -> None:
            if outcome.person == ada and not refused_once:
                refused_once.append(outcome)
                raise StoreUnavailable("disk full")
            await post.on_outcome(outcome)

        for person in (ada, ben):
            await people.block(person)
            await post.send(person, "hello")
        async with post.delivering(on_outcome=moody):
            await post.until_done()
        assert sorted(outcome.person for outcome in post.outcomes) == sorted((ada, ben))
        assert refused_once

    async def test_an_outcome_untold_at_a_crash_is_told_at_the_next_start(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        crashed = asyncio.Event()

        async def never(_: Outcome) -> None:
            crashed.set()
            await asyncio.Event().wait()

        await people.block(ada)
        await post.send(ada, "hello")
        async with post.delivering(on_outcome=never):
            await crashed.wait()
        async with post.delivering():
            await post.until_done()
        assert [outcome.person for outcome in post.outcomes] == [ada]

    async def test_while_the_store_is_down_nothing_is_sent_twice(
        self, post: Post, people: SandboxClient, ada: int
    ) -> None:
        transact, failures = post.database.transact, 0

        async def failing(fn: Any) -> Any:
            nonlocal failures
            if await sent_texts(people) and failures < 5:
                failures += 1
                raise StoreUnavailable("disk full")
            return await transact(fn)

        await post.send(ada, "one")
        await post.send(ada, "two")
        post.database.transact = failing  # type: ignore[method-assign]
        async with post.delivering():
            await post.until_done()
        assert failures == 5
        assert await sent_texts(people) == ["one", "two"]


async def _in_flight(people: SandboxClient) -> set[str]:
    calls = await people.journal()
    return {call["text"] for call in calls if call["method"] == "sendMessage" and call["status"] in (None, 0)}


async def _some_in_flight(people: SandboxClient, number: int) -> bool:
    return len(await _in_flight(people)) >= number


class TestOrder:
    async def test_many_chats_at_once_and_each_in_order(self, post: Post, people: SandboxClient) -> None:
        everybody = [await people.person(f"Person {number}", started=True) for number in range(5)]
        await people.fault("sendMessage", "5xx", times=7)
        await people.fault("sendMessage", "slow", times=7, seconds=0.02)
        for number in range(6):
            for person in everybody:
                await post.send(person, str(number))
        async with post.delivering():
            await post.until_done()
        for person in everybody:
            assert await said(people, person) == ["0", "1", "2", "3", "4", "5"]

    async def test_an_alert_overtakes_a_hundred_thousand_check_ins(
        self, post: Post, people: SandboxClient, ada: int, ben: int
    ) -> None:
        """Promise 11: while the deliverer is busy with the crowd, an alert is the next thing it begins."""
        await post.database.transact(lambda tx: _check_ins(tx, ben, 100_000))
        pace = replace(QUICK, rate=25, in_flight=1)
        async with post.delivering(pace) as deliverer:
            await eventually(lambda: _said_something(people, ben))
            await post.send(ada, "please come", Lane.ALERT)
            before = len(await sent_texts(people))
            deliverer.wake()
            await eventually(lambda: _is(said(people, ada), ["please come"]))
        texts = await sent_texts(people)
        assert texts.index("please come") - before <= 1


async def _said_something(people: SandboxClient, person: int) -> bool:
    return len(await said(people, person)) > 2


def _check_ins(tx: Any, person: int, number: int) -> None:
    """Half of them for one person, half for as many people as there are."""
    body = (
        "convert_to('sealed:{\"text\": \"ça va ?\"}', 'UTF8')"
        if tx.dialect == "postgres"
        else ('cast(\'sealed:{"text": "ça va ?"}\' as blob)')
    )
    tx._connection.execute(
        f"""
        insert into outbox (id, person_id, lane, method, part, body, tell, state, attempts, not_before, created_at)
        with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {number})
        select 1000000 + n, case when n % 2 = 0 then {person} else 1000000 + n end, 4, 'sendMessage', 0, {body}, false,
            'waiting', 0, 0, 0 from numbers
        """  # noqa: S608
    )
