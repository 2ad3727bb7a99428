"""The people of a unit who can be told, and whether somebody may act there."""

from bot.storage import memberships, people
from bot.turn import Turn
from conversations.dialogue.registry import COORDINATOR, STAFF, SUPERVISOR


def is_staff(turn: Turn, person_id: int, unit_id: str | None) -> bool:
    """Whether this person is an active supervisor or coordinator of that unit at this very moment."""
    hats = memberships.of_person(turn.tx, person_id)
    return unit_id is not None and any(hat.unit_id == unit_id and hat.role in STAFF for hat in hats)


def units_of_staff(turn: Turn, person_id: int) -> list[str]:
    """The units of the site in which somebody is staff."""
    hats = memberships.of_person(turn.tx, person_id)
    found = [hat.unit_id for hat in hats if hat.role in STAFF and turn.house.site.unit(hat.unit_id)]
    return list(dict.fromkeys(found))


def supervisors_of(turn: Turn, unit_id: str) -> tuple[int, ...]:
    return tuple(hat.person_id for hat in memberships.of_unit(turn.tx, unit_id, SUPERVISOR))


def coordinators_of(turn: Turn, unit_id: str) -> tuple[int, ...]:
    return tuple(hat.person_id for hat in memberships.of_unit(turn.tx, unit_id, COORDINATOR))


def can_be_told(turn: Turn, person_id: int) -> bool:
    """Whether a message can reach somebody at all, as far as we know."""
    person = people.find(turn.tx, person_id)
    return person is not None and person.state not in ("stopped", "refused") and not person.unreachable


def name_of(turn: Turn, person_id: int | None) -> str | None:
    person = people.find(turn.tx, person_id) if person_id is not None else None
    return person.name(turn.house.sealer) if person else None
