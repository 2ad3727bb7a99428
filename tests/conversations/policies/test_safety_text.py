"""What keyboards and haste do to words is undone before any rule is tried."""

import pytest

from conversations.policies.safety_text import HIGH, HIGHISH, NORMAL, QUESTION, cleaned, in_another_script, raw_words


def words(text: str) -> list[str]:
    return list(raw_words(cleaned(text)))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("MOURIR", ["mourir"]),
        ("Épuisée", ["epuisee"]),
        ("cœur", ["coeur"]),
        ("mou\u200brir", ["mourir"]),
        ("\u202emourir\u202c", ["mourir"]),
        ("m0urir", ["mourir"]),
        ("мourir", ["mourir"]),
        ("m@l", ["mal"]),
        ("m.o.u.r.i.r", ["mourir"]),
        ("mourir", ["mourir"]),
        ("j’ai", ["j'ai"]),
        ("oui\nnon", ["oui", "non"]),
        ("oui\n\nnon", ["oui", ".", "non"]),
    ],
)
def test_one_word_whatever_it_wears(typed: str, read: list[str]) -> None:
    assert words(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("38,5", HIGH),
        ("39°2", HIGH),
        ("39 degrés", HIGH),
        ("101.5", HIGH),
        ("39", HIGHISH),
        ("102", HIGHISH),
        ("36,8", NORMAL),
        ("37", "37"),
        ("45", "45"),
        ("3114", "3114"),
    ],
)
def test_a_number_that_can_be_a_fever_says_so(typed: str, read: str) -> None:
    assert words(typed) == [read]


def test_questions_and_sentence_ends_are_kept() -> None:
    assert words("Non. Pourquoi ?") == ["non", ".", "pourquoi", QUESTION]
    assert words("Non... enfin si. Voilà…") == ["non", "enfin", "si", ".", "voila"]


def test_a_very_long_text_is_read_at_both_ends() -> None:
    assert words("alpha " + "x " * 60_000 + " omega")[0] == "alpha"
    assert words("alpha " + "x " * 60_000 + " omega")[-1] == "omega"
    assert len(words("x " * 60_000)) < 5_000


@pytest.mark.parametrize("text", ["\x00", "\ud800", "", " \n ", "\u202e", "😀" * 500, "a\u0301" * 9_000, "ﷺ" * 9_000])
def test_nothing_that_can_be_typed_breaks_it(text: str) -> None:
    assert isinstance(words(text), list)


def test_other_scripts_are_seen_and_disguises_are_not_taken_for_one() -> None:
    assert in_another_script(cleaned("помогите"))
    assert in_another_script(cleaned("أريد"))
    assert in_another_script(cleaned("救命"))
    assert not in_another_script(cleaned("je veux mоurir"))
    assert not in_another_script(cleaned("Ça va très bien 👍"))
