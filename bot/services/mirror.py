"""The AP's mirror: once a month, near its end, the AP sees their own counts; the supervisor afterwards, and only above
the threshold that the charter says."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import to_ms
from bot.events import TimerDue
from bot.services.alerts import raise_alert
from bot.services.budget import BY_DAY, may_write, next_try, wrote
from bot.services.pairs import other_name
from bot.services.registry import (
    answers,
    carries_out,
    on_hold,
    on_pair_ended,
    on_pair_started,
    on_release,
    on_stop,
    on_timer,
)
from bot.services.staff import name_of as staff_name
from bot.services.staff import supervisors_of
from bot.storage import contacts, pairs, timers
from bot.storage import mirror as rows
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.ap.mirror import month_in_counts
from conversations.care.check_ins import LOW
from conversations.care.mirror import (
    IN_A_MONTH,
    NOTHING_PLANNED,
    PLANNED,
    SEVERAL,
    AnswerMirror,
    Mirror,
    MyMirror,
)
from conversations.dialogue.text import Text, _
from conversations.policies.cadence import spread
from conversations.policies.local_time import day_of, moment, not_at_weekend

MIRROR = "mirror"
SHOWN_ON = 28  # the last day that every month has; at a weekend the Friday before, so that it stays in its month
LOOKED_AT = 40  # an AP's newest contacts: more than anybody logs in a month
TRIED_FOR_DAYS = 3  # where the week's budget has no room, on the following days; then this month shows none


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def next_showing(after: date) -> date:
    """The day of the next mirror, later than `after`."""
    this = not_at_weekend(after.replace(day=SHOWN_ON), earlier=True)
    if this > after:
        return this
    return not_at_weekend((after.replace(day=SHOWN_ON) + timedelta(days=4)).replace(day=SHOWN_ON), earlier=True)


def _mine(turn: Turn, ap: int) -> list[Pair]:
    return [pair for pair in pairs.of_ap(turn.tx, ap) if pair.is_open]


def mirror_of(turn: Turn, ap: int, unit: str) -> Mirror:
    """The counts of the month in which this is asked, over every pair the AP carries."""
    zone = turn.about(ap).zone(unit)
    begins, ends = _month(day_of(turn.now, zone), zone)
    counted = rows.counted(turn.tx, ap, month_of(day_of(turn.now, zone)), begins, ends)
    mine = _mine(turn, ap)
    rhythms = _rhythms(turn, mine)
    supervisor = next((name for s in supervisors_of(turn, unit) if (name := staff_name(turn, s))), None)
    return Mirror(
        exchanges=counted.messages + counted.contacts,
        late=counted.late,
        planned=_planned(rhythms),
        over=_over(rhythms, counted.contacts),
        minutes=counted.minutes,
        overridden=counted.overridden,
        renewals=sum(pair.renewals for pair in mine),
        without_debrief=counted.without_debrief,
        heavy=_heavy(turn, ap, begins),
        supervisor=supervisor or _("your supervisor"),
        pairs=tuple((pair.id, other_name(turn, pair, ap)) for pair in mine),
    )


def _month(today: date, zone: ZoneInfo) -> tuple[int, int]:
    """Where the month of that day begins and ends, in milliseconds UTC."""
    first = today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return to_ms(moment(first, time(0), zone)), to_ms(moment(following, time(0), zone))


def _heavy(turn: Turn, ap: int, since: int) -> int:
    """Debriefs of the month in which the AP chose one of the two low words."""
    mine = (contact for contact in contacts.latest_of_ap(turn.tx, ap, LOOKED_AT) if contact.at >= since)
    said = (contact.feeling(turn.house.sealer).get("word") for contact in mine)
    return sum(isinstance(word, int) and word <= LOW for word in said)


def _rhythms(turn: Turn, mine: list[Pair]) -> list[str]:
    agreed = (pairs.agreement(turn.tx, turn.house.sealer, pair.id) for pair in mine)
    return [str(terms.words.get("rhythm")) for terms in agreed if terms is not None]


def _planned(rhythms: list[str]) -> Text:
    known = sorted({rhythm for rhythm in rhythms if rhythm in PLANNED})
    if not known:
        return NOTHING_PLANNED
    return PLANNED[known[0]] if len(known) == 1 else SEVERAL


def _over(rhythms: list[str], contacts: int) -> int:
    """Contacts beyond what was agreed; where a rhythm has no number there is nothing to go beyond."""
    if not rhythms or any(rhythm not in IN_A_MONTH for rhythm in rhythms):
        return 0
    return max(0, contacts - sum(IN_A_MONTH[rhythm] for rhythm in rhythms))


@answers(MyMirror)
def my_mirror(turn: Turn, look: MyMirror) -> Mirror:
    return mirror_of(turn, turn.somebody.id, look.me.unit or "")


@carries_out(AnswerMirror)
def answer(turn: Turn, decision: AnswerMirror) -> None:
    today = day_of(turn.now, turn.zone(decision.me.unit))
    rows.answered(turn.tx, turn.somebody.id, month_of(today), decision.answer)


@on_pair_started
def begin(turn: Turn, pair_id: int) -> None:
    pair = pairs.find(turn.tx, pair_id)
    if pair is not None and timers.due_at(turn.tx, MIRROR, pair.ap_id) is None:
        _set_next(turn, pair.ap_id, pair.unit_id, day_of(turn.now, turn.about(pair.ap_id).zone(pair.unit_id)))


@on_release
def begin_again(turn: Turn, person_id: int, pair_id: int | None) -> None:
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    if pair is not None and pair.is_open and pair.first_contact_at is not None:
        begin(turn, pair.id)


def _set_next(turn: Turn, ap: int, unit: str, after: date) -> None:
    turn.set_timer(MIRROR, ap, _at(turn, ap, unit, next_showing(after)), unit)


def _at(turn: Turn, ap: int, unit: str, day: date) -> datetime:
    return moment(day, BY_DAY, turn.about(ap).zone(unit)) + spread(ap)


@on_timer(MIRROR)
def show(turn: Turn, due: TimerDue) -> None:
    """To the AP first. Without a pair or without an exchange there is nothing to mirror."""
    ap, unit = due.subject, turn.house.site.unit(due.unit_id)
    if unit is None or not _mine(turn, ap):
        return
    today = day_of(turn.now, turn.about(ap).zone(unit.id))
    mirror = mirror_of(turn, ap, unit.id)
    day = next_showing(today.replace(day=1))
    if mirror.exchanges and not may_write(turn, ap) and day <= today < day + timedelta(days=TRIED_FOR_DAYS):
        turn.set_timer(MIRROR, ap, next_try(turn, ap), unit.id)
        return
    _set_next(turn, ap, unit.id, max(today, day))
    if not mirror.exchanges or today < day or not may_write(turn, ap):
        return
    if not rows.shown(turn.tx, ap, unit.id, month_of(today), turn.now_ms):
        return
    turn.speech.notice(ap, month_in_counts(mirror), unit=unit.id)
    wrote(turn, ap)
    if mirror.late >= unit.choices.mirror_late_messages:
        raise_alert(turn, kind="ap-carries-much", level="routine", unit=unit.id, person=ap)


@on_pair_ended
def end_with_pair(turn: Turn, pair_id: int, why: str) -> None:
    pair = pairs.find(turn.tx, pair_id)
    if pair is not None and not _mine(turn, pair.ap_id):
        turn.cancel_timer(MIRROR, pair.ap_id)


@on_hold
def hold(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """Not this month: no count is shown to somebody who may have lost the person it is about."""
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    for ap in {person_id, pair.ap_id if pair else person_id}:
        if timers.due_at(turn.tx, MIRROR, ap) is not None and (mine := _mine(turn, ap)):
            next_month = day_of(turn.now, turn.about(ap).zone(mine[0].unit_id)) + timedelta(days=31)
            _set_next(turn, ap, mine[0].unit_id, next_month)


@on_stop
def end(turn: Turn) -> list[Text]:
    turn.cancel_timer(MIRROR, turn.somebody.id)
    return []
