"""The demonstration as a visitor uses it: one browser, the phones of a patient and an AP, the real bot behind them."""

from playwright.async_api import Locator, Page, async_playwright, expect

from bot.house import PARIS
from bot.library.catalogs import Catalogs
from bot.library.pages import CONTENT
from bot.sandbox.demo import running_demo
from conversations.dialogue.text import Text
from tests.sandbox.page.conftest import ARTIFACTS, FLAGS

PATIENCE_MS = 20_000
CATALOGS = Catalogs.load(CONTENT)


def fr(source: str) -> str:
    """A label of the code in French, as the phone shows it."""
    return CATALOGS.plain(Text(source), "fr", PARIS)


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Téléphone de {name}")


async def tap(where: Locator, label: str) -> None:
    """The newest button of the bot with this label (the phone's own "Envoyer" is none of them)."""
    await where.locator(".theirs").get_by_role("button", name=label, exact=True).last.click()


async def write(where: Locator, words: str) -> None:
    await where.get_by_role("textbox").fill(words)
    await where.get_by_role("button", name="Envoyer", exact=True).last.click()


async def test_two_phones_an_offer_accepted_and_a_relayed_message() -> None:
    async with running_demo("fr") as demo, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = await chromium.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        await page.goto(demo.server.url)
        await page.wait_for_selector("html[data-ready]")
        zoe, camille = phone(page, "Zoé Essai"), phone(page, "Camille Exemple")

        await zoe.get_by_role("button", name="Démarrer").click()
        for label in ("Continue", "I understand", "Yes, I agree", "Talk with somebody", "Choose for me", "Send"):
            await tap(zoe, fr(label))
        await expect(zoe.locator(".theirs").last).to_contain_text("prénom")
        await write(zoe, "Zoé")
        await expect(zoe.locator(".theirs").last).to_contain_text("garde vos messages")
        await tap(zoe, fr("Write here"))
        await expect(zoe.locator(".theirs").last).to_contain_text("maladie")
        await demo.client.advance(20 * 60)

        await tap(camille, fr("Open"))
        await tap(camille, fr("I can"))
        await tap(zoe, fr("Yes"))
        await expect(camille.locator(".theirs").last).to_contain_text("Zoé")
        await write(camille, "Bonjour, je suis Camille.")
        await tap(camille, fr("To {name}").format(name="Zoé"))
        await expect(zoe.locator(".theirs", has_text="Bonjour, je suis Camille.")).to_be_visible()

        ARTIFACTS.mkdir(exist_ok=True)
        await page.screenshot(path=ARTIFACTS / "journey-two-phones.png", animations="disabled")
        await chromium.close()
