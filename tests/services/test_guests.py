"""Somebody on the phone: each thing to tell is a call, and what is true of one matter never hides another."""

from bot.storage import tasks
from tests.journeys.aps import an_ap
from tests.journeys.test_landline import about_roger, is_told, logs_a_call, opens_for_roger, roger_says_yes, says_yes
from tests.services.test_reachability import comes_back
from tests.stage import Phone, Stage


async def accompanied(stage: Stage) -> tuple[Phone, Phone, int]:
    """Camille accompanies Roger by phone."""
    nadia, camille = await stage.person("Nadia", role="coordinator"), await an_ap(stage, "Camille")
    await opens_for_roger(nadia)
    pair = await roger_says_yes(stage, nadia, camille)
    await logs_a_call(camille, pair.id)
    return nadia, camille, pair.id


async def calls(stage: Stage, nadia: Phone) -> list[str]:
    """What there is to tell, as Nadia reads it."""
    read = []
    for task in await stage.database.read(lambda tx: tasks.open_in(tx, "tilleul")):
        await nadia.taps_data(f"s|take-task|{task.id}")
        read.append(nadia.last.text.rpartition(". ")[0].partition("). ")[2])
    return read


async def test_a_pause_of_the_contact_leaves_the_yes_of_somebody_else_to_be_told(stage: Stage) -> None:
    nadia, camille, pair = await accompanied(stage)
    nour = await an_ap(stage, "Nour")
    await about_roger(nadia)
    await nadia.taps("Somebody else")
    await says_yes(stage, nour)
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    assert [line.partition(" ")[0] for line in await calls(stage, nadia)] == ["Nour", "Camille"]
    read = await about_roger(nadia)
    assert "Nour has said yes. Ask Roger" in read and "Camille is in a pause until 18 January" in read


async def test_a_pause_that_is_over_need_not_be_told_any_more(stage: Stage) -> None:
    nadia, camille, pair = await accompanied(stage)
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    await stage.passes(days=8)
    assert await calls(stage, nadia) == []
    assert "Camille accompanies them by phone." in await about_roger(nadia)


async def test_an_ap_who_is_lost_in_a_pause_stays_to_be_told_when_it_is_over(stage: Stage) -> None:
    nadia, camille, pair = await accompanied(stage)
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    await camille.blocks()
    await stage.passes(days=8)
    assert "Camille cannot be reached any more" in await is_told(stage, nadia)


async def test_so_does_one_who_is_there_again(stage: Stage) -> None:
    nadia, camille, pair = await accompanied(stage)
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    await camille.blocks()
    await is_told(stage, nadia)
    await comes_back(camille)
    await stage.passes(days=8)
    assert "Camille can be reached again" in await is_told(stage, nadia)


async def test_or_of_the_pause_alone_where_nobody_had_called(stage: Stage) -> None:
    nadia, camille, pair = await accompanied(stage)
    await camille.taps_data(f"s|pair-pause|{pair}")
    await camille.taps("One week")
    await camille.blocks()
    await comes_back(camille)
    assert "Camille needs a pause until 18 January" in await is_told(stage, nadia)


async def test_an_ap_who_is_lost_is_a_call_and_the_screen_says_so(stage: Stage) -> None:
    nadia, camille, _pair = await accompanied(stage)
    await camille.blocks()
    assert "Camille cannot be reached any more. Tell Roger so, and that you look" in await is_told(stage, nadia)
    assert "Camille cannot be reached any more. A way on is for you to find with Roger." in await about_roger(nadia)
    await comes_back(camille)
    assert "Camille can be reached again. Tell Roger so" in await is_told(stage, nadia)
    assert "Camille accompanies them by phone." in await about_roger(nadia)


async def test_an_ap_who_is_back_before_anybody_called_is_no_call(stage: Stage) -> None:
    nadia, camille, _pair = await accompanied(stage)
    await camille.blocks()
    await comes_back(camille)
    assert await calls(stage, nadia) == []
