"""Somebody with little French: the ten screens in their own language, everything else in French or English."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.library.pages import CONTENT
from bot.library.screen_checks import screen_strings
from bot.storage import people
from tests.stage import Stage

LANGUAGE = "pt"
WORDS: Mapping[str, str] = {words: f"«{words}»" for words in screen_strings(CONTENT.parent, CONTENT)}
"""Each of the ten screens, marked: what stands in « » is said in the other language."""


@pytest.fixture
def screens(stage: Stage) -> None:
    renderer = stage.house.renderer
    catalogs = replace(renderer.catalogs, screens={LANGUAGE: WORDS})
    stage.house = replace(stage.house, renderer=replace(renderer, catalogs=catalogs))


pytestmark = pytest.mark.usefixtures("screens")


async def test_the_phone_s_own_language_counts_where_the_site_has_its_screens(stage: Stage) -> None:
    assert stage.house.screens_of("pt-BR") == LANGUAGE
    assert stage.house.screens_of("de") is None
    assert stage.house.screens_of(None) is None


async def test_the_language_is_chosen_in_one_tap_and_the_rest_stays_readable(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/language")
    await zoe.taps("Português")
    await zoe.says("help")
    assert zoe.last.text.startswith("«Numbers that answer")
    assert "life in danger" in zoe.last.text
    await zoe.says("/menu")
    assert zoe.last.text == "What would you like to do?"
    await zoe.says("/language")
    await zoe.taps("English")
    await zoe.says("help")
    assert zoe.last.text.startswith("Numbers that answer")


async def test_words_nobody_reads_here_are_answered_with_the_languages_there_are(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("Нет, спасибо, мне очень плохо")
    assert "Nobody has read your message" in zoe.last.text
    await zoe.taps("Português")
    await zoe.says("Нет, спасибо, мне очень плохо")
    assert zoe.last.text.startswith("«I only read French and English")
    assert "Português" not in zoe.last.labels


async def test_a_danger_answer_keeps_its_numbers_and_its_hour(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await stage.turn(lambda turn: people.set_language(turn.tx, zoe.id, "en", LANGUAGE))
    said = await zoe.says("I want to die")
    assert said[0].text.startswith("«Thank you for writing it")
    assert "3114" in said[0].text and "{" not in said[0].text
