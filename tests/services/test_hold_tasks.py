"""Whatever hour an AP reads about a held contact is kept, or another one is read in time; who read none reads none."""

import pytest

from bot.storage import tasks
from tests.services.pairing import in_touch, make_pair, supervisor
from tests.services.test_hold_ends import does, doubts, holds_of, lifts, open_tasks, stops
from tests.services.test_holds import bad_news, confirm
from tests.services.unit import WEEK, has_hours
from tests.stage import Phone, Stage

OLD = "before Tuesday 12 January at 17:00"
NEW = "before Wednesday 13 January at 17:00"
IN_TOUCH = "I said that somebody would be in touch by now"


async def has_stopped(stage: Stage) -> tuple[int, Phone, Phone, Phone]:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stops(camille)
    return pair, zoe, camille, solene


async def test_the_hour_after_a_doubt_is_corrected_and_every_screen_says_the_new_one(stage: Stage) -> None:
    pair, zoe, camille, solene = await doubts(stage)
    assert OLD in camille.last.text
    await has_hours(solene, "9-17", WEEK[:5])
    before = len(zoe.bubbles)
    await stage.passes(days=1, hours=10)
    assert IN_TOUCH in camille.last.text and NEW in camille.last.text
    await camille.taps_data(f"s|doubt-identity|{pair}")
    assert NEW in camille.last.text
    await camille.says("Zoé?")
    assert NEW in camille.last.text
    assert len(zoe.bubbles) == before


async def test_after_a_doubt_the_team_writes_to_the_ap_and_not_to_that_phone(stage: Stage) -> None:
    pair, zoe, camille, solene = await doubts(stage)
    before = len(zoe.bubbles)
    await solene.taps_data(f"s|take-task|{(await open_tasks(stage, pair))['identity-doubt'].id}")
    assert "First name: Camille" in solene.last.text
    await solene.taps("Write here")
    await solene.says("What made you doubt?")
    assert camille.seen("What made you doubt?") and len(zoe.bubbles) == before


async def test_who_was_spoken_with_about_a_doubt_is_not_told_of_an_hour_they_did_not_read(stage: Stage) -> None:
    pair, _zoe, camille, solene = await doubts(stage)
    await does(solene, (await open_tasks(stage, pair))["identity-doubt"])
    before = len(camille.bubbles)
    await stage.passes(days=20)
    assert len(camille.bubbles) == before


async def test_a_number_given_after_a_doubt_stays_with_the_call_once_it_is_confirmed(stage: Stage) -> None:
    pair, _zoe, camille, solene = await doubts(stage)
    await camille.says("Zoé?")
    for words in ("Give a number", "06 39 98 12 34", "In the morning"):
        await (camille.says if words[0] == "0" else camille.taps)(words)
    assert f"Solène calls you {OLD}" in camille.last.text
    assert set(await open_tasks(stage, pair)) == {"identity-doubt"}, "one talk is one task"
    await confirm(solene, (await holds_of(stage, pair))["doubt-identity"].id)
    await solene.taps_data(f"s|take-task|{(await open_tasks(stage, pair))['call-ap'].id}")
    assert "06 39 98 12 34" in solene.last.text and "Can talk: In the morning" in solene.last.text


async def test_an_ap_who_had_to_stop_reads_of_each_patient_who_was_not_told_in_time(stage: Stage) -> None:
    zoe, yves, camille = await stage.person("Zoé"), await stage.person("Yves"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair, _other = await in_touch(stage, zoe, camille), await make_pair(stage, yves, camille)
    await stops(camille)
    assert OLD in camille.last.text
    await has_hours(solene, "9-17", WEEK[:5])
    await does(solene, (await open_tasks(stage, pair))["ap-stops-tell-patient"])
    before = len(camille.bubbles)
    await stage.passes(days=1, hours=10)
    (said,) = camille.bubbles[before:]
    assert "What was to be done about your contact with Yves by now" in said.text and NEW in said.text
    await stops(camille)
    assert NEW in camille.last.text


async def test_while_it_stays_undone_they_read_once_a_week_that_it_is_not_forgotten(stage: Stage) -> None:
    _pair, _zoe, camille, _solene = await has_stopped(stage)
    before = len(camille.bubbles)
    await stage.passes(days=20)
    later = [bubble.text for bubble in camille.bubbles[before + 1 :]]
    assert len(later) == 2 and all("your contact with Zoé is still to do" in text for text in later)


async def test_a_talk_promised_to_an_ap_who_had_to_stop_is_somebodys_to_have(stage: Stage) -> None:
    pair, _zoe, camille, solene = await has_stopped(stage)
    await camille.says("How is Zoé?")
    assert f"Solène gets in touch with you here {OLD}" in camille.last.text
    opened = await open_tasks(stage, pair)
    assert set(opened) == {"ap-stops-tell-patient", "call-ap"}
    await does(solene, opened["ap-stops-tell-patient"])
    await stage.passes(days=1, hours=10)
    assert camille.seen(IN_TOUCH), "the patient was told, and the AP still waits"
    assert "has read that you speak with them" in await does(solene, (await open_tasks(stage, pair))["call-ap"])


async def test_where_it_goes_on_after_all_the_talk_is_said_not_to_be_needed(stage: Stage) -> None:
    pair, _zoe, camille, solene = await has_stopped(stage)
    await camille.says("How is Zoé?")
    await lifts(solene, (await holds_of(stage, pair))["ap-stops"])
    assert "The talk I had spoken of is not needed any more" in camille.last.text
    assert await open_tasks(stage, pair) == {}


async def test_a_talk_that_was_promised_outlives_the_hold_where_another_one_stands(stage: Stage) -> None:
    pair, _zoe, camille, solene = await bad_news(stage)
    await stops(camille)
    await lifts(solene, (await holds_of(stage, pair))["death"])
    assert "call-ap" in await open_tasks(stage, pair)
    await stage.passes(days=1, hours=10)
    assert camille.seen(IN_TOUCH)


async def test_what_was_done_too_early_is_still_to_be_done_by_the_hour_they_read(stage: Stage) -> None:
    pair, _zoe, camille, solene = await bad_news(stage)
    await stops(camille)
    await does(solene, (await open_tasks(stage, pair))["ap-stops-tell-patient"])
    await lifts(solene, (await holds_of(stage, pair))["death"])
    await stage.passes(days=1, hours=10)
    assert camille.seen("What was to be done about your contact with Zoé by now")


async def test_of_an_ap_who_left_the_bot_no_promise_is_said_to_be_broken(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    await in_touch(stage, zoe, camille)
    await camille.says("/stop")
    await camille.taps("Stop everything")
    await stage.passes(days=2)
    await solene.taps_data("s|half-day|")
    assert "Something to tell somebody by phone" in solene.last.text and "promise" not in solene.last.text


async def test_the_hour_by_which_it_is_decided_is_corrected_too(stage: Stage) -> None:
    pair, _zoe, camille, solene = await bad_news(stage)
    await does(solene, (await open_tasks(stage, pair))["death-tell-ap"])
    before = len(camille.bubbles)
    await camille.says("And now?")
    assert f"is decided {OLD}" in camille.last.text
    await does(solene, (await open_tasks(stage, pair))["hold"])
    await stage.passes(days=1, hours=10)
    (_answer, said) = camille.bubbles[before:]
    assert "What was to be done about your contact with Zoé by now" in said.text


@pytest.mark.parametrize("by_the_team", [True, False])
async def test_a_patient_who_read_when_the_unit_looks_at_it_reads_where_nobody_has(
    stage: Stage, by_the_team: bool
) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    if by_the_team:
        await solene.taps_data("s|hold-start|")
        await solene.taps("Zoé and Camille")
        await solene.taps("Camille")
    else:
        await stops(camille)
    await zoe.taps_data(f"s|pair-pause|{pair}")
    assert f"The unit looks at it {OLD}" in zoe.last.text
    before, silent = len(zoe.bubbles), len(camille.bubbles)
    await stage.passes(days=9)
    (once, weekly) = zoe.texts[before:]
    assert "about your contact with Camille by now has not been possible" in once
    assert "about your contact with Camille is still to do" in weekly
    assert len(camille.bubbles) == silent + (0 if by_the_team else 2)


@pytest.mark.parametrize("why", ["bad-news", "doubt-identity"])
async def test_after_a_death_or_a_doubt_no_hour_is_named_on_that_phone(stage: Stage, why: str) -> None:
    pair, zoe, camille, _solene = await bad_news(stage) if why == "bad-news" else await doubts(stage)
    await stops(camille)
    await zoe.taps_data(f"s|pair-pause|{pair}")
    assert zoe.last.text.endswith("The unit looks at it.")
    before = len(zoe.bubbles)
    await stage.passes(days=9)
    assert len(zoe.bubbles) == before


@pytest.mark.parametrize("whose", ["Zoé", "Camille"])
async def test_of_what_the_team_began_the_ap_reads_nothing_even_after_weeks(stage: Stage, whose: str) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    await solene.taps(whose)
    before = len(camille.bubbles)
    await stage.passes(days=20)
    assert len(camille.bubbles) == before
    assert await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
