"""An AP's hardest moments: bad news, a doubt about who writes, having to stop; and what is theirs afterwards."""

from datetime import date, datetime

from bot.services.hold_tasks import TASKS, has_number, hour_of, leave_number, read_hour, talk_by
from bot.services.holds import hold, supervisor_of
from bot.services.offers import take_back_offers_to
from bot.services.pairs import kept_until
from bot.services.presence import call_by
from bot.services.profiles import name_of, set_away
from bot.services.registry import answers, carries_out, facts
from bot.services.tasks import add_task
from bot.services.waves import unit_of
from bot.services.yeses import yes_is_gone
from bot.storage import holds as rows
from bot.storage import offers, pairs
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.holds import (
    AP_STOPS,
    DEATH,
    DOUBT,
    BadNews,
    DoubtThem,
    LeaveNumber,
    MessagesStay,
    MyGroup,
    MyHold,
    StopAccompanying,
    Stopped,
    WordToFamily,
)
from conversations.care.relay import Called
from conversations.dialogue.text import _


def _as_ap(turn: Turn, pair_id: int) -> Pair | None:
    pair = pairs.find(turn.tx, pair_id)
    return pair if pair and pair.is_open and pair.ap_id == turn.somebody.id else None


def promised(turn: Turn, hold_id: int) -> Stopped:
    """Who speaks with the person of this turn about a hold, by when, and whether by phone."""
    made = rows.find(turn.tx, hold_id)
    if made is None:
        raise LookupError("a hold just made is not there")
    pair = pairs.find(turn.tx, made.pair_id) if made.pair_id else None
    return _stopped(turn, made, talk_by(turn, pair) if pair else hour_of(turn, made))


def _stopped(turn: Turn, hold: Hold, until: datetime) -> Stopped:
    me = turn.somebody.id
    return Stopped(supervisor_of(turn, hold.unit_id, me), until, calls=has_number(turn, me))


@carries_out(BadNews)
def bad_news(turn: Turn, decision: BadNews) -> Stopped | None:
    pair = _as_ap(turn, decision.pair)
    return promised(turn, hold(turn, person=None, pair=pair.id, why=DEATH, by=turn.somebody.id)) if pair else None


@carries_out(DoubtThem)
def doubt(turn: Turn, decision: DoubtThem) -> Stopped | None:
    pair = _as_ap(turn, decision.pair)
    return promised(turn, hold(turn, person=None, pair=pair.id, why=DOUBT, by=turn.somebody.id)) if pair else None


@answers(MyHold)
def my_hold(turn: Turn, look: MyHold) -> Stopped | None:
    pair = _as_ap(turn, look.pair)
    held = rows.of_pair(turn.tx, pair.id) if pair else []
    return _stopped(turn, held[-1], hour_of(turn, held[-1])) if held else None


@carries_out(LeaveNumber)
def leave_number_for_call(turn: Turn, decision: LeaveNumber) -> Stopped | None:
    pair = _as_ap(turn, decision.pair)
    held = rows.of_pair(turn.tx, pair.id) if pair else []
    if pair is None or not held:
        return None
    leave_number(turn, pair, decision.number, decision.when)
    return promised(turn, held[-1].id)


@carries_out(StopAccompanying)
def stop_accompanying(turn: Turn, decision: StopAccompanying) -> Stopped | None:
    """Offers off at once, and nothing begins any more; each contact is held until a person has told the patient."""
    if not _may_stop(turn):
        return None
    held = stops(turn, turn.somebody.id, by=turn.somebody.id)
    made = [one for hold_id in held.values() if (one := rows.find(turn.tx, hold_id))]
    unit = turn.unit(next((one.unit_id for one in made), decision.me.unit))
    who = unit.coordination.who if unit else supervisor_of(turn, decision.me.unit or "", turn.somebody.id)
    return Stopped(who, max((_told_by(turn, one) for one in made), default=turn.now), len(made))


def _told_by(turn: Turn, hold: Hold) -> datetime:
    """By when the patient of that contact is told, as its AP reads it now."""
    pair = pairs.find(turn.tx, hold.pair_id) if hold.pair_id else None
    return (read_hour(turn, pair, {TASKS[AP_STOPS]}) if pair else None) or hour_of(turn, hold)


def stops(turn: Turn, ap: int, *, by: int) -> dict[int, int]:
    """An AP accompanies nobody any more, in whichever unit; gives the hold of each contact (pair: hold). Of their own
    word it lasts until they want offers again; of the team's, which may be a mistake, until it is lifted."""
    if by == ap:
        set_away(turn, ap, None)
    for pair in pairs.of_ap(turn.tx, ap):
        yes_is_gone(turn, pair, "left", again=by != ap)
    take_back_offers_to(turn, ap)
    theirs = [pair for pair in pairs.open_of(turn.tx, ap) if pair.ap_id == ap]
    return {pair.id: hold(turn, person=None, pair=pair.id, why=AP_STOPS, by=by) for pair in theirs}


def _may_stop(turn: Turn) -> bool:
    """They accompany somebody, have said yes to somebody, or are asked."""
    me = turn.somebody.id
    return bool(pairs.of_ap(turn.tx, me)) or bool(offers.open_of_ap(turn.tx, me))


@carries_out(WordToFamily)
def word_to_family(turn: Turn, decision: WordToFamily) -> datetime | None:
    pair = pairs.find(turn.tx, decision.pair)
    if pair is None or pair.ap_id != turn.somebody.id or pair.closed_why != DEATH:
        return None
    due = call_by(turn, unit_of(turn, pair.unit_id))
    words = _("A word for the family, from {name}: {words}", name=name_of(turn, pair.ap_id), words=decision.words)
    add_task(turn, kind="family-word", unit=pair.unit_id, person=None, pair=pair.id, due=due, details=words)
    return due


@answers(MyGroup)
def my_group(turn: Turn, look: MyGroup) -> Called | None:
    unit = turn.unit(look.me.unit)
    return unit.group if unit else None


@answers(MessagesStay)
def messages_stay(turn: Turn, look: MessagesStay) -> date | None:
    pair = pairs.find(turn.tx, look.pair)
    if pair is None or pair.ap_id != turn.somebody.id or pair.closed_why != DEATH:
        return None
    return kept_until(turn, pair, pair.ap_id)


@facts
def may_stop(turn: Turn) -> set[str]:
    """`may-stop`: an AP who has something to stop."""
    return {"may-stop"} if _may_stop(turn) else set()
