"""Holds and searches: nobody is looked for who must be left alone; lifted, what was promised holds again."""

import pytest

from bot.services.holds import hold
from bot.services.waves import DATE, WAVE
from bot.storage import holds, memberships, pairs, people, requests, tasks, timers
from bot.storage.requests import Request
from tests.journeys.aps import accompanied, an_ap, asks, in_touch, kinds_of_tasks, pair_of
from tests.journeys.test_landline import opens_for_roger
from tests.services.test_holds import confirm, done, never_reads_of_death
from tests.services.unit import two_units
from tests.stage import Phone, Stage


async def the_request(stage: Stage, patient: Phone) -> Request:
    (found,) = await stage.database.read(lambda tx: requests.open_of_person(tx, patient.id))
    return found


async def clocks(stage: Stage, request: Request) -> list[bool]:
    kinds = (WAVE, DATE)
    return [
        await stage.database.read(lambda tx, kind=kind: timers.due_at(tx, kind, request.id)) is not None  # type: ignore[misc]
        for kind in kinds
    ]


async def chooses(stage: Stage) -> tuple[Phone, Phone, Phone]:
    """Camille has said yes, and Zoé is to choose."""
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    solene = await stage.person("Solène", "supervisor")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    return camille, zoe, solene


async def is_held(stage: Stage, person: Phone, by: Phone, why: str = "death") -> int:
    return await stage.turn(lambda turn: hold(turn, person=person.id, pair=None, why=why, by=by.id), by)


async def lifts(supervisor: Phone, hold_id: int) -> None:
    await supervisor.taps_data(f"s|hold-lift|{hold_id}")
    await supervisor.taps("Lift")


async def test_a_choice_stands_still_with_its_person_and_is_open_again_afterwards(stage: Stage) -> None:
    camille, zoe, solene = await chooses(stage)
    made = await is_held(stage, zoe, solene)
    said = len(camille.bubbles), len(zoe.bubbles)
    await stage.passes(days=20)
    assert len(zoe.bubbles) == said[1], "nobody learns anything from a program"
    waited = camille.texts[said[0] :]
    assert len(waited) == 3 and all(text.startswith("The answer takes a little longer") for text in waited)
    await zoe.taps_data("s|my-request|")
    assert "In a pause just now: the coordination looks at it first" in zoe.last.text
    await lifts(solene, made)
    assert "Somebody has said yes, and waits for your choice until" in zoe.last.text
    await zoe.taps_data("s|cards|")
    await zoe.taps("Yes")
    assert zoe.seen("Camille now knows, and takes the first step by")


async def test_after_a_hold_somebody_else_is_looked_for_with_a_date(stage: Stage) -> None:
    _camille, zoe, solene = await chooses(stage)
    await lifts(solene, await is_held(stage, zoe, solene))
    request = await the_request(stage, zoe)
    assert (await clocks(stage, request))[1], "the date counts again while the choice is open"
    await zoe.taps_data("s|cards|")
    await zoe.taps("Someone else")
    assert await clocks(stage, await the_request(stage, zoe)) == [True, True]


async def test_an_ap_who_cannot_after_all_starts_nothing_for_somebody_who_is_held(stage: Stage) -> None:
    camille, zoe, solene = await chooses(stage)
    nour = await an_ap(stage, "Nour")
    made = await is_held(stage, zoe, solene)
    said = len(zoe.bubbles)
    await camille.taps("I cannot after all")
    await stage.passes(days=3)
    assert not nour.bubbles and len(zoe.bubbles) == said
    await lifts(solene, made)
    assert zoe.seen("I go on looking, and write to you by")
    assert nour.seen("A request is waiting for you")


async def test_the_first_step_is_promised_anew_after_a_hold(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    solene = await stage.person("Solène", "supervisor")
    pair = await accompanied(stage, zoe, camille)
    await camille.taps_data(f"s|doubt-identity|{pair.id}")
    await stage.passes(days=4)
    (made,) = await stage.turn(lambda turn: [one.id for one in holds.of_pair(turn.tx, pair.id)])
    await lifts(solene, made)
    assert "Camille takes the first step by" in zoe.last.text
    assert (await clocks(stage, await the_request(stage, zoe)))[1]


async def test_an_aps_own_search_goes_on_while_a_contact_they_accompany_is_held(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    solene = await stage.person("Solène", "supervisor")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await stage.also(camille, "patient")
    lou = await an_ap(stage, "Lou")
    await camille.taps_data("s|request|")
    await camille.taps("Choose for me")
    await camille.taps("Send")
    await stage.passes(hours=1)
    await camille.taps_data(f"s|bad-news|{pair.id}")
    assert await clocks(stage, await the_request(stage, camille)) == [True, True]
    await confirm(solene, (await stage.turn(lambda turn: holds.of_pair(turn.tx, pair.id)))[-1].id)
    await done(stage, solene, pair.id)
    await lou.taps("Open")
    await lou.taps("I can")
    assert camille.seen("Lou has said yes to your request")


async def test_after_an_ap_had_to_stop_the_request_rests_and_says_so(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    solene = await stage.person("Solène", "supervisor")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await camille.taps_data("s|ap-stops|")
    await camille.taps("Yes, I have to stop")
    await done(stage, solene, pair.id)
    for _again in range(2):  # "wait" changes nothing, and the three ways stay
        await zoe.taps_data("s|my-request|")
        assert "Camille had to stop, and it is not about you. Your place is kept" in zoe.last.text
        assert zoe.last.labels[:3] == ["Wait", "Someone else", "Stop"]
        await zoe.taps("Wait")
    await zoe.taps_data("s|my-request|")
    await zoe.taps("Stop")
    assert await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id)) == []
    await zoe.taps_data("s|request|")
    assert "What would you like to talk about?" in zoe.last.text


async def test_a_search_for_somebody_else_goes_on_where_the_ap_has_to_stop(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    solene = await stage.person("Solène", "supervisor")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await zoe.taps_data(f"s|seek-another|{pair.id}")
    await camille.taps_data("s|ap-stops|")
    await camille.taps("Yes, I have to stop")
    assert await clocks(stage, await the_request(stage, zoe)) == [False, False]
    await done(stage, solene, pair.id)
    request = await the_request(stage, zoe)
    assert request.state == "searching" and await clocks(stage, request) == [True, True]
    assert zoe.seen("I go on looking, and write to you by")


async def test_of_somebody_who_has_died_nothing_is_looked_for(stage: Stage) -> None:
    camille, zoe, solene = await chooses(stage)
    await confirm(solene, await is_held(stage, zoe, solene))
    assert await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id)) == []
    assert await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id)) == []
    assert camille.seen("No contact comes of it this time")


async def test_somebody_in_mourning_is_left_alone_until_a_person_has_spoken_with_them(stage: Stage) -> None:
    rose, solene = await stage.person("Rose", "relative"), await stage.person("Solène", "supervisor")
    await asks(rose)
    made = await is_held(stage, rose, solene, "mourning")
    said = len(rose.bubbles)
    await stage.passes(days=12)
    assert len(rose.bubbles) == said
    await lifts(solene, made)
    assert await clocks(stage, await the_request(stage, rose)) == [True, True]
    assert "I go on looking, and write to you by" in rose.last.text


async def test_a_call_that_was_to_be_made_waits_with_a_guest_who_is_held(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", "coordinator"), await an_ap(stage, "Camille")
    solene = await stage.person("Solène", "supervisor")
    await opens_for_roger(nadia)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    await nadia.taps("They said yes")
    await stage.passes(days=3, hours=1)
    assert await stage.database.read(kinds_of_tasks) == ["tell-patient"]
    await camille.taps_data(f"s|bad-news|{(await pair_of(stage, camille)).id}")
    opened = await stage.database.read(lambda tx: tasks.open_in(tx, "tilleul"))
    assert [task.kind for task in opened] == ["death-tell-ap"], "nobody calls a family about a first step"
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    await nadia.taps("They would like to stop")
    assert "a supervisor decides first. Nothing was changed" in nadia.last.text
    (made,) = await stage.turn(lambda turn: [one.id for one in holds.of_pair(turn.tx, opened[0].pair_id or 0)])
    await lifts(solene, made)
    assert await stage.database.read(kinds_of_tasks) == ["tell-patient"]


async def two_units_search(stage: Stage) -> tuple[Phone, Phone, Phone, Request]:
    """Zoé is accompanied in one unit and looked for in another, in which nobody has answered yet."""
    two_units(stage)
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    solene = await stage.person("Solène", "supervisor")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    nour = await an_ap(stage, "Nour", unit="chene")
    await stage.also(zoe, "patient", "chene")
    hats = await stage.database.read(lambda tx: memberships.of_person(tx, zoe.id))
    await stage.turn(lambda turn: people.set_membership(turn.tx, zoe.id, hats[-1].id))
    await asks(zoe)
    await stage.passes(minutes=30)
    there = await stage.database.read(lambda tx: requests.open_of(tx, zoe.id, "chene"))
    assert there is not None and nour.seen("A request is waiting for you")
    return camille, zoe, solene, there


async def test_an_ap_who_stops_in_one_unit_leaves_the_search_of_another_alone(stage: Stage) -> None:
    camille, zoe, solene, there = await two_units_search(stage)
    pair = await pair_of(stage, camille)
    await camille.taps_data("s|ap-stops|")
    await camille.taps("Yes, I have to stop")
    assert await clocks(stage, there) == [True, True]
    await done(stage, solene, pair.id)
    assert await clocks(stage, there) == [True, True] and not zoe.seen("I go on looking")
    nour = next(phone for phone in stage.phones.values() if phone.name == "Nour")
    await nour.taps("Open")
    await nour.taps("I can")
    assert zoe.seen("Nour has said yes to your request")


async def test_word_of_a_death_stops_every_search_and_lifting_it_lets_each_go_on(stage: Stage) -> None:
    camille, zoe, solene, there = await two_units_search(stage)
    pair = await pair_of(stage, camille)
    await camille.taps_data(f"s|bad-news|{pair.id}")
    assert await clocks(stage, there) == [False, False]
    await stage.passes(days=3)
    assert await clocks(stage, there) == [False, False] and not zoe.seen("I go on looking")
    (made,) = await stage.turn(lambda turn: [one.id for one in holds.of_pair(turn.tx, pair.id)])
    await lifts(solene, made)
    assert await clocks(stage, there) == [True, True] and zoe.seen("I go on looking")


async def test_the_unit_that_looks_for_somebody_reads_whom_to_ask_and_not_why(stage: Stage) -> None:
    camille, zoe, solene, there = await two_units_search(stage)
    ines, pair = await stage.person("Inès", "supervisor", unit="chene"), await pair_of(stage, camille)
    await camille.taps_data(f"s|bad-news|{pair.id}")
    assert "Your half-day" in ines.last.text
    await camille.taps_data(f"s|bad-news|{pair.id}")
    (task,) = await stage.database.read(lambda tx: tasks.open_in(tx, "chene"))
    await ines.taps_data(f"s|take-task|{task.id}")
    assert "Another unit has to look at something about Zoé first" in ines.last.text
    assert "please ask: the coordination, 01 99 00 56 78" in ines.last.text
    assert "Write here" not in ines.last.labels, "nothing is written to that phone"
    assert never_reads_of_death(ines) and "Camille" not in ines.last.text
    (made,) = await stage.turn(lambda turn: [one.id for one in holds.of_pair(turn.tx, pair.id)])
    await lifts(solene, made)
    assert await stage.database.read(lambda tx: tasks.open_in(tx, "chene")) == []


async def test_once_it_was_decided_there_nothing_is_left_to_ask(stage: Stage) -> None:
    camille, zoe, solene, there = await two_units_search(stage)
    await stage.person("Inès", "supervisor", unit="chene")
    pair = await pair_of(stage, camille)
    await camille.taps_data(f"s|bad-news|{pair.id}")
    await confirm(solene, (await stage.turn(lambda turn: holds.of_pair(turn.tx, pair.id)))[-1].id)
    await done(stage, solene, pair.id)
    assert await stage.database.read(lambda tx: tasks.open_in(tx, "chene")) == []


async def test_left_so_after_a_mourning_there_nothing_is_left_to_ask_either(stage: Stage) -> None:
    _camille, zoe, solene, _there = await two_units_search(stage)
    await stage.person("Inès", "supervisor", unit="chene")
    hats = await stage.database.read(lambda tx: memberships.of_person(tx, zoe.id))
    await stage.turn(lambda turn: people.set_membership(turn.tx, zoe.id, hats[0].id))
    made = await is_held(stage, zoe, solene, "mourning")
    assert await stage.database.read(lambda tx: tasks.open_in(tx, "chene")) != []
    await solene.taps_data(f"s|mourning-after|{made}")
    await solene.taps("Leave it so")
    assert await stage.database.read(lambda tx: tasks.open_in(tx, "chene")) == []


async def test_who_is_held_in_both_units_is_in_both_lists_once(stage: Stage) -> None:
    camille, zoe, solene, there = await two_units_search(stage)
    await stage.person("Inès", "supervisor", unit="chene")
    nour = next(phone for phone in stage.phones.values() if phone.name == "Nour")
    await nour.taps("Open")
    await nour.taps("I can")
    await zoe.taps("Yes")
    await is_held(stage, zoe, solene)
    for unit in ("tilleul", "chene"):
        opened = await stage.database.read(lambda tx, unit=unit: tasks.open_in(tx, unit))  # type: ignore[misc]
        assert [task.kind for task in opened] == ["death-tell-ap"]


async def told_that_camille_stops(stage: Stage) -> tuple[Phone, Phone]:
    """Zoé has read that Camille stops, and asked for somebody else, whom Nour would be."""
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    solene = await stage.person("Solène", "supervisor")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await camille.taps_data("s|ap-stops|")
    await camille.taps("Yes, I have to stop")
    await done(stage, solene, pair.id)
    nour = await an_ap(stage, "Nour")
    await zoe.taps("Someone else")
    await nour.taps("Open")
    await nour.taps("I can")
    return zoe, nour


@pytest.mark.parametrize("way", ["wait", "another", "stop"])
@pytest.mark.parametrize("chosen", [False, True])
async def test_an_old_message_changes_nothing_once_somebody_new_is_there(stage: Stage, way: str, chosen: bool) -> None:
    zoe, nour = await told_that_camille_stops(stage)
    old = next(b for b in zoe.bubbles if b.text.startswith("Camille has to stop for now."))
    if chosen:
        await zoe.taps("Yes")
    before, state = len(nour.bubbles), (await the_request(stage, zoe)).state
    data = next(data for _label, data in old.buttons if f"after-ap-{way}" in data)
    await zoe.taps_data(data, old.message_id)
    assert (await the_request(stage, zoe)).state == state and len(nour.bubbles) == before
    true_now = "You are in contact with somebody" if chosen else "Somebody has said yes, and it is for you to choose"
    assert true_now in zoe.last.text
    assert (await pair_of(stage, nour)).state == ("active" if chosen else "proposed")
