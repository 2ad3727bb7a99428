"""Pairs as their two people see them, and what happens to them: first contact, who comes after whom, the goodbye."""

from datetime import date, datetime, timedelta

from bot.clock import from_ms, to_ms
from bot.services.cards import person_card_for
from bot.services.farewells import recap_of
from bot.services.first_steps import agreed_time_over, first_step
from bot.services.guests import close_calls, in_one_day, tell_guest
from bot.services.profiles import AP_SIDE, name_of, profile_of
from bot.services.registry import PAIR_ENDS, PAIR_STARTS, answers, carries_out, facts
from bot.services.resting import rests_until
from bot.services.staff import can_be_told
from bot.services.tasks import close_tasks
from bot.services.waves import DATE, WRITE, end_search, look_on, promised_date, rest, unit_of, unsay
from bot.services.wishes import name_on
from bot.storage import holds, outbox, pairs, people, profiles, requests, timers
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.ap.offers import about_chosen, not_chosen
from conversations.ap.pairs import ended_by_patient, handed_over
from conversations.care.pairs import (
    EndPair,
    Goodbye,
    MyPair,
    MyPairs,
    OnePair,
    PairView,
    about_first_step,
)
from conversations.care.profiles import HOURS, Name
from conversations.dialogue.notice import Notice
from conversations.dialogue.text import Text, _
from conversations.patient.pairs import ended_by_ap, ended_for_another
from conversations.policies.local_time import day_of

FIRST_CONTACT, BACK, REVIEW, PROPOSAL = "first-contact", "first-contact-back", "pair-review", "proposal"


def of_person(turn: Turn, pair_id: int) -> Pair | None:
    """The pair, where the person of this turn is one of the two and it is open (a hold looks as before)."""
    pair = pairs.find(turn.tx, pair_id)
    return pair if pair and pair.is_open and turn.somebody.id in (pair.patient_id, pair.ap_id) else None


def other_name(turn: Turn, pair: Pair, person_id: int) -> Name:
    """How the other side is called; a guest by the name the coordination wrote."""
    if person_id != pair.ap_id:
        return name_of(turn, pair.ap_id)
    request = requests.find(turn.tx, pair.request_id)
    return name_on(turn, request) if request else name_of(turn, pair.patient_id)


def contact_by(turn: Turn, pair: Pair) -> datetime:
    """Until when the first step is to come, as it was told: by the AP, then until somebody else is looked for."""
    due = [timers.due_at(turn.tx, kind, pair.id) for kind in (FIRST_CONTACT, BACK)]
    told = next((from_ms(at) for at in due if at is not None), None)
    return told or first_contact_promised(turn, pair)


def first_contact_promised(turn: Turn, pair: Pair) -> datetime:
    hours = unit_of(turn, pair.unit_id).delays.first_contact_hours
    return from_ms(pair.agreed_at or pair.accepted_at) + timedelta(hours=hours)


def view(turn: Turn, pair: Pair) -> PairView:
    me = turn.somebody.id
    request = requests.find(turn.tx, pair.request_id)
    terms = pairs.agreement(turn.tx, turn.house.sealer, pair.id)
    return PairView(
        pair=pair.id,
        state=_looks(turn, pair),
        other=other_name(turn, pair, me),
        since=from_ms(pair.agreed_at or pair.accepted_at),
        first_contact=pair.first_contact_at is not None,
        contact_by=contact_by(turn, pair),
        card=person_card_for(turn, request) if request else Text(""),
        agreed=bool(terms and terms.patient_agreed and terms.ap_agreed),
        rhythm=str(terms.words.get("rhythm")) if terms else None,
        review=_review_day(turn, pair),
        as_ap=pair.ap_id == me,
        paused_by_me=pair.paused_by == me,
        paused_until=day_of(from_ms(pair.paused_until), turn.zone(pair.unit_id)) if pair.paused_until else None,
        by_phone=pair.patient_id is None,
        resting=me != pair.ap_id and rests_until(turn, pair.ap_id) is not None,
        hours=_hours(turn, pair) if me != pair.ap_id else (),
        step=first_step(turn, pair) if pair.first_contact_at is None else None,
        may_have_talked=pair.first_contact_at is None and agreed_time_over(turn, pair) is not None,
    )


def _looks(turn: Turn, pair: Pair) -> str:
    """The state that the two see: a hold looks as it was before."""
    if pair.state != "held":
        return pair.state
    return next((one.before for one in holds.of_pair(turn.tx, pair.id) if one.before), "active")


def _hours(turn: Turn, pair: Pair) -> tuple[Text, ...]:
    return tuple(HOURS[hour] for hour in profile_of(turn, pair.ap_id, AP_SIDE).hours if hour in HOURS)


def _review_day(turn: Turn, pair: Pair) -> date | None:
    """The day of the next review, while it is to come; in a pause not before its end."""
    if pair.review_at is None:
        return None
    at = max(pair.review_at, pair.paused_until or 0)
    return day_of(from_ms(at), turn.zone(pair.unit_id)) if at > turn.now_ms else None


@answers(MyPair)
def my_pair(turn: Turn, look: MyPair) -> PairView | None:
    mine = [p for p in pairs.open_of(turn.tx, turn.somebody.id) if p.patient_id == turn.somebody.id]
    return view(turn, mine[-1]) if mine else None


@answers(MyPairs)
def my_pairs(turn: Turn, look: MyPairs) -> tuple[PairView, ...]:
    mine = [p for p in pairs.of_ap(turn.tx, turn.somebody.id) if p.is_open]
    return tuple(view(turn, pair) for pair in mine)


@answers(OnePair)
def one_pair(turn: Turn, look: OnePair) -> PairView | None:
    pair = of_person(turn, look.pair)
    return view(turn, pair) if pair else None


def first_contact(turn: Turn, pair_id: int) -> bool:
    """The two have been in touch: the promised date is kept, and whoever waits for it hears. True the first time."""
    if not pairs.first_contact(turn.tx, pair_id, turn.now_ms):
        return False
    pair = pairs.find(turn.tx, pair_id)
    request = requests.find(turn.tx, pair.request_id) if pair else None
    if pair and request:
        turn.cancel_timer(FIRST_CONTACT, pair_id)
        unsay_step(turn, pair)
        turn.speech.unsay(pair.ap_id, about_chosen(pair_id))  # who wrote in the night that it is them knows it
        close_tasks(turn, pair=pair.id, kind=WRITE)
        profiles.paired(turn.tx, pair.ap_id, turn.now_ms)
        if request.state == "matched":  # else the date is that of the search for somebody else
            turn.cancel_timer(DATE, request.id)
            unsay(turn, request)
            close_calls(turn, request)
    for react in PAIR_STARTS:
        react(turn, pair_id)
    return True


def close_pair(turn: Turn, pair: Pair, why: str) -> bool:
    """Close a pair and its clocks; whoever listens hears why, in one word. False where it was closed already."""
    if not pairs.close(turn.tx, pair.id, why, turn.now_ms):
        return False
    for kind in (FIRST_CONTACT, REVIEW, PROPOSAL):
        turn.cancel_timer(kind, pair.id)
    unsay_step(turn, pair)
    close_tasks(turn, pair=pair.id, kind=WRITE)
    for react in PAIR_ENDS:
        react(turn, pair.id, why)
    return True


def tell_ap_of_end(turn: Turn, pair: Pair, words: Notice) -> None:
    """`words`, or where the AP has not read yet that it is them, that nothing comes of their yes."""
    about = about_chosen(pair.id)
    unread = outbox.waits_about(turn.tx, pair.ap_id, about, 0)
    turn.speech.unsay(pair.ap_id, about)
    turn.speech.notice(pair.ap_id, not_chosen() if unread else words, unit=pair.unit_id)


def unsay_step(turn: Turn, pair: Pair) -> None:
    """Nobody reads in the morning that a first step is late which came in the night, or is not to come."""
    for person in (pair.patient_id, pair.ap_id):
        if person is not None:
            turn.speech.unsay(person, about_first_step(pair.id))


def close_request_of(turn: Turn, pair: Pair) -> None:
    """The request of a pair that ended is over, unless somebody else is being looked for already."""
    request = requests.find(turn.tx, pair.request_id)
    if request and requests.set_state(turn.tx, request.id, ("matched",), "closed"):
        unsay(turn, request)
        turn.cancel_timer(DATE, pair.request_id)
        requests.forget_guest(turn.tx, pair.request_id)
        requests.forget(turn.tx, turn.house.sealer, pair.request_id, "number", "not_name")


def search_again(turn: Turn, pair: Pair) -> datetime | None:
    """Back to the queue, with the place kept; gives the date. None where the request is over, somebody else's yes waits
    for the person already, or nothing reaches them: then it rests."""
    request = requests.find(turn.tx, pair.request_id)
    if request is None or request.state not in ("matched", "resting", "searching"):
        return None
    unsay(turn, request)
    if request.person_id is not None and not can_be_told(turn, request.person_id):
        rest(turn, request)
        return None
    if request.state != "searching":
        requests.promise(turn.tx, request.id, to_ms(promised_date(turn, unit_of(turn, pair.unit_id))))
    return look_on(turn, requests.find(turn.tx, request.id) or request)


@carries_out(EndPair)
def end(turn: Turn, decision: EndPair) -> Goodbye | None:
    """A held pair is ended by nobody but a supervisor: to the two it looks as before, and ends in words elsewhere. An
    AP who has not taken the first step has nothing to end: they give it back (services/silence.py)."""
    pair = of_person(turn, decision.pair)
    if pair is None or pair.state == "held":
        return None
    if turn.somebody.id == pair.ap_id and pair.first_contact_at is None:
        return None
    me, unit = turn.somebody.id, unit_of(turn, pair.unit_id)
    if pair.patient_id is None:
        what = _("{ap} and {guest} have said goodbye. Is anything left?", ap=name_of(turn, me))
        tell_guest(turn, pair.request_id, in_one_day(turn, unit.id), what, pair=pair.id)
    goodbye = Goodbye(other_name(turn, pair, me), recap_of(turn, pair))
    if not close_pair(turn, pair, decision.why):
        return None
    close_request_of(turn, pair)
    if me == pair.patient_id:
        tell_ap_of_end(turn, pair, ended_by_patient(name_of(turn, me), pair.id))
    elif pair.patient_id is not None:
        turn.speech.notice(pair.patient_id, ended_by_ap(name_of(turn, me), pair.id), unit=unit.id)
    return goodbye


def kept_until(turn: Turn, pair: Pair, person: int) -> date | None:
    """How long nothing of ours takes away what the two wrote. None for somebody whose chat is emptied by itself, and
    where the unit promises nothing."""
    days = unit_of(turn, pair.unit_id).delays.message_ids_days
    reader = people.find(turn.tx, person)
    if not days or reader is None or reader.hides is not None:
        return None
    ended = from_ms(pair.closed_at) if pair.closed_at else turn.now
    day = day_of(ended + timedelta(days=days), turn.zone(pair.unit_id))
    return day if day >= day_of(turn.now, turn.zone(pair.unit_id)) else None


def succeed(turn: Turn, pair: Pair) -> None:
    """A new pair begins: what came before it in the same request ends kindly."""
    end_search(turn, pair.request_id)
    for earlier in pairs.of_request(turn.tx, pair.request_id):
        if earlier.id != pair.id and earlier.is_open and close_pair(turn, earlier, "handed-over"):
            unit = earlier.unit_id
            turn.speech.notice(earlier.ap_id, handed_over(other_name(turn, earlier, earlier.ap_id)), unit=unit)
            if earlier.patient_id is not None:
                ap = name_of(turn, earlier.ap_id)
                turn.speech.notice(earlier.patient_id, ended_for_another(ap, earlier.id), unit=unit)


@facts
def pairs_open(turn: Turn) -> set[str]:
    """`pair-open`: the person is accompanied; `pairs-open`: accompanies somebody."""
    mine, found = turn.somebody.id, set()
    for pair in pairs.open_of(turn.tx, mine):
        found.add("pairs-open" if pair.ap_id == mine else "pair-open")
    return found
