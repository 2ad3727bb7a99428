"""Once a week, at the first opening: what is routine goes to the staff in one message, with the gaps of the rota."""

from collections import Counter
from datetime import timedelta

from bot.clock import to_ms
from bot.events import TimerDue
from bot.services import letters
from bot.services.alerts import DIGEST, next_week, unit_number
from bot.services.forecast import FORECAST, coming_gaps
from bot.services.registry import Finding, answers, audits, on_timer
from bot.services.staff import can_be_told, coordinators_of, is_staff, supervisors_of
from bot.storage import alerts, rota, timers
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.care.alerts import OF_APS
from conversations.care.supervision import MyWeek, Week
from conversations.supervisor.slots import your_week

LINES_KEPT = timedelta(weeks=4)  # a line that nobody closes says nothing new any more
OVERRIDES_KEPT = timedelta(days=90)  # how long it can be looked up who stepped in for whom


@on_timer(DIGEST)
def send_digest(turn: Turn, timer: TimerDue) -> None:
    """Tell it where there is something to tell, and close what it told; what is about an AP stays in the half-day until
    somebody has looked after them, or for four weeks."""
    unit = turn.house.site.unit(timer.unit_id)
    if unit is None:
        return
    routine = alerts.routine_in(turn.tx, unit.id)
    for alert in routine:
        alerts.reach(turn.tx, alert.id, 0, turn.now_ms)
        if alert.kind not in OF_APS:
            alerts.resolve(turn.tx, alert.id, "digest", turn.now_ms, turn.now_ms)
    alerts.close_old_routine(turn.tx, unit.id, to_ms(turn.now - LINES_KEPT), turn.now_ms)
    if routine or coming_gaps(turn, unit):
        for person in dict.fromkeys((*supervisors_of(turn, unit.id), *coordinators_of(turn, unit.id))):
            if can_be_told(turn, person):
                turn.speech.notice(person, your_week(), unit=unit.id, lane=Lane.NOTICE)
    turn.set_timer(DIGEST, unit_number(unit.id), next_week(unit, turn.now), unit.id)


@answers(MyWeek)
def my_week(turn: Turn, look: MyWeek) -> Week | None:
    unit = turn.house.site.unit(look.me.unit)
    if unit is None or not is_staff(turn, look.me.person, unit.id):
        return None
    since = to_ms(turn.now - FORECAST)
    told = [*alerts.digested_in(turn.tx, unit.id, since), *alerts.routine_in(turn.tx, unit.id)]
    counts = Counter(alert.kind for alert in told for _one in range(alert.times))
    return Week(tuple(sorted(counts.items())), coming_gaps(turn, unit), unit.on_call.mode == "on-call")


@audits
def every_unit_has_its_week(turn: Turn) -> list[Finding]:
    """A unit new in the site file gets its first digest; nothing to report."""
    for unit in turn.house.site.units:
        if timers.due_at(turn.tx, DIGEST, unit_number(unit.id)) is None:
            turn.set_timer(DIGEST, unit_number(unit.id), next_week(unit, turn.now), unit.id)
    return []


@audits
def what_is_over_goes(turn: Turn) -> list[Finding]:
    """Words of alerts whose days are over, letters that went, exceptions of the rota long past; nothing to report."""
    alerts.wipe_messages(turn.tx, turn.now_ms)
    letters.forget(turn)
    rota.forget_overrides(turn.tx, to_ms(turn.now - OVERRIDES_KEPT))
    return []
