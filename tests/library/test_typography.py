import pytest

from bot.library.typography import french, typeset


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Vraiment ?", "Vraiment\u202f?"),
        ("Vraiment?", "Vraiment\u202f?"),
        ("Sources :", "Sources\u202f:"),
        ("<b>Sources</b> : deux", "<b>Sources</b>\u202f: deux"),
        ("l'équipe d'{nom}", "l’équipe d’{nom}"),
        ("« oui »", "«\u202foui\u202f»"),
        ("«oui»", "«\u202foui\u202f»"),
        ("attendez...", "attendez…"),
    ],
)
def test_french_signs_get_their_spaces(typed: str, shown: str) -> None:
    assert french(typed) == shown


@pytest.mark.parametrize(
    "kept",
    ['<a href="https://example.org/a?b=c;d">x</a>', "https://example.org/?q=1", "à 18:30", "1 &lt; 2 &amp; 3", "14h30"],
)
def test_tags_addresses_entities_and_times_are_left_alone(kept: str) -> None:
    assert french(kept) == kept


def test_what_is_already_right_stays() -> None:
    once = french("Quoi ? « L'eau » : oui !")
    assert french(once) == once


def test_english_has_no_narrow_spaces() -> None:
    assert typeset("Really? Don't!", "en") == "Really? Don't!"
