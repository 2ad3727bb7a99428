"""Words of danger on the phones: what the person reads, whom it told, and what waits afterwards."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.events import Message
from bot.site import Unit
from bot.storage import alerts, people
from bot.turn import Turn
from conversations.policies.safety_words import NOTHING, SECOND_READER, UNREAD, Screener, Screening
from tests.services.asked import chooses
from tests.services.pairing import make_pair
from tests.stage import Stage

ONESELF = Screening("danger", "oneself", "wish")
READINGS = {
    "I want to end it all": ONESELF,
    "I cannot go on, I want to end it": ONESELF,
    "he wants to end it all": Screening("danger", "somebody-else", "other"),
    "he hits me": Screening("danger", "violence", "hits"),
    "forty of fever": Screening("medical", "medical", "fever"),
    "it is so heavy": Screening("distress", "distress", "heavy"),
    "she died yesterday": Screening("distress", "death-news", "died"),
    "хочу": UNREAD,
    "perhaps the end": Screening("danger", "oneself", SECOND_READER),
    "very bad": Screening("medical", "medical", SECOND_READER),
}


class ByHeart(Screener):
    """Reads a few sentences as these tests mean them; the real rules have their own tests."""

    def __init__(self) -> None:
        super().__init__({})

    def screen(self, text: str, language: str) -> Screening:
        return READINGS.get(text, NOTHING)


@pytest.fixture
def words(stage: Stage) -> None:
    stage.house = replace(stage.house, rules=ByHeart(), rules_and_reader=ByHeart())


def adapt(stage: Stage, change: Callable[[Unit], Unit]) -> None:
    """The same site with another unit file."""
    unit = change(stage.house.site.units[0])
    site = stage.house.site.model_copy(update={"units": (unit,)})
    site.__dict__.pop("by_id", None)
    stage.house = replace(stage.house, site=site)


async def on_duty(stage: Stage, person: int, hours: int = 8) -> None:
    from bot.services.rota import take_duty
    from conversations.care.supervision import TakeDuty

    def take(turn: Turn) -> None:
        assert turn.me is not None
        take_duty(turn, TakeDuty(turn.me, hours))

    await stage.turn(take, next(p for p in stage.phones.values() if p.id == person))


pytestmark = pytest.mark.usefixtures("words")


async def test_somebody_on_duty_is_told_and_the_person_reads_when_it_was_seen(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)

    said = await zoe.says("I want to end it all")

    assert "3114 answers day and night" in said[0].text and "I have told the person on duty" in said[0].text
    assert [b.parameters.get("phone_number") for b in said[1:]] == ["3114", "15"]
    assert said[0].labels == ["Please call me", "That is not it", "Help now"]
    assert sam.last.labels == ["I take it", "I cannot", "Details"]
    assert "end it all" not in " ".join(sam.texts)

    await sam.taps("I take it")
    assert "has seen your message, at 10:00" in zoe.last.text


async def test_at_night_the_person_reads_from_when_the_unit_reads_it(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    adapt(stage, lambda u: u.model_copy(update={"on_call": u.on_call.model_copy(update={"mode": "hours-only"})}))
    await sam.taps_data("s|add-shift|")
    await sam.taps("Me")
    await sam.taps("Tuesday")
    await sam.says("9-13")
    await stage.passes(hours=16)

    said = await zoe.says("I want to end it all")
    assert "Nobody here can answer you before Tuesday 12 January at 09:00" in said[0].text
    assert sam.last.labels != ["I take it", "I cannot", "Details"]

    await stage.passes(hours=7)
    assert sam.last.labels == ["I take it", "I cannot", "Details"]
    await sam.taps("I take it")
    assert "has seen your message, at 09:00" in zoe.last.text


@pytest.mark.parametrize("role", [None, "patient"])
async def test_without_a_unit_or_consent_nobody_is_told_and_it_says_so(stage: Stage, role: str | None) -> None:
    sam = await stage.person("Sam", role="supervisor")
    zoe = await stage.person("Zoé", role=role, consented=role is None)

    said = await zoe.says("I want to end it all")

    assert "I have told nobody." in said[0].text and "3114" in said[0].text
    assert sam.bubbles == []


@pytest.mark.parametrize("role", ["supervisor", "coordinator"])
async def test_nothing_is_corrected_before_anything_was_said(stage: Stage, role: str) -> None:
    """The only one of the team writes it, or the coordination is the first that can be told."""
    zoe = await stage.person("Zoé", role="patient" if role == "coordinator" else role)
    if role == "coordinator":
        await stage.person("Dora", role=role)
    said = await zoe.says("I want to end it all")
    assert said[0].text.startswith("Thank you for writing it.")
    assert not zoe.seen("A correction")


async def test_a_unit_that_declared_no_alert_tells_nobody(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    adapt(stage, lambda u: u.model_copy(update={"choices": u.choices.model_copy(update={"alert_on_danger": False})}))

    said = await zoe.says("I want to end it all")

    assert "I have told nobody." in said[0].text
    assert said[0].labels == ["A call later", "That is not it", "Help now"], "nobody is on duty"
    assert sam.bubbles == []
    await zoe.taps("A call later")
    assert any(text.startswith("3114 answers now, day and night. Nobody of your unit is on duty") for text in zoe.texts)


async def test_what_follows_is_one_short_line_never_twice_the_same_and_joins_the_alert(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    await zoe.says("I want to end it all")

    lines = [(await zoe.says(text))[-1].text for text in ("the room is dark", "I cannot go on, I want to end it", "so")]

    assert all(a != b for a, b in zip(lines, lines[1:], strict=False))
    found = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    assert len(found) == 1
    kept = found[0].messages(stage.house.sealer)
    assert kept == ["I want to end it all", "the room is dark", "I cannot go on, I want to end it", "so"]
    assert len([b for b in sam.bubbles if "I take it" in b.labels]) == 1


async def test_an_interrupted_question_waits_until_the_person_goes_on(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/language")
    await zoe.says("I want to end it all")

    await zoe.says("Français")
    assert "How would you like to read?" not in zoe.last.text
    await zoe.taps("I feel better, go on")
    assert "Go on where I was" in zoe.last.labels


async def test_that_is_not_it_leaves_the_alert_open_with_the_remark(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    await zoe.says("I want to end it all")

    await zoe.taps("That is not it")

    assert any("Thank you for saying so" in text for text in zoe.texts)
    await sam.taps("Details")
    assert "The person says: that is not it." in sam.last.text
    assert "I take it" in sam.last.labels


async def test_everything_waits_for_a_day_and_for_as_long_as_the_alert_is_open(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    await zoe.says("I want to end it all")
    await sam.taps("I take it")

    async def frozen() -> bool:
        person = await stage.turn(lambda turn: people.find(turn.tx, zoe.id))
        return person is not None and person.frozen_until is not None

    await stage.passes(hours=25)
    assert await frozen()
    await sam.taps("Done")
    await sam.taps("I spoke with the person")
    await stage.passes(hours=7)
    assert not await frozen()


async def test_danger_for_somebody_else_asks_before_the_unit_is_told(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)

    said = await zoe.says("he wants to end it all")
    assert "Would you like to talk to the unit, now?" in said[0].text
    assert not any("I take it" in b.labels for b in sam.bubbles)

    await zoe.taps("Yes, call me")
    await zoe.says("06 39 98 12 34")
    await zoe.taps("Any time")
    assert "I have told the person on duty" in zoe.last.text and "calls you before" in zoe.last.text
    assert any("I take it" in b.labels for b in sam.bubbles)


async def test_violence_is_answered_harmlessly_and_nobody_is_told(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)

    said = await zoe.says("he hits me")
    assert said[0].labels == ["Yes", "Later"]
    for word in ("3919", "17", "hurt", "violence"):
        assert word not in said[0].text
    before = len(zoe.bubbles)
    await stage.passes(hours=20)
    assert len(zoe.bubbles) == before

    await zoe.taps("Yes")
    assert "3919" in zoe.last.text and "I have told nobody" in zoe.last.text
    await zoe.taps("Delete these messages")
    assert not zoe.seen("3919") and not zoe.seen("Is this a good time")
    assert sam.bubbles == []


async def test_medical_words_get_the_units_line_and_no_supervisor(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)

    said = await zoe.says("forty of fever")

    assert "01 99 00 12 34" in said[0].text and "I have told nobody" in said[0].text
    assert sam.bubbles == []


async def test_distress_gets_people_who_can_listen(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    said = await zoe.says("it is so heavy")
    assert said[0].labels == ["Someone who has been there", "The psychologist", "A page", "Nothing for now", "Help now"]


async def test_mourning_stops_everything_and_names_when_a_human_reads_it(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé", role="relative"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)

    said = await zoe.says("she died yesterday")

    assert "someone from the unit will read this today" in said[-1].text
    assert said[-1].labels == ["A call", "Do not write again", "That is not it", "Help now"]
    assert "Your half-day" in sam.last.text
    assert not any("I take it" in b.labels for b in sam.bubbles)


async def test_a_language_nobody_reads_is_said(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    said = await zoe.says("хочу")
    assert "Nobody has read your message" in said[0].text and said[0].labels == ["Yes", "No", "Help now"]


@pytest.mark.parametrize("asked", ["/start", "/language"])
async def test_another_script_at_a_question_of_buttons_is_said_not_to_be_read(stage: Stage, asked: str) -> None:
    """Somebody with little French meets these first, and must not believe that a person has read it."""
    zoe = await stage.person("Zoé", consented=asked != "/start")
    await zoe.says(asked)
    question = zoe.last
    said = await zoe.says("хочу")
    assert len(said) == 1 and "Nobody has read your message. Emergency: 112." in said[0].text
    await zoe.taps_data(question.buttons[0][1], question.message_id)
    assert zoe.last.text != question.text, "the question can still be answered"


async def test_a_name_may_be_in_any_script(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille, writes=None)
    stage.house = replace(stage.house, rules=ByHeart(), rules_and_reader=ByHeart())
    await stage.turn(lambda turn: turn.tx.query("people", "set_name", id=zoe.id, name=None))
    await zoe.taps_data(f"s|relay-consent|{pair}")
    said = await zoe.says("хочу")
    assert "“хочу”" in said[-1].text


async def test_what_only_the_second_reader_found_is_a_question(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)

    said = await zoe.says("perhaps the end")

    assert "I am not sure I understood" in said[0].text and "Help now" in said[0].labels
    assert sam.bubbles == []


async def test_a_button_typed_is_an_answer_whatever_the_second_reader_makes_of_it(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=7, hours=2)
    await zoe.taps("Open")
    said = await zoe.says("very bad")
    assert "Thank you for saying so" in said[-1].text


async def test_stop_keeps_the_alert_until_a_human_has_handled_it(stage: Stage) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    await zoe.says("I want to end it all")
    await zoe.taps_data("s|go-on|")
    await zoe.says("/stop")
    assert "that one thing stays until it is done" in zoe.last.text
    await zoe.taps_data(next(data for label, data in zoe.last.buttons if label == "Stop everything"))

    before = len(zoe.bubbles)
    await sam.taps("I take it")
    assert len(zoe.bubbles) == before
    await sam.taps("Read the message" if "Read the message" in sam.last.labels else "Details")
    assert "the person stopped the program" in sam.last.text


async def test_a_failure_in_the_rota_never_leaves_words_of_danger_without_numbers(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")

    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("bot.services.alerts.raise_alert", broken)
    said = await zoe.says("I want to end it all")
    assert "3114" in said[0].text and "passing this on to your unit" in said[0].text
    assert stage.failures == ["RuntimeError in words of danger"]
    stage.failures.clear()
    await stage.sweep()
    assert any("I take it" in bubble.labels for bubble in sam.bubbles)


@pytest.mark.parametrize(("typed", "policy"), [("I want to end it all", False), ("he wants to end it all", True)])
async def test_a_failure_raises_no_more_than_the_same_words_do_without_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, typed: str, policy: bool
) -> None:
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    adapt(stage, lambda u: u.model_copy(update={"choices": u.choices.model_copy(update={"alert_on_danger": policy})}))

    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("bot.services.freezes.freeze", broken)
    said = await zoe.says(typed)
    assert "and have told nobody" in said[0].text and "3114" in said[0].text
    stage.failures.clear()
    await stage.sweep()
    assert sam.bubbles == []


async def test_in_a_relay_the_words_still_leave_and_the_unit_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Routing gives them to whoever takes free text, in this turn and while everything else waits."""
    zoe, sam = await stage.person("Zoé"), await stage.person("Sam", role="supervisor")
    await on_duty(stage, sam.id)
    left: list[str] = []

    def take(turn: Turn, message: Message) -> bool:
        left.append(message.text or "")
        return True

    monkeypatch.setattr("bot.services.relay.writes_to", lambda turn, message: object())
    monkeypatch.setattr("bot.routing.FREE_TEXT", [(1, take)])

    await zoe.says("I want to end it all")
    assert zoe.seen("I have told the person on duty")
    await zoe.says("are you there my friend")

    assert left == ["I want to end it all", "are you there my friend"]
    assert any("I take it" in bubble.labels for bubble in sam.bubbles)
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    assert alert.messages(stage.house.sealer) == left
