import pytest

from bot.library.telegram_html import refusals, tags


@pytest.mark.parametrize(
    "html", ["plain", "<b>a <i>b</i></b>", '<a href="https://x.org/?a=1&amp;b">x</a>', "a &lt; b &amp; c", "🙂" * 2048]
)
def test_what_telegram_takes(html: str) -> None:
    assert refusals(html) == []


@pytest.mark.parametrize(
    "html",
    ["<h1>a</h1>", "<b>a", "a</b>", "<b><i>a</b></i>", '<b class="x">a</b>', "a & b", "1 < 2", "🙂" * 2049, "a<br>b"],
)
def test_what_telegram_refuses(html: str) -> None:
    assert refusals(html)


def test_two_wordings_have_the_same_tags_in_any_order() -> None:
    assert tags("<b>a</b> <i>b</i>") == tags("<i>x</i> <b>y</b>")
    assert tags("<b>a</b>") != tags("a")
