"""Two act on one alert in the same moment: one has it, the other reads so, and nothing is told or set twice."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

import pytest

from bot.clock import FixedClock
from bot.events import Event, Sender, Tap, Update
from bot.house import House
from bot.services.alert_hands import close
from bot.services.alerts import raise_alert
from bot.services.ladder import CLIMB, STILL
from bot.storage import alerts, outbox, timers
from bot.storage.alerts import Alert
from bot.storage.database import Database, StoreUnavailable, Transaction
from bot.turn import handle
from tests.services.test_one_yes import UNIT, add_person, turn_of
from tests.stage import BOT_ID, MONDAY, _demo_house

T = TypeVar("T")

CROWD = 8
LATER = 2**61
FIRST_CHAT, PATIENT_CHAT = 100, 900


@pytest.fixture
def house() -> House:
    return replace(_demo_house(), clock=FixedClock(MONDAY))


def begin(tx: Transaction, house: House) -> int:
    """A crowd of supervisors, and an alert that all of them were told of."""
    turn = turn_of(tx, house)
    for number in range(CROWD):
        add_person(turn, FIRST_CHAT + number, "supervisor")
    person = add_person(turn, PATIENT_CHAT, "patient")
    return raise_alert(turn, kind="danger-oneself", level="now", unit=UNIT, person=person, message="words")


def tap(number: int, data: str) -> Update:
    return Update(BOT_ID, number, Tap(Sender(FIRST_CHAT + number, "en"), "callback", data, 1))


async def stored(database: Database, act: Callable[[Transaction], T]) -> T:
    """As the receiver does: what the store could not keep is tried again until it is."""
    while True:
        try:
            return await database.transact(act)
        except StoreUnavailable:
            await asyncio.sleep(0)


async def happens(database: Database, house: House, event: Event) -> None:
    assert (await stored(database, lambda tx: handle(tx, house, event))).failed is None


async def the(database: Database, alert: int) -> Alert:
    found = await database.read(lambda tx: alerts.find(tx, alert))
    assert found is not None
    return found


async def steps(database: Database, alert: int) -> Counter[str]:
    return Counter(step.what for step in await database.read(lambda tx: alerts.steps(tx, alert)))


async def due(database: Database, kind: str, alert: int) -> bool:
    return await database.read(partial(timers.due_at, kind=kind, subject=alert)) is not None


async def said(database: Database, house: House) -> list[str]:
    """Every message that waits, as the deliverer would take it."""

    def take(tx: Transaction) -> list[str]:
        words = []
        while taken := outbox.claim(tx, LATER, 50, {}, lambda _tx, person: person):
            for operation in taken:
                words.append(house.sealer.open(operation.body, "outbox", "body", operation.id))
                outbox.mark_sent(tx, operation, LATER, [operation.id])
        return words

    return await database.transact(take)


async def test_of_many_who_take_it_at_once_one_has_it(database: Database, house: House) -> None:
    alert = await database.transact(lambda tx: begin(tx, house))
    await asyncio.gather(*(happens(database, house, tap(n, f"s|take-alert|{alert}")) for n in range(CROWD)))

    assert (await the(database, alert)).state == "taken"
    what = await steps(database, alert)
    assert (what["taken"], what["seen-told"]) == (1, 1)
    assert not await due(database, CLIMB, alert) and await due(database, STILL, alert)
    words = await said(database, house)
    assert sum("It is yours, and nobody else is called." in text for text in words) == 1
    assert sum("A colleague took it at 10:00." in text for text in words) == CROWD - 1
    assert sum("has seen your message" in text for text in words) == 1


async def test_taken_at_the_moment_in_which_it_climbs_it_calls_nobody_after(database: Database, house: House) -> None:
    alert = await database.transact(lambda tx: begin(tx, house))
    (climb,) = [
        one
        for one in await database.read(lambda tx: timers.due(tx, LATER, 1000))
        if one.kind == CLIMB and one.subject == alert
    ]
    await asyncio.gather(happens(database, house, climb), happens(database, house, tap(0, f"s|take-alert|{alert}")))
    assert (await the(database, alert)).state == "taken"
    assert not await due(database, CLIMB, alert) and await due(database, STILL, alert)
    last = [step.what for step in await database.read(lambda tx: alerts.steps(tx, alert))]
    assert "told" not in last[last.index("taken") :]


async def test_closed_by_one_in_the_moment_in_which_another_takes_it_over(database: Database, house: House) -> None:
    """Whichever comes first: it is closed once, and nothing of it goes on."""
    alert = await database.transact(lambda tx: begin(tx, house))
    await happens(database, house, tap(0, f"s|take-alert|{alert}"))
    holder = (await the(database, alert)).taken_by
    assert holder is not None
    await asyncio.gather(
        stored(database, lambda tx: close(turn_of(tx, house), alert, holder, "called")),
        happens(database, house, Update(BOT_ID, 1000, tap(1, f"s|take-over-alert|{alert}").what)),
    )
    assert (await the(database, alert)).state == "resolved"
    assert (await steps(database, alert))["resolved"] == 1
    assert not await due(database, CLIMB, alert) and not await due(database, STILL, alert)
