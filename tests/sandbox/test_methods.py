"""Every method, driven by aiogram's client: it checks every field of what comes back."""

import base64
from io import BytesIO

import aiogram
import aiohttp
import pytest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram import Bot

from bot.sandbox.attachments import PIXEL
from bot.sandbox.client import SandboxClient
from bot.sandbox.methods import METHODS
from bot.sandbox.server import SandboxServer

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Oui", callback_data="yes")]])
NO = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Non", callback_data="no")]])
JPEG = base64.b64decode("/9j/4AAQSkZJRgABAQEASABIAAD/wAALCAAIABABAREA/9k=")


def test_every_method_is_one_that_aiogram_knows() -> None:
    assert {name[0].upper() + name[1:] for name in METHODS} <= set(aiogram.methods.__all__)


async def test_who_the_bot_is(judge: aiogram.Bot) -> None:
    me = await judge.get_me()
    assert (me.is_bot, me.username, me.id) == (True, "companion_sandbox_bot", judge.id)


async def test_a_message_with_all_it_may_carry(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    asked = await people.text(zoe, "Bonjour ?")
    sent = await judge.send_message(
        zoe,
        "<b>Bonjour</b> https://cancer.fr",
        parse_mode="HTML",
        reply_markup=YES,
        disable_notification=True,
        protect_content=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(message_id=asked),
    )
    assert sent.text == "Bonjour https://cancer.fr"
    assert [entity.type for entity in sent.entities or []] == ["bold", "url"]
    assert sent.has_protected_content is True
    assert sent.link_preview_options is not None and sent.link_preview_options.is_disabled is True
    assert sent.reply_to_message is not None and sent.reply_to_message.message_id == asked
    seen = await people.last(zoe)
    assert (seen.silent, seen.protected, seen.reply_to) == (True, True, asked)
    assert seen.html.startswith("<b>Bonjour</b> <a href=")
    assert seen.buttons[0][0].data == "yes"


async def test_edits(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    sent = await judge.send_message(zoe, "un", reply_markup=YES)
    edited = await judge.edit_message_text("deux", chat_id=zoe, message_id=sent.message_id, reply_markup=NO)
    assert isinstance(edited, aiogram.types.Message) and edited.text == "deux" and edited.edit_date is not None
    await judge.edit_message_reply_markup(chat_id=zoe, message_id=sent.message_id)
    seen = await people.last(zoe)
    assert (seen.text, seen.edited, seen.buttons) == ("deux", True, ())


async def test_a_text_edited_without_keyboard_loses_it(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    sent = await judge.send_message(zoe, "un", reply_markup=YES)
    await judge.edit_message_text("un", chat_id=zoe, message_id=sent.message_id)
    assert (await people.last(zoe)).buttons == ()


async def test_taps_and_their_answers(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    sent = await judge.send_message(zoe, "Oui ou non ?", reply_markup=YES)
    query_id = await people.tap(zoe, "Oui")
    (update,) = await judge.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.id, update.callback_query.data) == (query_id, "yes")
    assert update.callback_query.message is not None and update.callback_query.message.message_id == sent.message_id
    assert await judge.answer_callback_query(query_id, text="Merci", show_alert=True) is True
    (answer,) = (await people.chat(zoe)).answers
    assert answer == {"callback_query_id": query_id, "text": "Merci", "show_alert": True}


async def test_deletions_of_ones_own_and_of_the_persons_messages(
    people: SandboxClient, judge: aiogram.Bot, zoe: int
) -> None:
    written = await people.text(zoe, "mon numéro")
    sent = [(await judge.send_message(zoe, text)).message_id for text in ("un", "deux")]
    assert await judge.delete_message(zoe, written) is True
    assert await judge.delete_messages(zoe, [*sent, 999_999]) is True
    assert all(message.deleted for message in (await people.chat(zoe)).messages)


@pytest.mark.parametrize("data", [PIXEL, JPEG])
async def test_a_photo_goes_out_and_its_bytes_come_back(
    people: SandboxClient, judge: aiogram.Bot, zoe: int, data: bytes
) -> None:
    sent = await judge.send_photo(zoe, BufferedInputFile(data, "a.img"), caption="<i>vue</i>", parse_mode="HTML")
    assert sent.photo is not None and sent.caption == "vue"
    assert (sent.photo[0].width, sent.photo[0].height) == ((1, 1) if data == PIXEL else (16, 8))
    file = await judge.get_file(sent.photo[0].file_id)
    assert file.file_path is not None
    fetched = await judge.download_file(file.file_path, BytesIO())
    assert fetched is not None and fetched.read() == data
    seen = await people.last(zoe)
    assert (seen.kind, seen.text, seen.file is not None) == ("photo", "vue", True)
    again = await judge.send_photo(zoe, sent.photo[0].file_id)
    assert again.photo is not None and again.photo[0].file_unique_id == sent.photo[0].file_unique_id


async def test_every_kind_of_file(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    file = BufferedInputFile(b"some bytes", "a.bin")
    assert (await judge.send_voice(zoe, file, duration=7)).voice.duration == 7  # type: ignore[union-attr]
    assert (await judge.send_document(zoe, file)).document.file_name == "a.bin"  # type: ignore[union-attr]
    assert (await judge.send_audio(zoe, file, title="Air")).audio.title == "Air"  # type: ignore[union-attr]
    assert (await judge.send_video(zoe, file, width=9)).video.width == 9  # type: ignore[union-attr]
    assert (await judge.send_animation(zoe, file)).animation is not None
    assert (await judge.send_video_note(zoe, file)).video_note is not None
    assert (await judge.send_sticker(zoe, file)).sticker is not None
    kinds = [message.kind for message in (await people.chat(zoe)).messages]
    assert kinds == ["voice", "document", "audio", "video", "animation", "video_note", "sticker"]


async def test_captions_are_edited(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    sent = await judge.send_document(zoe, BufferedInputFile(b"x", "a.pdf"), caption="un")
    await judge.edit_message_caption(chat_id=zoe, message_id=sent.message_id, caption="deux")
    seen = await people.last(zoe)
    assert (seen.text, seen.file is not None) == ("deux", True)


async def test_an_album_is_several_messages_of_one_group(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    photo = InputMediaPhoto(media=BufferedInputFile(PIXEL, "a.png"), caption="ensemble")
    video = InputMediaVideo(media=BufferedInputFile(b"x", "b.mp4"))
    sent = await judge.send_media_group(zoe, [photo, video])
    assert [message.content_type for message in sent] == ["photo", "video"]
    assert sent[0].media_group_id == sent[1].media_group_id is not None
    assert [message.text for message in (await people.chat(zoe)).messages] == ["ensemble", ""]


async def test_a_contact_card(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    sent = await judge.send_contact(zoe, "3114", "Prévention du suicide")
    assert sent.contact is not None and sent.contact.phone_number == "3114"
    seen = await people.last(zoe)
    assert seen.contact == {"phone_number": "3114", "first_name": "Prévention du suicide"}


async def test_a_place(judge: aiogram.Bot, zoe: int) -> None:
    sent = await judge.send_location(zoe, 48.5, 2.25)
    assert sent.location is not None and (sent.location.latitude, sent.location.longitude) == (48.5, 2.25)


async def test_a_copy_does_not_say_where_it_came_from(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    ali = await people.person("Ali", started=True)
    forwarded = await people.forward(ali, "Courage")
    copy = await judge.copy_message(zoe, ali, forwarded, protect_content=True)
    seen = await people.last(zoe)
    assert (seen.message_id, seen.text, seen.protected) == (copy.message_id, "Courage", True)
    voice = await people.media(ali, "voice", caption="écoute")
    await judge.copy_message(zoe, ali, voice, caption="De la personne qui vous accompagne")
    seen = await people.last(zoe)
    assert (seen.kind, seen.text) == ("voice", "De la personne qui vous accompagne")


async def test_keys_that_ask_for_the_contact(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    keys = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="Donner mon numéro", request_contact=True)], [KeyboardButton(text="Non")]],
        one_time_keyboard=True,
    )
    await judge.send_message(zoe, "Un numéro ?", reply_markup=keys)
    shown = (await people.chat(zoe)).keyboard
    assert shown is not None and [row[0].text for row in shown] == ["Donner mon numéro", "Non"]
    assert shown[0][0].request_contact is True
    await people.press(zoe, "Donner mon numéro")
    (update,) = await judge.get_updates()
    assert update.message is not None and update.message.contact is not None
    assert update.message.contact.user_id == zoe
    assert (await people.chat(zoe)).keyboard is None


async def test_keys_stay_until_they_are_taken_away(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Non")]])
    await judge.send_message(zoe, "Un numéro ?", reply_markup=keys)
    await judge.send_message(zoe, "J’attends")
    await people.press(zoe, "Non")
    assert (await people.chat(zoe)).keyboard is not None
    await judge.send_message(zoe, "Bien", reply_markup=ReplyKeyboardRemove())
    assert (await people.chat(zoe)).keyboard is None


async def test_typing_is_shown_until_the_message_comes(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    await judge.send_chat_action(zoe, "typing")
    assert (await people.chat(zoe)).typing is True
    await judge.send_message(zoe, "Voilà")
    assert (await people.chat(zoe)).typing is False


async def test_a_reaction_is_set_and_taken_back(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    written = await people.text(zoe, "Merci")
    await judge.set_message_reaction(zoe, written, [ReactionTypeEmoji(emoji="❤️")])
    assert (await people.chat(zoe)).messages[0].reactions == ("❤️",)
    await judge.set_message_reaction(zoe, written, [])
    assert (await people.chat(zoe)).messages[0].reactions == ()


async def test_commands_by_scope_and_language(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    john = await people.person("John", "en-GB", started=True)
    ana = await people.person("Ana", "pt", started=True)

    async def menus() -> list[list[str]]:
        return [[one["description"] for one in (await people.chat(person)).commands] for person in (zoe, john, ana)]

    await judge.set_my_commands([BotCommand(command="help", description="Help")])
    await judge.set_my_commands([BotCommand(command="help", description="Aide")], language_code="fr")
    assert await menus() == [["Aide"], ["Help"], ["Help"]]
    private = BotCommandScopeAllPrivateChats()
    await judge.set_my_commands([BotCommand(command="help", description="Private")], scope=private)
    # A narrower scope without the language comes before a wider one with it.
    assert await menus() == [["Private"]] * 3
    own = BotCommandScopeChat(chat_id=zoe)
    await judge.set_my_commands([BotCommand(command="help", description="Zoé")], scope=own, language_code="fr")
    assert await menus() == [["Zoé"], ["Private"], ["Private"]]
    await judge.delete_my_commands(scope=private)
    assert await menus() == [["Zoé"], ["Help"], ["Help"]]
    assert [one.description for one in await judge.get_my_commands(scope=own, language_code="fr")] == ["Zoé"]
    assert await judge.get_my_commands(scope=own) == []
    assert [one.description for one in await judge.get_my_commands(scope=BotCommandScopeDefault())] == ["Help"]
    config = await people.request("GET", "/sim/config")
    assert {(one["scope"], one["language_code"]) for one in config["commands"]} == {
        ("default", ""),
        ("default", "fr"),
        (f"chat:{zoe}", "fr"),
    }


async def test_names_and_descriptions_are_kept_by_language(judge: aiogram.Bot) -> None:
    await judge.set_my_name("Le compagnon", language_code="fr")
    await judge.set_my_description("Long")
    await judge.set_my_short_description("Short")
    assert (await judge.get_my_name(language_code="fr")).name == "Le compagnon"
    assert (await judge.get_my_name()).name == "Companion"
    assert (await judge.get_my_description(language_code="en")).description == "Long"
    assert (await judge.get_my_short_description()).short_description == "Short"


async def test_a_group_the_bot_was_put_into_can_be_left(people: SandboxClient, judge: aiogram.Bot, zoe: int) -> None:
    group = {"id": -100_200, "type": "group", "title": "Famille"}
    await people.update({"message": {"message_id": 5, "date": 1, "chat": group, "group_chat_created": True}})
    assert await judge.leave_chat(-100_200) is True
    with pytest.raises(aiogram.exceptions.TelegramBadRequest, match="chat not found"):
        await judge.leave_chat(-100_200)


async def test_what_the_bot_may_know_of_a_chat(judge: aiogram.Bot, zoe: int) -> None:
    chat = await judge.get_chat(zoe)
    assert (chat.id, chat.type, chat.first_name) == (zoe, "private", "Zoé")


async def test_the_webhook_is_told(judge: aiogram.Bot) -> None:
    assert await judge.delete_webhook() is True
    assert (await judge.get_webhook_info()).url == ""


async def test_ptb_reads_the_main_answers_too(people: SandboxClient, bot: Bot, zoe: int) -> None:
    sent = await bot.send_message(zoe, "Bonjour")
    assert isinstance(await bot.edit_message_text("Bonsoir", zoe, sent.message_id), type(sent))
    assert (await bot.send_photo(zoe, PIXEL)).photo[0].width == 1
    assert (await bot.send_contact(zoe, "15", "Samu")).contact is not None
    voice = (await bot.send_voice(zoe, b"ogg")).voice
    assert voice is not None
    assert bytes(await (await bot.get_file(voice.file_id)).download_as_bytearray()) == b"ogg"
    assert await bot.send_chat_action(zoe, "typing")
    assert await bot.set_message_reaction(zoe, sent.message_id, "👍")
    assert await bot.set_my_commands([("help", "Aide")], language_code="fr")
    assert await bot.delete_message(zoe, sent.message_id)


@pytest.mark.parametrize("form", ["address", "form", "json", "multipart"])
async def test_parameters_come_in_any_form(sandbox: SandboxServer, people: SandboxClient, zoe: int, form: str) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/SENDmessage"
    values = {"chat_id": str(zoe), "text": "Oui ?", "reply_markup": YES.model_dump_json(exclude_none=True)}
    async with aiohttp.ClientSession() as session:
        if form == "address":
            answer = await session.get(url, params=values)
        elif form == "form":
            answer = await session.post(url, data=values)
        elif form == "json":
            answer = await session.post(url, json={**values, "reply_markup": YES.model_dump(exclude_none=True)})
        else:
            with aiohttp.MultipartWriter("form-data") as writer:
                for name, value in values.items():
                    writer.append(value).set_content_disposition("form-data", name=name)
            answer = await session.post(url, data=writer)
        assert (await answer.json())["result"]["text"] == "Oui ?"
    assert (await people.last(zoe)).buttons[0][0].text == "Oui"
