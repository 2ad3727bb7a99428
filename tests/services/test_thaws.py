"""What the bot would have said while somebody was in danger: it waits, and is true when it comes."""

from datetime import timedelta

from bot.storage import alerts, appointments, pairs, requests
from conversations.everyone.corrections import in_touch_by
from tests.journeys.aps import an_ap, asks
from tests.services.pairing import DANGEROUS, in_touch, make_pair, supervisor
from tests.services.test_appointments import a_call
from tests.stage import Phone, Stage

GO_ON = "I feel better, go on"


async def has_a_card(stage: Stage) -> tuple[Phone, Phone]:
    """Zoé is in danger, and Camille says yes to her."""
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await asks(zoe)
    await stage.passes(minutes=1)
    await zoe.says("I want to end it all")
    await camille.taps("Open")
    await camille.taps("I can")
    return zoe, camille


async def closes(supervisor: Phone) -> None:
    await supervisor.taps("I take it")
    await supervisor.taps("Done")
    await supervisor.taps("I spoke with the person")


async def goes_on(stage: Stage, phone: Phone) -> None:
    await phone.taps_data("s|go-on|")
    await stage.sweep()
    await stage.deliver()


async def test_a_card_waits_and_is_shown_when_they_go_on(stage: Stage) -> None:
    zoe, _camille = await has_a_card(stage)
    assert not zoe.seen("Camille has said yes")
    await zoe.says("are you there")
    shown = await zoe.taps(GO_ON)
    assert "We go on" in shown[0].text and "You can think it over until" in shown[-1].text
    assert not zoe.seen("Camille has said yes"), "the card says it, once"
    await zoe.taps("Yes")
    assert zoe.seen("Camille now knows")


async def test_a_yes_that_was_tapped_meanwhile_is_asked_for_again(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.says("I want to end it all")
    await zoe.taps("Yes")
    assert "I am leaving everything else aside" in zoe.last.text
    await zoe.taps(GO_ON)
    assert "You can think it over until" in zoe.last.text
    await zoe.taps("Yes")
    assert zoe.seen("Camille now knows")


async def test_a_yes_that_was_tapped_meanwhile_is_asked_for_when_the_time_has_passed_too(stage: Stage) -> None:
    sam = await supervisor(stage, "Sam")
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.says("I want to end it all")
    await zoe.taps("Yes")
    await closes(sam)
    await stage.passes(hours=25)
    assert "Camille has said yes" in zoe.last.text


async def test_a_choice_does_not_lapse_and_has_a_day_left_afterwards(stage: Stage) -> None:
    sam = await supervisor(stage, "Sam")
    zoe, camille = await has_a_card(stage)
    await stage.passes(days=6)
    assert not zoe.seen("Camille")
    assert camille.last.text.startswith("The answer takes a little longer, and it says nothing about you.")
    await closes(sam)
    await stage.passes(hours=7)
    assert "Camille has said yes" in zoe.last.text
    await stage.passes(hours=20)
    assert "Camille has said yes" in zoe.last.text
    await zoe.taps("Yes")
    assert zoe.seen("Camille now knows")


async def test_the_word_of_the_promised_day_comes_when_it_can_be_read(stage: Stage) -> None:
    """So that nobody of the unit is said to be in touch by an hour that the person has not read."""
    await supervisor(stage, "Sam")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(days=1)
    await zoe.says("I want to end it all")
    await stage.passes(days=12)
    assert not zoe.seen("I have not found the right person yet")
    (request,) = await stage.turn(lambda turn: requests.open_of_person(turn.tx, zoe.id))
    assert request.overdue_at is None
    await zoe.taps_data("s|go-on|")
    await stage.passes(minutes=1)
    assert zoe.seen("I have not found the right person yet")


async def test_of_a_contact_nothing_is_said_first_and_all_of_it_comes_in_its_order(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await zoe.says(DANGEROUS)
    before = len(zoe.bubbles)
    await camille.taps_data(f"s|pair-handover|{pair}")
    await camille.taps("Ask them")
    await camille.says("I am with you.")
    assert [b.text for b in zoe.bubbles[before:]] == ["Camille writes:\nI am with you."]
    await goes_on(stage, zoe)
    assert zoe.seen("Camille asks whether somebody else may go on with you")


async def test_a_contact_that_ended_meanwhile_asks_nothing_any_more(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await zoe.says(DANGEROUS)
    await camille.taps_data(f"s|pair-handover|{pair}")
    await camille.taps("Ask them")
    await camille.taps_data(f"s|pair-end|{pair}")
    await camille.taps("Yes, end it now")
    assert not zoe.seen("Your time with Camille ends here")
    await goes_on(stage, zoe)
    assert zoe.seen("Your time with Camille ends here")
    assert not zoe.seen("Camille asks whether somebody else may go on with you")


async def test_what_was_to_come_in_the_morning_waits_too(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(hours=13)
    await camille.taps_data(f"s|pair-handover|{pair}")
    await camille.taps("Ask them")
    await zoe.says(DANGEROUS)
    await stage.passes(hours=11)
    assert not zoe.seen("Camille asks whether")
    await goes_on(stage, zoe)
    assert zoe.seen("Camille asks whether")
    await zoe.says("No, as it is")
    assert zoe.seen("Nothing changes, and the other person is told")


async def test_by_night_who_goes_on_reads_the_rest_in_the_morning(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await zoe.says(DANGEROUS)
    await camille.taps_data(f"s|pair-handover|{pair}")
    await camille.taps("Ask them")
    await stage.passes(hours=14)
    await goes_on(stage, zoe)
    assert not zoe.seen("Camille asks whether")
    await stage.passes(hours=9)
    assert zoe.seen("Camille asks whether")


async def test_for_somebody_discreet_it_waits_behind_its_cover(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    sam = await supervisor(stage, "Sam")
    await zoe.taps_data("s|discreet|")
    await zoe.taps("Every night")
    await zoe.says(DANGEROUS)
    await camille.taps_data(f"s|pair-handover|{pair}")
    await camille.taps("Ask them")
    await closes(sam)
    await stage.passes(hours=24, minutes=1)
    assert zoe.last.text == "Message" and not zoe.seen("Camille asks whether")
    await zoe.taps("Open")
    assert zoe.seen("Camille asks whether")


async def test_a_human_has_seen_it_and_a_new_hour_do_not_wait(stage: Stage) -> None:
    sam, zoe = await supervisor(stage, "Sam"), await stage.person("Zoé")
    await zoe.says("I want to end it all")
    await sam.taps("I take it")
    assert zoe.seen("seen your message")
    hour = stage.clock.now()
    await stage.turn(lambda turn: turn.speech.notice(zoe.id, in_touch_by(hour), unit="tilleul"))
    assert zoe.last.text.startswith("I can name a time now")


async def test_who_leaves_meanwhile_reads_nothing_of_it(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille)
    await zoe.says(DANGEROUS)
    await stage.turn(lambda turn: pairs.first_contact(turn.tx, pair, turn.now_ms))
    await camille.taps_data(f"s|pair-handover|{pair}")
    await camille.taps("Ask them")
    await zoe.taps_data("s|stop|")
    await zoe.taps("Stop everything")
    await stage.passes(days=2)
    assert not zoe.seen("Camille asks whether")


async def test_a_call_that_is_cancelled_is_said_at_once(stage: Stage) -> None:
    """Nobody sits by a telephone in vain."""
    pair, zoe, camille = await a_call(stage)
    await zoe.says("I want to end it all")
    (agreed,) = await stage.database.read(lambda tx: appointments.open_of(tx, pair))
    await camille.taps_data(f"s|appointment-no|{agreed.id}")
    assert zoe.last.text.startswith("Camille cannot make it on Thursday 14 January at 15:00.")


async def test_both_are_reminded_of_an_agreed_time_and_either_can_drop_it(stage: Stage) -> None:
    """Whoever it waits for, the other waits too."""
    _pair, zoe, camille = await a_call(stage)
    await camille.says("I want to end it all")
    await stage.passes(days=2, hours=7)
    for phone in (zoe, camille):
        assert phone.seen("A reminder: Thursday 14 January at 15:00")
    await camille.taps("I cannot")
    assert "Camille cannot make it on Thursday" in zoe.last.text


async def test_a_pause_that_is_over_is_not_said_any_more(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await zoe.says("I want to end it all")
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    await stage.passes(days=9)
    await goes_on(stage, zoe)
    await stage.passes(hours=20)
    assert not zoe.seen("would like a pause until")


async def test_it_lasts_where_the_service_was_away_when_it_was_looked_at(stage: Stage) -> None:
    """A day later, after a night without the service, the alert is still open: her words are for it."""
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await supervisor(stage)
    await make_pair(stage, zoe, camille)
    await zoe.says("I want to end it all")
    stage.clock.set(stage.clock.now() + timedelta(hours=29))
    await zoe.says("I am alone")
    assert "I am leaving everything else aside" in zoe.last.text
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    assert "I am alone" in alert.messages(stage.house.sealer)


async def test_an_ap_does_not_wait_for_ever_for_a_choice_that_nobody_makes(stage: Stage) -> None:
    """She wrote of violence, and nothing came after it: her place is kept, and Camille is free again."""
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await supervisor(stage)
    await asks(zoe)
    await stage.passes(minutes=1)
    await zoe.says("he hits me")
    said = len(zoe.bubbles)
    await camille.taps("Open")
    await camille.taps("I can")
    await stage.passes(days=40)
    assert camille.last.text.startswith("No contact comes of it this time")
    assert len([text for text in camille.texts if text.startswith("The answer takes a little longer")]) <= 5
    assert len(zoe.bubbles) == said
    (request,) = await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id))
    assert request.state == "resting"
