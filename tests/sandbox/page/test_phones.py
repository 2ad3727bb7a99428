"""Two people, two phones, one browser: what they do, and what they see of each other."""

import pytest
from playwright.async_api import expect

from tests.sandbox.page.conftest import House, Open, keep, phone

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_person_opens_the_chat_and_taps_an_answer(house: House, open_page: Open) -> None:
    page = await open_page()
    nadia = phone(page, "Nadia")
    await nadia.get_by_role("button", name="Démarrer").click()
    greeting = nadia.locator(".message.theirs")
    await expect(greeting).to_contain_text("Je suis un programme")
    await expect(greeting.locator("b")).to_have_text("programme")
    await expect(greeting.locator("time")).to_have_text("13:00")

    await greeting.get_by_role("button", name="Oui").click()

    await expect(greeting).to_contain_text("Vous avez dit oui.")
    await expect(greeting.locator(".edited")).to_have_text("modifié")
    await expect(greeting.locator(".key")).to_have_count(0)


async def test_the_keyboard_alone_is_enough(house: House, open_page: Open) -> None:
    page = await open_page()
    nadia = phone(page, "Nadia")

    async def tab_to(name: str) -> None:
        for _ in range(60):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.innerText") == name:
                return
        raise AssertionError(f"no way to «{name}» with the Tab key")

    await tab_to("Démarrer")
    await page.keyboard.press("Enter")
    await expect(nadia.locator(".theirs .key")).to_have_count(3)
    await expect(nadia.get_by_role("textbox")).to_be_focused()

    await page.keyboard.press("Shift+Tab")
    await tab_to("Écrire comme Nadia")
    await page.keyboard.type("numéro")
    await page.keyboard.press("Enter")
    await expect(nadia.locator(".theirs").last).to_contain_text("À quel numéro")

    await page.evaluate("document.activeElement.blur()")
    await tab_to("Oui")
    await page.keyboard.press("Space")
    await expect(nadia.locator(".theirs").first).to_contain_text("Vous avez dit oui.")
    await expect(nadia.locator(".theirs").first).to_be_focused()


async def test_a_tap_may_be_answered_with_a_word_or_an_alert(house: House, open_page: Open) -> None:
    page = await open_page()
    nadia = phone(page, "Nadia")
    await nadia.get_by_role("button", name="Démarrer").click()

    await nadia.get_by_role("button", name="Plus tard").click()
    await expect(nadia.locator(".toast")).to_have_text("Prenez votre temps.")
    await expect(nadia.locator(".waits")).to_have_count(0)

    await nadia.get_by_role("button", name="Non").click()
    alert = page.get_by_role("dialog", name="Nadia")
    await expect(alert).to_contain_text("Ce n’est pas grave.")
    await page.keyboard.press("Escape")
    await expect(alert).to_be_hidden()


async def test_what_one_writes_the_other_reads(house: House, open_page: Open) -> None:
    house.bot.pair = {house.nadia: house.claire, house.claire: house.nadia}
    page = await open_page()
    nadia, claire = phone(page, "Nadia"), phone(page, "Claire")
    await nadia.get_by_role("button", name="Démarrer").click()
    await nadia.get_by_role("textbox").fill("Bonjour, je suis Nadia.")
    await nadia.get_by_role("button", name="Envoyer", exact=True).click()

    arrived = claire.locator(".theirs")
    await expect(arrived).to_contain_text("Bonjour, je suis Nadia.")
    await expect(arrived.get_by_role("img", name="Arrivé sans son")).to_be_visible()
    await expect(arrived.get_by_role("img", name="Protégé")).to_be_visible()
    await expect(claire.get_by_role("img", name="1 non lu")).to_be_visible()

    await arrived.hover()
    await arrived.get_by_role("button", name="Répondre").click()
    await expect(claire.get_by_role("img", name="1 non lu")).to_be_hidden()
    await claire.get_by_role("textbox").fill("Bonjour Nadia, je vous lis.")
    await page.keyboard.press("Enter")
    await expect(claire.locator(".mine .quote")).to_contain_text("Bonjour, je suis Nadia.")
    await expect(nadia.locator(".theirs").last).to_contain_text("je vous lis")
    await keep(page, "sandbox-two-phones")


async def test_ones_own_words_can_be_changed_and_the_bots_can_go(house: House, open_page: Open) -> None:
    page = await open_page()
    claire = phone(page, "Claire")
    await house.bot.say(house.claire, "Ceci ne reste pas.")
    await expect(claire.locator(".theirs")).to_have_count(1)
    await claire.get_by_role("textbox").fill("efface")
    await page.keyboard.press("Enter")
    await expect(claire.locator(".theirs")).to_have_count(0)

    mine = claire.locator(".mine")
    await mine.hover()
    await mine.get_by_role("button", name="Modifier").click()
    await claire.get_by_role("textbox").fill("effacé, merci")
    await page.keyboard.press("Enter")
    await expect(mine).to_contain_text("effacé, merci")
    await expect(mine.locator(".edited")).to_be_visible()


async def test_a_number_is_shared_by_its_key(house: House, open_page: Open) -> None:
    page = await open_page()
    claire = phone(page, "Claire")
    await claire.get_by_role("textbox").fill("numéro")
    await page.keyboard.press("Enter")
    await claire.get_by_role("button", name="Envoyer mon numéro").click()

    await expect(claire.locator(".mine .number")).to_have_text("+33639980002")
    await expect(claire.locator(".theirs").last).to_contain_text("Merci, c’est noté.")
    await expect(claire.get_by_role("group", name="Touches proposées")).to_be_hidden()
    contact = house.bot.seen[-1]["message"]["contact"]
    assert contact["user_id"] == house.claire


async def test_everything_that_is_not_text_can_be_sent(house: House, open_page: Open) -> None:
    page = await open_page()
    claire = phone(page, "Claire")
    attach = claire.get_by_role("button", name="Envoyer autre chose que du texte")
    await attach.click()
    names = await claire.locator(".menu button").all_inner_texts()
    await page.keyboard.press("Escape")
    assert len(names) == 11
    for name in names:
        before = await claire.locator(".mine").count()
        await attach.click()
        await claire.locator(".menu").get_by_role("button", name=name, exact=True).click()
        await expect(claire.locator(".mine").nth(before)).to_be_visible()
    await expect(claire.locator(".mine")).to_have_count(12)
    await expect(claire.locator(".picture").first).to_have_js_property("naturalWidth", 480)
    assert "Message d’un autre genre" not in await claire.locator(".log").inner_text()


async def test_the_bots_menu_of_commands_and_its_links(house: House, open_page: Open) -> None:
    page = await open_page()
    claire = phone(page, "Claire")
    await house.bot.call("setMyCommands", commands=[{"command": "start", "description": "Reprendre au début"}])
    await claire.get_by_role("button", name="Commandes du bot").click()
    await claire.get_by_role("button", name="Reprendre au début").click()
    await expect(claire.locator(".theirs")).to_have_count(1)

    link = "https://t.me/companion_sandbox_bot?start=code-42"
    await house.bot.say(house.claire, f'Voici <a href="{link}">votre lien</a>.')
    await claire.get_by_role("button", name="votre lien").click()
    await expect(claire.locator(".mine").last).to_contain_text("/start code-42")


async def test_a_person_blocks_the_bot_and_another_is_gone(house: House, open_page: Open) -> None:
    page = await open_page()
    claire = phone(page, "Claire")
    await claire.get_by_role("button", name="Options").click()
    await claire.get_by_role("button", name="Bloquer le bot").click()
    await expect(claire.get_by_text("Claire a bloqué le bot")).to_be_visible()
    await claire.get_by_role("button", name="Débloquer le bot").click()
    await expect(claire.get_by_role("textbox")).to_be_visible()

    await claire.get_by_role("button", name="Options").click()
    await claire.get_by_role("button", name="Supprimer le compte").click()
    await page.get_by_role("dialog").get_by_role("button", name="Supprimer").click()
    await expect(claire.get_by_text("n’existe plus")).to_be_visible()
    assert (await house.client.people())[1]["deactivated"]


async def test_words_are_never_markup(house: House, open_page: Open) -> None:
    page = await open_page()
    claire = phone(page, "Claire")
    trap = '<img src=x onerror="window.caught=1"><script>window.caught=1</script>'
    await claire.get_by_role("textbox").fill(trap)
    await page.keyboard.press("Enter")
    await expect(claire.locator(".mine .words")).to_have_text(trap)
    bold = "<b>gras <i>et penché</i></b> &lt;b&gt; <s>non</s> 👩🏽‍🦰 <u>suite</u>"
    await house.bot.say(house.claire, bold)
    shown = claire.locator(".theirs .words")
    await expect(shown.locator("b i")).to_have_text("et penché")
    await expect(shown.locator("u")).to_have_text("suite")
    await expect(shown).to_have_text("gras et penché <b> non 👩🏽‍🦰 suite")
    assert await page.evaluate("window.caught === undefined")
