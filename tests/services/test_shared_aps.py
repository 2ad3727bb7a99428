"""An AP of several units: nobody there is proposed to them before a supervisor of each unit has said yes."""

from dataclasses import replace

from bot.services.profiles import candidates, seed_ap
from bot.services.shared_aps import somebody_can_answer
from bot.site import Site
from bot.storage import memberships, tasks
from tests.journeys.aps import LISTENS, an_ap
from tests.stage import Phone, Stage

CODE = "a-code-for-aps-of-the-second-unit"


async def two_units(stage: Stage) -> None:
    site = stage.house.site
    second = site.units[0].model_copy(update={"id": "orme"})
    both = Site(name=site.name, protection=site.protection, units=(*site.units, second), folder=site.folder)
    stage.house = replace(stage.house, site=both)


async def comes_into_the_second(stage: Stage, ap: Phone) -> int:
    """By the unit's link; charter, training and clearance there are recorded."""
    expires = int(stage.clock.now().timestamp() * 1000) + 86_400_000
    await stage.turn(
        lambda turn: memberships.add_code(
            turn.tx, turn.house.sealer, turn.new_id(), CODE, "orme", "ap", 5, expires, turn.now_ms
        )
    )
    await ap.says(f"/start {CODE}")
    hats = await stage.database.read(lambda tx: memberships.of_person(tx, ap.id))
    hat = next(hat for hat in hats if hat.unit_id == "orme")
    await stage.turn(lambda turn: seed_ap(turn, hat, LISTENS), ap)
    return hat.id


async def may_be_asked(stage: Stage, unit: str) -> set[int]:
    found = await stage.turn(lambda turn: candidates(turn, frozenset({unit})))
    return {one.person for one in found}


async def answers(stage: Stage, supervisor: Phone, label: str) -> None:
    await supervisor.says("/halfday")
    await supervisor.taps_data(supervisor_button(supervisor))
    await supervisor.taps("Open")
    await supervisor.taps(label)


def supervisor_button(supervisor: Phone) -> str:
    return next(data for _label, data in supervisor.last.buttons if data.startswith("s|task|"))


async def test_nobody_is_proposed_before_both_have_said_yes(stage: Stage) -> None:
    await two_units(stage)
    camille = await an_ap(stage, "Camille")
    solene = await stage.person("Solène", "supervisor")
    paul = await stage.person("Paul", "supervisor", unit="orme")
    await comes_into_the_second(stage, camille)
    assert camille.id in await may_be_asked(stage, "tilleul")
    assert camille.id not in await may_be_asked(stage, "orme")
    await answers(stage, solene, "Yes")
    assert "once the other unit has said yes" in solene.last.text
    assert camille.id not in await may_be_asked(stage, "orme")
    await answers(stage, paul, "Yes")
    assert "Both units have said yes" in paul.last.text
    assert camille.id in await may_be_asked(stage, "orme")
    assert camille.seen("Both teams have said yes")
    assert not await stage.turn(lambda turn: tasks.open_of_person(turn.tx, camille.id))


async def test_a_no_of_either_keeps_it_with_one_and_the_other_is_not_asked_any_more(stage: Stage) -> None:
    await two_units(stage)
    camille = await an_ap(stage, "Camille")
    solene = await stage.person("Solène", "supervisor")
    paul = await stage.person("Paul", "supervisor", unit="orme")
    membership = await comes_into_the_second(stage, camille)
    await answers(stage, paul, "No")
    assert "without a reason" in paul.last.text
    assert camille.seen("For now it stays with one unit only")
    assert camille.id in await may_be_asked(stage, "tilleul")
    assert camille.id not in await may_be_asked(stage, "orme")
    await solene.taps_data(f"s|shared-ap|{membership}")
    assert "nothing to answer" in solene.last.text


async def test_who_supervises_both_answers_for_both(stage: Stage) -> None:
    await two_units(stage)
    camille, solene = await an_ap(stage, "Camille"), await stage.person("Solène", "supervisor")
    await stage.also(solene, "supervisor", unit="orme")
    await comes_into_the_second(stage, camille)
    await answers(stage, solene, "Yes")
    assert "Both units have said yes" in solene.last.text
    assert camille.id in await may_be_asked(stage, "orme")


async def test_an_ap_who_supervises_too_does_not_answer_for_themself(stage: Stage) -> None:
    await two_units(stage)
    camille = await an_ap(stage, "Camille")
    await stage.also(camille, "supervisor")
    membership = await comes_into_the_second(stage, camille)
    await camille.taps_data(f"s|shared-ap|{membership}")
    assert "nothing to answer" in camille.last.text


async def test_the_first_unit_of_an_ap_needs_nobody_s_yes(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille")
    await stage.person("Solène", "supervisor")
    assert camille.id in await may_be_asked(stage, "tilleul")
    assert not await stage.turn(lambda turn: tasks.open_of_person(turn.tx, camille.id))


async def test_the_ap_reads_that_both_are_asked_and_a_unit_where_nobody_can_answer_is_said(stage: Stage) -> None:
    await two_units(stage)
    camille = await an_ap(stage, "Camille")
    paul = await stage.person("Paul", "supervisor", unit="orme")
    membership = await comes_into_the_second(stage, camille)
    assert camille.seen("Both teams are asked, and you hear from me.")
    await paul.taps_data(f"s|shared-ap|{membership}")
    assert "The other unit has no supervisor here who could answer: please tell it." in paul.last.text
    (finding,) = await stage.turn(somebody_can_answer)
    assert finding.unit == "tilleul"
    await stage.person("Solène", "supervisor")
    assert await stage.turn(somebody_can_answer) == []


async def test_done_decides_nothing_and_leads_to_the_question(stage: Stage) -> None:
    await two_units(stage)
    camille, sam = await an_ap(stage, "Camille"), await stage.person("Sam", "supervisor")
    await comes_into_the_second(stage, camille)
    (task,) = await stage.turn(lambda turn: tasks.open_in(turn.tx, "tilleul"))
    await sam.taps_data(f"s|task|{task.id}")
    assert "Done" not in sam.last.labels
    await sam.taps_data(f"s|done-task|{task.id}")
    assert "Camille" in sam.last.text
    still = await stage.turn(lambda turn: tasks.find(turn.tx, task.id))
    assert still is not None and still.state == "open"
