"""The rota as people change it: what it says is so, and what cannot be so is refused in words."""

from datetime import date

import pytest

from tests.services.test_danger import adapt
from tests.services.unit import WEEK, can_take, has_hours, in_danger, on_call
from tests.stage import Phone, Stage


@pytest.fixture
async def ana(stage: Stage) -> Phone:
    return await stage.person("Ana", role="supervisor")


def closed_on_tuesday(stage: Stage) -> None:
    closed = {"holidays": (str(date(2027, 1, 12)),)}
    adapt(stage, lambda u: u.model_copy(update={"opening": u.opening.model_copy(update=closed)}))


async def rota_of(phone: Phone) -> str:
    await phone.taps_data("s|rota|")
    return phone.last.text


class TestWithoutOnCall:
    @pytest.fixture(autouse=True)
    def hours(self, stage: Stage) -> None:
        on_call(stage, "hours-only")

    async def takes_duty(self, phone: Phone) -> str:
        await phone.taps_data("s|take-duty|")
        await phone.taps("8 hours")
        return phone.last.text

    async def test_duty_outside_the_hours_is_refused_with_the_reason(self, stage: Stage, ana: Phone) -> None:
        await stage.passes(hours=11)
        said = await self.takes_duty(ana)
        assert "outside its opening hours nobody is told" in said and "It opens Tuesday 12 January at 09:00" in said
        assert "Nobody is on duty now" in await rota_of(ana)

    async def test_within_them_it_holds_until_they_end(self, stage: Stage, ana: Phone) -> None:
        await stage.passes(hours=6)
        assert "You are on duty now" in await self.takes_duty(ana)
        assert "<b>On duty now</b>: Ana." in await rota_of(ana)
        await stage.passes(hours=1)
        assert "Nobody is on duty now" in await rota_of(ana)

    async def writes(self, phone: Phone, hours: str, day: str = "Monday") -> str:
        await phone.taps_data("s|add-shift|")
        await phone.taps("Me")
        await phone.taps(day)
        await phone.says(hours)
        return phone.last.text

    async def test_night_hours_are_not_written(self, stage: Stage, ana: Phone) -> None:
        assert "Nothing was changed" in await self.writes(ana, "22-6")
        assert "Nothing was changed" in await self.writes(ana, "9-12", "Sunday")
        assert "No weekly hours are written yet" in await rota_of(ana)

    async def test_hours_that_reach_beyond_the_opening_say_what_counts(self, stage: Stage, ana: Phone) -> None:
        assert "only what lies in its opening hours counts" in await self.writes(ana, "15-20")
        assert "every promise counts on it" in await self.writes(ana, "9-12")

    async def test_a_holiday_is_no_opening_day(self, stage: Stage, ana: Phone) -> None:
        closed_on_tuesday(stage)
        await has_hours(ana, "9-17", ["Tuesday"])
        assert "Tuesday 12 January at 09:00 to" not in await rota_of(ana)
        zoe = await stage.person("Zoé")
        await stage.passes(days=1)
        await in_danger(stage, zoe)
        assert not can_take(ana)


async def test_on_call_goes_on_through_a_holiday(stage: Stage, ana: Phone) -> None:
    """Who is on call is on call: a holiday is taken out of the rota by who is away, not by the calendar."""
    on_call(stage)
    closed_on_tuesday(stage)
    await has_hours(ana, "9-17", ["Tuesday"])
    zoe = await stage.person("Zoé")
    await stage.passes(days=1)
    await in_danger(stage, zoe)
    assert can_take(ana)


async def test_who_is_on_duty_and_out_of_reach_is_said_so(stage: Stage, ana: Phone) -> None:
    on_call(stage)
    ben = await stage.person("Ben", role="supervisor")
    await has_hours(ana, "0-0", WEEK)
    await ana.blocks()
    said = await rota_of(ben)
    assert "Nobody is on duty now" in said and "On the rota now, but nothing reaches them: Ana." in said


class TestSwaps:
    @pytest.fixture(autouse=True)
    async def asked(self, stage: Stage, ana: Phone) -> None:
        on_call(stage)
        self.ben = await stage.person("Ben", role="supervisor")
        await has_hours(ana, "9-13", ["Tuesday"])
        await ana.taps_data("s|swap|")
        await ana.taps("Tuesday 12 January, 09:00 to 13:00")
        await ana.taps("Ben")

    async def test_hours_that_are_no_longer_theirs_change_nothing(self, stage: Stage, ana: Phone) -> None:
        await ana.taps_data("s|drop-shift|")
        await ana.taps(ana.last.labels[0])
        await self.ben.taps("Yes")
        assert "no longer your colleague’s to give. Nothing was changed." in self.ben.last.text
        assert "are taken over" not in ana.last.text
        await stage.passes(days=1)
        assert "Nobody is on duty now" in await rota_of(self.ben)

    async def test_hours_begun_already_change_hands_for_what_is_left(self, stage: Stage, ana: Phone) -> None:
        await stage.passes(days=1, hours=1)
        await self.ben.taps("Yes")
        assert "these hours are yours now" in self.ben.last.text
        assert "<b>On duty now</b>: Ben." in await rota_of(self.ben)


async def test_a_sick_colleague_is_replaced_to_the_end_of_the_night(stage: Stage, ana: Phone) -> None:
    on_call(stage)
    ben, zoe = await stage.person("Ben", role="supervisor"), await stage.person("Zoé")
    await has_hours(ana, "22-8", ["Monday"])
    await stage.passes(hours=12, minutes=30)
    await ben.taps_data("s|replace|")
    await ben.taps("Ana")
    await stage.passes(hours=6)  # half past four
    await in_danger(stage, zoe)
    assert can_take(ben) and not can_take(ana)


async def test_a_team_of_twelve_can_all_be_asked(stage: Stage, ana: Phone) -> None:
    on_call(stage)
    for n in range(12):
        await stage.person(f"Colleague {n}", role="supervisor")
    await has_hours(ana, "9-13", ["Tuesday"])
    for dialogue in ("replace", "swap"):
        await ana.taps_data(f"s|{dialogue}|")
        if dialogue == "swap":
            await ana.taps("Tuesday 12 January, 09:00 to 13:00")
        assert {f"Colleague {n}" for n in range(12)} <= set(ana.last.labels)
    alert = await in_danger(stage, await stage.person("Zoé"))
    await ana.taps_data(f"s|hand-alert|{alert}")
    assert {f"Colleague {n}" for n in range(12)} <= set(ana.last.labels)
