"""Somebody asks to be called: promised by those alone who can be reached, within the hours the person can talk."""

import pytest

from bot.clock import from_ms
from bot.services.alerts import raise_alert
from bot.storage import people, tasks
from bot.storage.tasks import Task
from tests.services.pairing import in_touch, supervisor
from tests.services.test_danger import on_duty
from tests.services.unit import WEEK, has_hours, in_danger, on_call
from tests.stage import Phone, Stage

NUMBER = "06 39 98 12 34"
FIVE_DAYS = WEEK[:5]
NO_HOUR = "By when somebody is in touch with you, I cannot say."


@pytest.fixture
async def ana(stage: Stage) -> Phone:
    on_call(stage, "hours-only")
    return await stage.person("Ana", role="supervisor")


async def asks(phone: Phone, when: str = "Any time", reason: str = "") -> str:
    await phone.taps_data(f"s|call-me|{reason}")
    await phone.says(NUMBER)
    await phone.taps(when)
    return phone.last.text


async def task_of(stage: Stage, phone: Phone) -> Task:
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, phone.id))
    return task


async def test_whom_nothing_reaches_is_promised_to_nobody(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-12", ["Tuesday"])
    ben, zoe = await stage.person("Ben", role="supervisor"), await stage.person("Zoé")
    await has_hours(ben, "14-16", ["Thursday"])
    await ana.blocks()
    assert "calls you before Thursday 14 January at 16:00" in await asks(zoe)


async def test_without_anybody_the_numbers_come_first_and_no_hour(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    said = await asks(zoe, reason="now")
    assert said.startswith("3114 answers now, day and night; 15 in an emergency.")
    assert (
        "By when somebody is in touch with you, I cannot say" in said
        and "before" not in said
        and "calls you" not in said
    )
    await zoe.taps_data("s|help-now|")
    assert "nobody is on duty now, and I cannot say when somebody will be" in zoe.last.text


async def test_without_a_rota_the_team_is_no_promise(stage: Stage, ana: Phone) -> None:
    zoe = await stage.person("Zoé")
    said = await asks(zoe)
    assert (
        "It is on the list of your unit’s team." in said
        and "By when somebody is in touch with you, I cannot say" in said
    )
    assert (await task_of(stage, zoe)).promised_at is None
    await stage.passes(days=3)
    assert "I said that somebody would be in touch by now" not in " ".join(zoe.texts), "nothing was said"


@pytest.mark.parametrize(
    ("when", "promised"),
    [
        ("Any time", "Monday 11 January at 17:00"),
        ("In the morning", "Monday 11 January at 12:00"),
        ("Around midday", "Monday 11 January at 14:00"),
        ("In the afternoon", "Monday 11 January at 17:00"),
        ("Late afternoon", "Monday 11 January at 17:00"),
    ],
)
async def test_the_promise_lies_within_the_hours_chosen(stage: Stage, ana: Phone, when: str, promised: str) -> None:
    await has_hours(ana, "9-17", FIVE_DAYS)
    zoe = await stage.person("Zoé")
    assert f"calls you before {promised}" in await asks(zoe, when)


async def test_hours_that_nobody_works_are_not_promised(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-12", FIVE_DAYS)
    zoe = await stage.person("Zoé")
    said = await asks(zoe, "Late afternoon")
    assert NO_HOUR in said


async def test_the_hours_are_those_of_the_persons_own_clock(stage: Stage, ana: Phone) -> None:
    """Noon on Réunion is nine in Paris."""
    await has_hours(ana, "9-17", FIVE_DAYS)
    zoe = await stage.person("Zoé")
    await stage.turn(lambda turn: people.set_zone(turn.tx, zoe.id, "Indian/Reunion"))
    await asks(zoe, "Around midday")
    task = await task_of(stage, zoe)
    assert f"{from_ms(task.due_at):%d %H:%M}" == "11 10:00", "14:00 there"


async def test_before_the_number_is_asked_for_the_hour_is_named(stage: Stage, ana: Phone) -> None:
    await has_hours(ana, "9-12", ["Thursday"])
    zoe = await stage.person("Zoé")
    said = await zoe.taps_data("s|call-me|")
    assert said[0].text.startswith("3114 answers now, day and night. Nobody of your unit is on duty")
    assert "it can take until Thursday 14 January at 12:00" in said[0].text
    assert "What number should we call?" in said[1].text


async def test_while_somebody_is_on_duty_the_number_is_asked_for_at_once(stage: Stage, ana: Phone) -> None:
    zoe = await stage.person("Zoé")
    await on_duty(stage, ana.id)
    said = await zoe.taps_data("s|call-me|")
    assert "What number should we call?" in said[0].text


@pytest.mark.parametrize("duty", [True, False])
async def test_a_button_offers_a_call_now_only_while_somebody_is_on_duty(stage: Stage, ana: Phone, duty: bool) -> None:
    zoe = await stage.person("Zoé")
    if duty:
        await on_duty(stage, ana.id)
    await zoe.sends("voice")
    assert ("Please call me" in zoe.last.labels, "A call later" in zoe.last.labels) == (duty, not duty)


async def test_a_call_after_danger_belongs_to_the_persons_own_alert_and_not_to_the_aps(stage: Stage) -> None:
    zoe, camille, ana = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage, "Ana")
    await on_duty(stage, ana.id)
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(hours=1)
    theirs = await stage.turn(
        lambda turn: raise_alert(
            turn, kind="ap-urgent", level="now", unit="tilleul", person=zoe.id, pair=pair, raised_by=camille.id
        )
    )
    own = await in_danger(stage, zoe)
    await asks(zoe, reason="now")
    assert (await task_of(stage, zoe)).alert_id == own != theirs
