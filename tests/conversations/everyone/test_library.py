"""Finding pages: three taps at most, nothing heavy by surprise, free text answered as what it is."""

import pytest

from bot.library.page_ids import PAGE_IDS
from tests.stage import Phone, Stage

LANGUAGES = ("fr", "en")


async def open_library(stage: Stage, language: str) -> Phone:
    zoe = await stage.person("Zoé", language=language)
    await zoe.says("/menu")
    return zoe


def starts(phone: Phone, name: str) -> dict[str, str]:
    """Label by subject of the buttons of the last message that start this dialogue."""
    return {data.split("|")[2]: data for _label, data in phone.last.buttons if data.startswith(f"s|{name}|")}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_at_most_three_taps_from_the_menu(stage: Stage, language: str) -> None:
    zoe = await open_library(stage, language)
    await zoe.taps_data("s|library|")
    reached = set()
    for topic in list(starts(zoe, "topic").values()):
        await zoe.taps_data(topic)
        reached |= set(starts(zoe, "page"))
    assert reached == set(PAGE_IDS)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_opens_and_leads_on(stage: Stage, language: str) -> None:
    zoe = await open_library(stage, language)
    for page in PAGE_IDS:
        await zoe.taps_data(f"s|page|{page}")
        assert zoe.last.text.startswith(("<b>", "<i>")), page
        while further := [data for _label, data in zoe.last.buttons if data.startswith(f"s|page|{page}.")]:
            await zoe.taps_data(further[0])
        assert "s|topic|" in str(zoe.last.buttons)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_gentle_page_within_two_taps_of_the_announcement(stage: Stage, language: str) -> None:
    """Care requirement 19: heavy pages open, they never jump out."""
    zoe = await open_library(stage, language)
    gentle = {page.id for page in stage.house.library.pages(language, None) if page.gentle}
    assert gentle
    await zoe.taps_data("s|moment|announcement")
    first = starts(zoe, "page")
    assert first
    assert not gentle & set(first)
    for page in first.values():
        await zoe.taps_data(page)
        assert not gentle & set(starts(zoe, "page"))


async def test_gentle_pages_are_one_tap_under_other_moments_and_say_what_they_speak_of(stage: Stage) -> None:
    zoe = await open_library(stage, "fr")
    await zoe.taps_data("s|topic|other")
    assert "palliative-care" in starts(zoe, "page")
    await zoe.taps_data("s|page|palliative-care")
    assert "Vous pouvez la lire plus tard" in zoe.last.text


async def test_a_question_in_ones_own_words_finds_its_page(stage: Stage) -> None:
    zoe = await open_library(stage, "fr")
    await zoe.says("je suis crevé tout le temps, pourquoi ?")
    assert next(iter(starts(zoe, "page"))) == "side-effect-fatigue"


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "je viens d'apprendre que j'ai un cancer"), ("en", "I have just been told I have cancer")],
)
async def test_a_confidence_gets_a_warm_line_and_three_choices(stage: Stage, language: str, words: str) -> None:
    zoe = await open_library(stage, language)
    await zoe.says(words)
    assert len(zoe.last.buttons) == 3
    assert len(starts(zoe, "page")) <= 1, "a page that surely fits may be one of the three, a list never"


@pytest.mark.parametrize(("language", "words"), [("fr", "merci"), ("fr", "ok"), ("en", "thank you"), ("fr", "bonsoir")])
async def test_courtesies_get_an_answer(stage: Stage, language: str, words: str) -> None:
    zoe = await open_library(stage, language)
    new = await zoe.says(words)
    assert len(new) == 1
    assert not starts(zoe, "page")


async def test_what_nobody_wrote_about_says_so_and_offers_a_person(stage: Stage) -> None:
    zoe = await open_library(stage, "en")
    await zoe.says("how do I repair a bicycle tyre?")
    assert "found nothing" in zoe.last.text
    assert "s|request|" in str(zoe.last.buttons)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "who won the football match?"), ("fr", "qui a gagné le match ?")]
)
async def test_a_heavy_page_is_never_a_guess(stage: Stage, language: str, words: str) -> None:
    zoe = await open_library(stage, language)
    await zoe.says(words)
    gentle = {page.id for page in stage.house.library.pages(language, None) if page.gentle}
    assert not gentle & set(starts(zoe, "page"))


async def test_an_opinion_is_counted_without_the_person(stage: Stage) -> None:
    from bot.storage import page_opinions

    zoe = await open_library(stage, "en")
    await zoe.taps_data("s|helped|care-team")
    await zoe.taps_data("s|not-helped|care-team")
    await zoe.taps("It was not clear")
    rows = await stage.database.read(lambda tx: page_opinions.of_unit(tx, "tilleul"))
    assert {(r["answer"], r["number"]) for r in rows} == {("helped", 1), ("unclear", 1)}
    assert all(set(r) == {"page", "language", "answer", "number"} for r in rows)


async def test_reading_does_not_lose_the_open_question(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    await zoe.taps("Continue")
    await zoe.taps_data("s|page|care-team")
    await zoe.taps("Where I was")
    assert "medical advice" in zoe.last.text


@pytest.mark.parametrize("page", ["care-team", "infection-fever"])  # the id of the second reads like an emergency
async def test_a_page_is_sent_as_a_link_that_opens_it(stage: Stage, page: str) -> None:
    zoe = await open_library(stage, "en")
    await zoe.taps_data(f"s|share|{page}")
    link = zoe.last.text.split("start=")[1]
    friend = await stage.person("Friend", role=None, consented=False)
    await friend.says(f"/start {link}")
    assert "<b>" in friend.last.text


async def test_the_easy_version_is_one_tap_away_and_remembered(stage: Stage) -> None:
    zoe = await open_library(stage, "en")
    await zoe.taps_data("s|page|care-team")
    usual = zoe.last.text
    await zoe.taps_data("s|easy|care-team")
    assert zoe.last.text != usual
    await zoe.taps_data("s|page|treatment-chemotherapy")
    assert "Usual version" in str([b.buttons for b in zoe.bubbles[-3:]])
