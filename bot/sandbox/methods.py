"""Every method of the Bot API that the sandbox knows, by name."""

import inspect
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from bot.sandbox import media, profile, receiving, sending
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import method_not_found
from bot.sandbox.state import Sandbox

Method = Callable[[Sandbox, Parameters], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "answerCallbackQuery": receiving.answer_callback_query,
    "sendMessage": sending.send_message,
    **{method: partial(media.send_file, kind=kind) for method, kind in media.FILE_METHODS.items()},
    "sendMediaGroup": media.send_media_group,
    "sendContact": media.send_contact,
    "sendLocation": media.send_location,
    "copyMessage": media.copy_message,
    "getFile": media.get_file,
    "getChat": receiving.get_chat,
    "leaveChat": receiving.leave_chat,
    "sendChatAction": receiving.send_chat_action,
    "editMessageText": sending.edit_message_text,
    "editMessageCaption": sending.edit_message_caption,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "deleteMessage": sending.delete_message,
    "deleteMessages": sending.delete_messages,
    "setMessageReaction": sending.set_message_reaction,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": partial(profile.set_named, name="name"),
    "getMyName": partial(profile.get_named, name="name"),
    "setMyDescription": partial(profile.set_named, name="description"),
    "getMyDescription": partial(profile.get_named, name="description"),
    "setMyShortDescription": partial(profile.set_named, name="short_description"),
    "getMyShortDescription": partial(profile.get_named, name="short_description"),
}
BY_LOWER_NAME = {name.lower(): name for name in METHODS}


def known_name(name: str) -> str | None:
    """A method's own spelling; callers may write it in any case."""
    return BY_LOWER_NAME.get(name.lower())


async def call(sandbox: Sandbox, name: str, parameters: Parameters) -> Any:
    """Perform one method and give its result; a Refusal where Telegram refuses."""
    known = known_name(name)
    if known is None:
        raise method_not_found()
    result = METHODS[known](sandbox, parameters)
    return await result if inspect.isawaitable(result) else result
