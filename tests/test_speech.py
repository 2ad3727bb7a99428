"""What is said, when: the night holds what nobody asked for, and nothing typed answers what is not on the phone yet."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.site import Choices, Site
from bot.storage import people
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Say, Start
from conversations.dialogue.text import Text, unasked
from tests.stage import Phone, Stage

PARIS = ZoneInfo("Europe/Paris")
NIGHT = datetime(2027, 1, 11, 22, 30, tzinfo=PARIS)
MORNING = datetime(2027, 1, 12, 8, 0, tzinfo=PARIS)
BUTTONS = (Start("menu", Text("Menu")), Start("help-now", Text("Help now")))


async def tells(stage: Stage, phone: Phone, lane: Lane = Lane.NOTICE, *, buttons: tuple[Start, ...] = ()) -> None:
    notice = Notice(unasked("Something waits for you here."), buttons)
    await stage.turn(lambda turn: turn.speech.notice(phone.id, notice, unit="tilleul", lane=lane))


async def until(stage: Stage, at: datetime) -> None:
    await stage.passes(to=at.astimezone(UTC))


@pytest.mark.parametrize("lane", [Lane.NOTICE, Lane.CHECK_IN])
async def test_at_night_a_notice_waits_for_the_morning(stage: Stage, lane: Lane) -> None:
    zoe = await stage.person("Zoé")
    await until(stage, NIGHT)
    await tells(stage, zoe, lane)
    await until(stage, MORNING - timedelta(seconds=1))
    assert not zoe.bubbles
    await until(stage, MORNING)
    assert [b.at.astimezone(PARIS) for b in zoe.bubbles] == [MORNING]


@pytest.mark.parametrize("lane", [Lane.ALERT, Lane.REPLY, Lane.RELAY])
async def test_at_night_alerts_replies_and_words_of_the_other_side_go_at_once(stage: Stage, lane: Lane) -> None:
    zoe = await stage.person("Zoé")
    await until(stage, NIGHT)
    await tells(stage, zoe, lane)
    assert [b.at.astimezone(PARIS) for b in zoe.bubbles] == [NIGHT]


async def test_by_day_nothing_waits(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await tells(stage, zoe, Lane.CHECK_IN)
    assert len(zoe.bubbles) == 1


@pytest.mark.parametrize(
    ("zone", "held"),
    [("America/Martinique", False), ("Indian/Reunion", True), ("Pacific/Noumea", False)],
)
async def test_it_is_the_persons_own_night_that_counts(stage: Stage, zone: str, held: bool) -> None:
    """22:30 in Paris is 17:30 in Martinique, 1:30 in Reunion and 8:30 in Nouméa."""
    zoe = await stage.person("Zoé")
    await stage.turn(lambda turn: people.set_zone(turn.tx, zoe.id, zone))
    await until(stage, NIGHT)
    await tells(stage, zoe)
    assert (not zoe.bubbles) == held
    await until(stage, datetime(2027, 1, 12, 8, 0, tzinfo=ZoneInfo(zone)))
    assert len(zoe.bubbles) == 1


async def test_who_belongs_to_no_unit_is_left_to_sleep_too(stage: Stage) -> None:
    zoe = await stage.person("Zoé", role=None)
    await until(stage, NIGHT)
    await stage.turn(lambda turn: turn.speech.notice(zoe.id, Notice(unasked("Something waits for you here."))))
    assert not zoe.bubbles
    await until(stage, MORNING)
    assert len(zoe.bubbles) == 1


@pytest.mark.parametrize(
    ("asked", "morning"),
    [
        # Clocks go forward on 28 March 2027 at 2:00 and back on 31 October at 3:00.
        (datetime(2027, 3, 27, 21, 0, tzinfo=UTC), datetime(2027, 3, 28, 6, 0, tzinfo=UTC)),
        (datetime(2027, 10, 30, 20, 0, tzinfo=UTC), datetime(2027, 10, 31, 7, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 7, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), datetime(2027, 10, 31, 7, 0, tzinfo=UTC)),
    ],
)
async def test_the_morning_is_eight_o_clock_on_the_days_the_clocks_change(
    stage: Stage, asked: datetime, morning: datetime
) -> None:
    zoe = await stage.person("Zoé")
    stage.clock.set(asked)
    await tells(stage, zoe)
    assert not zoe.bubbles
    stage.clock.set(morning - timedelta(milliseconds=1))
    await stage.deliver()
    assert not zoe.bubbles
    stage.clock.set(morning)
    await stage.deliver()
    assert zoe.last.at.astimezone(PARIS).hour == 8


@pytest.mark.parametrize(("minutes", "held"), [(-1, True), (0, False), (45, False), (60, False)])
async def test_a_night_that_ends_in_the_hour_that_happens_twice_ends_once(
    stage: Stage, minutes: int, held: bool
) -> None:
    """2:30 comes twice that night: the first one ends it, and at the second 2:15 nobody is made to wait a day."""
    whole = stage.house.site
    unit = whole.units[0].model_copy(update={"choices": Choices(quiet_to="02:30")})
    stage = Stage(stage.database, Site(name=whole.name, units=(unit,)))
    zoe = await stage.person("Zoé")
    stage.clock.set(datetime(2027, 10, 31, 0, 30, tzinfo=UTC) + timedelta(minutes=minutes))
    await tells(stage, zoe)
    assert (not zoe.bubbles) == held


async def test_what_is_held_until_it_is_over_never_comes(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await until(stage, NIGHT)
    notice = Notice(unasked("Something waits for you here."))
    await stage.turn(
        lambda turn: turn.speech.notice(zoe.id, notice, unit="tilleul", expires_at=turn.now + timedelta(hours=2))
    )
    await until(stage, MORNING + timedelta(hours=1))
    assert not zoe.bubbles


async def test_at_night_a_typed_number_means_the_buttons_on_the_phone(stage: Stage) -> None:
    """Not those of a notice that waits for the morning."""
    zoe = await stage.person("Zoé")
    await until(stage, NIGHT)
    await zoe.says("/help")
    assert zoe.last.labels[1] == "Help now"
    await tells(stage, zoe, buttons=(Start("stop", Text("Stop everything")),))
    await zoe.says("2")
    assert "3114" in zoe.last.text
    assert not zoe.seen("all my messages")


async def test_in_the_morning_a_typed_number_means_the_notice_that_came(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await until(stage, NIGHT)
    await zoe.says("/help")
    await tells(stage, zoe, buttons=(Start("stop", Text("Stop everything")),))
    await until(stage, MORNING)
    await zoe.says("1")
    assert "all my messages" in zoe.last.text


async def test_of_two_that_waited_the_later_one_counts_and_what_came_after_counts_more(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await until(stage, NIGHT)
    await tells(stage, zoe, buttons=(Start("language", Text("Language")),))
    await tells(stage, zoe, buttons=(Start("stop", Text("Stop everything")),))
    await until(stage, MORNING)
    await zoe.says("1")
    assert "all my messages" in zoe.last.text
    await zoe.says("/help")
    await zoe.says("2")
    assert "3114" in zoe.last.text


async def test_at_night_words_still_answer_the_open_question_and_in_the_morning_no_more(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await until(stage, NIGHT)
    await zoe.says("/language")
    await tells(stage, zoe)
    await zoe.says("zzz")
    assert "its number or its first word" in zoe.texts[-2]
    await until(stage, MORNING)
    before = len(zoe.bubbles)
    await zoe.says("zzz")
    assert not any("its number or its first word" in text for text in zoe.texts[before:])


async def test_a_change_to_an_older_message_leaves_the_question_open(stage: Stage) -> None:
    zoe = await stage.person("Zoé")

    def offer(turn: Turn) -> None:
        turn.speech.reply(turn.somebody, Say(Text("An offer."), BUTTONS, about="offer:1"))

    await stage.turn(offer, zoe)
    await zoe.says("/language")
    await stage.turn(lambda turn: turn.speech.edit(zoe.id, "offer:1", Text("It is over."), BUTTONS))
    assert zoe.seen("It is over.")
    assert not zoe.seen("An offer.")
    await zoe.says("1")
    assert zoe.seen("Je m’en souviendrai") or zoe.seen("C’est fait"), zoe.texts[-2:]


async def test_nothing_unasked_is_written_to_who_stopped(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await stage.turn(lambda turn: people.set_state(turn.tx, zoe.id, "stopped"))
    await tells(stage, zoe, Lane.ALERT)
    assert not zoe.bubbles


async def test_nothing_unasked_is_written_to_who_cannot_be_reached(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.blocks()
    zoe.blocked = False
    await tells(stage, zoe, Lane.ALERT)
    assert not zoe.bubbles


async def test_what_waited_for_the_morning_is_forgotten_with_everything_else(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await until(stage, NIGHT)
    await tells(stage, zoe, buttons=(Start("language", Text("Language")),))
    await zoe.says("/stop")
    await zoe.taps("Stop everything")
    await until(stage, MORNING)
    assert "I will not write to you any more" in zoe.last.text
    await zoe.says("1")
    assert not zoe.seen("How would you like to read?")


async def test_values_are_always_escaped(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await stage.turn(
        lambda turn: turn.speech.reply(turn.somebody, Say(Text("{words}", {"words": "<b>&</b> {words}"}))), zoe
    )
    assert zoe.last.text == "&lt;b&gt;&amp;&lt;/b&gt; {words}"
