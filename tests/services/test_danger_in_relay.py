"""Danger in what two people write to each other: it still leaves, and the AP is not left alone with it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.storage import alerts, holds
from conversations.policies.safety_words import NOTHING, SECOND_READER, Screening
from tests.services.pairing import in_touch, make_pair, supervisor
from tests.services.test_danger import adapt, on_duty
from tests.stage import Phone, Stage

END_IT, HE_HITS, PERHAPS = "I want to end it all", "he hits me", "perhaps the end"
HE_WANTS = "he wants to end it all"
SO_TIRED, FEVER, UNREAD = "I am so tired of all this", "I have a fever", "muy cansada"
MORE = "my daughter comes tonight"
NUMBER = "my sister: 06 39 98 12 34"
READINGS = {
    END_IT: Screening("danger", "oneself", "wish"),
    HE_HITS: Screening("danger", "violence", "hits"),
    HE_WANTS: Screening("danger", "somebody-else", "other"),
    SO_TIRED: Screening("distress", "distress", "tired"),
    FEVER: Screening("medical", "medical", "fever"),
    UNREAD: Screening("unread", None, None),
    PERHAPS: Screening("danger", "oneself", SECOND_READER),
}
LINE = "Before you answer Zoé: please open this first."


class ByBeginning:
    """Reads what begins with one of these sentences as these tests mean it."""

    def screen(self, text: str, language: str) -> Screening:
        return next((read for begins, read in READINGS.items() if text.startswith(begins)), NOTHING)


@pytest.fixture
async def zoe(stage: Stage) -> Phone:
    return await stage.person("Zoé")


@pytest.fixture
async def camille(stage: Stage) -> Phone:
    return await stage.person("Camille", "ap")


@pytest.fixture
async def solene(stage: Stage) -> Phone:
    solene = await supervisor(stage)
    await on_duty(stage, solene.id, 12)
    return solene


def reads_danger(stage: Stage) -> None:
    rule: Any = ByBeginning()
    stage.house = replace(stage.house, rules=rule, rules_and_reader=rule)


@pytest.fixture
async def pair(stage: Stage, zoe: Phone, camille: Phone, solene: Phone) -> int:
    pair = await in_touch(stage, zoe, camille)
    reads_danger(stage)
    return pair


async def card(camille: Phone) -> str:
    """What the AP reads behind the neutral line: the text before its contact cards."""
    said = await camille.taps("Open")
    return said[0].text


async def test_who_was_told_is_what_the_alert_says(stage: Stage, pair: int, zoe: Phone, camille: Phone) -> None:
    await zoe.says(END_IT)
    assert camille.texts[-2:] == [f"Zoé writes:\n{END_IT}", LINE]
    assert "and the person on duty has been told: you do not carry this" in await card(camille)
    assert "Send this sentence" in [label for bubble in camille.bubbles for label in bubble.labels]


async def test_once_somebody_has_it_the_card_says_so(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    await zoe.says(END_IT)
    await solene.taps("I take it")
    assert "and somebody of the unit has seen it" in await card(camille)


async def test_at_night_it_says_from_when(stage: Stage, zoe: Phone, camille: Phone) -> None:
    sam = await supervisor(stage)
    await sam.taps_data("s|add-shift|")
    await sam.taps("Me")
    await sam.taps("Tuesday")
    await sam.says("9-13")
    await in_touch(stage, zoe, camille)
    reads_danger(stage)
    await stage.passes(hours=16)
    await zoe.says(END_IT)
    assert "and the person on duty will know at Tuesday 12 January at 09:00" in await card(camille)


async def test_a_unit_that_raises_no_alert_told_nobody_and_the_card_says_so(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    adapt(stage, lambda u: u.model_copy(update={"choices": u.choices.model_copy(update={"alert_on_danger": False})}))
    await zoe.says(END_IT)
    words = await card(camille)
    assert "nobody of the unit has been told" in words and "“Talk to Solène” tells them" in words


async def test_violence_has_a_card_of_its_own(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    said = await zoe.says(HE_HITS)
    assert [b.labels for b in said] == [["Yes", "Later"]]
    assert camille.texts[-2:] == [f"Zoé writes:\n{HE_HITS}", LINE]
    words = await card(camille)
    assert "I have told nobody" in words and "3919" in words and "3114" not in words
    assert camille.last.labels[:2] == ["Talk to Solène", "I am fine"]
    assert "Send this sentence" not in camille.last.labels
    assert not solene.seen("is waiting for a human reply")


async def test_what_only_the_second_reader_found_is_no_certainty(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    await zoe.says(PERHAPS)
    words = await card(camille)
    assert "may speak of danger" in words and "told nobody" in words


async def test_with_a_number_in_it_it_can_be_sent_while_all_else_waits(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    await zoe.says(f"{END_IT}, {NUMBER}")
    assert not camille.seen("end it all")
    await zoe.taps("Send anyway")
    assert camille.seen(f"{END_IT}, {NUMBER}") and camille.last.text == LINE
    assert "the person on duty has been told" in await card(camille)


async def test_it_can_be_left_unsent_while_all_else_waits(stage: Stage, pair: int, zoe: Phone, camille: Phone) -> None:
    await zoe.says(f"{END_IT}, {NUMBER}")
    await zoe.says("I do not know")
    await zoe.taps("Do not send")
    assert "Not sent. I have kept nothing of it." in zoe.texts and not camille.seen("end it all")


async def test_before_the_yes_to_writing_it_waits_with_its_line(
    stage: Stage, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    pair = await make_pair(stage, zoe, camille, writes=None)
    await zoe.taps_data(f"s|write-to|{pair}")
    reads_danger(stage)
    await zoe.says(END_IT)
    assert not camille.seen("end it all")
    await zoe.taps("Read the question")
    await zoe.taps("Write here")
    assert camille.seen(END_IT) and camille.last.text == LINE
    assert "the person on duty has been told" in await card(camille)


async def test_about_somebody_else_it_is_told_at_once_although_it_was_only_asked_before(
    stage: Stage, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    reads_danger(stage)
    await zoe.says(HE_WANTS)
    assert not solene.seen("is waiting for a human reply")
    await zoe.taps("No thanks")
    await in_touch(stage, zoe, camille)
    reads_danger(stage)
    await zoe.says(HE_WANTS)
    assert solene.seen("is waiting for a human reply")
    assert "the person on duty has been told" in await card(camille)


async def test_after_quiet_days_it_is_asked_for_whom_it_is(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    await stage.passes(days=3)
    await on_duty(stage, solene.id, 8)
    said = await zoe.says(END_IT)
    assert "3114" in said[0].text and said[-1].text == "For whom is this? Nothing has been sent yet."
    await zoe.taps("To Camille")
    assert camille.seen(END_IT) and camille.last.text == LINE


async def test_violence_that_might_be_for_somebody_is_answered_harmlessly_and_no_more(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    await stage.passes(days=3)
    said = await zoe.says(HE_HITS)
    assert [b.labels for b in said] == [["Yes", "Later"]]


async def test_a_message_changed_into_danger_brings_the_line_too(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    await zoe.says("It is a long day.")
    written = zoe._messages
    await zoe.says(END_IT, edited=written)
    assert camille.seen(f"Zoé writes:\n{END_IT}") and camille.last.text == LINE
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    assert alert.kind == "danger-oneself"
    assert "the person on duty has been told" in await card(camille)


async def test_what_waits_and_is_changed_into_danger_remembers_it(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    await zoe.says(f"Call {NUMBER}")
    written = zoe._messages - 1
    await zoe.says(f"{END_IT}, {NUMBER}", edited=written)
    assert zoe.seen("3114")
    await zoe.taps("Send anyway")
    assert camille.seen(END_IT) and camille.last.text == LINE


async def test_a_card_of_another_pair_or_alert_is_not_shown(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    await zoe.says(END_IT)
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    noor = await stage.person("Noor", "ap")
    await noor.taps_data(f"s|danger-card|{pair}:{alert.id}")
    assert "no longer open to you" in noor.last.text
    yan, lou = await stage.person("Yan"), await stage.person("Lou", "ap")
    other = await make_pair(stage, yan, lou)
    said = await lou.taps_data(f"s|danger-card|{other}:{alert.id}")
    assert "nobody of the unit has been told" in said[0].text


NOT_RECEIVED = "Camille has not received what you wrote."


async def test_in_a_pause_the_patient_reads_that_it_was_not_received(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    said = await zoe.says(END_IT)
    assert "3114" in said[0].text and said[-1].text == NOT_RECEIVED
    assert not camille.seen(END_IT) and LINE not in camille.texts
    said = await zoe.says(END_IT)
    assert said[-1].text == NOT_RECEIVED
    await zoe.says(HE_HITS)
    assert zoe.last.text != NOT_RECEIVED


async def test_the_buttons_of_the_answer_can_still_be_typed(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    await zoe.says(END_IT)
    await zoe.says("please call me")
    assert "number" in zoe.last.text


async def test_in_a_hold_the_patient_reads_it_too_and_the_team_that_they_wrote(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    await camille.taps_data(f"s|doubt-identity|{pair}")
    said = await zoe.says(END_IT)
    assert said[-1].text == NOT_RECEIVED
    (hold,) = await stage.turn(lambda turn: holds.of_pair(turn.tx, pair))
    assert hold.patient_wrote_at is not None


async def ended(camille: Phone, pair: int) -> None:
    await camille.taps_data(f"s|pair-end|{pair}")
    await camille.taps("Yes, end it now")


@pytest.mark.parametrize("words", [MORE, SO_TIRED, FEVER, PERHAPS])
async def test_other_words_while_everything_waits_are_said_not_to_have_arrived_either(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, words: str
) -> None:
    await zoe.says(END_IT)
    await ended(camille, pair)
    said = await zoe.says(words)
    assert [bubble.text for bubble in said].count(NOT_RECEIVED) == 1 and not camille.seen(words)
    said = await zoe.says(words)
    assert NOT_RECEIVED not in [bubble.text for bubble in said], "it was said, and what follows is for the bot"


@pytest.mark.parametrize("words", [MORE, SO_TIRED, FEVER, UNREAD])
async def test_while_everything_waits_other_words_still_reach_who_accompanies_them(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, words: str
) -> None:
    await zoe.says(END_IT)
    await zoe.says(words)
    assert camille.last.text.endswith(words) and not zoe.seen(NOT_RECEIVED)


@pytest.mark.parametrize("words", [SO_TIRED, FEVER])
async def test_what_is_answered_before_the_relay_is_said_not_to_have_arrived(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, words: str
) -> None:
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    said = await zoe.says(words)
    assert said[-1].text == NOT_RECEIVED and not camille.seen(words)


async def test_in_a_hold_other_words_are_seen_by_the_team_too(
    stage: Stage, pair: int, zoe: Phone, camille: Phone
) -> None:
    await zoe.says(END_IT)
    await camille.taps_data(f"s|doubt-identity|{pair}")
    said = await zoe.says(MORE)
    assert NOT_RECEIVED in [bubble.text for bubble in said]
    (hold,) = await stage.turn(lambda turn: holds.of_pair(turn.tx, pair))
    assert hold.patient_wrote_at is not None


async def test_steps_and_words_after_violence_name_nobody(stage: Stage, pair: int, zoe: Phone, camille: Phone) -> None:
    await zoe.says(END_IT)
    await ended(camille, pair)
    for words in ("menu", "please call me", "Cancel", HE_HITS, MORE):
        await zoe.says(words)
    assert not zoe.seen(NOT_RECEIVED)


async def test_an_ap_reads_it_without_a_name(stage: Stage, pair: int, zoe: Phone, camille: Phone) -> None:
    await camille.taps_data(f"s|bad-news|{pair}")
    said = await camille.says(END_IT)
    assert said[-1].text == "What you wrote was not passed on."


async def test_words_to_nobody_are_said_to_reach_nobody_else(stage: Stage, zoe: Phone, solene: Phone) -> None:
    reads_danger(stage)
    await zoe.says(END_IT)
    assert not zoe.seen("has not received")


async def test_where_no_phone_took_the_alert_the_card_says_told_to_nobody(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    solene.blocked = True
    await zoe.says(END_IT)
    said = await card(camille)
    assert "your unit will read it when somebody is there" in said and "has been told" not in said


async def test_after_a_no_the_card_names_nobody_on_duty(
    stage: Stage, pair: int, zoe: Phone, camille: Phone, solene: Phone
) -> None:
    await supervisor(stage, "Ben")
    await zoe.says(END_IT)
    await solene.taps("I cannot")
    assert "and the team of the unit has been told" in await card(camille)
