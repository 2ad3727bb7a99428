"""SIGKILL at random moments: every update is handled once, every message arrives, and what doubles was in flight.

The service runs as a process of its own in front of the sandbox; this process feeds it updates meanwhile. Each update
asks for another page, so that each answer says which update it belongs to.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable

import pytest

from bot.library.page_ids import PAGE_IDS
from bot.library.pages import CONTENT, Library
from bot.sandbox.client import SandboxClient
from bot.sandbox.demo import Demo, running_demo

PEOPLE = 6
KILLS = 50
MOST_KILLS = 500
JUST_BEFORE_S = 3.0  # a call may have ended at the sandbox that the bot could not note any more; disks are slow here
ALL_ANSWERED_WITHIN_S = 60


async def kill_again_and_again(kills: int, seed: int, database_url: str | None) -> None:
    chance = random.Random(seed)
    titles = {page.title: page.id for page in Library.load(CONTENT).pages("fr") if not page.gentle}
    async with running_demo("fr", database_url=database_url) as demo:
        people = [await demo.client.person(f"Personne {n}", "fr") for n in range(PEOPLE)]
        sent: Counter[tuple[int, str]] = Counter()
        enough = asyncio.Event()
        feeding = asyncio.create_task(feed(demo.client, people, sent, list(titles.values()), chance, enough))
        moments = []
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.0, 0.4))
            moments.append(time.time())
            await demo.kill_bot()
            await demo.start_bot()
        enough.set()
        await feeding
        got = await all_answered(demo, people, sent, titles)
        await no_double_but_those_in_flight(demo, moments, sent, got)


async def feed(
    client: SandboxClient,
    people: list[int],
    sent: Counter[tuple[int, str]],
    pages: list[str],
    chance: random.Random,
    enough: asyncio.Event,
) -> None:
    """Ask for pages, one person after the other, at the pace at which somebody taps."""
    while not enough.is_set():
        for person in people:
            page = chance.choice(pages)
            await client.text(person, f"/start page-{page}")
            sent[person, page] += 1
            await asyncio.sleep(chance.uniform(0.0, 0.1))


async def all_answered(
    demo: Demo, people: list[int], sent: Counter[tuple[int, str]], titles: dict[str, str]
) -> Counter[tuple[int, str]]:
    """What arrived, once there is at least one answer to each update."""
    end = time.monotonic() + ALL_ANSWERED_WITHIN_S
    while True:
        got = await received(demo, people, titles)
        missing = sent - got
        if not missing:
            return got
        assert time.monotonic() < end, f"{missing.total()} of {sent.total()} updates were never answered"
        await asyncio.sleep(0.2)


async def received(demo: Demo, people: list[int], titles: dict[str, str]) -> Counter[tuple[int, str]]:
    got: Counter[tuple[int, str]] = Counter()
    for person in people:
        for message in (await demo.client.chat(person)).messages:
            if message.from_bot and message.text.split("\n")[0] in titles:
                got[person, titles[message.text.split("\n")[0]]] += 1
    return got


async def no_double_but_those_in_flight(
    demo: Demo, moments: list[float], sent: Counter[tuple[int, str]], got: Counter[tuple[int, str]]
) -> None:
    flying: Counter[int] = Counter()
    for moment in moments:
        seen = await demo.client.in_flight(moment, JUST_BEFORE_S)
        flying.update({call["chat"] for call in seen if call["method"] == "sendMessage"})
    doubles: Counter[int] = Counter()
    for (person, _page), times in (got - sent).items():
        doubles[person] += times
    print(f"{sent.total()} updates, {len(moments)} kills, {doubles.total()} doubles, all of them in flight at a kill")
    assert all(number <= flying[person] for person, number in doubles.items()), (doubles, flying)


@pytest.mark.timeout(400)
async def test_fifty_kills_on_sqlite() -> None:
    await kill_again_and_again(KILLS, seed=1, database_url=None)


@pytest.mark.timeout(400)
async def test_fifty_kills_on_postgres(new_postgres: Callable[[str], str], postgres_template: str) -> None:
    await kill_again_and_again(KILLS, seed=2, database_url=new_postgres(postgres_template))


@pytest.mark.torture
@pytest.mark.timeout(7200)
async def test_many_more_kills() -> None:
    await kill_again_and_again(MOST_KILLS, seed=3, database_url=None)


def test_every_page_can_be_told_by_its_title() -> None:
    """Without this the count above would count nothing."""
    titles = [page.title for page in Library.load(CONTENT).pages("fr")]
    assert len(titles) == len(set(titles)) == len(PAGE_IDS)
