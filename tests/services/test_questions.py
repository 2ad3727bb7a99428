"""Questions about oneself: only while the answer could make a difference, each with its reason."""

import pytest

from bot.services.profiles import AP_SIDE, PATIENT_SIDE, profile_of
from conversations.care.profiles import Profile
from conversations.dialogue.text import Wording
from tests.journeys.aps import LISTENS, an_ap, with_unit
from tests.stage import Phone, Stage


async def is_asked(patient: Phone) -> list[str]:
    """Every question after sending, in its order, each passed over."""
    await patient.taps_data("s|request|")
    await patient.taps("Choose for me")
    await patient.taps("Send")
    found: list[str] = []
    for _question in range(12):
        if "that is all I need" in patient.last.text:
            return found
        found.append(patient.last.text)
        await patient.says("skip")
    raise AssertionError("the questions do not end")


async def test_with_one_ap_left_to_choose_from_nothing_more_is_asked_about_oneself(stage: Stage) -> None:
    said_all = Profile(languages=("en",), cancer="breast", moments=("surgery",), age="30-44", hours=("evening",))
    await an_ap(stage, "Camille", said_all)
    asked = await is_asked(await stage.person("Zoé"))
    assert len(asked) == 2 and "Would you rather write here" in asked[0], "how to be in touch, and a number"


async def test_where_all_have_said_the_same_it_makes_no_difference(stage: Stage) -> None:
    for name in ("Camille", "Nour"):
        await an_ap(stage, name, Profile(languages=("en",), cancer="breast"))
    assert not any("Where is the illness?" in text for text in await is_asked(await stage.person("Zoé")))


@pytest.mark.parametrize(
    ("profile", "question"),
    [
        (Profile(languages=("en",), cancer="breast"), "Where is the illness?"),
        (Profile(languages=("en",), hours=("evening",)), "When are you free, most of the time?"),
        (Profile(languages=("en",), gender="woman"), "Some things are easier to say to one of them."),
    ],
)
async def test_what_tells_two_aps_apart_is_asked_and_why_is_said(stage: Stage, profile: Profile, question: str) -> None:
    await an_ap(stage, "Camille", profile)
    await an_ap(stage, "Nour", LISTENS)
    assert any(question in text for text in await is_asked(await stage.person("Zoé")))


async def test_the_patients_hours_count_and_can_be_taken_back(stage: Stage) -> None:
    nour = await an_ap(stage, "Nour", LISTENS)
    evening = await an_ap(stage, "Camille", Profile(languages=("en",), hours=("evening",)))
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    while "When are you free" not in zoe.last.text:
        await zoe.says("skip")
    await zoe.taps("In the evening")
    await zoe.taps("That is all")
    paul = await stage.person("Paul", role="supervisor")
    await paul.taps_data("s|matches|")
    await paul.taps("Zoé")
    assert paul.last.labels[:2] == ["Camille", "Nour"], "who is free at the same hours stands first"
    assert nour and evening
    await zoe.taps_data("s|my-profile|")
    await zoe.taps("When I am free")
    assert (await stage.turn(lambda turn: profile_of(turn, zoe.id, PATIENT_SIDE))).hours == ()
    assert (await stage.turn(lambda turn: profile_of(turn, evening.id, AP_SIDE))).hours == ("evening",)


async def test_the_units_word_stands_where_an_ap_is_named_in_general(stage: Stage) -> None:
    with_unit(stage, word_for_ap=Wording.of({"fr": "votre pair", "en": "your peer"}))
    await an_ap(stage, "Camille")
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    assert "Your peer will see “Zoé”, never your number." in zoe.last.text
