"""The post between two people: what leaves, what changes, what is taken back, and the sign that it arrived."""

from datetime import timedelta

from bot.clock import from_ms
from bot.events import Delivered, Outcome, Refused, TimerDue, Unreachable
from bot.services.alert_words import UNDELIVERED
from bot.services.alerts import raise_alert
from bot.services.pairs import first_contact, other_name
from bot.services.registry import on_outcome, on_timer
from bot.services.silence import first_step_changed, heard_of_each_other
from bot.services.waves import unit_of
from bot.storage import outbox, pairs, people, relay, timers
from bot.storage.outbox import Lane
from bot.storage.pairs import Pair
from bot.storage.people import Person
from bot.storage.relay import Known
from bot.telegram.album import MOST, album, letters, of_picture, picture
from bot.telegram.relay import Parcel, changes, sends, unpack
from bot.telegram.render import Operation
from bot.turn import Turn
from conversations.care.alerts import Danger
from conversations.care.relay import Called
from conversations.dialogue.notice import Notice
from conversations.patient.relay_words import danger_line, has_left, head, health_card, not_delivered
from conversations.policies.discretion import DELETABLE

LEFT_SIGN = "👌"
"""On the writer's own message, once it is in the other chat: "gone", never "read"."""

MADE_HERE = 2**31
"""Ids from here on are ours: words that a button stands for. Telegram's message ids are 32-bit."""

FORGET = "relay-forget"
SOONEST_FORGOTTEN = timedelta(hours=1)  # also where a unit keeps nothing: until the sign has come back
ONE_CARD = timedelta(hours=24)
ONE_APOLOGY = timedelta(hours=1)
LATE_FROM = 22  # o'clock, on the writer's own clock: the AP's mirror counts what is written after it


def called(turn: Turn, pair: Pair, reader: int) -> Called:
    """How the other side of `reader` is called."""
    return other_name(turn, pair, reader)


def post(turn: Turn, pair: Pair, parcels: list[Parcel], writer: int, *, overridden: bool = False) -> None:
    """Send what somebody wrote to the other side of an open pair. The caller has checked that it may leave."""
    receiver = _other(turn, pair, writer)
    if receiver is None:
        return
    reader = turn.speech.reader(receiver, pair.unit_id)
    first_line = turn.house.renderer.plain(head(called(turn, pair, receiver.id)), reader)
    quiet = turn.speech.is_quiet(receiver, pair.unit_id)
    for letter in letters(parcels):
        source = letter[0].source
        pieces = album(letter, first_line) if len(letter) > 1 else list(enumerate(unpack(letter[0], first_line)))
        about, reply_to = relay.relayed(pair.id, source), _answered(turn, pair, letter[0], writer)
        for part, operation in sends(pieces, about, quiet=quiet, reply_to=reply_to):
            _put(turn, receiver, pair, operation, part, tell=part == pieces[-1][0])
        for number, parcel in enumerate(letter if source < MADE_HERE else ()):
            relay.remember_mine(turn.tx, writer, pair.id, source, number, parcel.source, pair.unit_id, turn.now_ms)
    relay.came_in(turn.tx, receiver.id, pair.id, turn.now_ms)
    relay.set_desk(turn.tx, writer, pair.id, turn.now_ms)
    _note(turn, pair, writer, len(parcels), overridden=overridden)


def remind_of_the_team(turn: Turn, pair: Pair) -> None:
    """To the AP alone, at most once a day: what they may say about a dose, a drug or a symptom, and what not."""
    card = health_card(called(turn, pair, pair.ap_id), _line(turn, pair), pair.id)
    _once_in(turn, ONE_CARD, pair.ap_id, pair, card)


def change(turn: Turn, pair: Pair, parcel: Parcel, writer: int) -> bool:
    """Make the other side's copy say what the writer's message says now; False where no copy can be found."""
    receiver, known = _other(turn, pair, writer), relay.by_message(turn.tx, writer, parcel.source)
    if receiver is None or known is None:
        return False
    about = relay.relayed(pair.id, known.source)
    there = outbox.parts(turn.tx, receiver.id, about)
    if not there:
        return False
    reader = turn.speech.reader(receiver, pair.unit_id)
    first_line = turn.house.renderer.plain(head(called(turn, pair, receiver.id)), reader)
    pieces = list(enumerate(unpack(parcel, first_line)))
    if is_of_album(turn, known, writer):
        pieces, there = picture(parcel, known.part, first_line), of_picture(known.part, there)
    for part, operation in changes(pieces, there, about):
        _put(turn, receiver, pair, operation, part)
    return True


def warn(turn: Turn, pair: Pair, writer: int, danger: Danger | None) -> None:
    """After words of a patient that meant danger: the AP reads what to do before they answer."""
    if danger is not None and writer == pair.patient_id:
        line = danger_line(called(turn, pair, pair.ap_id), pair.id, danger)
        turn.speech.notice(pair.ap_id, line, unit=pair.unit_id, lane=Lane.RELAY)
        turn.speech.ring(pair.ap_id, pair.unit_id)


def is_of_album(turn: Turn, known: Known, writer: int) -> bool:
    """Whether this message of its writer is one picture of several that left together."""
    return known.part > 0 or len(outbox.parts(turn.tx, writer, relay.mine(known.pair, known.source))) > 1


def take_back(turn: Turn, pair: Pair, source: int, writer: int, *, picture: int | None = None) -> str:
    """Delete the other side's copy: "withdrawn", "too-old" for Telegram, or "nothing" there.

    `picture`: that one of an album, and the others stay.
    """
    receiver = _other(turn, pair, writer)
    about = relay.relayed(pair.id, source)
    there = outbox.parts(turn.tx, receiver.id, about) if receiver else []
    if receiver is None or not there:
        return "nothing"
    at = outbox.sent_at(turn.tx, receiver.id, about)
    if at is not None and turn.now - from_ms(at) > DELETABLE:
        return "too-old"
    mine = relay.mine(pair.id, source)
    gone = {*there, *outbox.parts(turn.tx, writer, mine)} if picture is None else of_picture(picture, there)
    for part in sorted(gone):
        _put(turn, receiver, pair, Operation("deleteMessage", {}, about), part)
        relay.forget_message(turn.tx, writer, mine, part)
    return "withdrawn"


def _put(turn: Turn, receiver: Person, pair: Pair, operation: Operation, part: int, *, tell: bool = False) -> None:
    turn.speech.put(receiver, operation, Lane.RELAY, unit=pair.unit_id, part=part, tell=tell)


def _other(turn: Turn, pair: Pair, writer: int) -> Person | None:
    other = pair.other(writer)
    return people.find(turn.tx, other) if other is not None else None


def _answered(turn: Turn, pair: Pair, parcel: Parcel, writer: int) -> int | None:
    """The message id, in the other chat, of what this one answers; None where that is not of this pair."""
    known = relay.by_message(turn.tx, writer, parcel.reply_to) if parcel.reply_to else None
    other = pair.other(writer)
    if known is None or known.pair != pair.id or other is None:
        return None
    about = relay.relayed(pair.id, known.source) if known.mine else relay.mine(pair.id, known.source)
    there = outbox.find_message(turn.tx, other, about, known.part % MOST)
    return there or outbox.find_message(turn.tx, other, about)


def _note(turn: Turn, pair: Pair, writer: int, messages: int, *, overridden: bool) -> None:
    """Who wrote last, and how much in this month, without a word of it."""
    by_ap = writer == pair.ap_id
    local = turn.now.astimezone(turn.about(writer).zone(pair.unit_id))
    late = messages if local.hour >= LATE_FROM else 0
    relay.wrote(turn.tx, pair.id, pair.unit_id, turn.now_ms, by_ap=by_ap)
    relay.count(
        turn.tx,
        pair.id,
        f"{local:%Y-%m}",
        by_ap=by_ap,
        messages=messages,
        late=late,
        overridden=messages if overridden else 0,
    )
    if timers.due_at(turn.tx, FORGET, pair.id) is None:
        turn.set_timer(FORGET, pair.id, turn.now + _kept_for(turn, pair), pair.unit_id)
    heard_of_each_other(turn, pair)
    first_step_changed(turn, pair.id)


def _kept_for(turn: Turn, pair: Pair) -> timedelta:
    return max(timedelta(days=unit_of(turn, pair.unit_id).delays.message_ids_days), SOONEST_FORGOTTEN)


def _line(turn: Turn, pair: Pair) -> str:
    return unit_of(turn, pair.unit_id).line.number


def _once_in(turn: Turn, length: timedelta, person: int, pair: Pair, notice: Notice) -> None:
    """Say it, unless the same was said to this person less than `length` ago."""
    said = outbox.sent_at(turn.tx, person, notice.about or "")
    if said is None or turn.now - from_ms(said) >= length:
        turn.speech.notice(person, notice, unit=pair.unit_id, lane=Lane.RELAY)


@on_timer(FORGET)
def forget(turn: Turn, event: TimerDue) -> None:
    """Message ids live for the unit's days; after that no edit, reply or withdrawal finds its message."""
    pair = pairs.find(turn.tx, event.subject)
    if pair is None:
        return
    kept = _kept_for(turn, pair)
    relay.forget_pair(turn.tx, pair.id, turn.now_ms - int(kept.total_seconds() * 1000))
    oldest = relay.oldest_of_pair(turn.tx, pair.id)
    if oldest is not None:
        turn.set_timer(FORGET, pair.id, max(from_ms(oldest) + kept, turn.now + SOONEST_FORGOTTEN), pair.unit_id)


@on_outcome
def hear(turn: Turn, outcome: Outcome) -> None:
    """A message arrived, or never will: its writer learns which, and a first message from the AP is a first contact."""
    named = relay.parse(outcome.subject)
    pair = pairs.find(turn.tx, named[1]) if named and named[0] == "relay" else None
    writer = pair.other(outcome.person) if pair else None
    if named is None or pair is None or writer is None:
        return
    match outcome:
        case Delivered():
            _arrived(turn, pair, writer, named[2])
        case Refused() | Unreachable():
            _once_in(turn, ONE_APOLOGY, writer, pair, not_delivered(called(turn, pair, writer), pair.id))
            first_step_changed(turn, pair.id)


def cannot_be_reached(turn: Turn, pair: Pair, person: int) -> None:
    """A patient whose AP is out of reach is left alone: somebody looks in the next slot. Leaving is a patient's right:
    that stands in the weekly list."""
    raise_alert(
        turn,
        kind=UNDELIVERED,
        level="soon" if person == pair.ap_id else "routine",
        unit=pair.unit_id,
        person=person,
        pair=pair.id,
    )


def _arrived(turn: Turn, pair: Pair, writer: int, source: int) -> None:
    person = people.find(turn.tx, writer)
    if person is None:
        return
    if writer == pair.ap_id and pair.first_contact_at is None:
        first_contact(turn, pair.id)
    if person.screen_reader:
        turn.speech.reply(person, has_left(called(turn, pair, writer)))
        return
    sign = {"reaction": [{"type": "emoji", "emoji": LEFT_SIGN}]}
    turn.speech.put(person, Operation("setMessageReaction", sign, relay.mine(pair.id, source)), Lane.RELAY)
