"""Calls that somebody asks for: the task with its number, and after danger the alert too."""

from bot.services import alerts, freezes
from bot.services.alert_desk import number_of
from bot.services.presence import in_working_days, presence, promised_call
from bot.services.registry import answers, carries_out
from bot.services.task_climb import safe_hours
from bot.services.tasks import add_task, end
from bot.storage import alerts as rows
from bot.storage import freezes as freeze_rows
from bot.storage import tasks
from bot.turn import Turn
from conversations.care.calls import (
    INTERPRETER,
    PSYCHOLOGIST,
    SAFE_TIMES,
    SAFELY,
    URGENT,
    Asked,
    AskForCall,
    Chance,
    ChanceOfCall,
)
from conversations.care.tasks import BY_ANYBODY
from conversations.dialogue.text import Text, _


@answers(ChanceOfCall)
def chance_of_call(turn: Turn, look: ChanceOfCall) -> Chance | None:
    unit = turn.house.site.unit(look.me.unit)
    if unit is None:
        return None
    duty = bool(presence(turn, unit, look.me.person).duty)
    name = turn.somebody.name(turn.house.sealer)
    return Chance(duty, promised_call(turn, unit, look.me.person), name, _is_urgent(turn, look.reason))


@carries_out(AskForCall)
def ask_for_call(turn: Turn, decision: AskForCall) -> Asked | None:
    unit = turn.house.site.unit(decision.me.unit)
    if unit is None:
        return None
    urgent = _is_urgent(turn, decision.reason)
    alert = _alert(turn, unit.id, decision.reason) if urgent else _own_alert(turn, unit.id, decision.reason)
    me, time = turn.somebody.id, decision.when or "any"
    before = promised_call(turn, unit, me, safe_hours(turn, unit, me, time))
    kind = _kind(turn, decision)
    freezes.good_time(turn)
    _ask_only_once(turn, kind)
    add_task(
        turn,
        kind=kind,
        unit=unit.id,
        person=me,
        pair=None,
        due=before or in_working_days(unit, turn.now, 1),
        details=_("Can talk: {when}", when=SAFE_TIMES[time]) if decision.number and time in SAFE_TIMES else None,
        number=decision.number,
        alert=alert,
        safe_time=time,
        hour_read=before is not None,
    )
    told = alerts.told(turn, alert) if alert and urgent else _told_of_task()
    return Asked(told, before)


def _is_urgent(turn: Turn, reason: str | None) -> bool:
    """After danger words, or about an alert of one's own that is open."""
    if reason == URGENT:
        return True
    alert = rows.find(turn.tx, number_of(reason)) if reason else None
    if alert is not None and alert.person_id == turn.somebody.id and alert.state != "resolved":
        return alert.level == "now"
    frozen = freeze_rows.find(turn.tx, turn.somebody.id)
    return frozen is not None and frozen.kind in freezes.DANGER


def _alert(turn: Turn, unit: str, reason: str | None) -> int:
    """One ladder, not two: the urgent alert that the person means, else what everything waits for, else any that they
    brought about, else a new one. What somebody else raised about them is not theirs to be answered in."""
    mine = [a for a in rows.unfinished_of(turn.tx, turn.somebody.id) if a.level == "now" and a.unit_id == unit]
    mine = [a for a in mine if a.raised_by == turn.somebody.id]
    frozen = freeze_rows.find(turn.tx, turn.somebody.id)
    meant = (number_of(reason), frozen.alert_id if frozen else None)
    mine.sort(key=lambda alert: meant.index(alert.id) if alert.id in meant else len(meant))
    alert = alerts.raise_alert(
        turn, kind=mine[0].kind if mine else "call-me", level="now", unit=unit, person=turn.somebody.id
    )
    freezes.waits_for(turn, alert)
    return alert


def _own_alert(turn: Turn, unit: str, reason: str | None) -> int | None:
    """The alert that the person names in asking (a low answer, the wish for a word), where it is open and theirs."""
    alert = rows.find(turn.tx, number_of(reason)) if reason else None
    mine = alert is not None and alert.person_id == turn.somebody.id and alert.unit_id == unit
    return alert.id if alert is not None and mine and alert.state != "resolved" else None


def _ask_only_once(turn: Turn, kind: str) -> None:
    """Who asks again gives a new number, or prefers to be written to: what they asked for before is moot.

    Not what the team has to say to them about a request or a contact.
    """
    same = BY_ANYBODY if kind in BY_ANYBODY else {kind}
    for task in tasks.open_of_person(turn.tx, turn.somebody.id):
        if task.kind in same and task.opens is None and task.pair_id is None:
            end(turn, task, "closed", None)


def _kind(turn: Turn, decision: AskForCall) -> str:
    if decision.reason == INTERPRETER:
        return "interpreter"
    if decision.reason == PSYCHOLOGIST:
        return "psychologist"
    frozen = freeze_rows.find(turn.tx, turn.somebody.id)
    violence = decision.reason == SAFELY or (frozen is not None and frozen.kind == "violence")
    if decision.number is None:
        return "write-safely" if violence else "write-person"
    return "call-safely" if violence else "call-person"


def _told_of_task() -> Text:
    return _("It is on the list of your unit’s team.")
