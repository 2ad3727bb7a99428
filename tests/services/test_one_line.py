"""Somebody asks to be called after danger or a low answer: one line in the half-day, ended by either of its ends."""

from typing import Literal

import pytest

from bot.storage import alerts, tasks
from bot.storage.alerts import Alert
from bot.storage.tasks import Task
from tests.services.pairing import DANGEROUS, in_touch, supervisor
from tests.services.test_danger import on_duty
from tests.services.test_mourning import its_hold, writes_of_a_death
from tests.stage import Phone, Stage

NUMBER = "06 39 98 12 34"
Way = Literal["check-in", "danger"]


async def asked(stage: Stage, way: Way) -> tuple[Phone, Phone, Alert, Task]:
    """The person, the supervisor on duty, the alert and the task that stands for it."""
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    await on_duty(stage, solene.id)
    if way == "danger":
        await in_touch(stage, zoe, camille)
        await zoe.says(DANGEROUS)
        await zoe.taps("Please call me")
    else:
        await zoe.taps_data("s|check-in|")
        await zoe.taps("Very bad")
        await zoe.taps("Yes, the team")
    await zoe.says(NUMBER)
    await zoe.taps("Any time")
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    assert task.alert_id == alert.id
    return zoe, solene, alert, task


async def now(stage: Stage, alert: Alert, task: Task) -> tuple[Alert, Task]:
    found = await stage.turn(lambda turn: (alerts.find(turn.tx, alert.id), tasks.find(turn.tx, task.id)))
    assert found[0] is not None and found[1] is not None
    return found[0], found[1]


async def steps(stage: Stage, alert: Alert) -> list[str]:
    return [step.what for step in await stage.turn(lambda turn: alerts.steps(turn.tx, alert.id))]


async def half_day(phone: Phone) -> list[str]:
    await phone.taps_data("s|half-day|")
    return phone.last.text.splitlines()


WAYS = pytest.mark.parametrize("way", ["check-in", "danger"])


@WAYS
async def test_it_is_one_line_closed_in_two_taps_and_the_alert_with_it(stage: Stage, way: Way) -> None:
    _zoe, solene, alert, task = await asked(stage, way)
    (line,) = await half_day(solene)
    assert line.startswith("1. A call to make (") and "before Monday 11 January" in line

    await solene.taps("A call to make")
    await solene.taps("Done")

    alert, task = await now(stage, alert, task)
    assert (alert.state, alert.outcome) == ("resolved", "called")
    assert task.state == "done" and task.sealed_number is None
    assert (await steps(stage, alert))[-1] == "resolved" and "taken" in await steps(stage, alert)
    assert await half_day(solene) == ["Nothing is waiting for you. Thank you for looking."]


@WAYS
async def test_the_other_way_round_closing_the_alert_ends_the_task(stage: Stage, way: Way) -> None:
    _zoe, solene, alert, task = await asked(stage, way)
    await solene.taps_data(f"s|close-alert|{alert.id}")
    await solene.taps("I spoke with the person")
    alert, task = await now(stage, alert, task)
    assert (alert.outcome, task.state, task.sealed_number) == ("called", "done", None)
    assert await half_day(solene) == ["Nothing is waiting for you. Thank you for looking."]


@pytest.mark.parametrize("outcome", ["Nothing was needed", "Others have taken over"])
async def test_closed_in_another_way_the_promised_call_stays_to_be_made(stage: Stage, outcome: str) -> None:
    _zoe, solene, alert, task = await asked(stage, "danger")
    await solene.taps_data(f"s|take-alert|{alert.id}")
    await solene.taps_data(f"s|close-alert|{alert.id}")
    await solene.taps(outcome)
    assert "What was promised to the person stays on the list" in solene.last.text
    alert, task = await now(stage, alert, task)
    assert (alert.state, task.state) == ("resolved", "open") and task.sealed_number is not None
    await solene.taps("A call to make")
    await solene.taps("I take it")
    assert NUMBER in solene.last.text
    await solene.taps("Done")
    assert (await now(stage, alert, task))[1].state == "done"


async def test_who_waits_for_that_call_is_not_told_that_it_is_over(stage: Stage) -> None:
    zoe, solene, alert, _task = await asked(stage, "danger")
    await solene.taps_data(f"s|close-alert|{alert.id}")
    await solene.taps("Nothing was needed")
    said = (await zoe.taps_data("s|resume|"))[-1].text
    assert "no longer reads here. Somebody is still to be in touch with you before Monday 11 January at" in said
    assert "has seen to it" not in said


async def test_who_has_the_alert_in_hand_hears_at_once_of_the_number_that_is_left(stage: Stage) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    await on_duty(stage, solene.id)
    await in_touch(stage, zoe, camille)
    await zoe.says(DANGEROUS)
    await solene.taps("I take it")
    await zoe.taps("Please call me")
    await zoe.says(NUMBER)
    heard = len(solene.bubbles)
    await zoe.taps("Any time")
    said = solene.bubbles[heard]
    assert "asks you to be in touch, before Monday 11 January" in said.text and said.lane == 0
    await solene.taps("Open")
    assert NUMBER in solene.last.text


@WAYS
async def test_who_takes_the_task_has_the_alert_and_the_person_reads_that_it_was_seen(stage: Stage, way: Way) -> None:
    zoe, solene, alert, task = await asked(stage, way)
    ben = await supervisor(stage, "Ben")
    await solene.taps_data(f"s|take-task|{task.id}")
    assert zoe.seen("has seen your message")
    assert (await now(stage, alert, task))[0].taken_by == solene.id
    await ben.taps_data(f"s|take-alert|{alert.id}")
    assert "A colleague took it" in ben.last.text


@WAYS
async def test_who_takes_the_alert_has_the_task_and_its_number(stage: Stage, way: Way) -> None:
    _zoe, solene, alert, task = await asked(stage, way)
    await solene.taps_data(f"s|take-alert|{alert.id}")
    await solene.taps_data(f"s|task|{task.id}")
    assert NUMBER in solene.last.text
    ben = await supervisor(stage, "Ben")
    await ben.taps_data(f"s|take-task|{task.id}")
    assert "A colleague has it already." in ben.last.text
    await ben.taps_data(f"s|take-over-alert|{alert.id}")
    assert (await now(stage, alert, task))[1].taken_by == ben.id


@WAYS
async def test_handed_on_both_are_the_colleagues(stage: Stage, way: Way) -> None:
    _zoe, solene, alert, task = await asked(stage, way)
    ben = await supervisor(stage, "Ben")
    await solene.taps_data(f"s|take-task|{task.id}")
    await solene.taps("Hand over")
    await solene.taps("Ben")
    found, given = await now(stage, alert, task)
    assert given.taken_by == ben.id
    assert (found.state, found.taken_by) == (("open", None) if way == "danger" else ("taken", ben.id))
    await ben.taps_data(f"s|done-task|{task.id}")
    assert (await now(stage, alert, task))[0].state == "resolved"


async def test_an_alert_that_is_open_again_takes_its_task_out_of_the_silent_hands(stage: Stage) -> None:
    _zoe, solene, alert, task = await asked(stage, "danger")
    await solene.taps_data(f"s|take-alert|{alert.id}")
    await stage.passes(hours=3)
    found, given = await now(stage, alert, task)
    assert (found.state, given.state) == ("open", "open")


async def test_words_of_a_colleague_are_what_was_done(stage: Stage) -> None:
    zoe, solene, alert, task = await asked(stage, "check-in")
    await solene.taps_data(f"s|take-task|{task.id}")
    await solene.taps("Write here")
    await solene.says("Hello Zoé, I am here on Thursday.")
    assert zoe.seen("I am here on Thursday.")
    assert (await now(stage, alert, task))[0].outcome == "wrote"


async def asks_for_the_psychologist_too(zoe: Phone) -> None:
    await zoe.taps_data("s|call-me|psychologist")
    await zoe.says(NUMBER)
    await zoe.taps("Any time")


async def kinds_left(stage: Stage, zoe: Phone) -> set[str]:
    return {task.kind for task in await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))}


async def test_a_call_that_was_made_does_not_end_that_of_the_psychologist(stage: Stage) -> None:
    """Both were promised, by an hour."""
    zoe, solene, alert, task = await asked(stage, "danger")
    await asks_for_the_psychologist_too(zoe)
    await solene.taps_data(f"s|done-task|{task.id}")
    alert, task = await now(stage, alert, task)
    assert (alert.outcome, task.state) == ("called", "done") and await kinds_left(stage, zoe) == {"psychologist"}
    (line,) = await half_day(solene)
    assert "Somebody asks for the psychologist" in line


async def test_nor_does_the_psychologist_end_the_call_and_its_alert(stage: Stage) -> None:
    zoe, solene, alert, task = await asked(stage, "danger")
    await asks_for_the_psychologist_too(zoe)
    (theirs,) = [
        one for one in await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id)) if one.id != task.id
    ]
    await solene.taps_data(f"s|done-task|{theirs.id}")
    alert, task = await now(stage, alert, task)
    assert alert.state != "resolved" and await kinds_left(stage, zoe) == {"call-person"}
    await solene.taps_data(f"s|done-task|{task.id}")
    alert, task = await now(stage, alert, task)
    assert alert.outcome == "called" and await kinds_left(stage, zoe) == set()


async def test_who_closes_the_alert_reads_which_promise_is_left(stage: Stage) -> None:
    zoe, solene, alert, _task = await asked(stage, "danger")
    await asks_for_the_psychologist_too(zoe)
    await solene.taps_data(f"s|close-alert|{alert.id}")
    await solene.taps("I wrote to the person")
    assert "stays on the list" in solene.last.text
    assert solene.last.labels == ["Somebody asks for the psychologist"]
    assert await kinds_left(stage, zoe) == {"psychologist"}


async def test_who_asks_again_is_still_one_line_in_the_same_hands(stage: Stage) -> None:
    zoe, solene, alert, task = await asked(stage, "danger")
    await solene.taps_data(f"s|take-task|{task.id}")
    await zoe.taps_data("s|call-me|now")
    await zoe.taps("I would rather write")
    (again,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    assert (again.kind, again.alert_id, again.taken_by) == ("write-person", alert.id, solene.id)
    assert len(await half_day(solene)) == 1


async def test_without_a_number_the_alert_alone_is_the_line(stage: Stage) -> None:
    zoe, solene = await stage.person("Zoé"), await supervisor(stage)
    await zoe.taps_data("s|check-in|")
    await zoe.taps("Bad")
    await zoe.taps("Yes, the team")
    (line,) = await half_day(solene)
    assert line.startswith("1. Alert: ")


async def test_news_of_a_death_is_one_line_too_and_lifting_it_closes_the_alert(stage: Stage) -> None:
    zoe, solene = await stage.person("Zoé"), await supervisor(stage)
    await writes_of_a_death(stage, zoe)
    (line,) = await half_day(solene)
    assert line.startswith("1. A pause to confirm or to lift (")
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    await solene.taps_data(f"s|hold-lift|{(await its_hold(stage, zoe)).id}")
    await solene.taps("Lift")
    found = await stage.turn(lambda turn: alerts.find(turn.tx, alert.id))
    assert found is not None and (found.state, found.outcome) == ("resolved", "nothing-needed")


async def test_what_was_written_since_stands_when_the_other_half_of_a_death_is_done(stage: Stage) -> None:
    """The AP was told by voice; that the account has written again is still somebody's to look at."""
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(hours=49)
    await writes_of_a_death(stage, zoe)
    await zoe.taps("That is not it")
    await zoe.taps_data(f"s|write-to|{pair}")
    await zoe.says("Hello Camille, it is me.")
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    await solene.taps_data(f"s|done-task|{task.id}")
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    assert alert.kind == "death"
