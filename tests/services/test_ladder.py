"""The ladder by night and by day: whoever can be reached is, and what the person reads about when is true."""

from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from bot.services.alerts import raise_alert
from bot.services.presence import presence
from bot.storage import alerts, people, second_path, timers
from bot.storage.outbox import Lane
from bot.turn import Turn
from tests.services.test_danger import adapt, on_duty
from tests.services.test_danger import words as words  # the fixture
from tests.services.unit import WEEK, alert_of, can_take, has_hours, in_danger, on_call, what_they_read
from tests.stage import Phone, Stage

pytestmark = pytest.mark.usefixtures("words")
END_IT = "I want to end it all"


@pytest.fixture
async def team(stage: Stage) -> dict[str, Phone]:
    """Three supervisors and a coordinator; nobody is on a rota yet."""
    people = {name: await stage.person(name, role="supervisor") for name in ("Ana", "Ben", "Cleo")}
    return people | {"Dora": await stage.person("Dora", role="coordinator"), "Zoé": await stage.person("Zoé")}


def letters(turn: Turn) -> int:
    return len(second_path.due(turn.tx, turn.house.sealer, turn.now_ms, 50))


class TestByNight:
    """23:00 in a unit that is on call."""

    @pytest.fixture(autouse=True)
    async def night(self, stage: Stage, team: dict[str, Phone]) -> None:
        on_call(stage)
        await stage.passes(hours=13)

    async def test_who_blocked_the_bot_is_passed_at_once(self, stage: Stage, team: dict[str, Phone]) -> None:
        await on_duty(stage, team["Ana"].id, 10)
        team["Ana"].blocked = True
        alert = await in_danger(stage, team["Zoé"])
        assert can_take(team["Ben"]) and can_take(team["Cleo"]), "nobody on duty is left, so everybody is told"
        assert "I have told the team of your unit." in await what_they_read(stage, alert)
        await stage.passes(minutes=40)
        assert can_take(team["Dora"])

    async def test_who_is_known_to_be_out_of_reach_is_passed_too(self, stage: Stage, team: dict[str, Phone]) -> None:
        await on_duty(stage, team["Ana"].id, 10)
        await team["Ana"].blocks()
        said = await team["Zoé"].says(END_IT)
        assert "I have told the team of your unit. I cannot promise when" in said[0].text
        assert "Nobody here can answer you before" not in said[0].text
        assert can_take(team["Ben"])

    async def test_the_one_on_duty_is_the_one_in_danger(self, stage: Stage, team: dict[str, Phone]) -> None:
        await on_duty(stage, team["Ana"].id, 10)
        said = await team["Ana"].says(END_IT)
        assert "I have told the team of your unit." in said[0].text
        assert can_take(team["Ben"]) and not can_take(team["Ana"])

    async def test_an_hour_that_the_rota_leaves_open_is_waited_for(self, stage: Stage, team: dict[str, Phone]) -> None:
        """What the forecast says: urgent alerts go to nobody then, and people read from when."""
        await has_hours(team["Ana"], "9-17", ["Tuesday"])
        said = await team["Zoé"].says(END_IT)
        assert "Nobody here can answer you before Tuesday 12 January at 09:00" in said[0].text
        assert not any(can_take(team[name]) for name in ("Ana", "Ben", "Cleo", "Dora"))
        await stage.passes(hours=10)
        assert can_take(team["Ana"])

    async def test_once_begun_it_climbs_on_when_the_shift_is_over(self, stage: Stage, team: dict[str, Phone]) -> None:
        await on_duty(stage, team["Ana"].id, 1)
        await has_hours(team["Ben"], "9-17", ["Wednesday"])
        await stage.passes(minutes=58)
        await in_danger(stage, team["Zoé"])
        await stage.passes(minutes=30)
        assert can_take(team["Ben"]) and can_take(team["Cleo"])

    async def test_nobody_at_all_every_other_way_is_used(self, stage: Stage, team: dict[str, Phone]) -> None:
        on_call(stage, emails=("garde@tilleuls.example",))
        await on_duty(stage, team["Ana"].id, 10)
        for name in ("Ana", "Ben", "Cleo", "Dora"):
            await team[name].blocks()
        said = await team["Zoé"].says(END_IT)
        assert "I have not been able to reach anybody yet. I go on trying." in said[0].text
        assert "Your unit will read this from" not in said[0].text
        assert await stage.turn(letters) == 1

        team["Cleo"].blocked = False
        await team["Cleo"].says("/menu")  # one of them lets the bot in again
        assert can_take(team["Cleo"]), "in that very minute"


async def test_without_a_rota_the_team_is_told_and_no_hour_promised(stage: Stage, team: dict[str, Phone]) -> None:
    on_call(stage)
    await stage.passes(hours=16)
    said = await team["Zoé"].says(END_IT)
    assert "I have told the team of your unit. I cannot promise when somebody reads it." in said[0].text
    assert all(can_take(team[name]) for name in ("Ana", "Ben", "Cleo"))
    await team["Zoé"].says("the room is dark")
    assert "I have told the team of your unit" in team["Zoé"].last.text
    assert "A call" not in " ".join(team["Zoé"].last.labels), "nobody is on duty who could call now"


async def test_without_a_rota_and_without_on_call_it_waits_for_the_opening(
    stage: Stage, team: dict[str, Phone]
) -> None:
    on_call(stage, "hours-only")
    await stage.passes(hours=16)
    said = await team["Zoé"].says(END_IT)
    assert "Nobody here can answer you before Tuesday 12 January at 09:00" in said[0].text
    await stage.passes(hours=8)
    assert all(can_take(team[name]) for name in ("Ana", "Ben", "Cleo"))


async def test_without_anybody_at_all_no_hour_is_promised(stage: Stage) -> None:
    on_call(stage, "hours-only")
    zoe = await stage.person("Zoé")
    await stage.passes(hours=16)
    said = await zoe.says(END_IT)
    assert "I have not been able to reach anybody yet." in said[0].text and "from" not in said[0].text.split("114.")[1]


class TestAnotherHour:
    """Somebody waits for an hour that the rota had; then the rota changes."""

    @pytest.fixture(autouse=True)
    async def waiting(self, stage: Stage, team: dict[str, Phone]) -> None:
        """Tuesday and Thursday mornings; it is Monday at midnight."""
        on_call(stage)
        await has_hours(team["Ana"], "9-12", ["Tuesday", "Thursday"])
        await stage.passes(hours=14)
        said = await team["Zoé"].says(END_IT)
        assert "Nobody here can answer you before Tuesday 12 January at 09:00" in said[0].text

    async def drops(self, phone: Phone, which: int = 0) -> None:
        await phone.taps_data("s|drop-shift|")
        await phone.taps(phone.last.labels[which])

    async def test_who_takes_duty_now_is_told_now_and_the_person_reads_it(
        self, stage: Stage, team: dict[str, Phone]
    ) -> None:
        await team["Ben"].taps_data("s|take-duty|")
        await team["Ben"].taps("8 hours")
        assert can_take(team["Ben"])
        assert "Earlier than I said: somebody of your team is there now" in team["Zoé"].last.text
        await stage.passes(hours=9)
        assert len([text for text in team["Zoé"].texts if "Earlier than I said" in text]) == 1

    async def test_a_later_hour_is_said_each_time(self, stage: Stage, team: dict[str, Phone]) -> None:
        await self.drops(team["Ana"])
        assert "your team reads your message from Thursday 14 January at 09:00, later" in team["Zoé"].last.text
        await self.drops(team["Ana"])
        assert can_take(team["Ana"]), "the rota is empty now, so the team is told"

        before = len(team["Zoé"].texts)
        await stage.passes(minutes=5)
        assert not [text for text in team["Zoé"].texts[before:] if "A change" in text]

    async def test_an_earlier_hour_is_said_too(self, stage: Stage, team: dict[str, Phone]) -> None:
        await has_hours(team["Ben"], "8-10", ["Tuesday"])
        assert "your team reads your message earlier, from Tuesday 12 January at 08:00" in team["Zoé"].last.text
        await stage.passes(hours=8)
        assert can_take(team["Ben"])

    async def test_who_blocks_the_bot_takes_the_hour_along(self, stage: Stage, team: dict[str, Phone]) -> None:
        await has_hours(team["Ben"], "9-12", ["Wednesday"])
        await team["Ana"].blocks()
        assert "from Wednesday 13 January at 09:00, later than I said" in team["Zoé"].last.text
        team["Ana"].blocked = False
        await team["Ana"].says("/menu")
        assert "earlier, from Tuesday 12 January at 09:00" in team["Zoé"].last.text

    async def test_whose_hour_moved_reads_all_the_same_that_nobody_answered(
        self, stage: Stage, team: dict[str, Phone]
    ) -> None:
        await has_hours(team["Ben"], "8-10", ["Tuesday"])
        await stage.passes(hours=9)
        assert "nobody has answered me yet. I go on asking." in team["Zoé"].last.text

    async def test_a_change_that_moves_nothing_says_nothing(self, stage: Stage, team: dict[str, Phone]) -> None:
        before = len(team["Zoé"].texts)
        await has_hours(team["Ben"], "9-12", ["Friday"])
        await team["Cleo"].blocks()
        assert len(team["Zoé"].texts) == before

    async def test_no_hour_any_more_is_said(self, stage: Stage, team: dict[str, Phone]) -> None:
        on_call(stage, "hours-only")
        for name in ("Ben", "Cleo", "Dora", "Ana"):
            await team[name].blocks()
        assert "I can no longer say when your team reads your message" in team["Zoé"].last.text


async def test_what_hours_leave_open_each_evening_is_said_each_time(stage: Stage, team: dict[str, Phone]) -> None:
    """Without on-call the ladder stops at closing time: told, nobody took it, and from when it asks again."""
    on_call(stage, "hours-only")
    await has_hours(team["Ana"], "9-12", ["Tuesday", "Thursday"])
    await stage.passes(days=1)
    alert = await in_danger(stage, team["Zoé"])
    await stage.passes(days=3)
    corrections = [text for text in team["Zoé"].texts if "nobody has answered me yet. I ask again from" in text]
    assert len(corrections) >= 2 and len(set(corrections)) == len(corrections)
    row = await alert_of(stage, alert)
    assert await stage.turn(lambda turn: timers.due_at(turn.tx, "alert-climb", row.id)) is not None


class TestTheSecondPath:
    async def test_a_rung_that_is_passed_writes_its_mail_too(self, stage: Stage, team: dict[str, Phone]) -> None:
        on_call(stage, emails=("garde@tilleuls.example",), email_steps=("duty",))
        await on_duty(stage, team["Ana"].id, 8)
        await team["Ana"].blocks()
        await in_danger(stage, team["Zoé"])
        assert can_take(team["Ben"]) and await stage.turn(letters) == 1

    async def test_and_writes_it_once(self, stage: Stage, team: dict[str, Phone]) -> None:
        on_call(stage, emails=("garde@tilleuls.example",), email_steps=("duty",))
        await on_duty(stage, team["Ana"].id, 8)
        team["Ana"].blocked = True  # found out in the sending
        await in_danger(stage, team["Zoé"])
        assert can_take(team["Ben"]) and await stage.turn(letters) == 2, (
            "one of it, one of the message that did not arrive"
        )


async def test_a_unit_on_the_other_side_of_the_world(stage: Stage, team: dict[str, Phone]) -> None:
    """Nine in the morning on Réunion is six in Paris: the rota keeps its clock, each reads the hour by their own."""
    far = ZoneInfo("Indian/Reunion")
    adapt(stage, lambda u: u.model_copy(update={"zone": far}))
    on_call(stage, "hours-only")
    await has_hours(team["Ana"], "9-12", ["Tuesday"])
    yan = await stage.person("Yan")
    await stage.turn(lambda turn: people.set_zone(turn.tx, yan.id, "Europe/Paris"))
    await stage.passes(hours=8)  # 21:00 there

    said = await team["Zoé"].says(END_IT)
    assert "Nobody here can answer you before Tuesday 12 January at 09:00" in said[0].text
    said = await yan.says(END_IT)
    assert "Nobody here can answer you before Tuesday 12 January at 06:00" in said[0].text
    await yan.taps("Call me from 06:00")
    await yan.says("06 39 98 12 34")
    await yan.taps("Any time")
    assert "calls you before Tuesday 12 January at 09:00" in yan.last.text

    await stage.passes(hours=11, minutes=59)
    assert not can_take(team["Ana"])
    await stage.passes(minutes=2)
    assert can_take(team["Ana"])
    await team["Ana"].taps("I take it")
    assert "has seen your message" in yan.last.text or "has seen your message" in team["Zoé"].last.text
    here = await stage.turn(lambda turn: presence(turn, turn.house.site.units[0]))
    assert here.duty == (team["Ana"].id,)


async def test_what_becomes_urgent_rings_who_had_it_in_their_list(stage: Stage, team: dict[str, Phone]) -> None:
    on_call(stage)
    await on_duty(stage, team["Ana"].id, 8)

    def concern(turn: Turn, level: Literal["soon", "now"]) -> int:
        return raise_alert(turn, kind="ap-urgent", level=level, unit="tilleul", person=team["Zoé"].id)

    await stage.turn(lambda turn: concern(turn, "soon"))
    assert team["Ana"].seen("Your half-day") and not can_take(team["Ana"])
    alert = await stage.turn(lambda turn: concern(turn, "now"))
    assert can_take(team["Ana"]) and not can_take(team["Ben"])
    assert "I have told {guard}" in await what_they_read(stage, alert)


async def test_what_comes_back_into_the_open_is_told_to_those_whose_message_said_taken(
    stage: Stage, team: dict[str, Phone]
) -> None:
    on_call(stage)
    await on_duty(stage, team["Ana"].id, 8)
    await in_danger(stage, team["Zoé"])
    await stage.passes(minutes=10)
    await team["Ben"].taps("I take it")
    assert not can_take(team["Ana"])
    await team["Ben"].blocks()
    assert can_take(team["Ana"])


class TestByDay:
    """10:00 in a unit that is on call."""

    @pytest.fixture(autouse=True)
    def day(self, stage: Stage) -> None:
        on_call(stage)

    async def soon(self, stage: Stage, person: Phone, kind: str = "low-check-in") -> int:
        return await stage.turn(
            lambda turn: raise_alert(turn, kind=kind, level="soon", unit="tilleul", person=person.id)
        )

    async def test_with_a_rota_of_nights_alone_what_is_not_urgent_is_told_by_day(
        self, stage: Stage, team: dict[str, Phone]
    ) -> None:
        await has_hours(team["Ana"], "20-7", WEEK)
        await self.soon(stage, team["Zoé"])
        assert "half-day" in team["Ana"].last.text and "half-day" in team["Ben"].last.text

    async def test_an_hour_read_of_what_is_not_urgent_is_corrected_too(
        self, stage: Stage, team: dict[str, Phone]
    ) -> None:
        await has_hours(team["Ana"], "9-12", ["Tuesday", "Thursday"])
        alert = await self.soon(stage, team["Zoé"])
        assert "Your unit will read this from" in await what_they_read(stage, alert)
        await team["Ana"].taps_data("s|drop-shift|")
        await team["Ana"].taps(team["Ana"].last.labels[0])
        said = team["Zoé"].last
        assert "your team reads your message from Thursday 14 January at 09:00" in said.text
        assert said.lane == Lane.NOTICE

    async def test_who_had_seen_it_is_no_longer_on_it_and_who_takes_it_then_is_said(
        self, stage: Stage, team: dict[str, Phone]
    ) -> None:
        zoe = team["Zoé"]
        await on_duty(stage, team["Ana"].id, 12)
        alert = await in_danger(stage, zoe)
        await team["Ana"].taps("I take it")
        await team["Ana"].blocks()
        await stage.passes(hours=1)
        assert "somebody had seen your message, and is no longer on it. I go on asking." in zoe.last.text
        assert not zoe.seen("nobody has answered me yet")
        await team["Ben"].taps_data(f"s|take-alert|{alert}")
        assert "has seen your message, at 11:00" in zoe.last.text
        said = len(zoe.bubbles)
        await team["Cleo"].taps_data(f"s|take-over-alert|{alert}")
        assert len(zoe.bubbles) == said, "it is in hands, whose does not matter"

    async def test_who_said_no_is_not_counted_as_told(self, stage: Stage, team: dict[str, Phone]) -> None:
        await on_duty(stage, team["Ana"].id, 12)
        alert = await in_danger(stage, team["Zoé"])
        assert "I have told {guard}." in await what_they_read(stage, alert)
        await team["Ana"].taps("I cannot")
        assert "I have told the team of your unit." in await what_they_read(stage, alert)

    async def test_who_comes_on_duty_is_told_and_the_ladder_stays_where_it_is(
        self, stage: Stage, team: dict[str, Phone]
    ) -> None:
        await on_duty(stage, team["Ana"].id, 12)
        alert = await in_danger(stage, team["Zoé"])
        await stage.passes(minutes=15)
        due = await stage.database.read(lambda tx: timers.due_at(tx, "alert-climb", alert))
        await on_duty(stage, team["Dora"].id, 1)
        assert can_take(team["Dora"]) and (await alert_of(stage, alert)).step == 1
        assert await stage.database.read(lambda tx: timers.due_at(tx, "alert-climb", alert)) == due

    async def test_who_has_left_reads_nothing_and_the_timeline_says_nothing_else(
        self, stage: Stage, team: dict[str, Phone]
    ) -> None:
        await on_duty(stage, team["Ana"].id, 12)
        alert = await in_danger(stage, team["Zoé"])
        await team["Zoé"].blocks()
        await stage.passes(hours=5)
        await team["Ana"].taps_data(f"s|take-alert|{alert}")
        steps = {step.what for step in await stage.turn(lambda turn: alerts.steps(turn.tx, alert))}
        assert not steps & {"corrected", "seen-told"}
        await team["Ana"].taps_data(f"s|alert|{alert}")
        assert "the person can no longer be written to" in team["Ana"].last.text, "however much has happened since"
