"""Break-glass: the words behind an alert are opened with a reason that is kept, and a second person knows of it."""

import pytest

from bot.storage import alerts, people
from tests.services.test_alerts import raised, team
from tests.stage import Phone, Stage

__all__ = ["team"]

WHY = "to know what to say when I call"


async def wants_to_read(phone: Phone, alert: int, why: str = WHY) -> None:
    await phone.taps_data(f"s|open-message|{alert}")
    await phone.says(why)


async def my_data(phone: Phone) -> str:
    await phone.taps_data("s|my-data|")
    return "\n".join(phone.texts)


async def steps(stage: Stage, alert: int) -> list[str]:
    return [step.what for step in await stage.turn(lambda turn: alerts.steps(turn.tx, alert))]


async def test_urgent_words_open_at_once_and_a_second_person_is_told_afterwards(
    stage: Stage, team: dict[str, Phone]
) -> None:
    await raised(stage, team["Zoé"])
    assert not any("sealed words" in text for phone in team.values() for text in phone.texts)
    await team["Ana"].taps("Details")
    await team["Ana"].taps("Read the message")
    assert not team["Ana"].seen("sealed words")
    await team["Ana"].says(WHY)
    assert team["Ana"].seen("the sealed words")
    assert "A colleague opened the message of an alert" in team["Dora"].last.text
    assert "Somebody from the team opened a message of yours" in await my_data(team["Zoé"])


async def test_of_what_is_not_urgent_the_second_person_says_yes_first(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"], "death", "soon")
    await wants_to_read(team["Ana"], alert)
    assert not team["Ana"].seen("sealed words") and "It opens with their yes" in team["Ana"].last.text
    assert "Nobody from the team has opened a message of yours." in await my_data(team["Zoé"])

    await team["Dora"].taps("Look at it")
    assert WHY in team["Dora"].last.text and "Ana" in team["Dora"].last.text
    await team["Dora"].taps("Yes, they may read it")

    assert team["Ana"].last.text == "Your colleague said yes: you can read it now."
    await team["Ana"].taps("Read the message")
    assert team["Ana"].seen("the sealed words")
    assert "Somebody from the team opened a message of yours" in await my_data(team["Zoé"])
    assert (await steps(stage, alert))[-3:] == ["asked-to-open", "allowed", "opened"]

    await team["Ana"].taps_data(f"s|open-message|{alert}")
    assert "a second person reads them and says yes first" in team["Ana"].last.text, "one yes is one reading"


async def test_a_no_leaves_it_closed_and_the_one_who_asked_reads_so(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"], "death", "soon")
    await wants_to_read(team["Ana"], alert)
    await team["Dora"].taps("Look at it")
    await team["Dora"].taps("No, leave it closed")
    assert "would rather leave it closed" in team["Ana"].last.text
    assert not team["Ana"].seen("sealed words")
    assert "Nobody from the team has opened a message of yours." in await my_data(team["Zoé"])


async def test_while_the_question_is_open_it_is_not_asked_twice(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"], "death", "soon")
    await wants_to_read(team["Ana"], alert)
    before = len(team["Dora"].bubbles)
    await team["Ana"].taps_data(f"s|open-message|{alert}")
    assert "A colleague was asked at" in team["Ana"].last.text
    assert len(team["Dora"].bubbles) == before


async def test_after_a_day_without_an_answer_another_one_is_asked(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"], "death", "soon")
    await wants_to_read(team["Ana"], alert)
    await stage.passes(hours=25)
    await wants_to_read(team["Ana"], alert)
    assert "needs your yes" in team["Ben"].last.text


async def test_a_yes_counts_for_a_day(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"], "death", "soon")
    await wants_to_read(team["Ana"], alert)
    await team["Dora"].taps("Look at it")
    await team["Dora"].taps("Yes, they may read it")
    await stage.passes(hours=25)
    await team["Ana"].taps_data(f"s|open-message|{alert}")
    assert not team["Ana"].seen("sealed words")


async def test_who_was_not_asked_cannot_say_yes(stage: Stage, team: dict[str, Phone]) -> None:
    alert = await raised(stage, team["Zoé"], "death", "soon")
    await wants_to_read(team["Ana"], alert)
    data = next(data for label, data in team["Dora"].last.buttons if label == "Look at it")
    for name in ("Ana", "Ben", "Zoé"):
        await team[name].taps_data(data)
        assert WHY not in team[name].last.text


@pytest.mark.parametrize("level", ["now", "soon"])
async def test_where_there_is_nobody_else_it_opens_at_once_and_the_record_says_so(stage: Stage, level: str) -> None:
    ana, zoe = await stage.person("Ana", "supervisor"), await stage.person("Zoé")
    ben = await stage.person("Ben", "supervisor")
    await stage.turn(lambda turn: people.set_state(turn.tx, ben.id, "stopped"))
    alert = await raised(stage, zoe, "death", level)
    await ana.taps_data(f"s|open-message|{alert}")
    assert "There is no second person here to tell" in ana.last.text
    await ana.says(WHY)
    assert ana.seen("the sealed words")
    await ana.taps("Details")
    assert "the message was opened; there was no second person to tell (Ana)" in ana.last.text
    assert "Somebody from the team opened a message of yours" in await my_data(zoe)
