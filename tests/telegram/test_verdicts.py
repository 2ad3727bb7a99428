"""What Telegram's answers mean for an operation, in Telegram's own words."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.verdicts import AsWanted, Final, Gone, NoEntry, TryAgain, Wait, judge

CASES = [
    (RetryAfter(7), Wait),
    (Forbidden("Forbidden: bot was blocked by the user"), Gone),
    (Forbidden("Forbidden: user is deactivated"), Gone),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), Gone),
    (BadRequest("Bad Request: chat not found"), Gone),
    (BadRequest("Bad Request: PEER_ID_INVALID"), Gone),
    (BadRequest("Bad Request: message is not modified: specified new message content is the same"), AsWanted),
    (BadRequest("Bad Request: message to delete not found"), AsWanted),
    (BadRequest("Bad Request: message to edit not found"), AsWanted),
    (BadRequest("Bad Request: message can't be deleted for everyone"), Final),
    (BadRequest("Bad Request: message is too long"), Final),
    (BadRequest("Bad Request: BUTTON_DATA_INVALID"), Final),
    (ChatMigrated(-100), Final),
    (InvalidToken("Unauthorized"), NoEntry),
    (TimedOut("no answer in time"), TryAgain),
    (NetworkError("Bad Gateway"), TryAgain),
    (Conflict("Conflict"), TryAgain),
    (TelegramError("Invalid server response"), TryAgain),
]


@pytest.mark.parametrize(("error", "kind"), CASES, ids=lambda case: getattr(case, "message", None))
def test_each_answer_means_one_thing(error: TelegramError, kind: type) -> None:
    assert type(judge(error)) is kind


def test_how_long_to_wait_is_in_seconds() -> None:
    assert judge(RetryAfter(7)) == Wait(7.0)


@pytest.mark.parametrize(
    "quoted",
    [
        'Bad Request: can\'t parse entities: Unsupported start tag "chimio" at byte offset 3',
        "Bad Request: inline keyboard button URL 'https://x.test/chimio' is invalid: Wrong HTTP URL",
    ],
)
def test_what_telegram_quotes_is_not_kept(quoted: str) -> None:
    verdict = judge(BadRequest(quoted))
    assert isinstance(verdict, Final)
    assert "chimio" not in verdict.why
    assert verdict.why.startswith(("Can't parse entities: ", "Inline keyboard button "))
