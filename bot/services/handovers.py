"""Handing over: the AP asks, the patient answers (a guest on the phone), and both read the same truth."""

from datetime import datetime

from bot.services.guests import in_one_day, tell_guest
from bot.services.pairs import of_person, other_name, search_again
from bot.services.profiles import name_of
from bot.services.registry import carries_out, on_pair_ended
from bot.services.requests import withdrawn
from bot.services.staff import is_staff
from bot.storage import pairs, requests
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.ap.pairs import handover_wished
from conversations.care.handovers import Answered, AnswerHandover, OfferHandover, SeekAnother, about_handover
from conversations.dialogue.text import _
from conversations.patient.pairs import handover_offered


@carries_out(OfferHandover)
def offer(turn: Turn, decision: OfferHandover) -> bool:
    pair = of_person(turn, decision.pair)
    if pair is None or pair.state != "active" or turn.somebody.id != pair.ap_id:
        return False
    pairs.offer_handover(turn.tx, pair.id)
    ap = name_of(turn, pair.ap_id)
    if pair.patient_id is not None:
        turn.speech.unsay(pair.patient_id, about_handover(pair.id))
        turn.speech.notice(pair.patient_id, handover_offered(ap, pair.id), unit=pair.unit_id)
    else:
        what = _("{ap} asks whether somebody else may go on with {guest}. Ask them; {ap} stays until then.", ap=ap)
        tell_guest(turn, pair.request_id, in_one_day(turn, pair.unit_id), what, pair=pair.id)
    return True


@carries_out(AnswerHandover)
def answer(turn: Turn, decision: AnswerHandover) -> Answered:
    pair = of_person(turn, decision.pair)
    if pair is None or pair.state == "held" or turn.somebody.id != pair.patient_id:
        return "nothing"
    return _yes(turn, pair) if decision.yes else _no(turn, pair)


def _yes(turn: Turn, pair: Pair) -> Answered:
    if not _noted(turn, pair, "agreed") and pair.handover != "agreed":
        return "nothing"
    until = search_again(turn, pair)
    if until is not None:
        return until
    request = requests.find(turn.tx, pair.request_id)
    return "chooses" if request is not None and request.state == "proposed" else "nothing"


def _no(turn: Turn, pair: Pair) -> Answered:
    """Nothing changes, as the question says: a search that began meanwhile is over."""
    if not _noted(turn, pair, "declined"):
        return "nothing"
    request = requests.find(turn.tx, pair.request_id)
    return "stopped" if request is not None and withdrawn(turn, request) else "stays"


@carries_out(SeekAnother)
def seek_another(turn: Turn, decision: SeekAnother) -> datetime | None:
    """The patient's yes to somebody else, or a guest's on the phone; the pair goes on until the new one begins, and is
    then closed by it. An AP who asked for it hears of it; of a wish of the patient's own they do not."""
    pair = pairs.find(turn.tx, decision.pair)
    if pair is None or not pair.is_open or pair.state == "held":
        return None
    me = turn.somebody.id
    for_guest = pair.patient_id is None and me != pair.ap_id and is_staff(turn, me, pair.unit_id)
    if not for_guest and me != pair.patient_id:
        return None
    until = search_again(turn, pair)
    if until is not None and pair.handover == "offered":
        _noted(turn, pair, "agreed")
    return until


def _noted(turn: Turn, pair: Pair, said: str) -> bool:
    """The answer, which the AP reads. False where nothing was asked, or it was the same before."""
    if not pairs.answer_handover(turn.tx, pair.id, said):
        return False
    words = handover_wished(other_name(turn, pair, pair.ap_id), pair.id, agreed=said == "agreed")
    turn.speech.unsay(pair.ap_id, about_handover(pair.id))
    turn.speech.notice(pair.ap_id, words, unit=pair.unit_id)
    return True


@on_pair_ended
def nothing_left_to_hand_over(turn: Turn, pair_id: int, why: str) -> None:
    pair = pairs.find(turn.tx, pair_id)
    for person in (pair.patient_id, pair.ap_id) if pair else ():
        if person is not None:
            turn.speech.unsay(person, about_handover(pair_id))
