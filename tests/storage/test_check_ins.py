"""Rows of plans, check-ins, the budget and the mirror, on both databases."""

from datetime import date, time

from bot.storage import budget, check_in_plans, check_ins, mirror, people, timers
from bot.storage.check_in_plans import ACTIVE, ENDED, Plan
from bot.storage.database import Database, Transaction
from bot.storage.sealing import Sealer
from conversations.policies.cadence import Rhythm

SEALER = Sealer({1: bytes(32)}, 1)
ZOE, PLAN = 7, 11
START = date(2027, 1, 14)


def chosen(tx: Transaction) -> Plan:
    people.add(tx, SEALER, ZOE, 1000, "fr", 1)
    return check_in_plans.choose(tx, PLAN, ZOE, "tilleul", "patient", Rhythm("weekly", START), time(11), 5)


async def test_a_plan_is_chosen_changed_and_ended(database: Database) -> None:
    def story(tx: Transaction) -> None:
        plan = chosen(tx)
        assert plan.rhythm == Rhythm("weekly", START) and plan.hour == time(11) and plan.promised
        assert check_in_plans.without_timer(tx) == [plan]
        timers.set_timer(tx, 1, "check-in", PLAN, "tilleul", 100)
        assert not check_in_plans.without_timer(tx)
        assert check_in_plans.set_next(tx, PLAN, START, 100)
        check_in_plans.promise(tx, PLAN, promised=False)
        check_in_plans.set_weekends(tx, PLAN, weekends=False)
        check_in_plans.set_tell(tx, PLAN, "team")
        assert check_in_plans.told_silence(tx, PLAN, told=True)
        assert not check_in_plans.told_silence(tx, PLAN, told=True)
        check_in_plans.set_moment(tx, SEALER, PLAN, "surgery")
        assert check_in_plans.set_rhythm(tx, PLAN, Rhythm("fortnightly", START))
        assert check_in_plans.set_pause(tx, PLAN, date(2027, 2, 12))
        changed = check_in_plans.find(tx, PLAN)
        assert changed is not None and changed.next_day == START and changed.tell == "team"
        assert changed.rhythm == Rhythm("fortnightly", START, weekends=False, not_before=date(2027, 2, 12))
        assert changed.moment(SEALER) == "surgery"
        assert check_in_plans.set_state(tx, PLAN, ACTIVE, ENDED)
        assert not check_in_plans.set_state(tx, PLAN, ACTIVE, ENDED)
        assert not check_in_plans.set_pause(tx, PLAN, None)
        again = check_in_plans.choose(tx, 99, ZOE, "tilleul", "patient", Rhythm("once", START), time(9), 6)
        assert again.id == PLAN and again.state == ACTIVE and again.sealed_moment is None
        assert check_in_plans.all_of_person(tx, ZOE) == [again]

    await database.transact(story)


async def test_a_day_of_a_plan_has_one_check_in_and_one_answer(database: Database) -> None:
    def story(tx: Transaction) -> None:
        plan = chosen(tx)
        assert check_ins.add(tx, 21, plan, START, check_ins.ASKED, 100, 101)
        assert not check_ins.add(tx, 22, plan, START, check_ins.ASKED, 100, 102)
        assert check_ins.one(tx, 21, ZOE + 1) is None
        assert check_ins.not_today(tx, 21, ZOE) and not check_ins.not_today(tx, 21, ZOE)
        assert check_ins.answer(tx, SEALER, 21, ZOE, {"feeling": 2}, 110)
        assert not check_ins.answer(tx, SEALER, 21, ZOE, {"feeling": 5}, 111)
        assert check_ins.note(tx, SEALER, 21, ZOE, {"feeling": 2, "words": "Du soleil."})
        check_ins.add_own(tx, 23, ZOE, "tilleul", "patient", START, 120)
        check_ins.add_own(tx, 24, ZOE, "tilleul", "patient", START, 121)
        (answered,) = check_ins.answered_by(tx, ZOE, "patient")
        assert answered.answer(SEALER) == {"feeling": 2, "words": "Du soleil."}
        assert [row.id for row in check_ins.newest_of_plan(tx, PLAN)] == [21]
        assert check_ins.forget_answers(tx, ZOE, "patient") == 1
        assert not check_ins.answered_by(tx, ZOE, "patient")
        assert check_ins.drop_waiting(tx, ZOE, 130) == 0

    await database.transact(story)


async def test_a_quiet_week_is_never_shortened(database: Database) -> None:
    def story(tx: Transaction) -> None:
        people.add(tx, SEALER, ZOE, 1000, "fr", 1)
        assert budget.quiet_until(tx, ZOE) is None
        budget.quiet(tx, ZOE, 500)
        budget.quiet(tx, ZOE, 400)
        assert budget.quiet_until(tx, ZOE) == 500
        assert not budget.alerted(tx, ZOE, 0) and not budget.held(tx, ZOE, 0)

    await database.transact(story)


async def test_a_month_without_anything_counts_nothing(database: Database) -> None:
    def story(tx: Transaction) -> None:
        people.add(tx, SEALER, ZOE, 1000, "fr", 1)
        assert mirror.counted(tx, ZOE, "2027-01", 0, 10) == mirror.Counted(0, 0, 0, 0, 0, 0)
        assert mirror.shown(tx, ZOE, "tilleul", "2027-01", 5) and not mirror.shown(tx, ZOE, "tilleul", "2027-01", 6)
        assert mirror.answered(tx, ZOE, "2027-01", "suits") and not mirror.answered(tx, ZOE, "2027-01", "talk")

    await database.transact(story)


async def test_erasing_somebody_erases_all_of_it(database: Database) -> None:
    def story(tx: Transaction) -> None:
        plan = chosen(tx)
        check_ins.add(tx, 21, plan, START, check_ins.ASKED, 100, 101)
        people.erase(tx, ZOE)
        assert check_in_plans.find(tx, PLAN) is None and check_ins.one(tx, 21, ZOE) is None

    await database.transact(story)
