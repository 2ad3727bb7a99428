"""A patient of 67 with a landline and no Telegram, accompanied to the end through the coordination.

Everything that would be a message to Roger is a call to make: it says what is true now, and goes when it is said.
"""

from bot.storage import pairs, requests, tasks
from bot.storage.tasks import Task
from conversations.care.profiles import Profile
from tests.journeys.aps import an_ap, kinds_of_tasks, pair_of, with_choices, with_line, with_unit
from tests.services.test_holds import done
from tests.stage import Phone, Stage

NUMBER = "01 99 00 11 22"
LANGUAGE = "English"


async def opens_for_roger(nadia: Phone) -> None:
    await nadia.says("/menu")
    await nadia.taps("People on the phone")
    await nadia.taps("For somebody on the phone")
    await nadia.says("Roger")
    await nadia.says(NUMBER)
    await nadia.taps(LANGUAGE)
    await nadia.taps("In the morning")
    await nadia.taps("Just talking")
    await nadia.says("the nurse of the ward")
    await nadia.taps("Yes, today")


async def to_call(stage: Stage) -> Task:
    """The one call there is to make."""
    (task,) = await stage.database.read(lambda tx: tasks.open_in(tx, "tilleul"))
    assert task.kind == "tell-patient"
    return task


async def is_told(stage: Stage, nadia: Phone) -> str:
    """Nadia takes the call, reads what to say, has said it; gives what she read."""
    task = await to_call(stage)
    await nadia.taps_data(f"s|take-task|{task.id}")
    read = nadia.last.text
    assert NUMBER in read and "Call Roger (In the morning)." in read
    await nadia.taps("Done")
    return read


async def about_roger(nadia: Phone) -> str:
    await nadia.taps_data("s|guests|")
    await nadia.taps("Roger")
    return nadia.last.text


async def says_yes(stage: Stage, ap: Phone) -> None:
    await stage.passes(minutes=1)
    await ap.taps("Open")
    assert "By phone" in ap.last.text
    assert "Roger" not in ap.last.text and NUMBER not in ap.last.text
    await ap.taps("I can")


async def roger_says_yes(stage: Stage, nadia: Phone, ap: Phone) -> pairs.Pair:
    await says_yes(stage, ap)
    await about_roger(nadia)
    await nadia.taps("They said yes")
    return await pair_of(stage, ap)


async def test_roger_is_accompanied_by_phone_to_the_end(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    assert nadia.seen("Tell Roger: we are looking until Wednesday 20 January at 17:00")
    await says_yes(stage, camille)
    assert "Camille has said yes. Ask Roger: yes, somebody else, or later?" in await is_told(stage, nadia)
    assert "Camille has said yes" in await about_roger(nadia)
    await nadia.taps("They said yes")
    assert "Camille now has the first name, the number and the time, and calls by Thursday 14" in nadia.last.text
    assert "Camille calls them by Thursday 14 January" in await about_roger(nadia)

    pair = await pair_of(stage, camille)
    assert (pair.state, pair.patient_id) == ("active", None)
    await camille.taps_data(f"s|pair|{pair.id}")
    assert NUMBER not in camille.last.text
    await camille.taps("Show the number")
    assert NUMBER in camille.last.text and camille.last.parameters["protect_content"]
    assert "number hidden" in camille.last.text
    await logs_a_call(camille, pair.id)
    assert not camille.seen(NUMBER)
    assert "Camille accompanies them by phone" in await about_roger(nadia)
    await camille.taps_data(f"s|pair|{pair.id}")
    await camille.taps("What we agreed")
    await camille.taps("Agree on it")
    for label in ("Once a week", "By phone", "Just talking", "That is all", "After a week"):
        await camille.taps(label)
    assert "Written down. Roger and you agreed on it as you spoke." in camille.last.text
    await camille.taps_data(f"s|pair|{pair.id}")
    assert "Agreed: Once a week" in camille.last.text

    for _week in range(11):
        await stage.passes(days=7)
        await logs_a_call(camille, pair.id)
    await stage.passes(days=8)
    assert "Camille and Roger look at how to go on. Ask Roger" in await is_told(stage, nadia)
    await camille.taps("Go on")
    assert "We look at it again around" in camille.last.text

    await stage.passes(days=7)
    await camille.taps_data(f"s|pair-end|{pair.id}")
    await camille.taps("Yes, end it now")
    assert "Camille and Roger have said goodbye. Is anything left?" in await is_told(stage, nadia)
    found = await stage.database.read(lambda tx: requests.find(tx, pair.request_id))
    assert found and found.state == "closed" and found.sealed_guest is None
    assert await stage.database.read(kinds_of_tasks) == []
    await camille.taps_data(f"s|pair|{pair.id}")
    assert NUMBER not in camille.last.text


async def logs_a_call(ap: Phone, pair: int) -> None:
    """Five taps, and how the AP is afterwards."""
    await ap.taps_data(f"s|log-contact|{pair}")
    for label in ("By phone", "About 20 minutes", "Listening", "Nothing for now", "Good"):
        await ap.taps(label)
    assert "Thank you" in ap.last.text or ap.last.buttons


async def test_the_time_to_choose_passes_and_roger_is_asked_again(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await says_yes(stage, camille)
    await stage.passes(days=3)
    assert "Their place is kept. Ask Roger: look again, or stop?" in await is_told(stage, nadia)
    assert "Their place is kept, and nothing happens until they say so." in await about_roger(nadia)
    await stage.passes(days=4)
    await nadia.taps("Look again")
    assert "until Wednesday 20 January at 17:00, and somebody calls that day in any case" in nadia.last.text
    assert "A request is waiting for you" in camille.last.text, "who was willing is asked again"


async def test_an_ap_takes_the_yes_back_and_the_call_says_what_is_true_now(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await says_yes(stage, camille)
    await camille.taps("I cannot after all")
    read = await is_told(stage, nadia)
    assert "Camille had said yes and cannot after all. Tell Roger we go on looking, until Wednesday 20 January" in read
    assert "Ask Roger: yes" not in read


async def test_an_ap_has_to_stop_and_roger_is_asked_what_he_would_like(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    solene = await stage.person("Solène", "supervisor")
    await opens_for_roger(nadia)
    pair = await roger_says_yes(stage, nadia, camille)
    await logs_a_call(camille, pair.id)
    await camille.taps_data("s|ap-stops|")
    await camille.taps("Yes, I have to stop")
    await done(stage, solene, pair.id)
    assert "Camille had to stop, as Roger knows. Ask them: wait, somebody else, or stop?" in await is_told(stage, nadia)
    assert "Camille had to stop.\nTheir place is kept" in await about_roger(nadia)
    nour = await an_ap(stage, "Nour")
    await nadia.taps("Look again")
    await roger_says_yes(stage, nadia, nour)
    assert "Nour calls them by" in await about_roger(nadia)


async def test_the_date_passes_and_the_call_is_made_that_very_day(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="coordinator")
    await opens_for_roger(nadia)
    await stage.passes(days=9)
    task = await to_call(stage)
    assert task.due_at == (await roger(stage)).promised_at - 9 * 86_400_000, "by the closing time of the promised day"
    read = await is_told(stage, nadia)
    assert (
        "Nobody has been free yet. Ask Roger: go on until Friday 29 January at 17:00, widen the search, or stop?"
        in read
    )
    assert "I am looking, until Friday 29 January at 17:00." in await about_roger(nadia)
    assert {"They go on waiting", "Widen", "They would like to stop"} <= set(nadia.last.labels)
    await stage.passes(days=9)
    assert "go on until Tuesday 9 February" in await is_told(stage, nadia), "and so on, until they say otherwise"


async def roger(stage: Stage) -> requests.Request:
    (found,) = await stage.database.read(lambda tx: requests.open_of_unit(tx, "tilleul"))
    return found


async def test_widening_and_a_sister_unit_are_a_tap_of_the_coordination(stage: Stage) -> None:
    (unit,) = stage.house.site.units
    sister = unit.model_copy(update={"id": "chene", "name": unit.name})
    with_unit(stage, sister, choices=unit.choices.model_copy(update={"sister_units": ("chene",)}))
    nadia = await stage.person("Nadia", role="coordinator")
    await an_ap(stage, "Camille", Profile(languages=("en",), avoids=("listening",)), unit="tilleul")
    nour = await an_ap(stage, "Nour", unit="chene")
    await opens_for_roger(nadia)
    await stage.passes(days=1)
    await about_roger(nadia)
    await nadia.taps("Ask also in the Linden unit")
    assert "I go on looking. Tell them: until Wednesday 20 January" in nadia.last.text
    assert nour.seen("A request is waiting for you")
    await about_roger(nadia)
    assert "Ask also in the Linden unit" not in nadia.last.labels
    await nadia.taps("Widen")
    assert (await roger(stage)).details(stage.house.sealer)["means"] == ["phone"]


async def test_somebody_else_while_the_contact_goes_on(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    pair = await roger_says_yes(stage, nadia, camille)
    await logs_a_call(camille, pair.id)
    await camille.taps_data(f"s|pair-handover|{pair.id}")
    await camille.taps("Ask them")
    assert "I have asked." in camille.last.text
    assert "Camille asks whether somebody else may go on with Roger" in await is_told(stage, nadia)
    nour = await an_ap(stage, "Nour")
    await about_roger(nadia)
    await nadia.taps("Somebody else")
    read = await about_roger(nadia)
    assert "Camille accompanies them by phone." in read and "I am looking, until" in read
    await roger_says_yes(stage, nadia, nour)
    assert camille.seen("Roger goes on with somebody else now")
    assert "Nour calls them by" in await about_roger(nadia)


async def test_a_first_call_that_does_not_come_is_a_call_of_the_coordination(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await roger_says_yes(stage, nadia, camille)
    await stage.passes(days=3, hours=1)
    read = await is_told(stage, nadia)
    assert "Tell Roger: by Monday 18 January at 17:00 they hear from Camille or from us." in read
    await stage.passes(days=5)
    assert "Camille could not call. Tell Roger we look for somebody else, until" in await is_told(stage, nadia)


async def test_a_pause_is_told_and_its_end_too(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    pair = await roger_says_yes(stage, nadia, camille)
    await logs_a_call(camille, pair.id)
    await camille.taps_data(f"s|pair-pause|{pair.id}")
    await camille.taps("One week")
    assert "Camille needs a pause until 18 January 2027. Tell Roger that it goes on afterwards." in await is_told(
        stage, nadia
    )
    await camille.taps_data(f"s|pair-go-on|{pair.id}")
    assert "Camille is back from the pause. Tell Roger so." in await is_told(stage, nadia)


async def test_they_can_stop_at_any_time_on_the_phone_and_every_number_goes(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await says_yes(stage, camille)
    task = await to_call(stage)
    await about_roger(nadia)
    await nadia.taps("They would like to stop")
    assert "the name and number are erased" in nadia.last.text
    assert camille.seen("No contact comes of it this time")
    assert await stage.database.read(lambda tx: requests.open_of_unit(tx, "tilleul")) == []
    ended = await stage.database.read(lambda tx: tasks.find(tx, task.id))
    assert ended and (ended.state, ended.sealed_number, ended.sealed_details) == ("closed", None, None)


async def test_a_contact_ended_on_the_phone_leaves_no_number_either(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    pair = await roger_says_yes(stage, nadia, camille)
    await logs_a_call(camille, pair.id)
    await camille.taps_data(f"s|pair-pause|{pair.id}")
    await camille.taps("One week")
    task = await to_call(stage)
    await about_roger(nadia)
    await nadia.taps("They would like to stop")
    assert camille.seen("Roger has chosen to end here")
    ended = await stage.database.read(lambda tx: tasks.find(tx, task.id))
    assert ended and ended.sealed_number is None
    assert await stage.database.read(kinds_of_tasks) == []
    found = await stage.database.read(lambda tx: requests.find(tx, pair.request_id))
    assert found and found.state == "closed" and found.sealed_guest is None


async def test_a_match_that_a_person_looks_at_goes_the_same_way(stage: Stage) -> None:
    with_choices(stage, approve_matches=True)
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    await stage.passes(minutes=1)
    assert not camille.bubbles
    await nadia.taps_data("s|matches|")
    await nadia.taps("Roger")
    await nadia.taps("Camille")
    await nadia.taps("That is all")
    assert "Asked: 1." in nadia.last.text
    await says_yes(stage, camille)


async def test_without_a_spoken_yes_nothing_is_kept(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="coordinator")
    await nadia.taps_data("s|guest-request|")
    await nadia.says("Roger")
    await nadia.says(NUMBER)
    await nadia.taps("Français")
    await nadia.taps("Any time")
    await nadia.taps("Choose for them")
    await nadia.says("nobody")
    await nadia.taps("Not yet")
    assert "Nothing was kept" in nadia.last.text
    assert await stage.database.read(lambda tx: requests.open_of_unit(tx, "tilleul")) == []


async def test_another_unit_neither_sees_nor_decides(stage: Stage) -> None:
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    eve = await stage.person("Eve", role="coordinator", unit="chene")
    await opens_for_roger(nadia)
    await says_yes(stage, camille)
    request, pair = (await roger(stage)).id, (await pair_of(stage, camille)).id
    for name, subject in (
        ("guest", request),
        ("guest-yes", pair),
        ("guest-another", pair),
        ("guest-go-on", request),
        ("guest-widen", request),
        ("guest-sister", f"{request}:0"),
        ("guest-other-ap", pair),
        ("guest-close", request),
    ):
        await eve.taps_data(f"s|{name}|{subject}")
        assert "Roger" not in eve.last.text
    assert (await roger(stage)).state == "proposed"


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
    await solene.taps("Roger")
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
