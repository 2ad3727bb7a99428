from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.library.catalogs import Catalogs
from conversations.dialogue.text import Day, Hour, Text, Value, When, Wording, _, joined, verbatim

PARIS = ZoneInfo("Europe/Paris")
EVENING = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
NONE = Catalogs({})


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (When(EVENING), "jeudi 26 novembre à 18\u00a0h", "Thursday 26 November at 18:00"),
        (Day(EVENING), "jeudi 26 novembre", "Thursday 26 November"),
        (Hour(EVENING.replace(minute=5)), "18\u00a0h\u00a005", "18:05"),
        (EVENING, "jeudi 26 novembre à 18\u00a0h", "Thursday 26 November at 18:00"),
        (date(2026, 12, 1), "1er décembre 2026", "1 December 2026"),
        (time(9, 30), "9\u00a0h\u00a030", "09:30"),
        (3, "3", "3"),
        (Wording.of({"fr": "l'une", "en": "one"}), "l’une", "one"),
        (("a", "b", "c"), "a, b et c", "a, b and c"),
        (Text("<b>x</b> {y}", {"y": "<"}), "<b>x</b> &lt;", "<b>x</b> &lt;"),
        (("<", Text("<i>y</i>")), "&lt; et <i>y</i>", "&lt; and <i>y</i>"),
    ],
)
def test_values_are_said_as_the_reader_says_them(value: Value, french: str, english: str) -> None:
    assert NONE.words(_("{value}", value=value), "fr", PARIS) == french
    assert NONE.words(_("{value}", value=value), "en", PARIS) == english


def test_the_first_of_the_month_has_its_own_word_in_french() -> None:
    assert NONE.words(_("{day}", day=Day(datetime(2026, 12, 1, 9, tzinfo=UTC))), "fr", PARIS) == "mardi 1er décembre"


def test_the_hour_is_the_readers() -> None:
    noumea = ZoneInfo("Pacific/Noumea")
    assert NONE.plain(_("{at}", at=When(EVENING)), "fr", noumea) == "vendredi 27 novembre à 4\u00a0h"


def test_values_are_escaped_and_sources_are_markup() -> None:
    text = _("<b>{name}</b> & co", name="<i>A&B</i>")
    assert NONE.words(text, "en", PARIS) == "<b>&lt;i&gt;A&amp;B&lt;/i&gt;</b> & co"


def test_buttons_get_no_markup() -> None:
    text = _("<b>Ask</b> {name} &amp; {other}", name="A<B", other=Text("<i>C</i>"))
    assert NONE.plain(text, "en", PARIS) == "Ask A<B & C"


def test_what_people_typed_keeps_its_own_signs() -> None:
    assert NONE.words(verbatim("c'est quoi?"), "fr", PARIS) == "c'est quoi?"


def test_several_texts_stand_one_below_the_other() -> None:
    assert NONE.words(joined([Text("a"), Text("<b>b</b>")]), "fr", PARIS) == "a\n<b>b</b>"


def test_a_translation_is_used_and_typeset(tmp_path: Path) -> None:
    file = tmp_path / "fr" / "LC_MESSAGES" / "companion.po"
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid "Hello {name}!"\nmsgstr "Bonjour {name} !"\n\n'
        '#, fuzzy\nmsgid "Stop"\nmsgstr "Stopper"\n\nmsgid "Empty"\nmsgstr ""\n'
    )
    catalogs = Catalogs.load(tmp_path)
    assert catalogs.words(_("Hello {name}!", name="B?"), "fr", PARIS) == "Bonjour B?\u202f!"
    assert catalogs.plain(_("Stop"), "fr", PARIS) == "Stop"
    assert catalogs.plain(_("Empty"), "fr", PARIS) == "Empty"
    assert catalogs.words(_("Hello {name}!", name="B"), "en", PARIS) == "Hello B!"


def test_a_placeholder_without_a_value_stays_visible() -> None:
    assert NONE.words(Text("a {b}"), "en", PARIS) == "a {b}"


def test_an_unknown_language_reads_english() -> None:
    assert NONE.words(_("{day}", day=Day(EVENING)), "xx", PARIS) == "Thursday 26 November"
