from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.markup import parse_html
from bot.sandbox.refusals import Refusal


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>bold</b> and <em>slanted</em>", "bold and slanted", [entity("bold", 0, 4), entity("italic", 9, 7)]),
        # Offsets are UTF-16 units: the face counts two.
        ("😀 <b>é</b>", "😀 é", [entity("bold", 3, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("&lt;b&gt; &amp;&quot; &#233; &#xe9; &nbsp;", '<b> &" é é &nbsp;', []),
        ("<b></b>x", "x", []),
        ("<blockquote expandable>long</blockquote>", "long", [entity("expandable_blockquote", 0, 4)]),
        ('<span class="tg-spoiler">s</span>', "s", [entity("spoiler", 0, 1)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [entity("pre", 0, 1, language="python")]),
        ("<pre>x</pre><code>y</code>", "xy", [entity("pre", 0, 1), entity("code", 1, 1)]),
        ('<a href="https://cancer.fr?a=1&amp;b=2">ici</a>', "ici",
         [entity("text_link", 0, 3, url="https://cancer.fr/?a=1&b=2")]),
        ("<a>cancer.fr</a>", "cancer.fr", [entity("text_link", 0, 9, url="http://cancer.fr/")]),
        # Telegram makes no link of a telephone number, and says nothing.
        ('<a href="tel:3114">3114</a>', "3114", []),
    ],
)  # fmt: skip
def test_html_is_read(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<script>alert(1)</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("é <h1>x</h1>", 'Unsupported start tag "h1" at byte offset 3'),
        ("<b>unclosed", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("no start</b>", "Unexpected end tag at byte offset 8"),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_wrong_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text())
def test_escaped_text_comes_out_as_it_went_in(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>")[0] == text


@given(
    st.lists(st.sampled_from(["<b>", "</b>", "<a href=", '"', "&", "#1", ">", "</", "<", " ", "x", "é"])).map("".join)
)
def test_any_source_is_read_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except Refusal as refusal:
        assert refusal.description.startswith("Bad Request: can't parse entities: ")
    else:
        assert all(one["offset"] + one["length"] <= len(text) for one in entities)
