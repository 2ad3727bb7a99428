"""The rota as people change it: taken, left, swapped, written. Every change counts from the same minute on, for what
waits already too."""

from dataclasses import replace as replace_in
from datetime import datetime, time, timedelta

from bot.clock import to_ms
from bot.services.alert_desk import number_of
from bot.services.forecast import FORECAST, coming_gaps
from bot.services.looking_again import look_again
from bot.services.presence import opening, reachable, rota_of
from bot.services.registry import answers, carries_out, on_stop
from bot.services.staff import is_staff, name_of
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import rota as rows
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.care.alerts import Done, NotYours
from conversations.care.supervision import (
    AddShift,
    AnswerSwap,
    AskSwap,
    Closed,
    DropShift,
    Gap,
    GoAway,
    InPart,
    MyShifts,
    NoLongerTheirs,
    Replace,
    RotaOf,
    RotaView,
    ShiftView,
    TakeDuty,
    Turnus,
)
from conversations.dialogue.steps import Me
from conversations.dialogue.text import Text
from conversations.policies.rota import Rota, Shift, covered, on_duty
from conversations.policies.working_time import is_open, moment
from conversations.supervisor.rota import swap_answered, swap_asked

SWAPS_FOR = timedelta(days=14)
LONGEST_DUTY = 24  # hours somebody can take at once
LONGEST_TURN = timedelta(days=1)  # how far a turn that begins today is followed beyond midnight


@answers(RotaOf)
def rota_view(turn: Turn, look: RotaOf) -> RotaView | None:
    unit = _unit_of(turn, look.me)
    if unit is None:
        return None
    whole = rota_of(turn, unit)
    duty = on_duty(reachable(turn, whole), turn.now)
    silent = [person for person in on_duty(whole, turn.now) if person not in duty]
    shifts = tuple(
        ShiftView(shift_id, s.weekday, s.starts, s.ends, name_of(turn, s.person), s.person == look.me.person)
        for shift_id, s in rows.shifts(turn.tx, unit.id)
    )
    today = turn.now.astimezone(unit.zone).date()
    names = tuple(name_of(turn, person) for person in duty)
    out_of_reach = tuple(name_of(turn, person) for person in silent)
    return RotaView(shifts, names, out_of_reach, look.me.person in duty, coming_gaps(turn, unit), today)


@answers(MyShifts)
def my_shifts(turn: Turn, look: MyShifts) -> tuple[Turnus, ...]:
    unit = _unit_of(turn, look.me)
    if unit is None:
        return ()
    return _turns_of(turn, unit, look.me.person, turn.now, turn.now + SWAPS_FOR)


@carries_out(TakeDuty)
def take_duty(turn: Turn, decision: TakeDuty) -> Done | Closed | NotYours:
    unit = _unit_of(turn, decision.me)
    if unit is None or not 0 < decision.hours <= LONGEST_DUTY:
        return NotYours()
    if unit.on_call.mode == "hours-only" and not is_open(hours_of(unit), turn.now):
        return Closed(opening(unit, turn.now))
    _present(turn, unit, decision.me.person, turn.now, turn.now + timedelta(hours=decision.hours))
    look_again(turn, unit)
    return Done()


@carries_out(GoAway)
def go_away(turn: Turn, decision: GoAway) -> tuple[Gap, ...]:
    unit = _unit_of(turn, decision.me)
    if unit is None:
        return ()
    begins = max(moment(decision.first, time(), unit.zone), turn.now)
    ends = moment(decision.last + timedelta(days=1), time(), unit.zone)
    _hand_turns(turn, unit, decision.me.person, decision.deputy, begins, ends)
    look_again(turn, unit)
    return coming_gaps(turn, unit, max(FORECAST, ends - turn.now))


@carries_out(Replace)
def replace(turn: Turn, decision: Replace) -> Done | NotYours:
    unit = _unit_of(turn, decision.me)
    if unit is None or not is_staff(turn, decision.colleague, unit.id):
        return NotYours()
    tomorrow = turn.now.astimezone(unit.zone).date() + timedelta(days=1)
    midnight = moment(tomorrow, time(), unit.zone)
    turns = _turns_of(turn, unit, decision.colleague, turn.now, midnight + LONGEST_TURN)
    until = max([midnight, *(one.ends for one in turns if one.begins < midnight)])
    _hand_turns(turn, unit, decision.colleague, decision.me.person, turn.now, until)
    look_again(turn, unit)
    return Done()


@carries_out(AskSwap)
def ask_swap(turn: Turn, decision: AskSwap) -> Done | NotYours:
    unit = _unit_of(turn, decision.me)
    asker = decision.me.person
    if unit is None or decision.colleague == asker or not is_staff(turn, decision.colleague, unit.id):
        return NotYours()
    swap = turn.new_id()
    starts_at, ends_at = to_ms(decision.begins), to_ms(decision.ends)
    rows.add_swap(turn.tx, swap, unit.id, asker, decision.colleague, starts_at, ends_at, turn.now_ms)
    notice = swap_asked(swap, name_of(turn, asker), decision.begins, decision.ends)
    turn.speech.notice(decision.colleague, notice, unit=unit.id, lane=Lane.NOTICE)
    return Done()


@carries_out(AnswerSwap)
def answer_swap(turn: Turn, decision: AnswerSwap) -> Done | NoLongerTheirs | NotYours:
    """The hours change hands with the yes; one that is over, or no more theirs to give, changes nothing."""
    unit = _unit_of(turn, decision.me)
    swap = rows.swap(turn.tx, number_of(decision.swap), unit.id) if unit else None
    if unit is None or swap is None or swap.ends <= turn.now or not is_staff(turn, swap.asked_by, unit.id):
        return NotYours()
    since = max(swap.starts, turn.now)
    gone = decision.yes and _turns_of(turn, unit, swap.asked_by, since, swap.ends) != (Turnus(since, swap.ends),)
    state = "expired" if gone else "accepted" if decision.yes else "refused"
    if not rows.end_swap(turn.tx, swap.id, unit.id, decision.me.person, state):
        return NotYours()
    if gone:
        return NoLongerTheirs()
    if decision.yes:
        _hand_turns(turn, unit, swap.asked_by, decision.me.person, since, swap.ends)
        look_again(turn, unit)
    notice = swap_answered(decision.yes, swap.starts)
    turn.speech.notice(swap.asked_by, notice, unit=unit.id, lane=Lane.NOTICE)
    return Done()


@carries_out(AddShift)
def add_shift(turn: Turn, decision: AddShift) -> Done | InPart | Closed | NotYours:
    unit = _unit_of(turn, decision.me)
    if unit is None or not is_staff(turn, decision.person, unit.id) or decision.weekday not in range(7):
        return NotYours()
    shift = Shift(decision.person, decision.weekday, decision.starts, decision.ends)
    counts, whole = _open_part(turn, unit, shift)
    if not counts:
        return Closed(opening(unit, turn.now))
    rows.add_shift(turn.tx, turn.new_id(), unit.id, shift)
    look_again(turn, unit)
    return Done() if counts == whole else InPart()


@carries_out(DropShift)
def drop_shift(turn: Turn, decision: DropShift) -> Done | NotYours:
    unit = _unit_of(turn, decision.me)
    if unit is None or not rows.drop_shift(turn.tx, decision.shift, unit.id):
        return NotYours()
    look_again(turn, unit)
    return Done()


@on_stop
def leave(turn: Turn) -> list[Text]:
    """Who stops is on no rota any more; what everybody reads changes with it."""
    rows.leave(turn.tx, turn.somebody.id)
    return []


def _unit_of(turn: Turn, me: Me) -> Unit | None:
    """The unit of the hat, for somebody who is staff there at this moment."""
    return turn.house.site.unit(me.unit) if is_staff(turn, me.person, me.unit) else None


def _open_part(turn: Turn, unit: Unit, shift: Shift) -> tuple[timedelta, timedelta]:
    """How much of a week's shift counts in this unit, and how long it is; holidays apart."""
    hours = replace_in(hours_of(unit), holidays=frozenset()) if unit.on_call.mode == "hours-only" else None
    until = turn.now + timedelta(days=7)
    counted, whole = (
        sum((e - b for b, e, there in covered(Rota((shift,), (), unit.zone, h), turn.now, until) if there), timedelta())
        for h in (hours, None)
    )
    return counted, whole


def _turns_of(turn: Turn, unit: Unit, person: int, since: datetime, until: datetime) -> tuple[Turnus, ...]:
    """The pieces of time in which this person is on duty."""
    whole = rota_of(turn, unit)
    shifts = tuple(s for s in whole.shifts if s.person == person)
    overrides = tuple(o for o in whole.overrides if o.person == person)
    theirs = Rota(shifts, overrides, whole.zone, whole.hours)
    return tuple(Turnus(begin, end) for begin, end, present in covered(theirs, since, until) if present)


def _hand_turns(turn: Turn, unit: Unit, giver: int, taker: int | None, since: datetime, until: datetime) -> None:
    """Take somebody off the rota for a time; their turns go to the other, where there is one."""
    turns = _turns_of(turn, unit, giver, since, until)
    deputy = taker if taker is not None and is_staff(turn, taker, unit.id) else None
    rows.add_override(turn.tx, turn.new_id(), unit.id, giver, to_ms(since), to_ms(until), present=False, deputy=deputy)
    if deputy is not None:
        for one in turns:
            _present(turn, unit, deputy, one.begins, one.ends)


def _present(turn: Turn, unit: Unit, person: int, begins: datetime, ends: datetime) -> None:
    rows.add_override(turn.tx, turn.new_id(), unit.id, person, to_ms(begins), to_ms(ends), present=True)
