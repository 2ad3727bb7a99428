"""Check-ins: put when promised, or expired by their rule; answered; and what an answer brings about."""

from datetime import timedelta

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services.alerts import raise_alert
from bot.services.budget import keep_quiet, wrote
from bot.services.check_in_ends import may_ask, still_there
from bot.services.check_in_plans import CHECK_IN, plan_next, quiet_hours, zone_of
from bot.services.pairs import other_name
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out, on_timer
from bot.storage import check_in_plans as plans
from bot.storage import check_ins as rows
from bot.storage import pairs
from bot.storage.check_in_plans import ACTIVE, Plan
from bot.storage.check_ins import ANSWERED, ASKED, CheckIn
from bot.storage.outbox import Lane
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.ap.check_ins import how_are_you_ap
from conversations.care.check_ins import (
    LOW,
    AddSentence,
    AlreadyClosed,
    Answered,
    EraseAnswers,
    MyAnswers,
    NotToday,
    PastAnswer,
    Question,
    SayHowIAm,
    State,
    TheQuestion,
)
from conversations.dialogue.registry import AP, PATIENT
from conversations.dialogue.steps import Me
from conversations.patient.check_ins import has_been_silent, how_are_you, would_like_to_hear
from conversations.policies.cadence import LATEST, SILENT_AFTER, verdict
from conversations.policies.local_time import day_of, is_quiet

OPEN_FOR = timedelta(days=7)  # an answer to an older question would say how somebody was, not how they are
LONGEST_SENTENCE = 300


@on_timer(CHECK_IN)
def due(turn: Turn, event: TimerDue) -> None:
    """Put the question or let it expire, and plan the next one. Each day of a plan has one fate, and one only."""
    plan = plans.find(turn.tx, event.subject)
    if plan is None or plan.state != ACTIVE or plan.next_day is None or plan.next_at is None:
        return
    if not still_there(turn, plan):
        plans.set_state(turn.tx, plan.id, ACTIVE, plans.ENDED)
        return
    _tell_of_silence(turn, plan)
    fate = _fate(turn, plan)
    check_in = turn.new_id()
    if rows.add(turn.tx, check_in, plan, plan.next_day, fate, plan.next_at, turn.now_ms) and fate == ASKED:
        _put(turn, plan, check_in)
    plans.promise(turn.tx, plan.id, promised=False)
    plan_next(turn, plan, plan.next_day)


def _fate(turn: Turn, plan: Plan) -> str:
    """asked, or why not: late, night, withheld (the budget, a pause, a hold, a role that ended)."""
    quiet = quiet_hours(turn.house.site.unit(plan.unit_id))
    night = is_quiet(turn.now, quiet, zone_of(turn, plan))
    by_clock = verdict(from_ms(plan.next_at or 0), turn.now, night=night)
    if by_clock != "ask":
        return by_clock
    return ASKED if may_ask(turn, plan) else "withheld"


def _put(turn: Turn, plan: Plan, check_in: int) -> None:
    """Last of all lanes, and worthless when late: what the deliverer cannot send in time is dropped, not sent later."""
    notice = how_are_you_ap(check_in) if plan.side == AP else how_are_you(check_in)
    expires = from_ms(plan.next_at or turn.now_ms) + LATEST
    turn.speech.notice(plan.person_id, notice, unit=plan.unit_id, lane=Lane.CHECK_IN, expires_at=expires)
    wrote(turn, plan.person_id)


def _tell_of_silence(turn: Turn, plan: Plan) -> None:
    """Silence is a choice: somebody is told only where the person chose so beforehand, and once."""
    if plan.tell == "nobody" or plan.told_silence:
        return
    last = rows.newest_of_plan(turn.tx, plan.id)
    silent = len(last) == SILENT_AFTER and all(one.state == ASKED for one in last)
    if not silent or not may_ask(turn, plan) or not plans.told_silence(turn.tx, plan.id, told=True):
        return
    if plan.tell == "team":
        raise_alert(turn, kind="silent-check-in", level="soon", unit=plan.unit_id, person=plan.person_id)
    elif pair := _contact(turn, plan.person_id):
        turn.speech.notice(
            pair.ap_id, has_been_silent(name_of(turn, plan.person_id), pair.id), unit=pair.unit_id, lane=Lane.NOTICE
        )


def _contact(turn: Turn, person: int) -> Pair | None:
    """The patient's open contact in which something can be passed on."""
    return next((p for p in pairs.open_of(turn.tx, person) if p.patient_id == person and p.state == "active"), None)


def _side(me: Me) -> str:
    return me.role or PATIENT


@answers(TheQuestion)
def the_question(turn: Turn, look: TheQuestion) -> Question:
    """0 is a question somebody puts to themself: always open."""
    unit, person = turn.unit(look.me.unit), turn.somebody.id
    pair = _contact(turn, person) if _side(look.me) != AP else None
    row = rows.one(turn.tx, look.check_in, person) if look.check_in else None
    feeling = row.answer(turn.house.sealer).get("feeling") if row else None
    return Question(
        id=look.check_in,
        state="open" if not look.check_in else _state(turn, row),
        day=row.day if row else day_of(turn.now, turn.zone(look.me.unit)),
        feeling=feeling if isinstance(feeling, int) else None,
        ap=other_name(turn, pair, person) if pair else None,
        team=unit is not None,
        scale=unit.choices.scale if unit else "words",
        side=_side(look.me),
    )


def _state(turn: Turn, row: CheckIn | None) -> State:
    if row is None or turn.now - from_ms(row.at) > OPEN_FOR:
        return "closed"
    if row.state == ANSWERED:
        return "answered"
    newest = rows.newest_of_plan(turn.tx, row.plan_id) if row.plan_id else []
    return "open" if row.state in (ASKED, rows.LATER) and (not newest or newest[0].id == row.id) else "closed"


@carries_out(SayHowIAm)
def say_how_i_am(turn: Turn, decision: SayHowIAm) -> Answered | AlreadyClosed:
    """Keep the answer sealed. A low one keeps the bot silent for a week; whatever else happens was wished for."""
    person, me = turn.somebody.id, decision.me
    unit = turn.unit(me.unit)
    if unit is None:
        return AlreadyClosed()
    check_in = decision.check_in
    if check_in and _state(turn, rows.one(turn.tx, check_in, person)) != "open":
        return AlreadyClosed()
    if not check_in:
        check_in = turn.new_id()
        today = day_of(turn.now, turn.zone(unit.id))
        rows.add_own(turn.tx, check_in, person, unit.id, _side(me), today, turn.now_ms)
    words = {"feeling": decision.feeling}
    if not rows.answer(turn.tx, turn.house.sealer, check_in, person, words, turn.now_ms):
        return AlreadyClosed()
    plan = plans.of_person(turn.tx, person, _side(me))
    if plan is not None:
        plans.told_silence(turn.tx, plan.id, told=False)
    low = decision.feeling <= LOW
    if low:
        keep_quiet(turn, person)
    return _as_wished(turn, decision, check_in, unit.id, low=low)


def _as_wished(turn: Turn, decision: SayHowIAm, check_in: int, unit: str, *, low: bool) -> Answered:
    person = turn.somebody.id
    pair = _contact(turn, person)
    if decision.wish == "ap" and pair is not None:
        notice = would_like_to_hear(name_of(turn, person), pair.id)
        turn.speech.notice(pair.ap_id, notice, unit=pair.unit_id, lane=Lane.NOTICE)
        return Answered(check_in, told=True, alert=None)
    if decision.wish == "team" and low:
        alert = raise_alert(turn, kind="low-check-in", level="soon", unit=unit, person=person)
        return Answered(check_in, told=False, alert=alert)
    return Answered(check_in, told=False, alert=None)


@carries_out(AddSentence)
def add_sentence(turn: Turn, decision: AddSentence) -> bool:
    row = rows.one(turn.tx, decision.check_in, turn.somebody.id)
    if row is None or row.state != ANSWERED or turn.danger is not None:
        return False
    words = row.answer(turn.house.sealer) | {"words": decision.words[:LONGEST_SENTENCE]}
    return rows.note(turn.tx, turn.house.sealer, row.id, turn.somebody.id, words)


@carries_out(NotToday)
def not_today(turn: Turn, decision: NotToday) -> bool:
    return rows.not_today(turn.tx, decision.check_in, turn.somebody.id)


@answers(MyAnswers)
def my_answers(turn: Turn, look: MyAnswers) -> tuple[PastAnswer, ...]:
    found = []
    for row in rows.answered_by(turn.tx, turn.somebody.id, _side(look.me)):
        said = row.answer(turn.house.sealer)
        if isinstance(feeling := said.get("feeling"), int):
            found.append(PastAnswer(row.day, feeling, said.get("words")))
    return tuple(found)


@carries_out(EraseAnswers)
def erase_answers(turn: Turn, decision: EraseAnswers) -> int:
    return rows.forget_answers(turn.tx, turn.somebody.id, _side(decision.me))
