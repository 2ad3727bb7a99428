from pathlib import Path

from bot.library.words import Speller, Synonyms, Vocabulary, fold


def test_accents_and_apostrophes_do_not_count() -> None:
    assert fold("L’Œil ÉLEVÉ") == "l'oeil eleve"
    assert Speller("fr", {}).split("l'hôpital, qu’est-ce ?") == ["hopital", "est", "ce"]


def test_one_stem_whatever_the_accents_and_endings() -> None:
    stem = Speller("fr", {}).stem
    assert stem("fatiguee") == stem("fatigue") == stem("fatigues")
    assert stem("vomissements") == stem("vomi")


def test_sms_spelling_is_undone() -> None:
    assert Speller("fr", {"tt": "tout", "g": "j ai"}).split("g tt perduuuu") == ["ai", "tout", "perdu"]


def test_english_keeps_single_letters() -> None:
    assert Speller("en", {"u": "you"}).split("can u see a doc") == ["can", "you", "see", "a", "doc"]


def test_a_missing_apostrophe_is_seen() -> None:
    assert "oncologue" in Speller("fr", {}).unglued("loncologue")
    assert list(Speller("en", {}).unglued("loncologist")) == []


def test_a_short_word_may_be_off_by_one_sign_a_long_one_by_two() -> None:
    words = Vocabulary(["nausee", "chimiotherapie", "chat"])
    assert words.nearest("nauzee") == [("nausee", 1)]
    assert words.nearest("chimioteraphie") == [("chimiotherapie", 2)]
    assert words.nearest("nauzzz") == []
    assert words.nearest("cat") == []
    assert words.nearest("123456") == []


def test_a_language_without_synonyms_has_none(tmp_path: Path) -> None:
    assert Synonyms.load(tmp_path / "none.toml").concepts == {}
