"""Everything one sandbox holds, in one place that every method is given."""

import secrets
from dataclasses import dataclass, field

from bot.sandbox.chats import Chats
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.journal import Journal
from bot.sandbox.people import JSON, BotUser
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook

BOT_ID = 1_000_000_001
BOT = BotUser(BOT_ID, "Companion", "companion_sandbox_bot")


def new_token() -> str:
    """A token of Telegram's shape that is good for one run of one sandbox."""
    return f"{BOT_ID}:{secrets.token_urlsafe(26)}"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The parts. `names` keeps what setMyName and its sisters were told, `commands` the menus by scope and language.

    `page` introduces people to the page (id, name, role, note, start), and the code of the link somebody new may open.
    """

    token: str
    clock: Clock
    chats: Chats
    journal: Journal
    updates: Updates
    webhook: Webhook
    files: Files = field(default_factory=Files)
    faults: Faults = field(default_factory=Faults)
    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    page: JSON = field(default_factory=lambda: {"people": [], "start": ""})


def new_sandbox(token: str, clock: Clock) -> Sandbox:
    """An empty sandbox."""
    updates = Updates()
    return Sandbox(token, clock, Chats(clock, BOT), Journal(clock), updates, Webhook(updates, clock))
