"""Erasing: two questions a day apart, then at once; what a human still needs stays until they have dealt with it."""

from datetime import timedelta

from bot.clock import from_ms
from bot.events import Unreachable
from bot.services import alerts as alert_service
from bot.services.alerts import raise_alert
from bot.services.erasing import LATER, NOW, WIPE
from bot.services.holds import hold
from bot.services.tasks import add_task, finish
from bot.services.tasks import take as take_task
from bot.storage import alerts, consents, memberships, outbox, pairs, people, requests, tasks, timers
from tests.journeys.aps import accompanied, an_ap, asks, in_touch, kinds_of_tasks
from tests.stage import Phone, Stage


async def asks_to_be_erased(stage: Stage, phone: Phone) -> None:
    """The first yes, and the day until the second question."""
    await phone.taps_data("s|erase-me|")
    await phone.taps("Yes, erase my data")
    await stage.passes(days=1)


async def is_erased(stage: Stage, phone: Phone) -> None:
    """Both questions answered."""
    await asks_to_be_erased(stage, phone)
    await phone.taps_data("s|erase-me|")
    await phone.taps("Erase everything now")


async def gone(stage: Stage, phone: Phone) -> bool:
    return await stage.database.read(lambda tx: people.find(tx, phone.id)) is None


async def due(stage: Stage, kind: str, subject: int) -> bool:
    return await stage.database.read(lambda tx: timers.due_at(tx, kind, subject)) is not None


async def test_two_questions_a_day_apart_then_everything_and_a_receipt(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|my-data|")
    await zoe.taps("Erase my data")
    await zoe.taps("Yes, erase my data")
    assert "I ask you once more from Tuesday 12 January" in zoe.last.text
    await zoe.taps_data("s|erase-me|")
    assert "You have asked for it." in zoe.last.text
    await stage.passes(days=1)
    assert "Yesterday you asked me for something" in zoe.last.text
    await zoe.taps("Go on")
    assert "This is the second time I ask." in zoe.last.text
    await zoe.taps("Erase everything now")
    assert zoe.last.text.startswith("Receipt")
    assert zoe.last.labels == ["Begin again", "Help now"]
    assert await gone(stage, zoe)
    assert await due(stage, WIPE, 0), "the files are wiped after the commit"


async def test_nothing_happens_without_the_second_yes(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await asks_to_be_erased(stage, zoe)
    await zoe.taps("Go on")
    await zoe.taps("Keep my data")
    assert "What is kept about you" in zoe.bubbles[-2].text
    await stage.passes(days=10)
    assert not await gone(stage, zoe)
    await zoe.taps_data("s|erase-me|")
    assert "I ask you once more in a day" in zoe.last.text, "after a week it begins again"


async def test_a_forged_second_yes_changes_nothing(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|erase-me|")
    for option in ("yes", "yes", "yes"):
        number = await stage.database.read(lambda tx: people.find(tx, zoe.id))
        assert number is not None
        await zoe.taps_data(f"a|{number.prompt_number}|{option}")
    await stage.passes(hours=2)
    assert not await gone(stage, zoe)


async def test_the_accompanying_patient_is_told_plainly(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await is_erased(stage, zoe)
    assert camille.seen("Zoé has chosen to end here.")
    assert await gone(stage, zoe)
    assert await stage.database.read(lambda tx: pairs.find(tx, pair.id)) is None
    assert await stage.database.read(lambda tx: requests.find(tx, pair.request_id)) is None


async def test_who_was_accompanied_hears_it_from_a_person_first(stage: Stage) -> None:
    """The AP's name stays until then: the one who calls needs it, and the patient reads it afterwards."""
    nadia = await stage.person("Nadia", role="supervisor")
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await is_erased(stage, camille)
    assert "It is done, but for one thing" in camille.last.text
    assert not zoe.seen("has to stop")
    assert await stage.database.read(kinds_of_tasks) == ["ap-stops-tell-patient"]
    [task] = await stage.database.read(lambda tx: tasks.open_in(tx, "tilleul"))
    await stage.turn(lambda t: (take_task(t, task.id, nadia.id), finish(t, task.id, nadia.id)), nadia)
    assert zoe.seen("Camille has to stop for now")
    await stage.passes(days=1)
    assert camille.last.text.startswith("As you asked: everything about you is erased here now")
    assert await gone(stage, camille)


async def test_a_yes_to_a_request_is_taken_back_and_the_search_goes_on(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks_to_be_erased(stage, camille)
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await camille.taps_data("s|erase-me|")
    await camille.taps("Erase everything now")
    assert zoe.seen("Camille cannot after all, and is sorry.")
    assert await gone(stage, camille)
    [request] = await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id))
    assert request.state == "searching"


async def test_an_open_alert_stays_with_what_is_needed_to_reach_the_person(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="supervisor")
    zoe = await stage.person("Zoé")
    await asks_to_be_erased(stage, zoe)
    alert = await stage.turn(
        lambda t: raise_alert(t, kind="danger-oneself", level="now", unit="tilleul", person=zoe.id, message="I …")
    )
    call = await stage.turn(
        lambda t: add_task(
            t, kind="call-person", unit="tilleul", person=zoe.id, pair=None, due=t.now + timedelta(hours=2),
            number="+33639980000", alert=alert,
        )
    )  # fmt: skip
    await zoe.taps_data("s|erase-me|")
    await zoe.taps("Erase everything now")
    assert "It is done, but for one thing" in zoe.last.text
    said = len(zoe.bubbles)
    bare = await stage.database.read(lambda tx: people.find(tx, zoe.id))
    assert bare is not None
    assert (bare.state, bare.name(stage.house.sealer)) == ("stopped", "Zoé")
    assert await stage.database.read(lambda tx: consents.given(tx, zoe.id, "use")) is None
    assert await stage.database.read(lambda tx: memberships.of_person(tx, zoe.id)) == []
    kept = await stage.database.read(lambda tx: alerts.find(tx, alert))
    assert kept is not None
    assert kept.messages(stage.house.sealer) == ["I …"]
    found = await stage.database.read(lambda tx: tasks.find(tx, call))
    assert found is not None
    assert found.number(stage.house.sealer) == "+33639980000"

    await stage.passes(days=3)
    assert not await gone(stage, zoe), "nobody has handled it"
    assert len(zoe.bubbles) == said, "nothing is written to somebody who left"
    await stage.turn(lambda t: (take_task(t, call, nadia.id), finish(t, call, nadia.id)), nadia)
    await stage.turn(lambda t: alert_service.close(t, alert, nadia.id, "called"), nadia)
    await stage.passes(days=1)
    assert zoe.last.text.startswith("As you asked: everything about you is erased here now")
    assert await gone(stage, zoe)
    counted = await stage.database.read(lambda tx: alerts.find(tx, alert))
    assert counted is not None and (counted.person_id, counted.sealed_message) == (None, None)


async def test_a_held_contact_is_not_erased_from_under_the_one_who_must_speak(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await stage.turn(lambda t: hold(t, person=None, pair=pair.id, why="death", by=camille.id))
    await is_erased(stage, zoe)
    assert "It is done, but for one thing" in zoe.last.text
    assert await stage.database.read(lambda tx: pairs.find(tx, pair.id)) is not None
    assert not camille.seen("has chosen to end here")
    assert not await gone(stage, zoe)


async def test_a_member_of_the_team_hands_back_what_they_had_taken(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="supervisor")
    zoe = await stage.person("Zoé")
    await asks_to_be_erased(stage, nadia)
    karim = await stage.person("Karim", role="supervisor")
    alert = await stage.turn(
        lambda t: raise_alert(t, kind="danger-oneself", level="now", unit="tilleul", person=zoe.id)
    )
    await stage.turn(lambda t: alert_service.take(t, alert, nadia.id), nadia)
    before = len(karim.bubbles)
    await nadia.taps_data("s|erase-me|")
    await nadia.taps("Erase everything now")
    assert await gone(stage, nadia)
    left = await stage.database.read(lambda tx: alerts.find(tx, alert))
    assert left is not None
    assert (left.state, left.taken_by) == ("open", None)
    assert len(karim.bubbles) > before, "the next one is told at once"
    assert nadia.id not in {step.person_id for step in await stage.database.read(lambda tx: alerts.steps(tx, alert))}


async def test_who_stopped_before_can_be_erased_too(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/stop")
    await zoe.taps("Stop everything")
    await is_erased(stage, zoe)
    assert zoe.last.text.startswith("Receipt")
    assert await gone(stage, zoe)


async def test_a_receipt_that_cannot_arrive_keeps_nothing(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await asks_to_be_erased(stage, zoe)
    await zoe.taps("Go on")
    zoe.blocked = True
    await zoe.taps("Erase everything now")
    assert any(isinstance(outcome, Unreachable) for outcome in stage.outcomes)
    assert await gone(stage, zoe)


async def test_a_receipt_that_waits_is_not_waited_for_longer_than_an_hour(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await asks_to_be_erased(stage, zoe)
    await zoe.taps("Go on")

    async def nothing() -> None:
        """Telegram is away: nothing leaves."""

    stage.deliver = nothing  # type: ignore[method-assign]
    await zoe.taps("Erase everything now")
    assert not await gone(stage, zoe)
    assert await due(stage, NOW, zoe.id)
    await stage.passes(minutes=61)
    assert await gone(stage, zoe)
    assert await stage.database.read(outbox.counts) == []


async def test_who_agrees_again_meanwhile_has_begun_anew_and_stays(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await asks_to_be_erased(stage, zoe)
    await stage.turn(lambda t: raise_alert(t, kind="danger-oneself", level="now", unit="tilleul", person=zoe.id))
    await zoe.taps_data("s|erase-me|")
    await zoe.taps("Erase everything now")
    assert await due(stage, LATER, zoe.id)
    await zoe.says("/start")
    await zoe.taps("Continue")
    await zoe.taps("I understand")
    await zoe.taps("Yes, I agree")
    await stage.passes(days=2)
    assert not await gone(stage, zoe)
    assert not await due(stage, LATER, zoe.id)


async def test_who_writes_again_after_the_receipt_is_somebody_new(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await is_erased(stage, zoe)
    await zoe.says("/start")
    person = await stage.database.read(lambda tx: people.find_by_chat(tx, stage.house.sealer, zoe.chat_id))
    assert person is not None
    assert person.id != zoe.id
    assert person.state == "new"
    assert from_ms(person.created_at) == stage.clock.now()
