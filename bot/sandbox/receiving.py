"""How the bot gets its updates, and the small signs it gives back: answers to taps, "is typing"."""

import asyncio
import re
from typing import Any

from bot.sandbox.chats import TYPING_SECONDS
from bot.sandbox.parameters import Parameters
from bot.sandbox.people import JSON
from bot.sandbox.refusals import CHAT_NOT_FOUND, QUERY_TOO_OLD, WEBHOOK_ACTIVE, WEBHOOK_SET, bad_request, conflict
from bot.sandbox.state import Sandbox
from bot.sandbox.webhook import checked_address

POLL_SECONDS = 50
ANSWER_UNITS = 200
# How long a tap waits for its answer. Telegram states no figure; clients stop their spinner long before this.
QUERY_SECONDS = 15 * 60
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "video_note")}
    | {"upload_photo", "upload_document"}
)


def allowed_updates(parameters: Parameters) -> tuple[str, ...] | None:
    """The kinds a call asks for; None where it leaves them as they were, empty for Telegram's usual ones."""
    given: Any = parameters.parsed("allowed_updates", "can't parse allowed updates JSON object")
    return tuple(str(kind) for kind in given) if isinstance(given, list) else None


async def get_updates(sandbox: Sandbox, parameters: Parameters) -> list[JSON]:
    """A real long poll: answers at once when there is something, else when it comes or the time is over."""
    if sandbox.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    allowed = allowed_updates(parameters)
    if allowed is not None:
        sandbox.updates.allowed = allowed
    limit = parameters.integer("limit", 100)
    timeout = min(POLL_SECONDS, max(0, parameters.integer("timeout")))
    return await sandbox.updates.poll(parameters.integer("offset"), min(100, max(1, limit)), timeout)


async def set_webhook(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Updates go to an address from now on; an empty one ends that."""
    if not parameters.text("url"):
        return await delete_webhook(sandbox, parameters)
    url = checked_address(parameters.text("url"))
    secret = parameters.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    allowed = allowed_updates(parameters)
    if allowed is not None:
        sandbox.updates.allowed = allowed
    if parameters.flag("drop_pending_updates"):
        sandbox.updates.clear()
    sandbox.updates.interrupt(conflict(WEBHOOK_SET))
    connections = min(100, max(1, parameters.integer("max_connections", 40)))
    await sandbox.webhook.start(url, secret, connections)
    return True


async def delete_webhook(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Back to getUpdates."""
    await sandbox.webhook.stop()
    if parameters.flag("drop_pending_updates"):
        sandbox.updates.clear()
    return True


def get_webhook_info(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """The address, what waits for it, and its latest trouble."""
    return sandbox.webhook.info()


def answer_callback_query(sandbox: Sandbox, parameters: Parameters) -> bool:
    """The end of the spinner on a button, with a short text or without."""
    text = parameters.text("text")
    if len(text) > ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    query = sandbox.chats.queries.get(parameters.text("callback_query_id"))
    if query is None or sandbox.clock.stamp() - query.date > QUERY_SECONDS:
        raise bad_request(QUERY_TOO_OLD)
    sandbox.chats.answer(query, text, parameters.flag("show_alert"))
    return True


def send_chat_action(sandbox: Sandbox, parameters: Parameters) -> bool:
    """ "is typing" on the person's phone, for five seconds or until the message comes."""
    person = sandbox.chats.reachable(parameters.chat())
    if parameters.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    sandbox.chats.chat(person.id).typing_until = sandbox.clock.real() + TYPING_SECONDS
    sandbox.chats.touch(person.id)
    asyncio.get_running_loop().call_later(TYPING_SECONDS, sandbox.chats.touch, person.id)
    return True


def get_chat(sandbox: Sandbox, parameters: Parameters) -> JSON:
    """What the bot may know of a private chat."""
    person = sandbox.chats.people.get(parameters.chat())
    if person is None or not person.started:
        raise bad_request(CHAT_NOT_FOUND)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    accepted = {name: False for name in gifts}
    return {**person.as_chat(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}


def leave_chat(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Out of a group the bot was put into."""
    chat_id = parameters.chat()
    if chat_id not in sandbox.chats.foreign:
        raise bad_request(CHAT_NOT_FOUND)
    sandbox.chats.foreign.discard(chat_id)
    return True
