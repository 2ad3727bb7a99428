"""What people answer at the end is read by the unit, without a name, and by nobody whose own contact it was."""

from bot.storage import people
from tests.services.pairing import in_touch, supervisor
from tests.stage import Phone, Stage


async def ends(patient: Phone, pair: int, words: str) -> None:
    await patient.taps_data(f"s|pair-end|{pair}")
    await patient.taps("End")
    await patient.taps("Three questions")
    await patient.taps("A little")
    await patient.taps("Not often enough")
    await patient.says(words)


async def test_the_unit_reads_counts_and_words(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene, stranger = await supervisor(stage), await stage.person("Sven", "supervisor", unit="elsewhere")
    await ends(zoe, await in_touch(stage, zoe, camille), "More time in the evening.")
    await solene.taps_data("s|people-said|")
    assert "1 answers" in solene.last.text and "A little: 1" in solene.last.text
    assert "Not often enough: 1" in solene.last.text
    await solene.taps("In their words")
    assert "More time in the evening." in solene.last.text
    assert not solene.seen("Zoé")
    await stranger.taps_data("s|people-said|")
    assert not stranger.seen("1 answers")


async def test_an_ap_with_another_hat_does_not_read_what_was_said_of_their_own(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.also(camille, "supervisor")
    await ends(zoe, await in_touch(stage, zoe, camille), "More time in the evening.")
    await camille.taps_data("s|people-said|")
    assert "Nobody has answered" in camille.last.text
    await camille.taps_data("s|people-words|0")
    assert not camille.seen("More time")


async def test_nothing_is_promised_of_messages_that_are_taken_away(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await stage.turn(lambda turn: people.set_hides(turn.tx, zoe.id, "every-night"))
    await zoe.taps_data(f"s|pair-end|{pair}")
    await zoe.taps("End")
    assert "Your time with Camille ends here." in zoe.last.text and not zoe.seen("I keep your messages")
