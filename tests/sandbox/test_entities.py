from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import as_html, formatted, trimmed, with_found
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Refusal
from bot.sandbox.units import length


def kinds(text: str) -> list[tuple[str, str]]:
    return [(one["type"], text[one["offset"] : one["offset"] + one["length"]]) for one in with_found(text, [])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("a/b and 1/2", []),
        ("Voir https://cancer.fr/x. Merci", [("url", "https://cancer.fr/x")]),
        ("écrire à zoe@example.org", [("email", "zoe@example.org")]),
        ("@zoe_sandbox et #fatigue", [("mention", "@zoe_sandbox"), ("hashtag", "#fatigue")]),
    ],
)
def test_telegram_finds_commands_and_addresses_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(text) == found


def test_nothing_is_found_inside_code() -> None:
    code = {"type": "code", "offset": 0, "length": 6}
    assert with_found("/start", [code]) == [code]


@pytest.mark.parametrize("word", ["é", "a.", "/a ", "#1", "http://.", "@abcd ", "a@b.c "])
@pytest.mark.timeout(5)
def test_a_hundred_kilobytes_are_searched_at_once(word: str) -> None:
    assert len(with_found(word * (100_000 // len(word)), [])) <= 100


def test_white_space_at_the_ends_goes_and_entities_move() -> None:
    bold = {"type": "bold", "offset": 3, "length": 4}
    gone = {"type": "italic", "offset": 0, "length": 2}
    assert trimmed("   oui ", [bold, gone]) == ("oui", [{"type": "bold", "offset": 0, "length": 3}])


def test_control_characters_become_spaces() -> None:
    text, _ = formatted(Parameters({"text": "a\x00b\tc\r\nd"}), "text", "entities")
    assert text == "a b c\nd"


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"type": "bold", "offset": 100, "length": 1}, "entity begins after the end of the text at UTF-16 offset 100"),
        (
            {"type": "bold", "offset": 0, "length": 100},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "loud", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "bold", "offset": 0}, "can't parse MessageEntity: Can't find field \"length\""),
        (
            {"type": "text_link", "offset": 0, "length": 4, "url": "not-a-url"},
            "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        ({"type": "text_link", "offset": 0, "length": 4, "url": ""}, "entity URL '' is invalid: URL host is empty"),
    ],
)
def test_wrong_entities_are_refused_in_telegrams_words(entity: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        formatted(Parameters({"text": "hello", "entities": [entity]}), "text", "entities")
    assert refused.value.description == f"Bad Request: {reason}"


class Tags(HTMLParser):
    """Every tag a browser would see, and the text it would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: set[str] = set()
        self.shown = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_data(self, data: str) -> None:
        self.shown += data


def test_the_page_gets_the_markup_of_the_entities() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 2, "length": 4},
        {"type": "text_link", "offset": 7, "length": 3, "url": "https://cancer.fr/"},
    ]
    assert as_html("😀abcd <ici", entities) == (
        '<b>😀</b><b><i>ab</i></b><i>cd</i> <a href="https://cancer.fr/" rel="noreferrer" target="_blank">&lt;ic</a>i'
    )


# Below U+10000 no entity can begin in the middle of a character.
@given(
    st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Cc"])),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_the_page_shows_all_of_the_text_and_no_tag_of_it(text: str, offset: int, size: int) -> None:
    size = max(0, min(size, length(text) - offset))
    tags = Tags()
    tags.feed(as_html(text, [{"type": "bold", "offset": min(offset, length(text)), "length": size}]))
    tags.close()
    assert tags.seen <= {"b"}
    assert tags.shown == text
