"""Reading an update: every kind that exists, any shape that does not, and never an error."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update as TelegramUpdate
from telegram.constants import MessageType, UpdateType

from bot.events import Message, Presence, Tap, Unknown, Update
from bot.telegram.updates import KINDS, read_update

ZOE = {"id": 1001, "is_bot": False, "first_name": "Zoé", "language_code": "fr"}
CHAT = {"id": 1001, "type": "private", "first_name": "Zoé"}
GROUP = {"id": -100, "type": "supergroup", "title": "Some group"}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def read(**body: Any) -> Any:
    return read_update(7, {"update_id": 5, **body}).what


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 0, "chat": CHAT, "from": ZOE, **content}


def test_a_text_keeps_who_wrote_what_and_in_which_language() -> None:
    what = read(message=message(text="Bonjour"))
    assert what == Message(what.sender, 3, "text", "Bonjour", message(text="Bonjour"))
    assert (what.sender.chat_id, what.sender.language_code) == (1001, "fr")


def test_a_caption_is_read_as_words_and_the_kind_stays() -> None:
    what = read(message=message(photo=[{}], caption="je veux en finir"))
    assert (what.kind, what.text) == ("photo", "je veux en finir")


def test_an_animation_is_no_document() -> None:
    assert read(message=message(document={}, animation={})).kind == "animation"


def test_an_edit_says_that_it_is_one() -> None:
    assert read(edited_message=message(text="Bonjour")).edited


def test_a_reply_names_the_message_it_answers() -> None:
    assert read(message=message(text="oui", reply_to_message={"message_id": 2})).reply_to == 2


@pytest.mark.parametrize("kind", sorted(member.value for member in MessageType))
def test_every_kind_of_message_that_telegram_has_is_a_message_of_somebody(kind: str) -> None:
    what = read(message=message(**{kind: {}}))
    assert isinstance(what, Message)
    assert what.kind == (kind if kind in KINDS else "other")


@pytest.mark.parametrize("kind", sorted(member.value for member in UpdateType))
def test_every_kind_of_update_that_telegram_has_is_handled_or_named_as_skipped(kind: str) -> None:
    handled = ("message", "edited_message", "callback_query", "my_chat_member")
    what = read(**{kind: {"id": "1", "chat": GROUP, "from": ZOE, "message_id": 4}})
    assert isinstance(what, Unknown)
    assert what.kind == kind or kind in handled
    assert set(handled) <= set(TelegramUpdate.ALL_TYPES), "these are Telegram's own words"


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_what_is_said_in_a_group_is_nobodys_business(kind: str) -> None:
    assert read(**{kind: {**message(text="Bonjour"), "chat": GROUP}}) == Unknown("not a private chat")


def test_an_invitation_to_a_group_is_skipped() -> None:
    invited = {"chat": GROUP, "from": ZOE, "new_chat_member": {"status": "member"}}
    assert read(my_chat_member=invited) == Unknown("not a private chat")


@pytest.mark.parametrize(("status", "reachable"), [("kicked", False), ("member", True)])
def test_somebody_blocks_the_bot_or_lets_it_in_again(status: str, reachable: bool) -> None:
    what = read(my_chat_member={"chat": CHAT, "from": ZOE, "new_chat_member": {"status": status}})
    assert what == Presence(what.sender, reachable)


def test_a_tap_is_of_who_tapped() -> None:
    what = read(callback_query={"id": "77", "from": ZOE, "message": message(), "data": "s|menu|"})
    assert what == Tap(what.sender, "77", "s|menu|", 3)
    assert what.sender.chat_id == 1001


def test_a_tap_in_a_group_is_skipped_so_that_nobody_there_is_written_to() -> None:
    shown = {"message_id": 3, "date": 0, "chat": GROUP}
    assert read(callback_query={"id": "77", "from": ZOE, "message": shown, "data": "s|menu|"}) == Unknown(
        "not a private chat"
    )


def test_a_game_button_has_no_data_and_is_skipped() -> None:
    assert isinstance(read(callback_query={"id": "77", "from": ZOE, "game_short_name": "g"}), Unknown)


def test_an_update_kind_of_next_year_is_named() -> None:
    assert read(telepathy={"chat": CHAT, "from": ZOE}) == Unknown("telepathy")


def test_an_update_of_nothing_is_skipped() -> None:
    assert read() == Unknown("empty")


def test_a_language_that_is_no_text_is_no_language() -> None:
    assert read(message={**message(text="a"), "from": {**ZOE, "language_code": 7}}).sender.language_code is None


@given(kind=st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "x"]), body=JSON)
def test_any_json_at_all_is_read_without_an_error(kind: str, body: object) -> None:
    assert isinstance(read(**{kind: body}), Unknown)


@given(
    kind=st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]),
    field=st.sampled_from(
        ["message_id", "chat", "from", "text", "caption", "reply_to_message", "data", "id", "message"]
    ),
    inner=st.sampled_from(["", "id", "type", "language_code", "message_id", "chat"]),
    value=JSON,
)
def test_one_field_of_another_shape_is_read_without_an_error(kind: str, field: str, inner: str, value: object) -> None:
    body = message(text="Bonjour", id="7", data="x", new_chat_member={"status": "member"}, message=message())
    body[field] = {**CHAT, **ZOE, inner: value} if inner else value
    update = read_update(7, {"update_id": 5, kind: body})
    assert isinstance(update, Update)
    what = update.what
    assert isinstance(what, (Message, Tap, Presence, Unknown))
    if not isinstance(what, Unknown):
        assert isinstance(what.sender.chat_id, int)
        assert isinstance(what.sender.language_code, (str, type(None)))


def test_the_kinds_are_telegrams_own() -> None:
    """A kind misspelt here would never be found in a message."""
    known = {member.value for member in MessageType} | {"checklist"}
    assert set(KINDS) <= known
