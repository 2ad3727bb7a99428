"""Alerts on the phones of those who are told: the ladder, taking, handing on, closing, and all that goes wrong."""

from datetime import timedelta

import pytest

from bot.services import alerts as service
from bot.services.alerts import raise_alert, told
from bot.site import Unit
from bot.storage import alerts, memberships, timers
from bot.turn import Turn
from tests.services.test_danger import adapt, on_duty
from tests.stage import Phone, Stage

TAKE = "I take it"


async def raised(stage: Stage, person: Phone | None, kind: str = "danger-oneself", level: str = "now") -> int:
    def act(turn: Turn) -> int:
        return raise_alert(
            turn,
            kind=kind,
            level="now" if level == "now" else "soon" if level == "soon" else "routine",
            unit="tilleul",
            person=person.id if person else None,
            message="the sealed words",
        )

    return await stage.turn(act)


def rings(phone: Phone) -> int:
    """How many alerts rang on it: messages in the lane that nothing holds."""
    return len([b for b in phone.bubbles if b.lane == 0])


def can_take(phone: Phone) -> bool:
    return any(TAKE in b.labels for b in phone.bubbles)


@pytest.fixture
async def team(stage: Stage) -> dict[str, Phone]:
    """Ana is on duty, Ben and Cleo are supervisors, Dora coordinates, Zoé is the patient."""
    people = {name: await stage.person(name, role="supervisor") for name in ("Ana", "Ben", "Cleo")}
    people["Dora"] = await stage.person("Dora", role="coordinator")
    people["Zoé"] = await stage.person("Zoé")
    await on_duty(stage, people["Ana"].id, 12)
    return people


async def test_duty_then_next_then_all_then_the_coordination(stage: Stage, team: dict[str, Phone]) -> None:
    await raised(stage, team["Zoé"])
    assert [name for name in team if can_take(team[name])] == ["Ana"]
    await stage.passes(minutes=10)
    assert [name for name in team if can_take(team[name])] == ["Ana", "Ben"]
    await stage.passes(minutes=10)
    assert [name for name in team if can_take(team[name])] == ["Ana", "Ben", "Cleo"]
    await stage.passes(minutes=20)
    assert [name for name in team if can_take(team[name])] == ["Ana", "Ben", "Cleo", "Dora"]
    assert "nobody has answered me yet" in team["Zoé"].last.text
    before = rings(team["Ana"])
    await stage.passes(minutes=20)
    assert rings(team["Ana"]) == before + 1


async def test_after_one_has_taken_it_nobody_else_is_called(stage: Stage, team: dict[str, Phone]) -> None:
    await raised(stage, team["Zoé"])
    await stage.passes(minutes=10)
    await team["Ben"].taps(TAKE)
    assert team["Ana"].bubbles[-1].text == "A colleague took this at 10:10. You have nothing to do."
    assert "has seen your message, at 10:10" in team["Zoé"].last.text
    await stage.passes(minutes=60)
    assert not can_take(team["Cleo"]) and not can_take(team["Dora"])


async def test_of_two_who_take_it_at_once_the_second_reads_who_has_it(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"])
    await stage.passes(minutes=10)
    await team["Ana"].taps(TAKE)
    said = await team["Ben"].taps_data(f"s|take-alert|{alert}")
    assert "A colleague took it at 10:10" in said[-1].text
    await team["Ben"].taps("Take over")
    await team["Ben"].taps("Details")
    assert "Yours" in team["Ben"].last.text


async def test_who_lost_the_role_a_second_ago_changes_nothing(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"])
    hat = await stage.turn(lambda turn: memberships.of_role(turn.tx, team["Ana"].id, "tilleul", "supervisor"))
    assert hat is not None
    await stage.turn(lambda turn: memberships.set_state(turn.tx, hat.id, "ended"))
    await team["Ana"].taps(TAKE)
    row = await stage.turn(lambda turn: alerts.find(turn.tx, alert))
    assert row is not None and row.state == "open"
    assert "not open to you" in team["Ana"].last.text or "no such alert" in team["Ana"].last.text


async def test_a_forged_tap_of_a_patient_changes_nothing(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"])
    for name in ("take-alert", "close-alert", "open-message", "alert"):
        await team["Zoé"].taps_data(f"s|{name}|{alert}")
    row = await stage.turn(lambda turn: alerts.find(turn.tx, alert))
    assert row is not None and row.state == "open" and row.taken_by is None


async def test_nobody_takes_an_alert_about_themself(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Ana"])
    assert not can_take(team["Ana"]) and can_take(team["Ben"])
    said = await team["Ana"].taps_data(f"s|take-alert|{alert}")
    assert "no such alert" in said[-1].text


async def test_after_it_is_closed_taking_it_changes_nothing(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"])
    await team["Ana"].taps(TAKE)
    await team["Ana"].taps("Done")
    await team["Ana"].taps("I spoke with the person")
    said = await team["Ben"].taps_data(f"s|take-alert|{alert}")
    assert "closed already" in said[-1].text


async def test_who_cannot_says_so_and_the_next_one_is_told_at_once(stage: Stage, team: dict[str, Phone]) -> None:
    await raised(stage, team["Zoé"])
    await team["Ana"].taps("I cannot")
    assert can_take(team["Ben"])


async def test_who_left_the_bot_keeps_nobody_from_being_told_when_the_other_cannot(
    stage: Stage, team: dict[str, Phone]
) -> None:
    await raised(stage, team["Zoé"])
    await stage.passes(minutes=11)
    assert can_take(team["Ana"]) and can_take(team["Ben"])
    await team["Ben"].blocks()
    await team["Ana"].taps("I cannot")
    assert can_take(team["Cleo"])


async def test_a_supervisor_who_blocked_the_bot_is_passed_at_once(stage: Stage, team: dict[str, Phone]) -> None:
    team["Ana"].blocked = True
    await raised(stage, team["Zoé"])
    assert can_take(team["Ben"]) or can_take(team["Cleo"])
    open_now = await stage.turn(lambda turn: alerts.unfinished_in(turn.tx, "tilleul"))
    assert {"danger-oneself", "delivery-failed"} == {alert.kind for alert in open_now}


async def test_where_nobody_can_be_reached_the_person_reads_so(stage: Stage, team: dict[str, Phone]) -> None:
    for name in ("Ana", "Ben", "Cleo", "Dora"):
        team[name].blocked = True
    alert = await raised(stage, team["Zoé"])
    assert "nobody has answered me yet" in team["Zoé"].last.text
    assert await stage.turn(lambda turn: timers.due_at(turn.tx, "alert-climb", alert)) is not None
    await stage.passes(hours=3)
    assert len([text for text in team["Zoé"].texts if "nobody has answered" in text]) == 1


async def test_still_yours_after_two_hours_and_without_an_answer_it_is_open_again(
    stage: Stage, team: dict[str, Phone]
) -> None:
    await raised(stage, team["Zoé"])
    await team["Ana"].taps(TAKE)
    await stage.passes(hours=2)
    assert "Is it still in your hands?" in team["Ana"].last.text
    await team["Ana"].taps("Still mine")
    await stage.passes(hours=2)
    assert "Is it still in your hands?" in team["Ana"].last.text
    await stage.passes(minutes=40)
    assert can_take(team["Ben"]) or any("open again" in text for text in team["Ana"].texts)


async def test_handing_on_tells_the_colleague_and_climbs_from_there(stage: Stage, team: dict[str, Phone]) -> None:
    await raised(stage, team["Zoé"])
    await team["Ana"].taps(TAKE)
    await team["Ana"].taps("Hand over")
    await team["Ana"].taps("Cleo")
    assert can_take(team["Cleo"])
    await stage.passes(minutes=10)
    assert can_take(team["Ben"])


async def test_the_words_go_some_days_after_the_end(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"])
    await team["Ana"].taps(TAKE)
    await team["Ana"].taps("Done")
    await team["Ana"].taps("I spoke with the person")
    for days, gone in ((6, 0), (2, 1)):
        stage.clock.move(timedelta(days=days))
        assert await stage.turn(lambda turn: alerts.wipe_messages(turn.tx, turn.now_ms)) == gone
    row = await stage.turn(lambda turn: alerts.find(turn.tx, alert))
    assert row is not None and row.messages(stage.house.sealer) == []


async def test_the_same_again_is_one_alert(stage: Stage, team: dict[str, Phone]) -> None:
    first = await raised(stage, team["Zoé"])
    assert await raised(stage, team["Zoé"]) == first
    assert rings(team["Ana"]) == 1
    await team["Ana"].taps(TAKE)
    await raised(stage, team["Zoé"])
    assert "has written again" in team["Ana"].last.text


async def test_a_storm_does_not_bury_the_real_one(stage: Stage, team: dict[str, Phone]) -> None:
    """200 alerts of one kind, of 200 people, from one unit that went wrong; then one of another kind."""
    crowd = [await stage.person(f"P{n}") for n in range(200)]

    def storm(turn: Turn) -> None:
        for one in crowd:
            raise_alert(turn, kind="ap-urgent", level="now", unit="tilleul", person=one.id)

    await stage.turn(storm)
    assert rings(team["Ana"]) <= 11
    real = await raised(stage, team["Zoé"])
    assert f"s|take-alert|{real}" in [data for _label, data in team["Ana"].last.buttons]
    assert rings(team["Ana"]) <= 12


async def test_one_machine_that_fails_two_hundred_times_is_one_alert(stage: Stage, team: dict[str, Phone]) -> None:
    ids = {await raised(stage, None, "delivery-failed", "soon") for _n in range(200)}
    assert len(ids) == 1 and rings(team["Ana"]) == 0


async def test_soon_waits_for_working_hours_and_never_rings(stage: Stage, team: dict[str, Phone]) -> None:
    await stage.passes(hours=9)  # 19:00
    await raised(stage, team["Zoé"], "low-check-in", "soon")
    await stage.passes(hours=13)
    assert all(not p.bubbles for name, p in team.items() if name != "Zoé")
    await stage.passes(hours=3)
    said = [b for p in team.values() for b in p.bubbles if "half-day" in b.text]
    assert said and all(b.lane == 3 for b in said)


async def test_routine_waits_for_the_week(stage: Stage, team: dict[str, Phone]) -> None:
    await raised(stage, team["Zoé"], "silent-pair", "routine")
    await stage.passes(days=6)
    assert not team["Ben"].bubbles
    await stage.passes(days=2)
    assert [b.text for b in team["Ben"].bubbles] == ["Your week at a glance is ready. Nothing in it is urgent."]
    await team["Ben"].taps("My week")
    assert "1 × no contact for a while" in team["Ben"].last.text


async def test_the_truth_about_whom_it_told(stage: Stage, team: dict[str, Phone]) -> None:
    async def truth(alert: int) -> str:
        text = await stage.turn(lambda turn: told(turn, alert))
        return text.source

    alert = await raised(stage, team["Zoé"])
    assert (await truth(alert)).startswith("I have told {guard}.")
    await team["Ana"].taps(TAKE)
    assert (await truth(alert)).startswith("Somebody from your unit has seen")
    nowhere = await stage.turn(
        lambda turn: raise_alert(turn, kind="call-me", level="now", unit=None, person=team["Zoé"].id)
    )
    assert await truth(nowhere) == "I have told nobody."


async def test_without_on_call_a_night_alert_waits_at_the_top_of_the_next_slot(stage: Stage) -> None:
    def hours_only(unit: Unit) -> Unit:
        return unit.model_copy(update={"on_call": unit.on_call.model_copy(update={"mode": "hours-only"})})

    adapt(stage, hours_only)
    sam, zoe = await stage.person("Sam", role="supervisor"), await stage.person("Zoé")
    await sam.taps_data("s|add-shift|")
    await sam.taps("Me")
    await sam.taps("Wednesday")
    await sam.says("14-18")
    await stage.passes(hours=12)
    before = len(sam.bubbles)
    alert = await raised(stage, zoe)
    row = await stage.turn(lambda turn: alerts.find(turn.tx, alert))
    assert row is not None and row.promised_at is not None and row.told_at is None
    await stage.passes(hours=39)
    assert len(sam.bubbles) == before
    await stage.passes(hours=1)
    assert can_take(sam)


async def test_an_alert_without_a_next_step_gets_one_and_is_reported(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"])
    await stage.turn(lambda turn: turn.cancel_timer("alert-climb", alert))
    (found,) = await stage.turn(service.every_alert_has_a_next_step)
    assert str(alert) in found.line and (found.unit, found.urgent) == ("tilleul", True)
    assert await stage.turn(service.every_alert_has_a_next_step) == []
    await stage.sweep()
    assert can_take(team["Ben"])
