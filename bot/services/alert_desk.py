"""What the people on duty see and do with alerts: the looks and decisions of care/alerts.py."""

from bot.clock import from_ms
from bot.services import alert_hands, alerts
from bot.services.alert_words import UNDELIVERED
from bot.services.presence import presence
from bot.services.registry import answers, carries_out
from bot.services.sides import is_kept_out
from bot.services.staff import can_be_told, coordinators_of, is_staff, name_of, supervisors_of, units_of_staff
from bot.services.waiting import may_read
from bot.storage import alerts as rows
from bot.storage import tasks
from bot.storage.alerts import Alert
from bot.turn import Turn
from conversations.care.alerts import (
    OUTCOMES,
    AlertOf,
    AlertView,
    CloseAlert,
    Colleague,
    Colleagues,
    DeclineAlert,
    Done,
    HandAlert,
    KeepAlert,
    NotYours,
    OpenAlerts,
    Over,
    StepView,
    TakeAlert,
    Taken,
    TakeOverAlert,
)


def number_of(subject: str | None) -> int:
    """The id a button names; 0, which nothing has, for what is no id."""
    return int(subject) if subject and subject.isdecimal() and len(subject) < 20 else 0


@answers(AlertOf)
def alert_of(turn: Turn, look: AlertOf) -> AlertView | None:
    alert = rows.find(turn.tx, number_of(look.alert))
    if alert is None or not is_staff(turn, look.me.person, alert.unit_id) or is_kept_out(turn, look.me.person, alert):
        return None
    return _view(turn, alert, look.me.person)


@answers(OpenAlerts)
def open_alerts(turn: Turn, look: OpenAlerts) -> tuple[AlertView, ...]:
    units = units_of_staff(turn, look.me.person)
    found = [a for unit in units for a in rows.unfinished_in(turn.tx, unit) if not is_kept_out(turn, look.me.person, a)]
    found.sort(key=_place)
    return tuple(_view(turn, alert, look.me.person) for alert in found if alert.level != "routine")


def _place(alert: Alert) -> tuple[bool, int, bool, int]:
    """What nobody has taken first, and of what is urgent the newest: a storm of old ones must not bury it."""
    at = -alert.raised_at if alert.level == "now" else alert.raised_at
    return alert.state != "open", alerts.URGENCY[alert.level], alert.kind == UNDELIVERED, at


@answers(Colleagues)
def colleagues(turn: Turn, look: Colleagues) -> tuple[Colleague, ...]:
    alert = rows.find(turn.tx, number_of(look.alert)) if look.alert else None
    task = tasks.find(turn.tx, number_of(look.task)) if look.task else None
    of = alert or task
    unit = turn.house.site.unit(of.unit_id if of else look.me.unit)
    if unit is None or not is_staff(turn, look.me.person, unit.id):
        return ()
    duty = presence(turn, unit).duty
    staff = dict.fromkeys((*duty, *supervisors_of(turn, unit.id), *coordinators_of(turn, unit.id)))
    about = alert.person_id if alert else None
    return tuple(
        Colleague(person, name_of(turn, person), person in duty)
        for person in staff
        if person not in (look.me.person, about)
        and can_be_told(turn, person)
        and (task is None or may_read(turn, task, person))
    )


@carries_out(TakeAlert)
def take_alert(turn: Turn, decision: TakeAlert) -> Taken | Over | NotYours:
    return alert_hands.take(turn, number_of(decision.alert), decision.me.person)


@carries_out(TakeOverAlert)
def take_over_alert(turn: Turn, decision: TakeOverAlert) -> Taken | Over | NotYours:
    return alert_hands.take_over(turn, number_of(decision.alert), decision.me.person)


@carries_out(DeclineAlert)
def decline_alert(turn: Turn, decision: DeclineAlert) -> Done | Taken | Over | NotYours:
    return alert_hands.decline(turn, number_of(decision.alert), decision.me.person)


@carries_out(KeepAlert)
def keep_alert(turn: Turn, decision: KeepAlert) -> Done | Over | NotYours:
    return alert_hands.keep(turn, number_of(decision.alert), decision.me.person)


@carries_out(HandAlert)
def hand_alert(turn: Turn, decision: HandAlert) -> Done | Over | NotYours:
    return alert_hands.hand(turn, number_of(decision.alert), decision.me.person, decision.colleague)


@carries_out(CloseAlert)
def close_alert(turn: Turn, decision: CloseAlert) -> Done | Over | NotYours:
    if decision.outcome not in dict(OUTCOMES):
        return NotYours()
    return alert_hands.close(turn, number_of(decision.alert), decision.me.person, decision.outcome)


def _view(turn: Turn, alert: Alert, reader: int) -> AlertView:
    unit, steps = turn.house.site.unit(alert.unit_id), rows.steps(turn.tx, alert.id)
    names = {person: name_of(turn, person) for person in {step.person_id for step in steps}}
    return AlertView(
        id=alert.id,
        kind=alert.kind,
        level=alert.level,
        state=alert.state,
        times=alert.times,
        raised_at=from_ms(alert.raised_at),
        taken_at=from_ms(alert.taken_at) if alert.taken_at is not None else None,
        mine=alert.taken_by == reader,
        has_message=alert.sealed_message is not None,
        name=name_of(turn, alert.person_id),
        unit=unit.name if unit is not None and len(units_of_staff(turn, reader)) > 1 else None,
        rule=alert.rule,
        remark=alert.remark,
        steps=tuple(StepView(step.what, from_ms(step.at), names[step.person_id]) for step in steps),
        calls=tuple(
            (task.id, task.kind)
            for task in (tasks.open_of_alert(turn.tx, alert.unit_id, alert.id) if alert.unit_id else [])
            if may_read(turn, task, reader)
        ),
    )
