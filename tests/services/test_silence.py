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
    assert not zoe.seen("not been able to write")
    await stage.passes(hours=2)
    assert camille.seen("waiting for a first word") and zoe.seen("has not been able to write yet")
    assert camille.last.text.split("before ")[1].split(" is still")[0] in zoe.last.text


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


async def test_after_the_agreed_days_one_nudge_then_the_weekly_list_and_nothing_to_the_patient(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    await in_touch(stage, zoe, camille)
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
    await stage.passes(days=15)
    assert not camille.seen("have not been in touch")
    await stage.passes(days=2)
    assert camille.seen("have not been in touch")


async def test_a_pause_is_not_silence(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await zoe.taps_data(f"s|pair-pause|{pair}")
    await stage.passes(days=30)
    assert not camille.seen("have not been in touch")
