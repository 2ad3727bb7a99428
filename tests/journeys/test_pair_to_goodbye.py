"""A pair's life after both said yes: the agreement, a pause, the review, somebody else, the goodbye."""

from bot.storage import pairs, requests
from tests.journeys.aps import accompanied, an_ap, asks, in_touch, kinds_of_tasks, pair_of
from tests.stage import Stage


async def test_the_two_agree_on_how_often_and_how(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await stage.passes(hours=2)
    assert "You and Zoé have been in touch" in camille.last.text
    await camille.taps("Agree on it")
    await camille.taps("Once a week")
    await camille.taps("By phone")
    await camille.taps("Work, money")
    await camille.taps("That is all")
    await camille.taps("After a week")
    assert zoe.seen("Camille has written down how often")
    await zoe.taps("See it")
    assert "Once a week" in zoe.last.text and "About: Work, money" in zoe.last.text
    assert "Your yes is missing" in zoe.last.text
    await zoe.taps("Yes, fine")
    assert camille.seen("Zoé agrees")
    assert "If something happened to me, may Camille learn it from the team?" in zoe.last.text
    assert zoe.last.labels[:3] == ["Yes", "No", "I would rather not think about it"]
    await zoe.taps("I would rather not think about it")
    assert not camille.seen("think about it")
    row = await stage.database.read(lambda tx: pairs.agreement(tx, stage.house.sealer, pair.id))
    assert row and row.patient_agreed and row.ap_agreed
    await zoe.taps_data(f"s|agreement-change|{pair.id}")
    await zoe.taps("At key moments only")
    await zoe.taps("In writing, here")
    await zoe.taps("Whatever comes")
    await zoe.taps("After two weeks")
    assert "Written down" in zoe.last.text  # what was asked beforehand is not asked again
    changed = await stage.database.read(lambda tx: pairs.agreement(tx, stage.house.sealer, pair.id))
    assert changed and changed.patient_agreed and not changed.ap_agreed


async def test_whether_the_ap_may_learn_is_the_patients_alone(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await zoe.taps_data(f"s|if-something|{pair.id}")
    await zoe.taps("I would rather not think about it")
    row = await stage.database.read(lambda tx: pairs.agreement(tx, stage.house.sealer, pair.id))
    assert row and row.words["may_be_told"] == "rather-not"
    await camille.taps_data(f"s|agreement|{pair.id}")
    assert "think about it" not in camille.last.text


async def test_the_review_asks_both_and_two_yeses_count_once(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await stage.person("Nadia", role="coordinator")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await stage.passes(days=85)
    for phone in (zoe, camille):
        assert phone.seen("It is time to look at how to go on")
        await phone.taps_data(f"s|pair-renew|{pair.id}")
        assert "We look at it again" in phone.last.text
    renewed = await pair_of(stage, camille)
    assert renewed.renewals == 1
    await stage.passes(days=85)
    await zoe.taps_data(f"s|pair-renew|{pair.id}")
    assert await stage.database.read(kinds_of_tasks) == ["call-ap"]


async def test_the_goodbye_thanks_and_leaves_room_for_a_word(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await zoe.taps_data("s|my-pair|")
    await zoe.taps("End")
    await zoe.taps("End")
    assert "Your time with Camille ends here. Thank you for your trust." in zoe.last.text
    assert "I keep your messages here until 10 February 2027." in zoe.last.text
    assert camille.seen("Zoé has chosen to end here")
    await zoe.taps("Leave a word")
    await zoe.says("Thank you for the Tuesdays.")
    assert camille.seen("Zoé has left you a word")
    await camille.taps("Read it")
    assert "Thank you for the Tuesdays." in camille.last.text
    await zoe.taps("Three questions")
    await zoe.taps("Yes")
    await zoe.taps("Just right")
    await zoe.taps("Skip")
    await zoe.taps("Close")
    assert zoe.seen("From 11 January 2027 to 11 January 2027: 0 messages here, 0 calls or meetings.")
    assert "A new request" in zoe.last.labels
    assert await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id)) == []
    said = len(zoe.bubbles)
    await stage.passes(days=100)
    assert len(zoe.bubbles) == said


async def test_who_would_rather_not_meet_again_is_not_proposed_again(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await zoe.taps_data(f"s|not-again|{pair.id}")
    assert "Nothing was changed" in zoe.last.text
    await zoe.taps_data(f"s|pair-end|{pair.id}")
    await zoe.taps("End")
    await zoe.taps("Rather not meet again")
    assert "nobody is told" in zoe.last.text
    said = len(camille.bubbles)
    await asks(zoe)
    await stage.passes(hours=5)
    assert len(camille.bubbles) == said


async def test_an_ap_who_ends_is_asked_about_the_goodbye_first(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await camille.taps_data(f"s|pair-end|{pair.id}")
    await camille.taps("Not yet")
    assert (await pair_of(stage, camille)).state == "active"
    await camille.taps_data(f"s|pair-end|{pair.id}")
    await camille.taps("Yes, end it now")
    assert zoe.last.text == "Your time with Camille ends here. Thank you for your trust."
    assert camille.seen("calls or meetings")
    await zoe.taps("Open")
    assert "I keep your messages here until 10 February" in zoe.last.text
    assert {"Leave a word", "Three questions", "Close"} < set(zoe.last.labels)


async def test_handing_over_needs_the_patients_yes_and_leaves_no_gap(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    nour = await an_ap(stage, "Nour")
    await camille.taps_data(f"s|pair-handover|{pair.id}")
    await camille.taps("Ask them")
    assert zoe.seen("Camille asks whether somebody else may go on with you")
    assert not nour.bubbles
    await zoe.taps("No, as it is")
    assert camille.last.text == "Zoé would rather stay with you. Nothing changes."
    await camille.taps_data(f"s|pair-handover|{pair.id}")
    await camille.taps("Ask them")
    await zoe.taps("Yes, somebody else")
    assert camille.last.text.startswith("Zoé agrees that somebody else goes on.")
    await stage.passes(minutes=1)
    assert (await pair_of(stage, camille)).state == "active"
    await nour.taps("Open")
    await nour.taps("I can")
    await zoe.taps("Yes")
    assert await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id)) == []
    assert (await pair_of(stage, nour)).state == "active"
    assert camille.seen("goes on with somebody else now")


async def test_who_leaves_is_not_looked_for_and_the_other_side_is_told(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await accompanied(stage, zoe, camille)
    await zoe.says("/stop")
    assert "Your contact with Camille ends." in zoe.last.text
    await zoe.taps("Stop everything")
    assert camille.seen("Zoé has chosen to end here")
    assert await stage.database.read(lambda tx: pairs.open_of(tx, zoe.id)) == []


async def test_when_an_ap_leaves_a_human_tells_the_patient(stage: Stage) -> None:
    """The patient reads nothing from a program, and no list shows a change before the call."""
    await stage.person("Nadia", role="coordinator")
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await accompanied(stage, zoe, camille)
    await zoe.taps_data("s|my-pair|")
    before, said = zoe.last.text, len(zoe.bubbles)
    await camille.says("/stop")
    await camille.taps("Stop everything")
    assert len(zoe.bubbles) == said
    assert await stage.database.read(kinds_of_tasks) == ["ap-stops-tell-patient"]
    await zoe.taps_data("s|my-pair|")
    assert zoe.last.text == before
