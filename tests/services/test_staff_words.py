"""What a unit's staff types into their own screens speaks of others: it is an answer, and raises nothing."""

import pytest

from bot.storage import alerts, people
from tests.services.test_alerts import raised
from tests.services.test_danger import on_duty, words
from tests.stage import Phone, Stage

__all__ = ["words"]

pytestmark = pytest.mark.usefixtures("words")
QUIET = "Taken as your answer, and I have told nobody. If it is about you, help is here too."


@pytest.fixture
async def sam(stage: Stage) -> Phone:
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id, 12)
    return sam


async def nothing_about(stage: Stage, phone: Phone) -> bool:
    found = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, phone.id))
    person = await stage.turn(lambda turn: people.find(turn.tx, phone.id))
    return not found and person is not None and person.frozen_until is None


async def test_the_most_natural_reason_opens_the_message(stage: Stage, sam: Phone) -> None:
    alert = await raised(stage, await stage.person("Zoé"))
    await sam.taps_data(f"s|open-message|{alert}")
    said = await sam.says("he wants to end it all")
    assert [b.text for b in said] == ["« the sealed words »"]
    assert await nothing_about(stage, sam)


async def test_where_it_reads_as_their_own_danger_one_quiet_line_says_where_help_is(stage: Stage, sam: Phone) -> None:
    alert = await raised(stage, await stage.person("Zoé"))
    await sam.taps_data(f"s|open-message|{alert}")
    said = await sam.says("I want to end it all")
    assert [b.text for b in said] == [QUIET, "« the sealed words »"]
    assert said[0].labels == ["Help now"]
    assert await nothing_about(stage, sam)


async def test_a_question_that_follows_is_still_answered_by_what_is_typed(stage: Stage) -> None:
    dora = await stage.person("Dora", role="coordinator")
    await dora.taps_data("s|guest-request|")
    question = dora.last.text
    await dora.says("I want to end it all")
    assert QUIET in dora.texts and dora.last.text not in (QUIET, question)
    asked = dora.last.text
    await dora.says("06 39 98 12 34")
    assert dora.last.text != asked


async def test_words_that_answer_nothing_are_read_as_anybodys(stage: Stage, sam: Phone) -> None:
    said = await sam.says("I want to end it all")
    assert "3114" in said[0].text and not await nothing_about(stage, sam)


async def test_a_dialogue_that_others_may_run_too_is_no_screen_of_the_staff(stage: Stage, sam: Phone) -> None:
    await sam.taps_data("s|call-me|now")
    said = await sam.says("I want to end it all")
    assert "3114" in said[0].text and QUIET not in sam.texts


async def test_what_others_count_on_does_not_wait_with_everything_else(stage: Stage, sam: Phone) -> None:
    """Their screens go on, and so does the line that says what stands there."""
    zoe = await stage.person("Zoé")
    await sam.says("I want to end it all")
    await zoe.taps_data("s|call-me|")
    await zoe.says("06 39 98 12 34")
    await zoe.taps("Any time")
    await stage.passes(days=2)
    assert sam.seen("Your half-day: one thing is waiting for you.")
