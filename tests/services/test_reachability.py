"""Somebody blocks the bot, or is gone: Telegram says so, and nobody waits for a person who cannot know."""

from bot.events import Unreachable
from bot.services.alerts import raise_alert
from bot.storage import alerts, offers, pairs, requests, tasks
from bot.storage.outbox import Lane
from tests.journeys.aps import accompanied, an_ap, asks, in_touch, kinds_of_tasks, pair_of
from tests.journeys.test_landline import opens_for_roger
from tests.stage import Phone, Stage


async def state_of(stage: Stage, patient: Phone) -> str:
    (found,) = await stage.database.read(lambda tx: requests.open_of_person(tx, patient.id))
    return found.state


async def comes_back(phone: Phone) -> None:
    phone.blocked = False
    await phone.says("/menu")


async def kinds_of_alerts(stage: Stage, phone: Phone) -> list[tuple[str, str]]:
    found = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, phone.id))
    return [(alert.kind, alert.level) for alert in found]


async def test_nobody_is_asked_for_somebody_who_blocked_the_bot(stage: Stage) -> None:
    camille, nour = await an_ap(stage, "Camille"), await an_ap(stage, "Nour")
    paul, zoe = await stage.person("Paul", role="supervisor"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await zoe.blocks()
    assert await state_of(stage, zoe) == "resting"
    assert "needs no answer any more" in camille.last.text and "needs no answer any more" in nour.last.text
    await stage.passes(days=20)
    assert await stage.database.read(kinds_of_tasks) == []
    await paul.taps_data("s|matches|")
    assert "Cannot be reached here; their place is kept." in paul.last.text


async def test_who_comes_back_finds_the_place_kept_and_is_told_so(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await zoe.blocks()
    await stage.passes(days=20)
    await comes_back(zoe)
    assert zoe.seen("I am looking for nobody just now, and your place is kept.")
    await zoe.taps("Look again")
    assert "You hear from me by" in zoe.last.text
    assert await state_of(stage, zoe) == "searching"


async def test_an_ap_does_not_wait_for_the_choice_of_somebody_who_is_gone(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.blocks()
    assert camille.seen("No contact comes of it this time")
    assert await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id)) == []


async def test_an_ap_with_an_open_offer_is_asked_nothing_any_more(stage: Stage) -> None:
    aps = [await an_ap(stage, name) for name in ("Camille", "Nour", "Sacha", "Lou")]
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    for ap in aps[:3]:
        await ap.blocks()
        assert await stage.database.read(lambda tx, ap=ap: offers.open_of_ap(tx, ap.id)) == []  # type: ignore[misc]
    assert aps[3].seen("A request is waiting for you"), "the next round goes out at once"


async def test_nobody_reads_now_knows_of_an_ap_who_cannot_know(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await stage.person("Paul", role="supervisor")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await camille.blocks()
    assert "Camille cannot after all, and is sorry" in zoe.last.text
    assert "you hear from me by Wednesday 20 January" in zoe.last.text
    await zoe.taps("Yes")
    assert not zoe.seen("now knows")
    assert await state_of(stage, zoe) == "searching"
    assert await kinds_of_alerts(stage, camille) == [("delivery-failed", "routine")]


async def test_before_the_first_word_somebody_else_is_looked_for_at_once(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await accompanied(stage, zoe, camille)
    await camille.blocks()
    assert "You and Camille have not been in touch" in zoe.last.text
    assert await state_of(stage, zoe) == "searching"


async def test_who_is_accompanied_by_somebody_who_is_gone_reads_who_is_in_touch_and_by_when(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await stage.person("Nadia", role="coordinator")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await camille.blocks()
    assert "Camille cannot be reached here just now. This is not about you." in zoe.last.text
    assert "Expect a message here from the coordination before Tuesday 12 January at 17:00" in zoe.last.text
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    assert task.kind == "write-person"
    assert (await pair_of(stage, camille)).state == "active", "nothing is decided for the two"
    await comes_back(camille)
    assert zoe.seen("Camille can be reached here again.")


async def test_an_ap_reads_that_the_other_side_is_gone_and_is_not_asked_for_a_first_word(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await accompanied(stage, zoe, camille)
    await zoe.blocks()
    assert camille.seen("Zoé cannot be reached here just now")
    said = len(camille.bubbles)
    await stage.passes(days=10)
    assert len(camille.bubbles) == said, "nobody is reproached with a word that could not arrive"
    assert await kinds_of_alerts(stage, zoe) in ([("delivery-failed", "routine")], [])
    await comes_back(zoe)
    assert zoe.seen("Camille takes the first step by")
    assert "Zoé can be reached here again" in camille.last.text


async def test_somebody_on_the_phone_loses_their_ap_before_the_first_call(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    await nadia.taps("They said yes")
    await camille.blocks()
    (task,) = await stage.database.read(lambda tx: tasks.open_in(tx, "tilleul"))
    await nadia.taps_data(f"s|take-task|{task.id}")
    assert "Camille could not call. Tell Roger we look for somebody else, until" in nadia.last.text


async def test_telegram_says_it_in_its_own_time_too(stage: Stage) -> None:
    """A message that cannot be delivered, or an account that was deleted, says the same as a block."""
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.take(Unreachable(zoe.id, None, Lane.NOTICE, "Forbidden: user is deactivated"))
    assert await state_of(stage, zoe) == "resting"
    await stage.take(Unreachable(zoe.id, None, Lane.NOTICE, "Forbidden: user is deactivated"))
    assert await state_of(stage, zoe) == "resting"


async def test_what_was_open_about_somebody_says_that_they_are_gone(stage: Stage) -> None:
    await stage.person("Paul", role="supervisor")
    zoe = await stage.person("Zoé")
    alert = await stage.turn(
        lambda turn: raise_alert(turn, kind="low-check-in", level="soon", unit="tilleul", person=zoe.id)
    )
    await zoe.blocks()
    steps = await stage.turn(lambda turn: alerts.steps(turn.tx, alert))
    assert "unreachable" in [step.what for step in steps]


async def test_an_ap_who_is_back_leaves_nothing_to_do(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await stage.person("Nadia", role="coordinator")
    await in_touch(stage, await accompanied(stage, zoe, camille))
    await camille.blocks()
    await comes_back(camille)
    assert await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id)) == []
    assert await kinds_of_alerts(stage, camille) == []
    await stage.passes(days=9)
    assert not zoe.seen("Nobody has been in touch yet")


async def test_somebody_new_ends_the_search_for_a_way_on(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    nadia = await stage.person("Nadia", role="coordinator")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    nour = await an_ap(stage, "Nour")
    await camille.blocks()
    await zoe.taps_data(f"s|seek-another|{pair.id}")
    await nour.taps("Open")
    await nour.taps("I can")
    await zoe.taps("Yes")
    assert await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id)) == [], nadia.name


async def test_of_two_who_lose_their_ap_each_is_a_task_of_their_own(stage: Stage) -> None:
    camille, nadia = await an_ap(stage, "Camille"), await stage.person("Nadia", role="coordinator")
    zoe, yan = await stage.person("Zoé"), await stage.person("Yan")
    for patient in (zoe, yan):
        await in_touch(stage, await accompanied(stage, patient, camille))
    await camille.blocks()
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    await nadia.taps_data(f"s|done-task|{task.id}")
    assert await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id)) == []
    (other,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, yan.id))
    assert other.kind == "write-person"
