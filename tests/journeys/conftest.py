"""One demonstration for all the stories of a file, and readers and patients who come to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from io import StringIO
from itertools import count

import pytest
import pytest_asyncio
from rich.console import Console

from bot.library.catalogs import Catalogs
from bot.library.pages import CONTENT, Library
from bot.sandbox.cast import PATIENT_CODE
from bot.sandbox.demo import Demo, running_demo
from bot.sandbox.tour import Tour

NUMBERS = count(1)
CATALOGS, LIBRARY = Catalogs.load(CONTENT), Library.load(CONTENT)  # read once: a tour would read its own
Arrives = Callable[[str], Awaitable[tuple[Tour, str]]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[Demo]:
    """The real service in front of the sandbox. It is a Monday, 10:00 in Paris, when it starts."""
    async with running_demo("fr") as running:
        yield running


@pytest.fixture
def arrives(demo: Demo) -> Arrives:
    """Somebody new comes by the unit's link, reads, agrees, and has the menu; gives their tour and their key in it."""

    async def come(language: str) -> tuple[Tour, str]:
        name = f"Lou{next(NUMBERS)}"
        demo.phones[name] = await demo.client.person(name, language)
        tour = Tour(demo, language, Console(file=StringIO()), CATALOGS, LIBRARY)
        await tour.says(name, f"/start {PATIENT_CODE}")
        for label in ("Continue", "I understand", "Yes, I agree"):
            await tour.taps(name, label)
        await tour.sees(name, "What would you like to do?")
        return tour, name

    return come
