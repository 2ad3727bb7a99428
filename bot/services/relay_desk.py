"""What people decide about writing: to agree, to whom, to send what waited, to take back."""

from dataclasses import replace
from datetime import datetime

from bot.clock import from_ms
from bot.events import Message, Sender
from bot.services.holds import supervisor_of
from bot.services.ladder import whom_it_reached
from bot.services.profiles import name_of
from bot.services.registry import FREE_TEXT, answers, carries_out
from bot.services.relay import paused, take, through, writable
from bot.services.relay_held import drop, parcels_of
from bot.services.relay_post import called, take_back
from bot.services.requests import open_request
from bot.services.second_looks import rewrite
from bot.services.wishes import details_of
from bot.storage import alerts, consents, pairs, people, relay
from bot.storage import relay_held as waiting_rows
from bot.storage.alerts import Alert
from bot.storage.pairs import Pair
from bot.storage.relay_held import Held
from bot.telegram.relay import Parcel
from bot.turn import Turn
from conversations.care.relay import (
    RELAY,
    Agreed,
    AgreeToWrite,
    Called,
    DangerCard,
    DropHeld,
    Fate,
    Left,
    LookInPages,
    MyDangerCard,
    MyNewest,
    MyRelay,
    Newest,
    OnHold,
    OpenDesk,
    PreferMeans,
    Reached,
    RelayView,
    SendHeld,
    SendSentence,
    Stopped,
    Waits,
    Withdraw,
    WritablePairs,
)
from conversations.care.subjects import number_of
from conversations.patient.relay_words import not_passed_on, one_more_question, rather_a_call, rather_a_call_instead

WORDING = "relay-1"
"""Which version of the question about writing here was read (care.md text 5)."""


def my_pair(turn: Turn, pair_id: int) -> Pair | None:
    """An open pair of the person of this turn, both sides on the bot."""
    return next((pair for pair in writable(turn, turn.somebody.id) if pair.id == pair_id), None)


@answers(MyRelay)
def my_relay(turn: Turn, look: MyRelay) -> RelayView | None:
    me = turn.somebody
    mine = [pair for pair in writable(turn, me.id) if pair.patient_id == me.id]
    wanted = number_of(look.pair)
    pair = next((p for p in mine if p.id == wanted), mine[-1] if mine and not wanted else None)
    if pair is None or pair.state != "active":
        return None
    waiting = waiting_rows.held_of_pair(turn.tx, turn.house.sealer, pair.id, "consent")
    return RelayView(
        pair.id,
        called(turn, pair, me.id),
        me.name(turn.house.sealer),
        consents.given(turn.tx, me.id, RELAY),
        any(held.person_id == pair.ap_id for held in waiting),
    )


@carries_out(AgreeToWrite)
def agree_to_write(turn: Turn, decision: AgreeToWrite) -> Agreed | None:
    me, pair = turn.somebody.id, my_pair(turn, decision.pair)
    if pair is None or pair.patient_id != me or pair.state != "active":
        return None
    if decision.name and turn.somebody.name(turn.house.sealer) is None:
        people.set_name(turn.tx, turn.house.sealer, me, " ".join(decision.name.split()))
        turn.refresh()
    consents.add(turn.tx, turn.new_id(), me, RELAY, WORDING, decision.write, turn.now_ms)
    if not decision.write:
        return _rather_calls(turn, pair)
    relay.set_desk(turn.tx, me, pair.id, turn.now_ms)
    return _release(turn, pair)


def _rather_calls(turn: Turn, pair: Pair) -> Agreed:
    """What waited for the answer is deleted, and whoever wrote it reads so."""
    waiting = waiting_rows.held_of_pair(turn.tx, turn.house.sealer, pair.id, "consent")
    writers = {held.person_id for held in waiting if drop(turn, held.id)}
    waiting_rows.let_go_of_pair(turn.tx, pair.id)
    words = rather_a_call_instead if pair.ap_id in writers else rather_a_call
    turn.speech.notice(pair.ap_id, words(called(turn, pair, pair.ap_id), pair.id), unit=pair.unit_id)
    me = turn.somebody.id
    return Agreed(called(turn, pair, me), 0, deleted=me in writers)


@carries_out(PreferMeans)
def prefer_means(turn: Turn, decision: PreferMeans) -> None:
    """The consent counts for whoever will accompany them; the offer says what they chose and nothing else."""
    me = turn.somebody.id
    consents.add(turn.tx, turn.new_id(), me, RELAY, WORDING, decision.write, turn.now_ms)
    request = open_request(turn, decision.me.unit)
    if request is not None:
        means = ("relay",) if decision.write else ("phone",)
        rewrite(turn, request, replace(details_of(turn, request), means=means))


def _release(turn: Turn, pair: Pair) -> Agreed:
    """Everything that waited for the yes passes by every rule again, each side's by that side's own."""
    left, still = 0, []
    for held in waiting_rows.held_of_pair(turn.tx, turn.house.sealer, pair.id, "consent"):
        writer = turn if held.person_id == turn.somebody.id else turn.about(held.person_id)
        fate = through(writer, pair, parcels_of(held), waiting=held.id)
        if not isinstance(fate, Waits):
            drop(turn, held.id)
        if isinstance(fate, Left):
            left += len(held.parcels)
        elif writer is turn:
            still.append(fate)
        else:
            name = called(turn, pair, held.person_id)
            words = one_more_question(name, held.id) if isinstance(fate, Waits) else not_passed_on(name)
            turn.speech.notice(held.person_id, words, unit=pair.unit_id)
    return Agreed(called(turn, pair, turn.somebody.id), left, tuple(still))


@answers(WritablePairs)
def writable_pairs(turn: Turn, look: WritablePairs) -> tuple[tuple[int, Called], ...]:
    me = turn.somebody.id
    return tuple((pair.id, called(turn, pair, me)) for pair in writable(turn, me))


@carries_out(OpenDesk)
def open_desk(turn: Turn, decision: OpenDesk) -> Called | Fate:
    me = turn.somebody.id
    mine = writable(turn, me)
    wanted = number_of(decision.pair)
    pair = next((p for p in mine if p.id == wanted), mine[0] if len(mine) == 1 and not wanted else None)
    if pair is None:
        return Stopped("closed", name_of(turn, None), 0)
    to = called(turn, pair, me)
    if pair.state == "paused":
        return paused(turn, pair, to)
    relay.set_desk(turn.tx, me, pair.id, turn.now_ms)
    return to


@carries_out(SendHeld)
def send_held(turn: Turn, decision: SendHeld) -> Fate:
    """Only the one who wrote it, only what still waits, only to a pair of theirs; every rule is asked again."""
    me = turn.somebody.id
    first, _, second = (decision.subject or "").partition(":")
    held = waiting_rows.held(turn.tx, turn.house.sealer, number_of(first), me)
    pair = my_pair(turn, number_of(second)) if held and held.pair_id is None else None
    if held and held.pair_id is not None:
        pair = pairs.find(turn.tx, held.pair_id)
    if held is None or pair is None:
        return Stopped("gone", name_of(turn, None), 0)
    fate = through(turn, pair, parcels_of(held), yes_to=held.why, waiting=held.id)
    if not _still_waits(fate, held):
        drop(turn, held.id)
    return fate


def _still_waits(fate: Fate, held: Held) -> bool:
    return (
        getattr(fate, "held", None) == held.id
        or isinstance(fate, OnHold)
        or (isinstance(fate, Stopped) and fate.why == "waits-for-them")
    )


@carries_out(DropHeld)
def drop_held(turn: Turn, decision: DropHeld) -> bool:
    held = waiting_rows.held(turn.tx, turn.house.sealer, number_of(decision.subject), turn.somebody.id)
    return held is not None and drop(turn, held.id)


@carries_out(LookInPages)
def look_in_pages(turn: Turn, decision: LookInPages) -> bool:
    """The words were for the bot: whoever takes free text after the relay gets them."""
    me = turn.somebody
    held = waiting_rows.held(turn.tx, turn.house.sealer, number_of(decision.subject), me.id)
    if held is None or not drop(turn, held.id):
        return False
    parcel = parcels_of(held)[0]
    chat = me.chat_id(turn.house.sealer)
    message = Message(Sender(chat, me.language), parcel.source, parcel.kind, parcel.text, {"text": parcel.text})
    return any(other(turn, message) for _order, other in FREE_TEXT if other is not take)


@answers(MyNewest)
def my_newest(turn: Turn, look: MyNewest) -> Newest | None:
    me = turn.somebody.id
    found = [
        (known, pair) for pair in writable(turn, me) if (known := relay.newest_mine(turn.tx, me, pair.id)) is not None
    ]
    if not found:
        return None
    known, pair = max(found, key=lambda one: (one[0].sent_at, one[0].source))
    return Newest(pair.id, known.source, called(turn, pair, me), from_ms(known.sent_at))


@carries_out(Withdraw)
def withdraw(turn: Turn, decision: Withdraw) -> str:
    pair = my_pair(turn, decision.pair)
    return take_back(turn, pair, decision.source, turn.somebody.id) if pair else "nothing"


@answers(MyDangerCard)
def my_danger_card(turn: Turn, look: MyDangerCard) -> DangerCard | None:
    """Who was told is what the alert says at the minute the card is opened, and nothing else."""
    first, _, second = (look.subject or "").partition(":")
    pair = pairs.find(turn.tx, number_of(first))
    if pair is None or pair.ap_id != turn.somebody.id or not pair.is_open:
        return None
    alert = alerts.find(turn.tx, number_of(second))
    told, at = _reached(turn, alert) if alert is not None and alert.person_id == pair.patient_id else ("nobody", None)
    return DangerCard(pair.id, called(turn, pair, pair.ap_id), told, at, supervisor_of(turn, pair.unit_id, pair.ap_id))


def _reached(turn: Turn, alert: Alert) -> tuple[Reached, datetime | None]:
    """Whom it has reached, as the person themself reads it; an hour only where it is still to come."""
    if alert.state != "open":
        return "seen", None
    match whom_it_reached(turn, alert):
        case "duty":
            return "told", None
        case "team":
            return "team", None
    at = from_ms(alert.promised_at) if alert.promised_at is not None else None
    return "later", at if at is not None and at > turn.now else None


@carries_out(SendSentence)
def send_sentence(turn: Turn, decision: SendSentence) -> Fate:
    """The AP's tap stands for typing it; the next id in their chat that is free is that of the card they tapped."""
    pair = my_pair(turn, decision.pair)
    if pair is None or pair.ap_id != turn.somebody.id or pair.patient_id is None:
        return Stopped("closed", name_of(turn, None), 0)
    receiver = people.find(turn.tx, pair.patient_id)
    if receiver is None:
        return Stopped("closed", called(turn, pair, pair.ap_id), pair.id)
    words = turn.house.renderer.plain(decision.words, turn.speech.reader(receiver, pair.unit_id))
    parcel = Parcel(turn.new_id(), "text", words)
    return through(turn, pair, [parcel])
