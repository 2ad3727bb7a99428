"""The task of a hold: what a human has to say or to decide, and that it is moot once a supervisor has."""

from bot.services import alert_hands
from bot.services.pairs import other_name
from bot.services.presence import call_by
from bot.services.profiles import name_of
from bot.services.tasks import add_task, end
from bot.services.waves import unit_of
from bot.services.wishes import guest_of
from bot.storage import pairs, requests, tasks
from bot.storage.holds import Hold
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.holds import AP_STOPS, DEATH, DOUBT, MOURNING
from conversations.supervisor.holds import details_of

TASKS = {DEATH: "death-tell-ap", AP_STOPS: "ap-stops-tell-patient", DOUBT: "identity-doubt", MOURNING: "hold"}
"""What a human has to do, by why."""


def add_hold_task(
    turn: Turn,
    hold_id: int,
    unit_id: str,
    pair: Pair | None,
    person: int | None,
    why: str,
    by: int,
    alert: int | None,
) -> None:
    """With the time by which it must be done and what the patient said beforehand; `alert` tells of the same thing."""
    kind = TASKS[why] if pair or why != DEATH else "hold"
    about = {"death-tell-ap": pair.ap_id if pair else None}.get(kind, pair.patient_id if pair else person)
    request = requests.find(turn.tx, pair.request_id) if pair else None
    guest = guest_of(turn, request) if request else None
    terms = pairs.agreement(turn.tx, turn.house.sealer, pair.id) if pair else None
    add_task(
        turn,
        kind=kind,
        unit=unit_id,
        person=about,
        pair=pair.id if pair else None,
        due=call_by(turn, unit_of(turn, unit_id)),
        details=details_of(
            why,
            name_of(turn, by),
            other_name(turn, pair, pair.ap_id) if pair else name_of(turn, person),
            terms.words.get("may_be_told") if terms else None,
        ),
        number=guest.number if guest and why == AP_STOPS else None,
        alert=alert,
        opens=("hold", hold_id),
    )


def close_hold_tasks(turn: Turn, hold: Hold, by: int) -> None:
    """A supervisor has decided: what there was to do is moot, and so is the alert that told of it."""
    if hold.pair_id is not None:
        found, kind = tasks.open_of_pair(turn.tx, hold.pair_id), TASKS[hold.why]
    else:
        found, kind = tasks.open_of_person(turn.tx, hold.person_id or 0), "hold"
    for task in found:
        if task.kind == kind and end(turn, task, "closed", by) and task.alert_id is not None:
            alert_hands.close(turn, task.alert_id, by, "nothing-needed")
