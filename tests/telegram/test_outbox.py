"""The order of the outbox, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from bot.events import Delivered, Refused, Unreachable
from bot.storage import outbox, outcomes
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Lane, Operation
from bot.storage.sealing import Unreadable
from tests.telegram.conftest import chat_of, seal

ADA, BEN, NOBODY = 11, 12, 404
NOW = 1_800_000_000_000


class Queue:
    """The outbox without anybody who sends: the test says when and what."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.number = 0

    async def put(self, person: int, lane: Lane = Lane.REPLY, method: str = "sendMessage", **more: Any) -> int:
        self.number += 1
        number, body = self.number, seal(f"words {self.number}")
        await self.database.transact(lambda tx: outbox.put(tx, number, person, lane, method, body, NOW, **more))
        return number

    async def claim(self, most: int = 10, at: int = NOW, resting: dict[int, int] | None = None) -> list[Operation]:
        return await self.database.transact(lambda tx: outbox.claim(tx, at, most, resting or {}, chat_of))

    async def claim_ids(self, *given: Any, **more: Any) -> list[int]:
        return [operation.id for operation in await self.claim(*given, **more)]

    async def sent(self, operation: Operation, *messages: int) -> None:
        await self.database.transact(lambda tx: outbox.mark_sent(tx, operation, NOW, messages))

    async def in_order(self, at: int = NOW) -> list[int]:
        """Send everything, one claim after the other; gives the ids in the order they were claimed."""
        order = []
        while operations := await self.claim(1, at):
            order.append(operations[0].id)
            await self.sent(operations[0], 1000 + operations[0].id)
        return order

    async def rows(self) -> dict[int, dict[str, Any]]:
        """Every row as it is in the table."""

        def read(tx: Transaction) -> list[Any]:
            columns = "id, state, body, failure, not_before, attempts, tell"
            return [tuple(row) for row in _rows(tx, f"select {columns} from outbox")]  # noqa: S608

        names = ("id", "state", "body", "failure", "not_before", "attempts", "tell")
        return {row[0]: dict(zip(names, row, strict=True)) for row in await self.database.read(read)}


def _rows(tx: Transaction, sql: str) -> list[Any]:
    rows = tx._connection.execute(sql).fetchall()
    return [tuple(row.values()) if isinstance(row, dict) else row for row in rows]


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


async def test_an_alert_goes_before_everything_and_the_lanes_follow(queue: Queue) -> None:
    lanes = [Lane.CHECK_IN, Lane.NOTICE, Lane.RELAY, Lane.REPLY, Lane.ALERT]
    ids = [await queue.put(20 + lane, lane) for lane in lanes]
    assert await queue.claim_ids() == ids[::-1]


async def test_nothing_is_forgotten_when_what_was_before_it_ends_in_the_same_claim(queue: Queue) -> None:
    for _ in range(3):
        await queue.put(ADA, Lane.CHECK_IN, expires_at=NOW)
    last = await queue.put(ADA, Lane.CHECK_IN)
    assert await queue.claim_ids() == [last]


async def test_one_person_gets_one_thing_at_a_time_and_in_order(queue: Queue) -> None:
    first, second, third = [await queue.put(ADA) for _ in range(3)]
    other = await queue.put(BEN)

    claimed = await queue.claim()
    assert [operation.id for operation in claimed] == [first, other]
    assert await queue.claim() == []
    await queue.sent(claimed[0])
    assert await queue.in_order() == [second, third]


async def test_an_alert_overtakes_what_its_person_waits_for(queue: Queue) -> None:
    replies = [await queue.put(ADA) for _ in range(2)]
    alert = await queue.put(ADA, Lane.ALERT)
    assert await queue.in_order() == [alert, *replies]


async def test_what_is_tried_again_keeps_its_place(queue: Queue) -> None:
    first, second = await queue.put(ADA), await queue.put(ADA)
    relayed = await queue.put(ADA, Lane.RELAY)
    (operation,) = await queue.claim(1)
    await queue.database.transact(lambda tx: outbox.retry_later(tx, operation, NOW + 5000, 3))

    assert await queue.in_order(NOW + 4999) == [relayed]
    (again,) = await queue.claim(1, NOW + 5000)
    assert (again.id, again.attempts) == (first, 4)
    await queue.sent(again)
    assert await queue.in_order(NOW + 5000) == [second]


async def test_what_is_held_until_the_morning_waits_for_it(queue: Queue) -> None:
    held = await queue.put(ADA, Lane.NOTICE, not_before=NOW + 1000)
    behind = await queue.put(ADA, Lane.NOTICE)
    assert await queue.in_order(NOW + 999) == []
    assert await queue.in_order(NOW + 1000) == [held, behind]


async def test_somebody_who_has_had_their_share_is_passed_by(queue: Queue) -> None:
    resting, other = await queue.put(ADA), await queue.put(BEN)
    assert await queue.claim_ids(resting={ADA: NOW + 700}) == [other]
    assert await queue.claim_ids(at=NOW + 699) == []
    assert await queue.claim_ids(at=NOW + 700) == [resting]


async def test_what_has_expired_is_dropped_and_the_next_one_goes(queue: Queue) -> None:
    late = await queue.put(ADA, Lane.CHECK_IN, expires_at=NOW + 10)
    later = await queue.put(ADA, Lane.CHECK_IN, expires_at=NOW + 11)
    assert await queue.in_order(NOW + 10) == [later]
    row = (await queue.rows())[late]
    assert (row["state"], row["body"], row["failure"]) == ("dropped", None, "expired")


class TestWhatWorksOnAMessage:
    async def test_an_edit_finds_the_message_by_what_it_is_about(self, queue: Queue) -> None:
        await queue.put(ADA, subject="offer:1")
        await queue.put(BEN, subject="offer:1")
        for operation in await queue.claim():
            await queue.sent(operation, 500 + operation.person_id)
        await queue.put(BEN, method="editMessageText", subject="offer:1")

        (edit,) = await queue.claim()
        assert edit.message_id == 500 + BEN

    @pytest.mark.parametrize("method", sorted(outbox.ON_A_MESSAGE))
    async def test_it_waits_for_its_send_in_whatever_lane_that_is(self, queue: Queue, method: str) -> None:
        send = await queue.put(ADA, Lane.CHECK_IN, subject="check-in:1")
        edit = await queue.put(ADA, Lane.ALERT, method, subject="check-in:1")

        (operation,) = await queue.claim()
        assert operation.id == send
        assert await queue.claim(at=NOW + 10_000) == []
        await queue.sent(operation, 77)
        (operation,) = await queue.claim(at=NOW + 10_000)
        assert (operation.id, operation.message_id) == (edit, 77)

    async def test_it_waits_while_its_send_is_tried_again(self, queue: Queue) -> None:
        await queue.put(ADA, subject="offer:1")
        edit = await queue.put(ADA, Lane.ALERT, "editMessageText", subject="offer:1")
        (operation,) = await queue.claim()
        await queue.database.transact(lambda tx: outbox.retry_later(tx, operation, NOW + 60_000, 1))
        assert await queue.claim(at=NOW + 30_000) == []
        assert await queue.in_order(NOW + 60_000) == [operation.id]
        assert await queue.in_order(NOW + 61_000) == [edit]

    @pytest.mark.parametrize("ends_with", [outbox.mark_refused, outbox.mark_unreachable])
    async def test_it_is_dropped_with_its_send(self, queue: Queue, ends_with: Callable[..., None]) -> None:
        await queue.put(ADA, subject="offer:1")
        edit = await queue.put(ADA, method="editMessageText", subject="offer:1")
        after = await queue.put(ADA)
        (operation,) = await queue.claim(1)
        await queue.database.transact(lambda tx: ends_with(tx, operation, NOW, "why"))

        assert await queue.in_order() == [after]
        assert (await queue.rows())[edit]["state"] == "dropped"

    async def test_a_deleted_message_can_not_be_edited_any_more(self, queue: Queue) -> None:
        send = await queue.put(ADA, subject="note:1")
        delete = await queue.put(ADA, method="deleteMessage", subject="note:1")
        edit = await queue.put(ADA, method="editMessageText", subject="note:1")
        assert await queue.in_order() == [send, delete]
        assert (await queue.rows())[edit]["state"] == "dropped"
        assert await queue.database.read(lambda tx: outbox.find_message(tx, ADA, "note:1")) is None

    async def test_an_edit_changes_nothing_about_where_the_message_is(self, queue: Queue) -> None:
        await queue.put(ADA, subject="note:1")
        await queue.put(ADA, method="editMessageText", subject="note:1")
        (send,) = await queue.claim()
        await queue.sent(send, 77)
        (edit,) = await queue.claim()
        await queue.sent(edit, 78)
        assert await queue.database.read(lambda tx: outbox.find_message(tx, ADA, "note:1")) == 77

    async def test_a_subject_that_is_sent_anew_is_edited_in_its_newest_place(self, queue: Queue) -> None:
        first, second = await queue.put(ADA, subject="menu"), await queue.put(ADA, subject="menu")
        await queue.in_order()
        assert first < second
        assert await queue.database.read(lambda tx: outbox.find_message(tx, ADA, "menu")) == 1000 + second

    async def test_the_pictures_of_an_album_are_parts_one_after_another(self, queue: Queue) -> None:
        await queue.put(ADA, method="sendMediaGroup", subject="relay:1", part=2)
        (album,) = await queue.claim()
        await queue.sent(album, 61, 62)
        found = [await queue.database.read(partial(_find, part=part)) for part in range(5)]
        assert found == [None, None, 61, 62, None]

    async def test_it_must_say_what_it_is_about(self, queue: Queue) -> None:
        with pytest.raises(ValueError, match="deleteMessage needs to say what it is about"):
            await queue.put(ADA, method="deleteMessage")
        with pytest.raises(ValueError, match="sendMessage needs to say what it is about"):
            await queue.put(ADA, tell=True)
        assert await queue.rows() == {}


def _find(tx: Transaction, part: int) -> int | None:
    return outbox.find_message(tx, ADA, "relay:1", part)


async def test_the_words_are_wiped_however_it_ends(queue: Queue) -> None:
    for person in range(20, 23):
        await queue.put(person)
    sent, refused, unreachable = await queue.claim()

    def end(tx: Transaction) -> None:
        outbox.mark_sent(tx, sent, NOW, [1])
        outbox.mark_refused(tx, refused, NOW, "too long")
        outbox.mark_unreachable(tx, unreachable, NOW, "blocked")

    await queue.database.transact(end)
    rows = await queue.rows()
    assert [row["body"] for row in rows.values()] == [None, None, None]
    assert [rows[operation.id]["state"] for operation in (sent, refused, unreachable)] == ["sent", "failed", "failed"]


async def test_outcomes_are_told_until_they_are_taken(queue: Queue) -> None:
    await queue.put(20, Lane.ALERT, subject="alert:1", tell=True)
    await queue.put(21, Lane.ALERT, subject="alert:1")
    await queue.put(22)
    await queue.put(23, subject="offer:9")
    await queue.put(NOBODY, subject="offer:9")
    told, untold, refused, unreachable = await queue.claim()

    def end(tx: Transaction) -> None:
        outbox.mark_sent(tx, told, NOW, [71])
        outbox.mark_sent(tx, untold, NOW, [72])
        outbox.mark_refused(tx, refused, NOW, "too long")
        outbox.mark_unreachable(tx, unreachable, NOW, "blocked")

    await queue.database.transact(end)
    expected = [
        Delivered(20, "alert:1", Lane.ALERT, 71),
        Refused(22, None, Lane.REPLY, "too long"),
        Unreachable(23, "offer:9", Lane.REPLY, "blocked"),
        Unreachable(NOBODY, "offer:9", Lane.REPLY, outbox.NO_CHAT),
    ]
    for _ in range(2):
        told_now = await queue.database.read(partial(outcomes.untold, most=10))
        assert [outcome for _, outcome in told_now] == expected
    for operation, _ in told_now[:3]:
        await queue.database.transact(partial(outcomes.told, operation=operation))
    assert [outcome for _, outcome in await queue.database.read(partial(outcomes.untold, most=10))] == expected[3:]


async def test_a_chat_that_does_not_open_stops_nobody_else(queue: Queue) -> None:
    def damaged_for_ada(tx: Transaction, person: int) -> int | None:
        if person == ADA:
            raise Unreadable("damaged")
        return person

    await queue.put(ADA, Lane.ALERT)
    other = await queue.put(BEN)
    claimed = await queue.database.transact(lambda tx: outbox.claim(tx, NOW, 8, {}, damaged_for_ada))
    assert [operation.id for operation in claimed] == [other]
    told_now = await queue.database.read(partial(outcomes.untold, most=10))
    assert [outcome for _, outcome in told_now] == [Refused(ADA, None, Lane.ALERT, "its chat cannot be read")]


async def test_who_leaves_gets_nothing_more_and_the_others_do(queue: Queue) -> None:
    await queue.put(ADA)
    await queue.claim()
    for lane in Lane:
        await queue.put(ADA, lane)
    other = await queue.put(BEN)

    dropped = await queue.database.transact(lambda tx: outbox.drop_for_person(tx, ADA, NOW, "stopped"))
    assert dropped == len(Lane)
    assert await queue.in_order() == [other]
    assert sum(row["state"] == "dropped" and row["body"] is None for row in (await queue.rows()).values()) == len(Lane)


async def test_after_a_crash_what_was_in_flight_goes_again_in_its_place(queue: Queue) -> None:
    first, second, third = await queue.put(ADA), await queue.put(ADA), await queue.put(BEN)
    await queue.claim()

    kept = frozenset((third,))
    assert await queue.database.transact(lambda tx: outbox.recover(tx, NOW, kept)) == 1
    assert await queue.in_order() == [first, second]


async def test_recovering_brings_a_queue_forward_that_lost_its_head(queue: Queue) -> None:
    head, *rest = [await queue.put(ADA) for _ in range(3)]
    await queue.claim()

    await queue.database.transact(lambda tx: _lose(tx, head))
    assert await queue.claim() == []
    await queue.database.transact(lambda tx: outbox.recover(tx, NOW, frozenset()))
    assert await queue.in_order() == rest


def _lose(tx: Transaction, operation: int) -> None:
    tx._connection.execute(f"delete from outbox where id = {operation}")  # noqa: S608


async def test_what_is_open_is_counted(queue: Queue) -> None:
    await queue.put(ADA, Lane.ALERT)
    await queue.claim()
    for _ in range(3):
        await queue.put(BEN, Lane.CHECK_IN)
    counts = await queue.database.read(outbox.counts)
    assert [(count.lane, count.state, count.number, count.oldest) for count in counts] == [
        (Lane.ALERT, "in_flight", 1, NOW),
        (Lane.CHECK_IN, "waiting", 3, NOW),
    ]


async def test_done_rows_are_forgotten_but_not_before_they_are_told(queue: Queue) -> None:
    for person in (20, 21):
        await queue.put(person)
    sent, refused = await queue.claim()
    await queue.sent(sent)
    await queue.database.transact(lambda tx: outbox.mark_refused(tx, refused, NOW, "too long"))
    open_one = await queue.put(22)

    assert await queue.database.transact(lambda tx: outbox.forget_done(tx, NOW + 1)) == 1
    assert list(await queue.rows()) == [refused.id, open_one]


class Work:
    """Counts what a transaction asks, what it gets, and on SQLite the steps of its virtual machine, in thousands."""

    def __init__(self) -> None:
        self.queries = self.rows = self.steps = 0

    @contextmanager
    def counted(self, tx: Transaction) -> Iterator[None]:
        query = tx.query

        def counting(noun: str, name: str, /, **values: object) -> Any:
            answer = query(noun, name, **values)
            self.queries += 1
            self.rows += len(answer) if isinstance(answer, list) else 0
            return answer

        tx.query = counting  # type: ignore[method-assign]
        if tx.dialect == "sqlite":
            tx._connection.set_progress_handler(self._step, 1000)
        yield
        if tx.dialect == "sqlite":
            tx._connection.set_progress_handler(None, 1000)

    def _step(self) -> int:
        self.steps += 1
        return 0


class TestAHundredThousandWait:
    """Promise 11, in work and not in time: whoever waits, a claim asks and reads as little as on an empty queue."""

    BACKLOG = 100_000

    @pytest.fixture(params=["everybody", "one person", "held till morning"])
    async def backlog(self, request: pytest.FixtureRequest, queue: Queue) -> None:
        person = "5" if request.param == "one person" else "1000 + n"
        not_before = NOW + 3_600_000 if request.param == "held till morning" else NOW
        sql = f"""
            insert into outbox
                (id, person_id, lane, method, part, tell, state, attempts, not_before, created_at)
            with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {self.BACKLOG})
            select 1000000 + n, {person}, 4, 'sendMessage', 0, false, 'waiting', 0, {not_before}, {NOW}
            from numbers
        """  # noqa: S608

        def fill(tx: Transaction) -> None:
            tx._connection.execute(sql)

        await queue.database.transact(fill)

    @pytest.mark.usefixtures("backlog")
    async def test_an_alert_is_claimed_first_and_with_little_work(self, queue: Queue) -> None:
        alert = await queue.put(ADA, Lane.ALERT)
        work = Work()

        def claim(tx: Transaction) -> list[int]:
            with work.counted(tx):
                return [operation.id for operation in outbox.claim(tx, NOW, 1, {}, chat_of)]

        assert await queue.database.transact(claim) == [alert]
        assert work.queries <= 3
        assert work.rows <= 2
        assert work.steps <= 1

    @pytest.mark.usefixtures("backlog")
    async def test_the_crowd_itself_is_taken_in_bounded_steps(self, queue: Queue) -> None:
        for _ in range(4):
            work = Work()
            await queue.database.transact(lambda tx, work=work: _claim_for_nobody(tx, work))  # type: ignore[misc]
            assert work.queries <= 1000
            assert work.rows <= 500
            assert work.steps <= 60


def _claim_for_nobody(tx: Transaction, work: Work) -> None:
    """The most work a claim can have: everything it looks at has to be put aside or ended."""
    with work.counted(tx):
        outbox.claim(tx, NOW, 8, {}, lambda _tx, _person: None)
