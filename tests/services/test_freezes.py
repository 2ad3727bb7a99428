"""What waits after words of danger, what is said about them again, and what "that is not it" is about."""

import pytest

from bot.storage import alerts, people
from bot.storage.alerts import Alert
from tests.services.test_alerts import can_take, rings
from tests.services.test_danger import adapt, on_duty, words
from tests.stage import Bubble, Phone, Stage

__all__ = ["words"]

pytestmark = pytest.mark.usefixtures("words")
END_IT, AGAIN = "I want to end it all", "I cannot go on, I want to end it"


@pytest.fixture
async def zoe(stage: Stage) -> Phone:
    return await stage.person("Zoé")


@pytest.fixture
async def sam(stage: Stage) -> Phone:
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id, 12)
    return sam


async def closes(sam: Phone) -> None:
    await sam.taps("I take it")
    await sam.taps("Done")
    await sam.taps("I spoke with the person")


async def about(stage: Stage, phone: Phone) -> list[Alert]:
    return await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, phone.id))


async def waits(stage: Stage, phone: Phone) -> bool:
    person = await stage.turn(lambda turn: people.find(turn.tx, phone.id))
    return person is not None and person.frozen_until is not None


def button(bubble: Bubble, label: str) -> str:
    return next(data for shown, data in bubble.buttons if shown == label)


async def test_danger_again_after_the_alert_was_closed_is_a_new_alert_with_its_full_text(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await zoe.says(END_IT)
    await closes(sam)
    await stage.passes(hours=4)
    rung = rings(sam)

    said = await zoe.says(AGAIN)

    assert "I have told the person on duty" in said[0].text
    assert [b.parameters.get("phone_number") for b in said[1:]] == ["3114", "15"]
    assert rings(sam) == rung + 1
    (alert,) = await about(stage, zoe)
    assert alert.messages(stage.house.sealer) == [AGAIN]


async def test_other_words_after_the_close_are_not_said_to_be_taken_care_of(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await zoe.says(END_IT)
    await closes(sam)
    said = await zoe.says("the room is dark")
    assert "no longer reads here. To speak with them: “Help now”." in said[0].text


async def test_words_said_before_the_consent_and_again_after_it_reach_somebody(stage: Stage, sam: Phone) -> None:
    zoe = await stage.person("Zoé", consented=False)
    assert "I have told nobody." in (await zoe.says(END_IT))[0].text
    await stage.turn(lambda turn: people.set_state(turn.tx, zoe.id, "consented"))
    assert "I have told the person on duty" in (await zoe.says(AGAIN))[0].text
    assert can_take(sam)


async def test_where_nobody_can_be_told_the_same_block_does_not_come_twice(stage: Stage) -> None:
    zoe = await stage.person("Zoé", role=None)
    first = await zoe.says(END_IT)
    second = await zoe.says(END_IT)
    assert len(first) == 3 and len(second) == 1
    assert "I have told nobody." in second[0].text


async def test_somebody_else_again_is_one_short_line_while_the_question_stands(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await zoe.says("he wants to end it all")
    said = await zoe.says("he wants to end it all")
    assert len(said) == 1 and "Would you like to talk to the unit" not in said[0].text
    assert not can_take(sam)


async def test_that_is_not_it_under_other_words_leaves_danger_as_it_is(stage: Stage, zoe: Phone, sam: Phone) -> None:
    await zoe.says(END_IT)
    await zoe.says("forty of fever")
    await zoe.taps("That is not it")
    assert zoe.last.text == "Thank you for saying so."
    (alert,) = await about(stage, zoe)
    assert alert.remark is None and await waits(stage, zoe)


async def test_it_finds_its_alert_after_the_person_went_on(stage: Stage, zoe: Phone, sam: Phone) -> None:
    said = await zoe.says(END_IT)
    await zoe.taps_data("s|go-on|")
    await zoe.taps_data(button(said[0], "That is not it"))
    assert zoe.seen("I have added it to what your unit reads")
    (alert,) = await about(stage, zoe)
    assert alert.remark == "not-it"


async def test_once_the_alert_is_closed_it_says_no_more_than_it_does(stage: Stage, zoe: Phone, sam: Phone) -> None:
    said = await zoe.says(END_IT)
    await closes(sam)
    await zoe.taps_data(button(said[0], "That is not it"))
    assert not zoe.seen("I have added it") and zoe.seen("Thank you for saying so.")
    assert not await waits(stage, zoe)


async def test_it_marks_nobody_elses_alert(stage: Stage, zoe: Phone, sam: Phone) -> None:
    said = await zoe.says(END_IT)
    yan = await stage.person("Yan")
    await yan.taps_data(button(said[0], "That is not it"))
    (alert,) = await about(stage, zoe)
    assert alert.remark is None and not yan.seen("I have added it")


async def test_where_the_unit_raises_none_it_goes_on_and_claims_nothing(stage: Stage, zoe: Phone) -> None:
    adapt(stage, lambda u: u.model_copy(update={"choices": u.choices.model_copy(update={"alert_on_danger": False})}))
    await zoe.says(END_IT)
    await zoe.taps("That is not it")
    assert zoe.seen("Thank you for saying so.") and not await waits(stage, zoe)


async def asks_for_a_call(phone: Phone, label: str) -> None:
    await phone.taps(label)
    await phone.says("06 39 98 12 34")
    await phone.taps("Any time")


@pytest.mark.parametrize("declares_none", [False, True])
async def test_after_a_call_was_asked_for_somebody_was_told_and_more_words_join_that(
    stage: Stage, zoe: Phone, sam: Phone, declares_none: bool
) -> None:
    """Of somebody else, and of oneself in a unit that lets no words raise an alert."""
    said, call = "he wants to end it all", "Yes, call me"
    if declares_none:
        said, call = END_IT, "Please call me"
        quiet = {"alert_on_danger": False}
        adapt(stage, lambda u: u.model_copy(update={"choices": u.choices.model_copy(update=quiet)}))
    await zoe.says(said)
    await asks_for_a_call(zoe, call)

    await zoe.says("the room is dark")

    assert "I have told the person on duty" in zoe.last.text and "I have told nobody" not in zoe.last.text
    await zoe.says(said)
    (alert,) = await about(stage, zoe)
    assert alert.messages(stage.house.sealer) == ["the room is dark", said]


async def test_an_emergency_after_danger_says_that_it_joins_and_that_the_call_counts(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await zoe.says(END_IT)
    (said,) = await zoe.says("forty of fever")
    assert "I have told nobody" not in said.text
    assert "It is added to what your unit reads from you, but do not wait for that" in said.text
    await closes(sam)
    (said,) = await zoe.says("forty of fever")
    assert "I have told nobody: your call is what counts." in said.text


DIED = "she died yesterday"


async def test_a_death_after_danger_keeps_the_numbers_and_whoever_has_the_danger_reads_on(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await zoe.says(END_IT)

    said = await zoe.says(DIED)

    assert said[0].text.startswith("Our thoughts are with you.")
    assert [b.parameters.get("phone_number") for b in said[1:]] == ["3114", "15"]
    assert "3114" in (await zoe.says("the room is dark"))[0].text
    assert "3114" in (await zoe.says(DIED))[0].text
    kinds = {alert.kind: alert.messages(stage.house.sealer) for alert in await about(stage, zoe)}
    assert kinds == {"danger-oneself": [END_IT, DIED, "the room is dark", DIED], "death": [DIED]}


async def test_danger_after_a_death_is_an_alert_of_its_own(stage: Stage, zoe: Phone, sam: Phone) -> None:
    await zoe.says(DIED)
    await zoe.says(END_IT)
    assert sorted((alert.kind, alert.level) for alert in await about(stage, zoe)) == [
        ("danger-oneself", "now"),
        ("death", "soon"),
    ]


async def test_a_death_where_danger_told_nobody_does_not_take_the_place_of_its_alert(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await zoe.says("he wants to end it all")
    await zoe.says(DIED)
    await asks_for_a_call(zoe, "Yes, call me")
    assert ("call-me", "now") in [(alert.kind, alert.level) for alert in await about(stage, zoe)]
