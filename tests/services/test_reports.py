"""What an AP brings to the team reaches the right class of alert; a report says who reads it and by when."""

from bot.storage import alerts, tasks
from tests.services.pairing import in_touch, supervisor
from tests.stage import Stage


async def test_urgent_is_now_and_says_truthfully_whom_it_reached(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|concern|{pair}")
    await camille.taps("Urgent: somebody in danger")
    raised = (await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id)))[0]
    assert (raised.kind, raised.level) == ("ap-urgent", "now")
    said = next(text for text in camille.texts if "call 15 now" in text)
    assert "I have told" not in said  # nobody is there to be told
    assert [b.parameters["phone_number"] for b in camille.bubbles[-2:]] == ["15", "3114"]


async def test_a_worry_waits_for_the_next_slot(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|concern|{pair}")
    await camille.taps("I am worried")
    raised = (await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id)))[0]
    assert (raised.kind, raised.level) == ("ap-concern", "soon")


async def test_a_report_names_its_reader_and_date_and_the_other_learns_nothing(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    before = len(camille.bubbles)
    await zoe.taps_data(f"s|report|{pair}")
    assert "the hospital’s coordination reads it. Camille is not told." in zoe.last.text
    await zoe.taps("Words that hurt")
    await zoe.says("It was about my hair.")
    assert "the hospital’s coordination reads it before" in zoe.last.text
    assert len(camille.bubbles) == before
    task = (await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair)))[0]
    assert task.kind == "report"


async def test_nobody_reports_about_somebody_elses_contact(stage: Stage) -> None:
    zoe, camille, eve = await stage.person("Zoé"), await stage.person("Camille", "ap"), await stage.person("Eve")
    pair = await in_touch(stage, zoe, camille)
    await eve.taps_data(f"s|report|{pair}")
    assert "no contact here" in eve.last.text
