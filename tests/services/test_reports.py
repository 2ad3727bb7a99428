"""What an AP brings to the team reaches the right class of alert; a report says who reads it and by when."""

from bot.storage import alerts, tasks
from tests.services.pairing import in_touch, supervisor
from tests.services.test_danger import adapt
from tests.stage import Phone, Stage


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


async def the_report(stage: Stage, zoe: Phone, pair: int) -> tasks.Task:
    """Words that hurt, in words of the patient's own."""
    await zoe.taps_data(f"s|report|{pair}")
    await zoe.taps("Words that hurt")
    await zoe.says("It was about my hair.")
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    return task


async def test_a_report_names_its_reader_and_date_and_the_other_learns_nothing(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Dora", "coordinator")
    pair = await in_touch(stage, zoe, camille)
    before = len(camille.bubbles)
    await zoe.taps_data(f"s|report|{pair}")
    assert "the hospital’s coordination reads it. Camille is not told." in zoe.last.text
    task = await the_report(stage, zoe, pair)
    assert "the hospital’s coordination reads it before Wednesday 13 January at 17:00" in zoe.last.text
    assert len(camille.bubbles) == before
    assert task.kind == "report"


async def test_only_the_reader_of_the_site_file_is_told_sees_and_takes_it(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene, dora = await supervisor(stage), await stage.person("Dora", "coordinator")
    both = await stage.person("Bo", "coordinator")
    await stage.also(both, "supervisor")
    pair = await in_touch(stage, zoe, camille)
    task = await the_report(stage, zoe, pair)
    for phone in (solene, both):
        for name in ("task", "take-task", "done-task", "hand-task"):
            await phone.taps_data(f"s|{name}|{task.id}")
        await phone.taps_data("s|half-day|")
        assert "Nothing is waiting for you" in phone.last.text
        assert not phone.seen("my hair") and not phone.seen("A report to read")

    await dora.taps("My half-day")
    await dora.taps("A report to read")
    await dora.taps("I take it")
    assert dora.seen("It was about my hair.")
    await dora.taps("Hand over")
    assert "nobody else here" in dora.last.text
    await dora.taps_data(f"s|done-task|{task.id}")
    ended = await stage.turn(lambda turn: tasks.find(turn.tx, task.id))
    assert ended is not None and ended.state == "done"


async def test_however_long_nobody_reads_it_it_climbs_to_nobody_else_and_the_patient_reads_the_new_time(
    stage: Stage,
) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene, dora = await supervisor(stage), await stage.person("Dora", "coordinator")
    pair = await in_touch(stage, zoe, camille)
    await the_report(stage, zoe, pair)
    await stage.passes(days=2, hours=8)
    assert zoe.last.text.startswith("What you sent has not been read yet: the new time is before")
    await stage.passes(days=4)
    assert dora.seen("Your half-day") and not solene.seen("Your half-day")


async def test_an_ap_who_is_also_a_coordinator_never_reads_what_is_said_about_them(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.also(camille, "coordinator")
    dora = await stage.person("Dora", "coordinator")
    pair = await in_touch(stage, zoe, camille)
    task = await the_report(stage, zoe, pair)
    await camille.taps_data(f"s|take-task|{task.id}")
    await camille.taps_data("s|half-day|")
    assert not camille.seen("my hair") and not camille.seen("A report to read")
    await dora.taps_data(f"s|take-task|{task.id}")
    assert dora.seen("my hair")


async def test_where_nobody_may_read_it_the_bot_says_whom_to_call_and_takes_none(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await zoe.taps_data(f"s|report|{pair}")
    assert "so I take none" in zoe.last.text and "01 99 00 56 78" in zoe.last.text
    assert await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair)) == []


async def test_a_unit_may_name_its_supervisors_as_readers(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    adapt(stage, lambda unit: unit.model_copy(update={"complaints_role": "supervisor"}))
    pair = await in_touch(stage, zoe, camille)
    task = await the_report(stage, zoe, pair)
    await solene.taps_data(f"s|take-task|{task.id}")
    assert solene.seen("my hair")


async def test_nobody_reports_about_somebody_elses_contact(stage: Stage) -> None:
    zoe, camille, eve = await stage.person("Zoé"), await stage.person("Camille", "ap"), await stage.person("Eve")
    pair = await in_touch(stage, zoe, camille)
    await eve.taps_data(f"s|report|{pair}")
    assert "no contact here" in eve.last.text


async def test_an_ap_reports_from_the_page_of_the_contact_too(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    nadia = await stage.person("Nadia", "coordinator")
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|pair|{pair}")
    await camille.taps("Report something")
    assert "Zoé is not told" in camille.last.text
    await camille.taps(camille.last.labels[0])
    await camille.taps("No, send it as it is")
    assert "reads it before" in camille.last.text
    assert nadia.bubbles and not zoe.seen("report")


async def test_a_report_is_not_done_before_it_was_read(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    dora = await stage.person("Dora", "coordinator")
    pair = await in_touch(stage, zoe, camille)
    task = await the_report(stage, zoe, pair)
    await dora.taps_data(f"s|task|{task.id}")
    assert "Done" not in dora.last.labels
    await dora.taps_data(f"s|done-task|{task.id}")
    assert "Nobody has read it yet" in dora.last.text
    await dora.taps("I take it")
    await dora.taps("Done")
    ended = await stage.turn(lambda turn: tasks.find(turn.tx, task.id))
    assert ended is not None and ended.state == "done"
