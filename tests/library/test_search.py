from pathlib import Path

import pytest

from bot.library.pages import Library
from bot.library.search import Search
from tests.library.conftest import Write
from tests.library.search_report import LANGUAGES, index, measure, queries, rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_found_for_queries_never_looked_at_while_tuning(language: str) -> None:
    figures = measure(language, "held")
    assert figures.count >= 110
    assert figures.first >= 0.85
    assert figures.among_three >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_of_the_queries_share_no_word_with_the_title(language: str, library: Library) -> None:
    apart = 0
    for query in queries(language):
        page = library.page(query.page_id, language)
        assert page
        title = {word.lower() for word in page.title.split() if len(word) > 3}
        apart += not title & set(query.words.lower().split())
    assert apart >= len(queries(language)) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_confidence_is_never_answered_by_a_list(language: str) -> None:
    told = [row["text"] for row in rows("confidences", language)]
    assert len(told) >= 150
    search = index(language)
    assert [text for text in told if not (search.small_talk(text) or search.is_confidence(text))] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "comment tenir pendant la chimio ?"),
        ("fr", "perruque"),
        ("fr", "je voudrais voir un psychologue"),
        ("fr", "fourmis dans les doigts"),
        ("fr", "combien de temps dure la fatigue"),
        ("en", "how long does chemo last"),
        ("en", "wig"),
        ("en", "i want to see a psychologist"),
        ("en", "can i drink wine"),
    ],
)
def test_a_question_is_not_a_confidence(language: str, text: str) -> None:
    assert not index(language).is_confidence(text)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "Merci beaucoup !", "thanks"),
        ("fr", "bonsoir", "greeting"),
        ("fr", "OK", "fine"),
        ("fr", "oui", "yes"),
        ("fr", "D’accord.", "fine"),
        ("en", "thx", "thanks"),
        ("en", "Good evening", "greeting"),
        ("en", "no thanks", "no"),
        ("en", "see you", "farewell"),
    ],
)
def test_courtesy_is_recognised(language: str, text: str, kind: str) -> None:
    assert index(language).small_talk(text) == kind


def test_a_question_after_a_greeting_is_not_courtesy() -> None:
    assert index("fr").small_talk("bonjour, comment se passe la chimio ?") is None


@pytest.mark.parametrize(
    ("query", "page_id"),
    [
        ("chimiotérapie", "treatment-chemotherapy"),
        ("CHIMIO", "treatment-chemotherapy"),
        ("loncologue va trop vite", "how-to-talk-to-doctor"),
        ("j ai envi de vomir", "side-effect-nausea"),
        ("nauzées", "side-effect-nausea"),
        ("la perruqueeee", "side-effect-hair-loss"),
    ],
)
def test_typos_missing_apostrophes_and_missing_accents_are_understood(query: str, page_id: str) -> None:
    assert index("fr").find(query)[0].page_id == page_id


@pytest.mark.parametrize(
    "query", ["asdkjh", "", "   ", "🙂", "horaires du train pour Lyon", "capitale de l’Australie", "'" * 5000]
)
def test_where_nothing_fits_nothing_is_sure_and_at_most_three_are_near(query: str) -> None:
    found = index("fr").find(query)
    assert len(found) <= 3
    assert not any(hit.sure for hit in found)


def test_a_gentle_page_is_found_by_its_own_words_and_never_among_the_nearest(library: Library) -> None:
    gentle = {page.id for page in library.pages("fr") if page.gentle}
    assert index("fr").find("directives anticipées")[0].page_id == "end-of-life-advance-directives"
    assert index("fr").find("soins palliatifs")[0].page_id == "palliative-care"
    for language in LANGUAGES:
        for query in queries(language):
            for hit in index(language).find(query.words):
                assert hit.sure or hit.page_id not in gentle


def test_an_endless_text_is_searched_all_the_same() -> None:
    assert index("fr").find("la fatigue " * 400)[0].page_id == "side-effect-fatigue"
    nonsense = " ".join(f"xq{number}zvkw" for number in range(20_000))
    assert index("fr").find(nonsense) == []


def test_a_units_own_page_is_found_by_its_readers_only(write: Write, shelf: Path, tmp_path: Path) -> None:
    unit = tmp_path / "units" / "u1"
    write("sleep")
    write("our-garden", "Le jardin est derrière le bâtiment.", title="Notre jardin", folder=unit)
    library = Library.load(shelf, {"u1": unit})
    assert [hit.page_id for hit in Search(library, "fr", "u1", shelf).find("où est le jardin")][:1] == ["our-garden"]
    assert Search(library, "fr", content=shelf).find("jardin") == []
