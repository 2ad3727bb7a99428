"""A patient of 67 with a landline and no Telegram, accompanied to the end through the coordination."""

from bot.storage import pairs, requests
from tests.journeys.aps import an_ap, kinds_of_tasks, with_line
from tests.stage import Phone, Stage


async def opens_for_roger(nadia: Phone) -> None:
    await nadia.says("/menu")
    await nadia.taps("People on the phone")
    await nadia.taps("For somebody on the phone")
    await nadia.says("Roger")
    await nadia.says("01 99 00 11 22")
    await nadia.taps("English")
    await nadia.taps("In the morning")
    await nadia.taps("Just talking")
    await nadia.says("the nurse of the ward")
    await nadia.taps("Yes, today")


async def test_roger_is_accompanied_by_phone_to_the_end(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="coordinator")
    camille = await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    assert nadia.seen("Tell Roger: we are looking until Wednesday 20 January at 17:00")
    await stage.passes(minutes=1)
    await camille.taps("Open")
    assert "By phone" in camille.last.text
    assert "Roger" not in camille.last.text and "01 99" not in camille.last.text
    await camille.taps("I can")
    assert await stage.database.read(kinds_of_tasks) == ["tell-patient"]
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    assert "Camille has said yes" in nadia.last.text
    await nadia.taps("They said yes")
    assert "Camille now has the first name, the number and the time" in nadia.last.text
    (pair,) = await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id))
    assert pair.state == "active"
    assert pair.patient_id is None
    await camille.taps("Open")
    assert "01 99" not in camille.last.text
    await camille.taps("Show the number")
    assert "01 99 00 11 22" in camille.last.text and camille.last.parameters["protect_content"]
    assert "number hidden" in camille.last.text
    await camille.taps("We were in touch")
    for label in ("By phone", "About 20 minutes", "Listening", "Nothing for now", "Good"):
        await camille.taps(label)
    assert not camille.seen("01 99")
    await stage.passes(days=12)
    await camille.taps_data(f"s|pair-end|{pair.id}")
    await camille.taps("Yes, end it now")
    found = await stage.database.read(lambda tx: requests.find(tx, pair.request_id))
    assert found and found.state == "closed" and found.sealed_guest is None
    await camille.taps_data(f"s|pair|{pair.id}")
    assert "01 99" not in camille.last.text


async def test_the_date_passes_and_it_is_a_call_to_make(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="coordinator")
    await opens_for_roger(nadia)
    await stage.passes(days=9, hours=12)
    assert await stage.database.read(kinds_of_tasks) == ["tell-patient"]


async def test_they_can_stop_at_any_time_on_the_phone(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="coordinator")
    camille = await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await stage.passes(minutes=1)
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    await nadia.taps("They would like to stop")
    assert "erased" in nadia.last.text
    assert camille.seen("needs no answer any more")
    assert await stage.database.read(lambda tx: requests.open_of_unit(tx, "tilleul")) == []


async def test_without_a_spoken_yes_nothing_is_kept(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="coordinator")
    await nadia.taps_data("s|guest-request|")
    await nadia.says("Roger")
    await nadia.says("01 99 00 11 22")
    await nadia.taps("Français")
    await nadia.taps("Any time")
    await nadia.taps("Choose for them")
    await nadia.says("nobody")
    await nadia.taps("Not yet")
    assert "Nothing was kept" in nadia.last.text
    assert await stage.database.read(lambda tx: requests.open_of_unit(tx, "tilleul")) == []


async def test_a_contact_that_is_held_is_not_ended_from_the_list_of_the_coordination(stage: Stage) -> None:
    nadia, solene = await stage.person("Nadia", role="coordinator"), await stage.person("Solène", "supervisor")
    camille = await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    await nadia.taps("They said yes")
    (pair,) = await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id))
    await solene.taps_data("s|hold-start|")
    await solene.taps("Roger and Camille")
    before = len(camille.bubbles)
    await nadia.taps_data(f"s|guest-close|{pair.request_id}")
    assert "a supervisor decides first" in nadia.last.text
    assert len(camille.bubbles) == before


async def test_the_number_is_gone_after_a_day_and_can_be_asked_for_again(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    with_line(stage, "01 99 00 77 88", "the office of the ward")
    await opens_for_roger(nadia)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    await nadia.taps("They said yes")
    assert nadia.seen("Please tell them that the call comes from 01 99 00 77 88")
    await camille.taps("Open")
    await camille.taps("Show the number")
    assert "Call from 01 99 00 77 88: the office of the ward." in camille.last.text
    assert "hidden" not in camille.last.text
    await stage.passes(hours=25)
    assert not camille.seen("01 99 00 11 22")
    await camille.taps("Show the number")
    assert camille.seen("01 99 00 11 22")
    (pair,) = await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id))
    await nadia.taps_data(f"s|guest-close|{pair.request_id}")
    assert not camille.seen("01 99 00 11 22")
