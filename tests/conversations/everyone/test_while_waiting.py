"""After words of danger everything else waits; a call, help and leaving do not, by tap or by typing, in a relay too."""

from dataclasses import replace

import pytest

from bot.storage import alerts, tasks
from bot.storage.tasks import Task
from tests.services.pairing import in_touch, supervisor
from tests.services.test_danger import on_duty
from tests.stage import Phone, Stage

NUMBER = "06 39 98 00 00"
DANGER = {"en": "I want to kill myself", "fr": "je veux mourir"}
CALL = {"en": "Please call me", "fr": "Qu’on m’appelle"}
TIME = {"en": "In the morning", "fr": "Le matin"}
EVERY_WAY = [(language, in_relay) for language in ("en", "fr") for in_relay in (False, True)]


async def wrote_of_danger(stage: Stage, language: str, in_relay: bool) -> tuple[Phone, Phone, Phone]:
    """The person, the AP (who accompanies them, or nobody), and the supervisor on duty."""
    zoe, camille = await stage.person("Zoé", language=language), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    await on_duty(stage, solene.id)
    if in_relay:
        house = stage.house
        await in_touch(stage, zoe, camille)
        stage.house = replace(stage.house, rules=house.rules, rules_and_reader=house.rules_and_reader)
    await zoe.says(DANGER[language])
    return zoe, camille, solene


async def the_call(stage: Stage, zoe: Phone) -> Task:
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    assert (task.kind, task.number(stage.house.sealer)) == ("call-person", NUMBER)
    return task


async def words_of_the_alert(stage: Stage, zoe: Phone) -> list[str]:
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    return alert.messages(stage.house.sealer)


@pytest.mark.parametrize(("language", "in_relay"), EVERY_WAY)
async def test_a_call_is_asked_for_by_tap(stage: Stage, language: str, in_relay: bool) -> None:
    zoe, camille, _solene = await wrote_of_danger(stage, language, in_relay)
    await zoe.taps(CALL[language])
    await zoe.shares_phone(NUMBER)
    await zoe.taps(TIME[language])
    await the_call(stage, zoe)
    assert not any(NUMBER in text for text in camille.texts)


@pytest.mark.parametrize(("language", "in_relay"), EVERY_WAY)
async def test_a_call_is_asked_for_by_typing_alone(stage: Stage, language: str, in_relay: bool) -> None:
    """What is typed is the answer: it joins no alert, and nobody else reads it."""
    zoe, camille, _solene = await wrote_of_danger(stage, language, in_relay)
    heard = len(camille.bubbles)
    for typed in (CALL[language], NUMBER, TIME[language]):
        await zoe.says(typed)
    await the_call(stage, zoe)
    assert await words_of_the_alert(stage, zoe) == [DANGER[language]]
    assert len(camille.bubbles) == heard


@pytest.mark.parametrize(("language", "in_relay"), EVERY_WAY)
async def test_the_answer_is_still_one_after_something_else_was_said(
    stage: Stage, language: str, in_relay: bool
) -> None:
    """A human has seen the alert, the AP has written: the number goes to the call and nowhere else."""
    zoe, camille, solene = await wrote_of_danger(stage, language, in_relay)
    await zoe.says(CALL[language])
    await solene.taps("I take it")
    if in_relay:
        await camille.says("I am reading you.")
    heard = len(camille.bubbles)
    await zoe.says(NUMBER)
    await zoe.says(TIME[language])
    await the_call(stage, zoe)
    assert len(camille.bubbles) == heard


@pytest.mark.parametrize(("language", "in_relay"), EVERY_WAY)
async def test_words_of_danger_in_an_answer_still_raise(stage: Stage, language: str, in_relay: bool) -> None:
    zoe, _camille, _solene = await wrote_of_danger(stage, language, in_relay)
    await zoe.says(CALL[language])
    await zoe.says(f"{NUMBER}, {DANGER[language]}")
    assert await words_of_the_alert(stage, zoe) == [DANGER[language], f"{NUMBER}, {DANGER[language]}"]
    await zoe.says(NUMBER)
    await zoe.says(TIME[language])
    await the_call(stage, zoe)


@pytest.mark.parametrize("in_relay", [False, True])
async def test_other_words_than_an_answer_are_for_whom_they_were(stage: Stage, in_relay: bool) -> None:
    zoe, camille, _solene = await wrote_of_danger(stage, "en", in_relay)
    await zoe.says("Please call me")
    await zoe.says("help")
    await zoe.says("the nights are so long and I keep thinking of it")
    assert "the nights are so long and I keep thinking of it" in await words_of_the_alert(stage, zoe)
    assert camille.seen("the nights are so long") == in_relay


@pytest.mark.parametrize("says", ["Stop everything", "yes", "1"])
@pytest.mark.parametrize("in_relay", [False, True])
async def test_leaving_works_while_everything_else_waits(stage: Stage, says: str, in_relay: bool) -> None:
    zoe, _camille, _solene = await wrote_of_danger(stage, "en", in_relay)
    await zoe.says("/stop")
    await zoe.says(says)
    assert "It is done" in zoe.last.text


async def test_everything_else_waits_as_before_once_the_call_is_asked_for(stage: Stage) -> None:
    zoe, _camille, _solene = await wrote_of_danger(stage, "en", in_relay=False)
    for typed in ("Please call me", NUMBER, "Any time", "the room is dark"):
        await zoe.says(typed)
    assert "everything else" in zoe.last.text


async def test_an_older_question_does_not_go_on(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/language")
    question = zoe.last
    await zoe.says("I want to kill myself")
    await zoe.taps_data(question.buttons[0][1], question.message_id)
    assert "I am leaving everything else aside" in zoe.last.text
