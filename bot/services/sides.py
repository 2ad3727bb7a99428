"""Who is one side of a contact or of a request is no staff of it: they see it and act on it as that side alone.

An AP who wears a supervisor's hat learns of a death from a person, and reads nobody's wish not to meet them.
"""

from bot.services.profiles import name_of
from bot.services.wishes import details_of
from bot.storage import offers, pairs
from bot.storage.alerts import Alert
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.dialogue.prompts import plain


def is_side(turn: Turn, person: int, pair_id: int | None) -> bool:
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    return pair is not None and person in (pair.patient_id, pair.ap_id)


def is_concerned(turn: Turn, person: int, request: Request) -> bool:
    """Whether it is theirs, they are asked in it, or named as somebody whom the person would rather not meet."""
    asked = {offer.ap_id for offer in offers.of_request(turn.tx, request.id)}
    carried = {pair.ap_id for pair in pairs.of_request(turn.tx, request.id)}
    return person == request.person_id or person in asked | carried or _is_named(turn, person, request)


def _is_named(turn: Turn, person: int, request: Request) -> bool:
    """By one word of their name: a doubt keeps out."""
    name, unwished = name_of(turn, person), details_of(turn, request).not_name
    return isinstance(name, str) and bool(set(plain(name).split()) & set(plain(unwished or "").split()))


def is_kept_out(turn: Turn, person: int, alert: Alert) -> bool:
    """Of an alert about oneself, and of one about a contact of one's own; but whoever is on duty hears of a danger."""
    return person == alert.person_id or (alert.level != "now" and is_side(turn, person, alert.pair_id))
