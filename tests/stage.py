"""A stage: people with phones, the real turn, a clock that is moved, and no network.

    async def test_somebody_says_stop(stage: Stage) -> None:
        zoe = await stage.person("Zoé", role="patient")
        await zoe.says("/stop")
        assert "all my messages" in zoe.last.text          # language="en" is the default here
        await zoe.taps("Stop everything")
        await stage.passes(days=3)

What was said is taken from the outbox as the deliverer would take it (order, edits, deletions), so a phone shows what a
phone would show. `stage.database` and `stage.house` are the real ones; `stage.turn(fn)` runs `fn(turn)` in a turn.
"""

import json
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

import bot.sandbox
from bot.clock import FixedClock, to_ms
from bot.events import Event, Message, Outcome, Presence, Sender, Tap, Update
from bot.house import House, build_house
from bot.routing import route
from bot.services.registry import load_services
from bot.site import Site, load_site
from bot.storage import consents, memberships, outbox, outcomes, people, timers
from bot.storage.database import Database, Transaction, open_database
from bot.storage.sealing import Sealer
from bot.telegram.render import Offer
from bot.turn import Handled, Turn, handle, me_of

T = TypeVar("T")

MONDAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Paris, far from both clock changes
DEMO_SITE = Path(bot.sandbox.__file__).parent / "site" / "site.toml"
BOT_ID = 4242
LONGEST_STEP = timedelta(hours=1)


@dataclass(slots=True)
class Bubble:
    """What a phone shows: HTML as sent, its buttons as (label, data), whether it came without sound."""

    message_id: int
    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    method: str = "sendMessage"
    parameters: dict[str, Any] = field(default_factory=dict)
    silent: bool = False
    lane: int = 1
    at: datetime = MONDAY

    @property
    def labels(self) -> list[str]:
        return [label for label, _data in self.buttons]


@cache
def _demo_house() -> House:
    """Reading pages and rules takes a second; every stage shares what was read."""
    load_services()
    sealer = Sealer({1: bytes(range(32))}, 1)
    return build_house(_site(), sealer, FixedClock(MONDAY), route, _fail, "companion_demo_bot")


def _site() -> Site:
    """The demonstration's, but asking in words: its number is for the tour, words are what units get."""
    site = load_site(DEMO_SITE)
    (unit,) = site.units
    asks_in_words = unit.choices.model_copy(update={"scale": "words"})
    return site.model_copy(update={"units": (unit.model_copy(update={"choices": asks_in_words}),)})


def _fail(why: str) -> None:
    """On a stage a turn that raises is a failed test, unless the stage was told to expect it."""


class Stage:
    def __init__(self, database: Database, site: Site | None = None) -> None:
        self.clock = FixedClock(MONDAY)
        self.failures: list[str] = []
        house = _demo_house()
        self.house = replace(house, clock=self.clock, report=self.failures.append, site=site or house.site)
        self.database = database
        self.phones: dict[int, Phone] = {}
        self.outcomes: list[Outcome] = []
        self._updates = 0

    async def person(
        self,
        name: str,
        role: str | None = "patient",
        *,
        language: str = "en",
        unit: str = "tilleul",
        consented: bool = True,
    ) -> "Phone":
        """Somebody with a phone; with a role they belong to the unit, and have agreed unless told otherwise."""
        chat_id = 1000 + len(self.phones)

        def arrive(tx: Transaction) -> int:
            turn = Turn(tx, self.house, self.clock.now())
            person = turn.new_id()
            people.add(tx, self.house.sealer, person, chat_id, language, turn.now_ms)
            people.set_name(tx, self.house.sealer, person, name)
            if consented:
                people.set_state(tx, person, "consented")
                consents.add(tx, turn.new_id(), person, "use", "stage", True, turn.now_ms)
            if role:
                hat = memberships.add(tx, turn.new_id(), person, unit, role, turn.now_ms)
                people.set_membership(tx, person, hat.id)
            return person

        phone = Phone(self, name, chat_id, await self.database.transact(arrive), language)
        self.phones[phone.id] = phone
        return phone

    async def also(self, phone: "Phone", role: str, unit: str = "tilleul") -> None:
        """The person gets one more role; the current one stays."""
        await self.database.transact(
            lambda tx: memberships.add(
                tx, Turn(tx, self.house, self.clock.now()).new_id(), phone.id, unit, role, to_ms(self.clock.now())
            )
        )

    async def turn(self, act: Callable[[Turn], T], phone: "Phone | None" = None) -> T:
        """Run `act` in a turn of its own (about that person), then deliver what it said."""

        def run(tx: Transaction) -> T:
            turn = Turn(tx, self.house, self.clock.now())
            if phone:
                turn.person = people.find(tx, phone.id)
                turn.rehat()
            return act(turn)

        value = await self.database.transact(run)
        await self.deliver()
        return value

    async def event(self, what: Message | Tap | Presence) -> Handled:
        """An update with a fresh number; a turn that raised unexpectedly fails the test."""
        self._updates += 1
        return await self.take(Update(BOT_ID, self._updates, what))

    async def take(self, event: Event) -> Handled:
        handled = await self.database.transact(lambda tx: handle(tx, self.house, event))
        await self.deliver()
        return handled

    async def passes(self, *, to: datetime | None = None, **time: float) -> None:
        """Time goes by: timers come due one after the other, at their time, and what waited is delivered."""
        end = to or self.clock.now() + timedelta(**time)
        while True:
            due = await self.database.read(timers.next_due)
            step = min(end, self.clock.now() + LONGEST_STEP)
            if due is not None and due <= to_ms(step):
                self.clock.set(max(self.clock.now(), datetime.fromtimestamp(due / 1000, UTC)))
                await self.sweep()
            elif step >= end and self.clock.now() >= end:
                return
            else:
                self.clock.set(step)
                await self.deliver()

    async def sweep(self) -> None:
        """Handle what is due at this moment."""
        now = to_ms(self.clock.now())
        for timer in await self.database.read(lambda tx: timers.due(tx, now, 1000)):
            await self.take(timer)

    async def deliver(self) -> None:
        """Send what may go now to the phones, and tell how it ended, until nothing moves."""
        while True:
            now = to_ms(self.clock.now())
            operations = await self.database.transact(partial(self._claim, now=now))
            for operation in operations:
                await self._deliver_one(operation)
            told = await self.database.read(lambda tx: outcomes.untold(tx, 500))
            for row, outcome in told:
                self.outcomes.append(outcome)
                await self.database.transact(lambda tx, outcome=outcome: handle(tx, self.house, outcome))  # type: ignore[misc]
                await self.database.transact(lambda tx, row=row: outcomes.told(tx, row))  # type: ignore[misc]
            if not operations and not told:
                return

    def _claim(self, tx: Transaction, now: int) -> list[outbox.Operation]:
        return outbox.claim(tx, now, 50, {}, self._chat_of)

    async def _deliver_one(self, operation: outbox.Operation) -> None:
        now = to_ms(self.clock.now())
        phone = self.phones[operation.person_id]
        if phone.blocked:
            why = "Forbidden: bot was blocked by the user"
            await self.database.transact(lambda tx: outbox.mark_unreachable(tx, operation, now, why))
            return
        body = json.loads(self.house.sealer.open(operation.body, "outbox", "body", operation.id))
        ids = phone.receive(operation, body)
        await self.database.transact(lambda tx: outbox.mark_sent(tx, operation, now, ids))

    def _chat_of(self, tx: Transaction, person: int) -> int | None:
        return self.phones[person].chat_id if person in self.phones else None


class Phone:
    """One person's phone. Every act gives the bubbles that are new on it."""

    def __init__(self, stage: Stage, name: str, chat_id: int, person: int, language: str) -> None:
        self.stage, self.name, self.chat_id, self.id, self.language = stage, name, chat_id, person, language
        self.bubbles: list[Bubble] = []
        self.blocked = False
        self.deleted: set[int] = set()  # messages taken off this chat, the person's own too
        self._messages = 100

    @property
    def last(self) -> Bubble:
        return self.bubbles[-1]

    @property
    def texts(self) -> list[str]:
        return [bubble.text for bubble in self.bubbles]

    def seen(self, words: str) -> bool:
        """Whether any bubble on the phone shows these words."""
        return any(words in bubble.text for bubble in self.bubbles)

    async def says(self, text: str, *, reply_to: int | None = None, edited: int | None = None) -> list[Bubble]:
        raw: dict[str, Any] = {"text": text}
        return await self.sends("text", raw, text=text, reply_to=reply_to, edited=edited)

    async def sends(
        self,
        kind: str,
        raw: dict[str, Any] | None = None,
        *,
        text: str | None = None,
        reply_to: int | None = None,
        edited: int | None = None,
    ) -> list[Bubble]:
        """Anything else than words; `raw` is what Telegram would say of it."""
        message_id = edited or self._next_id()
        sender = Sender(self.chat_id, self.language)
        whole = {"message_id": message_id, "chat": {"id": self.chat_id, "type": "private"}, **(raw or {kind: {}})}
        message = Message(sender, message_id, kind, text, whole, edited is not None, reply_to)
        return await self._act(message)

    async def shares_phone(self, number: str, *, own: bool = True) -> list[Bubble]:
        contact = {"phone_number": number, "first_name": self.name, "user_id": self.chat_id if own else 7}
        return await self.sends("contact", {"contact": contact})

    async def taps(self, label: str) -> list[Bubble]:
        """The newest button with that label (or beginning with it)."""
        for bubble in reversed(self.bubbles):
            for shown, data in bubble.buttons:
                if shown == label or shown.removeprefix("✓ ") == label:
                    return await self.taps_data(data, bubble.message_id)
        raise AssertionError(f"{self.name} sees no button {label!r}; the last are {self.last.labels}")

    async def taps_data(self, data: str, message_id: int = 1) -> list[Bubble]:
        """A tap as a client sends it, forged ones included."""
        return await self._act(Tap(Sender(self.chat_id, self.language), "callback", data, message_id))

    async def blocks(self) -> None:
        self.blocked = True
        await self._act(Presence(Sender(self.chat_id), reachable=False))

    def receive(self, operation: outbox.Operation, body: dict[str, Any]) -> list[int]:
        """Show an operation, as Telegram would; gives the ids of new messages."""
        known = next((b for b in self.bubbles if b.message_id == operation.message_id), None)
        if operation.method == "deleteMessage":
            self.bubbles = [b for b in self.bubbles if b is not known]
            return []
        if operation.method == "deleteMessages":
            self.bubbles = [b for b in self.bubbles if b.message_id not in body["message_ids"]]
            self.deleted.update(body["message_ids"])
            return []
        markup = body.get("reply_markup", {})
        buttons = [(k["text"], k["callback_data"]) for row in markup.get("inline_keyboard", []) for k in row]
        text = body.get("text") or body.get("caption") or ""
        if known and operation.method.startswith("edit"):
            known.text, known.buttons = text or known.text, buttons
            return []
        if operation.method == "setMessageReaction":
            return []
        if operation.method == "sendMediaGroup":
            as_one = replace(operation, method="sendPhoto")
            shown = ({**body, **one, "photo": one["media"]} for one in body["media"])
            return [message_id for one in shown for message_id in self.receive(as_one, one)]
        silent = bool(body.get("disable_notification"))
        bubble = Bubble(
            self._next_id(), text, buttons, operation.method, body, silent, operation.lane, self.stage.clock.now()
        )
        self.bubbles.append(bubble)
        return [bubble.message_id]

    async def _act(self, what: Message | Tap | Presence) -> list[Bubble]:
        before = len(self.bubbles)
        handled = await self.stage.event(what)
        if handled.failed:
            raise AssertionError(f"the turn raised: {handled.failed}")
        return self.bubbles[before:]

    def _next_id(self) -> int:
        self._messages += 1
        return self._messages


@pytest.fixture
async def stage(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage on a fresh SQLite database."""
    path = tmp_path / "stage.sqlite"
    shutil.copy(sqlite_template, path)
    database = open_database(f"sqlite://{path}")
    await database.open()
    stage = Stage(database)
    yield stage
    await database.close()
    assert not stage.failures, stage.failures


__all__ = ["MONDAY", "Bubble", "Offer", "Phone", "Stage", "me_of", "stage"]
