"""A wish changes while people are asked: what no longer fits is taken back, and a yes asks the limits once more."""

import pytest

from bot.services.profiles import write_profile
from bot.services.waves import WAVE
from bot.storage import memberships, offers, pairs, profiles, requests, timers
from conversations.care.profiles import Profile
from tests.journeys.aps import an_ap, asks, kinds_of_tasks
from tests.stage import Phone, Stage

WORKS_HERE = Profile(languages=("en",), works_here=True)


async def rather_not(patient: Phone, *labels: str, name: str | None = None) -> None:
    """On the request's page, marked one after the other."""
    await patient.taps_data("s|not-somebody|")
    if "Choose anew" in patient.last.labels:
        await patient.taps("Choose anew")
    for label in labels:
        await patient.taps(label)
    await patient.taps("That is all")
    if name:
        await patient.says(name)


async def open_offers(stage: Stage, ap: Phone) -> list[offers.OfferRow]:
    return await stage.database.read(lambda tx: offers.open_of_ap(tx, ap.id))


async def asked(stage: Stage, patient: Phone) -> None:
    await asks(patient)
    await stage.passes(minutes=1)


async def test_who_works_here_is_asked_no_more_once_that_is_not_wished(stage: Stage) -> None:
    colleague, nour = await an_ap(stage, "Camille", WORKS_HERE), await an_ap(stage, "Nour")
    zoe = await stage.person("Zoé")
    await asked(stage, zoe)
    await rather_not(zoe, "Somebody who works here")
    assert "Changed. It counts from now on." in zoe.last.text
    assert await open_offers(stage, colleague) == []
    assert "needs no answer any more" in colleague.last.text and not colleague.last.labels
    assert await open_offers(stage, nour), "who still fits is asked as before"


async def test_a_name_given_late_takes_back_every_offer_until_a_person_has_looked(stage: Stage) -> None:
    camille, nour = await an_ap(stage, "Camille"), await an_ap(stage, "Nour")
    paul, zoe = await stage.person("Paul", role="supervisor"), await stage.person("Zoé")
    await asked(stage, zoe)
    await rather_not(zoe, "Somebody I can name", name="Camille")
    for ap in (camille, nour):
        assert await open_offers(stage, ap) == []
    assert await stage.database.read(kinds_of_tasks) == ["match-approval"]
    await paul.taps_data("s|matches|")
    await paul.taps("Zoé")
    assert paul.seen("And not: Camille")


async def test_a_topic_that_somebody_would_rather_not_meet_takes_the_offer_back(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille", Profile(languages=("en",), avoids=("relapse",)))
    zoe = await stage.person("Zoé")
    await asked(stage, zoe)
    assert await open_offers(stage, camille)
    await zoe.taps_data("s|change-topics|")
    await zoe.taps("When it comes back")
    await zoe.taps("That is all")
    assert await open_offers(stage, camille) == []


async def test_a_yes_that_waited_is_let_go_where_it_no_longer_fits_and_the_person_reads_what_comes_next(
    stage: Stage,
) -> None:
    colleague, zoe = await an_ap(stage, "Camille", WORKS_HERE), await stage.person("Zoé")
    await asked(stage, zoe)
    nour = await an_ap(stage, "Nour")
    await colleague.taps("Open")
    await colleague.taps("I can")
    await rather_not(zoe, "Somebody who works here")
    assert zoe.seen("so it does not count any more. I go on looking; you hear from me by Wednesday 20 January")
    assert colleague.seen("No contact comes of it this time")
    assert await open_offers(stage, nour)


@pytest.mark.parametrize("what", ["clearance", "works here"])
async def test_a_yes_asks_the_limits_once_more(stage: Stage, what: str) -> None:
    """Whatever moved behind the program's back since the offer went out."""
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await rather_not(zoe, "Somebody who works here")
    await stage.passes(minutes=1)
    hat = await stage.database.read(lambda tx: memberships.of_person(tx, camille.id)[0])
    await camille.taps("Open")
    if what == "clearance":
        await stage.turn(
            lambda turn: profiles.clear(turn.tx, hat.id, camille.id, "tilleul", charter=1, trained=1, at=None)
        )
    else:
        await stage.turn(lambda turn: write_profile(turn, camille.id, "ap", WORKS_HERE))
    await camille.taps("I can")
    assert "this one is not for you any more" in camille.last.text
    assert not zoe.seen("has said yes")
    assert await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id)) == []
    assert await open_offers(stage, camille) == []
    (request,) = await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id))
    assert request.state == "searching"
    assert await stage.database.read(lambda tx: timers.due_at(tx, WAVE, request.id)), "the search goes on"


async def test_the_patients_yes_asks_them_too(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asked(stage, zoe)
    await camille.taps("Open")
    await camille.taps("I can")
    hat = await stage.database.read(lambda tx: memberships.of_person(tx, camille.id)[0])
    await stage.turn(lambda turn: profiles.clear(turn.tx, hat.id, camille.id, "tilleul", charter=1, trained=1, at=None))
    await zoe.taps("Yes")
    assert "Camille cannot after all, and is sorry" in zoe.last.text
    await zoe.taps("See my request")
    assert "I am looking, until Wednesday 20 January" in zoe.last.text
    assert camille.seen("No contact comes of it this time") and not camille.seen("It is you")


async def test_whom_not_to_meet_can_be_taken_back_and_a_name_too(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await rather_not(zoe, "Somebody I can name", name="Madame Kestrel")
    await stage.passes(minutes=1)
    assert not camille.bubbles
    await zoe.taps_data("s|not-somebody|")
    assert "somebody you named" in zoe.last.text and "Kestrel" not in zoe.last.text
    await zoe.taps("Take it back")
    assert "Changed" in zoe.last.text
    await stage.passes(days=3)
    assert camille.seen("A request is waiting for you"), "nobody needs to look at each match any more"
    await rather_not(zoe, "Somebody who works here")
    await zoe.taps_data("s|not-somebody|")
    assert "Somebody who works here" in zoe.last.text


async def test_what_is_said_about_oneself_counts_at_once(stage: Stage) -> None:
    """A question answered after the first round went out, about what an AP would rather not meet."""
    camille = await an_ap(stage, "Camille", Profile(languages=("en",), avoids=("relapse",)))
    nour, _sacha, _lou = [await an_ap(stage, name) for name in ("Nour", "Sacha", "Lou")]
    await an_ap(stage, "Sam", Profile(languages=("en",), moments=("surgery",)))
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    await zoe.taps("Write here")
    await stage.passes(minutes=30)
    assert await open_offers(stage, camille)
    await zoe.taps("It came back")
    await zoe.taps("That is all")
    assert await open_offers(stage, camille) == []
    assert await open_offers(stage, nour)
