"""What people do, as two clients that nobody here wrote read it."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiogram
import pytest
from telegram import Bot, Update

from bot.sandbox.attachments import KINDS
from bot.sandbox.client import SandboxClient, SandboxError

People = SandboxClient
Act = Callable[[People, int], Awaitable[Any]]


def sending(kind: str) -> Act:
    return lambda people, zoe: people.media(zoe, kind)


ACTS: dict[str, Act] = {
    "text": lambda people, zoe: people.text(zoe, "Bonjour 😀"),
    "right to left": lambda people, zoe: people.text(zoe, "مرحبا\u200b\u202e abc"),
    "100 KB": lambda people, zoe: people.text(zoe, "é" * 50_000),
    "command": lambda people, zoe: people.text(zoe, "/start opaque-code"),
    "own contact": lambda people, zoe: people.contact(zoe, "+33639980001"),
    "other contact": lambda people, zoe: people.contact(zoe, "+33639980002", own=False),
    "forward": lambda people, zoe: people.forward(zoe, "Lu ailleurs"),
    "tap on nothing": lambda people, zoe: people.tap_data(zoe, 999, "forged"),
    "block": lambda people, zoe: people.block(zoe),
    **{kind: sending(kind) for kind in sorted(KINDS)},
}


@pytest.mark.parametrize("name", ACTS)
async def test_every_act_is_an_update_that_both_clients_read(
    people: People, bot: Bot, judge: aiogram.Bot, zoe: int, name: str
) -> None:
    await ACTS[name](people, zoe)
    (by_ptb,) = await bot.get_updates()
    (by_aiogram,) = await judge.get_updates()
    assert by_ptb.update_id == by_aiogram.update_id
    assert by_aiogram.event_type in by_ptb.to_dict()
    # Neither met a field it does not know.
    assert not by_ptb.api_kwargs
    assert by_ptb.effective_user is not None and by_ptb.effective_user.id == zoe
    if by_ptb.message is not None:
        assert not by_ptb.message.api_kwargs
        assert Update.de_json(by_ptb.to_dict(), bot) == by_ptb


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_every_kind_is_shown_as_itself(people: People, judge: aiogram.Bot, zoe: int, kind: str) -> None:
    await people.media(zoe, kind)
    (update,) = await judge.get_updates()
    assert update.message is not None and update.message.content_type == kind
    assert (await people.chat(zoe)).messages[0].kind == kind


async def test_a_command_is_marked_as_one(people: People, bot: Bot, zoe: int) -> None:
    await people.text(zoe, "/start opaque-code")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.parse_entities(["bot_command"]).popitem()[1] == "/start"


async def test_a_text_is_corrected(people: People, bot: Bot, zoe: int) -> None:
    sent = await people.text(zoe, "Bonjuor")
    await people.edit(zoe, sent, "Bonjour")
    _, update = await bot.get_updates()
    assert update.edited_message is not None and update.edited_message.text == "Bonjour"
    assert update.edited_message.edit_date is not None
    (message,) = (await people.chat(zoe)).messages
    assert (message.text, message.edited) == ("Bonjour", True)


async def test_a_tap_on_a_message_that_was_deleted_comes_without_it(people: People, bot: Bot, zoe: int) -> None:
    sent = await bot.send_message(zoe, "Oui ?")
    await sent.delete()
    await people.tap_data(zoe, sent.message_id, "old")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None and update.callback_query.message is not None
    assert update.callback_query.message.is_accessible is False


async def test_an_album_comes_as_updates_of_one_group(people: People, bot: Bot, zoe: int) -> None:
    await people.album(zoe, "photo", "video", "photo", caption="Le parc")
    messages = [update.message for update in await bot.get_updates()]
    assert [message.caption for message in messages if message is not None] == ["Le parc", None, None]
    assert len({message.media_group_id for message in messages if message is not None}) == 1


async def test_a_files_bytes_can_be_fetched(people: People, bot: Bot, zoe: int) -> None:
    await people.media(zoe, "document", file_name="lettre.txt", data="Ym9uam91cg==", caption="ma lettre")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.document is not None
    assert (update.message.document.file_name, update.message.caption) == ("lettre.txt", "ma lettre")
    file = await bot.get_file(update.message.document)
    assert bytes(await file.download_as_bytearray()) == b"bonjour"


async def test_the_language_of_a_phone_can_be_changed(people: People, bot: Bot, zoe: int) -> None:
    await people.language(zoe, "en-GB")
    await people.text(zoe, "Hello")
    (update,) = await bot.get_updates()
    assert update.effective_user is not None and update.effective_user.language_code == "en-GB"


async def test_blocking_and_writing_again_are_told(people: People, bot: Bot, zoe: int) -> None:
    await people.block(zoe)
    assert (await people.chat(zoe)).blocked is True
    await people.text(zoe, "/start")
    assert (await people.chat(zoe)).blocked is False
    blocked, unblocked, written = await bot.get_updates()
    assert blocked.my_chat_member is not None and blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None and unblocked.my_chat_member.new_chat_member.status == "member"
    assert written.message is not None


async def test_updates_of_any_kind_come_as_they_are(people: People, bot: Bot) -> None:
    channel = {"id": -1001, "type": "channel", "title": "News"}
    await bot.get_updates(allowed_updates=["message"])
    await people.update({"channel_post": {"message_id": 1, "date": 1, "chat": channel, "text": "x"}})
    update_id = await people.update({"telepathy": {"thought": "x"}})
    post, unknown = await bot.get_updates()
    assert post.channel_post is not None
    assert (unknown.update_id, unknown.api_kwargs["telepathy"]) == (update_id, {"thought": "x"})


IMPOSSIBLE: list[tuple[Act, str]] = [
    (lambda people, zoe: people.press(zoe, "Oui"), "there is no key «Oui»"),
    (lambda people, zoe: people.edit(zoe, 999, "x"), "only one's own text can be changed"),
    (lambda people, zoe: people.text(zoe, "x", reply_to=999), "the message to reply to is not there"),
    (lambda people, zoe: people.media(zoe, "hologram"), "kind is one of"),
    (lambda people, zoe: people.act(zoe, "fly"), "nobody can «fly»"),
    (lambda people, zoe: people.act(zoe, "text"), "missing or wrong: 'text'"),
    (lambda people, zoe: people.text(999, "x"), "no such person"),
    (lambda people, zoe: people.person("  "), "first_name is empty"),
    (lambda people, zoe: people.restart(), "nobody here can restart the bot"),
    (lambda people, zoe: people.fault("sendMessage", "earthquake"), "kind is one of"),
    (lambda people, zoe: people.fault("sendMessage", "429", colour="red"), "unexpected keyword argument"),
]


@pytest.mark.parametrize(("act", "reason"), IMPOSSIBLE)
async def test_what_nobody_could_do_is_refused_with_the_reason(
    people: People, bot: Bot, zoe: int, act: Act, reason: str
) -> None:
    with pytest.raises(SandboxError, match=reason):
        await act(people, zoe)
    assert await bot.get_updates() == ()


async def test_a_deleted_account_writes_no_more(people: People, bot: Bot, zoe: int) -> None:
    await people.leave(zoe)
    with pytest.raises(SandboxError, match="this account is gone"):
        await people.text(zoe, "x")
    assert await bot.get_updates() == ()
