"""The page around the phones: clock, restart, languages, the demonstration's people, and a lost connection."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, expect

from bot.sandbox.server import SandboxServer
from tests.sandbox.page.conftest import House, Open, keep, phone

pytestmark = pytest.mark.asyncio(loop_scope="session")
PARIS = ZoneInfo("Europe/Paris")


async def test_the_clock_moves_on(house: House, open_page: Open) -> None:
    page = await open_page()
    begin = await house.client.now()
    await expect(page.locator("#now")).to_have_text("lun. 23 nov. 13:00")
    await page.get_by_role("button", name="+ 1 heure").click()
    await expect(page.locator("#now")).to_have_text("lun. 23 nov. 14:00")
    await page.get_by_role("button", name="+ 1 semaine").click()
    await expect(page.locator("#now")).to_have_text("lun. 30 nov. 14:00")
    await page.get_by_role("button", name="Jusqu’au matin").click()
    await expect(page.locator("#now")).to_have_text("mar. 1 déc. 08:00")
    await expect(page.get_by_role("status").last).to_contain_text("mar. 1 déc. 08:00")
    now = await house.client.now()
    assert now - begin > timedelta(days=7, hours=18, minutes=59)
    assert now.astimezone(PARIS).hour == 8

    await house.bot.say(house.claire, "Bonjour")
    await expect(phone(page, "Claire").locator(".day")).to_have_text("mardi 1 décembre")


async def test_morning_is_eight_o_clock_on_both_sides_of_a_clock_change(house: House, open_page: Open) -> None:
    page = await open_page()
    seconds = """async (moment) => (await import("/page/time.js")).secondsToMorning(new Date(moment))"""
    assert await page.evaluate(seconds, "2027-03-27T20:00:00Z") == 10 * 3600  # 21:00, and the night has 23 hours
    assert await page.evaluate(seconds, "2026-10-24T19:00:00Z") == 12 * 3600  # 21:00, and the night has 25 hours
    assert await page.evaluate(seconds, "2026-11-23T03:30:15Z") == 3.5 * 3600 - 15
    assert await page.evaluate(seconds, "2026-11-23T07:00:00Z") == 24 * 3600


async def test_the_bot_is_restarted(house: House, open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Redémarrer le bot").click()
    await expect(page.get_by_role("status").last).to_have_text("Le bot a redémarré.")
    assert len(house.restarts) == 1


async def test_nobody_offers_a_restart_that_cannot_be(browser: Browser) -> None:
    async with SandboxServer() as server:
        page = await browser.new_page()
        await page.goto(server.url)
        await page.wait_for_selector("html[data-ready]")
        await expect(page.get_by_role("button", name="Redémarrer le bot")).to_be_hidden()
        await page.close()


async def test_a_phone_is_added_and_opens_the_invitation(house: House, open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Ajouter un téléphone").click()
    await page.get_by_label("Prénom").fill("Maria")
    await page.get_by_label("Langue du téléphone").select_option("en")
    await page.get_by_label("Code d’invitation").fill("code-42")
    await page.keyboard.press("Enter")
    maria = phone(page, "Maria")
    await expect(maria.get_by_role("img", name="Téléphone en anglais")).to_have_text("EN")
    await expect(maria.get_by_role("button", name="Démarrer")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(maria.locator(".mine")).to_contain_text("/start code-42")
    assert (await house.client.people())[-1]["language_code"] == "en"


async def test_the_page_speaks_english_too_and_remembers(house: House, open_page: Open) -> None:
    page = await open_page()
    await expect(page.locator("html")).to_have_attribute("lang", "fr")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("heading", name="The companion")).to_be_visible()
    await expect(page.get_by_role("region", name="Claire’s phone").get_by_role("textbox")).to_be_visible()
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("button", name="Français")).to_be_visible()


async def test_the_language_of_a_phone_can_be_changed(house: House, open_page: Open) -> None:
    page = await open_page()
    claire = phone(page, "Claire")
    await claire.get_by_role("button", name="Options").click()
    await claire.get_by_role("button", name="Mettre le téléphone en anglais").click()
    await expect(claire.get_by_role("img", name="Téléphone en anglais")).to_have_text("EN")
    assert (await house.client.people())[1]["language_code"] == "en"


async def test_both_languages_say_the_same_things(house: House, open_page: Open) -> None:
    page = await open_page()
    lists = await page.evaluate("async () => (await import('/page/phrases.js')).phrases")
    assert lists["fr"].keys() == lists["en"].keys()
    for name, words in lists["fr"].items():
        places = {part.split("}")[0] for part in words.split("{")[1:]}
        assert places == {part.split("}")[0] for part in lists["en"][name].split("{")[1:]}, name
        for mark in ":?!;":
            assert f" {mark}" not in words and f"\u00a0{mark}" not in words, name
        assert "'" not in words + lists["en"][name], name


async def test_the_people_of_the_demonstration_come_first(house: House, open_page: Open) -> None:
    cast = [
        {
            "id": house.claire,
            "name": "Claire Exemple",
            "role": {"fr": "Accompagnante", "en": "AP"},
            "note": "A vécu la maladie",
        },
        {"id": house.nadia, "name": "Nadia", "role": "Patiente", "note": "", "start": "unit-code"},
    ]
    house.server.sandbox.page.update(people=cast, start="unit-code")
    page = await open_page()
    assert await page.locator(".phone h2").all_inner_texts() == ["Claire Exemple", "Nadia"]
    await expect(phone(page, "Claire").locator(".role")).to_have_text("Accompagnante")
    await phone(page, "Nadia").get_by_role("button", name="Démarrer").click()
    await expect(phone(page, "Nadia").locator(".mine")).to_have_text("Nadia\u202f:/start unit-code13:00")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator(".role").first).to_have_text("AP")
    await keep(page, "sandbox-entrance")

    await page.get_by_role("button", name="Add a phone").click()
    await expect(page.get_by_label("Invitation code")).to_have_value("unit-code")


async def test_a_reload_and_a_lost_line_lose_nothing(house: House, open_page: Open) -> None:
    page = await open_page()
    await house.bot.say(house.claire, "Avant")
    await page.reload()
    claire = phone(page, "Claire")
    await expect(claire.locator(".theirs")).to_contain_text("Avant")

    house.server.sandbox.chats.bell.close()  # every stream ends; the browser comes back by itself
    await expect(page.get_by_role("status").last).to_have_text("La liaison est rétablie.")
    await house.bot.say(house.claire, "Après")
    await expect(claire.locator(".theirs")).to_have_count(2)


async def test_somebody_new_and_somebody_typing_are_seen(house: House, open_page: Open) -> None:
    page = await open_page()
    await house.client.text(await house.client.person("Ida", "fr"), "/start")
    await expect(phone(page, "Ida").locator(".theirs")).to_contain_text("programme")
    await house.bot.call("sendChatAction", chat_id=house.claire, action="typing")
    await expect(phone(page, "Claire").locator(".chat-bar")).to_contain_text("écrit…")
    await house.bot.say(house.claire, "Voilà")
    await expect(phone(page, "Claire").locator(".chat-bar")).not_to_contain_text("écrit…")
