"""My half-day: at most ten lines by urgency, each closed in two taps, none out of reach."""

from datetime import timedelta
from functools import partial
from typing import Literal

import pytest

from bot.services.alerts import raise_alert
from bot.services.digest import every_unit_has_its_week
from bot.services.tasks import add_task
from bot.storage import alerts
from bot.turn import Turn
from tests.services.test_danger import on_duty
from tests.services.unit import alert_of, in_danger, on_call
from tests.stage import Phone, Stage

Level = Literal["now", "soon", "routine"]


@pytest.fixture
async def sam(stage: Stage) -> Phone:
    on_call(stage)
    phone = await stage.person("Sam", role="supervisor")
    await on_duty(stage, phone.id, 24)
    return phone


async def raised(stage: Stage, kind: str, level: Level, person: Phone) -> int:
    return await stage.turn(partial(raise_alert, kind=kind, level=level, unit="tilleul", person=person.id))


async def task(stage: Stage, kind: str, hours: int, person: Phone | None = None) -> int:
    def act(turn: Turn) -> int:
        due = turn.now + timedelta(hours=hours)
        return add_task(turn, kind=kind, unit="tilleul", person=person.id if person else None, pair=None, due=due)

    return await stage.turn(act)


async def lines_of(phone: Phone) -> list[str]:
    await phone.taps_data("s|half-day|")
    return phone.last.text.splitlines()


@pytest.mark.parametrize(
    ("kind", "level"),
    [("danger-oneself", "now"), ("ap-concern", "soon"), ("ap-carries-much", "routine"), ("silent-pair", "routine")],
)
async def test_an_alert_is_closed_in_two_taps(stage: Stage, sam: Phone, kind: str, level: Level) -> None:
    alert = await raised(stage, kind, level, await stage.person("Camille", "ap"))
    (line,) = await lines_of(sam)
    assert line.startswith("1. Alert: ")
    await sam.taps(sam.last.labels[0])
    await sam.taps("I spoke with the person")
    row = await alert_of(stage, alert)
    assert (row.state, row.outcome) == ("resolved", "called")
    assert await lines_of(sam) == ["Nothing is waiting for you. Thank you for looking."]


async def test_what_was_done_is_still_asked_where_no_button_said_it(stage: Stage, sam: Phone) -> None:
    alert = await in_danger(stage, await stage.person("Zoé"))
    await sam.taps("I take it")
    await sam.taps("Done")
    assert sam.last.text == "What was done?"
    await sam.taps("Others have taken over")
    assert (await alert_of(stage, alert)).outcome == "handed-on"


async def test_a_forged_outcome_closes_nothing(stage: Stage, sam: Phone) -> None:
    alert = await in_danger(stage, await stage.person("Zoé"))
    for subject in (f"{alert}:erased", f"{alert}:", ":called", "x:called"):
        await sam.taps_data(f"s|close-alert|{subject}")
    assert (await alert_of(stage, alert)).state == "open"


async def test_who_waits_to_be_called_stands_first(stage: Stage, sam: Phone) -> None:
    """Today's calls, urgent alerts, the other calls, the rest, APs to look after."""
    people = [await stage.person(f"P{n}") for n in range(6)]
    await raised(stage, "ap-carries-much", "routine", people[0])
    await raised(stage, "ap-concern", "soon", people[1])
    await task(stage, "match-approval", 1)
    await task(stage, "call-person", 90, people[2])
    await in_danger(stage, people[3])
    await in_danger(stage, people[4])
    await task(stage, "call-person", 5, people[5])
    found = [line.partition(". ")[2].partition(",")[0] for line in await lines_of(sam)]
    assert found == [
        "A call to make",
        "Alert: urgent message",
        "Alert: urgent message",
        "A call to make",
        "Alert: concern of a volunteer",
        "A match waiting for your answer",
        "Alert: a volunteer carries much",
    ]


async def test_what_is_beyond_ten_lines_is_one_tap_further(stage: Stage, sam: Phone) -> None:
    for n in range(23):
        await task(stage, "call-ap", n + 1)
    first = await lines_of(sam)
    assert len(first) == 10 and first[-1] == "… and 14 more."
    await sam.taps("The next ones")
    assert sam.last.text.splitlines()[0].startswith("10. ") and sam.last.text.endswith("… and 5 more.")
    await sam.taps("The next ones")
    assert len(sam.last.text.splitlines()) == 5 and "The next ones" not in sam.last.labels
    await sam.taps("The first ones")
    assert sam.last.text.splitlines() == first
    await sam.taps_data("s|half-day|99")
    assert len(sam.last.text.splitlines()) == 5, "a page that is not there is the last one"


async def test_an_urgent_alert_below_the_fold_has_its_own_button(stage: Stage, sam: Phone) -> None:
    people = [await stage.person(f"P{n}") for n in range(12)]
    for n, one in enumerate(people):
        await task(stage, "call-person", n, one)
    assert "Urgent alerts" not in (await lines_of(sam)) and "Urgent alerts" not in sam.last.labels
    alert = await in_danger(stage, await stage.person("Zoé"))
    await lines_of(sam)
    await sam.taps("Urgent alerts")
    assert sam.last.buttons[0][1] == f"s|alert|{alert}"


async def test_an_ap_stands_there_until_somebody_has_looked_after_them(stage: Stage, sam: Phone) -> None:
    """The week's message tells it once; four weeks later it says nothing new any more."""
    await stage.turn(every_unit_has_its_week)
    camille = await stage.person("Camille", "ap")
    alert = await raised(stage, "silent-pair", "routine", camille)
    await raised(stage, "silent-check-in", "routine", camille)
    assert len(await lines_of(sam)) == 1, "what is not about how an AP is stands in the week alone"
    await stage.passes(days=8)
    await sam.taps("My week")
    assert "1 × no contact for a while" in sam.last.text
    assert (await lines_of(sam))[0].startswith("1. Alert: no contact for a while")
    await stage.passes(days=7)
    await sam.taps_data("s|digest|")
    assert "no contact for a while" not in sam.last.text
    await raised(stage, "silent-pair", "routine", camille)
    await sam.taps_data("s|digest|")
    assert "2 × no contact for a while" in sam.last.text, "it happened again"
    await stage.passes(days=21)
    assert (await stage.turn(lambda turn: alerts.find(turn.tx, alert))).outcome == "digest"  # type: ignore[union-attr]
