"""A month of a small unit: one supervisor four hours a week, a coordinator who reads reports, twelve APs, and people.

Every hour that a patient or an AP read is kept, or corrected by then; work is done from the half-day, by the buttons it
shows; nothing but *now* interrupts; one message about the half-day a day and one week's digest at most.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import from_ms
from bot.house import PARIS
from bot.services.alerts import raise_alert
from bot.storage import alerts, pairs, tasks
from bot.turn import Turn
from tests.journeys.aps import an_ap, asks, passes_questions
from tests.services.test_danger import ByHeart
from tests.services.unit import has_hours, on_call
from tests.stage import MONDAY, Bubble, Phone, Stage

NUMBER = "06 39 98 00 11"
MONTHS = {"January": 1, "February": 2, "March": 3}
HOUR_READ = re.compile(r"(?:before|until|by|from) \w+day (\d+) (January|February|March),?(?: at)? (\d\d):(\d\d)")
REPLY = 1
CORRECTIONS = ("A correction: ", "A change: ", "Earlier than I said: ", "I said that ", "I can name a time now: ")
"""How what is said unasked begins that comes with the replies, because somebody waits for it."""
LINES_A_SLOT = 6  # what one person gets done in two hours


@dataclass(frozen=True, slots=True)
class Promise:
    """`said` on that phone, for `by`."""

    phone: Phone
    said: Bubble
    by: datetime


def promises_on(phone: Phone) -> Iterator[Promise]:
    """Every hour that somebody has read, in each message as it was sent; by when an AP answers is the AP's own."""
    for bubble in phone.bubbles:
        if "Answer before" in bubble.text:
            continue
        for day, month, hour, minute in HOUR_READ.findall(str(bubble.parameters.get("text", ""))):
            at = datetime(2027, MONTHS[month], int(day), int(hour), int(minute), tzinfo=PARIS)
            yield Promise(phone, bubble, at.astimezone(UTC))


class SmallUnit:
    """The people, and how they work."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.answered: set[str] = set()

    async def opens(self) -> None:
        """Sam is there on Tuesdays and Thursdays from 10 to 12. Nobody is on call outside the opening hours."""
        stage = self.stage
        stage.house = replace(stage.house, rules=ByHeart(), rules_and_reader=ByHeart())
        on_call(stage, "hours-only")
        self.sam = await stage.person("Sam", role="supervisor")
        self.dora = await stage.person("Dora", role="coordinator")
        await has_hours(self.sam, "10-12", ["Tuesday", "Thursday"])
        self.aps = [await an_ap(stage, f"Ap{n}", carries=2) for n in range(12)]
        self.patients = [await stage.person(f"P{n}") for n in range(10)]

    async def sam_works(self) -> None:
        """From the top of his list, a line after the other, by what the screens show; a match he puts off."""
        put_off: set[str] = set()
        for _line in range(LINES_A_SLOT):
            await self.sam.taps_data("s|half-day|")
            lines = self.sam.last.text.splitlines()
            if "Nothing is waiting" in lines[0]:
                return
            assert len(lines) <= 10
            shown = [data for _label, data in self.sam.last.buttons if data.startswith(("s|task|", "s|alert|"))]
            opens = next((data for data in shown if data not in put_off), None)
            if opens is None:
                return
            await self.sam.taps_data(opens)
            if self.sam.last.text.startswith("<b>A match waiting"):
                put_off.add(opens)
            elif "Open" in self.sam.last.labels and "call the AP" not in self.sam.last.text:
                await self._decides()
            elif "I spoke with the person" in self.sam.last.labels:
                await self.sam.taps("I spoke with the person")
            else:
                await self.sam.taps("Done")

    async def _decides(self) -> None:
        """What is more than "done": a pause is lifted."""
        shown = self.sam.last
        await self.sam.taps("Open")
        if "Lift: all goes on" in self.sam.last.labels:
            await self.sam.taps("Lift: all goes on")
            await self.sam.taps("Lift")
        else:
            await self.sam.taps_data(next(data for label, data in shown.buttons if label == "Done"))

    async def dora_reads_reports(self) -> None:
        await self.dora.taps_data("s|half-day|")
        for label, data in self.dora.last.buttons:
            if label == "A report to read":
                await self.dora.taps_data(data)
                await self.dora.taps("I take it")
                await self.dora.taps("Done")

    async def aps_look_at_their_phones(self, day: int) -> None:
        """Most answer what waits for them; some never do, some cannot after all."""
        for n, ap in enumerate(self.aps):
            if (n + day) % 4 == 0:
                continue
            offers = [data for b in ap.bubbles for label, data in b.buttons if label == "Open" and "offer" in data]
            if offers and n != 3:
                await ap.taps_data(offers[-1])
                if "I can" in ap.last.labels:
                    await ap.taps("Not this time" if n % 3 == 2 else "I can")
            await self._accompanies(ap, n)

    async def _accompanies(self, ap: Phone, n: int) -> None:
        """First words, except of one who does not find them."""
        for pair in await self.stage.turn(lambda turn: pairs.of_ap(turn.tx, ap.id)):
            if pair.state == "active" and n != 1:
                await ap.taps_data(f"s|write-to|{pair.id}")
                await ap.says("Hello, how are you?")

    async def patients_look_at_their_phones(self) -> None:
        """Who reads that somebody said yes says yes too, and to writing; a few let it lie."""
        for n, patient in enumerate(self.patients):
            shown = [data for bubble in patient.bubbles for _label, data in bubble.buttons]
            yes = [data for data in shown if data.startswith("s|pair-yes|") and data not in self.answered]
            if yes and n % 5 != 4:
                self.answered.add(yes[-1])
                await patient.taps_data(yes[-1])
                if "Write here" in patient.last.labels:
                    await patient.taps("Write here")


async def asks_with_a_limit(patient: Phone) -> None:
    """A supervisor has to look first; Sam puts it off, and the date passes."""
    await patient.taps_data("s|request|")
    for label in ("Choose for me", "Not somebody who…", "Somebody who may know me", "That is all"):
        await patient.taps(label)
    await passes_questions(patient)


async def calls_for_help(unit: SmallUnit, patient: Phone) -> None:
    await patient.taps_data("s|call-me|")
    await patient.says(NUMBER)
    await patient.taps("Any time")


async def reports(unit: SmallUnit, patient: Phone) -> None:
    await patient.taps_data("s|report|")
    if "What happened?" in patient.last.text:
        await patient.taps(patient.last.labels[0])
        await patient.taps("No, send it as it is")


async def reported_dead_and_writes(unit: SmallUnit, patient: Phone) -> None:
    """An AP has had bad news that was wrong; the person writes into the contact that is on hold."""
    for pair in await unit.stage.turn(lambda turn: pairs.open_of(turn.tx, patient.id)):
        ap = next(ap for ap in unit.aps if ap.id == pair.ap_id)
        await ap.taps_data(f"s|bad-news|{pair.id}")
        await patient.taps_data(f"s|write-to|{pair.id}")
        await patient.says("I am still here.")


async def in_danger(unit: SmallUnit, patient: Phone) -> None:
    await patient.taps_data("s|go-on|")
    await patient.says("I want to end it all")


async def low_answer(unit: SmallUnit, patient: Phone) -> None:
    await patient.taps_data("s|check-in|")
    if "Very bad" in patient.last.labels:
        await patient.taps("Very bad")
        await patient.taps("Yes, the team")
        await patient.says(NUMBER)
        await patient.taps("In the morning")


# What happens on which day, at half past nine; a Saturday night is the thirteenth day.
HAPPENS = {
    0: (calls_for_help, 0), 2: (low_answer, 7), 3: (calls_for_help, 3), 5: (in_danger, 9), 7: (calls_for_help, 8),
    9: (reported_dead_and_writes, 1), 10: (reports, 1), 12: (in_danger, 4), 14: (calls_for_help, 2),
    15: (low_answer, 6), 16: (reports, 2), 17: (in_danger, 8), 20: (calls_for_help, 5), 22: (calls_for_help, 9),
    24: (reports, 0),
}  # fmt: skip
ASK_ON = (0, 1, 4, 8, 11, 18)
SAM_IS_ILL_ON = 8  # a Tuesday, and nobody knew


@pytest.fixture
async def unit(stage: Stage) -> SmallUnit:
    small = SmallUnit(stage)
    await small.opens()
    return small


async def test_a_month_of_a_small_unit(stage: Stage, unit: SmallUnit) -> None:
    def routine(turn: Turn) -> None:
        ap = unit.aps[turn.now.day % len(unit.aps)]
        raise_alert(turn, kind="missed-debrief", level="routine", unit="tilleul", person=ap.id)

    for day in range(28):
        at = MONDAY + timedelta(days=day)
        await stage.passes(to=at - timedelta(minutes=30))
        if day % 7 == 3:
            await stage.turn(routine)
        if day in ASK_ON:
            await asks(unit.patients[ASK_ON.index(day)])
        if day == 2:
            await asks_with_a_limit(unit.patients[len(ASK_ON)])
        happen, who = HAPPENS.get(day, (None, 0))
        if happen:
            await happen(unit, unit.patients[who])
        await stage.passes(to=at)
        if at.weekday() in (1, 3) and day != SAM_IS_ILL_ON:
            await stage.passes(minutes=30)
            await unit.sam_works()
        if at.weekday() == 2:
            await unit.dora_reads_reports()
        await stage.passes(hours=5)
        await unit.aps_look_at_their_phones(day)
        await unit.patients_look_at_their_phones()
    await stage.passes(days=10)

    read = [promise for phone in (*unit.patients, *unit.aps) for promise in promises_on(phone)]
    broken = [promise for promise in read if not await is_kept(stage, promise)]
    assert not broken, "\n".join(f"{p.phone.name} at {p.said.at}: {p.said.text!r} by {p.by}" for p in broken)
    assert_that_it_was_a_month(unit, read)
    assert_that_nothing_else_interrupts(unit)


async def is_kept(stage: Stage, promise: Promise) -> bool:
    """Whether somebody did it by then, or something was said to them by then, unasked. What was corrected already says
    itself what to do if that fails too."""
    if "If that fails too" in promise.said.text:
        return True
    if promise.by > stage.clock.now() or promise.by < promise.said.at:
        return True
    until = promise.by + timedelta(minutes=2)
    later = [b for b in promise.phone.bubbles if b.message_id > promise.said.message_id and b.at <= until]
    said = [b for b in later if b.lane != REPLY or b.text.startswith(CORRECTIONS)]
    return bool(said) or await stage.turn(lambda turn: _done(turn, promise, until))


def _done(turn: Turn, promise: Promise, until: datetime) -> bool:
    """Their task was done, their alert told or taken, or the first contact they waited for has been."""
    person, since = promise.phone.id, promise.said.at
    times = [task.done_at for task in tasks.ended_of_person(turn.tx, person)]
    times += [pair.first_contact_at for pair in pairs.open_of(turn.tx, person)]
    for raised in alerts.raised_between(turn.tx, "tilleul", 0, 2**50):
        alert = alerts.find(turn.tx, raised["id"])
        if alert is not None and alert.person_id == person:
            steps = alerts.steps(turn.tx, alert.id)
            times += [step.at for step in steps if step.what in ("told", "taken", "resolved")]
    return any(at is not None and since <= from_ms(at) <= until for at in times)


def assert_that_it_was_a_month(unit: SmallUnit, read: list[Promise]) -> None:
    """Each kind of promise was made, and one of them had to be corrected."""
    said = [promise.said.text for promise in read]
    for words in (
        "I am looking until", "calls you before", "reads it before", "answer you before", "first step by",
        "Sam gets in touch with you here before", "not been able to reach you yet",
        "Expect a message here from",
    ):  # fmt: skip
        assert any(words in text for text in said), f"nobody read “{words}”"
    assert any("the new time is before" in text or "later than I said" in text for text in said)
    assert len(read) > 40


def assert_that_nothing_else_interrupts(unit: SmallUnit) -> None:
    for phone in (unit.sam, unit.dora):
        rang = [bubble.parameters["text"] for bubble in phone.bubbles if bubble.lane == 0]
        assert all("waiting for a human reply" in text or "still in your hands" in text for text in rang), rang
        pushed = [bubble for bubble in phone.bubbles if bubble.lane == 3]
        days = Counter(bubble.at.date() for bubble in pushed if "half-day" in bubble.text)
        assert all(number == 1 for number in days.values())
        working = [8 <= bubble.at.hour < 16 and bubble.at.weekday() < 5 for bubble in pushed]
        assert all(working), [(b.at, b.text) for b, fine in zip(pushed, working, strict=True) if not fine]
        weeks = Counter(bubble.at.isocalendar().week for bubble in pushed if "Your week" in bubble.text)
        assert weeks and all(number == 1 for number in weeks.values())
