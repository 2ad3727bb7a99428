"""Tasks: calls people ask for, in whose hands, the number that goes, the half-day, and promises corrected in time."""

from datetime import timedelta

import pytest

from bot.clock import from_ms
from bot.services.task_climb import every_task_has_a_next_step
from bot.services.tasks import add_task, close_tasks, on_task_done
from bot.storage import tasks
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.dialogue.text import Text, When, Wording, _
from tests.services.test_danger import on_duty
from tests.stage import Phone, Stage

NUMBER = "06 39 98 12 34"


@pytest.fixture
async def sam(stage: Stage) -> Phone:
    """A supervisor on duty on weekdays."""
    phone = await stage.person("Sam", role="supervisor")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        await phone.taps_data("s|add-shift|")
        await phone.taps("Me")
        await phone.taps(day)
        await phone.says("9-17")
    phone.bubbles.clear()
    return phone


async def ask_for_a_call(zoe: Phone) -> None:
    await zoe.taps_data("s|call-me|")
    await zoe.shares_phone(NUMBER)
    await zoe.taps("In the morning")


async def the_task(stage: Stage) -> Task:
    (task,) = await stage.turn(lambda turn: tasks.open_in(turn.tx, "tilleul"))
    return task


async def test_a_call_is_asked_for_taken_made_and_its_number_erased(stage: Stage, sam: Phone) -> None:
    zoe = await stage.person("Zoé")
    await ask_for_a_call(zoe)
    assert "Somebody calls you before Monday 11 January at 12:00" in zoe.last.text
    assert sam.last.text == "Your half-day: one thing is waiting for you."
    await sam.taps("My half-day")
    await sam.taps("A call to make")
    assert NUMBER not in sam.last.text and "Zoé" not in sam.last.text
    await sam.taps("I take it")
    assert NUMBER in sam.last.text and "First name: Zoé" in sam.last.text and "In the morning" in sam.last.text
    task = await the_task(stage)
    await sam.taps("Done")
    row = await stage.turn(lambda turn: tasks.find(turn.tx, task.id))
    assert row is not None and row.state == "done" and row.sealed_number is None and row.sealed_details is None


async def test_a_line_of_the_half_day_closes_in_two_taps(stage: Stage, sam: Phone) -> None:
    await ask_for_a_call(await stage.person("Zoé"))
    await sam.taps("My half-day")
    await sam.taps("A call to make")
    await sam.taps("Done")
    await sam.taps("My half-day")
    assert "Nothing is waiting for you" in sam.last.text


async def test_without_a_number_nobody_promises_a_call(stage: Stage, sam: Phone) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|call-me|")
    await zoe.taps("I would rather write")
    assert "writes to you here before" in zoe.last.text and "call" not in zoe.last.text
    await sam.taps("My half-day")
    await sam.taps("A few words to write")
    await sam.taps("I take it")
    await sam.taps("Write here")
    await sam.says("Hello Zoé, shall we meet on Thursday?")
    assert "shall we meet on Thursday?" in zoe.last.text


async def test_somebody_elses_card_is_refused(stage: Stage, sam: Phone) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|call-me|")
    await zoe.shares_phone(NUMBER, own=False)
    assert any("somebody else's" in text for text in zoe.texts)


async def test_a_promise_that_cannot_be_kept_is_corrected_in_time(stage: Stage, sam: Phone) -> None:
    zoe = await stage.person("Zoé")
    await ask_for_a_call(zoe)
    await stage.passes(hours=7, minutes=1)
    assert "the new time is before Tuesday 12 January at 12:00" in zoe.last.text
    assert from_ms((await the_task(stage)).due_at) > stage.clock.now()


async def test_who_is_not_of_the_unit_sees_and_changes_nothing(stage: Stage, sam: Phone) -> None:
    zoe, eve = await stage.person("Zoé"), await stage.person("Eve", role="ap")
    await ask_for_a_call(zoe)
    task = await the_task(stage)
    for name in ("task", "take-task", "done-task"):
        await eve.taps_data(f"s|{name}|{task.id}")
        await zoe.taps_data(f"s|{name}|{task.id}")
    assert not eve.seen(NUMBER)
    assert (await the_task(stage)).state == "open"


async def test_a_task_climbs_to_the_coordination_in_working_hours(stage: Stage, sam: Phone) -> None:
    dora = await stage.person("Dora", role="coordinator")
    due = stage.clock.now() + timedelta(days=10)
    await stage.turn(
        lambda turn: add_task(turn, kind="call-ap", unit="tilleul", person=None, pair=None, due=due, details=_("x"))
    )
    await stage.passes(hours=7)
    assert sam.bubbles and not dora.bubbles
    await stage.passes(days=2)
    assert dora.seen("Your half-day")
    for phone in (sam, dora):
        days = [b.at.date() for b in phone.bubbles if "half-day" in b.text]
        assert len(days) == len(set(days)), "more than one ring a day"
        assert all(8 <= b.at.hour <= 16 and b.lane == 3 for b in phone.bubbles)


async def test_a_task_is_handed_on_and_what_was_moot_is_closed(stage: Stage, sam: Phone) -> None:
    ben, zoe = await stage.person("Ben", role="supervisor"), await stage.person("Zoé")
    await ask_for_a_call(zoe)
    await sam.taps("My half-day")
    await sam.taps("A call to make")
    await sam.taps("Hand over")
    await sam.taps("Ben")
    assert "A colleague handed you something" in ben.last.text
    await ben.taps("Open")
    assert NUMBER in ben.last.text
    assert await stage.turn(lambda turn: close_tasks(turn, person=zoe.id)) == 1
    await ben.taps("Done")
    assert "no such task" in ben.last.text or "done already" in ben.last.text


async def test_who_waits_for_a_task_hears_of_its_end(stage: Stage, sam: Phone) -> None:
    heard: list[int] = []

    @on_task_done("of-this-test")
    def hear(turn: Turn, task: Task, by: int) -> None:
        heard.append(task.id)

    def make(turn: Turn) -> int:
        due = turn.now + timedelta(hours=2)
        return add_task(turn, kind="of-this-test", unit="tilleul", person=None, pair=7, due=due)

    task = await stage.turn(make)
    await sam.taps_data(f"s|done-task|{task}")
    await sam.taps_data(f"s|done-task|{task}")
    assert heard == [task]


async def test_words_of_a_task_come_back_as_they_were(stage: Stage, sam: Phone) -> None:
    words = _(
        "Until {day}: {who}, {hospital}", day=When(stage.clock.now()), who=Text("x"), hospital=Wording.of({"fr": "y"})
    )
    task = await stage.turn(
        lambda turn: add_task(
            turn, kind="call-ap", unit="tilleul", person=None, pair=None, due=turn.now, details=words, opens=("hold", 5)
        )
    )
    row = await stage.turn(lambda turn: tasks.find(turn.tx, task))
    assert row is not None and row.details(stage.house.sealer) == words and row.opens == "hold|5"


async def test_a_task_without_a_next_step_gets_one(stage: Stage, sam: Phone) -> None:
    await ask_for_a_call(await stage.person("Zoé"))
    task = await the_task(stage)
    await stage.turn(lambda turn: turn.cancel_timer("task-climb", task.id))
    assert len(await stage.turn(every_task_has_a_next_step)) == 1
    assert await stage.turn(every_task_has_a_next_step) == []


async def test_ten_lines_and_no_more(stage: Stage, sam: Phone) -> None:
    for n in range(15):
        due = stage.clock.now() + timedelta(days=n + 1)
        await stage.turn(
            lambda turn, due=due: add_task(  # type: ignore[misc]
                turn, kind="call-ap", unit="tilleul", person=None, pair=None, due=due
            )
        )
    await sam.taps_data("s|half-day|")
    assert len(sam.last.text.splitlines()) == 10 and "… and 6 more" in sam.last.text


async def test_hours_are_swapped_when_the_colleague_says_yes(stage: Stage, sam: Phone) -> None:
    ben = await stage.person("Ben", role="supervisor")
    await sam.taps_data("s|swap|")
    await sam.taps("Tuesday 12 January, 09:00 to 17:00")
    await sam.taps("Ben")
    assert "asks you to take their hours" in ben.last.text
    await ben.taps("Yes")
    assert "are taken over" in sam.last.text
    await ben.taps_data(next(d for b in ben.bubbles for label, d in b.buttons if label == "No"))
    assert "not open to you" in ben.last.text
    await stage.passes(days=1, hours=1)
    await ben.taps_data("s|rota|")
    assert "<b>On duty now</b>: Ben." in ben.last.text


async def test_being_away_names_a_deputy_and_shows_what_people_read(stage: Stage, sam: Phone) -> None:
    await stage.person("Ben", role="supervisor")
    await sam.taps_data("s|away|")
    await sam.taps("Tomorrow")
    await sam.says("12 January")
    await sam.taps("Nobody")
    assert "urgent alerts go to nobody; people will read" in sam.last.text
    await sam.taps_data("s|away|")
    await sam.says("13 January")
    await sam.says("13 January")
    await sam.taps("Ben")
    await stage.passes(days=2, hours=1)
    await sam.taps_data("s|rota|")
    assert "<b>On duty now</b>: Ben." in sam.last.text


async def test_a_sick_colleague_is_replaced_by_any_supervisor(stage: Stage, sam: Phone) -> None:
    ben = await stage.person("Ben", role="supervisor")
    await ben.taps_data("s|replace|")
    await ben.taps("Sam")
    await ben.taps("The rota")
    assert "<b>On duty now</b>: Ben." in ben.last.text


async def test_somebody_on_duty_is_said_in_help_now(stage: Stage, sam: Phone) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|help-now|")
    assert "somebody of the team is on duty now" in zoe.last.text
    await stage.passes(hours=10)
    await zoe.taps_data("s|help-now|")
    assert "nobody is on duty now" in zoe.last.text


async def test_a_call_for_the_psychologist_is_a_task_of_its_own(stage: Stage, sam: Phone) -> None:
    zoe = await stage.person("Zoé")
    await on_duty(stage, sam.id)
    await zoe.taps_data("s|call-me|psychologist")
    await zoe.says(NUMBER)
    await zoe.taps("Any time")
    assert (await the_task(stage)).kind == "psychologist"
