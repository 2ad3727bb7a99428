"""The relay: which pair somebody's words are for, and whether they may leave.

Nothing of the words is kept, except where they wait for a yes of the one who wrote them (sealed, for three days at
most). The post itself is in relay_post.py.
"""

from bot.clock import from_ms
from bot.events import Message
from bot.services import holds
from bot.services.pairs import other_name
from bot.services.registry import facts, on_free_text
from bot.services.relay_held import ask_the_patient, drop, held_for, held_of, hold, rewrite, waits_with
from bot.services.relay_post import (
    called,
    cannot_be_reached,
    change,
    is_of_album,
    post,
    remind_of_the_team,
    take_back,
    warn,
)
from bot.services.resting import say_that_they_rest
from bot.services.silence import first_step_changed
from bot.services.waves import unit_of
from bot.site import Unit
from bot.storage import consents, freezes, pairs, people, relay
from bot.storage import relay_held as waiting_rows
from bot.storage.pairs import Pair
from bot.storage.relay_held import Held
from bot.talk import start
from bot.telegram.relay import Parcel, pack
from bot.turn import Turn
from conversations.care.relay import RELAY, Called, Fate, Left, Stays, Stopped, Waits
from conversations.dialogue.prompts import plain
from conversations.patient.relay import withdrawn_words
from conversations.patient.relay_words import fate_words
from conversations.policies.contact_details import contact_details
from conversations.policies.local_time import day_of
from conversations.policies.relay_rules import (
    OPEN_FOR,
    WITHDRAW_WORDS,
    Asks,
    Refuses,
    Side,
    asks_about_health,
    rule,
)
from conversations.policies.relay_rules import Unit as UnitRules


def writable(turn: Turn, person: int) -> list[Pair]:
    """The open pairs of somebody in which both sides are on the bot."""
    return [pair for pair in pairs.open_of(turn.tx, person) if pair.patient_id is not None]


def writes_to(turn: Turn, message: Message) -> Pair | None:
    """The pair to which this message goes without a question, or whose message it changes; None where it is a command,
    an answer, or for the bot."""
    if message.edited:
        pair = _pair_of_change(turn, message.message_id)
    else:
        pair = None if _is_for_the_bot(turn, message) else _meant(turn, message)
    return pair if pair and pair.state == "active" else None


def stays_here(turn: Turn, message: Message) -> Pair | None:
    """The pair for which this message was written, and to which nothing goes now: in a pause, in a hold, or ended."""
    if message.edited:
        pair = _pair_of_change(turn, message.message_id)
    else:
        pair = None if _is_for_the_bot(turn, message) else _meant(turn, message) or _ended(turn)
    return pair if pair and pair.state != "active" else None


def waits_for_whom(turn: Turn, message: Message) -> bool:
    """Whether this message is one that waits until its writer has said for whom it is."""
    if message.edited:
        held = held_of(turn, message.message_id)
        return held is not None and held.pair_id is None
    if _is_for_the_bot(turn, message) or pack(message) is None:
        return False
    return _meant(turn, message) is None and bool(writable(turn, turn.somebody.id))


def _is_for_the_bot(turn: Turn, message: Message) -> bool:
    return (message.text or "").startswith("/") or (turn.somebody.prompt_is_last and not message.reply_to)


def _pair_of_change(turn: Turn, message_id: int) -> Pair | None:
    """The pair of the relayed or waiting message that was changed."""
    if (held := held_of(turn, message_id)) is not None:
        return pairs.find(turn.tx, held.pair_id) if held.pair_id else None
    known = relay.by_message(turn.tx, turn.somebody.id, message_id)
    return pairs.find(turn.tx, known.pair) if known and known.mine else None


@on_free_text(100)
def take(turn: Turn, message: Message) -> bool:
    """Words, voices and pictures of somebody who has a contact. False: they are for the bot."""
    if message.reply_to and plain(message.text or "") in WITHDRAW_WORDS and _withdraws(turn, message.reply_to):
        return True
    parcel = pack(message)
    if parcel is not None and (waits := waits_with(turn, parcel)) is not None:
        return _says(turn, _waits_anew(turn, *waits))
    if message.edited:
        return parcel is not None and _edited(turn, parcel)
    pair = _meant(turn, message)
    mine = writable(turn, turn.somebody.id)
    if pair is None and not mine:
        return _says_that_it_ended(turn)
    if parcel is None:
        return _says(turn, _refused(turn, pair or mine[-1], message.kind))
    return _says(turn, through(turn, pair, [parcel]) if pair else _to_whom(turn, parcel))


def _says(turn: Turn, fate: Fate | None) -> bool:
    if fate is not None and (words := fate_words(fate)):
        turn.speech.reply(turn.somebody, words)
    elif isinstance(fate, Left) and freezes.is_hushed(turn.tx, turn.somebody.id) and not _of_violence(turn):
        start(turn, "afterwards")
    return True


def _of_violence(turn: Turn) -> bool:
    """Words that were answered already, with the harmless line that says that what comes back waits for their yes."""
    return turn.danger is not None and turn.danger.kind == "violence"


def through(
    turn: Turn, pair: Pair, parcels: list[Parcel], *, yes_to: str | None = None, waiting: int | None = None
) -> Fate:
    """Everything that stands between somebody's words and the other side, in order; asked again whenever something
    that waited is to leave or was changed.

    `yes_to`: the question they said "send anyway" to; `waiting`: the row in which it has waited so far.
    """
    me = turn.somebody.id
    to = called(turn, pair, me)
    if (standing := _standing(turn, pair, to)) is not None:
        return standing
    side: Side = "ap" if me == pair.ap_id else "patient"
    unit = unit_of(turn, pair.unit_id)
    details = contact_details(" ".join(one.text for one in parcels), (unit.line.number, unit.coordination.phone))
    # What was shown with a yes is not asked about again because its words change.
    verdict = rule("text" if parcels[0].edited else parcels[0].kind, side, _rules(unit), details)
    if isinstance(verdict, Refuses):
        return Stays(verdict.why, to, pair.id)
    agreed = consents.given(turn.tx, pair.patient_id or 0, RELAY)
    if not agreed:
        return _asked_first(turn, pair, parcels, side, to, agreed, waiting)
    if isinstance(verdict, Asks) and verdict.why != yes_to:
        return Waits(held_for(turn, pair, parcels, verdict.why, waiting), verdict.why, to)
    held = waiting_rows.held_by_id(turn.tx, turn.house.sealer, waiting) if waiting is not None else None
    if not parcels[0].edited:
        post(turn, pair, parcels, me, overridden=bool(details))
    elif not change(turn, pair, parcels[0], me):
        return Stopped("never-left", to, pair.id)
    if side == "patient":
        say_that_they_rest(turn, pair, to)
        if any(asks_about_health(parcel.text) for parcel in parcels):
            remind_of_the_team(turn, pair)
    warn(turn, pair, me, turn.danger or (held.danger if held else None))
    return Left(to)


def _meant(turn: Turn, message: Message) -> Pair | None:
    """The pair of a message that is answered; else the only one, or the one chosen, while that is recent.

    With several contacts words never follow the one who wrote last: what is meant for one must not reach another.
    """
    me = turn.somebody.id
    known = relay.by_message(turn.tx, me, message.reply_to) if message.reply_to else None
    if known and (answered := pairs.find(turn.tx, known.pair)) and me in (answered.patient_id, answered.ap_id):
        return answered
    mine = {pair.id: pair for pair in writable(turn, me)}
    desk = relay.desk(turn.tx, me)
    if desk is None or turn.now - from_ms(desk.at) > OPEN_FOR:
        return None
    if len(mine) == 1:
        return next(iter(mine.values())) if desk.pair_id in mine or desk.came_from in mine else None
    return mine.get(desk.pair_id) if desk.pair_id is not None and desk.came_from == desk.pair_id else None


def _standing(turn: Turn, pair: Pair, to: Called) -> Fate | None:
    """What keeps anything from leaving, whatever it is."""
    if pair.state == "held":
        return holds.answer_to_writer(turn, pair)
    if pair.state == "paused":
        return paused(turn, pair, to)
    other = people.find(turn.tx, pair.other(turn.somebody.id) or 0)
    if pair.state != "active" or other is None:
        return Stopped("closed", to, pair.id)
    if other.unreachable or other.state == "stopped":
        cannot_be_reached(turn, pair, other.id)
        return Stopped("ap-unreachable" if other.id == pair.ap_id else "unreachable", to, pair.id)
    return None


def paused(turn: Turn, pair: Pair, to: Called) -> Stopped:
    day = day_of(from_ms(pair.paused_until), turn.zone(pair.unit_id)) if pair.paused_until else None
    return Stopped("paused", to, pair.id, day)


def _rules(unit: Unit) -> UnitRules:
    choices = unit.choices
    return UnitRules(
        choices.photos,
        choices.documents,
        choices.locations,
        choices.ap_locations,
        choices.contacts,
        choices.polls,
    )


def _refused(turn: Turn, pair: Pair, kind: str) -> Fate:
    """A kind that holds nothing that can cross: the sentence of its rule."""
    to = called(turn, pair, turn.somebody.id)
    side: Side = "ap" if turn.somebody.id == pair.ap_id else "patient"
    verdict = rule(kind, side, _rules(unit_of(turn, pair.unit_id)), ())
    return Stays(verdict.why if isinstance(verdict, Refuses) else "other", to, pair.id)


def _says_that_it_ended(turn: Turn) -> bool:
    """Words that can only have been for a contact that has ended meanwhile: that is said, once; later ones are for the
    bot."""
    me, ended = turn.somebody.id, _ended(turn)
    if ended is None:
        return False
    is_left(turn)
    return _says(turn, Stopped("closed", called(turn, ended, me), ended.id))


def is_left(turn: Turn) -> None:
    """The person of this turn has read that their contact has ended: what follows is for the bot."""
    relay.leave_desk(turn.tx, turn.somebody.id)


def _ended(turn: Turn) -> Pair | None:
    """The contact somebody wrote to last, where none is left and that was lately."""
    desk = relay.desk(turn.tx, turn.somebody.id)
    if desk is None or desk.pair_id is None or turn.now - from_ms(desk.at) > OPEN_FOR:
        return None
    return None if writable(turn, turn.somebody.id) else pairs.find(turn.tx, desk.pair_id)


def _to_whom(turn: Turn, parcel: Parcel) -> Fate:
    me = turn.somebody.id
    mine = writable(turn, me)
    held = hold(turn, mine[-1].unit_id, None, [parcel], "choose")
    return Waits(held, "choose", "", tuple((pair.id, other_name(turn, pair, me)) for pair in mine))


def _asked_first(
    turn: Turn, pair: Pair, parcels: list[Parcel], side: Side, to: Called, agreed: bool | None, waiting: int | None
) -> Fate:
    """The patient has not agreed to write here: nothing leaves, and they are asked once."""
    if side == "ap" and agreed is False:
        return Stopped("calls", to, pair.id)
    asked = waiting_rows.held_of_pair(turn.tx, turn.house.sealer, pair.id, "consent")
    held = held_for(turn, pair, parcels, "consent", waiting)
    first_step_changed(turn, pair.id)
    if side == "patient":
        return Waits(held, "consent", to, ((pair.id, to),))
    if not any(one.person_id == pair.ap_id for one in asked):
        ask_the_patient(turn, pair)
    return Stopped("waits-for-them", to, pair.id)


def _waits_anew(turn: Turn, held: Held, parcels: list[Parcel]) -> Fate | None:
    """What waits was changed, or an album grew: every rule is asked again. Nothing is said where it waits for the same
    as before; what may not be sent stays as it was."""
    pair = pairs.find(turn.tx, held.pair_id) if held.pair_id is not None else None
    if pair is None:
        rewrite(turn, held.id, parcels)
        return None
    fate = through(turn, pair, parcels, waiting=held.id)
    if isinstance(fate, Left):
        drop(turn, held.id)
    as_before = isinstance(fate, Waits) and fate.why == held.why
    return None if as_before or (isinstance(fate, Stopped) and fate.why == "waits-for-them") else fate


def _edited(turn: Turn, parcel: Parcel) -> bool:
    """A change of what was relayed passes by the same rules as a new message."""
    me = turn.somebody.id
    pair = _pair_of_change(turn, parcel.source)
    if pair is None or me not in (pair.patient_id, pair.ap_id):
        return False
    return _says(turn, through(turn, pair, [parcel]))


def _withdraws(turn: Turn, reply_to: int) -> bool:
    """ "Withdraw" in answer to one's own relayed message."""
    known = relay.by_message(turn.tx, turn.somebody.id, reply_to)
    pair = pairs.find(turn.tx, known.pair) if known and known.mine else None
    if known is None or pair is None:
        return False
    me = turn.somebody.id
    one = known.part if is_of_album(turn, known, me) else None
    turn.speech.reply(turn.somebody, withdrawn_words(take_back(turn, pair, known.source, me, picture=one)))
    return True


@facts
def can_write(turn: Turn) -> set[str]:
    mine = writable(turn, turn.somebody.id)
    return {"can-write"} if any(pair.state in ("active", "held") for pair in mine) else set()
