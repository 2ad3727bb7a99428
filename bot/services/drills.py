"""The chain proves itself: each day a machine drill through everything up to the send, each week one with people.

The machine drill raises a real alert in a savepoint, looks at what that made, takes it, looks again, and undoes it all.
Only its result stays.
"""

from datetime import datetime, time, timedelta

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services import alert_hands, letters
from bot.services import alerts as service
from bot.services.alert_desk import number_of
from bot.services.alerts import unit_number
from bot.services.ladder import CLIMB
from bot.services.presence import presence, reachable, rota_of
from bot.services.registry import Finding, audits, carries_out, on_timer
from bot.services.working_time import hours_of
from bot.site import Unit
from bot.storage import alerts as rows
from bot.storage import second_path, timers
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.care.alerts import Done, NotYours, Taken
from conversations.care.supervision import SeenDrill
from conversations.dialogue.text import Hour
from conversations.policies import escalation
from conversations.policies.rota import Rota, next_slot
from conversations.policies.working_time import is_open, moment
from conversations.supervisor.alert_words import about
from conversations.supervisor.digest import drill_asked

MACHINE, PEOPLE, OVER = "drill-machine", "drill-people", "drill-over"
AT = time(11)  # by the unit's clock: when somebody can look into one that failed
PEOPLE_ON = 2  # Wednesday
A_DAY = timedelta(hours=26)  # between two daily drills: one of them may be 25 hours after the other


class _Undo(Exception):
    """Takes the drill's own alert back; holds what was found wrong with it, or nothing."""

    def __init__(self, wrong: str | None) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@on_timer(MACHINE)
def machine_drill(turn: Turn, timer: TimerDue) -> None:
    unit = turn.house.site.unit(timer.unit_id)
    if unit is None:
        return
    turn.set_timer(MACHINE, unit_number(unit.id), _tomorrow(unit, turn.now), unit.id)
    wrong = run(turn, unit)
    rows.add_drill(
        turn.tx, turn.new_id(), unit.id, "machine", None, "failed" if wrong else "passed", wrong, turn.now_ms
    )
    if wrong:
        turn.tx.after_commit(lambda: turn.house.report(f"the drill of {unit.id} failed: {wrong}"))


def run(turn: Turn, unit: Unit) -> str | None:
    """Go through the chain of a unit and undo it; what is wrong with it, in words for operations, or None."""
    try:
        with turn.tx.savepoint():
            raise _Undo(_found_wrong(turn, unit))
    except _Undo as end:
        return end.wrong


def _found_wrong(turn: Turn, unit: Unit) -> str | None:
    alert_id = service.raise_alert(turn, kind="drill", level="now", unit=unit.id, person=None, message="drill")
    if timers.due_at(turn.tx, CLIMB, alert_id) is None:
        return "an alert has no next step"
    alert = rows.find(turn.tx, alert_id)
    if alert is None or alert.messages(turn.house.sealer) != ["drill"]:
        return "the message of an alert cannot be opened"
    told = [step.person_id for step in rows.steps(turn.tx, alert_id) if step.what == "told"]
    if not told:
        return _told_nobody(turn, unit, alert)
    for person in told:
        if person is not None and not rows.is_queued(turn.tx, person, about(alert_id)):
            return "what was told is not waiting to be sent"
    if letters.wants(unit, escalation.rung(alert.step)) and not second_path.is_queued(turn.tx, alert_id):
        return "what goes by e-mail or pager is not waiting to be sent"
    return _taken_wrong(turn, alert_id, told[0]) if told[0] is not None else None


def _told_nobody(turn: Turn, unit: Unit, alert: rows.Alert) -> str | None:
    """Right only where it waits for an hour that the rota has."""
    if presence(turn, unit).duty:
        return "somebody is on duty and was not told"
    if alert.promised_at is None:
        return "nobody of the unit can be told at all"
    return None


def _taken_wrong(turn: Turn, alert_id: int, by: int) -> str | None:
    if not isinstance(alert_hands.take(turn, alert_id, by), Taken):
        return "an alert cannot be taken"
    if timers.due_at(turn.tx, CLIMB, alert_id) is not None:
        return "an alert climbs on although it was taken"
    return None


@on_timer(PEOPLE)
def people_drill(turn: Turn, timer: TimerDue) -> None:
    """Announced as one, in working hours, to who is on duty."""
    unit = turn.house.site.unit(timer.unit_id)
    if unit is None or not unit.on_call.drill_people_weekly:
        return
    turn.set_timer(PEOPLE, unit_number(unit.id), _next_people_drill(unit, turn.now), unit.id)
    duty = presence(turn, unit).duty
    if not duty or not is_open(hours_of(unit), turn.now):
        _later_this_week(turn, unit)
        return
    drill, until = turn.new_id(), turn.now + timedelta(minutes=unit.delays.ladder_minutes[0])
    rows.add_drill(turn.tx, drill, unit.id, "human", duty[0], "asked", None, turn.now_ms)
    turn.speech.notice(duty[0], drill_asked(drill, Hour(until)), unit=unit.id, lane=Lane.ALERT)
    turn.set_timer(OVER, drill, until, unit.id)


def _later_this_week(turn: Turn, unit: Unit) -> None:
    """The first time from now on that somebody is there, so that a small unit drills too; else it could ask nobody."""
    rota = reachable(turn, rota_of(turn, unit))
    there = next_slot(Rota(rota.shifts, rota.overrides, rota.zone, hours_of(unit)), turn.now)
    if there and there[0] < _next_people_drill(unit, turn.now):
        turn.set_timer(PEOPLE, unit_number(unit.id), there[0], unit.id)
    else:
        why = "nobody is on duty in opening hours this week"
        rows.add_drill(turn.tx, turn.new_id(), unit.id, "human", None, "failed", why, turn.now_ms)


@on_timer(OVER)
def drill_over(turn: Turn, timer: TimerDue) -> None:
    rows.end_drill(turn.tx, timer.subject, "missed", turn.now_ms)


@carries_out(SeenDrill)
def seen_drill(turn: Turn, decision: SeenDrill) -> Done | NotYours:
    drill = rows.drill(turn.tx, number_of(decision.drill))
    if drill is None or drill.person_id != decision.me.person:
        return NotYours()
    if not rows.end_drill(turn.tx, drill.id, "passed", turn.now_ms):
        return NotYours()
    turn.cancel_timer(OVER, drill.id)
    return Done()


@audits
def every_unit_drills(turn: Turn) -> list[Finding]:
    """A unit new in the site file, or one that now wants drills of people, gets its first ones. The machine's must
    have happened each day since its first."""
    found = []
    for unit in turn.house.site.units:
        subject = unit_number(unit.id)
        last = rows.last_drill(turn.tx, unit.id, "machine")
        if last is not None and turn.now - from_ms(last.asked_at) > A_DAY:
            found.append(Finding(f"the daily drill of {unit.id} did not happen", unit.id))
        elif last is not None and last.state == "failed":
            found.append(Finding(f"the last daily drill of {unit.id} failed: {last.why}", unit.id))
        if timers.due_at(turn.tx, MACHINE, subject) is None:
            turn.set_timer(MACHINE, subject, _tomorrow(unit, turn.now), unit.id)
        if unit.on_call.drill_people_weekly and timers.due_at(turn.tx, PEOPLE, subject) is None:
            turn.set_timer(PEOPLE, subject, _next_people_drill(unit, turn.now), unit.id)
    return found


def _tomorrow(unit: Unit, at: datetime) -> datetime:
    return moment(at.astimezone(unit.zone).date() + timedelta(days=1), AT, unit.zone)


def _next_people_drill(unit: Unit, at: datetime) -> datetime:
    today = at.astimezone(unit.zone).date()
    days = (PEOPLE_ON - today.weekday()) % 7 or 7
    return moment(today + timedelta(days=days), AT, unit.zone)
