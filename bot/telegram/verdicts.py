"""What an answer of the Bot API means for the operation that got it.

PTB's classes alone do not say: BadRequest is a NetworkError there, though nothing will ever make that call succeed, and
"chat not found" comes as a BadRequest. Telegram's words are matched in lower case.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

# What was wanted is already so, or there is nothing left to do it to.
AS_WANTED = (
    "message is not modified",
    "message to edit not found",
    "message to delete not found",
    "message to react not found",
    "message_id_invalid",
)
# Nobody can be reached in that chat. Forbidden says the same in other words ("bot was blocked by the user").
NOBODY_THERE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "user_deactivated",
    "user_is_blocked",
    "chat_id is empty",
)
# Telegram quotes what it refuses ('Unsupported start tag "…"', "button URL '…'"): a person's words must not be kept.
QUOTED = re.compile(r"\".*|(?<![\w])'.*", re.DOTALL)
LONGEST_REASON = 120


@dataclass(frozen=True, slots=True)
class AsWanted:
    """Done, though not by this call."""


@dataclass(frozen=True, slots=True)
class Wait:
    """429: nothing at all for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The network or the server: whether it was done is not known, so it is done again."""

    why: str


@dataclass(frozen=True, slots=True)
class NoEntry:
    """401 or 404: Telegram does not know our token, or not this method."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody can be reached in this chat."""

    why: str


@dataclass(frozen=True, slots=True)
class Final:
    """Telegram will never do this."""

    why: str


Verdict = AsWanted | Wait | TryAgain | NoEntry | Gone | Final


def judge(error: TelegramError) -> Verdict:
    """What `error` means. What it does not know is tried again: losing a message is worse than a second try."""
    words = error.message.lower()
    match error:
        case RetryAfter(retry_after=pause):
            return Wait(pause.total_seconds() if isinstance(pause, timedelta) else float(pause))
        case Forbidden():
            return Gone(reason(error))
        case BadRequest() if any(known in words for known in AS_WANTED):
            return AsWanted()
        case BadRequest() if any(known in words for known in NOBODY_THERE):
            return Gone(reason(error))
        case BadRequest() | ChatMigrated():
            return Final(reason(error))
        case InvalidToken():
            return NoEntry()
    return TryAgain(reason(error))


def reason(error: TelegramError) -> str:
    """Telegram's words without what they quote, short enough for a table and a log."""
    return QUOTED.sub("…", error.message)[:LONGEST_REASON].strip()
