"""Offers as an AP meets them: the card, the yes that only one can have, the no that needs no reason."""

from bot.clock import from_ms
from bot.services.cards import offer_card_for
from bot.services.profiles import candidate_of, room_of
from bot.services.registry import answers, carries_out, facts, on_lost, on_stop
from bot.services.waves import end_search, take_off, unit_of, wave_answered
from bot.services.wishes import stands_between
from bot.services.yeses import propose
from bot.storage import offers, pairs, requests
from bot.storage.offers import OfferRow
from bot.turn import Turn
from conversations.care.offers import (
    Accepted,
    AcceptOffer,
    DeclineOffer,
    MyOffer,
    MyOffers,
    NoLongerFits,
    NoRoom,
    NotYours,
    OfferView,
    SomebodyElseWas,
    TooLate,
)
from conversations.dialogue.text import Text

MOST_CARDS = 3  # cards to choose from, where a unit lets people choose


class _NotPossible(Exception):
    """Undoes what was written of an acceptance that cannot be; carries the answer to the AP."""

    def __init__(self, answer: SomebodyElseWas | TooLate | NoRoom | NoLongerFits) -> None:
        super().__init__()
        self.answer = answer


@answers(MyOffer)
def my_offer(turn: Turn, look: MyOffer) -> OfferView | None:
    row = offers.find(turn.tx, look.offer)
    return _view(turn, row) if row and row.ap_id == turn.somebody.id else None


@answers(MyOffers)
def my_offers(turn: Turn, look: MyOffers) -> tuple[OfferView, ...]:
    open_ones = offers.open_of_ap(turn.tx, turn.somebody.id)
    return tuple(view for row in open_ones if (view := _view(turn, row)) and view.state == "open")


def _view(turn: Turn, row: OfferRow) -> OfferView | None:
    request = requests.find(turn.tx, row.request_id)
    if request is None:
        return None
    expires = from_ms(row.expires_at)
    others = sum(o.state == "open" for o in offers.of_request(turn.tx, row.request_id)) > 1
    candidate = candidate_of(turn, row.ap_id, row.unit_id, 0)
    card = offer_card_for(turn, request, candidate, expires, others=others)
    state = "expired" if row.state == "open" and expires <= turn.now else row.state
    return OfferView(row.id, state, card, expires)


@carries_out(AcceptOffer)
def accept(
    turn: Turn, decision: AcceptOffer
) -> Accepted | SomebodyElseWas | TooLate | NoRoom | NoLongerFits | NotYours:
    """The first to accept has it. Everything is written or nothing: offer, request and pair in one savepoint."""
    row = offers.find(turn.tx, decision.offer)
    if row is None or row.ap_id != turn.somebody.id:
        return NotYours()
    try:
        with turn.tx.savepoint():
            pair_id = _take(turn, row)
    except _NotPossible as impossible:
        if isinstance(impossible.answer, NoLongerFits) and take_off(turn, row, "gone"):
            wave_answered(turn, row.request_id)
        return impossible.answer
    return Accepted(propose(turn, pair_id))


def _take(turn: Turn, row: OfferRow) -> int:
    """The request is written before the offer: all who say yes at once wait there for the first of them.

    The other way round each would hold the offer of their own that the first must take back, and wait for the request
    that the first holds.
    """
    request = requests.find(turn.tx, row.request_id)
    if request is None or row.state != "open" or row.expires_at <= turn.now_ms:
        raise _NotPossible(SomebodyElseWas() if _was_first(turn, row) else TooLate())
    unit = unit_of(turn, row.unit_id)
    several = unit.choices.choose_among_cards
    first = requests.set_state(turn.tx, row.request_id, ("searching",), "proposed")
    if not first and not (several and _cards(turn, row.request_id) < MOST_CARDS and _is_proposed(turn, row.request_id)):
        raise _NotPossible(SomebodyElseWas() if _is_taken(turn, row.request_id) else TooLate())
    if stands_between(turn, request, row.ap_id, row.unit_id):
        raise _NotPossible(NoLongerFits())
    if not offers.accept(turn.tx, row.id, turn.now_ms):
        raise _NotPossible(TooLate())
    if first and not several:
        end_search(turn, row.request_id)
    pair_id = turn.new_id()
    room = room_of(turn, row.ap_id, row.unit_id)
    if not pairs.add(turn.tx, pair_id, row.unit_id, row.request_id, row.ap_id, room, turn.now_ms):
        raise _NotPossible(NoRoom(room))
    if several and _cards(turn, row.request_id) == MOST_CARDS:
        end_search(turn, row.request_id)
    return pair_id


def _was_first(turn: Turn, row: OfferRow) -> bool:
    """Whether an offer that cannot be accepted was lost to somebody else, and not to time."""
    return row.state == "gone" and _is_taken(turn, row.request_id)


def _is_taken(turn: Turn, request_id: int) -> bool:
    request = requests.find(turn.tx, request_id)
    return request is not None and request.state in ("proposed", "matched")


def _is_proposed(turn: Turn, request_id: int) -> bool:
    request = requests.find(turn.tx, request_id)
    return request is not None and request.state == "proposed"


def _cards(turn: Turn, request_id: int) -> int:
    return sum(pair.state == "proposed" for pair in pairs.of_request(turn.tx, request_id))


@carries_out(DeclineOffer)
def decline(turn: Turn, decision: DeclineOffer) -> bool:
    row = offers.find(turn.tx, decision.offer)
    if row is None or row.ap_id != turn.somebody.id:
        return False
    if not offers.set_state(turn.tx, row.id, "open", "declined", turn.now_ms):
        return False
    wave_answered(turn, row.request_id)
    return True


@on_lost
def take_back_offers_to(turn: Turn, person_id: int) -> None:
    """An AP who left, rests or cannot be reached is asked nothing any more; the search goes on without them."""
    for row in offers.open_of_ap(turn.tx, person_id):
        if take_off(turn, row, "expired"):
            wave_answered(turn, row.request_id)


@on_stop
def offers_end(turn: Turn) -> list[Text]:
    take_back_offers_to(turn, turn.somebody.id)
    return []


@facts
def offers_open(turn: Turn) -> set[str]:
    return {"offers-open"} if offers.open_of_ap(turn.tx, turn.somebody.id) else set()
