"""/stop, where somebody is accompanied or accompanies: who is thanked, and whom a human tells."""

from bot.services.pairs import close_pair, close_request_of, other_name
from bot.services.profiles import name_of
from bot.services.registry import on_stop, would_end
from bot.services.tasks import add_task
from bot.services.waves import unit_of
from bot.services.wishes import number_on
from bot.services.working_time import hours_of
from bot.storage import pairs, requests
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.ap.pairs import ended_by_patient
from conversations.dialogue.text import Text, _
from conversations.policies.working_time import add_working_days


@would_end
def contacts_that_would_end(turn: Turn) -> list[Text]:
    me = turn.somebody.id
    return [
        _("Your contact with {other} ends.", other=other_name(turn, pair, me)) for pair in pairs.open_of(turn.tx, me)
    ]


@on_stop
def pairs_end(turn: Turn) -> list[Text]:
    """Who is accompanied and leaves: their AP is thanked. An AP who leaves: a human tells each patient, by a time that
    climbs, and until then no list shows a change."""
    me = turn.somebody.id
    for pair in pairs.open_of(turn.tx, me):
        if pair.ap_id == me:
            _a_human_tells(turn, pair)
        elif close_pair(turn, pair, "left"):
            close_request_of(turn, pair)
            if pair.state != "held":
                turn.speech.notice(pair.ap_id, ended_by_patient(name_of(turn, me), pair.id), unit=pair.unit_id)
    return []


def _a_human_tells(turn: Turn, pair: Pair) -> None:
    if not pairs.set_state(turn.tx, pair.id, ("active", "paused"), "held"):
        return
    unit = unit_of(turn, pair.unit_id)
    due = add_working_days(hours_of(unit), turn.now, 1)
    request = requests.find(turn.tx, pair.request_id)
    add_task(
        turn,
        kind="ap-stops-tell-patient",
        unit=unit.id,
        person=pair.patient_id,
        pair=pair.id,
        due=due,
        details=_(
            "{ap} has left and writes no more. Tell {name} by voice; then end the contact.",
            ap=name_of(turn, pair.ap_id),
            name=other_name(turn, pair, pair.ap_id),
        ),
        number=number_on(turn, request) if request else None,
    )
