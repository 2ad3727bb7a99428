"""A time that was set and a word that waits are steps taken: nobody is asked for them again, and nobody reads that
nothing was done."""

from datetime import timedelta

from bot.services.pairs import BACK, FIRST_CONTACT
from bot.storage import alerts, timers
from tests.journeys.aps import accompanied, an_ap
from tests.services.pairing import in_touch, make_pair, pair_of
from tests.services.test_appointments import propose
from tests.services.test_contacts import log
from tests.services.test_discretion import is_discreet
from tests.stage import Phone, Stage

NUMBER = "06 39 98 12 34"
UNTRUE = ("has not been able to reach you", "have not been in touch. This", "waiting for a first word")


async def new_pair(stage: Stage, *, writes: bool | None = True) -> tuple[int, Phone, Phone]:
    """A pair with the clock of its first step, as the patient's yes sets it."""
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    pair = await make_pair(stage, zoe, camille, writes=writes)
    await stage.turn(lambda turn: turn.set_timer(FIRST_CONTACT, pair, turn.now + timedelta(hours=72), "tilleul"))
    return pair, zoe, camille


async def a_call(stage: Stage, day: str) -> tuple[int, Phone, Phone]:
    """The patient chose calls; one is agreed for three in the afternoon."""
    pair, zoe, camille = await new_pair(stage, writes=False)
    await propose(camille, pair, day)
    await zoe.taps("Yes")
    await zoe.says(NUMBER)
    return pair, zoe, camille


def nothing_untrue(*phones: Phone) -> None:
    for phone in phones:
        assert not any(phone.seen(words) for words in UNTRUE), phone.texts


async def state_of(stage: Stage, pair: int) -> str:
    return (await pair_of(stage, pair)).state


async def test_a_call_that_both_agreed_on_takes_place_before_anybody_is_asked(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage, "19/01/2027")
    await zoe.taps_data("s|my-pair|")
    assert "Your time together: Tuesday 19 January at 15:00." in zoe.last.text
    await camille.taps_data(f"s|pair|{pair}")
    assert "Your time together: Tuesday 19 January at 15:00." in camille.last.text
    await stage.passes(days=8, hours=8)
    assert camille.seen("Has it taken place, with Zoé?")
    nothing_untrue(zoe, camille)
    assert await state_of(stage, pair) == "active"


async def test_two_days_after_it_both_are_asked_whether_they_talked(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage, "14/01/2027")
    await stage.passes(days=5, hours=6)
    assert "Your time with Zoé was Thursday 14 January at 15:00. Have you been in touch?" in camille.last.text
    assert zoe.last.text.startswith("Your time with Camille was Thursday 14 January at 15:00. Have you talked?")
    await stage.passes(days=4)
    assert await state_of(stage, pair) == "closed"
    assert zoe.last.text.startswith("Nobody has told me whether you and Camille have talked.")
    nothing_untrue(zoe, camille)


async def test_the_patient_says_in_one_tap_that_they_talked(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage, "14/01/2027")
    await zoe.taps_data("s|my-pair|")
    assert "We have talked" not in zoe.last.labels
    await stage.passes(days=3, hours=8)
    await zoe.taps_data("s|my-pair|")
    assert "Have you talked?" in zoe.last.text
    await zoe.taps("We have talked")
    assert zoe.last.text.startswith("Noted: you and Camille have talked.")
    assert (await pair_of(stage, pair)).first_contact_at is not None
    await stage.passes(days=10)
    nothing_untrue(zoe, camille)
    assert await state_of(stage, pair) == "active"


async def test_only_the_patient_of_a_contact_says_so(stage: Stage) -> None:
    pair, _zoe, camille = await a_call(stage, "14/01/2027")
    eve = await stage.person("Eve")
    for phone in (eve, camille):
        await phone.taps_data(f"s|we-talked|{pair}")
    assert (await pair_of(stage, pair)).first_contact_at is None


async def test_what_was_to_be_said_in_the_morning_is_not_said_after_that_tap(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage, "13/01/2027")
    night = timedelta(days=4, hours=12)
    await stage.turn(lambda turn: turn.set_timer(FIRST_CONTACT, pair, turn.now + night, "tilleul"))
    await stage.passes(days=4, hours=13)
    await zoe.taps_data(f"s|we-talked|{pair}")
    await stage.passes(hours=12)
    assert not camille.seen("Have you been in touch?") and not zoe.seen("Have you talked? If not")


async def test_a_time_the_ap_proposed_is_their_step_and_the_patient_reads_it_again(stage: Stage) -> None:
    pair, zoe, camille = await new_pair(stage, writes=False)
    await propose(camille, pair, "18/01/2027")
    await stage.passes(days=3, hours=1)
    assert zoe.last.text == "Camille proposes a time: Monday 18 January at 15:00. Another one is just as good."
    assert zoe.last.labels == ["Yes", "Another time", "No"]
    nothing_untrue(zoe, camille)
    await zoe.taps_data("s|my-pair|")
    assert "Camille proposes a time: Monday 18 January at 15:00. The answer is yours." in zoe.last.text
    await camille.taps_data(f"s|pair|{pair}")
    assert "You have proposed Monday 18 January at 15:00. The answer is theirs." in camille.last.text
    await stage.passes(days=6, hours=6)
    assert "has not been able to reach you yet" in zoe.last.text


async def test_a_time_the_patient_proposed_is_for_the_ap_to_answer(stage: Stage) -> None:
    pair, zoe, camille = await new_pair(stage, writes=False)
    await zoe.taps_data(f"s|propose-time|{pair}")
    await zoe.says("18/01/2027")
    await zoe.taps("15:00")
    await zoe.says(NUMBER)
    await stage.passes(days=3, hours=1)
    assert camille.last.text.startswith("Zoé proposes Monday 18 January at 15:00 and is waiting for a word from you.")
    assert zoe.last.text.startswith("Camille has not answered your time yet, Monday 18 January at 15:00.")
    await camille.taps("Yes")
    assert await stage.turn(lambda turn: timers.due_at(turn.tx, BACK, pair)) is None
    await stage.passes(days=5)
    assert await state_of(stage, pair) == "active"


async def test_an_ap_who_was_asked_and_proposes_a_time_is_not_asked_before_it(stage: Stage) -> None:
    pair, zoe, camille = await new_pair(stage, writes=False)
    await stage.passes(days=3, hours=1)
    await propose(camille, pair, "22/01/2027")
    await stage.passes(days=7)
    assert await state_of(stage, pair) == "active"
    raised = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, camille.id))
    assert raised == []


async def test_where_it_is_dropped_the_step_is_the_aps_again_with_a_day_at_least(stage: Stage) -> None:
    _pair, zoe, camille = await a_call(stage, "22/01/2027")
    await stage.passes(days=4)
    await zoe.taps_data(zoe_button(zoe, "appointment-no"))
    await stage.passes(hours=23)
    nothing_untrue(zoe, camille)
    await stage.passes(hours=2)
    assert camille.seen("waiting for a first word")


def zoe_button(phone: Phone, dialogue: str) -> str:
    return next(data for bubble in phone.bubbles for _label, data in bubble.buttons if data.startswith(f"s|{dialogue}"))


async def test_a_call_agreed_for_later_is_no_silence(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    pair = await in_touch(stage, zoe, camille)
    await propose(camille, pair, "02/02/2027")
    await zoe.taps("Yes")
    await zoe.says(NUMBER)
    await stage.passes(days=22, hours=8)
    await log(camille, pair)
    await camille.taps("Good")
    await stage.passes(days=13)
    assert not camille.seen("no word from you") and not camille.seen("have not been in touch")
    assert await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, camille.id)) == []


async def test_a_word_that_waits_for_the_consent_is_the_aps_step(stage: Stage) -> None:
    pair, zoe, camille = await new_pair(stage, writes=None)
    await stage.passes(hours=50)
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.says("Hello Zoé.")
    await zoe.taps("Read the question")
    await zoe.taps("Later")
    await stage.passes(hours=24)
    assert zoe.last.text == "A message from Camille waits for you. One question first, then you can read it."
    await zoe.taps("See where it stands")
    assert "A message from Camille waits for you." in zoe.last.text and "Read the question" in zoe.last.labels
    await camille.taps_data(f"s|pair|{pair}")
    assert "your message waits for Zoé" in camille.last.text
    nothing_untrue(zoe, camille)
    await zoe.taps("Read the question")
    await zoe.taps("Write here")
    assert zoe.seen("Camille writes:\nHello Zoé.")
    assert (await pair_of(stage, pair)).first_contact_at is not None


async def test_once_it_waited_in_vain_the_ap_reads_so_and_has_a_day_for_another_way(stage: Stage) -> None:
    pair, zoe, camille = await new_pair(stage, writes=None)
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.says("Hello Zoé.")
    await stage.passes(hours=80)
    assert "did not leave" in camille.last.text and "Propose a time" in camille.last.labels
    await stage.passes(hours=10)
    nothing_untrue(zoe, camille)
    await camille.taps("Propose a time")
    await camille.says("25/01/2027")
    await camille.taps("15:00")
    await stage.passes(days=6)
    nothing_untrue(zoe, camille)


async def test_a_word_behind_a_cover_is_the_aps_step(stage: Stage) -> None:
    pair, zoe, camille = await new_pair(stage)
    await is_discreet(zoe, "Every night")
    await stage.passes(hours=60)
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.says("Hello Zoé.")
    await stage.passes(hours=50)
    nothing_untrue(camille)
    await zoe.taps("Open")
    assert zoe.texts[0] == "Camille writes:\nHello Zoé."
    nothing_untrue(zoe)
    await stage.passes(days=10)
    assert await state_of(stage, pair) == "active"


async def test_on_the_promised_date_the_time_they_set_is_the_word(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await stage.person("Solène", "supervisor")
    pair = await accompanied(stage, zoe, camille)
    await propose(camille, pair.id, "25/01/2027")
    await zoe.taps("Yes")
    await zoe.says(NUMBER)
    before = len(zoe.bubbles)
    await stage.passes(days=12)
    assert zoe.seen("As promised, a word today: your time with Camille is Monday 25 January at 15:00.")
    assert not any("first step" in text or "I am sorry" in text for text in zoe.texts[before:])
