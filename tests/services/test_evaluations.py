"""Three questions after the second contact, only where a unit evaluates, and only once."""

import json

from bot.services.evaluations import ANSWERS
from bot.storage import pairs, tasks
from tests.journeys.aps import accompanied, an_ap, with_choices
from tests.stage import Phone, Stage


async def logs_a_contact(ap: Phone, pair: int) -> None:
    await ap.taps_data(f"s|log-contact|{pair}")
    for label in ("By phone", "About 20 minutes", "Listening", "Nothing for now", "Good"):
        await ap.taps(label)


async def two_contacts(stage: Stage, *, evaluates: bool) -> tuple[int, Phone]:
    with_choices(stage, evaluates=evaluates)
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await logs_a_contact(camille, pair.id)
    await stage.passes(days=7)
    assert not zoe.seen("have been in touch twice")
    await logs_a_contact(camille, pair.id)
    await stage.passes(days=10)
    return pair.id, zoe


async def test_after_the_second_contact_three_questions_can_be_answered_or_left(stage: Stage) -> None:
    pair, zoe = await two_contacts(stage, evaluates=True)
    assert sum("You and Camille have been in touch twice." in text for text in zoe.texts) == 1
    await zoe.taps("Three questions")
    await zoe.taps("A little")
    await zoe.taps("Not often enough")
    await zoe.says("A little more time.")
    assert "Thank you." in zoe.last.text
    kept = await stage.turn(lambda turn: pairs.farewell(turn.tx, turn.house.sealer, pair, ANSWERS))
    assert kept is not None
    assert json.loads(kept[1]) == {"helps": "a-little", "often": "too-little"}
    solene = await stage.person("Solène", "supervisor")
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    await solene.taps_data(f"s|take-task|{task.id}")
    assert "A word about a contact, to read" in solene.last.text and "A little more time." in solene.last.text
    await zoe.taps_data(f"s|evaluation|{pair}")
    assert "nothing to answer here" in zoe.last.text


async def test_elsewhere_nothing_is_asked(stage: Stage) -> None:
    pair, zoe = await two_contacts(stage, evaluates=False)
    assert not zoe.seen("have been in touch twice")
    await zoe.taps_data(f"s|evaluation|{pair}")
    assert "nothing to answer here" in zoe.last.text
