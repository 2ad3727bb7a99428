"""A wish that changes: what was asked and answered for it is looked at again."""

from bot.services.profiles import name_of
from bot.services.waves import recall, tell, wave_answered
from bot.services.wishes import details_of, details_to_json, stands_between
from bot.services.yeses import let_go, look_on_without
from bot.storage import pairs, requests
from bot.storage.offers import OfferRow
from bot.storage.outbox import Lane
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.requests import Details
from conversations.patient.proposals import no_longer_fits


def rewrite(turn: Turn, request: Request, details: Details) -> None:
    """Write what was said about a request anew. Where a person must look at each match from now on, nothing that the
    program asked by itself stays out."""
    before = details_of(turn, request)
    requests.write_details(turn.tx, turn.house.sealer, request.id, details_to_json(details))
    others = (details.not_who, details.not_name) != (before.not_who, before.not_name)
    look_again(turn, request.id, everything=others and details.needs_eyes)


def look_again(turn: Turn, request_id: int, *, everything: bool = False) -> None:
    """Take back the offers that break a limit now (or all), and let go a yes that does; others are asked instead."""
    request = requests.find(turn.tx, request_id)
    if request is None:
        return

    def no_longer(row: OfferRow) -> bool:
        return everything or bool(stands_between(turn, request, row.ap_id, row.unit_id))

    if recall(turn, request.id, which=no_longer):
        wave_answered(turn, request.id)
    for pair in pairs.of_request(turn.tx, request.id):
        if pair.state == "proposed" and stands_between(turn, request, pair.ap_id, pair.unit_id):
            _let_go(turn, request, pair)


def _let_go(turn: Turn, request: Request, pair: Pair) -> None:
    let_go(turn, pair, "no-longer-fits")
    until = look_on_without(turn, request)
    tell(turn, request, no_longer_fits(name_of(turn, pair.ap_id), until), lane=Lane.REPLY)
