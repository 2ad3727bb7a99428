"""What can happen: somebody writes or taps, a timer comes due, a delivery ends. Each is handled by one turn."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sender:
    """The person behind an update, as Telegram names them. Nothing of it but chat id and language is kept."""

    chat_id: int
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person sent (or edited). `kind` is Telegram's word: text, voice, photo, sticker, contact, …

    `text` is the text or the caption; `raw` the whole message, for the relay alone.
    """

    sender: Sender
    message_id: int
    kind: str
    text: str | None
    raw: dict[str, Any]
    edited: bool = False
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that somebody says they pressed: `data` is what their client sent, to be believed in nothing."""

    sender: Sender
    callback_id: str
    data: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody blocked the bot, or let it in again."""

    sender: Sender
    reachable: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """An update of a kind we do not handle (a group, a channel post, something new): kept as seen, and skipped."""

    kind: str


@dataclass(frozen=True, slots=True)
class Update:
    """One Telegram update with its key (bot id, update id)."""

    bot_id: int
    update_id: int
    what: Message | Tap | Presence | Unknown


@dataclass(frozen=True, slots=True)
class TimerDue:
    """A row of `timers` whose time has come."""

    id: int
    kind: str
    subject: int
    unit_id: str | None
    due_at: int


# How a delivery ended (the outbox row has already been written when these come).
@dataclass(frozen=True, slots=True)
class Delivered:
    """Only for rows with `tell`."""

    person: int
    subject: str
    lane: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram refused this operation for good; others to the same person may still arrive."""

    person: int
    subject: str | None
    lane: int
    why: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing can reach this person any more: blocked, left, deactivated, chat not found."""

    person: int
    subject: str | None
    lane: int
    why: str


Outcome = Delivered | Refused | Unreachable
Event = Update | TimerDue | Outcome
