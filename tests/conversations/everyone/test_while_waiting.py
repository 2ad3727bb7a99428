"""After words of danger everything else waits; a call, help and leaving do not."""

from tests.stage import Stage


async def test_a_call_can_be_asked_for_by_typing_alone(stage: Stage) -> None:
    zoe = await stage.person("Zoé", language="fr")
    await zoe.says("je veux mourir")
    await zoe.says("2" if "appelle" not in zoe.bubbles[-3].labels[0] else "1")
    assert any("À quel numéro" in text or "What number" in text for text in zoe.texts)
    await zoe.says("06 39 98 00 00")
    await zoe.says("1")
    assert zoe.last.labels[-1] == "Aide maintenant"


async def test_leaving_works_while_everything_else_waits(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("I want to kill myself")
    await zoe.says("/stop")
    await zoe.taps("Stop everything")
    assert "It is done" in zoe.last.text


async def test_an_older_question_does_not_go_on(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/language")
    question = zoe.last
    await zoe.says("I want to kill myself")
    await zoe.taps_data(question.buttons[0][1], question.message_id)
    assert "I am leaving everything else aside" in zoe.last.text
