"""What waits for a yes passes by every rule again when it leaves and whenever it is changed."""

from typing import Any

from bot.storage import holds, relay_held
from tests.journeys.aps import with_choices
from tests.services.pairing import DANGEROUS, in_touch, make_pair
from tests.stage import Phone, Stage

NUMBER = "06 39 98 12 34"


async def not_agreed_yet(stage: Stage) -> tuple[int, Phone, Phone]:
    """A pair in which the patient has not been asked whether they want to write here."""
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    return await make_pair(stage, zoe, camille, writes=None), zoe, camille


async def writes(phone: Phone, pair: int, text: str) -> int:
    """The first word; gives the id of the message in the writer's own chat."""
    await phone.taps_data(f"s|write-to|{pair}")
    written = phone._messages + 1
    await phone.says(text)
    return written


async def agrees(zoe: Phone) -> None:
    await zoe.taps("Read the question")
    await zoe.taps("Write here")


def a_picture(name: str, caption: str | None = None, **more: str) -> dict[str, Any]:
    return {"photo": [{"file_id": name}], **({"caption": caption} if caption else {}), **more}


async def test_a_number_of_the_ap_slipped_into_what_waits_is_refused_at_once(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    written = await writes(camille, pair, "Hello Zoé.")
    await camille.says(f"Hello, call me: {NUMBER}", edited=written)
    assert "Your charter asks" in camille.last.text
    await agrees(zoe)
    assert zoe.seen("Camille writes:\nHello Zoé.") and not zoe.seen(NUMBER)


async def test_of_two_that_wait_the_older_one_is_changed_too(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    first = await writes(camille, pair, "Hello Zoe.")
    await camille.says("I am Camille.")
    await camille.says("Hello Zoé.", edited=first)
    await agrees(zoe)
    assert zoe.seen("Hello Zoé.") and zoe.seen("I am Camille.") and not zoe.seen("Hello Zoe.")


async def test_a_patients_number_that_waited_for_the_consent_is_asked_about_after_it(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    await writes(zoe, pair, f"Call me: {NUMBER}")
    await agrees(zoe)
    assert "can be found" in zoe.last.text and not camille.seen(NUMBER)
    await zoe.taps("Send anyway")
    assert camille.seen(NUMBER)


async def test_a_picture_that_waited_for_the_consent_is_asked_about_after_it(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    await zoe.taps_data(f"s|write-to|{pair}")
    await zoe.sends("photo", a_picture("P1"))
    await agrees(zoe)
    assert "A picture can show" in zoe.last.text
    await zoe.taps("Do not send")
    await stage.passes(days=4)
    assert not any(bubble.method == "sendPhoto" for bubble in camille.bubbles)


async def test_the_question_about_an_aps_picture_comes_once_the_patient_agrees(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.sends("photo", a_picture("P1"))
    await agrees(zoe)
    assert zoe.last.method != "sendPhoto" and "Send it now?" in camille.last.text
    await camille.taps("Send anyway")
    assert zoe.last.parameters["photo"] == "P1"


async def test_what_the_unit_no_longer_lets_through_does_not_leave_and_its_writer_reads_so(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.sends("photo", a_picture("P1"))
    with_choices(stage, photos="refuse")
    await agrees(zoe)
    assert "did not leave all the same" in camille.last.text
    assert not any(bubble.method == "sendPhoto" for bubble in zoe.bubbles)


async def test_a_number_added_to_what_waits_is_asked_about_and_one_taken_out_lets_it_go(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.says(f"Call me: {NUMBER}")
    written = zoe._messages - 1
    await zoe.says("Call me when you like.", edited=written)
    assert camille.last.text.endswith("Call me when you like.")
    await zoe.taps("Send anyway")
    assert "no longer waits" in zoe.last.text and not camille.seen(NUMBER)


async def test_a_picture_with_a_number_under_it_is_one_question_that_names_both(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.sends("photo", a_picture("P1", f"My number: {NUMBER}"), text=f"My number: {NUMBER}")
    assert "A picture can show" in zoe.last.text and "holds a number" in zoe.last.text
    await zoe.taps("Send anyway")
    assert camille.last.text.endswith(NUMBER)


async def test_a_number_under_the_second_picture_of_an_album_is_asked_about_too(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.sends("photo", a_picture("P1", media_group_id="A"))
    await zoe.sends("photo", a_picture("P2", NUMBER, media_group_id="A"), text=NUMBER)
    assert "holds a number" in zoe.last.text
    assert not camille.seen(NUMBER)


async def test_danger_in_what_waited_reaches_the_ap_with_its_line(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    await writes(zoe, pair, DANGEROUS)
    await zoe.taps_data("s|go-on|")
    await zoe.taps_data(f"s|relay-consent|{pair}")
    await zoe.taps("Write here")
    assert camille.seen(f"Zoé writes:\n{DANGEROUS}")
    assert camille.last.text == "Before you answer Zoé: please open this first."


async def test_danger_in_a_change_reaches_the_ap_with_its_line(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await zoe.says("I am at home.")
    await zoe.says(DANGEROUS, edited=zoe._messages)
    assert camille.last.text == "Before you answer Zoé: please open this first."


async def test_a_card_and_a_poll_go_as_words_where_the_unit_lets_them(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    with_choices(stage, contacts="ask", polls="ask", ap_locations="ask")
    card = {"phone_number": "+33639981234", "first_name": "Léa", "last_name": "Martin", "user_id": 77}
    await zoe.sends("contact", {"contact": card})
    assert "written out" in zoe.last.text
    await zoe.taps("Send anyway")
    assert camille.last.text == "Zoé writes:\nLéa +33639981234"
    await camille.sends("contact", {"contact": card})
    assert "Your charter asks" in camille.last.text
    words = "Which day?\n– Monday\n– Tuesday"
    await camille.sends("poll", {"poll": {"question": "Which day?"}}, text=words)
    await camille.taps("Send anyway")
    assert zoe.last.text == f"Camille writes:\n{words}"
    await camille.sends("location", {"location": {"latitude": 48.5, "longitude": 2.5}})
    await camille.taps("Send anyway")
    assert zoe.last.method == "sendLocation"


async def test_words_for_a_contact_that_has_ended_are_answered_once_and_then_for_the_bot(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await zoe.taps_data(f"s|pair-end|{pair}")
    await zoe.taps("End")
    await camille.says("How are you today?")
    assert "your time with Zoé has ended" in camille.last.text
    await camille.says("fatigue")
    assert "has ended" not in camille.last.text


async def test_what_waits_for_the_consent_survives_a_hold(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    solene = await stage.person("Solène", "supervisor")
    await writes(camille, pair, "Hello Zoé.")
    await held(camille, pair)
    await zoe.taps("Read the question")
    assert "this contact is on hold" in zoe.last.text
    await lifted(stage, solene, pair)
    await agrees(zoe)
    assert zoe.seen("Camille writes:\nHello Zoé.")


async def test_what_was_deleted_in_a_hold_its_writer_reads_when_it_is_lifted(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    solene = await stage.person("Solène", "supervisor")
    await writes(camille, pair, "Hello Zoé.")
    await held(camille, pair)
    before = len(camille.bubbles)
    await stage.passes(days=4)
    (said,) = camille.texts[before:]
    assert said.startswith("I said that somebody would be in touch by now"), "of the hold, and of nothing else"
    waiting = await stage.turn(lambda turn: relay_held.held_of_pair(turn.tx, turn.house.sealer, pair, "consent"))
    assert [one.parcels for one in waiting] == [[]]
    await lifted(stage, solene, pair)
    assert any("Your message to Zoé did not leave" in text for text in camille.texts[before:])
    await zoe.taps_data(f"s|relay-consent|{pair}")
    await zoe.taps("Write here")
    assert not zoe.seen("Hello Zoé.") and "What waited" not in zoe.last.text


async def test_a_question_that_a_hold_kept_from_the_patient_comes_after_it(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    solene = await stage.person("Solène", "supervisor")
    await stage.passes(hours=13)
    await writes(camille, pair, "Hello Zoé.")
    await held(camille, pair)
    await stage.passes(hours=14)
    assert not zoe.seen("would like to write")
    await lifted(stage, solene, pair)
    await agrees(zoe)
    assert zoe.seen("Camille writes:\nHello Zoé.")


async def test_the_question_about_a_number_can_still_be_answered_after_a_hold(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await stage.person("Solène", "supervisor")
    pair = await in_touch(stage, zoe, camille)
    await zoe.says(f"Call me: {NUMBER}")
    await held(camille, pair)
    await zoe.taps("Send anyway")
    assert "this contact is on hold for now" in zoe.last.text
    await lifted(stage, solene, pair)
    await zoe.taps("Send anyway")
    assert camille.seen(NUMBER)


async def test_who_would_rather_be_called_has_the_ap_read_that_what_waited_is_deleted(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    await writes(camille, pair, "Hello Zoé.")
    await zoe.taps("Read the question")
    await zoe.taps("Get a call")
    assert "Your message did not leave, and is deleted." in camille.last.text
    assert "What you had written" not in zoe.last.text


async def test_who_wrote_and_would_rather_be_called_reads_that_it_is_deleted(stage: Stage) -> None:
    pair, zoe, camille = await not_agreed_yet(stage)
    await writes(zoe, pair, "Hello Camille.")
    await zoe.taps("Read the question")
    await zoe.taps("Get a call")
    assert "What you had written did not leave, and is deleted." in zoe.last.text
    assert camille.last.text == "Zoé would rather have a call than write here. You can propose a time."


async def held(camille: Phone, pair: int) -> None:
    await camille.taps_data(f"s|doubt-identity|{pair}")


async def lifted(stage: Stage, solene: Phone, pair: int) -> None:
    hold = (await stage.turn(lambda turn: holds.of_pair(turn.tx, pair)))[0]
    await solene.taps_data(f"s|hold-lift|{hold.id}")
    await solene.taps("Lift")
