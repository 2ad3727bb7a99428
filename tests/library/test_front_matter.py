import pytest

from bot.library.front_matter import UnreadablePage, read_front_matter


def test_every_scalar_is_the_words_that_stand_there() -> None:
    head = read_front_matter("---\nasked_as:\n  - no\n  - 12:30\n  - 15\nreviewed:\n---\nLe corps\n")
    assert head.values == {"asked_as": ["no", "12:30", "15"], "reviewed": ""}
    assert head.body.strip() == "Le corps"
    assert head.lines == {"asked_as": 2, "reviewed": 6}
    assert head.body_line == 8


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("title: x\n", 1, "three dashes"),
        ("---\ntitle: x\n", 1, "second line"),
        ("---\ntitle: a: b\n---\n", 2, "quote words"),
        ("---\nok: x\nasked_as: [a\nmore: b\n---\n", 4, ""),
        ("---\n- a\n---\n", 2, "key: value"),
    ],
)
def test_a_broken_head_is_named_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(UnreadablePage) as error:
        read_front_matter(text)
    assert error.value.line == line
    assert message in error.value.message
