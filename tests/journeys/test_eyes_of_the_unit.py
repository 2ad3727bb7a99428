"""Where a person looks at each match, where people choose among cards, and who must not meet whom."""

from bot.storage import pairs, tasks
from conversations.care.profiles import Profile
from tests.journeys.aps import an_ap, asks, kinds_of_tasks, with_choices
from tests.journeys.test_landline import opens_for_roger
from tests.stage import Stage


async def test_a_unit_that_approves_asks_nobody_by_itself(stage: Stage) -> None:
    with_choices(stage, approve_matches=True)
    paul = await stage.person("Paul", role="supervisor")
    close = Profile(languages=("en",), stakes=("fertility",))
    camille, nour = await an_ap(stage, "Camille", close), await an_ap(stage, "Nour")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await zoe.taps_data("s|my-request|")
    assert "A supervisor looks at each match" in zoe.last.text
    await stage.passes(minutes=5)
    assert not camille.bubbles and not nour.bubbles
    assert await stage.database.read(kinds_of_tasks) == ["match-approval"]
    await paul.taps_data("s|matches|")
    assert "Waits for your answer" in paul.last.text
    await paul.taps("Zoé")
    assert paul.seen("Nour")
    await paul.taps("Nour")
    await paul.taps("That is all")
    assert "Asked: 1" in paul.last.text
    assert nour.seen("A request is waiting")
    assert not camille.bubbles
    assert await stage.database.read(kinds_of_tasks) == []


async def test_a_match_is_not_done_without_a_decision(stage: Stage) -> None:
    with_choices(stage, approve_matches=True)
    paul, camille = await stage.person("Paul", role="supervisor"), await an_ap(stage, "Camille")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=5)
    (task,) = await stage.database.read(lambda tx: tasks.open_in(tx, "tilleul"))
    await paul.taps_data(f"s|take-task|{task.id}")
    assert "Open" in paul.last.labels and not {"Done", "Write here"} & set(paul.last.labels)
    await paul.taps_data(f"s|write-task|{task.id}")
    assert "no such task" in paul.last.text
    await paul.taps_data(f"s|done-task|{task.id}")
    assert "Whom shall I ask?" in paul.last.text, "an old button opens the decision"
    assert await stage.database.read(kinds_of_tasks) == ["match-approval"]
    await paul.taps("Camille")
    await paul.taps("That is all")
    assert camille.seen("A request is waiting") and await stage.database.read(kinds_of_tasks) == []


async def test_a_match_for_which_nobody_is_left_is_nobodys_to_decide(stage: Stage) -> None:
    with_choices(stage, approve_matches=True)
    await stage.person("Paul", role="supervisor")
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=5)
    await camille.blocks()
    await stage.passes(days=2, hours=1)
    assert await stage.database.read(kinds_of_tasks) == []


async def test_a_name_goes_to_the_supervisor_and_never_to_an_ap(stage: Stage) -> None:
    paul = await stage.person("Paul", role="supervisor")
    camille = await an_ap(stage, "Camille")
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await zoe.taps("Talk with somebody")
    await zoe.taps("Just talking")
    await zoe.taps("Not somebody who…")
    await zoe.taps("Somebody I can name")
    await zoe.taps("That is all")
    await zoe.says("Madame Kestrel")
    assert zoe.seen("Your request has been sent")
    await stage.passes(minutes=30)
    assert not camille.bubbles
    await paul.taps_data("s|matches|")
    await paul.taps("Zoé")
    assert paul.seen("Madame Kestrel")
    await paul.taps("Camille")
    await paul.taps("That is all")
    await camille.taps("Open")
    assert not camille.seen("Kestrel")


async def test_an_ap_with_a_supervisors_hat_is_no_staff_where_they_are_named(stage: Stage) -> None:
    solene = await stage.person("Solène", role="supervisor")
    camille = await an_ap(stage, "Camille")
    await an_ap(stage, "Luca")
    await stage.also(camille, "supervisor")
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await zoe.taps("Talk with somebody")
    await zoe.taps("Just talking")
    await zoe.taps("Not somebody who…")
    await zoe.taps("Somebody I can name")
    await zoe.taps("That is all")
    await zoe.says("Camille Martin")
    await stage.passes(minutes=30)
    await solene.taps_data("s|matches|")
    await solene.taps("Zoé")
    assert solene.seen("Camille Martin")
    match = next(data for bubble in solene.bubbles for label, data in bubble.buttons if label == "Zoé")
    await camille.taps_data("s|matches|")
    assert not any("Zoé" in label for label in camille.last.labels)
    await camille.taps_data(match)
    assert not camille.seen("Camille Martin")


async def test_nobody_asks_themself_from_the_ranked_list(stage: Stage) -> None:
    with_choices(stage, approve_matches=True)
    camille = await an_ap(stage, "Camille")
    luca = await an_ap(stage, "Luca")
    await stage.also(camille, "supervisor")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=30)
    await camille.taps_data("s|matches|")
    await camille.taps("Zoé")
    assert "Luca" in camille.last.labels and "Camille" not in camille.last.labels
    await camille.taps("Luca")
    await camille.taps("That is all")
    assert luca.seen("waiting for you")


async def test_who_works_here_is_not_asked(stage: Stage) -> None:
    colleague = await an_ap(stage, "Camille", Profile(languages=("en",), works_here=True))
    nour = await an_ap(stage, "Nour")
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await zoe.taps("Talk with somebody")
    await zoe.taps("Choose for me")
    await zoe.taps("Not somebody who…")
    await zoe.taps("Somebody who works here")
    await zoe.taps("That is all")
    await stage.passes(minutes=30)
    assert nour.bubbles and not colleague.bubbles


async def test_choosing_among_cards(stage: Stage) -> None:
    with_choices(stage, choose_among_cards=True)
    aps = [await an_ap(stage, name) for name in ("Camille", "Nour", "Sacha")]
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    for ap in aps[:2]:
        await ap.taps("Open")
        await ap.taps("I can")
        assert "not yet “it is you”" in ap.last.text
    await zoe.taps_data("s|cards|")
    assert zoe.seen("<b>Camille</b>") and zoe.seen("<b>Nour</b>")
    nours = (await stage.database.read(lambda tx: pairs.of_ap(tx, aps[1].id)))[0]
    await zoe.taps_data(f"s|pair-yes|{nours.id}")
    assert aps[1].seen("It is you: Zoé")
    assert aps[0].seen("No contact comes of it this time")
    assert await stage.database.read(lambda tx: pairs.of_ap(tx, aps[0].id)) == []
    assert aps[2].seen("needs no answer any more")


async def test_a_relative_meets_somebody_who_lived_it_beside_a_person(stage: Stage) -> None:
    lived_it = await an_ap(stage, "Camille")
    beside = await an_ap(stage, "Nour", Profile(languages=("en",), caregiver=True))
    max_ = await stage.person("Max", role="relative")
    await asks(max_)
    await stage.passes(minutes=1)
    assert beside.bubbles and not lived_it.bubbles


async def test_an_ap_who_is_also_a_patient_is_never_asked_for_themself(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille")
    await stage.also(camille, "patient")
    await camille.taps_data("s|request|")
    await camille.taps("Choose for me")
    await camille.taps("Send")
    await stage.passes(hours=1)
    assert not camille.seen("A request is waiting")


async def test_a_break_and_fewer_people_at_once_are_ones_own_choice(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille")
    await camille.says("/menu")
    await camille.taps("My availability")
    await camille.taps("A break from offers")
    await camille.taps("Four weeks")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(hours=1)
    assert not camille.seen("A request is waiting")
    await camille.taps("I am back")
    await camille.taps("My availability")
    await camille.taps("How many at once")
    await camille.taps("Nobody for now")
    await stage.passes(days=1)
    assert not camille.seen("A request is waiting")
    await camille.taps("My availability")
    await camille.taps("How many at once")
    await camille.taps("2 people")
    await stage.passes(days=1)
    assert camille.seen("A request is waiting")


async def test_a_match_that_nobody_needs_any_more_is_nobodys_task(stage: Stage) -> None:
    with_choices(stage, approve_matches=True)
    await an_ap(stage, "Camille")
    await stage.person("Paul", role="supervisor")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=5)
    assert await stage.database.read(kinds_of_tasks) == ["match-approval"]
    await zoe.taps_data("s|withdraw-request|")
    assert await stage.database.read(kinds_of_tasks) == []


async def test_for_somebody_on_the_phone_one_match_is_one_task(stage: Stage) -> None:
    with_choices(stage, approve_matches=True)
    nadia = await stage.person("Nadia", role="coordinator")
    await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await stage.passes(days=6)
    assert await stage.database.read(kinds_of_tasks) == ["match-approval"]
    await nadia.taps_data("s|matches|")
    await nadia.taps("Roger")
    await nadia.taps("Camille")
    await nadia.taps("That is all")
    assert await stage.database.read(kinds_of_tasks) == []


async def test_a_name_in_who_is_waiting_opens_whatever_the_request_waits_for(stage: Stage) -> None:
    camille, paul = await an_ap(stage, "Camille"), await stage.person("Paul", role="supervisor")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    for state, words in ((0, "it is for the patient to choose"), (4, "nobody is asked until they say so")):
        await stage.passes(days=state)
        await paul.taps_data("s|matches|")
        assert words in paul.last.text
        await paul.taps("Zoé")
        assert words in paul.last.text and "would like" in paul.last.text


async def test_nobody_is_asked_to_look_at_a_match_for_a_request_that_rests(stage: Stage) -> None:
    with_choices(stage, approve_matches=True)
    await stage.person("Paul", role="supervisor")
    await an_ap(stage, "Camille")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=5)
    assert await stage.database.read(kinds_of_tasks) == ["match-approval"]
    await zoe.blocks()
    assert await stage.database.read(kinds_of_tasks) == []
