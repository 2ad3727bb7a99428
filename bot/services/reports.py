"""Concerns of APs become alerts of their class; reports become a task that only the reader of the site file sees."""

from datetime import datetime

from bot.services.alerts import raise_alert, told
from bot.services.holds import supervisor_of
from bot.services.pairs import other_name
from bot.services.presence import in_working_days
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out
from bot.services.staff import can_be_told, coordinators_of, supervisors_of
from bot.services.tasks import add_task
from bot.services.waiting import only_for
from bot.services.waves import unit_of
from bot.site import Unit
from bot.storage import pairs
from bot.storage.pairs import Pair
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.reports import (
    REPORTS,
    BringToTeam,
    ConcernView,
    MyConcern,
    MyReport,
    NobodyReads,
    ReportView,
    SendReport,
)
from conversations.care.subjects import number_of
from conversations.dialogue.text import Text, _, joined, verbatim

REPORT = "report"
READ_WITHIN = 2  # working days: readers are on no rota, and one of them may be away for a day


def _of_me(turn: Turn, pair_id: int) -> Pair | None:
    """A pair of this person, over or not: one may speak about it afterwards too."""
    pair = pairs.find(turn.tx, pair_id)
    return pair if pair and turn.somebody.id in (pair.patient_id, pair.ap_id) else None


@answers(MyConcern)
def my_concern(turn: Turn, look: MyConcern) -> ConcernView | None:
    pair = _of_me(turn, number_of(look.pair))
    unit = turn.unit(pair.unit_id if pair else look.me.unit)
    if unit is None:
        return None
    other = other_name(turn, pair, pair.ap_id) if pair else None
    return ConcernView(pair.id if pair else 0, other, supervisor_of(turn, unit.id, turn.somebody.id))


@carries_out(BringToTeam)
def bring_to_team(turn: Turn, decision: BringToTeam) -> Text | None:
    """Urgent climbs in minutes; the others wait for the next slot and climb in working hours."""
    me, pair = turn.somebody.id, _of_me(turn, decision.pair)
    unit = turn.unit(pair.unit_id if pair else decision.me.unit)
    if unit is None:
        return None
    about = pair.patient_id if pair and pair.patient_id and decision.about != "me" else me
    alert = raise_alert(
        turn,
        kind="ap-urgent" if decision.about == "urgent" else "ap-concern",
        level="now" if decision.about == "urgent" else "soon",
        unit=unit.id,
        person=about,
        pair=pair.id if pair else None,
        raised_by=me,
    )
    return told(turn, alert)


@answers(MyReport)
def my_report(turn: Turn, look: MyReport) -> ReportView | NobodyReads | None:
    me, wanted = turn.somebody.id, number_of(look.pair)
    mine = pairs.open_of(turn.tx, me)
    pair = _of_me(turn, wanted) if wanted else (mine[-1] if mine else None)
    if pair is None:
        return None
    unit = unit_of(turn, pair.unit_id)
    if not any(can_be_told(turn, reader) for reader in readers_in(turn, unit, pair)):
        return NobodyReads(unit.coordination.who, unit.coordination.phone, unit.coordination.hours)
    return ReportView(pair.id, other_name(turn, pair, me), unit.complaints)


def readers_in(turn: Turn, unit: Unit, pair: Pair | None) -> tuple[int, ...]:
    """Who reads reports there: the role that the site file names, without either side of the contact.

    A coordinator who is a supervisor too supervises the AP it may be about, and does not read it (care.md 15).
    """
    sides = (pair.patient_id, pair.ap_id) if pair else ()
    supervisors = supervisors_of(turn, unit.id)
    if unit.complaints_role == "supervisor":
        return tuple(person for person in supervisors if person not in sides)
    return tuple(p for p in coordinators_of(turn, unit.id) if p not in sides and p not in supervisors)


@only_for(REPORT)
def who_reads(turn: Turn, task: Task) -> tuple[int, ...]:
    pair = pairs.find(turn.tx, task.pair_id) if task.pair_id else None
    return readers_in(turn, unit_of(turn, task.unit_id), pair)


@carries_out(SendReport)
def send_report(turn: Turn, decision: SendReport) -> datetime | None:
    me, pair = turn.somebody.id, _of_me(turn, decision.pair)
    if pair is None or decision.kind not in REPORTS:
        return None
    unit = unit_of(turn, pair.unit_id)
    if not readers_in(turn, unit, pair):
        return None
    due = in_working_days(unit, turn.now, READ_WITHIN)
    lines = [
        _("For {reader} to read.", reader=unit.complaints),
        _(
            "{name} reports about {other}: {what}.",
            name=name_of(turn, me),
            other=other_name(turn, pair, me),
            what=REPORTS[decision.kind],
        ),
    ]
    if decision.words:
        lines.append(verbatim(decision.words))
    add_task(turn, kind=REPORT, unit=unit.id, person=me, pair=pair.id, due=due, details=joined(lines))
    return due
