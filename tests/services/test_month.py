"""A month of a small unit: one supervisor four hours a week, one coordinator, twelve APs, people who need a human.

Every time promised to a patient is kept, or corrected by then; nothing but *now* interrupts; one digest a week at most.
"""

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.services.alerts import raise_alert
from bot.storage import alerts, tasks
from bot.turn import Turn
from tests.services.test_danger import ByHeart, adapt
from tests.stage import MONDAY, Phone, Stage

NUMBER = "06 39 98 00 11"
PROMISE = re.compile(r"before \w+ (\d+) (January|February) at (\d\d):(\d\d)")
MONTHS = {"January": 1, "February": 2}


def promised(text: str) -> datetime:
    """The moment named in a promise, as Paris reads it in winter."""
    found = PROMISE.search(text)
    assert found, text
    day, month, hour, minute = found.groups()
    return datetime(2027, MONTHS[month], int(day), int(hour) - 1, int(minute), tzinfo=UTC)


@pytest.fixture
async def unit(stage: Stage) -> tuple[Phone, Phone]:
    """Sam is there on Tuesdays and Thursdays from 10 to 12; Dora coordinates. Nobody is on call outside the hours."""
    stage.house = replace(stage.house, rules=ByHeart(), rules_and_reader=ByHeart())
    hours = {"mode": "hours-only"}
    adapt(stage, lambda u: u.model_copy(update={"on_call": u.on_call.model_copy(update=hours)}))
    sam, dora = await stage.person("Sam", role="supervisor"), await stage.person("Dora", role="coordinator")
    for day in ("Tuesday", "Thursday"):
        await sam.taps_data("s|add-shift|")
        await sam.taps("Me")
        await sam.taps(day)
        await sam.says("10-12")
    sam.bubbles.clear()
    return sam, dora


async def sam_works(stage: Stage, sam: Phone) -> None:
    """What waits in the half-day is taken and done, except what he does not get to."""

    def waiting(turn: Turn) -> tuple[list[int], list[int]]:
        return (
            [task.id for task in tasks.open_in(turn.tx, "tilleul")],
            [a.id for a in alerts.unfinished_in(turn.tx, "tilleul") if a.level != "routine"],
        )

    calls, open_alerts = await stage.turn(waiting)
    for task in calls[:4]:
        await sam.taps_data(f"s|take-task|{task}")
        await sam.taps_data(f"s|done-task|{task}")
    for alert in open_alerts[:4]:
        await sam.taps_data(f"s|take-alert|{alert}")
        await sam.taps_data(f"s|close-alert|{alert}")
        if "What was done?" in sam.last.text:
            await sam.taps("I spoke with the person")


async def test_a_month_of_a_small_unit(stage: Stage, unit: tuple[Phone, Phone]) -> None:
    sam, dora = unit
    chance = random.Random(1)
    patients = [await stage.person(f"P{n}") for n in range(8)]
    aps = [await stage.person(f"A{n}", role="ap") for n in range(12)]
    promises: list[tuple[Phone, datetime, datetime]] = []
    dangers: list[Phone] = []

    def routine(turn: Turn) -> None:
        kind = chance.choice(("silent-pair", "missed-debrief", "late-first-contact"))
        raise_alert(turn, kind=kind, level="routine", unit="tilleul", person=chance.choice(aps).id)

    for day in range(28):
        at = MONDAY + timedelta(days=day)
        await stage.passes(to=at)
        await stage.turn(routine)
        if day % 3 == 0:
            patient = patients[(day // 3) % len(patients)]
            await patient.taps_data("s|call-me|")
            await patient.says(NUMBER)
            await patient.taps("Any time")
            promises.append((patient, stage.clock.now(), promised(patient.last.text)))
        if at.weekday() in (1, 3):
            await stage.passes(minutes=30)
            if day != 8:  # one Tuesday Sam is not there, and nobody knew
                await sam_works(stage, sam)
        if day == 12:  # a Saturday night
            await stage.passes(hours=14)
            zoe = await stage.person("Zoé")
            said = await zoe.says("I want to end it all")
            assert "Nobody here can answer you before Tuesday 26 January at 10:00" in said[0].text
            dangers.append(zoe)

    await stage.passes(days=7)
    for patient, asked, by in promises:
        later = [b for b in patient.bubbles if asked < b.at <= by + timedelta(minutes=1)]
        corrected = any("the new time is before" in b.text for b in later)
        assert corrected or await _done_by(stage, patient, asked, by), f"{patient.name} was promised {by}"
    assert any("the new time is before" in t for p in patients for t in p.texts), "the missed Tuesday was corrected"
    assert all("seen your message" in zoe.last.text for zoe in dangers)

    for phone in (sam, dora):
        rang = [b for b in phone.bubbles if b.lane == 0]
        as_sent = [b.parameters["text"] for b in rang]
        assert all("waiting for a human reply" in text for text in as_sent), "only a now alert rings"
        pushed = [b for b in phone.bubbles if b.lane == 3]
        days = Counter(b.at.date() for b in pushed if "half-day" in b.text)
        assert all(number == 1 for number in days.values())
        assert all(8 <= b.at.hour < 16 and b.at.weekday() < 5 for b in pushed), "nothing outside working hours"
        weeks = Counter(b.at.isocalendar().week for b in pushed if "Your week" in b.text)
        assert weeks and all(number == 1 for number in weeks.values())


async def _done_by(stage: Stage, patient: Phone, asked: datetime, by: datetime) -> bool:
    rows = await stage.turn(lambda turn: tasks.ended_of_person(turn.tx, patient.id))
    return any(
        task.done_at is not None and asked <= _at(task.made_at) + timedelta(seconds=1) and _at(task.done_at) <= by
        for task in rows
    )


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
