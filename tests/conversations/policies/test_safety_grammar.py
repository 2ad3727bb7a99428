"""The phrases a psychologist writes mean what the page says they mean."""

import re

import pytest

from conversations.policies.safety_grammar import BadRule, Grammar, refuse_idle_groups

GRAMMAR = Grammar({"want": ["i want", "i wish", "[let|make] me"]}, ["really"], ["i", "me", "to"])


def matches(phrase: str, words: str) -> bool:
    return re.search("(?<= )" + GRAMMAR.expression(phrase), f" . {words} . ") is not None


@pytest.mark.parametrize(
    ("phrase", "words", "found"),
    [
        ("to die", "i want to die", True),
        ("to die", "i want to diet", False),
        ("mour*", "il va mourir", True),
        ("cat|dog barks", "the dog barks", True),
        ("[a cat|two dogs] bark", "two dogs bark", True),
        ("i (do) want", "i want", True),
        ("i (do) want", "i do want", True),
        ("{want} ... peace", "i wish for some quiet peace", True),
        ("{want} ... peace", "i wish for one two three four peace", False),
        ("{want} >> peace", "i wish for one two three four peace", True),
        ("{want} >> peace", "i wish . peace", False),
        ("took # pills", "took 30 pills", True),
        ("^ goodbye", "goodbye all", True),
        ("^ goodbye", "say goodbye", False),
        ("goodbye $", "say goodbye", True),
        ("i really want", "i want", True),
        ("let|really me", "me", False),
    ],
)
def test_each_sign(phrase: str, words: str, found: bool) -> None:
    assert matches(phrase, words) is found


def test_a_phrase_comes_up_only_for_its_rarest_words() -> None:
    assert GRAMMAR.anchors("i want to die|perish") == {"want"}
    assert GRAMMAR.anchors("{want} me to swim") == {"swim"}


@pytest.mark.parametrize("phrase", ["(nothing) ...", "{unknown} word", "[open", "closed]", "mid*dle"])
def test_a_phrase_that_cannot_be_read_is_refused_by_name(phrase: str) -> None:
    with pytest.raises(BadRule, match=r".+"):
        GRAMMAR.anchors(phrase) and GRAMMAR.expression(phrase)


@pytest.mark.parametrize("phrase", ["(really) die", "die (now)"])
def test_brackets_that_change_nothing_are_refused(phrase: str) -> None:
    with pytest.raises(BadRule, match="does nothing"):
        refuse_idle_groups(phrase)
