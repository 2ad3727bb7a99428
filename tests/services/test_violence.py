"""Words of violence: harmless whatever was said before, told to nobody, and all of it can be deleted."""

import pytest

from bot.storage import alerts
from tests.services.test_danger import on_duty, words
from tests.stage import Phone, Stage

__all__ = ["words"]

pytestmark = pytest.mark.usefixtures("words")
END_IT, HE_HITS = "I want to end it all", "he hits me"


@pytest.fixture
async def zoe(stage: Stage) -> Phone:
    return await stage.person("Zoé")


@pytest.fixture
async def sam(stage: Stage) -> Phone:
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id, 12)
    return sam


async def kept(stage: Stage, phone: Phone) -> list[str]:
    return [
        text
        for alert in await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, phone.id))
        for text in alert.messages(stage.house.sealer)
    ]


@pytest.mark.parametrize("closed", [False, True])
async def test_after_danger_it_gets_its_own_answer(stage: Stage, zoe: Phone, sam: Phone, closed: bool) -> None:
    await zoe.says(END_IT)
    if closed:
        await sam.taps("I take it")
        await sam.taps("Done")
        await sam.taps("I spoke with the person")
    said = await zoe.says(HE_HITS)
    assert len(said) == 1 and said[0].labels == ["Yes", "Later"] and "3114" not in said[0].text
    await zoe.taps("Yes")
    assert "3919" in zoe.last.text and "17" in zoe.last.text and "I have told nobody" in zoe.last.text


async def test_told_nobody_is_true_beside_an_open_alert(stage: Stage, zoe: Phone, sam: Phone) -> None:
    """Neither these words nor what follows them join it; words of danger do again."""
    await zoe.says(END_IT)
    await zoe.says(HE_HITS)
    await zoe.says("he is in the next room and reads my phone")
    assert await kept(stage, zoe) == [END_IT]
    await zoe.says(END_IT)
    assert await kept(stage, zoe) == [END_IT, END_IT]


async def test_deleting_takes_every_message_of_it_on_both_sides(stage: Stage, zoe: Phone) -> None:
    await zoe.says("/menu")
    before = zoe._messages
    await zoe.says(HE_HITS)
    await zoe.says("he is in the next room and reads my phone")
    await zoe.says(HE_HITS)
    await zoe.taps("Yes")
    await zoe.taps("A call, at a safe time")
    await zoe.says("06 39 98 12 34")
    await zoe.taps("Any time")
    last = zoe._messages

    await zoe.taps("Delete these messages")

    assert zoe.deleted == set(range(before + 1, last + 1))
    assert [b.text for b in zoe.bubbles if b.message_id > before] == [
        "Done. To remove everything else: the chat’s own menu, then “Delete”."
    ]
    assert any("What would you like to do?" in text for text in zoe.texts), "what stood there before stays"


async def test_a_forged_button_deletes_nothing_of_what_cannot_be_deleted(stage: Stage, zoe: Phone) -> None:
    await zoe.says("/menu")
    shown = len(zoe.bubbles)
    for subject in ("", "0", "x", "9" * 30):
        await zoe.taps_data(f"s|erase-these|{subject}")
    assert zoe.deleted == set() and len(zoe.bubbles) > shown


async def test_nothing_on_its_screens_says_what_it_is_about(stage: Stage, zoe: Phone) -> None:
    said = [*(await zoe.says(HE_HITS)), *(await zoe.taps("Later"))]
    for _time in range(3):
        said += await zoe.says("is he gone")
    for bubble in said:
        assert "Help now" not in bubble.labels
        assert not any(word in bubble.text for word in ("3919", "17", "hurt", "danger", "3114"))
