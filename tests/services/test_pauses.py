"""A pause: an end chosen in one tap, at which both are asked; a time they have set is said; not before a first word."""

from datetime import timedelta

from bot.clock import to_ms
from bot.services.pairs import REVIEW
from bot.storage import appointments, holds, pairs, tasks
from tests.journeys.aps import an_ap
from tests.journeys.test_landline import opens_for_roger
from tests.services.pairing import in_touch, make_pair, pair_of, supervisor
from tests.services.test_appointments import a_call
from tests.services.test_contacts import log
from tests.stage import Phone, Stage

REVIEWED = "It is time to look at how to go on"


async def in_a_pause(stage: Stage, length: str = "One week") -> tuple[int, Phone, Phone]:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await zoe.taps_data(f"s|pair-pause|{pair}")
    await zoe.taps(length)
    return pair, zoe, camille


async def test_both_read_until_when_and_are_asked_on_that_day(stage: Stage) -> None:
    pair, zoe, camille = await in_a_pause(stage)
    assert "A pause until 18 January" in zoe.last.text
    assert "Zoé would like a pause until 18 January 2027. It is not about you." in camille.last.text
    await zoe.taps_data("s|my-pair|")
    assert "In a pause until 18 January" in zoe.last.text
    await stage.passes(days=6, hours=22)
    assert (await pair_of(stage, pair)).state == "paused"
    await stage.passes(hours=3)
    assert (await pair_of(stage, pair)).state == "active"
    for phone, other in ((zoe, "Camille"), (camille, "Zoé")):
        assert phone.last.text.startswith(f"The pause with {other} is over.")
        assert phone.last.labels == ["Go on", "A longer pause", "End"]
    await zoe.taps("A longer pause")
    await zoe.taps("A month")
    assert (await pair_of(stage, pair)).state == "paused"


async def test_who_asked_for_it_ends_it_earlier_and_the_other_cannot(stage: Stage) -> None:
    pair, zoe, camille = await in_a_pause(stage)
    await camille.taps_data(f"s|pair-go-on|{pair}")
    assert "Nothing was changed" in camille.last.text
    await zoe.taps("End the pause")
    assert (await pair_of(stage, pair)).state == "active"
    assert camille.seen("Zoé is back")
    await stage.passes(days=8)
    assert not zoe.seen("is over")


async def test_what_is_written_meanwhile_stays_and_says_until_when(stage: Stage) -> None:
    _pair, zoe, camille = await in_a_pause(stage)
    await camille.says("How are you?")
    assert "is paused until 18 January" in camille.last.text
    assert not zoe.seen("How are you?")


async def test_after_a_pause_silence_is_seen_again(stage: Stage) -> None:
    _pair, _zoe, camille = await in_a_pause(stage)
    await stage.passes(days=20)
    assert not camille.seen("has had no word from you")
    await stage.passes(days=3)
    assert camille.seen("has had no word from you")


async def test_before_the_first_word_neither_can_pause(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille)
    for phone in (zoe, camille):
        await phone.taps_data(f"s|pair-pause|{pair}")
        assert "nothing to pause" in phone.last.text
    assert (await pair_of(stage, pair)).state == "active"


async def test_a_time_they_have_set_stands_and_both_read_so(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    await zoe.taps_data(f"s|pair-pause|{pair}")
    await zoe.taps("Two weeks")
    assert "Thursday 14 January at 15:00, stands all the same" in zoe.last.text
    assert "Thursday 14 January at 15:00, stands all the same" in camille.last.text
    await camille.taps("Open")
    await camille.taps("Show the number")
    assert "06 39 98 12 34" in camille.last.text
    await stage.passes(days=3, hours=4)
    for phone in (zoe, camille):
        assert phone.seen("A reminder")


async def test_it_ends_on_its_day_whatever_waits_for_one_of_them(stage: Stage) -> None:
    pair, zoe, camille = await in_a_pause(stage)
    await stage.passes(days=1)
    await zoe.says("I want to end it all")
    await stage.passes(days=10)
    assert camille.seen("The pause with Zoé is over.") and not zoe.seen("is over")
    assert (await pair_of(stage, pair)).state == "active"
    await zoe.taps_data("s|go-on|")
    await stage.passes(minutes=1)
    assert zoe.last.text.startswith("The pause with Camille is over.")


async def test_who_could_not_read_that_it_is_over_is_not_asked_once_the_contact_has_ended(stage: Stage) -> None:
    pair, zoe, camille = await in_a_pause(stage)
    await stage.passes(days=1)
    await zoe.says("I want to end it all")
    await stage.passes(days=10)
    await camille.taps_data(f"s|pair-end|{pair}")
    await camille.taps(camille.last.labels[0])
    before = len(zoe.bubbles)
    await zoe.taps_data("s|go-on|")
    await stage.passes(minutes=1)
    assert not zoe.seen("is over") and any("ends here" in bubble.text for bubble in zoe.bubbles[before:])


async def test_of_two_pauses_who_could_not_read_the_first_reads_of_the_second_alone(stage: Stage) -> None:
    _pair, zoe, camille = await in_a_pause(stage)
    await stage.passes(days=1)
    await zoe.says("I want to end it all")
    await stage.passes(days=7)
    await camille.taps("A longer pause")
    await camille.taps("A month")
    await zoe.taps_data("s|go-on|")
    await stage.passes(minutes=1)
    assert zoe.last.text.startswith("Camille would like a pause") and not zoe.seen("is over")


async def test_or_it_is_cancelled_with_the_pause(stage: Stage) -> None:
    pair, zoe, camille = await a_call(stage)
    await zoe.taps_data(f"s|pair-pause|{pair}")
    await zoe.taps("Two weeks")
    await zoe.taps("Cancel that time")
    assert "cannot make it" in camille.last.text
    assert await stage.turn(lambda turn: appointments.open_of(turn.tx, pair)) == []


async def test_a_hold_in_a_pause_says_nothing_and_the_end_comes_afterwards(stage: Stage) -> None:
    pair, zoe, camille = await in_a_pause(stage)
    solene = await supervisor(stage)
    await camille.taps_data(f"s|bad-news|{pair}")
    await stage.passes(days=9)
    assert not zoe.seen("is over")
    await solene.taps_data("s|holds|")
    await solene.taps("Open 1")
    await solene.taps("Lift: all goes on")
    await solene.taps("Lift")
    assert (await pair_of(stage, pair)).state == "paused"
    await stage.passes(days=2)
    assert zoe.seen("is over") and (await pair_of(stage, pair)).state == "active"


async def test_somebody_on_the_phone_is_told_of_it_by_phone(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="coordinator")
    camille = await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    await nadia.taps("They said yes")
    pair = int(next(d for b in camille.bubbles for _l, d in b.buttons if d.startswith("s|pair|")).split("|")[2])
    await log(camille, pair)
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    assert "Roger is told by phone" in camille.last.text
    kinds = await stage.turn(lambda turn: [task.kind for task in tasks.open_in(turn.tx, "tilleul")])
    assert kinds == ["tell-patient"], "in the place of the yes that was not told yet"


async def test_a_review_that_falls_into_a_pause_is_asked_after_it(stage: Stage) -> None:
    pair, zoe, camille = await in_a_pause(stage, "Two weeks")
    day = stage.clock.now() + timedelta(days=5)
    await stage.turn(lambda turn: pairs.renew(turn.tx, pair, to_ms(day)))
    await stage.turn(lambda turn: turn.set_timer(REVIEW, pair, day, "tilleul"))
    await stage.passes(days=6)
    await zoe.taps_data("s|my-pair|")
    assert "how to go on around 25 January" in zoe.last.text
    await stage.passes(days=7)
    assert not zoe.seen(REVIEWED) and not camille.seen(REVIEWED)
    await stage.passes(days=10)
    assert zoe.seen(REVIEWED) and camille.seen(REVIEWED)


async def test_so_is_one_that_falls_into_a_hold(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stage.turn(lambda turn: turn.set_timer(REVIEW, pair, turn.now + timedelta(days=2), "tilleul"))
    await camille.taps_data(f"s|doubt-identity|{pair}")
    await stage.passes(days=4)
    assert not zoe.seen(REVIEWED)
    (hold,) = await stage.turn(lambda turn: holds.of_pair(turn.tx, pair))
    await solene.taps_data(f"s|hold-lift|{hold.id}")
    await solene.taps("Lift")
    await stage.passes(days=10)
    assert zoe.seen(REVIEWED) and camille.seen(REVIEWED)


async def test_a_paused_contact_that_is_held_looks_to_the_ap_as_before(stage: Stage) -> None:
    pair, _zoe, camille = await in_a_pause(stage)
    solene = await supervisor(stage)
    await camille.taps_data(f"s|pair|{pair}")
    before = camille.last.text, camille.last.labels
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    await camille.taps_data(f"s|pair|{pair}")
    assert (camille.last.text, camille.last.labels) == before
