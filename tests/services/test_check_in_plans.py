"""Plans of check-ins on a stage: offered, chosen, changed, and ended in the transaction that makes them moot."""

from datetime import timedelta

import pytest

from bot.services.check_in_ends import every_plan_has_its_next_question
from bot.services.pairs import close_pair
from bot.services.registry import HOLDS, RELEASES
from bot.storage import check_in_plans, check_ins, memberships, timers
from tests.services.asked import QUESTION, chooses, nothing, questions
from tests.services.pairing import in_touch, pair_of
from tests.stage import Stage

OFFERED = "Nothing comes unless you choose it"


async def test_none_comes_until_somebody_chooses(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await stage.passes(weeks=8)
    assert not zoe.seen(QUESTION)


async def test_the_first_contact_offers_a_rhythm_once(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await stage.passes(weeks=8)
    assert sum(OFFERED in text for text in zoe.texts) == 1


async def test_the_offer_comes_the_morning_after_and_never_upon_the_first_words(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await stage.passes(hours=10, minutes=30)  # 20:30 in Paris
    await in_touch(stage, zoe, ap)
    await stage.passes(hours=13)
    assert not zoe.seen(OFFERED)
    await stage.passes(hours=1)
    (came,) = [bubble for bubble in zoe.bubbles if OFFERED in bubble.text]
    assert (came.at.date().isoformat(), came.at.hour) == ("2027-01-12", 9)  # 10:00 in Paris


@pytest.mark.parametrize("ends", ["hold", "goodbye", "stop"])
async def test_what_ends_the_contact_before_that_morning_takes_the_offer_with_it(stage: Stage, ends: str) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    pair = await in_touch(stage, zoe, ap)
    if ends == "hold":
        await ap.taps_data(f"s|bad-news|{pair}")
    elif ends == "goodbye":
        found = await pair_of(stage, pair)
        await stage.turn(lambda turn: close_pair(turn, found, "done"))
    else:
        await zoe.says("/stop")
        await zoe.taps("Stop everything")
    await stage.passes(weeks=5)
    assert not zoe.seen(OFFERED)


async def test_a_rhythm_chosen_by_oneself_meanwhile_needs_no_offer(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    await in_touch(stage, zoe, ap)
    await chooses(zoe)
    await stage.passes(weeks=5)
    assert not zoe.seen(OFFERED)


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
    (found,) = await stage.turn(every_plan_has_its_next_question)
    assert found.unit == "tilleul" and not found.urgent
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
