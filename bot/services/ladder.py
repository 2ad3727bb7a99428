"""The ladder in the service: who is told of an alert now, and the timer of its next step.

Every function here leaves an open alert with a timer: that is what the auditor checks.
"""

from datetime import datetime, timedelta
from typing import Literal

import structlog

from bot.clock import from_ms, to_ms
from bot.events import TimerDue
from bot.services import gathering, letters
from bot.services.alert_words import UNDELIVERED, on_a_phone
from bot.services.presence import Presence, crew_of, next_within_hours, opening, presence
from bot.services.registry import on_timer
from bot.services.sides import is_kept_out
from bot.services.slots import tell_half_day
from bot.services.staff import can_be_told, is_staff
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import alerts as rows
from bot.storage import timers
from bot.storage.alerts import Alert
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.dialogue.notice import Notice
from conversations.dialogue.text import unasked
from conversations.everyone import corrections
from conversations.policies import escalation
from conversations.policies.escalation import AGAIN, GATHERED_WITHIN, NOBODY_YET
from conversations.policies.working_time import NeverOpen, is_open

log = structlog.get_logger()

CLIMB, STILL = "alert-climb", "alert-still"
"""The two timers of an alert: of one that is open, and of one that is in somebody's hands."""
TOLD_HOLDS = timedelta(hours=12)  # after so long without an answer somebody counts as not told any more
TOLD = frozenset({"told", "gathered"})
LEFT_OUT = frozenset({"declined", "failed"})  # who is asked again only once everybody was
HANDS_ON = frozenset({"handed", "given-back"})
"""What happens to an alert when it leaves the hands it was in; whose they were counts as told: others come first."""
BEGINS_ANEW = HANDS_ON | {"more-urgent"}
MINUTE_MS = 60_000
SAY_SO_FROM = 3  # the rung of the coordination: whoever waits now reads that nobody has answered


def note(turn: Turn, alert: int, what: str, person: int | None = None) -> None:
    """One line of the alert's timeline."""
    rows.add_step(turn.tx, turn.new_id(), alert, what, person, turn.now_ms)


def start(turn: Turn, alert_id: int) -> None:
    """The first step of a new alert, or of one that is open again from the bottom."""
    go_on(turn, alert_id, 0)


def go_on(turn: Turn, alert_id: int, step: int) -> None:
    """Tell whom that rung (or the first one above with somebody on it) names, and set the next step."""
    alert = rows.find(turn.tx, alert_id)
    unit = turn.house.site.unit(alert.unit_id) if alert else None
    if alert is None or alert.state != "open":
        return
    if unit is None:
        # A unit that left the site file: operations must know, and nobody else can.
        log.critical("an alert belongs to a unit that the site does not have")
        turn.set_timer(CLIMB, alert_id, turn.now + timedelta(hours=1))
        return
    here = presence(turn, unit, alert.person_id)
    if _goes_up(turn, unit, alert, here):
        _climb(turn, alert, unit, here, step)
    else:
        _wait(turn, alert, unit, here)


def _goes_up(turn: Turn, unit: Unit, alert: Alert, here: Presence) -> bool:
    """Whether somebody is told at this minute. What is urgent climbs at any hour where the unit is on call, the rest
    in opening hours. Before it began to climb, an hour that the rota leaves open is waited for."""
    if not (alert.level == "now" and unit.on_call.mode == "on-call") and not is_open(hours_of(unit), turn.now):
        return False
    if here.duty or here.team or alert.told_at is not None:
        return True
    return _next_duty(turn, unit, alert, here) is None


def _next_duty(turn: Turn, unit: Unit, alert: Alert, here: Presence) -> datetime | None:
    """When somebody is next on duty to hear of it; of what is not urgent, in opening hours."""
    return here.next_at if alert.level == "now" else next_within_hours(turn, unit, alert.person_id)


def _wait(turn: Turn, alert: Alert, unit: Unit, here: Presence) -> None:
    until = _next_duty(turn, unit, alert, here) or opening(unit, turn.now)
    until = max(until, turn.now + timedelta(minutes=1))
    turn.set_timer(CLIMB, alert.id, until, unit.id)
    promised = to_ms(until) if here.anybody else None
    if alert.step == NOBODY_YET and alert.promised_at == promised and promised is not None:
        return
    rows.reach(turn.tx, alert.id, NOBODY_YET, None)
    rows.promise(turn.tx, alert.id, promised)
    note(turn, alert.id, "waits")
    _say_when(turn, alert, until if here.anybody else None)


def _say_when(turn: Turn, alert: Alert, until: datetime | None) -> None:
    """An hour that moves is said to the person each time: one that read none yet reads it in the answer itself."""
    if alert.step != NOBODY_YET:
        _nobody_answered(turn, alert, until)
    elif alert.promised_at is not None and until is None:
        correct(turn, alert, corrections.read_at_no_hour())
    elif alert.promised_at is not None and until is not None:
        later = to_ms(until) > alert.promised_at
        correct(turn, alert, corrections.read_later(until) if later else corrections.read_earlier(until))


def _climb(turn: Turn, alert: Alert, unit: Unit, here: Presence, step: int) -> None:
    first = step if here.duty or step > 0 else escalation.LADDER.index("all")
    told, out = _told_and_out(turn, alert, unit, again=first >= AGAIN)
    reached, people = escalation.climb(first, crew_of(turn, unit), told, out)
    until = next_step(turn, unit, alert, reached)
    for person in people:
        _tell(turn, alert, unit, person, reached, until)
    turn.set_timer(CLIMB, alert.id, until, unit.id)
    if people:
        is_told(turn, alert, reached)
    else:
        rows.reach(turn.tx, alert.id, reached, None)
        _nobody(turn, alert, unit)
    if people and alert.level == "now" and letters.write(turn, unit, alert.id, _rungs(alert.step, reached)):
        log.info("second path", rung=escalation.rung(reached))
    if (reached >= SAY_SO_FROM or not people) and alert.corrected_at is None and _was_told_when(alert):
        _nobody_answered(turn, alert, None)


def is_told(turn: Turn, alert: Alert, step: int) -> None:
    """Somebody of the team has it now. Whoever read a later hour reads so."""
    rows.reach(turn.tx, alert.id, step, turn.now_ms)
    if alert.step == NOBODY_YET and alert.promised_at is not None and alert.promised_at > turn.now_ms + MINUTE_MS:
        correct(turn, alert, corrections.told_earlier())


def _rungs(before: int, reached: int) -> tuple[escalation.Rung, ...]:
    """The rungs that this step reaches; one that was passed because nobody on it can be told is reached too."""
    first = before + 1 if before < reached else reached
    return tuple(dict.fromkeys(escalation.rung(step) for step in range(first, reached + 1)))


def _was_told_when(alert: Alert) -> bool:
    """Whether the person has read something that is now to be corrected; of a new alert the answer itself says it."""
    return alert.told_at is not None or alert.promised_at is not None


def next_step(turn: Turn, unit: Unit, alert: Alert, step: int) -> datetime:
    """When an alert told now on that rung climbs on: in minutes where it is urgent, else in open hours."""
    minutes = unit.delays.ladder_minutes
    try:
        return escalation.climbs_at("now" if alert.level == "now" else "soon", step, turn.now, minutes, hours_of(unit))
    except NeverOpen:
        return turn.now + timedelta(days=1)


def _told_and_out(turn: Turn, alert: Alert, unit: Unit, *, again: bool) -> tuple[set[int], set[int]]:
    """Who was told lately, and who cannot be or said no; once the whole ladder was climbed they are asked again."""
    since = turn.now_ms - int(TOLD_HOLDS.total_seconds() * 1000)
    steps = [s for s in _since_it_began(turn, alert) if s.at > since and s.person_id is not None]
    told = {s.person_id for s in steps if s.what in TOLD | HANDS_ON and s.person_id is not None}
    out = {p for p in crew_of(turn, unit).everybody if not can_be_told(turn, p) or is_kept_out(turn, p, alert)}
    out |= {p for p in told if not is_staff(turn, p, unit.id)}
    if not again:
        out |= {s.person_id for s in steps if s.what in LEFT_OUT and s.person_id is not None}
    return told, out | ({alert.person_id} if alert.person_id is not None else set())


def _since_it_began(turn: Turn, alert: Alert) -> list[rows.Step]:
    """Its steps from where it last left somebody's hands (what the others had then says that it was taken), or became
    more urgent (what they had then did not ring)."""
    steps = rows.steps(turn.tx, alert.id)
    begun = [n for n, step in enumerate(steps) if step.what in BEGINS_ANEW]
    return steps[begun[-1] :] if begun else steps


def whom_it_reached(turn: Turn, alert: Alert) -> Literal["duty", "team"] | None:
    """Of those who were told, can answer and did not decline: whether somebody on duty is among them, others of the
    team, or nobody."""
    unit = turn.house.site.unit(alert.unit_id)
    if unit is None or alert.state != "open" or alert.step == NOBODY_YET:
        return None
    last = {s.person_id: s.what for s in _since_it_began(turn, alert) if s.what in TOLD | LEFT_OUT}
    told = {p for p, what in last.items() if p is not None and what in TOLD}
    there = {p for p in told if can_be_told(turn, p) and is_staff(turn, p, unit.id)}
    if there & set(presence(turn, unit, alert.person_id).duty):
        return "duty"
    return "team" if there else None


def _tell(turn: Turn, alert: Alert, unit: Unit, person: int, step: int, until: datetime) -> None:
    if alert.level != "now":
        tell_half_day(turn, person, unit)
        note(turn, alert.id, "told", person)
        return
    since = turn.now_ms - int(GATHERED_WITHIN.total_seconds() * 1000)
    if not escalation.tells_one_by_one(rows.told_untaken(turn.tx, person, unit.id, alert.kind, since)):
        note(turn, alert.id, "gathered", person)
        gathering.grow(turn, unit, person, alert.kind)
        return
    notice = on_a_phone(turn, unit, alert, person, step, until)
    turn.speech.notice(person, notice, unit=unit.id, lane=Lane.ALERT, tell=True)
    note(turn, alert.id, "told", person)


def _nobody(turn: Turn, alert: Alert, unit: Unit) -> None:
    """Nobody can be told at all: every other way there is, and operations."""
    note(turn, alert.id, "nobody")
    log.critical("an alert reaches nobody", unit=unit.id, level=alert.level)
    letters.alarm(turn, unit, alert.id, unasked("Somebody is waiting and nobody of the team can be reached here."))


def correct(turn: Turn, alert: Alert, notice: Notice) -> None:
    """What the person has read about when is no longer so: they read it, at once where it is urgent."""
    if alert.raised_by is None or not can_be_told(turn, alert.raised_by):
        return
    lane = Lane.REPLY if alert.level == "now" else Lane.NOTICE
    turn.speech.notice(alert.raised_by, notice, unit=alert.unit_id, lane=lane)
    note(turn, alert.id, "corrected")


def _nobody_answered(turn: Turn, alert: Alert, again_at: datetime | None) -> None:
    """Of what is urgent; in other words where somebody had seen it."""
    if alert.level != "now":
        return
    rows.corrected(turn.tx, alert.id, turn.now_ms)
    seen = alert.first_taken_at is not None
    correct(turn, alert, corrections.nobody_has_it(again_at) if seen else corrections.nobody_has_answered(again_at))


def look_again(turn: Turn, unit: Unit) -> None:
    """Who is there has changed: what waits, or stands with people who are gone, goes on with whoever is there now.
    Who is newly on duty is told of the rest, which climbs on from where it is."""
    for alert in rows.unfinished_in(turn.tx, unit.id):
        if alert.state != "open" or alert.level == "routine":
            continue
        if whom_it_reached(turn, alert) is None:
            go_on(turn, alert.id, 0)
            continue
        if not _goes_up(turn, unit, alert, presence(turn, unit, alert.person_id)):
            continue
        due = timers.due_at(turn.tx, CLIMB, alert.id)
        for person in _new_on_duty(turn, alert, unit):
            _tell(turn, alert, unit, person, alert.step, from_ms(due) if due else turn.now)


def did_not_arrive(turn: Turn, alert: Alert, person: int) -> None:
    """Somebody who was to be told was not: where they were the only one, the next one is told at once."""
    note(turn, alert.id, "failed", person)
    unit = turn.house.site.unit(alert.unit_id)
    if alert.step >= AGAIN:
        return  # everybody was tried; its own pause until the next time holds
    if unit is None or alert.state != "open":
        return
    if whom_it_reached(turn, alert) is None or _new_on_duty(turn, alert, unit):
        go_on(turn, alert.id, max(alert.step, 0))


def _new_on_duty(turn: Turn, alert: Alert, unit: Unit) -> list[int]:
    """Who is on duty, can be told of it and was not."""
    told, out = _told_and_out(turn, alert, unit, again=False)
    return [p for p in presence(turn, unit, alert.person_id).duty if p not in told | out]


@on_timer(CLIMB)
def climb_on(turn: Turn, timer: TimerDue) -> None:
    """Nobody took it in time, or the half-day it waited for begins."""
    alert = rows.find(turn.tx, timer.subject)
    unit = turn.house.site.unit(alert.unit_id) if alert else None
    if alert is None:
        return
    if unit is not None and _has_rung(alert) and not lost(turn, unit):
        turn.set_timer(CLIMB, alert.id, next_step(turn, unit, alert, alert.step), unit.id)
    else:
        go_on(turn, alert.id, min(alert.step + 1, AGAIN))


def _has_rung(alert: Alert) -> bool:
    """Of an urgent message that did not arrive the team hears once; what it was about climbs by itself."""
    return alert.kind == UNDELIVERED and alert.level == "now" and alert.told_at is not None


def lost(turn: Turn, unit: Unit) -> list[Alert]:
    """What is urgent, nobody has taken, and after a message that did not arrive nobody has on their phone."""
    return [a for a in undelivered(turn, unit.id) if whom_it_reached(turn, a) is None]


def undelivered(turn: Turn, unit: str) -> list[Alert]:
    """What is urgent and nobody has taken, of which a message did not arrive."""
    found = (a for a in rows.unfinished_in(turn.tx, unit) if a.level == "now" and a.state == "open")
    return [a for a in found if a.kind != UNDELIVERED and any(s.what == "failed" for s in _since_it_began(turn, a))]
