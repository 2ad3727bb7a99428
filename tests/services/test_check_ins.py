"""Check-ins on a stage: chosen, put, answered, and never put where they would hurt."""

from datetime import timedelta

import pytest

from bot.services.check_in_ends import every_plan_has_its_next_question
from bot.services.registry import HOLDS, RELEASES
from bot.storage import alerts, check_in_plans, check_ins, memberships, people, tasks, timers
from bot.storage.check_ins import CheckIn
from tests.journeys.aps import with_choices
from tests.services.pairing import in_touch, supervisor
from tests.stage import Phone, Stage

QUESTION = "A small question is waiting for you"


async def chooses(phone: Phone, rhythm: str = "Every week", hour: str = "11:00") -> None:
    await phone.says("/menu")
    await phone.taps("How I am, now and then")
    await phone.taps(rhythm)
    await phone.taps(hour)
    await phone.taps("Yes, ask me")


def questions(phone: Phone) -> int:
    return sum(QUESTION in text for text in phone.texts)


async def put_to(stage: Stage, phone: Phone, side: str = "patient") -> list[CheckIn]:
    """The last two questions that were put to somebody, newest first."""
    plan = await stage.turn(lambda turn: check_in_plans.of_person(turn.tx, phone.id, side))
    assert plan is not None
    return await stage.turn(lambda turn: check_ins.newest_of_plan(turn.tx, plan.id))


async def test_none_comes_until_somebody_chooses(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await stage.passes(weeks=8)
    assert not zoe.seen(QUESTION)


async def test_the_first_contact_offers_a_rhythm_once(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await stage.passes(weeks=8)
    assert sum("Nothing comes unless you choose it" in text for text in zoe.texts) == 1


async def test_it_comes_three_days_later_around_the_hour_that_was_chosen(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    assert "Thursday 14 January" in zoe.last.text
    await stage.passes(days=2, hours=23)
    assert not zoe.seen(QUESTION)
    await stage.passes(hours=4)
    came = next(bubble for bubble in zoe.bubbles if QUESTION in bubble.text)
    assert (
        timedelta() <= came.at - stage.clock.now().replace(hour=10, minute=0) < timedelta(minutes=20)
    )  # 11:00 in Paris
    assert came.lane == 4
    assert {"Not today", "Less often", "Stop these questions"} <= set(came.labels)


async def test_a_low_answer_offers_a_human_and_tells_nobody_without_a_yes(stage: Stage) -> None:
    zoe, ap, eve = await stage.person("Zoé"), await stage.person("Alex", "ap"), await supervisor(stage)
    await in_touch(stage, zoe, ap)
    await chooses(zoe)
    await stage.passes(days=4)
    before = len(ap.bubbles), len(eve.bubbles)
    await zoe.taps("Open")
    await zoe.taps("Bad")
    assert zoe.last.labels[:4] == ["Yes, Alex", "Yes, the team", "A page", "No thanks"]
    assert zoe.last.labels[4] == "Help now"
    await zoe.taps("No thanks")
    assert "I have told nobody" in zoe.last.text
    assert (len(ap.bubbles), len(eve.bubbles)) == before
    assert not await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))


async def test_yes_the_team_asks_for_the_number_and_makes_the_task(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await supervisor(stage)
    await chooses(zoe)
    await stage.passes(days=4)
    await zoe.taps("Open")
    await zoe.taps("Very bad")
    await zoe.taps("Yes, the team")
    assert zoe.seen("What number should we call?")
    await zoe.says("06 39 98 00 00")
    await zoe.taps("Any time")
    assert "Somebody calls you before" in zoe.last.text
    assert [task.kind for task in await stage.turn(lambda turn: tasks.open_in(turn.tx, "tilleul"))] == ["call-person"]
    assert [a.kind for a in await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))] == ["low-check-in"]


async def test_yes_to_the_ap_tells_them_neutrally(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await chooses(zoe)
    await stage.passes(days=4)
    await zoe.taps("Open")
    await zoe.taps("Bad")
    await zoe.taps("Yes, Alex")
    assert ap.last.text.startswith("Zoé would be glad to hear from you")
    assert "bad" not in ap.last.text


async def test_nothing_unasked_within_seven_days_of_a_low_answer(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    await zoe.taps("Open")
    await stage.passes(days=5)
    await zoe.taps("Bad")
    await zoe.taps("No thanks")
    await stage.passes(days=6)  # the next weekly one falls into the week of silence
    assert questions(zoe) == 1
    await stage.passes(days=8)
    assert questions(zoe) == 2


async def test_an_answer_has_one_fate(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    opens = zoe.last.buttons[0][1]
    await zoe.taps("Open")
    await zoe.taps("Good")
    await zoe.taps("No thanks")
    await zoe.taps_data(opens)
    assert "You answered this on" in zoe.last.text and "Good" in zoe.last.text
    await stage.passes(days=8)
    await zoe.taps_data(opens)
    assert "You answered this on" in zoe.last.text or "closed" in zoe.last.text


async def test_an_old_question_is_closed_without_reproach(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    old = zoe.last.buttons[0][1]
    await stage.passes(days=14)
    await zoe.taps_data(old)
    assert "no answer is fine too" in zoe.last.text
    await zoe.taps("Say how I am now")
    await zoe.taps("So-so")
    await zoe.taps("No thanks")
    await zoe.taps("When I am asked")
    await zoe.taps("My last answers")
    assert "So-so" in zoe.last.text


async def test_a_question_of_somebody_else_cannot_be_answered(stage: Stage) -> None:
    zoe, max_ = await stage.person("Zoé"), await stage.person("Max")
    await chooses(zoe)
    await stage.passes(days=4)
    await max_.taps_data(next(data for label, data in zoe.last.buttons if label == "Open"))
    assert "This question is closed" in max_.last.text
    assert (await put_to(stage, zoe))[0].state == "asked"


async def test_six_hours_down_bring_no_burst(stage: Stage) -> None:
    people_ = [await stage.person(f"P{n}") for n in range(5)]
    for person in people_:
        await chooses(person)
    stage.clock.set(stage.clock.now() + timedelta(days=3, hours=7))
    await stage.sweep()
    assert not any(person.seen(QUESTION) for person in people_)
    await stage.passes(days=7)
    assert [questions(person) for person in people_] == [1] * 5


async def test_a_clock_that_jumps_back_asks_nothing_twice(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    assert questions(zoe) == 1
    stage.clock.move(timedelta(days=-2))
    await stage.passes(days=3)
    assert questions(zoe) == 1


async def test_a_stop_ends_the_questions_in_the_same_turn(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await zoe.says("/stop")
    assert "The questions about how you are end." in zoe.last.text
    await zoe.taps("Stop everything")
    assert await stage.turn(lambda turn: timers.next_due(turn.tx)) is None
    await stage.passes(weeks=3)
    assert questions(zoe) == 0


async def test_an_answer_after_a_stop_changes_nothing(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    opens = zoe.last.buttons[0][1]
    await zoe.says("/stop")
    await zoe.taps("Stop everything")
    said = await zoe.taps_data(opens)
    assert said and "How are you today?" not in zoe.last.text
    assert not await stage.turn(lambda turn: check_ins.answered_by(turn.tx, zoe.id, "patient"))


async def test_who_left_the_role_is_asked_no_more(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.turn(lambda turn: memberships.end_all(turn.tx, zoe.id))
    await stage.passes(days=4)
    assert questions(zoe) == 0
    plan = await stage.turn(lambda turn: check_in_plans.of_person(turn.tx, zoe.id, "patient"))
    assert plan is not None and plan.state == "ended"


async def test_a_plan_without_its_timer_is_mended_and_reported(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    plan = await stage.turn(lambda turn: check_in_plans.of_person(turn.tx, zoe.id, "patient"))
    assert plan is not None
    await stage.turn(lambda turn: turn.cancel_timer("check-in", plan.id))
    lines = await stage.turn(every_plan_has_its_next_question)
    assert len(lines) == 1 and "tilleul" in lines[0]
    await stage.passes(days=4)
    assert questions(zoe) == 1


async def test_a_queued_question_does_not_leave_after_a_stop(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    stage.clock.move(timedelta(days=3, hours=1, minutes=30))
    due = await stage.turn(lambda turn: timers.due(turn.tx, turn.now_ms, 10))
    stage_deliver, stage.deliver = stage.deliver, nothing  # type: ignore[method-assign]
    for timer in due:
        await stage.take(timer)
    await zoe.taps_data("s|check-in-stop|")
    stage.deliver = stage_deliver  # type: ignore[method-assign]
    await stage.deliver()
    assert questions(zoe) == 0


async def nothing() -> None:
    """The deliverer is away."""


async def test_a_hold_stops_both_sides_and_a_release_goes_on_after_a_week(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    pair = await in_touch(stage, zoe, ap)
    await chooses(zoe)
    await stage.turn(lambda turn: [react(turn, zoe.id, pair) for react in HOLDS])
    await stage.passes(weeks=3)
    assert questions(zoe) == 0
    await stage.turn(lambda turn: [react(turn, zoe.id, pair) for react in RELEASES])
    await stage.passes(weeks=3)
    assert questions(zoe) > 0


async def test_nobody_out_of_reach_is_asked_and_they_say_when_it_goes_on(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    zoe.blocked = True
    await stage.passes(days=4)
    assert await stage.turn(lambda turn: timers.next_due(turn.tx)) is None
    zoe.blocked = False
    await zoe.says("/menu")
    await zoe.taps("How I am, now and then")
    assert "I could not reach you for a while" in zoe.last.text
    await zoe.taps("Ask me again")
    await stage.passes(days=15)
    assert questions(zoe) > 0


async def test_less_often_pause_and_stop_take_one_tap(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await stage.passes(days=4)
    await zoe.taps("Less often")
    assert "I ask next on" in zoe.last.text
    await stage.passes(days=10)
    assert questions(zoe) == 1
    await stage.passes(days=8)
    assert questions(zoe) == 2
    await zoe.taps("Stop these questions")
    await stage.passes(weeks=6)
    assert questions(zoe) == 2


async def test_a_pause_lasts_until_its_day(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await zoe.taps("When I am asked")
    await zoe.taps("A pause")
    await zoe.says("30/02")
    assert "not in the calendar" in zoe.texts[-2] + zoe.last.text
    await zoe.says("01/01/2027")
    assert "already past" in zoe.texts[-2] + zoe.last.text
    await zoe.says("12/02")
    assert "February" in zoe.last.text
    await stage.passes(days=31)
    assert questions(zoe) == 0
    await stage.passes(days=8)
    assert questions(zoe) == 1


async def test_around_a_date(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await zoe.taps("How I am, now and then")
    await zoe.taps("Around a date")
    await zoe.taps("An operation")
    await zoe.says("20/01")
    await zoe.taps("11:00")
    await zoe.taps("Yes, ask me")
    assert "Monday 18 January" in zoe.last.text
    await stage.passes(weeks=4)
    assert questions(zoe) == 3  # two days before, five and twelve days after
    await zoe.says("/menu")
    await zoe.taps("How I am, now and then")
    assert "How often shall I ask" in zoe.last.text


async def test_a_date_whose_days_are_all_over_is_answered_plainly(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|check-in-choose|")
    await zoe.taps("Around a date")
    await zoe.taps("Another date")
    await zoe.says("01/12/2026")
    assert "already past" in zoe.texts[-2] + zoe.last.text


async def test_somebody_in_reunion_is_asked_at_their_own_hour(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    await zoe.taps("When I am asked")
    await zoe.taps("Other choices")
    await zoe.taps("I live in another time zone")
    await zoe.taps("Réunion")
    await stage.passes(days=4)
    came = next(bubble for bubble in zoe.bubbles if QUESTION in bubble.text)
    assert came.at.hour == 7  # 11:00 there


async def test_silence_is_told_only_to_whom_the_person_chose(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await chooses(zoe)
    await zoe.taps("When I am asked")
    await zoe.taps("Other choices")
    await zoe.taps("If I do not answer")
    await zoe.taps("The person I talk with")
    await stage.passes(days=25)
    told = [text for text in ap.texts if "leave my questions unanswered" in text]
    assert len(told) == 1


async def test_silence_is_told_to_nobody_by_default(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await chooses(zoe)
    before = len([text for text in ap.texts if "Zoé" in text])
    await stage.passes(days=25)
    assert questions(zoe) >= 3
    assert not [text for text in ap.texts[before:] if "unanswered" in text]


@pytest.mark.parametrize(("typed", "said"), [("2", "rather bad"), ("8", "rather good")])
async def test_a_number_is_said_back_and_corrected_with_one_tap(stage: Stage, typed: str, said: str) -> None:
    with_choices(stage, scale="0-10")
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|check-in|")
    assert "0 · very bad" in zoe.last.labels and "10 · very good" in zoe.last.labels
    await zoe.taps(typed)
    assert f"{typed} out of 10: {said}" in zoe.last.text
    await zoe.taps(next(label for label in zoe.last.labels if label.startswith("No: ")))
    low = int(typed) > 5
    assert ("I draw no conclusion" in zoe.last.text) == low


async def test_a_relative_is_asked_about_themself(stage: Stage) -> None:
    noe = await stage.person("Noé", "relative")
    await noe.taps_data("s|check-in|")
    assert noe.last.text.startswith("And you, how are you today?")


async def test_a_sentence_is_kept_for_the_person_alone(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|check-in|")
    await zoe.taps("Good")
    await zoe.taps("No thanks")
    await zoe.taps("Add a sentence for me")
    await zoe.says("The garden was in the sun.")
    await zoe.taps("My last answers")
    assert "The garden was in the sun." in zoe.last.text
    await zoe.taps("Erase them")
    await zoe.taps("Yes")
    await zoe.taps_data("s|my-answers|")
    assert "There is no answer of yours here." in zoe.last.text


async def test_an_ap_is_asked_once_a_month_and_rest_is_proposed(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await stage.passes(days=34)
    assert sum("as every month" in text for text in ap.texts) == 1
    await ap.taps("Open")
    await ap.taps("Bad")
    assert "nothing is expected of you" in ap.last.text
    await ap.taps("A rest")
    await ap.taps("At most 2 at once")
    assert "at most 2 at once from now on" in ap.last.text


async def test_an_ap_stops_the_monthly_question_and_takes_it_up_again(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await stage.passes(days=34)
    await ap.taps("Stop these questions")
    await stage.passes(days=60)
    assert sum("as every month" in text for text in ap.texts) == 1
    await ap.taps_data("s|ap-check-in-start|")
    assert "then once a month" in ap.last.text
    await stage.passes(days=12)
    assert sum("as every month" in text for text in ap.texts) == 2


async def test_a_question_waits_for_nobody_who_is_frozen(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await chooses(zoe)
    until = stage.clock.now() + timedelta(days=4)
    await stage.turn(lambda turn: people.freeze(turn.tx, zoe.id, int(until.timestamp() * 1000)))
    await stage.passes(days=5)
    assert questions(zoe) == 0
