"""/stop, where somebody is accompanied or accompanies: who is thanked, and whom a human tells."""

from bot.services.holds import hold
from bot.services.pairs import close_pair, close_request_of, other_name, tell_ap_of_end
from bot.services.profiles import name_of
from bot.services.registry import on_stop, would_end
from bot.storage import pairs
from bot.turn import Turn
from conversations.ap.pairs import ended_by_patient
from conversations.care.holds import AP_STOPS
from conversations.dialogue.text import Text, _


@would_end
def contacts_that_would_end(turn: Turn) -> list[Text]:
    me = turn.somebody.id
    return [
        _("Your contact with {other} ends.", other=other_name(turn, pair, me)) for pair in pairs.open_of(turn.tx, me)
    ]


@on_stop
def pairs_end(turn: Turn) -> list[Text]:
    """Who is accompanied and leaves: their AP is thanked. An AP who leaves: a human tells each patient, by a time that
    climbs, and until then no list shows a change. A held contact stays so until it is decided."""
    me = turn.somebody.id
    for pair in pairs.open_of(turn.tx, me):
        if pair.ap_id == me:
            hold(turn, person=None, pair=pair.id, why=AP_STOPS, by=me)
        elif pair.state != "held" and close_pair(turn, pair, "left"):
            close_request_of(turn, pair)
            tell_ap_of_end(turn, pair, ended_by_patient(name_of(turn, me), pair.id))
    return []
