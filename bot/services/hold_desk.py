"""Who may trigger, confirm and lift a hold, checked again for the very person who taps."""

from datetime import datetime

from bot.clock import from_ms
from bot.services.alerts import raise_alert, remark_not_it, settled
from bot.services.ap_holds import promised, stops
from bot.services.hold_ends import confirm, leave_in_mourning, lift
from bot.services.hold_tasks import comes_first
from bot.services.holds import hold, is_held
from bot.services.mourning import says_read_by
from bot.services.pairs import other_name, search_again
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out, facts
from bot.services.requests import withdrawn
from bot.services.sides import is_side
from bot.services.staff import is_staff, units_of_staff
from bot.services.waves import rest
from bot.storage import alerts, memberships, pairs, people, requests
from bot.storage import holds as rows
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.holds import (
    AP_STOPS,
    DEATH,
    DOUBT,
    MOURNING,
    AfterApStopped,
    ApGoneAsStaff,
    ConfirmHold,
    HoldAsStaff,
    HoldView,
    LeaveInMourning,
    LiftedAs,
    LiftHold,
    NotThat,
    OneHold,
    OpenHolds,
    RelativeDied,
    Stopped,
    UnitPairs,
)
from conversations.care.profiles import Name
from conversations.dialogue.registry import AP, SUPERVISOR


@carries_out(RelativeDied)
def relative_died(turn: Turn, decision: RelativeDied) -> Stopped | None:
    """Nothing about the patient is looked up or said; the relative's own contact goes on if both wish."""
    unit = turn.unit(decision.me.unit)
    if unit is None:
        return None
    me = turn.somebody.id
    alert = raise_alert(turn, kind="death", level="soon", unit=unit.id, person=me)
    made = hold(turn, person=me, pair=None, why=MOURNING, by=me, alert=alert)
    stopped = promised(turn, made)
    says_read_by(turn, made, stopped.until)
    return stopped


@carries_out(NotThat)
def not_that(turn: Turn, decision: NotThat) -> bool:
    """One's own word about one's own mourning ends it; every other hold is a supervisor's."""
    me = turn.somebody.id
    mine = [one for one in rows.about(turn.tx, me) if one.why == MOURNING and one.by_id == me]
    lifted = [one for one in mine if lift(turn, one, me) is not None]
    for one in lifted:
        _nothing_to_see_to(turn, one.unit_id, me)
    return bool(lifted)


def _nothing_to_see_to(turn: Turn, unit_id: str, me: int) -> None:
    """A tap taken back leaves nothing for the team; words stay to be read, and who has it in hand reads the remark."""
    alert = alerts.unfinished_like(turn.tx, "death", unit_id, me)
    if alert is not None and remark_not_it(turn, alert) and alert.sealed_message is None:
        settled(turn, me, None, "death")


def _for_staff(turn: Turn, hold_id: int) -> Hold | None:
    """A hold that is open to staff, and is about neither them nor a contact of theirs."""
    one = rows.find(turn.tx, hold_id)
    if one is None or one.state == "lifted" or not is_staff(turn, turn.somebody.id, one.unit_id):
        return None
    return None if _is_mine(turn, one) else one


def _is_mine(turn: Turn, one: Hold) -> bool:
    return one.person_id == turn.somebody.id or is_side(turn, turn.somebody.id, one.pair_id)


def _is_supervisor(turn: Turn, unit_id: str) -> bool:
    hats = memberships.of_person(turn.tx, turn.somebody.id)
    return any(hat.unit_id == unit_id and hat.role == SUPERVISOR for hat in hats)


def _view(turn: Turn, one: Hold) -> HoldView:
    pair = pairs.find(turn.tx, one.pair_id) if one.pair_id else None
    terms = pairs.agreement(turn.tx, turn.house.sealer, pair.id) if pair else None
    return HoldView(
        id=one.id,
        why=one.why,
        state=one.state,
        since=from_ms(one.at),
        by_name=name_of(turn, one.by_id),
        ap=name_of(turn, pair.ap_id) if pair else None,
        patient=other_name(turn, pair, pair.ap_id) if pair else name_of(turn, one.person_id),
        told=one.told_at is not None,
        may_be_told=terms.words.get("may_be_told") if terms else None,
        may_be_confirmed=_may_be_confirmed(turn, one),
        may_be_lifted=_may_be_lifted(turn, one, pair),
        first=comes_first(turn, one),
        of_ap=_is_of_ap(turn, one),
        patient_wrote=from_ms(one.patient_wrote_at) if one.patient_wrote_at else None,
    )


def _is_of_ap(turn: Turn, one: Hold) -> bool:
    if one.why != MOURNING or one.person_id is None:
        return False
    is_ap = memberships.of_role(turn.tx, one.person_id, one.unit_id, AP) is not None
    return is_ap and not requests.open_of_person(turn.tx, one.person_id)


@answers(OneHold)
def one_hold(turn: Turn, look: OneHold) -> HoldView | None:
    one = _for_staff(turn, look.hold)
    return _view(turn, one) if one else None


@answers(OpenHolds)
def open_holds(turn: Turn, look: OpenHolds) -> tuple[HoldView, ...]:
    units = units_of_staff(turn, turn.somebody.id)
    found = (one for unit in units for one in rows.provisional_in(turn.tx, unit))
    return tuple(_view(turn, one) for one in found if not _is_mine(turn, one))


@answers(UnitPairs)
def unit_pairs(turn: Turn, look: UnitPairs) -> tuple[tuple[int, Name, Name], ...]:
    found = [
        (pair.id, other_name(turn, pair, pair.ap_id), name_of(turn, pair.ap_id))
        for unit in units_of_staff(turn, turn.somebody.id)
        for pair_id in rows.pairs_in(turn.tx, unit)
        if (pair := pairs.find(turn.tx, pair_id)) and turn.somebody.id not in (pair.patient_id, pair.ap_id)
    ]
    return tuple(sorted(found, key=lambda one: str(one[1]).casefold()))


@carries_out(HoldAsStaff)
def hold_as_staff(turn: Turn, decision: HoldAsStaff) -> int | None:
    me, pair = turn.somebody.id, pairs.find(turn.tx, decision.pair)
    if pair is None or not _is_theirs_to_tell(turn, pair):
        return None
    return hold(turn, person=None, pair=pair.id, why=DEATH, by=me)


@carries_out(ApGoneAsStaff)
def ap_gone_as_staff(turn: Turn, decision: ApGoneAsStaff) -> int | None:
    """As where the AP says so themself; and nothing that waited is sent to their phone."""
    pair = pairs.find(turn.tx, decision.pair)
    if pair is None or not _is_theirs_to_tell(turn, pair):
        return None
    rows.silence(turn.tx, pair.ap_id, turn.now_ms)
    return stops(turn, pair.ap_id, by=turn.somebody.id)[pair.id]


def _is_theirs_to_tell(turn: Turn, pair: Pair) -> bool:
    """An open contact of the unit of this staff member, who is no side of it."""
    me = turn.somebody.id
    return pair.is_open and is_staff(turn, me, pair.unit_id) and me not in (pair.patient_id, pair.ap_id)


@carries_out(ConfirmHold)
def confirm_hold(turn: Turn, decision: ConfirmHold) -> HoldView | None:
    one = _for_staff(turn, decision.hold)
    if one is None or not _may_be_confirmed(turn, one):
        return None
    if not _is_supervisor(turn, one.unit_id) or not confirm(turn, one, turn.somebody.id):
        return None
    now = rows.find(turn.tx, one.id)
    return _view(turn, now) if now else None


@carries_out(LeaveInMourning)
def leave_so(turn: Turn, decision: LeaveInMourning) -> bool:
    one = _for_staff(turn, decision.hold)
    if one is None or one.why != MOURNING or not _is_supervisor(turn, one.unit_id):
        return False
    return leave_in_mourning(turn, one, turn.somebody.id)


@carries_out(LiftHold)
def lift_hold(turn: Turn, decision: LiftHold) -> LiftedAs | None:
    one = _for_staff(turn, decision.hold)
    pair = pairs.find(turn.tx, one.pair_id) if one and one.pair_id else None
    if one is None or not _is_supervisor(turn, one.unit_id) or not _may_be_lifted(turn, one, pair):
        return None
    return lift(turn, one, turn.somebody.id)


def _may_be_confirmed(turn: Turn, one: Hold) -> bool:
    """Of a death, and of a doubt where no death comes first; an AP who has to stop, and mourning, are what they say."""
    return one.state == "provisional" and one.why in (DEATH, DOUBT) and comes_first(turn, one) is None


def _may_be_lifted(turn: Turn, one: Hold, pair: Pair | None) -> bool:
    """Of an AP who had to stop not once the patient was told, who chooses what follows; nor where the AP has left: the
    contact would go on with nobody there."""
    ap = people.find(turn.tx, pair.ap_id) if pair else None
    return one.why != AP_STOPS or (one.state == "provisional" and (ap is None or ap.state != "stopped"))


@carries_out(AfterApStopped)
def after_ap_stopped(turn: Turn, decision: AfterApStopped) -> datetime | bool | None:
    """Only the patient of that pair, and only after it ended in this way."""
    pair = pairs.find(turn.tx, decision.pair)
    if pair is None or pair.patient_id != turn.somebody.id or pair.closed_why != AP_STOPS:
        return None
    request = requests.find(turn.tx, pair.request_id)
    if request is None or request.state not in ("resting", "searching"):  # somebody new is found, or waits
        return None
    match decision.wish:
        case "wait":
            return request.state == "resting" or rest(turn, request)
        case "another":
            return search_again(turn, pair)
        case "stop":
            return withdrawn(turn, request) is not None


@facts
def about_holds(turn: Turn) -> set[str]:
    """`mourning`: nothing automatic is said to this person."""
    unit = turn.unit()
    return {"mourning"} if unit and is_held(turn.tx, turn.somebody.id, unit.id) else set()
