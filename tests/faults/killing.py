"""SIGKILL at random moments of the journey: every update is handled once, every message arrives, and what doubles was
in flight.

The service runs as a process of its own in front of the sandbox; this process plays a pair into being and then feeds
it updates: words that cross the relay both ways, numbered, and people who each ask for pages. So every message that
arrives says which update it belongs to.
"""

import asyncio
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from io import StringIO

from rich.console import Console

from bot.library.pages import CONTENT, Library
from bot.sandbox.demo import Demo, running_demo
from bot.sandbox.journey import hello, pair, request
from bot.sandbox.tour import Tour
from tests.faults.nursery import forked

READERS = 4
KILLS = 50
MOST_KILLS = 500
JUST_BEFORE_S = 3.0  # a call may have ended at the sandbox that the bot could not note any more; disks are slow here
ALL_ANSWERED_WITHIN_S = 150
NUMBERED = re.compile(r"word number (\d+)")
Awaited = Counter[tuple[int, str]]  # (chat, what must arrive there): how often


@dataclass
class Feed:
    """What is sent, and what must therefore arrive, until it is enough."""

    demo: Demo
    chance: random.Random
    titles: dict[str, str]
    readers: list[int]
    awaited: Awaited = field(default_factory=Counter)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    words: int = 0

    async def run(self) -> None:
        while not self.enough.is_set():
            if self.chance.random() < 0.5:
                await self.ask_for_a_page()
            else:
                await self.write_to_the_other()
            await asyncio.sleep(self.chance.uniform(0.0, 0.1))

    async def ask_for_a_page(self) -> None:
        reader, title = self.chance.choice(self.readers), self.chance.choice(list(self.titles))
        await self.demo.client.text(reader, f"/start page-{self.titles[title]}")
        self.awaited[reader, title] += 1

    async def write_to_the_other(self) -> None:
        phones = self.demo.phones
        writer, other = self.chance.choice([("patient", "camille"), ("camille", "patient")])
        self.words += 1
        await self.demo.client.text(phones[writer], f"word number {self.words}")
        self.awaited[phones[other], str(self.words)] += 1

    async def arrived(self) -> Awaited:
        """What is on the phones by now."""
        got: Awaited = Counter()
        for chat in (*self.readers, self.demo.phones["patient"], self.demo.phones["camille"]):
            for message in (await self.demo.client.chat(chat)).messages:
                if not message.from_bot:
                    continue
                if number := NUMBERED.search(message.text):
                    got[chat, number[1]] += 1
                elif (head := message.text.split("\n")[0]) in self.titles:
                    got[chat, head] += 1
        return got

    async def everything(self) -> Awaited:
        """What arrived, once everything that must did."""
        end = time.monotonic() + ALL_ANSWERED_WITHIN_S
        while True:
            got = await self.arrived()
            missing = self.awaited - got
            if not missing:
                return got
            assert time.monotonic() < end, f"{missing.total()} of {self.awaited.total()} never arrived: {missing}"
            await asyncio.sleep(0.2)


async def kill_again_and_again(kills: int, seed: int, database_url: str | None) -> None:
    chance = random.Random(seed)
    titles = {page.title: page.id for page in Library.load(CONTENT).pages("en") if not page.gentle}
    async with running_demo("en", database_url=database_url, launch=forked) as demo:
        tour = Tour(demo, "en", Console(file=StringIO()))
        for chapter in (hello, request, pair):
            await chapter(tour)
        readers = [await demo.client.person(f"Reader {n}", "en") for n in range(READERS)]
        feed = Feed(demo, chance, titles, readers)
        feeding = asyncio.create_task(feed.run())
        moments = []
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.0, 0.8))
            moments.append(time.time())
            await demo.kill_bot()
            await demo.start_bot()
        feed.enough.set()
        await feeding
        await no_double_but_those_in_flight(demo, moments, feed.awaited, await feed.everything())


async def no_double_but_those_in_flight(demo: Demo, moments: list[float], awaited: Awaited, got: Awaited) -> None:
    flying: Counter[int] = Counter()
    for moment in moments:
        seen = await demo.client.in_flight(moment, JUST_BEFORE_S)
        flying.update({call["chat"] for call in seen if call["method"] == "sendMessage"})
    doubles: Counter[int] = Counter()
    for (chat, _what), times in (got - awaited).items():
        doubles[chat] += times
    print(f"{awaited.total()} messages, {len(moments)} kills, {doubles.total()} doubles, each in flight at a kill")
    assert all(number <= flying[chat] for chat, number in doubles.items()), (doubles, flying)
