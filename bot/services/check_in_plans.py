"""Plans of check-ins: chosen, seen, moved, made rarer and paused by the person they belong to."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import to_ms
from bot.house import PARIS
from bot.services.hold_ends import goes_on_by_wish
from bot.services.mourning import may_end_mourning
from bot.services.registry import answers, carries_out
from bot.site import Unit
from bot.storage import check_in_plans as rows
from bot.storage import check_ins, pairs, people
from bot.storage.check_in_plans import ACTIVE, DONE, ENDED, HELD, RESTING, Plan
from bot.turn import Turn
from conversations.care.check_in_plans import (
    HOURS,
    TELL,
    ZONES,
    AskLessOften,
    Choices,
    ChoosePlan,
    GoOnAsking,
    LiveIn,
    MyPlan,
    NothingLeft,
    PausePlan,
    Planned,
    PlanView,
    StopPlan,
    TellOfSilence,
    Weekends,
    WhatICanChoose,
)
from conversations.dialogue.registry import PATIENT
from conversations.dialogue.steps import Me
from conversations.policies.cadence import FIRST_AFTER_DAYS, Rhythm, has_days_left, next_day, rarer, spread
from conversations.policies.local_time import QuietHours, day_of, moment

CHECK_IN = "check-in"


def zone_of(turn: Turn, plan: Plan) -> ZoneInfo:
    """The person's own zone, else the unit's."""
    return turn.house.zone_of(people.find(turn.tx, plan.person_id), turn.house.site.unit(plan.unit_id))


def quiet_hours(unit: Unit | None) -> QuietHours:
    """The unit's; without one no hour is quiet, and no plan either."""
    if unit is None:
        return QuietHours(time(0), time(0))
    return QuietHours(time.fromisoformat(unit.choices.quiet_from), time.fromisoformat(unit.choices.quiet_to))


def plan_next(turn: Turn, plan: Plan, after: date) -> datetime | None:
    """Set the timer of the next question after that day; gives its nominal moment, or None where the plan is done.

    The timer is a little later than the hour said ("around"), always the same for a plan, so that many plans of one
    minute are spread; never so late that it falls into the quiet hours.
    """
    day = next_day(plan.rhythm, after)
    if day is None:
        rows.set_state(turn.tx, plan.id, ACTIVE, DONE)
        turn.cancel_timer(CHECK_IN, plan.id)
        return None
    zone, quiet = zone_of(turn, plan), quiet_hours(turn.house.site.unit(plan.unit_id))
    nominal = moment(day, quiet.after(plan.hour), zone)
    later = nominal + spread(plan.id)
    at = nominal if quiet.holds(later.astimezone(zone).time()) else later
    rows.set_next(turn.tx, plan.id, day, to_ms(at))
    turn.set_timer(CHECK_IN, plan.id, at, plan.unit_id)
    return nominal


def plan_again(turn: Turn, plan_id: int) -> Planned | NothingLeft:
    """Plan anew what was chosen or changed, from tomorrow on."""
    plan = rows.find(turn.tx, plan_id)
    if plan is None or plan.state != ACTIVE:
        return NothingLeft()
    first = plan_next(turn, plan, day_of(turn.now, zone_of(turn, plan)))
    return Planned(first) if first else NothingLeft()


def _named(turn: Turn, plan_id: int) -> Planned | NothingLeft:
    """The same after the person's own choice or change: they read the day, so it is an appointment they made."""
    planned = plan_again(turn, plan_id)
    rows.promise(turn.tx, plan_id, promised=isinstance(planned, Planned))
    return planned


def mine(turn: Turn, me: Me) -> Plan | None:
    """The plan of the person of this turn for the hat they wear."""
    return rows.of_person(turn.tx, turn.somebody.id, me.role or PATIENT)


def _active(turn: Turn, me: Me) -> Plan | None:
    plan = mine(turn, me)
    return plan if plan and plan.state == ACTIVE else None


@answers(MyPlan)
def my_plan(turn: Turn, look: MyPlan) -> PlanView | None:
    plan = mine(turn, look.me)
    if plan is None:
        return None
    today, zone = day_of(turn.now, zone_of(turn, plan)), zone_of(turn, plan)
    until = plan.rhythm.not_before
    state = plan.state
    if state in (ACTIVE, HELD):
        state = HELD if may_end_mourning(turn) else ACTIVE
    return PlanView(
        state=state,
        rhythm=plan.rhythm.kind,
        hour=plan.hour,
        weekends=plan.rhythm.weekends,
        next=moment(plan.next_day, plan.hour, zone) if plan.next_day else None,
        paused_until=until if until and until > today else None,
        moment=plan.moment(turn.house.sealer) if plan.rhythm.kind == "moment" else None,
        tell=plan.tell,
        ap=any(pair.patient_id == plan.person_id for pair in pairs.open_of(turn.tx, plan.person_id)),
        team=turn.unit() is not None,
    )


@answers(WhatICanChoose)
def what_i_can_choose(turn: Turn, look: WhatICanChoose) -> Choices:
    unit = turn.unit(look.me.unit)
    quiet = quiet_hours(unit)
    hours = tuple(at for at in HOURS if not quiet.holds(at))
    zone = turn.zone(look.me.unit) if unit else PARIS
    return Choices(day_of(turn.now, zone), hours or (quiet.ends,))


@carries_out(ChoosePlan)
def choose(turn: Turn, decision: ChoosePlan) -> Planned | NothingLeft:
    """The day that is named here is an appointment the person makes: the week's budget does not move it."""
    unit, side = turn.unit(decision.me.unit), decision.me.role
    if unit is None or side is None:
        return NothingLeft()
    today = day_of(turn.now, turn.zone(unit.id))
    first = decision.day if decision.rhythm == "moment" and decision.day else today + timedelta(days=FIRST_AFTER_DAYS)
    rhythm = Rhythm(decision.rhythm, first)
    if not has_days_left(rhythm, today):
        return NothingLeft()
    goes_on_by_wish(turn)
    earlier = mine(turn, decision.me)
    plan = rows.choose(turn.tx, turn.new_id(), turn.somebody.id, unit.id, side, rhythm, decision.hour, turn.now_ms)
    if earlier is not None and earlier.rhythm.weekends is False:
        rows.set_weekends(turn.tx, plan.id, weekends=False)
    if decision.moment:
        rows.set_moment(turn.tx, turn.house.sealer, plan.id, decision.moment)
    return _named(turn, plan.id)


@carries_out(AskLessOften)
def ask_less_often(turn: Turn, decision: AskLessOften) -> Planned | NothingLeft:
    plan = _active(turn, decision.me)
    kind = rarer(plan.rhythm.kind) if plan else None
    if plan is None or kind is None:
        return NothingLeft()
    today = day_of(turn.now, zone_of(turn, plan))
    start = next_day(Rhythm(kind, today, plan.rhythm.weekends), today) or today
    rows.set_rhythm(turn.tx, plan.id, Rhythm(kind, start, plan.rhythm.weekends))
    return _named(turn, plan.id)


@carries_out(PausePlan)
def pause(turn: Turn, decision: PausePlan) -> Planned | NothingLeft:
    plan = _active(turn, decision.me)
    if plan is None:
        return NothingLeft()
    rows.set_pause(turn.tx, plan.id, decision.until)
    check_ins.drop_waiting(turn.tx, plan.person_id, turn.now_ms)
    return _named(turn, plan.id)


@carries_out(GoOnAsking)
def go_on(turn: Turn, decision: GoOnAsking) -> Planned | NothingLeft:
    plan = mine(turn, decision.me)
    if plan is None:
        return NothingLeft()
    rows.set_state(turn.tx, plan.id, RESTING, ACTIVE)
    rows.set_pause(turn.tx, plan.id, None)
    return _named(turn, plan.id)


@carries_out(Weekends)
def weekends(turn: Turn, decision: Weekends) -> Planned | NothingLeft:
    plan = _active(turn, decision.me)
    if plan is None:
        return NothingLeft()
    rows.set_weekends(turn.tx, plan.id, weekends=decision.wanted)
    return _named(turn, plan.id)


@carries_out(TellOfSilence)
def tell_of_silence(turn: Turn, decision: TellOfSilence) -> bool:
    plan = mine(turn, decision.me)
    if plan is None or decision.whom not in TELL:
        return False
    rows.set_tell(turn.tx, plan.id, decision.whom)
    return True


@carries_out(LiveIn)
def live_in(turn: Turn, decision: LiveIn) -> Planned | NothingLeft:
    """Everything of this person keeps its wall time, in the zone they are in now."""
    if decision.zone not in dict(ZONES):
        return NothingLeft()
    people.set_zone(turn.tx, turn.somebody.id, decision.zone)
    turn.refresh()
    for plan in rows.all_of_person(turn.tx, turn.somebody.id):
        _named(turn, plan.id)
    plan_of_hat = mine(turn, decision.me)
    return _named(turn, plan_of_hat.id) if plan_of_hat else NothingLeft()


@carries_out(StopPlan)
def stop(turn: Turn, decision: StopPlan) -> bool:
    plan = mine(turn, decision.me)
    return plan is not None and end_plan(turn, plan, ENDED)


def end_plan(turn: Turn, plan: Plan, state: str) -> bool:
    """No question of this plan any more: its timer, and what was queued and has not left. False where there was none.

    `state`: ended, held or resting.
    """
    check_ins.drop_waiting(turn.tx, plan.person_id, turn.now_ms)
    turn.cancel_timer(CHECK_IN, plan.id)
    before = {ENDED: (ACTIVE, HELD, RESTING)}.get(state, (ACTIVE,))
    return any(rows.set_state(turn.tx, plan.id, expected, state) for expected in before)
