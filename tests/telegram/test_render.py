"""Words become what Telegram accepts: escaped, short enough, each button also in words for who listens."""

import json
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.catalogs import Catalogs
from bot.library.numbers import Numbers
from bot.library.page_ids import PAGE_IDS
from bot.library.pages import CONTENT
from bot.telegram.render import HELP_NOW, Operation, Reader, Renderer, answer_data, start_data
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_phone, ask_text, choose, choose_many, confirm
from conversations.dialogue.registry import LONGEST_NAME, all_dialogues
from conversations.dialogue.steps import Say, SendFile, Start
from conversations.dialogue.text import Text, _, unasked, verbatim

PARIS = ZoneInfo("Europe/Paris")
EYES, EARS = Reader("en", PARIS), Reader("en", PARIS, screen_reader=True)
RENDERER = Renderer(Catalogs.load(CONTENT), Numbers.load(CONTENT))
LONGEST_DATA = 64
LONGEST_FIRST_NAME = 64
MENU = Start("menu", Text("Menu"))
TAG = re.compile(r"</?(b|i|u|s|code|pre|a|blockquote)( [^<>]*)?>")


def keys(operation: Operation) -> list[tuple[str, str]]:
    markup = operation.parameters.get("reply_markup", {})
    return [(key["text"], key["callback_data"]) for row in markup.get("inline_keyboard", []) for key in row]


def question(number: int = 3, *, first: bool = False, reader: Reader = EYES) -> Operation:
    prompt = choose(Text("Which?"), [Option("a", Text("This"), 1), Option("b", Text("That"), 2)], beside=(MENU,))
    return RENDERER.prompt(prompt, number, None, first=first, reader=reader)[0]


@given(words=st.text(max_size=200))
def test_what_somebody_typed_is_never_markup(words: str) -> None:
    html = RENDERER.html(verbatim(words), EYES)
    assert "<" not in html
    assert ">" not in html
    assert not re.search(r"&(?!lt;|gt;|amp;|quot;|#\d+;|#x[0-9a-f]+;)", html)


def test_markup_is_that_of_the_source_alone() -> None:
    html = RENDERER.html(_("<b>{name}</b>", name="<i>&"), EYES)
    assert html == "<b>&lt;i&gt;&amp;</b>"


def test_a_value_with_braces_is_no_placeholder() -> None:
    assert RENDERER.html(_("{a} and {b}", a="{b}", b="x"), EYES) == "{b} and x"


def test_a_label_has_no_markup() -> None:
    said = RENDERER.say(Say(Text("Words."), (Start("menu", _("{n} & more", n="<1>")),)), EYES)[0]
    assert keys(said)[0] == ("<1> & more", "s|menu|")


def test_a_question_has_its_answers_then_what_stands_beside_then_the_ways_out() -> None:
    assert keys(question()) == [
        ("This", "a|3|a"),
        ("That", "a|3|b"),
        ("Menu", "s|menu|"),
        ("Back", "a|3|<"),
        ("Cancel", "a|3|x"),
        ("Help now", "s|help-now|"),
    ]


def test_help_now_comes_last_once_and_only_where_something_can_be_tapped() -> None:
    call = Start("call-me", Text("Please call me"))
    for buttons in ((call,), (call, HELP_NOW), (HELP_NOW, call)):
        assert [label for label, _data in keys(said(*buttons))] == ["Please call me", "Help now"]
    assert keys(said()) == []
    assert [label for label, _data in keys(said(Start("help-now", Text("The numbers")), call))] == [
        "The numbers",
        "Please call me",
    ], "where the words call it something else, it is there already"


def test_it_is_not_where_nothing_may_show_nor_on_what_comes_unasked_nor_for_who_acts_for_others() -> None:
    harmless = RENDERER.say(Say(Text("All right."), (MENU,), harmless=True), EYES)[0]
    unsaid = RENDERER.notice(Notice(unasked("Something waits."), (MENU,)), EYES)
    for_staff = RENDERER.say(Say(Text("Words."), (MENU,)), replace(EYES, among_staff=True))[0]
    for operation in (harmless, unsaid, for_staff):
        assert [label for label, _data in keys(operation)] == ["Menu"]


def said(*buttons: Start) -> Operation:
    return RENDERER.say(Say(Text("Words."), buttons), EYES)[0]


def test_from_the_first_question_there_is_no_way_back_but_out() -> None:
    assert [label for label, _data in keys(question(first=True))] == ["This", "That", "Menu", "Cancel", "Help now"]


def test_what_is_offered_is_what_is_shown_in_its_order() -> None:
    operation = question()
    assert [(offer.label, offer.data) for offer in operation.offers] == keys(operation)


def test_every_question_can_be_left() -> None:
    for prompt in (ask_text(Text("Words?")), ask_phone(Text("Number?")), confirm(Text("Sure?"))):
        labels = [label for label, _data in keys(RENDERER.prompt(prompt, 1, None, first=False, reader=EYES)[0])]
        assert labels[-3:] == ["Back", "Cancel", "Help now"]


def test_for_who_listens_the_buttons_are_numbered_in_the_words_with_the_way_to_help() -> None:
    text = question(reader=EARS).parameters["text"]
    assert "1. This\n2. That\n3. Menu\n4. Back\n5. Cancel" in text
    assert text.endswith("Help now: type “help”.")


def test_for_who_listens_a_change_is_a_new_message() -> None:
    prompt = choose_many(Text("Which?"), [Option("a", Text("This"), 1)])
    seen = RENDERER.redrawn(prompt, 3, ["a"], first=True, reader=EYES)
    heard = RENDERER.redrawn(prompt, 3, ["a"], first=True, reader=EARS)
    assert (seen.method, heard.method) == ("editMessageText", "sendMessage")
    assert keys(seen)[0][0] == "✓ This"
    assert "This (chosen)" in heard.parameters["text"]
    assert RENDERER.edit(Text("Over."), (), EARS, "offer:1").method == "sendMessage"
    assert RENDERER.edit(Text("Over."), (), EYES, "offer:1").method == "editMessageText"


def test_short_labels_share_a_row_and_long_ones_do_not() -> None:
    labels = ("Yes", "No", "A label that is rather long", "Menu")
    said = RENDERER.say(Say(Text("Words."), tuple(Start("menu", Text(label)) for label in labels)), EYES)[0]
    rows = [[key["text"] for key in row] for row in said.parameters["reply_markup"]["inline_keyboard"]]
    assert rows == [["Yes", "No"], ["A label that is rather long"], ["Menu", "Help now"]]


def test_a_phone_is_asked_for_with_a_keyboard_of_its_own() -> None:
    asked, keyboard = RENDERER.prompt(ask_phone(Text("Number?")), 1, None, first=True, reader=EYES)
    assert keyboard.parameters["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    assert asked.takes_text
    assert RENDERER.thanks(EYES).parameters["reply_markup"] == {"remove_keyboard": True}


def test_no_button_that_we_can_make_is_longer_than_telegram_takes() -> None:
    longest_id = 2**63 - 1
    for name in all_dialogues():
        assert len(name) <= LONGEST_NAME
        assert len(start_data(Start(name, Text("x"), longest_id)).encode()) <= LONGEST_DATA
    for page in PAGE_IDS:
        assert len(start_data(Start("not-helped", Text("x"), f"{page}.99")).encode()) <= LONGEST_DATA
    assert len(answer_data(10**11, "o" * 24).encode()) <= LONGEST_DATA


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_number_fits_on_a_contact_card(language: str) -> None:
    reader = Reader(language, PARIS)
    for digits in RENDERER.numbers.by_digits:
        card = RENDERER.say(Say(Text("Words."), (), (digits,)), reader)[1]
        assert card.method == "sendContact"
        assert 0 < len(card.parameters["first_name"]) <= LONGEST_FIRST_NAME
        assert not TAG.search(card.parameters["first_name"])


def test_a_link_shows_no_picture_of_where_it_leads() -> None:
    said = RENDERER.say(Say(Text("https://somewhere.example")), EYES)[0]
    assert said.parameters["link_preview_options"] == {"is_disabled": True}


def test_what_is_protected_says_so_and_the_rest_does_not() -> None:
    kept, free = (RENDERER.say(Say(Text("Words."), protect=protect), EYES)[0] for protect in (True, False))
    assert kept.parameters["protect_content"] is True
    assert "protect_content" not in free.parameters


@pytest.mark.parametrize(
    ("voice", "method", "kind"), [(True, "sendVoice", "voice"), (False, "sendDocument", "document")]
)
def test_a_file_goes_with_its_words(voice: bool, method: str, kind: str) -> None:
    operation = RENDERER.file(SendFile("a.ics", b"\x00\xff", Text("An <b>appointment</b>."), voice), EYES)
    assert operation.method == method
    assert operation.parameters[kind] == {"upload": "AP8=", "name": "a.ics"}
    assert operation.parameters["caption"] == "An <b>appointment</b>."


@given(words=st.text(max_size=60))
def test_whatever_is_said_can_be_written_down_as_json(words: str) -> None:
    operation = RENDERER.notice(Notice(unasked("{w}", w=words), (MENU,), about="x"), EYES)
    assert json.loads(json.dumps(operation.parameters, ensure_ascii=False)) == operation.parameters


def test_a_screen_reader_says_no_long_button() -> None:
    label = Text("Insurance, loans and the right to be forgotten")
    message = RENDERER.say(Say(Text("Read:"), (Start("page", label, "x"), MENU)), EARS)[0]
    assert [heard for heard, _data in keys(message)] == ["1. Insurance, loans", "2. Menu"]
    assert "1. Insurance, loans and the right to be forgotten" in message.parameters["text"]
    assert message.offers[0].label == "Insurance, loans and the right to be forgotten"
