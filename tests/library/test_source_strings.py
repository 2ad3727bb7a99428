from pathlib import Path

from bot.library.source_strings import source_strings

CODE = """
from conversations.dialogue.text import _, unasked

# Translators: said at night
LATE = unasked("It is late, {name}.", name=other("not this"))
GO = Option("go", _("Continue"), True)
MENU = Start("menu", _("On") if x else _("Off"))
SAID = Say(_("Two "
             "lines"), (Start("help", _("Help now")),))
AGAIN = _("Continue")
WHAT = _(variable)
ASK = confirm(_("Sure?"), yes=_("Yes, sure"))
"""


def test_strings_are_read_with_where_and_how_they_are_said(tmp_path: Path) -> None:
    (tmp_path / "conversations").mkdir()
    (tmp_path / "conversations" / "night.py").write_text(CODE)
    strings = source_strings(tmp_path)
    assert list(strings) == [
        "It is late, {name}.",
        "Continue",
        "On",
        "Off",
        "Two lines",
        "Help now",
        "Sure?",
        "Yes, sure",
    ]
    assert {words for words, string in strings.items() if string.button} == {
        "Continue",
        "On",
        "Off",
        "Help now",
        "Yes, sure",
    }
    late = strings["It is late, {name}."]
    assert (late.unasked, late.note, late.files, late.line) == (True, "said at night", ("conversations/night.py",), 5)
