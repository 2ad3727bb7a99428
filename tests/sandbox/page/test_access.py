"""Everybody can use the page: with a narrow screen, a keyboard, a screen reader, in the dark."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.conftest import House, Open, keep, phone

pytestmark = pytest.mark.asyncio(loop_scope="session")
AA = 4.5
TARGET = 24  # pixels, WCAG 2.2 criterion 2.5.8; words within a sentence are excepted

NAMELESS = """() => [...document.querySelectorAll("button, a, input, select, textarea, [role]")]
  .filter((node) => node.checkVisibility() && !node.matches("[role=status]"))
  .filter((node) => !(node.ariaLabel || node.innerText?.trim() || node.labels?.length || node.alt))
  .map((node) => node.outerHTML.slice(0, 120))"""

SMALL = """(least) => [...document.querySelectorAll("button, a")]
  .filter((node) => !node.matches(".command, .skip, .spoiler, .words a"))
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
  .filter(([, box]) => box.width < least || box.height < least).map(([html]) => html)"""

# Every visible text against the first opaque ground behind it; a canvas turns any form of colour into numbers.
FAINT = """(least) => {
  const draw = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    draw.clearRect(0, 0, 1, 1);
    draw.fillStyle = colour;
    draw.fillRect(0, 0, 1, 1);
    return draw.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => {
    const line = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgba(getComputedStyle(node).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility()) continue;
    if (node.closest(".hidden, .skip, .spoiler, noscript")) continue;
    const [one, two] = [light(rgba(getComputedStyle(node).color)), light(ground(node))];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (contrast < least) found.push(`${contrast.toFixed(2)} ${walker.currentNode.data.slice(0, 40)}`);
  }
  return found;
}"""

FOCUS = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { name: node.outerHTML.slice(0, 100), body: node === document.body, seen,
           outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
}"""


async def talk(house: House) -> None:
    """Something of every kind on Claire's phone."""
    await house.client.text(house.claire, "/start")
    await house.client.wait_for(house.claire, "programme")
    await house.bot.call("sendContact", chat_id=house.claire, phone_number="3114", first_name="Prévention du suicide")
    for kind in ("photo", "voice", "document", "sticker"):
        await house.client.media(house.claire, kind)
    mine = await house.client.text(house.claire, "Merci /start")
    heart = [{"type": "emoji", "emoji": "❤"}]
    await house.bot.call("setMessageReaction", chat_id=house.claire, message_id=mine, reaction=heart)
    text = 'Une <a href="https://example.org">page</a>, <code>un code</code> et <tg-spoiler>un secret</tg-spoiler>.'
    await house.bot.say(house.claire, text, reply_parameters={"message_id": mine}, disable_notification=True)
    keys: dict[str, Any] = {"keyboard": [[{"text": "Mon numéro", "request_contact": True}], [{"text": "Non"}]]}
    await house.bot.say(house.claire, "Et maintenant\u202f?", reply_markup=keys)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_control_has_a_name_a_size_and_readable_words(house: House, open_page: Open, scheme: str) -> None:
    await talk(house)
    page = await open_page(scheme=scheme)
    await house.bot.say(house.claire, "Non lu")
    await expect(phone(page, "Claire").get_by_role("img", name="1 non lu")).to_be_visible()
    for press in (None, "Commandes du bot", "Envoyer autre chose que du texte", "Options"):
        if press is not None:
            await phone(page, "Claire").get_by_role("button", name=press).click()
        assert await page.evaluate(NAMELESS) == []
        assert await page.evaluate(SMALL, TARGET) == []
        assert await page.evaluate(FAINT, AA) == []
    await page.get_by_role("button", name="Ajouter un téléphone").click()
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate(FAINT, AA) == []
    await keep(page, f"sandbox-{scheme}")


async def test_focus_is_seen_wherever_it_goes(house: House, open_page: Open) -> None:
    await talk(house)
    page = await open_page()
    stops = []
    for _ in range(80):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(FOCUS)
        if stop["body"]:
            break
        stops.append(stop)
    assert len(stops) > 20
    assert [stop["name"] for stop in stops if not (stop["seen"] and stop["outline"])] == []


async def test_arrow_keys_walk_through_the_messages(house: House, open_page: Open) -> None:
    await talk(house)
    page = await open_page()
    log = phone(page, "Claire").get_by_role("log")
    await log.focus()
    await page.keyboard.press("ArrowUp")
    await expect(log.locator(".message").last).to_be_focused()
    await page.keyboard.press("Home")
    await expect(log.locator(".message").first).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(log.get_by_role("button", name="Répondre").first).to_be_hidden()  # the words' own link comes first
    await page.keyboard.press("Home")


async def test_news_is_read_aloud_and_the_past_is_not(house: House, open_page: Open) -> None:
    await talk(house)
    page = await open_page()
    log = phone(page, "Claire").get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_have_accessible_name("Conversation de Claire")
    assert "Le bot" not in await log.inner_text()
    await expect(log.locator(".message").nth(1)).to_contain_text("Companion\u202f:")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (768, 1024), (1280, 720), (1920, 1080)])
async def test_no_width_scrolls_sideways(house: House, open_page: Open, width: int, height: int) -> None:
    await talk(house)
    for name in ("Dominique", "Sacha", "Nour"):
        await house.client.person(name, "fr", started=True)
    page = await open_page(width, height)
    assert await page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert await within(page, ".bar *, .about, .tabs") == []
    seen = 1 if width < 640 else 2 if width < 960 else 3 if width < 1248 else 4
    box = await phone(page, "Nadia").bounding_box()
    assert box is not None
    assert int(width / box["width"]) == seen
    await keep(page, f"sandbox-{width}")


async def within(page: Page, what: str) -> list[str]:
    """The visible elements that reach beyond the window's sides."""
    outside = """(what) => [...document.querySelectorAll(what)].filter((node) => node.checkVisibility())
      .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5 || node.getBoundingClientRect().left < 0)
      .map((node) => node.outerHTML.slice(0, 100))"""
    return list(await page.evaluate(outside, what))


async def test_tabs_lead_from_phone_to_phone_on_a_narrow_screen(house: House, open_page: Open) -> None:
    page = await open_page(320, 640)
    tabs = page.get_by_role("navigation", name="Téléphones")
    await expect(tabs.get_by_role("button", name="Nadia")).to_have_attribute("aria-current", "true")
    await house.bot.say(house.claire, "Une demande vous attend.")
    await expect(tabs.get_by_role("button", name="Claire 1 non lu")).to_be_visible()
    await tabs.get_by_role("button", name="Claire").click()
    await expect(tabs.get_by_role("button", name="Claire")).to_have_attribute("aria-current", "true")
    await expect(phone(page, "Claire").locator(".theirs")).to_be_in_viewport()
    await expect(phone(page, "Nadia").locator(".composer")).not_to_be_in_viewport()
    await page.get_by_role("button", name="Avancer l’horloge").click()
    await page.get_by_role("button", name="+ 1 jour").click()
    await expect(page.locator("#now")).to_have_text("mar. 24 nov. 13:00")
