"""How an answer is read, tapped or typed."""

import contextlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogue.prompts import (
    DONE,
    SKIP,
    Drafted,
    Given,
    Json,
    Misread,
    Option,
    Prompt,
    Reading,
    SharedPhone,
    Taken,
    Tapped,
    Typed,
    Unreadable,
    ask_date,
    ask_phone,
    ask_text,
    choose,
    choose_many,
    confirm,
    five_words,
)
from conversations.dialogue.text import Text

HOW = choose(
    Text("How?"),
    [
        Option("phone", Text("By phone"), 1),
        Option("write", Text("Écrire ici"), 2),
        Option("ward", Text("À l’hôpital"), 3),
    ],
)
TODAY = date(2027, 1, 11)


def words(text: Text) -> str:
    return text.source


def read(prompt: Prompt[Any], given: Given, draft: Json = None) -> Reading:
    return prompt.take(given, draft, words)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2", "write"),
        (" 2. ", "write"),
        ("ecrire ici", "write"),
        ("ÉCRIRE", "write"),  # the first word
        ("ecrir ici", "write"),  # a slip
        ("a l'hopital", "ward"),  # a straight apostrophe, no accents
        ("by phon", "phone"),
    ],
)
def test_a_choice_can_be_typed(typed: str, expected: str) -> None:
    assert read(HOW, Typed(typed)) == Taken(expected)


@pytest.mark.parametrize("typed", ["", "4", "0", "what?", "99999999999", "\u200b", "📞"])
def test_what_is_no_choice_gets_a_hint(typed: str) -> None:
    assert isinstance(read(HOW, Typed(typed)), Misread)


def test_a_tap_on_an_option_that_is_not_there_is_no_answer() -> None:
    assert isinstance(read(HOW, Tapped("boat")), Misread)


@pytest.mark.parametrize(("typed", "expected"), [("oui", "yes"), ("Yes", "yes"), ("non", "no"), ("NO", "no")])
def test_yes_and_no_are_understood_in_both_languages(typed: str, expected: str) -> None:
    assert read(confirm(Text("Send?")), Typed(typed)) == Taken(expected)


def test_five_words_from_worst_to_best() -> None:
    prompt = five_words(Text("How are you?"))
    assert [words(b.label) for b in prompt.buttons(None)] == ["Very bad", "Bad", "So-so", "Good", "Very good"]
    assert read(prompt, Typed("so so")) == Taken("3")
    assert prompt.read("1") == 1


FRUIT = choose_many(Text("Fruit?"), [Option(name, Text(name), name) for name in ("pear", "plum", "fig")], at_most=2)


def test_choices_are_marked_one_by_one_and_unmarked() -> None:
    assert read(FRUIT, Tapped("pear")) == Drafted(["pear"])
    assert read(FRUIT, Typed("plum"), ["pear"]) == Drafted(["pear", "plum"])
    assert read(FRUIT, Tapped("pear"), ["pear", "plum"]) == Drafted(["plum"])
    assert read(FRUIT, Tapped(DONE), ["plum"]) == Taken(["plum"])
    assert FRUIT.read(["plum"]) == ("plum",)


def test_no_more_than_allowed_and_not_none() -> None:
    assert isinstance(read(FRUIT, Tapped("fig"), ["pear", "plum"]), Misread)
    assert isinstance(read(FRUIT, Tapped(DONE), []), Misread)


def test_a_question_can_be_skipped_by_tap_word_and_number() -> None:
    prompt = HOW.or_skip()
    for given_ in (Tapped(SKIP), Typed("skip"), Typed("passer"), Typed("4")):
        assert read(prompt, given_) == Taken(None)
    assert read(prompt, Typed("1")) == Taken("phone")
    assert prompt.read(None) is None


def test_words_that_are_no_option_answer_a_text_question_and_its_skip() -> None:
    prompt = ask_text(Text("Name?")).or_skip()
    assert read(prompt, Typed("  Zoé ")) == Taken("Zoé")
    assert isinstance(read(prompt, Typed("   ")), Misread)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("demain", "2027-01-12"),
        ("aujourd’hui", "2027-01-11"),
        ("12/03", "2027-03-12"),
        ("12/03/2027", "2027-03-12"),
        ("12.3.27", "2027-03-12"),
        ("1er février", "2027-02-01"),
        ("le 12 mars", "2027-03-12"),
        ("March 12th", "2027-03-12"),
        ("12 March 2027", "2027-03-12"),
        ("10 janvier", "2028-01-10"),  # already past this year
        ("2027-01-12", "2027-01-12"),
        ("29/02", "2028-02-29"),
    ],
)
def test_days_as_people_type_them(typed: str, day: str) -> None:
    assert read(ask_date(Text("When?"), today=TODAY), Typed(typed)) == Taken(day)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("30 février", "not in the calendar"),
        ("31/04/2027", "not in the calendar"),
        ("10/01/2027", "already past"),
        ("12/03/2040", "too far"),
        ("bientôt", "did not understand"),
        ("99/99", "not in the calendar"),
        ("", "did not understand"),
    ],
)
def test_a_day_that_cannot_be_says_why(typed: str, hint: str) -> None:
    reading = read(ask_date(Text("When?"), today=TODAY), Typed(typed))
    assert isinstance(reading, Misread)
    assert hint in reading.hint.source


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0639980000", "06 39 98 00 00"),
        ("06.39.98.00.00", "06 39 98 00 00"),
        ("+33 6 39 98 00 00", "06 39 98 00 00"),
        ("+33 (0)6 39 98 00 00", "06 39 98 00 00"),
        ("0033639980000", "06 39 98 00 00"),
        ("+32 470 00 00 00", "+32470000000"),
    ],
)
def test_numbers_as_people_type_them(typed: str, number: str) -> None:
    assert read(ask_phone(Text("Number?")), Typed(typed)) == Taken(number)


@pytest.mark.parametrize("typed", ["12", "hello", "06 39 98 00", "+1", "0039"])
def test_what_is_no_number_gets_an_example(typed: str) -> None:
    assert isinstance(read(ask_phone(Text("Number?")), Typed(typed)), Misread)


def test_only_ones_own_card_is_taken() -> None:
    prompt = ask_phone(Text("Number?"))
    assert read(prompt, SharedPhone("+33639980000", own=True)) == Taken("06 39 98 00 00")
    assert isinstance(read(prompt, SharedPhone("+33639980000", own=False)), Misread)


ALL: list[Prompt[Any]] = [
    HOW,
    FRUIT,
    ask_text(Text("Name?")),
    ask_date(Text("When?"), today=TODAY),
    ask_phone(Text("Number?")),
    HOW.or_skip(),
    five_words(Text("How?")),
]


@given(st.sampled_from(ALL), st.one_of(st.text().map(Typed), st.text().map(Tapped)), st.lists(st.text(), max_size=3))
def test_whatever_is_done_is_taken_and_reads_back_or_gets_a_hint(
    prompt: Prompt[Any], given_: Given, draft: list[str]
) -> None:
    reading = read(prompt, given_, draft)
    if isinstance(reading, Taken):
        prompt.read(reading.value)
    else:
        assert isinstance(reading, (Drafted, Misread))


@given(
    st.sampled_from(ALL), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=3)
)
def test_a_stored_value_reads_or_is_unreadable_and_nothing_else(prompt: Prompt[Any], stored: Json) -> None:
    with contextlib.suppress(Unreadable):
        prompt.read(stored)
