"""The second reader is a sum anyone can do with a pencil."""

import math

import pytest

from conversations.policies.second_reader import MOST_WORDS, SecondReader, Weight, letters_of, words_of


def test_words_alone_and_up_to_three_in_a_row() -> None:
    assert list(words_of(["never", "wake", "up", "."])) == [
        "never",
        "wake",
        "up",
        ".",
        "never wake",
        "wake up",
        "up .",
        "never wake up",
        "wake up .",
    ]


def test_letters_in_a_row_know_the_edges_of_their_word() -> None:
    assert list(letters_of(["die", "?"])) == ["~_di", "~die", "~ie_", "~_die", "~die_", "~_die_"]
    assert list(letters_of(["a"])) == ["~_a_"]


def test_a_long_text_is_read_at_its_beginning() -> None:
    words = ["rain"] * MOST_WORDS + ["sun"]
    assert "sun" not in set(words_of(words))
    assert "~_sun" not in set(letters_of(words))


def test_the_shares_are_what_a_pencil_finds() -> None:
    weights = {
        "wake": Weight(3.0, 6.0, 0.0, 1.0),
        "up": Weight(4.0, 4.0, 0.0, 0.0),
        "~_up_": Weight(2.0, 0.0, 2.0, 0.0),
    }
    reader = SecondReader(weights, bias=(-1.0, -2.0, 0.0), threshold=0.5)
    danger, medical, distress = -1 + 10 / 5, -2 + 2 / 2, 0 + 1 / 5
    whole = math.exp(danger) + math.exp(medical) + math.exp(distress) + 1
    assert reader.shares(["wake", "up"]) == pytest.approx(
        (math.exp(danger) / whole, math.exp(medical) / whole, math.exp(distress) / whole)
    )


def test_the_likelier_of_the_two_is_named_from_the_threshold_on() -> None:
    weights = {"rope": Weight(1.0, 3.0, 1.0, 0.0), "fever": Weight(1.0, 0.0, 4.0, 0.0)}
    reader = SecondReader(weights, bias=(-2.0, -2.0, -2.0), threshold=0.5)
    assert reader.label(["rope"]) == "danger"
    assert reader.label(["fever"]) == "medical"
    assert reader.label(["garden"]) is None


def test_sums_beyond_any_measure_are_no_error() -> None:
    reader = SecondReader({"x": Weight(1.0, 1e6, -1e6, 0.0)}, bias=(0.0, 0.0, 0.0), threshold=0.5)
    assert reader.label(["x"]) == "danger"
