"""Two people write to each other through the bot, and neither learns more than the other says."""

from typing import Any

import pytest

from bot.storage import alerts, people
from bot.storage.outbox import Operation
from tests.services.pairing import DANGEROUS, in_touch, make_pair, pair_of
from tests.stage import Phone, Stage


async def test_the_ap_writes_first_and_the_pair_has_its_first_contact(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille)
    await camille.taps_data(f"s|write-to|{pair}")
    assert "Zoé" in camille.last.text and "nobody reads" in camille.last.text
    await camille.says("Hello Zoé, I am here.")
    assert "Camille writes:\nHello Zoé, I am here." in zoe.texts
    assert (await pair_of(stage, pair)).first_contact_at is not None


async def test_words_and_voices_go_both_ways_without_another_tap(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    assert camille.last.text == "Zoé writes:\nHello, thank you."
    await zoe.sends("voice", {"voice": {"file_id": "V1", "duration": 3}})
    assert (camille.last.method, camille.last.parameters["voice"], camille.last.text) == (
        "sendVoice",
        "V1",
        "Zoé writes:",
    )


async def test_an_answer_stands_under_the_message_it_answers(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    question = await zoe.says("When did you go back to work?")
    assert not question
    await camille.says("After a year.", reply_to=camille.last.message_id)
    assert zoe.last.parameters["reply_parameters"]["message_id"] == zoe._messages - 1
    await camille.says("And slowly.", reply_to=camille._messages)
    assert zoe.last.text.endswith("And slowly.")


async def test_a_change_changes_the_copy_and_withdraw_takes_it_back(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.says("I have to go to the bakery.")
    written = zoe._messages
    await zoe.says("I have to go to the market.", edited=written)
    assert camille.last.text == "Zoé writes:\nI have to go to the market."
    before = len(camille.bubbles)
    await zoe.says("withdraw", reply_to=written)
    assert "Taken back" in zoe.last.text
    assert len(camille.bubbles) == before - 1
    assert not camille.seen("market")


async def test_the_command_takes_back_the_newest_message(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.says("One.")
    await stage.passes(minutes=2)
    await zoe.says("Two.")
    await zoe.says("/withdraw")
    await zoe.taps("Take it back")
    assert camille.last.text.endswith("One.")


async def test_after_two_days_telegram_takes_nothing_back_and_it_is_said(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.says("One.")
    written = zoe._messages
    await stage.passes(hours=48)
    await zoe.says("withdraw", reply_to=written)
    assert "less than two days old" in zoe.last.text
    assert camille.seen("One.")


async def test_after_the_units_days_no_id_is_left_and_a_change_says_so(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    written = zoe._messages
    await stage.passes(days=32)
    left = await stage.turn(lambda turn: turn.tx.query("relay", "by_message", person_id=zoe.id, message_id=written))
    assert left is None


async def test_what_is_typed_after_two_quiet_days_is_asked_about_and_can_be_for_the_pages(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await stage.passes(days=3)
    await zoe.says("which page speaks about fatigue?")
    assert "For whom is this?" in zoe.last.text
    assert not camille.seen("which page")
    await zoe.taps("No, look in the pages")
    assert not camille.seen("which page")
    assert "For whom" not in zoe.last.text
    await zoe.says("Are you there this week?")
    await zoe.taps("To Camille")
    assert camille.last.text.endswith("Are you there this week?")


async def test_words_of_an_ap_with_two_contacts_never_follow_whoever_wrote_last(stage: Stage) -> None:
    zoe, yves, camille = await stage.person("Zoé"), await stage.person("Yves"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    with_yves = await make_pair(stage, yves, camille)
    await yves.taps_data(f"s|write-to|{with_yves}")
    await yves.says("Good morning.")
    await camille.says("Good morning to you.")
    assert "For whom is this?" in camille.last.text
    assert not zoe.seen("Good morning to you.") and not yves.seen("Good morning to you.")
    await camille.taps("To Yves")
    assert "Camille writes:\nGood morning to you." in yves.texts
    assert not zoe.seen("Good morning")


async def test_an_answer_goes_to_the_one_it_answers_whoever_was_chosen(stage: Stage) -> None:
    zoe, yves, camille = await stage.person("Zoé"), await stage.person("Yves"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    from_zoe = camille.last.message_id
    with_yves = await make_pair(stage, yves, camille)
    await camille.taps_data(f"s|write-to|{with_yves}")
    await camille.says("For you alone.", reply_to=from_zoe)
    assert zoe.last.text.endswith("For you alone.")
    assert not yves.seen("alone")


async def test_nothing_leaves_before_the_patient_has_agreed_to_write_here(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille, writes=None)
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.says("Hello Zoé, I am here.")
    assert "is asked first" in camille.last.text
    assert not zoe.seen("I am here")
    await zoe.taps("Read the question")
    assert "Telegram keeps your messages" in zoe.last.text
    assert zoe.last.labels[:3] == ["Get a call", "Write here", "Later"]
    await zoe.taps("Write here")
    assert zoe.seen("Camille writes:\nHello Zoé, I am here.")
    await zoe.says("Thank you for writing.")
    assert camille.last.text.endswith("Thank you for writing.")


async def test_who_would_rather_have_a_call_gets_no_writing_and_the_ap_reads_so(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille, writes=None)
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.says("Hello Zoé, I am here.")
    await zoe.taps("Read the question")
    await zoe.taps("Get a call")
    assert "would rather have a call" in camille.last.text
    await camille.says("But I like to write.")
    assert not zoe.seen("I am here") and not zoe.seen("But I like")


async def test_without_an_answer_the_ap_reads_after_three_days_that_it_did_not_leave(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille, writes=None)
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.says("Hello Zoé, I am here.")
    await stage.passes(days=4)
    assert camille.seen("did not leave")
    held = await stage.turn(lambda turn: turn.tx.query("relay_held", "held_of_pair", pair_id=pair, why="consent"))
    assert held == []


async def test_a_number_of_the_patient_leaves_after_one_question(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.says("Call me: 06 39 98 12 34")
    assert "can be found" in zoe.last.text and not camille.seen("06 39 98")
    await zoe.taps("Send anyway")
    assert camille.last.text.endswith("06 39 98 12 34")


async def test_a_number_that_is_not_sent_is_kept_nowhere(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await zoe.says("Call me: 06 39 98 12 34")
    data = next(data for label, data in zoe.last.buttons if label == "Send anyway")
    await zoe.taps("Do not send")
    held = await stage.turn(lambda turn: turn.tx.query("relay_held", "held_of_pair", pair_id=pair, why="details"))
    assert held == []
    await zoe.taps_data(data)
    assert "no longer waits" in zoe.last.text and not camille.seen("06 39 98")


async def test_a_number_of_the_ap_is_refused_with_the_charters_sentence(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await camille.says("Call me: 06 39 98 12 34")
    assert "Your charter asks" in camille.last.text
    assert not zoe.seen("06 39 98")
    await camille.says("Call your unit: 01 99 00 12 34.")
    assert zoe.last.text.endswith("01 99 00 12 34.")


async def test_a_number_slipped_in_by_a_change_is_held_back_too(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await camille.says("Call me.")
    await camille.says("Call me: 06 39 98 12 34", edited=camille._messages)
    assert "Your charter asks" in camille.last.text
    assert not zoe.seen("06 39 98")
    await zoe.says("My number")
    await zoe.says("My number is 06 39 98 12 34", edited=zoe._messages)
    assert not camille.seen("06 39 98")
    await zoe.taps("Send anyway")
    assert camille.seen("06 39 98 12 34")


async def test_what_does_not_cross_is_refused_with_a_sentence_of_its_own(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    before = len(camille.bubbles)
    kinds = ("sticker", "video_note", "video", "poll", "document", "location", "venue", "audio", "contact", "story")
    said = set()
    for kind in kinds:
        await zoe.sends(kind, {kind: {"file_id": "F"}})
        said.add(zoe.last.text)
    assert len(camille.bubbles) == before
    assert len(said) == 9  # a venue is a place: same sentence


async def test_at_night_it_arrives_without_a_sound_and_is_not_held(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    assert not camille.last.silent
    await stage.passes(hours=13)  # 23:00 in Paris
    await zoe.says("I cannot sleep.")
    assert camille.last.text.endswith("I cannot sleep.") and camille.last.silent


async def test_a_question_about_a_dose_gives_the_ap_alone_a_card_once_a_day(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.says("How many paracetamol tablets may I take?")
    assert "What to take, what to stop" in camille.last.text
    assert "01 99 00 12 34" in camille.last.text
    assert not zoe.seen("What to take")
    await zoe.says("Should I take the pills at night?")
    assert "What to take" not in camille.last.text


async def test_who_has_left_cannot_be_written_to_and_both_ends_are_right(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    zoe.blocked = True
    await camille.says("How are you?")
    assert camille.seen("could not be delivered")
    assert camille.seen("Zoé cannot be reached here just now")
    await camille.says("Are you there?")
    assert "cannot be reached" in camille.last.text
    raised = (await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id)))[0]
    assert (raised.kind, raised.level) == ("delivery-failed", "routine")


async def test_a_patient_whose_ap_has_left_is_not_left_alone(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    await in_touch(stage, zoe, camille)
    await camille.blocks()
    await zoe.says("Are you there?")
    assert "This is not about you. The unit knows" in zoe.last.text
    raised = (await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, camille.id)))[0]
    assert (raised.kind, raised.level) == ("delivery-failed", "soon")


async def test_the_sign_that_it_left_is_put_on_the_writers_own_message(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    signs: list[tuple[str, int | None]] = []
    receive = Phone.receive

    def noting(phone: Phone, operation: Operation, body: dict[str, Any]) -> list[int]:
        if phone is zoe:
            signs.append((operation.method, operation.message_id))
        return receive(phone, operation, body)

    monkeypatch.setattr(Phone, "receive", noting)
    await zoe.says("Thank you for yesterday.")
    assert signs == [("setMessageReaction", zoe._messages)]


async def test_who_listens_to_the_screen_reads_in_words_that_it_left(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.turn(lambda turn: people.set_reading(turn.tx, zoe.id, screen_reader=True, easy_pages=False))
    await in_touch(stage, zoe, camille)
    assert zoe.last.text == "Gone to Camille."


async def test_danger_reaches_the_duty_the_numbers_and_the_ap_who_does_not_carry_it_alone(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.says(f"{DANGEROUS}, I have the pills here.")
    assert "3114" in zoe.last.text or zoe.seen("3114")
    assert camille.seen(f"Zoé writes:\n{DANGEROUS}")
    assert camille.last.text == "Before you answer Zoé: please open this first."
    await camille.taps("Open")
    assert "you do not carry this without help" in camille.bubbles[-3].text
    await camille.taps("Send this sentence")
    assert zoe.last.text == "Camille writes:\nI am reading you. Can you call 3114?"


async def test_a_forged_button_sends_nothing_of_somebody_else(stage: Stage) -> None:
    zoe, camille, eve = await stage.person("Zoé"), await stage.person("Camille", "ap"), await stage.person("Eve")
    pair = await in_touch(stage, zoe, camille)
    await zoe.says("Call me: 06 39 98 12 34")
    data = next(data for label, data in zoe.last.buttons if label == "Send anyway")
    before = len(camille.bubbles)
    await eve.taps_data(data)
    assert "no longer waits" in eve.last.text
    await eve.taps_data(f"s|write-to|{pair}")
    await eve.says("It is me, Zoé.")
    assert len(camille.bubbles) == before
