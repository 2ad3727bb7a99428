"""Words of violence: harmless whatever was said before, told to nobody, and all of it can be deleted."""

import pytest

from bot.services.night import set_next_night
from bot.storage import alerts, appointments, my_data, tasks
from tests.services.pairing import in_touch
from tests.services.test_appointments import a_call
from tests.services.test_danger import on_duty, words
from tests.stage import Phone, Stage

__all__ = ["words"]

pytestmark = pytest.mark.usefixtures("words")
END_IT, HE_HITS = "I want to end it all", "he hits me"
NUMBER = "06 39 98 12 34"


@pytest.fixture
async def zoe(stage: Stage) -> Phone:
    return await stage.person("Zoé")


@pytest.fixture
async def sam(stage: Stage) -> Phone:
    sam = await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id, 12)
    return sam


async def kept(stage: Stage, phone: Phone) -> list[str]:
    return [
        text
        for alert in await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, phone.id))
        for text in alert.messages(stage.house.sealer)
    ]


@pytest.mark.parametrize("closed", [False, True])
async def test_after_danger_it_gets_its_own_answer(stage: Stage, zoe: Phone, sam: Phone, closed: bool) -> None:
    await zoe.says(END_IT)
    if closed:
        await sam.taps("I take it")
        await sam.taps("Done")
        await sam.taps("I spoke with the person")
    said = await zoe.says(HE_HITS)
    assert len(said) == 1 and said[0].labels == ["Yes", "Later"] and "3114" not in said[0].text
    await zoe.taps("Yes")
    assert "3919" in zoe.last.text and "17" in zoe.last.text and "I have told nobody" in zoe.last.text


async def test_told_nobody_is_true_beside_an_open_alert(stage: Stage, zoe: Phone, sam: Phone) -> None:
    """Neither these words nor what follows them join it; words of danger do again."""
    await zoe.says(END_IT)
    await zoe.says(HE_HITS)
    await zoe.says("he is in the next room and reads my phone")
    assert await kept(stage, zoe) == [END_IT]
    await zoe.says(END_IT)
    assert await kept(stage, zoe) == [END_IT, END_IT]


async def test_deleting_takes_every_message_of_it_on_both_sides(stage: Stage, zoe: Phone) -> None:
    await zoe.says("/menu")
    before = zoe._messages
    await stage.passes(minutes=1)
    await zoe.says(HE_HITS)
    await zoe.says("he is in the next room and reads my phone")
    await zoe.says(HE_HITS)
    await zoe.taps("Yes")
    await zoe.taps("A call, at a safe time")
    await zoe.says("06 39 98 12 34")
    await zoe.taps("Any time")
    last = zoe._messages

    await zoe.taps("Delete these messages")

    assert zoe.deleted == set(range(before + 1, last + 1))
    assert [b.text for b in zoe.bubbles if b.message_id > before] == [
        "Done. To remove everything else: the chat’s own menu, then “Delete”."
    ]
    assert any("What would you like to do?" in text for text in zoe.texts), "what stood there before stays"


async def test_a_forged_button_deletes_nothing_of_what_cannot_be_deleted(stage: Stage, zoe: Phone) -> None:
    await zoe.says("/menu")
    shown = len(zoe.bubbles)
    for subject in ("", "0", "x", "9" * 30):
        await zoe.taps_data(f"s|erase-these|{subject}")
    assert zoe.deleted == set() and len(zoe.bubbles) > shown


async def test_nothing_on_its_screens_says_what_it_is_about(stage: Stage, zoe: Phone) -> None:
    said = [*(await zoe.says(HE_HITS)), *(await zoe.taps("Later"))]
    for _time in range(3):
        said += await zoe.says("is he gone")
    for bubble in said:
        assert "Help now" not in bubble.labels
        assert not any(word in bubble.text for word in ("3919", "17", "hurt", "danger", "3114"))


async def accompanied(stage: Stage, zoe: Phone) -> Phone:
    """By somebody she is in touch with, but not at this moment: what is typed now is for the bot."""
    camille, reads = await stage.person("Camille", "ap"), stage.house
    pair = await in_touch(stage, zoe, camille)
    stage.house = reads
    await stage.passes(hours=49)
    await camille.taps_data(f"s|write-to|{pair}")
    return camille


async def test_nothing_is_pushed_before_their_yes_and_then_what_waited_comes(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    """Neither that a human has seen what they wrote before, nor the words of the person who accompanies them."""
    camille = await accompanied(stage, zoe)
    await zoe.says(END_IT)
    await zoe.says(HE_HITS)
    shown = len(zoe.bubbles)
    await stage.passes(hours=2)
    await sam.taps("I take it")
    await camille.says("Are you there?")
    await stage.passes(hours=30)
    assert len(zoe.bubbles) == shown
    await zoe.says("is he gone")
    assert not zoe.seen("Are you there?")

    await zoe.taps("Yes")

    assert zoe.seen("3919") and zoe.seen("has seen your message") and zoe.seen("Are you there?")
    await camille.says("I am here.")
    assert zoe.seen("I am here."), "from then on everything comes as before"


async def test_words_to_the_person_who_accompanies_them_are_answered_with_a_way_to_what_comes_back(
    stage: Stage, zoe: Phone
) -> None:
    """The answer waits: without a word of that they would believe that there is none."""
    camille, reads = await stage.person("Camille", "ap"), stage.house
    await in_touch(stage, zoe, camille)
    stage.house = reads
    await zoe.says("/menu")
    before = zoe._messages
    await stage.passes(minutes=1)
    assert len(await zoe.says(HE_HITS)) == 1 and camille.seen(HE_HITS)
    await camille.says("I read you.")
    await stage.passes(minutes=1)
    for _time in range(3):
        (said,) = await zoe.says("Camille? Are you there?")
        assert said.labels == ["Yes", "Later"] and "Camille" not in said.text
        assert camille.last.text == "Zoé writes:\nCamille? Are you there?"
    assert len(set(zoe.texts[-2:])) == 2, "never the same twice in a row"

    await zoe.taps("Yes")

    assert zoe.seen("3919") and zoe.last.text == "Camille writes:\nI read you."
    await zoe.taps("Delete these messages")
    assert min(zoe.deleted) == before + 1, "from the very first words on"
    await zoe.says("Are you still there?")
    assert zoe.last.text.startswith("Done."), "after that yes nothing more is asked"


@pytest.mark.parametrize("discreet", [False, True])
async def test_what_waits_for_their_yes_does_not_lapse_like_what_nobody_opens(
    stage: Stage, zoe: Phone, discreet: bool
) -> None:
    camille = await accompanied(stage, zoe)
    await stage.turn(set_next_night)
    if discreet:
        await zoe.taps_data("s|discreet|")
        await zoe.taps("Every night")
    await zoe.says(HE_HITS)
    await camille.says("I read you.")
    await stage.passes(days=6)
    assert not camille.seen("could not be delivered")
    await zoe.taps_data("s|good-time|")
    if discreet:
        await stage.passes(days=1)
        await zoe.taps("Open")
    assert zoe.seen("I read you.")


async def test_after_a_month_it_does_and_its_writer_reads_so(stage: Stage, zoe: Phone) -> None:
    camille = await accompanied(stage, zoe)
    await stage.turn(set_next_night)
    await zoe.says(HE_HITS)
    await camille.says("I read you.")
    await stage.passes(days=31)
    assert camille.seen("could not be delivered")


async def test_an_ap_who_drops_a_time_is_not_told_that_they_know(stage: Stage) -> None:
    reads = stage.house
    pair, zoe, camille = await a_call(stage)
    stage.house = reads
    await zoe.says("/menu")
    await zoe.says(HE_HITS)
    (time,) = await stage.turn(lambda turn: appointments.open_of(turn.tx, pair))
    await camille.taps_data(f"s|appointment-no|{time.id}")
    assert "is read once it is opened there" in camille.last.text
    assert not zoe.seen("cannot make it on")


async def test_unanswered_it_stays_silent_after_a_day(stage: Stage, zoe: Phone) -> None:
    camille = await accompanied(stage, zoe)
    await zoe.says(HE_HITS)
    shown = len(zoe.bubbles)
    await stage.passes(hours=40)
    await camille.says("Are you there?")
    assert len(zoe.bubbles) == shown
    await zoe.taps_data("s|go-on|")
    assert zoe.seen("Are you there?"), "who goes on is spoken to again"


async def test_who_asks_for_a_call_meanwhile_reads_what_becomes_of_it(stage: Stage, zoe: Phone, sam: Phone) -> None:
    await zoe.says(HE_HITS)
    await zoe.taps_data("s|call-me|")
    await zoe.says(NUMBER)
    await zoe.taps("Any time")
    await stage.passes(days=3)
    assert zoe.last.text == "Message" and not zoe.seen("be in touch by now"), "whoever holds that phone"
    await zoe.taps("Open")
    assert zoe.seen("I said that somebody would be in touch by now")


async def asks_for_a_safe_call(zoe: Phone) -> None:
    await zoe.says(HE_HITS)
    await zoe.taps("Yes")
    await zoe.taps("A call, at a safe time")
    await zoe.says(NUMBER)
    await zoe.taps("In the afternoon")


async def test_the_call_says_behind_a_tap_what_it_follows_and_that_nobody_must_write(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await asks_for_a_safe_call(zoe)
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    await sam.taps_data("s|half-day|")
    assert "violence" not in " ".join(sam.texts), "neither on a lock screen nor in a list"

    await sam.taps_data(f"s|take-task|{task.id}")

    assert NUMBER in sam.last.text and "Can talk: In the afternoon" in sam.last.text
    assert "Please write nothing there, and call only at the time they named." in sam.last.text
    assert "Write here" not in sam.last.labels
    await sam.taps_data(f"s|write-task|{task.id}")
    assert "There is no such task for you here" in sam.last.text
    await sam.taps_data(f"s|done-task|{task.id}")
    (done,) = await stage.turn(lambda turn: tasks.ended_of_person(turn.tx, zoe.id))
    assert done.sealed_number is None


async def test_a_written_answer_says_what_it_follows_and_stands_behind_message_there(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await zoe.says(HE_HITS)
    await zoe.taps("Yes")
    await zoe.taps("A call, at a safe time")
    await zoe.taps("I would rather write")
    assert "Somebody writes to you here before" in zoe.last.text
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    await stage.passes(hours=1)
    await sam.taps_data(f"s|take-task|{task.id}")
    assert "It follows words about violence" in sam.last.text
    await sam.taps("Write here")
    await sam.says("Hello, when is a good time?")
    assert zoe.last.text == "Message" and not zoe.seen("when is a good time")
    await zoe.taps("Open")
    assert "when is a good time" in zoe.last.text
    assert (await stage.turn(lambda turn: my_data.rows_of(turn.tx, zoe.id)))["calls"] == []


@pytest.mark.parametrize(("days", "reads"), [(4, True), (32, False)])
async def test_words_of_the_team_wait_longer_and_unopened_are_somebodys_task_again(
    stage: Stage, zoe: Phone, sam: Phone, days: int, reads: bool
) -> None:
    await stage.turn(set_next_night)
    await zoe.says(HE_HITS)
    await zoe.taps("Yes")
    await zoe.taps("A call, at a safe time")
    await zoe.taps("I would rather write")
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    await stage.passes(hours=1)
    await sam.taps_data(f"s|take-task|{task.id}")
    await sam.taps("Write here")
    await sam.says("Hello, when is a good time?")
    await stage.passes(days=days)
    await zoe.taps("Open")
    assert zoe.seen("when is a good time") == reads
    again = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    assert [one.id for one in again] == ([] if reads else [task.id])
    if not reads:
        await sam.taps_data(f"s|take-task|{task.id}")
        assert "What was written here did not arrive or was not opened" in sam.last.text
        assert "Write here" in sam.last.labels


async def test_what_waits_behind_message_is_not_deleted_with_the_rest(stage: Stage, zoe: Phone, sam: Phone) -> None:
    await asks_for_a_safe_call(zoe)
    erase = next(data for bubble in zoe.bubbles for label, data in bubble.buttons if label == "Delete these messages")
    await stage.passes(hours=8)
    await zoe.taps_data(erase)
    assert [bubble.text for bubble in zoe.bubbles if not bubble.text.startswith("Done.")] == ["Message"]
    await zoe.taps("Open")
    assert zoe.seen("I said that somebody would be in touch by now")


async def test_a_broken_hour_of_that_call_says_no_more_than_message_to_who_is_discreet(
    stage: Stage, zoe: Phone, sam: Phone
) -> None:
    await asks_for_a_safe_call(zoe)
    await zoe.taps("Discreet mode")
    await zoe.taps("After each use")
    await stage.passes(hours=8)
    assert [bubble.text for bubble in zoe.bubbles] == ["Message"] and not zoe.last.silent
    await zoe.taps("Open")
    assert zoe.seen("I said that somebody would be in touch by now")


async def test_it_is_nowhere_in_the_copy_of_their_data(stage: Stage, zoe: Phone, sam: Phone) -> None:
    await asks_for_a_safe_call(zoe)
    assert (await stage.turn(lambda turn: my_data.rows_of(turn.tx, zoe.id)))["calls"] == []


async def test_it_stays_harmless_where_this_part_of_the_program_fails(
    stage: Stage, zoe: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("bot.services.freezes.freeze", broken)
    (said,) = await zoe.says(HE_HITS)
    assert said.text.startswith("Got it. Is this a good time to write?") and said.labels == ["Yes", "Later"]
    stage.failures.clear()
