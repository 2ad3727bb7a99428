"""Help now is one tap from anywhere: every screen that somebody who is not acting as staff can come to shows it."""

from collections.abc import Iterable

import pytest

from bot.storage import memberships
from bot.storage.outbox import Lane
from conversations.dialogue.registry import AP, COORDINATOR, PATIENT, RELATIVE, SUPERVISOR, all_dialogues
from tests.services.pairing import in_touch, supervisor
from tests.stage import Bubble, Phone, Stage

HELP = "s|help-now|"
UNDER_OTHER_WORDS = ("The numbers", "Les numéros")
HARMLESS = frozenset({"later", "erase-these"})
"""Whoever reads these screens over a shoulder learns nothing."""
ENDS = frozenset({"stop", "erase-me"})
QUESTIONS = 4


def without_help(bubbles: Iterable[Bubble]) -> list[str]:
    """Texts of replies and questions with buttons in which Help now is not there, or not last, or twice."""
    return [b.text for b in bubbles if b.buttons and b.lane == Lane.REPLY and not shows_help(b)]


def shows_help(bubble: Bubble) -> bool:
    data = [data for _label, data in bubble.buttons]
    return data.count(HELP) == 1 and (data[-1] == HELP or bubble.labels[data.index(HELP)] in UNDER_OTHER_WORDS)


async def walks(phone: Phone, role: str | None, subjects: list[str]) -> list[str]:
    """Start every dialogue with every subject, and answer its first questions with the first thing to tap."""
    wrong: list[str] = []
    for name, definition in all_dialogues().items():
        for subject in subjects if definition.may_run(role) and name not in HARMLESS else []:
            said = await phone.taps_data(f"s|{name}|{subject}")
            for _question in range(QUESTIONS):
                wrong += [f"{name}: {text}" for text in without_help(said)]
                answer = first_answer(said)
                if answer is None or name in ENDS:
                    break
                said = await phone.taps_data(answer)
    return wrong


def first_answer(said: list[Bubble]) -> str | None:
    answers = [data for bubble in said for _label, data in bubble.buttons if data.startswith("a|")]
    return next((data for data in answers if not data.endswith(("|<", "|x"))), None)


@pytest.mark.parametrize("role", [PATIENT, RELATIVE])
async def test_of_somebody_who_is_accompanied(stage: Stage, role: str) -> None:
    zoe, camille = await stage.person("Zoé", role), await stage.person("Camille", AP)
    await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    assert await walks(zoe, role, ["", str(pair)]) == []


async def test_of_an_ap(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", AP)
    await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    assert await walks(camille, AP, ["", str(pair)]) == []


@pytest.mark.parametrize("unit", [PATIENT, None])
@pytest.mark.parametrize("consented", [True, False])
async def test_of_a_newcomer(stage: Stage, unit: str | None, consented: bool) -> None:
    lou = await stage.person("Lou", unit, consented=consented)
    assert await walks(lou, unit, ["", "emergency-numbers", "fr"]) == []
    for typed in ("hello there", "/menu", "/start", "2", "qwrtz"):
        assert without_help(await lou.says(typed)) == [], typed


async def test_in_a_message_of_a_single_button(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|no-such-thing|")
    assert zoe.last.labels == ["Menu", "Help now"]


@pytest.mark.parametrize("role", [SUPERVISOR, COORDINATOR])
async def test_not_of_who_acts_as_staff_and_again_once_they_are_a_patient(stage: Stage, role: str) -> None:
    nora = await stage.person("Nora", role)
    await nora.taps_data("s|half-day|")
    assert "Help now" not in nora.last.labels
    await stage.also(nora, PATIENT)
    hat = await stage.turn(lambda turn: memberships.of_role(turn.tx, nora.id, "tilleul", PATIENT))
    assert hat is not None
    await nora.taps_data("s|hats|")
    await nora.taps_data(next(data for _label, data in nora.last.buttons if data.endswith(str(hat.id))))
    await nora.taps_data("s|language|")
    assert nora.last.labels[-1] == "Help now"


async def test_with_a_screen_reader_it_is_the_last_line(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|language|")
    await zoe.taps("For a screen reader")
    await zoe.taps_data("s|my-data|")
    assert zoe.last.text.endswith("Help now: type “help”.")
