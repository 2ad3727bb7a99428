"""The second reader is a sum anyone can do with a pencil."""

import math

import pytest

from conversations.policies.safety_rules import Label
from conversations.policies.second_reader import Families, SecondReader, pieces

FAMILIES = Families({"SLEEP": ["wak*", "bed"], "NOT": ["never"]})


def streams(words: str) -> dict[Label, str]:
    return {"danger": f" . {words} . ", "medical": f" . {words} . ", "distress": f" . {words} . "}


def test_words_pairs_of_words_and_families_nearby() -> None:
    assert list(pieces(" . never waking up . bed . ", FAMILIES)) == [
        "never",
        "NOT",
        "waking",
        "never waking",
        "SLEEP",
        "NOT > SLEEP",
        "up",
        "waking up",
        "bed",
        "SLEEP",
    ]


def test_the_sum_is_what_a_pencil_finds() -> None:
    reader = SecondReader({"waking up": (3.0, -1.0)}, bias=(0.5, -2.0), thresholds=(1.5, 9.0))
    danger, medical = reader.sums(streams("never waking up"))
    assert danger == pytest.approx(0.5 + 3 / math.sqrt(5))
    assert medical == pytest.approx(-2 - 1 / math.sqrt(5))
    assert reader.label(streams("never waking up")) == "danger"
    assert reader.label(streams("waking")) is None


def test_what_is_set_aside_is_not_seen() -> None:
    reader = SecondReader({"fever": (0.0, 5.0)}, bias=(-1.0, -1.0), thresholds=(0.0, 0.0))
    seen = streams("fever")
    assert reader.label(seen) == "medical"
    assert reader.label({**seen, "medical": " . _ . "}) is None


def test_a_word_can_belong_to_several_families() -> None:
    families = Families({"DIE": ["death"], "END": ["dea*"]})
    assert families.of("death") == ("DIE", "END")
    assert families.of("dear") == ("END",)
    assert families.of("life") == ()
