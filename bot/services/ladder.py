"""The ladder in the service: who is told of an alert now, and the timer of its next step.

Every function here leaves an open alert with a timer: that is what the auditor checks.
"""

from datetime import datetime, timedelta

import structlog

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services import letters
from bot.services.presence import Presence, crew_of, opening, presence
from bot.services.registry import on_timer
from bot.services.sides import is_kept_out
from bot.services.slots import tell_half_day
from bot.services.staff import can_be_told
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import alerts as rows
from bot.storage.alerts import Alert
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.dialogue.text import unasked
from conversations.policies import escalation
from conversations.policies.escalation import AGAIN, GATHERED_WITHIN, NOBODY_YET
from conversations.policies.working_time import NeverOpen, is_open
from conversations.supervisor import alerts as words

log = structlog.get_logger()

CLIMB, STILL = "alert-climb", "alert-still"
"""The two timers of an alert: of one that is open, and of one that is in somebody's hands."""
TOLD_HOLDS = timedelta(hours=12)  # after so long without an answer somebody counts as not told any more
NUMBERS_GIVEN = frozenset({"danger-oneself", "danger-somebody", "call-me"})
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
    until = _waits_until(turn, unit, alert, here, step)
    if until is not None:
        _wait(turn, alert, unit, until)
    else:
        _climb(turn, alert, unit, here, step)


def _waits_until(turn: Turn, unit: Unit, alert: Alert, here: Presence, step: int) -> datetime | None:
    """When it goes on, where nobody may or can be told at this minute; None where it goes on now."""
    working = is_open(hours_of(unit), turn.now)
    if here.duty or here.team:
        return None if alert.level == "now" or working else opening(unit, turn.now)
    under_way = alert.told_at is not None and step > 0
    if under_way and (working if alert.level == "soon" else unit.on_call.mode == "on-call" or working):
        return None
    if here.next_at is None and working:
        return None
    later = [here.next_at] if here.next_at else [opening(unit, turn.now)]
    if alert.level == "soon":
        later = [opening(unit, later[0])]
    return max(later[0], turn.now + timedelta(minutes=1))


def _wait(turn: Turn, alert: Alert, unit: Unit, until: datetime) -> None:
    rows.reach(turn.tx, alert.id, NOBODY_YET, None)
    rows.promise(turn.tx, alert.id, int(until.timestamp() * 1000))
    note(turn, alert.id, "waits")
    turn.set_timer(CLIMB, alert.id, until, unit.id)
    if alert.told_at is not None:
        correct(turn, alert, until)


def _climb(turn: Turn, alert: Alert, unit: Unit, here: Presence, step: int) -> None:
    first = max(step, 0) if here.duty or step > 0 else escalation.LADDER.index("all")
    told, out = _told_and_out(turn, alert, unit, again=first >= AGAIN)
    reached, people = escalation.climb(first, crew_of(turn, unit), told, out)
    until = next_step(turn, unit, alert, reached)
    for person in people:
        _tell(turn, alert, unit, person, reached, until)
    rows.reach(turn.tx, alert.id, reached, turn.now_ms if people else None)
    turn.set_timer(CLIMB, alert.id, until, unit.id)
    if alert.level == "now" and letters.write(turn, unit, alert.id, escalation.rung(reached)):
        log.info("second path", rung=escalation.rung(reached))
    if not people:
        _nobody(turn, alert, unit)
    if reached >= SAY_SO_FROM or not people:
        correct(turn, alert, None)


def next_step(turn: Turn, unit: Unit, alert: Alert, step: int) -> datetime:
    """When an alert told now on that rung climbs on: in minutes where it is urgent, else in open hours."""
    minutes = unit.delays.ladder_minutes
    try:
        return escalation.climbs_at("now" if alert.level == "now" else "soon", step, turn.now, minutes, hours_of(unit))
    except NeverOpen:
        return turn.now + timedelta(days=1)


def _told_and_out(turn: Turn, alert: Alert, unit: Unit, *, again: bool) -> tuple[set[int], set[int]]:
    """Who was told lately, and who cannot be told or said no. Once the whole ladder was climbed a no is asked again."""
    since = turn.now_ms - int(TOLD_HOLDS.total_seconds() * 1000)
    steps = [s for s in rows.steps(turn.tx, alert.id) if s.at > since and s.person_id is not None]
    told = {s.person_id for s in steps if s.what in ("told", "gathered") and s.person_id is not None}
    out = {p for p in crew_of(turn, unit).everybody if not can_be_told(turn, p) or is_kept_out(turn, p, alert)}
    if not again:
        out |= {s.person_id for s in steps if s.what == "declined" and s.person_id is not None}
    return told, out | ({alert.person_id} if alert.person_id is not None else set())


def _tell(turn: Turn, alert: Alert, unit: Unit, person: int, step: int, until: datetime) -> None:
    if alert.level != "now":
        tell_half_day(turn, person, unit)
        note(turn, alert.id, "told", person)
        return
    since = turn.now_ms - int(GATHERED_WITHIN.total_seconds() * 1000)
    before = rows.told_untaken(turn.tx, person, alert.kind, since)
    if escalation.tells_one_by_one(before):
        notice = words.alert_raised(
            alert.id,
            alert.kind,
            from_ms(alert.raised_at),
            until,
            escalation.rung(step + 1),
            numbers_given=alert.kind in NUMBERS_GIVEN,
        )
        turn.speech.notice(person, notice, unit=unit.id, lane=Lane.ALERT, tell=True)
        note(turn, alert.id, "told", person)
        return
    if escalation.tells_the_number(before):
        number = rows.count_open_now(turn.tx, unit.id, alert.kind)
        turn.speech.notice(person, words.alerts_gathered(alert.kind, number), unit=unit.id, lane=Lane.ALERT)
    note(turn, alert.id, "gathered", person)


def _nobody(turn: Turn, alert: Alert, unit: Unit) -> None:
    """Nobody can be told at all: every other way there is, and operations."""
    note(turn, alert.id, "nobody")
    log.critical("an alert reaches nobody", unit=unit.id, level=alert.level)
    letters.alarm(turn, unit, alert.id, unasked("Somebody is waiting and nobody of the team can be reached here."))


def correct(turn: Turn, alert: Alert, again_at: datetime | None) -> None:
    """What was promised to the person did not hold: they read so, once, in time. At first nothing was promised yet."""
    if alert.told_at is None and alert.promised_at is None:
        return
    if alert.raised_by is None or alert.level != "now" or not rows.corrected(turn.tx, alert.id, turn.now_ms):
        return
    turn.speech.notice(alert.raised_by, words.nobody_has_answered(again_at), unit=alert.unit_id, lane=Lane.ALERT)
    note(turn, alert.id, "corrected")


@on_timer(CLIMB)
def climb_on(turn: Turn, timer: TimerDue) -> None:
    """Nobody took it in time, or the half-day it waited for begins."""
    alert = rows.find(turn.tx, timer.subject)
    if alert is not None:
        go_on(turn, alert.id, min(alert.step + 1, AGAIN))
