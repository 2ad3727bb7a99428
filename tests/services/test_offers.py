"""Rounds of offers: who is asked, who is asked again, and what an AP's phone shows of what is over."""

import pytest

from bot.storage import offers, pairs, tasks
from conversations.care.profiles import Profile
from tests.journeys.aps import an_ap, asks, with_choices
from tests.journeys.test_landline import about_roger, opens_for_roger
from tests.stage import Phone, Stage

ASKED = "A request is waiting for you"


def times_asked(ap: Phone) -> int:
    """How often, whatever the messages say by now."""
    return sum(text.startswith((ASKED, "This one needs no answer any more")) for text in ap.texts)


async def test_who_let_an_offer_lapse_is_asked_again_after_everybody_else_and_some_quiet(stage: Stage) -> None:
    aps = [await an_ap(stage, name) for name in ("Camille", "Nour", "Sacha", "Lou")]
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(days=2, hours=1)
    assert [times_asked(ap) for ap in aps] == [1, 1, 1, 1]
    assert [ap.seen(ASKED) for ap in aps] == [False, False, False, True], "the fourth alone in the second round"
    await stage.passes(days=2)
    assert [times_asked(ap) for ap in aps] == [1, 1, 1, 1], "nobody is pressed"
    await stage.passes(days=3)
    assert [times_asked(ap) for ap in aps][:3] == [2, 2, 2]
    await aps[0].taps("Open")
    await aps[0].taps("I can")
    assert zoe.seen("Camille has said yes")


async def test_who_declined_is_never_asked_for_this_request_again(stage: Stage) -> None:
    camille, nour = await an_ap(stage, "Camille"), await an_ap(stage, "Nour")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Not this time")
    await stage.passes(days=10)
    await zoe.taps_data("s|keep-place|")
    await zoe.taps_data("s|widen|")
    await stage.passes(days=10)
    assert times_asked(camille) == 1 and times_asked(nour) > 1


async def test_whose_card_lay_is_asked_when_the_person_looks_again(stage: Stage) -> None:
    """In a unit of two APs the one who was willing must not be lost for good."""
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await stage.passes(days=7)
    await zoe.taps("Look again")
    assert ASKED in camille.last.text
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.taps("Someone else")
    await stage.passes(days=9)
    assert not any(ASKED in bubble.text for bubble in camille.bubbles[-3:]), "who was not chosen is not asked again"


async def test_whoever_was_wished_for_once_more_is_asked_first_and_alone(stage: Stage) -> None:
    camille, nour, zoe = await an_ap(stage, "Camille"), await an_ap(stage, "Nour"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await nour.taps("Open")
    await nour.taps("I can")
    await zoe.taps("Yes")
    (pair,) = await stage.database.read(lambda tx: pairs.of_ap(tx, nour.id))
    await zoe.taps_data(f"s|pair-end|{pair.id}")
    await zoe.taps("End")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Nour again")
    assert zoe.seen("I ask Nour first, and others if it cannot be.")
    before = times_asked(camille), times_asked(nour)
    await stage.passes(hours=1)
    assert (times_asked(camille), times_asked(nour)) == (before[0], before[1] + 1)
    await nour.taps("Not this time")
    assert times_asked(camille) == before[0] + 1


async def test_the_opened_card_says_that_it_is_over(stage: Stage) -> None:
    camille, nour = await an_ap(stage, "Camille"), await an_ap(stage, "Nour")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await nour.taps("Open")
    await camille.taps("I can")
    assert [bubble.labels for bubble in nour.bubbles] == [[], []]
    assert all("needs no answer any more" in text for text in nour.texts)


async def test_a_break_takes_everything_that_waits_for_an_answer_off_the_table(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille")
    zoe, yves = await stage.person("Zoé"), await stage.person("Yves")
    await asks(zoe)
    await asks(yves)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("Take a break")
    assert await stage.database.read(lambda tx: offers.open_of_ap(tx, camille.id)) == []
    assert "needs no answer any more" in camille.bubbles[0].text and not camille.bubbles[0].labels
    nour = await an_ap(stage, "Nour")
    await stage.passes(days=1)
    assert times_asked(nour) == 2, "both go on being looked for"


async def test_a_break_leaves_a_yes_as_it_is(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await camille.taps_data("s|break|")
    await camille.taps("A week")
    await zoe.taps("Yes")
    assert zoe.seen("Camille now knows")


async def test_of_several_cards_one_that_lapses_is_said(stage: Stage) -> None:
    with_choices(stage, choose_among_cards=True)
    camille, nour, zoe = await an_ap(stage, "Camille"), await an_ap(stage, "Nour"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await stage.passes(hours=30)
    await nour.taps("Open")
    await nour.taps("I can")
    await stage.passes(days=1, hours=3)
    assert "Camille can answer others for now. Somebody else waits for your choice, until" in zoe.last.text
    await zoe.taps("Read their words")
    await zoe.taps("Someone else")
    assert "I look for someone else" in zoe.last.text


async def test_of_several_cards_one_is_taken_back_and_the_other_still_waits(stage: Stage) -> None:
    with_choices(stage, choose_among_cards=True)
    camille, nour, zoe = await an_ap(stage, "Camille"), await an_ap(stage, "Nour"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    for ap in (camille, nour):
        await ap.taps("Open")
        await ap.taps("I can")
    await camille.taps("I cannot after all")
    assert "Camille cannot after all" in zoe.last.text and "Somebody else has said yes too" in zoe.last.text
    nours = (await stage.database.read(lambda tx: pairs.of_ap(tx, nour.id)))[0]
    await zoe.taps_data(f"s|pair-another|{nours.id}")
    assert "you hear from me by Wednesday 20 January" in zoe.last.text


async def test_an_aps_age_is_told_nobody(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille", Profile(languages=("en",), age="30-44", cancer="breast"))
    await an_ap(stage, "Nour")
    paul, zoe = await stage.person("Paul", role="supervisor"), await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    for _question in range(8):
        wanted = [label for label in ("Breast", "30 to 44") if label in zoe.last.labels]
        if "that is all I need" in zoe.last.text:
            break
        await (zoe.taps(wanted[0]) if wanted else zoe.says("skip"))
    await paul.taps_data("s|matches|")
    await paul.taps("Zoé")
    assert paul.seen("Breast") and not paul.seen("30 to 44")
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.taps("Read their words")
    assert "In common: Breast" in zoe.last.text and "30 to 44" not in zoe.last.text


async def test_a_yes_of_the_night_that_is_taken_back_in_it_is_never_read(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(hours=12, minutes=30)
    await camille.taps("Open")
    await camille.taps("I can")
    said = len(zoe.bubbles)
    await camille.taps("I cannot after all")
    await stage.passes(hours=12)
    assert len(zoe.bubbles) == said and not zoe.seen("Camille")


async def test_of_two_yeses_of_the_night_the_one_that_holds_is_read(stage: Stage) -> None:
    with_choices(stage, choose_among_cards=True)
    camille, nour, zoe = await an_ap(stage, "Camille"), await an_ap(stage, "Nour"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(hours=12, minutes=30)
    for ap in (nour, camille):
        await ap.taps("Open")
        await ap.taps("I can")
    await camille.taps("I cannot after all")
    await stage.passes(hours=12)
    assert zoe.last.text.startswith("Nour has said yes") and not zoe.seen("Camille")


IN_DANGER = "I want to end it all"


async def test_an_ap_for_whom_everything_waits_is_not_asked(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await camille.says(IN_DANGER)
    await asks(zoe)
    await stage.passes(minutes=1)
    assert await stage.turn(lambda turn: offers.open_of_ap(turn.tx, camille.id)) == []
    await camille.taps_data("s|go-on|")
    await stage.passes(days=1)
    assert camille.seen(ASKED)


async def test_nor_chosen_and_whoever_chose_them_reads_until_when_the_search_goes_on(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await camille.says(IN_DANGER)
    await zoe.taps("Yes")
    assert "Camille cannot after all, and is sorry. This is not about you. I go on looking" in zoe.last.text
    await camille.taps_data("s|go-on|")
    await stage.passes(minutes=1)
    assert not camille.seen("It is you") and camille.seen("your place is free again")


async def test_so_it_is_with_somebody_on_the_phone(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await camille.says(IN_DANGER)
    await about_roger(nadia)
    await nadia.taps("They said yes")
    assert "Camille cannot after all. Please tell them we go on looking, until" in nadia.last.text
    assert await stage.turn(lambda turn: tasks.open_in(turn.tx, "tilleul")) == [], "no call about that yes is left"


async def test_a_yes_and_a_goodbye_in_one_night_are_one_sentence_to_the_ap(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await stage.passes(hours=14)
    await zoe.taps("Yes")
    await zoe.taps("Get a call")
    (pair,) = await stage.turn(lambda turn: pairs.of_ap(turn.tx, camille.id))
    await zoe.taps_data(f"s|pair-end|{pair.id}")
    before = len(camille.bubbles)
    await zoe.taps("End")
    await stage.passes(hours=10)
    assert [bubble.text for bubble in camille.bubbles[before:]] == [
        "No contact comes of it this time. Thank you for having said yes: your place is free again."
    ]


@pytest.mark.parametrize("ends", [False, True])
async def test_who_wrote_in_the_night_does_not_read_in_the_morning_that_it_is_them(stage: Stage, ends: bool) -> None:
    zoe, camille = await stage.person("Zoé"), await an_ap(stage, "Camille")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await stage.passes(hours=14)
    await zoe.taps("Yes")
    await zoe.taps("Write here")
    (pair,) = await stage.turn(lambda turn: pairs.of_ap(turn.tx, camille.id))
    await camille.taps_data(f"s|write-to|{pair.id}")
    await camille.says("Hello, I am Camille.")
    assert zoe.seen("Hello, I am Camille.")
    if ends:
        await zoe.taps_data(f"s|pair-end|{pair.id}")
        await zoe.taps("End")
    before = len(camille.bubbles)
    await stage.passes(hours=10)
    read = " ".join(bubble.text for bubble in camille.bubbles[before:])
    assert "It is you" not in read and "No contact comes of it" not in read
    assert ("Zoé has chosen to end here" in read) == ends
