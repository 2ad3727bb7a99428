"""« Not tonight », and the hours an AP named: the patient reads them without a reason, and without waiting in vain."""

from bot.services.profiles import AP_SIDE, write_profile
from conversations.care.profiles import Profile
from tests.services.pairing import in_touch
from tests.stage import Stage


async def test_who_writes_meanwhile_reads_once_that_there_is_no_hurry(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    before = len(zoe.bubbles)
    await camille.taps_data("s|pairs|")
    await camille.taps("Not tonight")
    assert "Noted, until" in camille.last.text
    assert len(zoe.bubbles) == before  # nothing is pushed
    await zoe.says("Are you there?")
    assert "Camille is not here this evening" in zoe.last.text
    assert camille.last.text.endswith("Are you there?")
    await zoe.says("It can wait.")
    assert len([text for text in zoe.texts if "not here this evening" in text]) == 1
    await zoe.taps_data("s|my-pair|")
    assert "Camille is not here this evening" in zoe.last.text
    await stage.passes(hours=24)
    await zoe.says("Good morning.")
    assert len([text for text in zoe.texts if "It is on its way" in text]) == 1


async def test_one_tap_says_that_they_are_here_after_all(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await camille.taps_data("s|not-tonight|")
    await camille.taps("Here tonight after all")
    await zoe.says("Are you there?")
    assert not zoe.seen("not here this evening")


async def test_the_hours_an_ap_named_stand_on_the_patients_page(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    profile = Profile(hours=("morning", "evening"))
    await stage.turn(lambda turn: write_profile(turn, camille.id, AP_SIDE, profile))
    await zoe.taps_data("s|my-pair|")
    assert "Camille is mostly here: In the morning · In the evening." in zoe.last.text
