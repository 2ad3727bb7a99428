"""Contacts: logged by the AP in a few taps; afterwards the AP is asked how they are, and reminded once at most."""

from datetime import datetime, timedelta

from bot.events import TimerDue
from bot.services.alerts import raise_alert
from bot.services.evaluations import contact_logged
from bot.services.guest_number import unshow
from bot.services.holds import supervisor_of
from bot.services.pairs import first_contact, other_name
from bot.services.presence import call_by
from bot.services.registry import answers, carries_out, on_hold, on_timer
from bot.services.silence import frozen_until, heard_of_each_other
from bot.services.tasks import add_task
from bot.services.waves import unit_of
from bot.storage import contacts, pairs, relay
from bot.storage.contacts import Contact
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.ap.contacts import how_are_you
from conversations.care.contacts import (
    KINDS,
    MEANS,
    MINUTES,
    NEXT,
    Debrief,
    LeaveWords,
    LogContact,
    MyContactWith,
    MyDebrief,
    SayHowIAm,
)
from conversations.care.pairs import WeHaveTalked
from conversations.care.profiles import Name
from conversations.care.relay import Called
from conversations.care.subjects import number_of
from conversations.dialogue.text import verbatim

DEBRIEF = "debrief"
NUDGE_AFTER = timedelta(hours=48)
MISSED_AFTER = timedelta(days=5)  # after the one reminder; then it counts as missed, and nothing more is asked
MISSING_TO_BE_SEEN = 3
"""Missed debriefs in a row before the supervisor's digest names the AP (care.md 28)."""


def _mine(turn: Turn, pair_id: int) -> Pair | None:
    pair = pairs.find(turn.tx, pair_id)
    return pair if pair and pair.ap_id == turn.somebody.id and pair.state in ("active", "paused") else None


def _my_contact(turn: Turn, contact_id: int) -> Contact | None:
    contact = contacts.find(turn.tx, contact_id)
    return contact if contact and contact.ap_id == turn.somebody.id else None


@answers(MyContactWith)
def my_contact_with(turn: Turn, look: MyContactWith) -> Called | None:
    pair = _mine(turn, look.pair)
    return other_name(turn, pair, pair.ap_id) if pair else None


@carries_out(LogContact)
def log_contact(turn: Turn, decision: LogContact) -> int | None:
    pair = _mine(turn, decision.pair)
    known = decision.means in MEANS and decision.minutes in MINUTES
    if pair is None or not known or decision.kind not in KINDS or decision.next_step not in NEXT:
        return None
    contact = turn.new_id()
    contacts.add(
        turn.tx,
        contact,
        pair.id,
        pair.unit_id,
        pair.ap_id,
        means=decision.means,
        minutes=decision.minutes,
        kind=decision.kind,
        next_step=decision.next_step,
        now=turn.now_ms,
    )
    relay.had_contact(turn.tx, pair.id, pair.unit_id, turn.now_ms)
    unshow(turn, pair)
    first_contact(turn, pair.id)
    heard_of_each_other(turn, pair)
    contact_logged(turn, pair)
    turn.set_timer(DEBRIEF, contact, turn.now + NUDGE_AFTER, pair.unit_id)
    if decision.next_step == "team":
        raise_alert(
            turn,
            kind="ap-concern",
            level="soon",
            unit=pair.unit_id,
            person=pair.ap_id,
            pair=pair.id,
            raised_by=pair.ap_id,
        )
    return contact


@carries_out(WeHaveTalked)
def we_have_talked(turn: Turn, decision: WeHaveTalked) -> Name | None:
    """The patient's word counts as much as the AP's: the date is kept, and nothing more is asked about it."""
    pair = pairs.find(turn.tx, decision.pair)
    if pair is None or pair.patient_id != turn.somebody.id or pair.state != "active":
        return None
    if first_contact(turn, pair.id):
        relay.had_contact(turn.tx, pair.id, pair.unit_id, turn.now_ms)
        heard_of_each_other(turn, pair)
    return other_name(turn, pair, turn.somebody.id)


@answers(MyDebrief)
def my_debrief(turn: Turn, look: MyDebrief) -> Debrief | None:
    wanted = number_of(look.contact)
    found = contacts.latest_of_ap(turn.tx, turn.somebody.id, 1) if not wanted else []
    contact = _my_contact(turn, wanted) if wanted else (found[0] if found else None)
    pair = pairs.find(turn.tx, contact.pair_id) if contact else None
    if contact is None or pair is None:
        return None
    return Debrief(
        contact.id,
        pair.id,
        other_name(turn, pair, pair.ap_id),
        supervisor_of(turn, pair.unit_id, pair.ap_id),
        contact.debrief != "done",
    )


@carries_out(SayHowIAm)
def say_how_i_am(turn: Turn, decision: SayHowIAm) -> bool:
    contact = _my_contact(turn, decision.contact)
    if contact is None:
        return False
    turn.cancel_timer(DEBRIEF, contact.id)
    return contacts.debriefed(turn.tx, turn.house.sealer, contact, {"word": decision.word}, turn.now_ms)


@carries_out(LeaveWords)
def leave_words(turn: Turn, decision: LeaveWords) -> datetime | None:
    contact = _my_contact(turn, decision.contact)
    if contact is None:
        return None
    sealer = turn.house.sealer
    said = {**contact.feeling(sealer), "words": decision.words}
    contacts.debriefed(turn.tx, sealer, contact, said, turn.now_ms)
    due = call_by(turn, unit_of(turn, contact.unit_id))
    add_task(
        turn,
        kind="call-ap",
        unit=contact.unit_id,
        person=contact.ap_id,
        pair=contact.pair_id,
        due=due,
        details=verbatim(decision.words),
    )
    return due


@on_timer(DEBRIEF)
def debrief_open(turn: Turn, event: TimerDue) -> None:
    """One reminder; then it counts as missed. Three in a row are seen by the supervisor, who asks as a person."""
    contact = contacts.find(turn.tx, event.subject)
    pair = pairs.find(turn.tx, contact.pair_id) if contact else None
    if contact is None or pair is None or pair.state == "held":
        return
    if (later := frozen_until(turn, pair)) is not None:
        turn.set_timer(DEBRIEF, contact.id, later, contact.unit_id)
        return
    if contact.debrief == "asked" and contacts.set_debrief(turn.tx, contact.id, "nudged"):
        turn.speech.notice(contact.ap_id, how_are_you(contact.id), unit=contact.unit_id)
        turn.set_timer(DEBRIEF, contact.id, turn.now + MISSED_AFTER, contact.unit_id)
    elif contact.debrief == "nudged" and contacts.set_debrief(turn.tx, contact.id, "missed"):
        last = contacts.latest_of_ap(turn.tx, contact.ap_id, MISSING_TO_BE_SEEN)
        if len(last) == MISSING_TO_BE_SEEN and all(one.debrief == "missed" for one in last):
            raise_alert(
                turn,
                kind="missed-debrief",
                level="routine",
                unit=contact.unit_id,
                person=contact.ap_id,
            )


@on_hold
def no_debrief_on_hold(turn: Turn, person_id: int, pair_id: int | None) -> None:
    if pair_id is None:
        return
    for contact in contacts.of_pair(turn.tx, pair_id):
        turn.cancel_timer(DEBRIEF, contact.id)
    contacts.skip_of_pair(turn.tx, pair_id)
