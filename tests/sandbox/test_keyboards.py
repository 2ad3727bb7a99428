from typing import Any

import pytest

from bot.sandbox.keyboards import read_markup
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Refusal

PARSE = "can't parse"
NO_TEXT = "Text buttons are unallowed in the inline keyboard"
MISSING = 'Can\'t find field "text"'
URL = "inline keyboard button URL"


def refusal(markup: Any) -> str:
    with pytest.raises(Refusal) as refused:
        read_markup(Parameters({"reply_markup": markup}))
    assert refused.value.code == 400
    return refused.value.description.removeprefix("Bad Request: ")


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Oui", **fields}]]}


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("{nonsense", "can't parse reply keyboard markup JSON object"),
        (["rows"], "object expected as reply markup"),
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": ["bad"]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"inline_keyboard": [["bad"]]}, f"{PARSE} inline keyboard button: InlineKeyboardButton must be an Object"),
        ({"inline_keyboard": [[{"callback_data": "x"}]]}, f"{PARSE} inline keyboard button: {MISSING}"),
        (button(), f"{PARSE} inline keyboard button: {NO_TEXT}"),
        (button(callback_data=""), f"{PARSE} inline keyboard button: {NO_TEXT}"),
        (button(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (button(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (button(url="ftp://example.com"), f"{URL} 'ftp://example.com' is invalid: Unsupported URL protocol"),
        (button(url="not-a-url"), f"{URL} 'not-a-url' is invalid: Wrong HTTP URL"),
        (button(url="http://localhost:80/x"), f"{URL} 'http://localhost:80/x' is invalid: Wrong HTTP URL"),
        (button(url="tel:3114"), f"{URL} 'tel:3114' is invalid: Wrong HTTP URL"),
        (
            button(url="tel:+33639980001"),
            f"{URL} 'tel:+33639980001' is invalid: Wrong port number specified in the URL",
        ),
        ({"keyboard": "bad"}, 'field "keyboard" must be of type Array'),
        ({"keyboard": [[{"request_contact": True}]]}, f"{PARSE} keyboard button: {MISSING}"),
        ({"keyboard": [["Oui"]], "one_time_keyboard": "yes"}, 'field "one_time_keyboard" must be of type Boolean'),
        ({"remove_keyboard": "yes"}, 'field "remove_keyboard" must be of type Boolean'),
    ],
)  # fmt: skip
def test_wrong_keyboards_are_refused_in_telegrams_words(markup: Any, reason: str) -> None:
    assert refusal(markup) == reason


def test_sixty_four_bytes_are_not_too_many() -> None:
    kept = read_markup(Parameters({"reply_markup": button(callback_data="é" * 32)})).inline
    assert kept == {"inline_keyboard": [[{"text": "Oui", "callback_data": "é" * 32}]]}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://cancer.fr", "https://cancer.fr/"),
        ("cancer.fr/x", "http://cancer.fr/x"),
        ("tg://resolve?domain=x",) * 2,
    ],
)
def test_addresses_are_kept_as_telegram_keeps_them(given: str, kept: str) -> None:
    inline = read_markup(Parameters({"reply_markup": button(url=given)})).inline
    assert inline == {"inline_keyboard": [[{"text": "Oui", "url": kept}]]}


def test_empty_rows_go_and_an_empty_keyboard_is_none() -> None:
    assert read_markup(Parameters({"reply_markup": {"inline_keyboard": [[], []]}})).inline is None
    assert read_markup(Parameters({"reply_markup": '{"keyboard": [["Oui"], []]}'})).keyboard == {
        "keyboard": [[{"text": "Oui"}]]
    }
