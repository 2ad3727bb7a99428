"""How a hold ends: a death comes first, a mistake is undone whole, and whatever was promised to the two is done."""

import pytest

from bot.services.hold_audit import every_hold_has_a_task
from bot.services.holds import hold as make_hold
from bot.services.pairs import REVIEW
from bot.services.silence import SILENCE
from bot.storage import alerts, holds, requests, tasks, timers
from bot.storage.holds import Hold
from bot.storage.tasks import Task
from tests.journeys.aps import an_ap, asks
from tests.services.pairing import in_touch, make_pair, pair_of, supervisor
from tests.services.test_holds import bad_news, confirm, done, never_reads_of_death, the_hold
from tests.stage import Phone, Stage


async def stops(camille: Phone) -> None:
    await camille.taps_data("s|ap-stops|")
    await camille.taps("Yes, I have to stop")


async def open_tasks(stage: Stage, pair: int) -> dict[str, Task]:
    return {one.kind: one for one in await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))}


async def does(solene: Phone, task: Task) -> str:
    """Takes it, reads it, does it."""
    await solene.taps_data(f"s|take-task|{task.id}")
    read = solene.last.text
    await solene.taps_data(f"s|done-task|{task.id}")
    return read


async def holds_of(stage: Stage, pair: int) -> dict[str, Hold]:
    return {one.why: one for one in await stage.turn(lambda turn: holds.of_pair(turn.tx, pair))}


async def lifts(solene: Phone, hold: Hold) -> str:
    await solene.taps_data(f"s|hold-lift|{hold.id}")
    return " ".join(bubble.text for bubble in await solene.taps("Lift"))


async def request_state(stage: Stage, pair: int) -> str:
    row = await pair_of(stage, pair)
    request = await stage.turn(lambda turn: requests.find(turn.tx, row.request_id))
    assert request is not None
    return request.state


async def due(stage: Stage, kind: str, subject: int) -> int | None:
    return await stage.database.read(lambda tx: timers.due_at(tx, kind, subject))


async def doubts(stage: Stage, *, already_stopped: bool = False) -> tuple[int, Phone, Phone, Phone]:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    if already_stopped:
        await stops(camille)
    await camille.taps_data(f"s|doubt-identity|{pair}")
    return pair, zoe, camille, solene


# A death comes first.


@pytest.mark.parametrize("leaves", [False, True])
async def test_an_ap_who_stops_after_bad_news_has_nothing_written_to_that_phone(stage: Stage, leaves: bool) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    if leaves:
        await camille.says("/stop")
        await camille.taps("Stop everything")
    else:
        await stops(camille)
    before = len(zoe.bubbles)
    read = await does(solene, (await open_tasks(stage, pair))["ap-stops-tell-patient"])
    assert "Word of a death stands for this contact too, and comes first" in read
    assert len(zoe.bubbles) == before and (await pair_of(stage, pair)).state == "held"
    await confirm(solene, (await holds_of(stage, pair))["death"].id)
    await does(solene, (await open_tasks(stage, pair))["death-tell-ap"])
    assert (await pair_of(stage, pair)).closed_why == "death" and await open_tasks(stage, pair) == {}
    assert leaves or camille.last.text.startswith("Solène has spoken with you. Thank you for having been there.")
    assert len(zoe.bubbles) == before
    await solene.taps_data("s|holds|")
    assert "Nothing is on hold" in solene.last.text


async def test_the_team_can_say_a_death_while_an_ap_who_stops_is_to_be_told(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stops(camille)
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    await solene.taps("Zoé")
    task = (await open_tasks(stage, pair))["ap-stops-tell-patient"]
    await solene.taps_data(f"s|hold|{(await holds_of(stage, pair))['ap-stops'].id}")
    assert "comes first" in solene.last.text
    before = len(zoe.bubbles)
    assert "comes first" in await does(solene, task)
    assert len(zoe.bubbles) == before


async def test_what_was_done_too_early_is_to_do_once_the_death_is_lifted(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    await stops(camille)
    await does(solene, (await open_tasks(stage, pair))["ap-stops-tell-patient"])
    assert "stays on hold for another reason" in await lifts(solene, (await holds_of(stage, pair))["death"])
    read = await does(solene, (await open_tasks(stage, pair))["ap-stops-tell-patient"])
    assert "comes first" not in read
    assert zoe.last.text.startswith("Camille has to stop for now.")


async def test_a_doubt_is_not_confirmed_while_a_death_is_undecided(stage: Stage) -> None:
    pair, _zoe, camille, solene = await bad_news(stage)
    await camille.taps_data(f"s|doubt-identity|{pair}")
    doubt = (await holds_of(stage, pair))["doubt-identity"]
    await solene.taps_data(f"s|hold|{doubt.id}")
    assert "comes first" in solene.last.text and "Confirm" not in solene.last.labels
    await solene.taps_data(f"s|hold-confirm|{doubt.id}")
    assert "not open to you" in solene.last.text
    assert (await pair_of(stage, pair)).state == "held"


@pytest.mark.parametrize("doubt_first", [True, False])
async def test_while_a_doubt_is_undecided_an_ap_who_stops_is_not_told_of_on_that_phone(
    stage: Stage, doubt_first: bool
) -> None:
    pair, zoe, camille, solene = await doubts(stage, already_stopped=not doubt_first)
    if doubt_first:
        await stops(camille)
    before, task = len(zoe.bubbles), (await open_tasks(stage, pair))["ap-stops-tell-patient"]
    assert "A doubt whether it is Zoé who writes stands for this contact too" in await does(solene, task)
    assert "Write here" not in solene.bubbles[-2].labels
    assert len(zoe.bubbles) == before and (await pair_of(stage, pair)).state == "held"
    await lifts(solene, (await holds_of(stage, pair))["doubt-identity"])
    task = (await open_tasks(stage, pair))["ap-stops-tell-patient"]
    assert "comes first" not in await does(solene, task)
    assert zoe.last.text.startswith("Camille has to stop for now.")


async def test_and_once_the_doubt_is_confirmed_it_stays_unwritten_and_in_nobodys_list(stage: Stage) -> None:
    pair, zoe, camille, solene = await doubts(stage)
    await stops(camille)
    before = len(zoe.bubbles)
    await confirm(solene, (await holds_of(stage, pair))["doubt-identity"].id)
    assert await stage.turn(every_hold_has_a_task) == []
    assert set(await open_tasks(stage, pair)) == {"call-ap", "see-patient"} and len(zoe.bubbles) == before
    await solene.taps_data("s|holds|")
    assert "Nothing is on hold" in solene.last.text


# Lifted after it was confirmed.


async def test_marked_wrongly_confirmed_and_told_it_can_still_be_lifted_whole(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await done(stage, solene, pair)
    await stage.passes(days=1)
    assert "The contact is open again. Please speak with Camille" in await lifts(solene, hold)
    assert camille.last.text == "Your contact with Zoé is open again: you can write. Solène speaks with you about it."
    assert zoe.last.text == "You can write to Camille again. Thank you for your patience."
    row = await pair_of(stage, pair)
    assert (row.state, row.closed_at, await request_state(stage, pair)) == ("active", None, "matched")
    assert await due(stage, REVIEW, pair) == row.review_at and await due(stage, SILENCE, pair) is not None
    assert "what had been thought was not so" in await does(solene, (await open_tasks(stage, pair))["call-ap"])
    await camille.taps("Write")
    await camille.says("I am so glad.")
    assert zoe.last.text.endswith("I am so glad.") and never_reads_of_death(zoe)


@pytest.mark.parametrize("by", ["the AP", "the team"])
async def test_of_a_death_that_was_not_so_an_ap_who_was_told_hears_unconfirmed_too(stage: Stage, by: str) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    before = len(zoe.bubbles)
    if by == "the AP":
        await camille.taps_data(f"s|bad-news|{pair}")
    else:
        await solene.taps_data("s|hold-start|")
        await solene.taps("Zoé and Camille")
        await solene.taps("Zoé")
    await does(solene, (await open_tasks(stage, pair))["death-tell-ap"])
    assert "Please speak with Camille: it stands in your list" in await lifts(solene, await the_hold(stage, pair))
    assert camille.last.text == "Your contact with Zoé is open again: you can write. Solène speaks with you about it."
    opened = await open_tasks(stage, pair)
    assert set(opened) == {"call-ap"} and len(zoe.bubbles) == before
    assert "what had been thought was not so" in await does(solene, opened["call-ap"])


async def test_an_ap_who_was_told_of_it_hears_so_where_the_contact_stays_held_too(stage: Stage) -> None:
    pair, _zoe, camille, solene = await bad_news(stage)
    await does(solene, (await open_tasks(stage, pair))["death-tell-ap"])
    await stops(camille)
    assert "stays on hold for another reason" in await lifts(solene, (await holds_of(stage, pair))["death"])
    assert "what had been thought was not so" in await does(solene, (await open_tasks(stage, pair))["call-ap"])


async def test_before_the_first_step_its_date_runs_again(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await make_pair(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await done(stage, solene, pair)
    await lifts(solene, hold)
    assert zoe.seen("Camille takes the first step by")


async def test_lifted_where_the_ap_is_none_any_more_the_place_is_kept_and_nothing_false_is_read(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await done(stage, solene, pair)
    await camille.says("/stop")
    await camille.taps("Stop everything")
    before = len(camille.bubbles)
    assert "Camille is no AP here any more" in await lifts(solene, hold)
    assert len(camille.bubbles) == before
    assert "Your place is kept" in zoe.last.text and await request_state(stage, pair) == "resting"


async def test_lifted_where_the_patient_has_asked_anew_the_supervisor_reads_whom_to_speak_with(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await done(stage, solene, pair)
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    before = len(camille.bubbles)
    assert "Please speak with Zoé and with Camille" in await lifts(solene, hold)
    assert (len(camille.bubbles), (await pair_of(stage, pair)).state) == (before, "closed")


async def asked_anew(stage: Stage, zoe: Phone) -> Phone:
    """Zoé looks for somebody again, and Nour has said yes."""
    nour = await an_ap(stage, "Nour")
    await stage.passes(minutes=1)
    await asks(zoe)
    await stage.passes(minutes=1)
    await nour.taps("Open")
    await nour.taps("I can")
    assert zoe.seen("Nour has said yes to your request")
    return nour


async def test_what_was_asked_after_it_never_stood_still_and_lifting_says_nothing_of_it(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await done(stage, solene, pair)
    nour = await asked_anew(stage, zoe)
    before = [len(phone.bubbles) for phone in (zoe, camille, nour)]
    read = await lifts(solene, hold)
    assert "neither has read anything of it from me" in read and "the call to Camille stands in your list" in read
    assert [len(phone.bubbles) for phone in (zoe, camille, nour)] == before
    assert "Camille does not know yet" in await does(solene, (await open_tasks(stage, pair))["call-ap"])


async def test_and_who_has_read_no_hour_reads_of_none(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await done(stage, solene, pair)
    await asked_anew(stage, zoe)
    await lifts(solene, hold)
    before = len(camille.bubbles)
    await stage.passes(days=20)
    assert len(camille.bubbles) == before


async def test_a_call_that_was_promised_after_a_doubt_is_made_where_it_is_lifted_too_late(stage: Stage) -> None:
    pair, zoe, camille, solene = await doubts(stage)
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await does(solene, (await open_tasks(stage, pair))["see-patient"])
    await zoe.taps_data("s|my-request|")
    await zoe.taps("Look again")
    call, before = (await open_tasks(stage, pair))["call-ap"], len(zoe.bubbles)
    assert "Please speak with Zoé and with Camille" in await lifts(solene, hold)
    assert len(zoe.bubbles) == before, "the search had not stood still"
    assert (await open_tasks(stage, pair))["call-ap"].due_at == call.due_at == hold.promised_at
    await stage.passes(days=1, hours=10)
    assert camille.seen("I said that somebody would be in touch by now")


async def test_no_place_is_said_to_be_kept_where_neither_can_take_it_up_again(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await done(stage, solene, pair)
    await asked_anew(stage, zoe)
    await camille.says("/stop")
    await camille.taps("Stop everything")
    assert "is kept" not in await lifts(solene, hold)


async def test_lifted_for_somebody_without_a_contact_their_place_is_there_again(stage: Stage) -> None:
    zoe, solene = await stage.person("Zoé"), await supervisor(stage)
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    (request,) = await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id))
    made = await stage.turn(lambda turn: make_hold(turn, person=zoe.id, pair=None, why="death", by=solene.id))
    await confirm(solene, made)
    assert await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id)) == []
    found = await stage.database.read(lambda tx: holds.find(tx, made))
    assert found is not None
    await lifts(solene, found)
    (again,) = await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id))
    assert (again.id, again.state) == (request.id, "resting")
    assert "Your place is kept" in zoe.last.text


# Whoever has the phone says /stop.


async def test_a_stop_from_the_held_phone_leaves_the_contact_held_until_the_call(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    before = len(camille.bubbles)
    await zoe.says("/stop")
    await zoe.taps("Stop everything")
    assert (await pair_of(stage, pair)).state == "held" and len(camille.bubbles) == before
    await camille.says("Are you there, Zoé?")
    assert "this contact is on hold" in camille.last.text
    await confirm(solene, (await the_hold(stage, pair)).id)
    await done(stage, solene, pair)
    assert camille.last.text.startswith("Solène has spoken with you. Thank you for having been there.")


async def test_lifted_after_that_the_ap_reads_that_it_ended_and_not_that_it_goes_on(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    await zoe.says("/stop")
    await zoe.taps("Stop everything")
    assert "Zoé has left the bot, so the contact is over" in await lifts(solene, await the_hold(stage, pair))
    assert camille.last.text.startswith("Zoé has chosen to end here. Thank you")
    assert (await pair_of(stage, pair)).closed_why == "left"
    assert await request_state(stage, pair) == "closed"


# A doubt that was right.


async def test_a_doubt_that_is_confirmed_is_spoken_of_with_the_ap_and_the_patient_is_seen(stage: Stage) -> None:
    pair, zoe, camille, solene = await doubts(stage)
    hold, before = await the_hold(stage, pair), len(zoe.bubbles)
    await confirm(solene, hold.id)
    opened = await open_tasks(stage, pair)
    assert set(opened) == {"call-ap", "see-patient"}
    assert opened["call-ap"].due_at == hold.promised_at, "by the time that Camille has read"
    assert opened["see-patient"].person_id is None, "nothing can be written to that phone from it"
    assert "was right" in await does(solene, opened["call-ap"])
    assert "see Zoé in person" in await does(solene, opened["see-patient"])
    assert await request_state(stage, pair) == "resting" and len(zoe.bubbles) == before


async def test_a_doubt_confirmed_and_then_lifted_opens_the_contact_again(stage: Stage) -> None:
    pair, zoe, camille, solene = await doubts(stage)
    hold = await the_hold(stage, pair)
    await confirm(solene, hold.id)
    await lifts(solene, hold)
    assert "is open again: you can write" in camille.last.text
    assert ((await pair_of(stage, pair)).state, await request_state(stage, pair)) == ("active", "matched")
    assert set(await open_tasks(stage, pair)) == {"call-ap"}
    await zoe.taps("Write")
    await zoe.says("It is me.")
    assert camille.last.text.endswith("It is me.")


# An AP who stops.


async def test_where_it_was_written_nothing_says_that_anything_was_agreed(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stops(camille)
    task = (await open_tasks(stage, pair))["ap-stops-tell-patient"]
    await solene.taps_data(f"s|take-task|{task.id}")
    await solene.taps("Write here")
    await solene.says("Dear Zoé, could you come by tomorrow?")
    assert zoe.seen("Dear Zoé, could you come by tomorrow?")
    assert zoe.seen("This is not about you. You can wait, meet someone else, or stop here.")
    assert not zoe.seen("agreed") and not zoe.seen("on the phone")


async def test_an_ap_who_stopped_reads_that_it_goes_on_where_it_was_lifted(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stops(camille)
    before = len(zoe.bubbles)
    await lifts(solene, await the_hold(stage, pair))
    assert camille.last.text.startswith("Your contact with Zoé goes on after all: you can write again.")
    assert len(zoe.bubbles) == before


async def is_said_to_be_gone(stage: Stage) -> tuple[int, Phone, Phone, Phone]:
    """The team says so of Camille, who accompanies Zoé and has said yes to Lou."""
    zoe, lou, camille = await stage.person("Zoé"), await stage.person("Lou"), await an_ap(stage, "Camille")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await asks(lou)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    await solene.taps("Camille")
    return pair, lou, camille, solene


async def away(camille: Phone) -> bool:
    await camille.taps_data("s|availability|")
    return "I am back" in camille.last.labels


async def test_an_ap_who_was_not_gone_reads_what_has_changed_and_nothing_else(stage: Stage) -> None:
    pair, lou, camille, solene = await is_said_to_be_gone(stage)
    assert "Camille cannot after all" in lou.last.text
    before = len(camille.bubbles)
    await asks(await stage.person("Yves"))
    await stage.passes(minutes=5)
    assert len(camille.bubbles) == before, "nobody is led to them meanwhile"
    await lifts(solene, (await holds_of(stage, pair))["ap-stops"])
    (said,) = camille.texts[before:]
    assert said.startswith("No contact comes of it this time."), "the yes that waited went to somebody else"
    assert not await away(camille)
    await asks(await stage.person("Inès"))
    await stage.passes(minutes=5)
    assert "A request is waiting for you here" in camille.last.text


async def test_an_ap_who_is_gone_is_asked_nothing_once_the_patient_was_told(stage: Stage) -> None:
    pair, _lou, camille, solene = await is_said_to_be_gone(stage)
    assert not await away(camille), "no list shows a change before"
    await does(solene, (await open_tasks(stage, pair))["ap-stops-tell-patient"])
    assert await away(camille)


async def test_once_the_patient_was_told_it_is_theirs_to_choose_and_not_lifted(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stops(camille)
    hold = await the_hold(stage, pair)
    await done(stage, solene, pair)
    await solene.taps_data(f"s|hold|{hold.id}")
    assert "Zoé was told, and chooses what follows" in solene.last.text
    assert "Lift: all goes on" not in solene.last.labels


async def test_a_patient_who_left_before_they_were_told_keeps_no_place(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stops(camille)
    await zoe.says("/stop")
    await zoe.taps("Stop everything")
    assert (await pair_of(stage, pair)).state == "held"
    await done(stage, solene, pair)
    assert await request_state(stage, pair) == "closed"


# Somebody is out of reach when it is lifted.


async def test_an_ap_whom_nothing_reaches_any_more_is_seen_when_it_is_lifted(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    await zoe.says("Hello?")
    await camille.blocks()
    before = len(zoe.bubbles)
    await stage.passes(hours=2)
    assert len(zoe.bubbles) == before
    await lifts(solene, await the_hold(stage, pair))
    assert "write-person" in await open_tasks(stage, pair)
    assert not zoe.seen("You can write to Camille again") and len(zoe.bubbles) > before
    raised = await stage.turn(lambda turn: [one.kind for one in alerts.unfinished_in(turn.tx, "tilleul")])
    assert "delivery-failed" in raised


async def test_and_before_the_first_step_somebody_else_is_looked_for(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await make_pair(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    await camille.blocks()
    await lifts(solene, await the_hold(stage, pair))
    assert (await pair_of(stage, pair)).closed_why == "no-first-contact"
    assert zoe.last.text.startswith("You and Camille have not been in touch")
    assert not zoe.seen("takes the first step by")


async def test_an_ap_does_not_read_that_they_can_write_to_somebody_out_of_reach(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    await zoe.blocks()
    await lifts(solene, await the_hold(stage, pair))
    assert camille.seen("cannot be reached") and not camille.seen("you can write again")


async def test_until_the_patient_was_seen_nobody_new_is_led_to_that_phone(stage: Stage) -> None:
    pair, zoe, camille, solene = await doubts(stage)
    await confirm(solene, (await the_hold(stage, pair)).id)
    await zoe.taps_data("s|my-request|")
    assert "looks at it first" in zoe.last.text and "Look again" not in zoe.last.labels
    see = (await open_tasks(stage, pair))["see-patient"]
    await solene.taps_data(f"s|take-task|{see.id}")
    await solene.taps_data(f"s|done-task|{see.id}")
    await zoe.taps_data("s|my-request|")
    assert "Look again" in zoe.last.labels
