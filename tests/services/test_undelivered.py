"""A message of an alert that did not arrive: heard of once, and over when somebody has what it was about."""

from bot.storage import alerts
from bot.storage.alerts import Alert
from tests.services.test_alerts import raised, rings, team
from tests.services.unit import on_call
from tests.stage import Phone, Stage

__all__ = ["team"]
LOST = "A message from me to one of your team did not arrive"


async def of_the_unit(stage: Stage) -> list[Alert]:
    return await stage.turn(lambda turn: alerts.unfinished_in(turn.tx, "tilleul"))


async def test_it_rings_once_in_words_of_its_own_and_climbs_no_ladder(stage: Stage, team: dict[str, Phone]) -> None:
    on_call(stage)
    team["Ana"].blocked = True
    await raised(stage, team["Zoé"])
    everybody = [team[name] for name in ("Ben", "Cleo", "Dora")]
    first = [text for phone in everybody for text in phone.texts if text.startswith(LOST)]
    assert first and "What it was about goes on to others." in first[0]
    await stage.passes(hours=2)
    assert [text for phone in everybody for text in phone.texts if text.startswith(LOST)] == first
    assert rings(team["Dora"]) > 0, "the alert itself goes on climbing"


async def test_it_is_over_when_somebody_has_what_it_was_about(stage: Stage, team: dict[str, Phone]) -> None:
    on_call(stage)
    team["Ana"].blocked = True
    alert = await raised(stage, team["Zoé"])
    await team["Ben"].taps_data(f"s|take-alert|{alert}")
    assert [one.kind for one in await of_the_unit(stage)] == ["danger-oneself"]
    assert not team["Ben"].seen(LOST) and not team["Cleo"].seen(LOST)
    heard = rings(team["Cleo"])
    await stage.passes(minutes=45)
    assert rings(team["Cleo"]) == heard


async def test_in_hands_another_one_is_not_the_person_writing_again(stage: Stage, team: dict[str, Phone]) -> None:
    on_call(stage)
    team["Ana"].blocked = True
    await raised(stage, team["Zoé"])
    (lost,) = [one for one in await of_the_unit(stage) if one.kind == "delivery-failed"]
    await team["Cleo"].taps_data(f"s|take-alert|{lost.id}")
    team["Ben"].blocked = True
    await raised(stage, team["Dora"])
    assert team["Cleo"].seen("Another message from me to one of your team did not arrive.")
    assert not team["Cleo"].seen("has written again")
