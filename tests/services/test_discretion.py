"""Discreet mode: what is taken off a screen, what a preview shows, and what is said of its limits."""

from bot.services.night import set_next_night
from tests.journeys.aps import an_ap, asks
from tests.services.pairing import DANGEROUS, in_touch, supervisor
from tests.services.test_danger import on_duty
from tests.services.unit import can_take, in_danger, on_call
from tests.stage import Phone, Stage


async def is_discreet(phone: Phone, when: str = "After each use") -> None:
    await phone.taps_data("s|discreet|")
    await phone.taps(when)
    assert "Discreet mode is on" in phone.last.text


async def test_hide_takes_both_sides_words_off_the_screen_and_says_what_it_cannot(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await zoe.says("where is the car park?")
    mine = zoe._messages
    before = [bubble.message_id for bubble in zoe.bubbles]
    await zoe.says("/hide")
    assert "I cannot delete older ones, or a copy" in zoe.last.text
    await zoe.taps("Delete")
    assert [bubble.text for bubble in zoe.bubbles] == ["Done."]
    assert set(before) <= zoe.deleted
    assert zoe.deleted & set(range(101, mine))


async def test_what_is_older_than_telegram_lets_us_delete_stays(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await stage.passes(hours=48)
    await zoe.says("/hide")
    await zoe.taps("Delete")
    assert zoe.bubbles[0].text.startswith("What would you like to do?")
    assert zoe.last.text == "Done."
    assert len(zoe.bubbles) == 2


async def test_half_an_hour_after_the_last_touch_the_chat_is_empty(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await is_discreet(zoe)
    await stage.passes(minutes=20)
    await zoe.says("/menu")
    await stage.passes(minutes=20)
    assert zoe.bubbles
    await stage.passes(minutes=20)
    assert not zoe.bubbles


async def test_every_night_the_chat_is_emptied_again_and_again(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await is_discreet(zoe, "Every night")
    await stage.passes(hours=2)
    assert zoe.bubbles
    await stage.passes(days=1)
    assert not zoe.bubbles
    await zoe.says("/menu")
    await stage.passes(days=1)
    assert not zoe.bubbles


async def test_what_comes_unasked_says_message_and_nothing_else_until_it_is_opened(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await is_discreet(zoe)
    await stage.passes(hours=1)
    await camille.says("How was the hospital?")
    await camille.says("Call me whenever you like.")
    assert [(bubble.text, bubble.labels) for bubble in zoe.bubbles] == [("Message", ["Open"])]
    await zoe.taps("Open")
    assert zoe.texts == ["Camille writes:\nHow was the hospital?", "Camille writes:\nCall me whenever you like."]


async def test_while_somebody_is_in_the_chat_messages_come_as_they_are(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await is_discreet(zoe)
    await zoe.taps_data("s|menu|")
    await camille.says("I am here.")
    assert zoe.last.text == "Camille writes:\nI am here."


async def test_what_is_taken_back_before_it_was_opened_is_never_shown(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await is_discreet(zoe)
    await stage.passes(hours=1)
    await camille.says("Something rash.")
    written = camille._messages
    await camille.says("withdraw", reply_to=written)
    assert "Taken back" in camille.last.text
    await camille.says("Something kind.")
    await zoe.taps("Open")
    assert not zoe.seen("rash")
    assert zoe.last.text == "Camille writes:\nSomething kind."


async def test_what_nobody_opens_for_three_days_is_deleted_and_its_writer_reads_so(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await is_discreet(zoe)
    await stage.passes(hours=1)
    await camille.says("Are you there?")
    await stage.turn(set_next_night)
    await stage.passes(days=5)
    assert camille.seen("could not be delivered")
    await zoe.taps_data("s|open-covered|")
    assert "Nothing is waiting" in zoe.last.text


async def test_a_cover_is_there_whenever_something_waits_behind_it(stage: Stage) -> None:
    """Each night the "Message" goes with everything else; what waits gets a new one, without a sound."""
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await is_discreet(zoe)
    await stage.passes(hours=1)
    await camille.says("Are you there?")
    await stage.passes(days=1)
    assert [bubble.text for bubble in zoe.bubbles] == ["Message"]
    assert zoe.last.silent
    await zoe.taps("Open")
    assert zoe.bubbles[0].text == "Camille writes:\nAre you there?"


async def test_the_buttons_of_what_was_opened_can_be_typed(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await is_discreet(camille)
    await stage.passes(hours=1)
    await asks(zoe)
    await stage.passes(minutes=30)
    assert camille.last.text == "Message"
    await camille.says("open")
    assert "A request is waiting for you" in camille.last.text
    await camille.says("open")
    assert "would like to be accompanied" in camille.last.text


async def test_an_alert_is_never_covered(stage: Stage) -> None:
    solene, zoe = await stage.person("Solène", "supervisor"), await stage.person("Zoé")
    await solene.taps_data("s|take-duty|")
    await is_discreet(solene)
    await stage.passes(hours=1)
    await zoe.says("I want to die")
    assert solene.seen("is waiting for a human reply")


async def test_switched_off_everything_comes_as_it_is_and_nothing_is_deleted(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await is_discreet(zoe)
    await stage.passes(hours=1)
    await camille.says("Are you there?")
    await is_off(zoe)
    assert zoe.seen("Are you there?")
    await stage.passes(days=2)
    assert zoe.seen("Are you there?")


async def is_off(phone: Phone) -> None:
    await phone.taps_data("s|discreet|")
    await phone.taps("Switch it off")


async def test_it_is_offered_after_words_of_violence_and_reached_while_everything_waits(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("my husband hits me")
    await zoe.taps("Yes")
    await zoe.taps("Discreet mode")
    await zoe.taps("After each use")
    assert "Discreet mode is on" in zoe.last.text


async def test_that_a_human_has_seen_it_says_message_too_and_is_heard_at_night(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await supervisor(stage)
    await is_discreet(zoe)
    await is_discreet(sam)
    on_call(stage)
    await on_duty(stage, sam.id, 24)
    await stage.passes(hours=13)
    alert = await in_danger(stage, zoe)
    assert can_take(sam), "whoever is called reads what for"
    await sam.taps_data(f"s|take-alert|{alert}")
    assert [bubble.text for bubble in zoe.bubbles] == ["Message"] and not zoe.last.silent
    await zoe.taps("Open")
    assert "has seen your message" in zoe.last.text


async def test_danger_rings_anew_though_an_older_message_stands_unopened(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await is_discreet(camille)
    await stage.passes(hours=1)
    await zoe.says("Good morning.")
    await stage.passes(hours=2)
    (cover,) = camille.bubbles
    await zoe.says(DANGEROUS)
    (again,) = camille.bubbles
    assert again.text == "Message" and again.message_id != cover.message_id and not again.silent
    await camille.taps("Open")
    assert camille.seen("Before you answer Zoé: please open this first.")
