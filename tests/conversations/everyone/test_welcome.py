"""The first minutes: nothing is asked but consent to use, and help is there before it."""

import pytest

from bot.storage import memberships
from tests.services.test_danger import adapt
from tests.stage import Stage


async def test_two_short_messages_then_consent_then_the_menu(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    assert "I am a program, not a person" in zoe.last.text
    assert "Help now" in zoe.last.labels
    await zoe.taps("Continue")
    assert "01 99 00 12 34" in zoe.last.text
    await zoe.taps("I understand")
    assert "Do you agree?" in zoe.last.text
    await zoe.taps("Yes, I agree")
    assert zoe.seen("What would you like to do?")


@pytest.mark.parametrize("alerts", [True, False])
async def test_the_consent_says_what_the_unit_does_with_words_of_danger(stage: Stage, alerts: bool) -> None:
    adapt(stage, lambda u: u.model_copy(update={"choices": u.choices.model_copy(update={"alert_on_danger": alerts})}))
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    await zoe.taps("Continue")
    await zoe.taps("I understand")
    assert ("the unit may be told" in zoe.last.text) == alerts
    assert ("tell nobody without your yes" in zoe.last.text) == (not alerts)


async def test_help_now_comes_before_consent_and_does_not_lose_the_question(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    await zoe.taps("Help now")
    assert "3114" in zoe.last.text
    await zoe.taps("Continue")
    assert "medical advice" in zoe.last.text


async def test_language_changes_with_one_tap_and_the_question_comes_again(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    await zoe.taps("Français")
    assert "Je suis un programme, pas une personne" in zoe.last.text


async def test_refusing_leaves_pages_and_help(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    await zoe.taps("Continue")
    await zoe.taps("I understand")
    await zoe.taps("No")
    assert "your right" in zoe.last.text
    await zoe.taps("Help now")
    assert "3114" in zoe.last.text


async def test_everything_can_be_typed(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False, language="fr")
    await zoe.says("/start")
    for typed in ("1", "oui", "oui"):
        await zoe.says(typed)
    assert "Que souhaitez-vous faire" in zoe.last.text


async def test_stop_says_what_ends_and_does_it(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/stop")
    assert "all my messages to you end" in zoe.last.text
    await zoe.taps("Stop everything")
    assert "I will not write to you any more" in zoe.last.text
    await zoe.says("hello")
    assert "I am a program" in zoe.last.text


async def test_a_forged_button_changes_nothing(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    for data in ("s|no-such-thing|", "a|999|yes", "x", "", "a|one|two", "s||", "a|999999999999999999|x"):
        await zoe.taps_data(data)
        assert "Nothing was changed" in zoe.last.text


async def test_a_link_for_one_person_opens_again_for_that_person_only(stage: Stage) -> None:
    code = "a-code-nobody-could-guess"
    await stage.turn(
        lambda turn: memberships.add_code(
            turn.tx, stage.house.sealer, turn.new_id(), code, "tilleul", "patient", 1, turn.now_ms + 1000, turn.now_ms
        )
    )
    zoe = await stage.person("Zoé", role=None, consented=False)
    await zoe.says(f"/start {code}")
    await stage.passes(days=1)
    await zoe.says(f"/start {code}")
    assert not zoe.seen("no longer opens a unit")
    other = await stage.person("Other", role=None, consented=False)
    await other.says(f"/start {code}")
    assert other.seen("no longer opens a unit")
