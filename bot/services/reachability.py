"""Somebody whom nothing reaches any more, and who is there again: what that means for searches, choices and contacts.

Nobody waits for a person who cannot know of it: the other side reads a plain sentence, and the team sees it. Why
somebody is out of reach is nobody's business; leaving is everybody's right.
"""

from bot.clock import from_ms
from bot.services.alert_words import UNDELIVERED
from bot.services.alerts import raise_alert, settled
from bot.services.guests import close_call, in_one_day, tell_guest
from bot.services.pairs import other_name
from bot.services.pauses import have_it_told
from bot.services.profiles import name_of
from bot.services.registry import on_found, on_lost, on_release
from bot.services.request_holds import go_on_after
from bot.services.silence import STEPS, begins_with_nobody, silence_counts_again
from bot.services.staff import can_be_told
from bot.services.tasks import add_task, close_tasks
from bot.services.waves import DATE, WRITE, rest, tell, unit_of
from bot.services.yeses import let_go, yes_is_gone
from bot.storage import memberships, pairs, requests
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.dialogue.registry import AP
from conversations.dialogue.text import _
from conversations.everyone.reachability import ap_out_of_reach, in_reach_again, out_of_reach, was_out_of_reach


@on_lost
def searches_rest(turn: Turn, person_id: int) -> None:
    """Nobody is asked, and nobody waits for a choice: the place is kept for whoever comes back."""
    for request in requests.open_of_person(turn.tx, person_id):
        if request.state in ("searching", "proposed"):
            for pair in pairs.of_request(turn.tx, request.id):
                let_go(turn, pair, "out-of-reach")
            rest(turn, request)


@on_lost
def a_yes_is_nobodys(turn: Turn, person_id: int) -> None:
    """An AP who had said yes: the patient goes on waiting for somebody who can know."""
    for hat in memberships.of_person(turn.tx, person_id):
        if hat.role == AP:
            raise_alert(turn, kind=UNDELIVERED, level="routine", unit=hat.unit_id, person=person_id)
    for pair in pairs.of_ap(turn.tx, person_id):
        yes_is_gone(turn, pair, "out-of-reach", again=True)


@on_lost
def contacts_stand_still(turn: Turn, person_id: int) -> None:
    for pair in pairs.open_of(turn.tx, person_id):
        if pair.state != "held":
            _stands_still(turn, pair, person_id)


@on_release
def still_out_of_reach(turn: Turn, person_id: int, pair_id: int | None) -> None:
    """Who could not be reached any more while the contact was held: that is said once it is lifted."""
    pair = pairs.find(turn.tx, pair_id) if pair_id is not None else None
    if pair is not None and pair.is_open and pair.state != "held" and not can_be_told(turn, person_id):
        _stands_still(turn, pair, person_id)


def _stands_still(turn: Turn, pair: Pair, person_id: int) -> None:
    if person_id == pair.patient_id:
        _patient_lost(turn, pair)
    elif pair.first_contact_at is not None or not begins_with_nobody(turn, pair):
        _ap_lost(turn, pair)


def _patient_lost(turn: Turn, pair: Pair) -> None:
    """No first step is asked for that could not arrive; the team reads of it once a week."""
    for kind in STEPS:
        turn.cancel_timer(kind, pair.id)
    turn.cancel_timer(DATE, pair.request_id)
    raise_alert(turn, kind=UNDELIVERED, level="routine", unit=pair.unit_id, person=pair.patient_id, pair=pair.id)
    turn.speech.notice(pair.ap_id, out_of_reach(other_name(turn, pair, pair.ap_id), pair.id), unit=pair.unit_id)


def _ap_lost(turn: Turn, pair: Pair) -> None:
    """A person of the unit looks for a way on with the patient, by a time they read."""
    unit, ap = unit_of(turn, pair.unit_id), name_of(turn, pair.ap_id)
    due = in_one_day(turn, unit.id)
    if pair.patient_id is None:
        what = _("{ap} cannot be reached any more. Tell {guest} so, and that you look for a way on with them.", ap=ap)
        tell_guest(turn, pair.request_id, due, what, pair=pair.id)
        return
    add_task(
        turn,
        kind=WRITE,
        unit=unit.id,
        person=pair.patient_id,
        pair=pair.id,
        due=due,
        details=_("{ap} cannot be reached any more. They know, and that you look for a way on with them.", ap=ap),
    )
    turn.speech.notice(pair.patient_id, ap_out_of_reach(ap, unit.coordination.who, due, pair.id), unit=unit.id)


@on_found
def is_there_again(turn: Turn, person_id: int) -> None:
    """Nothing begins by itself: a search rests until one tap, a contact goes on. Nobody need look for a way on."""
    settled(turn, person_id, None, UNDELIVERED)
    for request in requests.open_of_person(turn.tx, person_id):
        if request.state == "resting":
            tell(turn, request, was_out_of_reach())
        elif request.state == "matched":
            go_on_after(turn, request)
    for pair in pairs.open_of(turn.tx, person_id):
        if pair.state == "held":
            continue
        silence_counts_again(turn, person_id, pair.id)
        if person_id == pair.ap_id:
            _ap_is_back(turn, pair)
        other = pair.other(person_id)
        if other is not None:
            turn.speech.notice(other, in_reach_again(other_name(turn, pair, other), pair.id), unit=pair.unit_id)


def _ap_is_back(turn: Turn, pair: Pair) -> None:
    """Somebody on the phone is told so, unless they were told of nothing yet; in a pause then of that alone: the call
    about it had given way."""
    close_tasks(turn, pair=pair.id, kind=WRITE)
    request = requests.find(turn.tx, pair.request_id)
    if pair.patient_id is not None or request is None:
        return
    if not close_call(turn, request, pair.id):
        what = _("{ap} can be reached again. Tell {guest} so: it goes on.", ap=name_of(turn, pair.ap_id))
        tell_guest(turn, pair.request_id, in_one_day(turn, pair.unit_id), what, pair=pair.id)
    elif pair.paused_until is not None:
        have_it_told(turn, pair, from_ms(pair.paused_until))
