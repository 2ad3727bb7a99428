"""What a hold means for requests: nobody is searched for who must be left alone; after it, promises hold."""

from datetime import datetime

from bot.services.guests import close_calls, in_one_day, tell_guest
from bot.services.pairs import PROPOSAL, contact_by
from bot.services.presence import call_by
from bot.services.profiles import name_of
from bot.services.registry import on_pair_ended
from bot.services.silence import silence_counts_again
from bot.services.tasks import add_task
from bot.services.waves import (
    APPROVAL,
    DATE,
    WAVE,
    close_tasks_about,
    date_to_come,
    is_held,
    look_on,
    recall,
    rest,
    set_date,
    tell,
    unit_of,
)
from bot.services.working_time import hours_of
from bot.services.yeses import let_go, look_on_without
from bot.storage import holds, pairs, requests
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.holds import AP_STOPS, DEATH, DOUBT
from conversations.dialogue.text import Text, When, _
from conversations.patient.request_ways import choice_goes_on, first_step_goes_on, place_is_kept, search_goes_on
from conversations.policies.working_time import add_working_days

ELSEWHERE = "held-elsewhere"


def _concerned(turn: Turn, hold: Hold) -> list[Request]:
    """A hold of an open contact touches its own request; word of a death, or one's own mourning, all that this person
    had asked for by then. What was asked or looked for after it has never stood still."""
    pair = pairs.find(turn.tx, hold.pair_id) if hold.pair_id else None
    own = requests.find(turn.tx, pair.request_id) if pair and pair.is_open else None
    theirs = requests.open_of_person(turn.tx, hold.person_id) if hold.person_id is not None else []
    stopped = [one for one in theirs if one.created_at <= hold.at]
    found = {one.id: one for one in (own, *stopped) if one is not None and one.is_open}
    return list(found.values())


def searches_stop(turn: Turn, hold: Hold) -> None:
    """No offer stays out, no choice lapses and no date comes due for somebody who is held; the place is kept. An AP who
    waits for a choice hears by the hour they have read (proposals.py)."""
    for request in _concerned(turn, hold):
        for kind in (WAVE, DATE):
            turn.cancel_timer(kind, request.id)
        recall(turn, request.id)
        close_tasks_about(turn, request, APPROVAL, ELSEWHERE)
        close_calls(turn, request)
        if request.person_id is not None and not _is_in_own_list(turn, hold, request, request.person_id):
            _ask_the_other_unit(turn, hold, request)


def _is_in_own_list(turn: Turn, hold: Hold, request: Request, person: int) -> bool:
    return hold.unit_id == request.unit_id or bool(holds.of_person(turn.tx, person, request.unit_id))


def _ask_the_other_unit(turn: Turn, hold: Hold, request: Request) -> None:
    """The hold is in the list of its own unit: the one that looks for somebody reads that somebody has to look, and
    whom to ask; not why, and nothing is written to that phone from it."""
    asked = unit_of(turn, hold.unit_id).coordination
    add_task(
        turn,
        kind=ELSEWHERE,
        unit=request.unit_id,
        person=None,
        pair=None,
        due=call_by(turn, unit_of(turn, request.unit_id)),
        details=_(
            "Another unit has to look at something about {patient} first. Until then nothing is looked for or asked "
            "here; afterwards it goes on by itself. Before anybody writes or calls, please ask: {who}, {phone}.",
            patient=name_of(turn, request.person_id),
            who=asked.who,
            phone=asked.phone,
        ),
        opens=("match", request.id),
    )


def searches_go_on(turn: Turn, hold: Hold) -> None:
    for request in _concerned(turn, hold):
        go_on_after(turn, request)


def go_on_after(turn: Turn, request: Request) -> None:
    """With the date that was promised, or a new one where it has passed meanwhile; whoever waits reads it."""
    if is_held(turn, request):
        return
    close_tasks_about(turn, request, ELSEWHERE)
    proposed = [pair for pair in pairs.of_request(turn.tx, request.id) if pair.state == "proposed"]
    if request.state == "searching":
        _say_search_goes_on(turn, request, look_on(turn, request))
    elif request.state == "resting" and request.person_id is not None:
        tell(turn, request, place_is_kept())
    elif request.state == "proposed" and proposed:
        set_date(turn, request, date_to_come(turn, request))
        _choose_again(turn, request, proposed)
    elif request.state == "matched":
        for pair in pairs.of_request(turn.tx, request.id):
            if pair.state == "active" and pair.first_contact_at is None:
                set_date(turn, request, date_to_come(turn, request))
                _first_step_again(turn, request, pair)


def _say_search_goes_on(turn: Turn, request: Request, until: datetime) -> None:
    if request.person_id is not None:
        tell(turn, request, search_goes_on(until))
    else:
        _call(turn, request, _("Tell {guest} we go on looking, until {until}.", until=When(until)))


def _choose_again(turn: Turn, request: Request, proposed: list[Pair]) -> None:
    """Who was to choose has the whole time again."""
    unit = unit_of(turn, request.unit_id)
    until = add_working_days(hours_of(unit), turn.now, unit.delays.thinking_days)
    for pair in proposed:
        turn.set_timer(PROPOSAL, pair.id, until, unit.id)
    if request.person_id is not None:
        tell(turn, request, choice_goes_on(until))
    else:
        ap = name_of(turn, proposed[0].ap_id)
        what = _("{ap} has said yes, and the choice is open until {until}. Ask {guest}.", ap=ap, until=When(until))
        _call(turn, request, what, proposed[0])


def _first_step_again(turn: Turn, request: Request, pair: Pair) -> None:
    silence_counts_again(turn, pair.ap_id, pair.id)
    by, ap = contact_by(turn, pair), name_of(turn, pair.ap_id)
    if request.person_id is not None:
        tell(turn, request, first_step_goes_on(ap, by))
    else:
        _call(turn, request, _("{ap} calls {guest} by {by}. Please tell them so.", ap=ap, by=When(by)), pair)


def _call(turn: Turn, request: Request, what: Text, pair: Pair | None = None) -> None:
    tell_guest(turn, request.id, in_one_day(turn, request.unit_id), what, pair=pair.id if pair else None)


@on_pair_ended
def after_a_held_contact(turn: Turn, pair_id: int, why: str) -> None:
    """A hold that a supervisor confirmed ends the contact. Where the AP had to stop the request rests, until the person
    says what they wish; after a doubt too, until they have been seen; where the patient has died nothing is looked for
    any more."""
    pair = pairs.find(turn.tx, pair_id)
    request = requests.find(turn.tx, pair.request_id) if pair else None
    if pair is None or request is None or not request.is_open or why not in (AP_STOPS, DOUBT, DEATH):
        return
    if why == DEATH:
        close_searches(turn, pair.patient_id, request)
    elif why == DOUBT:
        rest(turn, request)
        for one in pairs.of_request(turn.tx, request.id):
            let_go(turn, one, "held")
    elif request.state == "matched":
        rest(turn, request)
        ap = name_of(turn, pair.ap_id)
        what = _("{ap} had to stop, as {guest} knows. Ask them: wait, somebody else, or stop?", ap=ap)
        _call(turn, request, what, pair)
    else:
        go_on_after(turn, request)


def nobody_waits_for(turn: Turn, person_id: int) -> None:
    """What somebody asked for stays held: whoever had said yes to them is free again, and the place is kept."""
    for request in requests.open_of_person(turn.tx, person_id):
        close_tasks_about(turn, request, ELSEWHERE)
        for pair in pairs.of_request(turn.tx, request.id):
            if pair.state == "proposed":
                let_go(turn, pair, "held")
                look_on_without(turn, request)


def close_searches(turn: Turn, person_id: int | None, *others: Request) -> None:
    """Of somebody who has died: what is still looked for or to be chosen ends, without a word to them."""
    mine = requests.open_of_person(turn.tx, person_id) if person_id is not None else []
    for request in {one.id: one for one in (*mine, *others)}.values():
        if request.state == "matched" or not requests.close(turn.tx, request.id, "closed", turn.now_ms):
            continue
        for kind in (WAVE, DATE):
            turn.cancel_timer(kind, request.id)
        recall(turn, request.id)
        close_tasks_about(turn, request)
        requests.forget_guest(turn.tx, request.id)
        requests.forget(turn.tx, turn.house.sealer, request.id, "number", "not_name")
        for pair in pairs.of_request(turn.tx, request.id):
            if pair.state == "proposed":
                let_go(turn, pair, "closed")


def searches_come_back(turn: Turn, person_id: int, since: int) -> None:
    """Of somebody who was marked wrongly: the place is kept, and nothing begins before their tap."""
    for request in requests.closed_since(turn.tx, person_id, since):
        comes_back(turn, request)


def comes_back(turn: Turn, request: Request) -> bool:
    """A request that a hold had ended, or had come to rest, rests, and its person reads so. False where they have asked
    anew meanwhile, and of a guest: their name and number are gone."""
    if request.person_id is None:
        return False
    if request.state != "resting" and not requests.reopen(turn.tx, request.id, "resting"):
        return False
    now = requests.find(turn.tx, request.id)
    if now is not None:
        go_on_after(turn, now)
    return True
