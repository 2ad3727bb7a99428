"""The client that the tour and the journeys hold in their hands."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.client import SandboxClient, SandboxError
from bot.sandbox.screen import ChatView, MessageView
from bot.sandbox.server import SandboxServer


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label.lower())] for label in labels])


async def tapped(bot: Bot) -> list[tuple[str | None, int | None]]:
    queries = [update.callback_query for update in await bot.get_updates()]
    return [(query.data, query.message.message_id if query.message else None) for query in queries if query is not None]


async def test_waiting_ends_as_soon_as_the_message_is_there(people: SandboxClient, bot: Bot, zoe: int) -> None:
    waiting = asyncio.create_task(people.wait_for(zoe, "soir"))
    await bot.send_message(zoe, "Bonjour")
    await bot.send_message(zoe, "Bonsoir")
    assert (await waiting).text == "Bonsoir"


async def test_what_is_already_there_is_found_at_once(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await bot.send_message(zoe, "un", reply_markup=keyboard("Oui"))
    assert (await people.wait_for(zoe, lambda message: message.button("Oui") is not None)).text == "un"


async def test_an_edit_is_waited_for_too(people: SandboxClient, bot: Bot, zoe: int) -> None:
    sent = await bot.send_message(zoe, "un")
    before = await people.seq(zoe)
    waiting = asyncio.create_task(people.wait_for(zoe, "n", after=before))
    await bot.edit_message_text("non", zoe, sent.message_id)
    assert ((await waiting).text, (await waiting).edited) == ("non", True)


async def test_what_does_not_come_fails_and_says_what_the_phone_shows(
    people: SandboxClient, bot: Bot, zoe: int
) -> None:
    await bot.send_message(zoe, "un", reply_markup=keyboard("Oui"))
    with pytest.raises(SandboxError, match=r"did not come within 0.1 s; the phone shows: bot: un \[Oui\]"):
        await people.wait_for(zoe, "deux", timeout=0.1)


async def test_ones_own_words_are_not_what_one_waits_for(people: SandboxClient, zoe: int) -> None:
    await people.text(zoe, "Bonjour")
    with pytest.raises(SandboxError):
        await people.wait_for(zoe, "Bonjour", timeout=0.1)


async def test_a_tap_takes_the_newest_button_with_the_label(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await bot.send_message(zoe, "un", reply_markup=keyboard("Oui"))
    newest = await bot.send_message(zoe, "deux", reply_markup=keyboard("Oui", "Non"))
    gone = await bot.send_message(zoe, "trois", reply_markup=keyboard("Oui"))
    await gone.delete()
    await people.tap(zoe, "Oui")
    assert await tapped(bot) == [("oui", newest.message_id)]


async def test_a_part_of_a_label_is_enough_where_only_one_has_it(people: SandboxClient, bot: Bot, zoe: int) -> None:
    await bot.send_message(zoe, "un", reply_markup=keyboard("✅ Oui", "Oui, plus tard", "Non merci"))
    await people.tap(zoe, "Non")
    with pytest.raises(SandboxError, match="no button «Oui» on this phone"):
        await people.tap(zoe, "Oui")
    assert [data for data, _ in await tapped(bot)] == ["non merci"]


async def test_the_last_message_is_the_bots_newest_that_is_still_there(
    people: SandboxClient, bot: Bot, zoe: int
) -> None:
    with pytest.raises(SandboxError, match="the bot has said nothing"):
        await people.last(zoe)
    await bot.send_message(zoe, "un")
    await (await bot.send_message(zoe, "deux")).delete()
    await people.text(zoe, "trois")
    assert (await people.last(zoe)).text == "un"


async def test_only_what_changed_since_is_given(people: SandboxClient, bot: Bot, zoe: int) -> None:
    first = await bot.send_message(zoe, "un")
    await bot.send_message(zoe, "deux")
    seq = await people.seq(zoe)
    assert (await people.chat(zoe, seq)).messages == ()
    await bot.edit_message_text("un, corrigé", zoe, first.message_id)
    assert [message.text for message in (await people.chat(zoe, seq)).messages] == ["un, corrigé"]


async def test_one_phone_does_not_show_what_is_on_another(people: SandboxClient, bot: Bot, zoe: int) -> None:
    ali = await people.person("Ali", "en", started=True)
    await bot.send_message(ali, "pour Ali")
    assert (await people.chat(zoe)).messages == ()
    assert {person["first_name"]: person["language_code"] for person in await people.people()} == {
        "Zoé": "fr",
        "Ali": "en",
    }


async def test_many_can_wait_at_once(people: SandboxClient, bot: Bot, zoe: int) -> None:
    waiting = [asyncio.create_task(people.wait_for(zoe, f"n° {number}")) for number in range(50)]
    for number in range(50):
        await bot.send_message(zoe, f"n° {number} !")
    assert len(await asyncio.gather(*waiting)) == 50


async def test_a_stopped_server_leaves_nobody_waiting() -> None:
    server = SandboxServer()
    await server.start()
    async with SandboxClient(server.url) as people:
        zoe = await people.person("Zoé")
        listening = asyncio.Event()

        def look(_: ChatView) -> MessageView | None:
            listening.set()
            return None

        waiting = asyncio.create_task(people.wait_until(zoe, look, 30))
        await listening.wait()
        await server.stop()
        with pytest.raises(SandboxError, match="the sandbox does not answer"):
            await waiting


async def test_a_closed_client_says_so(sandbox: SandboxServer) -> None:
    with pytest.raises(SandboxError, match="the client is closed"):
        await SandboxClient(sandbox.url).people()
