"""What Telegram refuses, in its words, as python-telegram-bot and aiogram hear it."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiogram
import aiohttp
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReactionTypeEmoji,
    ReactionTypeUnion,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer

Judge = aiogram.Bot
NOBODY = 42
FACE = "😀"


async def refused(call: Awaitable[Any], error: type[Exception] = TelegramBadRequest) -> str:
    """The words of the refusal."""
    with pytest.raises(error) as caught:
        await call
    return str(caught.value).removeprefix("Telegram server says - ").removeprefix("Bad Request: ")


async def raw(sandbox: SandboxServer, method: str, body: Any, token: str = "") -> tuple[int, dict[str, Any]]:
    """A call as no client would make it."""
    url = f"{sandbox.url}/bot{token or sandbox.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.json()


TEXTS: list[tuple[dict[str, Any], str]] = [
    ({}, "message text is empty"),
    ({"text": ""}, "message text is empty"),
    ({"text": "   \n"}, "text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "x" * 4097}, "message is too long"),
    # Lengths are UTF-16 units after the entities are parsed: a face counts two.
    ({"text": FACE * 2049}, "message is too long"),
    ({"text": "x", "parse_mode": "RTF"}, "unsupported parse_mode"),
    ({"text": "<h1>x", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag \"h1\" at byte offset 0"),
    ({"text": "\ud83d"}, "strings must be encoded in UTF-8"),
    ({"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    ({"text": "x", "reply_parameters": {"quote": "hello"}}, "can't find field \"message_id\""),
    ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
    ({"text": "x", "chat_id": 0}, "chat not found"),
    ({"text": "x", "chat_id": -5}, "chat not found"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "reason"), TEXTS)
async def test_messages_that_cannot_be(sandbox: SandboxServer, zoe: int, fields: dict[str, Any], reason: str) -> None:
    status, answer = await raw(sandbox, "sendMessage", {"chat_id": zoe, **fields})
    assert status == 400
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}


@pytest.mark.parametrize("text", ["x" * 4096, FACE * 2048, "<b>" + "x" * 4096 + "</b>", "&lt;" * 4096])
async def test_messages_just_long_enough(judge: Judge, zoe: int, text: str) -> None:
    assert (await judge.send_message(zoe, text, parse_mode="HTML")).text is not None


async def test_markdown_is_refused_as_something_this_sandbox_does_not_read(sandbox: SandboxServer, zoe: int) -> None:
    status, answer = await raw(sandbox, "sendMessage", {"chat_id": zoe, "text": "*x*", "parse_mode": "MarkdownV2"})
    assert (status, answer["description"]) == (501, "Not Implemented: the sandbox reads parse_mode HTML only")


async def test_a_missing_message_may_be_answered_on_request(judge: Judge, zoe: int) -> None:
    parameters = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await judge.send_message(zoe, "x", reply_parameters=parameters)).reply_to_message is None


async def test_captions_of_more_than_1024_units(judge: Judge, zoe: int) -> None:
    file = BufferedInputFile(b"x", "a.pdf")
    assert await refused(judge.send_document(zoe, file, caption=FACE * 513)) == "message caption is too long"
    assert (await judge.send_document(zoe, file, caption=FACE * 512)).caption == FACE * 512


async def test_an_edit_that_changes_nothing(bot: Bot, zoe: int) -> None:
    sent = await bot.send_message(zoe, "un")
    with pytest.raises(BadRequest) as caught:
        await bot.edit_message_text("un", zoe, sent.message_id)
    assert caught.value.message == (
        "Message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


async def test_edits_that_cannot_be(people: SandboxClient, judge: Judge, zoe: int) -> None:
    written = await people.text(zoe, "de Zoé")
    file = await judge.send_document(zoe, BufferedInputFile(b"x", "a.pdf"))
    text = await judge.send_message(zoe, "un")
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Non")]])
    asked = await judge.send_message(zoe, "un", reply_markup=keys)

    async def edit(message_id: int) -> str:
        return await refused(judge.edit_message_text("deux", chat_id=zoe, message_id=message_id))

    assert await edit(999_999) == "message to edit not found"
    assert await edit(written) == "message can't be edited"
    assert await edit(asked.message_id) == "message can't be edited"
    assert await edit(file.message_id) == "there is no text in the message to edit"
    caption = judge.edit_message_caption(chat_id=zoe, message_id=text.message_id, caption="x")
    assert await refused(caption) == "there is no caption in the message to edit"


async def test_deletions_that_cannot_be(people: SandboxClient, judge: Judge, zoe: int) -> None:
    sent = await judge.send_message(zoe, "un")
    assert await refused(judge.delete_message(zoe, 999_999)) == "message to delete not found"
    assert await refused(judge.delete_message(NOBODY, sent.message_id)) == "chat not found"
    assert await refused(judge.delete_messages(zoe, [])) == "message identifiers are not specified"
    assert await refused(judge.delete_messages(zoe, list(range(101)))) == "too many message identifiers specified"
    await people.advance(48 * 3600)
    await judge.delete_message(zoe, (await judge.send_message(zoe, "deux")).message_id)
    await people.advance(1)
    assert await refused(judge.delete_message(zoe, sent.message_id)) == "message can't be deleted for everyone"
    assert await refused(judge.delete_messages(zoe, [sent.message_id])) == "message can't be deleted for everyone"
    assert (await people.last(zoe)).text == "un"


async def test_a_message_deleted_twice(judge: Judge, zoe: int) -> None:
    sent = await judge.send_message(zoe, "un")
    await judge.delete_message(zoe, sent.message_id)
    assert await refused(judge.delete_message(zoe, sent.message_id)) == "message to delete not found"


async def test_who_blocked_the_bot_gets_nothing_until_they_unblock_it(
    people: SandboxClient, bot: Bot, zoe: int
) -> None:
    sent = await bot.send_message(zoe, "un")
    await people.block(zoe)
    calls: list[Awaitable[Any]] = [
        bot.send_message(zoe, "deux"),
        bot.edit_message_text("deux", zoe, sent.message_id),
        bot.send_chat_action(zoe, "typing"),
    ]
    for call in calls:
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await call
    await people.unblock(zoe)
    await bot.send_message(zoe, "trois")
    assert [message.text for message in (await people.chat(zoe)).messages] == ["un", "trois"]


async def test_who_deleted_their_account_gets_nothing(people: SandboxClient, judge: Judge, zoe: int) -> None:
    await people.leave(zoe)
    assert await refused(judge.send_message(zoe, "x"), TelegramForbiddenError) == "Forbidden: user is deactivated"


async def test_who_never_pressed_start_cannot_be_written_to(people: SandboxClient, judge: Judge) -> None:
    stranger = await people.person("Léa")
    words = await refused(judge.send_message(stranger, "x"), TelegramForbiddenError)
    assert words == "Forbidden: bot can't initiate conversation with a user"
    await people.text(stranger, "/start")
    assert (await judge.send_message(stranger, "x")).text == "x"


async def test_answers_to_taps_that_cannot_be(people: SandboxClient, judge: Judge, zoe: int) -> None:
    too_old = "query is too old and response timeout expired or query ID is invalid"
    query_id = await people.tap_data(zoe, 1, "x")
    assert await refused(judge.answer_callback_query(query_id, text="x" * 201)) == "MESSAGE_TOO_LONG"
    assert await refused(judge.answer_callback_query("nonsense")) == too_old
    await people.advance(3600)
    assert await refused(judge.answer_callback_query(query_id)) == too_old


FILES: list[tuple[Callable[[Judge, int], Awaitable[Any]], str]] = [
    (lambda judge, zoe: judge.send_photo(zoe, BufferedInputFile(b"no picture", "a.png")), "IMAGE_PROCESS_FAILED"),
    (lambda judge, zoe: judge.send_photo(zoe, "nonsense"), "wrong file identifier/HTTP URL specified"),
    (lambda judge, zoe: judge.send_photo(zoe, "https://example.com/a.png"), "failed to get HTTP URL content"),
    (lambda judge, zoe: judge.send_voice(zoe, ""), "there is no voice in the request"),
    (lambda judge, zoe: judge.send_document(zoe, BufferedInputFile(b"", "a.pdf")), "file must be non-empty"),
    (lambda judge, zoe: judge.get_file("nonsense"), "invalid file_id"),
    (lambda judge, zoe: judge.send_contact(zoe, "", "Samu"), 'parameter "phone_number" is required'),
    (lambda judge, zoe: judge.send_contact(zoe, "15", ""), 'parameter "first_name" is required'),
    (lambda judge, zoe: judge.send_media_group(zoe, []), "there are no messages to send"),
    (
        lambda judge, zoe: judge.send_media_group(zoe, [InputMediaPhoto(media="x"), InputMediaDocument(media="x")]),
        "document can't be mixed with other media types",
    ),
    (lambda judge, zoe: judge.copy_message(zoe, NOBODY, 1), "message to copy not found"),
    (lambda judge, zoe: judge.set_message_reaction(zoe, 999, []), "message to react not found"),
    (lambda judge, zoe: judge.send_chat_action(zoe, "dancing"), "wrong parameter action in request"),
    (lambda judge, zoe: judge.set_my_commands([BotCommand(command="Help", description="x")]), "BOT_COMMAND_INVALID"),
    (
        lambda judge, zoe: judge.set_my_commands([BotCommand(command="help", description=" ")]),
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        lambda judge, zoe: judge.set_my_commands([BotCommand(command="help", description="x")] * 101),
        "BOT_COMMANDS_TOO_MUCH",
    ),
    (
        lambda judge, zoe: judge.set_my_commands([], language_code="français"),
        "invalid language code specified",
    ),
    (lambda judge, zoe: judge.get_chat(NOBODY), "chat not found"),
]


@pytest.mark.parametrize(("call", "reason"), FILES)
async def test_other_calls_that_cannot_be(
    judge: Judge, zoe: int, call: Callable[[Judge, int], Awaitable[Any]], reason: str
) -> None:
    assert await refused(call(judge, zoe)) == reason


async def test_reactions_that_cannot_be(people: SandboxClient, judge: Judge, zoe: int) -> None:
    written = await people.text(zoe, "Merci")
    squid: list[ReactionTypeUnion] = [ReactionTypeEmoji(emoji="🦑")]
    two: list[ReactionTypeUnion] = [ReactionTypeEmoji(emoji="👍"), ReactionTypeEmoji(emoji="🔥")]
    assert await refused(judge.set_message_reaction(zoe, written, squid)) == "REACTION_INVALID"
    assert await refused(judge.set_message_reaction(zoe, written, two)) == "REACTIONS_TOO_MANY"


class Unknown(TelegramMethod[bool]):
    __returning__ = bool
    __api_method__ = "sendTelepathy"


async def test_a_method_nobody_knows(judge: Judge) -> None:
    assert await refused(judge(Unknown()), TelegramNotFound) == "Not Found: method not found"


async def test_another_bots_token(sandbox: SandboxServer, judge: Judge) -> None:
    stranger = aiogram.Bot("42:" + "x" * 35, session=judge.session)
    assert await refused(stranger.get_me(), TelegramUnauthorizedError) == "Unauthorized"
    status, answer = await raw(sandbox, "getMe", {}, token="nonsense")
    assert (status, answer["description"]) == (404, "Not Found")


@pytest.mark.parametrize("body", ["[1]", "{", '"x"'])
async def test_a_body_that_is_no_object(sandbox: SandboxServer, body: str) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/getMe"
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"] == "Bad Request: can't parse request JSON object"
