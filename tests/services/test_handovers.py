"""Somebody else may go on: whatever is answered, and however often, both sides read the same truth."""

import pytest

from bot.storage import pairs, requests
from tests.journeys.aps import an_ap
from tests.services.pairing import in_touch
from tests.stage import Phone, Stage


@pytest.fixture
async def asked(stage: Stage) -> tuple[Phone, Phone]:
    """Camille has asked Zoé whether somebody else may go on with her."""
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    pair = await in_touch(stage, zoe, camille)
    await asks_her(camille, pair)
    return zoe, camille


async def asks_her(camille: Phone, pair: int) -> None:
    await camille.taps_data(f"s|pair-handover|{pair}")
    await camille.taps("Ask them")


async def state_of(stage: Stage, patient: Phone) -> str:
    (request,) = await stage.turn(lambda turn: requests.open_of_person(turn.tx, patient.id))
    return request.state


def answers_read(camille: Phone) -> list[str]:
    return [text for text in camille.texts if "agrees that" in text or "rather stay" in text]


async def test_a_no_after_a_yes_ends_the_search_for_both(stage: Stage, asked: tuple[Phone, Phone]) -> None:
    zoe, camille = asked
    nour = await an_ap(stage, "Nour")
    await zoe.taps("Yes, somebody else")
    assert "I look for somebody else" in zoe.last.text
    await zoe.taps("No, as it is")
    assert zoe.last.text.startswith("I have stopped looking. Your contact stays as it is")
    assert camille.last.text == "Zoé would rather stay with you. Nothing changes."
    assert await state_of(stage, zoe) == "matched"
    await stage.passes(days=2)
    assert not nour.seen("A request is waiting for you") and not zoe.seen("Nour")


async def test_a_no_takes_the_card_off_that_waits_already(stage: Stage, asked: tuple[Phone, Phone]) -> None:
    zoe, camille = asked
    nour = await an_ap(stage, "Nour")
    await zoe.taps("Yes, somebody else")
    await nour.taps("Open")
    await nour.taps("I can")
    no = next(data for b in zoe.bubbles for label, data in b.buttons if label == "No, as it is")
    await zoe.taps_data(no)
    assert zoe.last.text.startswith("I have stopped looking")
    assert camille.last.text == "Zoé would rather stay with you. Nothing changes."
    assert await stage.database.read(lambda tx: pairs.of_ap(tx, nour.id)) == []


async def test_the_same_answer_twice_is_told_once_and_says_what_is_so(stage: Stage, asked: tuple[Phone, Phone]) -> None:
    zoe, camille = asked
    nour = await an_ap(stage, "Nour")
    await zoe.taps("Yes, somebody else")
    await zoe.taps("Yes, somebody else")
    assert "I look for somebody else, until" in zoe.last.text
    await nour.taps("Open")
    await nour.taps("I can")
    yes = next(data for b in zoe.bubbles for label, data in b.buttons if label == "Yes, somebody else")
    await zoe.taps_data(yes)
    assert zoe.last.text.startswith("Somebody else’s yes waits for your choice already.")
    assert len(answers_read(camille)) == 1


async def test_a_yes_after_a_no_counts(stage: Stage, asked: tuple[Phone, Phone]) -> None:
    zoe, camille = asked
    await zoe.taps("No, as it is")
    await zoe.taps("Yes, somebody else")
    assert "I look for somebody else" in zoe.last.text
    assert [text.partition(" ")[2][:6] for text in answers_read(camille)] == ["would ", "agrees"]


async def test_who_withdraws_the_search_they_agreed_to_stays_and_the_ap_reads_so(
    stage: Stage, asked: tuple[Phone, Phone]
) -> None:
    zoe, camille = asked
    await zoe.taps("Yes, somebody else")
    await zoe.taps_data("s|withdraw-request|")
    await zoe.taps(zoe.last.labels[0])
    assert camille.last.text == "Zoé would rather stay with you. Nothing changes."


async def test_nobody_answers_what_was_not_asked(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    pair = await in_touch(stage, zoe, camille)
    for answer in ("yes", "no"):
        await zoe.taps_data(f"s|handover-{answer}|{pair}")
        assert zoe.last.text == "Nothing was changed."
    assert answers_read(camille) == []


async def test_a_wish_of_their_own_is_not_told(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    pair = await in_touch(stage, zoe, camille)
    await zoe.taps_data(f"s|seek-another|{pair}")
    assert "I look for somebody else" in zoe.last.text and answers_read(camille) == []


async def test_an_answer_given_under_someone_else_is_told(stage: Stage, asked: tuple[Phone, Phone]) -> None:
    zoe, camille = asked
    (pair,) = await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id))
    await zoe.taps_data(f"s|seek-another|{pair.id}")
    assert camille.last.text.startswith("Zoé agrees that somebody else goes on.")
