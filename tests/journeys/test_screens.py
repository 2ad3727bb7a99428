"""Five pages as somebody reads them: the sandbox's page in a browser as narrow as a phone, the real bot behind it.

The pictures are kept under artifacts/, to be looked at.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.sandbox.demo import Demo
from tests.journeys.conftest import LIBRARY
from tests.sandbox.page.conftest import ARTIFACTS, FLAGS

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDTH, HEIGHT = 390, 844
PATIENCE_MS = 20_000
SHOWN = ("emergency-numbers", "diagnosis-announcement", "side-effect-fatigue", "financial-help", "palliative-care")
CUT_OFF = """message => [...message.querySelectorAll('.words, .key, .key *')]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map(one => one.textContent)"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def narrow(demo: Demo) -> AsyncIterator[Page]:
    """The sandbox's page, with Zoé's phone in sight."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = await chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2)
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        await page.goto(demo.server.url)
        await page.wait_for_selector("html[data-ready]")
        yield page
        await chromium.close()


async def opened(page: Page, demo: Demo, page_id: str) -> Locator:
    """The message with a page of the library, its beginning at the top of the phone."""
    title = next(one.title for one in LIBRARY.pages("fr") if one.id == page_id)
    await demo.client.text(demo.phones["patient"], f"/start page-{page_id}")
    zoe = page.get_by_role("region", name="Téléphone de Zoé Essai")
    message = zoe.locator(".message.theirs").filter(has=page.locator("b", has_text=title)).last
    await expect(message).to_be_visible()
    await message.evaluate("message => message.scrollIntoView({block: 'start', behavior: 'instant'})")
    return message


@pytest.mark.parametrize("page_id", SHOWN)
async def test_a_page_fits_a_phone(demo: Demo, narrow: Page, page_id: str) -> None:
    message = await opened(narrow, demo, page_id)
    ARTIFACTS.mkdir(exist_ok=True)
    await narrow.screenshot(path=ARTIFACTS / f"page-{page_id}-390.png", animations="disabled")
    await message.locator(".key").last.scroll_into_view_if_needed()
    await narrow.screenshot(path=ARTIFACTS / f"page-{page_id}-390-end.png", animations="disabled")

    assert await narrow.evaluate("document.documentElement.scrollWidth") <= WIDTH
    box = await message.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= WIDTH
    assert await message.evaluate(CUT_OFF) == []
    assert await message.locator(".key").count() >= 5
