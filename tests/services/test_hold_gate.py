"""Whatever somebody taps on a contact that is held, they read the words of every pause, and nothing happens."""

import pytest

from bot.storage import appointments, pairs
from tests.services.pairing import in_touch, pair_of, supervisor
from tests.services.test_appointments import propose
from tests.stage import Phone, Stage

PAUSE = "this contact is on hold"
ON_A_PAIR = (
    "pair-end",
    "pair-pause",
    "pair-go-on",
    "pair-renew",
    "agreement",
    "agreement-change",
    "agreement-yes",
    "write-to",
    "propose-time",
)
OF_AN_AP = ("log-contact", "pair-handover")
OF_A_PATIENT = ("seek-another", "relay-consent", "if-something")
ON_AN_APPOINTMENT = (
    "appointment",
    "appointment-yes",
    "appointment-no",
    "appointment-move",
    "appointment-number",
)


async def held_by_the_team(stage: Stage) -> tuple[int, Phone, Phone]:
    """The team has had bad news; neither side has been spoken with."""
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await propose(camille, pair)
    await zoe.taps("Yes")
    await zoe.says("06 39 98 12 34")
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    await solene.taps("Zoé")
    return pair, zoe, camille


@pytest.mark.parametrize("name", ON_A_PAIR + OF_AN_AP)
async def test_the_ap_reads_the_words_of_every_pause(stage: Stage, name: str) -> None:
    pair, zoe, camille = await held_by_the_team(stage)
    before = await pair_of(stage, pair), len(zoe.bubbles)
    said = await camille.taps_data(f"s|{name}|{pair}")
    assert [PAUSE in bubble.text for bubble in said] == [True]
    assert (await pair_of(stage, pair), len(zoe.bubbles)) == before


async def test_where_the_coordination_speaks_with_them_its_sentence_begins_large(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap", language="fr")
    await stage.person("Nadia", "coordinator")
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    await camille.taps_data(f"s|pair-pause|{pair}")
    assert "ce contact est en pause. La coordination vous écrit ici" in camille.last.text


@pytest.mark.parametrize("name", ON_A_PAIR + OF_A_PATIENT)
async def test_so_does_whoever_has_the_patients_phone(stage: Stage, name: str) -> None:
    pair, zoe, camille = await held_by_the_team(stage)
    before = await pair_of(stage, pair), len(camille.bubbles)
    said = await zoe.taps_data(f"s|{name}|{pair}")
    assert [PAUSE in bubble.text and "It is not because of you" in bubble.text for bubble in said] == [True]
    assert (await pair_of(stage, pair), len(camille.bubbles)) == before


@pytest.mark.parametrize("name", ON_AN_APPOINTMENT)
async def test_an_agreed_time_stands_still_too(stage: Stage, name: str) -> None:
    pair, _zoe, camille = await held_by_the_team(stage)
    (agreed,) = await stage.turn(lambda turn: appointments.open_of(turn.tx, pair))
    said = await camille.taps_data(f"s|{name}|{agreed.id}")
    assert [PAUSE in bubble.text for bubble in said] == [True]
    assert await stage.turn(lambda turn: appointments.open_of(turn.tx, pair)) == [agreed]


async def test_a_question_that_was_open_is_not_gone_on_with(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|pair-end|{pair}")
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    await solene.taps("Zoé")
    await camille.taps("Yes, end it now")
    assert PAUSE in camille.last.text
    assert (await pair_of(stage, pair)).state == "held"


async def test_the_lists_and_the_page_of_the_contact_show_no_change(stage: Stage) -> None:
    pair, zoe, camille = await held_by_the_team(stage)
    await camille.taps_data("s|pairs|")
    await camille.taps("Zoé")
    assert "hold" not in camille.last.text and "A pause" in camille.last.labels
    await zoe.taps_data("s|my-pair|")
    assert "You are in contact with" in zoe.last.text
    assert await stage.turn(lambda turn: pairs.find(turn.tx, pair) is not None)


@pytest.mark.parametrize("name", OF_AN_AP)
async def test_no_message_is_said_to_have_stayed_where_none_was_written(stage: Stage, name: str) -> None:
    pair, _zoe, camille = await held_by_the_team(stage)
    await camille.taps_data(f"s|{name}|{pair}")
    assert camille.last.text.startswith("Nothing was changed: this contact is on hold.")
    await camille.says("Hello?")
    assert camille.last.text.startswith("Your message was not sent: this contact is on hold.")
