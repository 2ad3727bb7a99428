"""An AP who comes into a further unit of the site: both supervisors are asked, and until both have said yes nobody
there is proposed to them (the query of clearances looks at it)."""

from typing import Literal

from bot.services.presence import in_working_days
from bot.services.profiles import name_of
from bot.services.registry import Finding, answers, audits, carries_out, on_joined
from bot.services.staff import supervisors_of
from bot.services.tasks import add_task, end
from bot.services.waiting import only_for, readers_of
from bot.services.waves import unit_of
from bot.storage import memberships, tasks
from bot.storage import shared_aps as rows
from bot.storage.memberships import Membership
from bot.storage.shared_aps import SharedAp
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.care.shared_aps import SHARED_AP, AnswerSharing, MySharedAp, OtherUnit, SharedView
from conversations.dialogue.registry import AP, SUPERVISOR
from conversations.supervisor.shared_aps import both_agreed, both_are_asked, stays_with_one

ANSWER_DAYS = 2  # working days of the unit, as for any talk with a supervisor


@on_joined
def ask_both(turn: Turn, hat: Membership) -> None:
    """By a start code of a further unit; the home unit is the one in which they have been an AP longest."""
    hats = memberships.of_person(turn.tx, hat.person_id)
    home = next((one for one in hats if one.role == AP and one.unit_id != hat.unit_id), None)
    if hat.role != AP or home is None:
        return
    if rows.ask(turn.tx, hat.id, hat.person_id, hat.unit_id, home.unit_id, turn.now_ms):
        for unit_id in (hat.unit_id, home.unit_id):
            unit = unit_of(turn, unit_id)
            opens = (SHARED_AP, hat.id)
            add_task(
                turn,
                kind=SHARED_AP,
                unit=unit_id,
                person=hat.person_id,
                pair=None,
                due=in_working_days(unit, turn.now, ANSWER_DAYS),
                opens=opens,
            )
        turn.speech.notice(hat.person_id, both_are_asked(), unit=hat.unit_id)


@only_for(SHARED_AP)
def supervisors(turn: Turn, task: Task) -> tuple[int, ...]:
    return supervisors_of(turn, task.unit_id)


def _to_answer(turn: Turn, membership: int) -> tuple[SharedAp, tuple[str, ...]] | None:
    """What is asked, and for which of the two units this person still has to answer."""
    shared = rows.find(turn.tx, membership)
    me = turn.somebody.id
    if shared is None or not shared.is_open or shared.person_id == me:
        return None
    hats = memberships.of_person(turn.tx, me)
    mine = {hat.unit_id for hat in hats if hat.role == SUPERVISOR}
    asked = ((shared.unit_id, shared.here_at), (shared.home_id, shared.home_at))
    units = tuple(unit for unit, at in asked if at is None and unit in mine)
    return (shared, units) if units else None


@answers(MySharedAp)
def my_shared_ap(turn: Turn, look: MySharedAp) -> SharedView | None:
    found = _to_answer(turn, look.membership)
    if found is None:
        return None
    shared, units = found
    return SharedView(
        membership=shared.membership_id,
        name=name_of(turn, shared.person_id),
        home=unit_of(turn, shared.home_id).name,
        further=unit_of(turn, shared.unit_id).name,
        other=_other(turn, shared, units[0]),
    )


def _other(turn: Turn, shared: SharedAp, unit: str) -> OtherUnit:
    other, agreed = (shared.unit_id, shared.here_at) if unit == shared.home_id else (shared.home_id, shared.home_at)
    asked = set(supervisors_of(turn, other)) - {shared.person_id}
    return "agreed" if agreed is not None else "asked" if asked else "nobody"


@audits
def somebody_can_answer(turn: Turn) -> list[Finding]:
    """A question that nobody reads would wait for ever: whoever runs the service hears of it."""
    found = []
    for unit in turn.house.site.units:
        asked = [task for task in tasks.open_in(turn.tx, unit.id) if task.kind == SHARED_AP]
        if any(not readers_of(turn, task) for task in asked):
            line = f"unit {unit.id} has no supervisor to answer whether an AP may accompany in two units"
            found.append(Finding(line, unit.id))
    return found


@carries_out(AnswerSharing)
def answer(turn: Turn, decision: AnswerSharing) -> Literal["both", "one", "refused", "over"]:
    """Who supervises both answers for both with one yes."""
    found = _to_answer(turn, decision.membership)
    if found is None:
        return "over"
    shared, units = found
    if not decision.yes:
        rows.refuse(turn.tx, shared.membership_id, units[0], turn.now_ms)
        memberships.set_state(turn.tx, shared.membership_id, "suspended")
        _done(turn, shared, (shared.unit_id, shared.home_id))
        turn.speech.notice(shared.person_id, stays_with_one(), unit=shared.home_id)
        return "refused"
    for unit in units:
        rows.agree(turn.tx, shared.membership_id, unit, turn.now_ms)
    _done(turn, shared, units)
    now = rows.find(turn.tx, shared.membership_id)
    if now is None or now.is_open:
        return "one"
    turn.speech.notice(shared.person_id, both_agreed(), unit=shared.unit_id)
    return "both"


def _done(turn: Turn, shared: SharedAp, units: tuple[str, ...]) -> None:
    for task in tasks.open_of_person(turn.tx, shared.person_id):
        if task.kind == SHARED_AP and task.unit_id in units:
            end(turn, task, "done", turn.somebody.id)
