"""Silence is seen: the AP is asked, the unit knows, the patient's wait goes on; nobody is reproached."""

from datetime import timedelta

from bot.clock import from_ms, to_ms
from bot.services.pairs import FIRST_CONTACT
from bot.storage import alerts, people, requests
from tests.services.pairing import in_touch, make_pair, pair_of
from tests.services.test_contacts import log
from tests.stage import Phone, Stage


async def waiting_pair(stage: Stage) -> tuple[int, Phone, Phone]:
    """A pair with the clock of its first step, as the patient's yes sets it."""
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    pair = await make_pair(stage, zoe, camille)
    await stage.turn(lambda turn: turn.set_timer(FIRST_CONTACT, pair, turn.now + timedelta(hours=72), "tilleul"))
    return pair, zoe, camille


async def test_after_72_hours_both_read_the_same_next_date(stage: Stage) -> None:
    pair, zoe, camille = await waiting_pair(stage)
    await stage.passes(hours=71)
    assert not zoe.seen("not been able to reach you")
    await stage.passes(hours=2)
    assert camille.seen("waiting for a first word") and zoe.seen("has not been able to reach you yet")
    assert camille.last.text.split("before ")[1].split(" is still")[0] in zoe.last.text


async def test_while_everything_waits_for_the_ap_the_patient_does_not_read_that_they_were_asked(stage: Stage) -> None:
    _pair, zoe, camille = await waiting_pair(stage)
    await camille.says("I want to end it all")
    await stage.passes(hours=73)
    assert not camille.seen("waiting for a first word")
    assert "You will hear from them, or from me, before" in zoe.last.text and not zoe.seen("I have asked")


async def test_a_word_in_time_ends_it(stage: Stage) -> None:
    pair, zoe, camille = await waiting_pair(stage)
    await stage.passes(hours=73)
    await camille.taps("Write now")
    await camille.says("Forgive the wait, I am here.")
    await stage.passes(days=6)
    assert (await pair_of(stage, pair)).state == "active"
    assert not zoe.seen("looking again")


async def test_then_the_list_then_back_to_the_queue_and_the_patient_reads_a_new_date(stage: Stage) -> None:
    pair, zoe, camille = await waiting_pair(stage)
    await stage.passes(hours=73)
    promised = zoe.last.text
    await stage.passes(hours=25)
    raised = await stage.turn(lambda turn: [a.kind for a in alerts.unfinished_of(turn.tx, camille.id)])
    assert raised == ["late-first-contact"]
    assert not zoe.seen("looking again")
    await stage.passes(days=4)
    assert zoe.seen("I am looking again") and camille.seen("Nothing is asked of you")
    closed = await pair_of(stage, pair)
    assert (closed.state, closed.closed_why) == ("closed", "no-first-contact")
    when = from_ms(closed.closed_at or 0)
    assert f"January {when:%d}" in promised or f"{when.day} January" in promised
    request = await stage.turn(lambda turn: requests.find(turn.tx, closed.request_id))
    assert request is not None and request.state == "searching"


async def test_a_first_word_takes_its_delay_off_the_list(stage: Stage) -> None:
    pair, _zoe, camille = await waiting_pair(stage)
    await stage.passes(days=4, hours=1)
    assert [a.kind for a in await stage.turn(lambda t: alerts.unfinished_of(t.tx, camille.id))] == [
        "late-first-contact"
    ]
    await log(camille, pair)
    assert await stage.turn(lambda t: alerts.unfinished_of(t.tx, camille.id)) == []


async def test_after_the_agreed_days_one_nudge_then_the_weekly_list_and_nothing_to_the_patient(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    await in_touch(stage, zoe, camille)
    await camille.says("Until soon.")
    await stage.passes(days=1, hours=1)  # the morning after, a rhythm of check-ins is offered
    before = len(zoe.bubbles)
    await stage.passes(days=14)
    assert [t for t in camille.texts if "have not been in touch" in t] == [camille.last.text]
    await stage.passes(days=8)
    raised = await stage.turn(lambda turn: [a.kind for a in alerts.unfinished_of(turn.tx, camille.id)])
    assert raised == ["silent-pair"]
    await stage.passes(days=20)
    assert len([t for t in camille.texts if "have not been in touch" in t]) == 1
    assert len(zoe.bubbles) == before


async def test_a_contact_outside_counts_as_having_been_in_touch(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(days=13)
    await log(camille, pair)
    await camille.taps("Good")
    await stage.passes(days=10)
    assert not camille.seen("have not been in touch")


async def test_nothing_nudges_while_one_of_the_two_is_in_danger(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    until = to_ms(stage.clock.now() + timedelta(days=16))
    await stage.turn(lambda turn: people.freeze(turn.tx, zoe.id, until))
    await stage.passes(days=17)
    assert not camille.seen("no word from you"), "it lasts until it was ended, whatever the clock says"
    await stage.turn(lambda turn: people.freeze(turn.tx, zoe.id, None))
    await stage.passes(hours=1)
    assert camille.seen("no word from you")


async def test_a_pause_is_not_silence(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await zoe.taps_data(f"s|pair-pause|{pair}")
    await zoe.taps("A month")
    await stage.passes(days=29)
    assert not camille.seen("have not been in touch")


async def test_an_ap_who_answers_nothing_is_asked_however_often_the_patient_writes(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    pair = await in_touch(stage, zoe, camille)
    for day in range(0, 24, 4):
        assert camille.seen("has had no word from you here for 14 days") == (day > 14)
        await zoe.taps_data(f"s|write-to|{pair}")
        await zoe.says("Are you there?")
        await stage.passes(days=4)
    assert len([text for text in camille.texts if "has had no word from you" in text]) == 1
    raised = await stage.turn(lambda turn: [a.kind for a in alerts.unfinished_of(turn.tx, camille.id)])
    assert raised == ["silent-pair"]
    assert not zoe.seen("no word")


async def test_an_answer_ends_that_silence_and_the_next_one_counts_from_the_next_word(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(days=15)
    assert camille.seen("has had no word from you")
    await camille.taps("Write")
    await camille.says("I am here again.")
    await stage.passes(days=13)
    await zoe.taps_data(f"s|write-to|{pair}")
    await zoe.says("I am glad.")
    await stage.passes(days=13)
    assert len([text for text in camille.texts if "has had no word from you" in text]) == 1
    await stage.passes(days=2)
    assert len([text for text in camille.texts if "has had no word from you" in text]) == 2


async def test_i_cannot_before_the_first_word_keeps_the_patients_place(stage: Stage) -> None:
    pair, zoe, camille = await waiting_pair(stage)
    await stage.passes(hours=73)
    await camille.taps("I cannot")
    assert "goodbye" not in camille.last.text
    await camille.taps("I cannot")
    assert "Thank you for saying so" in camille.last.text
    assert zoe.last.text.startswith("You and Camille have not been in touch.")
    assert "you have kept your place" in zoe.last.text and not zoe.seen("Your time with")
    closed = await pair_of(stage, pair)
    request = await stage.turn(lambda turn: requests.find(turn.tx, closed.request_id))
    assert request is not None and request.state == "searching"


async def test_i_cannot_is_there_from_the_first_hour_on(stage: Stage) -> None:
    pair, zoe, camille = await waiting_pair(stage)
    await camille.taps_data(f"s|pair|{pair}")
    assert "A pause" not in camille.last.labels and "End" not in camille.last.labels
    await camille.taps("I cannot")
    await camille.taps("I can after all")
    assert (await pair_of(stage, pair)).state == "active"
    assert not zoe.seen("Camille was not able")


async def test_an_answer_takes_the_silence_off_the_list(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    await in_touch(stage, zoe, camille)
    await stage.passes(days=22)
    assert [a.kind for a in await stage.turn(lambda t: alerts.unfinished_of(t.tx, camille.id))] == ["silent-pair"]
    await camille.taps("Write")
    await camille.says("How are you?")
    assert await stage.turn(lambda t: alerts.unfinished_of(t.tx, camille.id)) == []
