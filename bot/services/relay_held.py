"""What waits for a yes of the one who wrote it: sealed, for three days at most, and gone with the contact.

In a hold nothing of it leaves, and nothing is said of it. Whose word was deleted meanwhile reads so when it is lifted.
"""

from dataclasses import replace

from bot.clock import to_ms
from bot.events import TimerDue
from bot.services.registry import on_pair_ended, on_release, on_timer
from bot.services.relay_post import called
from bot.storage import outbox, pairs
from bot.storage import relay_held as rows
from bot.storage.pairs import Pair
from bot.storage.relay_held import Held
from bot.telegram.relay import Parcel
from bot.turn import Turn
from conversations.patient.relay_words import about_question, somebody_would_write, waited_in_vain
from conversations.policies.relay_rules import HELD_FOR, Why

EXPIRES = "relay-held"


def hold(turn: Turn, unit: str, pair: int | None, parcels: list[Parcel], why: Why) -> int:
    held, until = turn.new_id(), turn.now + HELD_FOR
    stored = [parcel.to_json() for parcel in parcels]
    rows.hold(turn.tx, turn.house.sealer, held, unit, pair, turn.somebody.id, why, stored, turn.now_ms, to_ms(until))
    rows.remember_danger(turn.tx, held, turn.danger)
    turn.set_timer(EXPIRES, held, until, unit)
    return held


def held_for(turn: Turn, pair: Pair, parcels: list[Parcel], why: Why, waiting: int | None) -> int:
    """It waits for that, as it is now; `waiting`: the row in which it has waited so far."""
    if waiting is None:
        return hold(turn, pair.unit_id, pair.id, parcels, why)
    rewrite(turn, waiting, parcels)
    rows.rehold(turn.tx, waiting, turn.somebody.id, pair.id, why)
    return waiting


def rewrite(turn: Turn, held: int, parcels: list[Parcel]) -> None:
    rows.rewrite_held(turn.tx, turn.house.sealer, held, [parcel.to_json() for parcel in parcels])
    rows.remember_danger(turn.tx, held, turn.danger)


def drop(turn: Turn, held: int) -> bool:
    turn.cancel_timer(EXPIRES, held)
    return rows.let_go(turn.tx, held)


def parcels_of(held: Held) -> list[Parcel]:
    return [Parcel.from_json(one) for one in held.parcels]


def held_of(turn: Turn, message_id: int) -> Held | None:
    """What waits and was made of this message."""
    mine = rows.held_of_person(turn.tx, turn.house.sealer, turn.somebody.id)
    return next((held for held in mine if any(one["source"] == message_id for one in held.parcels)), None)


def waits_with(turn: Turn, parcel: Parcel) -> tuple[Held, list[Parcel]] | None:
    """What waits already and has this message in it: as it was before a change, or as an album with this picture.

    With the parcels as they are now. What has not left yet is still sent as new, and a change still as a change.
    """
    if (held := held_of(turn, parcel.source)) is not None:
        before = parcels_of(held)
        return held, [replace(parcel, edited=one.edited) if one.source == parcel.source else one for one in before]
    for held in rows.held_of_person(turn.tx, turn.house.sealer, turn.somebody.id):
        before = parcels_of(held)
        if before and parcel.album and not parcel.edited and before[0].album == parcel.album:
            return held, [*before, parcel]
    return None


@on_timer(EXPIRES)
def waited_long_enough(turn: Turn, event: TimerDue) -> None:
    """What waited is deleted. An AP who waited for the patient's yes reads so; nobody else is written to."""
    held = rows.held_by_id(turn.tx, turn.house.sealer, event.subject)
    pair = pairs.find(turn.tx, held.pair_id) if held and held.pair_id else None
    if held is None:
        return
    if pair is None or held.why != "consent" or held.person_id != pair.ap_id:
        rows.let_go(turn.tx, held.id)
    elif pair.state == "held":
        rows.rewrite_held(turn.tx, turn.house.sealer, held.id, [])  # the words go, what is to be said of them stays
    else:
        _in_vain(turn, held, pair)


def _in_vain(turn: Turn, held: Held, pair: Pair) -> None:
    if rows.let_go(turn.tx, held.id):
        turn.speech.notice(pair.ap_id, waited_in_vain(called(turn, pair, pair.ap_id), pair.id), unit=pair.unit_id)


@on_pair_ended
def nothing_waits_after_the_end(turn: Turn, pair_id: int, why: str) -> None:
    rows.let_go_of_pair(turn.tx, pair_id)


@on_release
def what_waited_in_the_hold(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """The patient is asked now where the hold kept the question from them."""
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    if pair is None or pair.patient_id is None or pair.state == "held" or not pair.is_open:
        return
    waiting = rows.held_of_pair(turn.tx, turn.house.sealer, pair.id, "consent")
    mine = [held for held in waiting if held.person_id == pair.ap_id]
    for held in mine:
        if not held.parcels:
            _in_vain(turn, held, pair)
    if any(held.parcels for held in mine) and not outbox.parts(turn.tx, pair.patient_id, about_question(pair.id)):
        ask_the_patient(turn, pair)


def ask_the_patient(turn: Turn, pair: Pair) -> None:
    """The question before the first word of the AP."""
    if pair.patient_id is not None:
        ap = called(turn, pair, pair.patient_id)
        turn.speech.notice(pair.patient_id, somebody_would_write(ap, pair.id), unit=pair.unit_id)
