import pytest

from bot.library.markdown import plain, read_markdown, units
from bot.library.telegram_html import refusals


def html(body: str) -> list[str]:
    return [block.html for block in read_markdown(body, "fr").blocks]


def test_headings_paragraphs_and_lists_become_telegram_html() -> None:
    assert html("## Titre **fort**\n\nUn *mot*,\nla suite.\n\n- un\n- deux\n\n1. a\n2. b") == [
        "<b>Titre fort</b>",
        "Un <i>mot</i>, la suite.",
        "• un\n• deux",
        "1. a\n2. b",
    ]


def test_a_link_to_a_page_is_bold_and_remembered() -> None:
    markdown = read_markdown("Voir [le **sommeil**](page:sleep).", "fr")
    assert [block.html for block in markdown.blocks] == ["Voir <b>le sommeil</b>."]
    assert markdown.links == ["sleep"]


def test_a_link_outside_is_a_link() -> None:
    assert html("[ici](https://example.org/?a=1&b=2)") == ['<a href="https://example.org/?a=1&amp;b=2">ici</a>']


def test_signs_are_escaped_and_placeholders_stay() -> None:
    assert html("a < b & c\n\n{unit_line}") == ["a &lt; b &amp; c", "{unit_line}"]


@pytest.mark.parametrize("body", ["<b>x</b>", "![i](u.png)", "> dit", "```\nx\n```", "[x](ftp://y)", "`x`"])
def test_what_telegram_cannot_show_is_a_fault_and_still_harmless(body: str) -> None:
    markdown = read_markdown(body, "fr")
    assert markdown.faults
    assert all(not refusals(block.html) for block in markdown.blocks)


def test_length_is_counted_as_telegram_counts() -> None:
    assert units("<b>é</b>&amp;🙂") == 4
    assert plain("<b>a</b> &lt; b") == "a < b"
