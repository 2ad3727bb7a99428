"""What somebody is asked about themself after sending, and what becomes of the answer."""

from typing import Any

from bot.services.profiles import PATIENT_SIDE, profile_of, write_profile
from bot.services.registry import answers, carries_out
from bot.services.requests import open_request
from bot.services.second_looks import look_again
from bot.services.waves import unit_of
from bot.services.wishes import details_of, number_on, suitable
from bot.storage import consents, people, requests
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.people import RELAY
from conversations.care.profiles import LONGEST_NAME, QUESTIONS_OF_PATIENT, WRITING, NextQuestion, Profile, Tell
from conversations.policies.matching import Candidate

NOT_ABOUT_ONESELF = ("name", WRITING, "number")


@answers(NextQuestion)
def next_question(turn: Turn, look: NextQuestion) -> str | None:
    """In their order, the number first for who would rather be called; one about oneself only while its answer could
    still make a difference between the APs who may be asked."""
    request = open_request(turn, look.me.unit)
    if request is None or request.state != "searching":
        return None
    said = profile_of(turn, turn.somebody.id, PATIENT_SIDE)
    found = [match.candidate for match in suitable(turn, request).found]
    by_phone = details_of(turn, request).means == ("phone",)
    for field in sorted(QUESTIONS_OF_PATIENT, key=lambda one: by_phone and one != "number"):
        if said.has(field):
            continue
        if field == "name" and not turn.somebody.name(turn.house.sealer):
            return field
        if field == WRITING and _may_still_choose(turn, request):
            return field
        if field == "number" and number_on(turn, request) is None:
            return field
        if field not in NOT_ABOUT_ONESELF and _tells_apart("gender" if field == "wants_gender" else field, found):
            return field
    return None


def _tells_apart(kind: str, found: list[Candidate]) -> bool:
    """Not where one AP is left, nor where all have said the same."""
    said: set[Any] = {getattr(candidate, kind) for candidate in found}
    return len(said) > 1


def _may_still_choose(turn: Turn, request: Request) -> bool:
    """Whether writing is offered here and neither chosen nor refused yet. Without a name the question waits for the
    contact: it says what the other side will see."""
    me = turn.somebody
    offered = "relay" in unit_of(turn, request.unit_id).choices.means
    return offered and bool(me.name(turn.house.sealer)) and consents.given(turn.tx, me.id, RELAY) is None


@carries_out(Tell)
def tell(turn: Turn, decision: Tell) -> None:
    """A name is the person's own, a number the request's; everything else belongs to the side it was said for, and a
    patient's own wish is looked at again with it."""
    me, value = turn.somebody.id, decision.value
    if decision.field == "name" and value:
        people.set_name(turn.tx, turn.house.sealer, me, " ".join(str(value).split())[:LONGEST_NAME])
        turn.refresh()
    if decision.field == "number" and value:
        requests.leave_number(turn.tx, turn.house.sealer, me, decision.me.unit or "", str(value))
    in_profile = decision.field in Profile.__dataclass_fields__
    profile = profile_of(turn, me, decision.side)
    write_profile(turn, me, decision.side, profile.with_field(decision.field, value if in_profile else None))
    if decision.side == PATIENT_SIDE and in_profile:
        for request in requests.open_of_person(turn.tx, me):
            look_again(turn, request.id)
