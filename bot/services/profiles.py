"""Profiles: what people said about themselves, what APs can carry, and both as matching reads them."""

from datetime import timedelta

from bot.clock import to_ms
from bot.services.registry import answers, on_stop
from bot.storage import holds, pairs, people, profiles
from bot.storage.memberships import Membership
from bot.turn import Turn
from conversations.care.holds import MOURNING
from conversations.care.profiles import NO_NAME, MyName, MyProfile, Name, Profile, from_json, to_json
from conversations.dialogue.text import Text
from conversations.policies.core_components import is_cleared, room
from conversations.policies.matching import WEIGHTS, Candidate, Point

PATIENT_SIDE, AP_SIDE = "patient", "ap"
UNTIL_THEY_SAY = timedelta(days=36_500)  # "away until I say otherwise" as a moment: a hundred years


def name_of(turn: Turn, person_id: int | None) -> Name:
    """The first name or alias somebody gave, or words that stand for it."""
    person = people.find(turn.tx, person_id) if person_id else None
    return (person.name(turn.house.sealer) if person else None) or NO_NAME


def profile_of(turn: Turn, person_id: int, side: str) -> Profile:
    return from_json(profiles.find(turn.tx, turn.house.sealer, person_id, side))


def write_profile(turn: Turn, person_id: int, side: str, profile: Profile) -> None:
    profiles.write(turn.tx, turn.house.sealer, turn.new_id(), person_id, side, to_json(profile), turn.now_ms)


def seed_ap(turn: Turn, membership: Membership, profile: Profile, *, carries: int = 3) -> None:
    """Make an AP of an active membership ready to meet people: profile, room, and charter, training and clearance
    recorded as of now. For a demonstration and for tests; a unit records each of them when it happened."""
    write_profile(turn, membership.person_id, AP_SIDE, profile)
    profiles.open_caseload(turn.tx, membership.person_id, room(carries))
    profiles.set_capacity(turn.tx, membership.person_id, room(carries))
    now = turn.now_ms
    profiles.clear(turn.tx, membership.id, membership.person_id, membership.unit_id, charter=now, trained=now, at=now)


def greatest_room(turn: Turn, unit_id: str | None) -> int:
    unit = turn.unit(unit_id)
    return unit.limits.pairs_per_ap if unit else 0


def room_of(turn: Turn, person_id: int, unit_id: str) -> int:
    """How many pairs this AP carries at most: their own choice, within the unit's and the core's limits."""
    caseload = profiles.caseload(turn.tx, person_id)
    return min(room(caseload.capacity), greatest_room(turn, unit_id)) if caseload else 0


def candidates(turn: Turn, units: frozenset[str]) -> list[Candidate]:
    """Every AP of these units who may meet anybody, as matching reads them. All in the unit see the same."""
    found: dict[int, Candidate] = {}
    for unit_id in sorted(units):
        carried = pairs.load_of_unit(turn.tx, unit_id)
        for person_id in cleared_in(turn, unit_id):
            if person_id not in found:
                found[person_id] = candidate_of(turn, person_id, unit_id, carried.get(person_id, 0))
    return list(found.values())


def cleared_in(turn: Turn, unit_id: str) -> list[int]:
    """Who may accompany anybody in this unit at this moment."""
    return [
        clearance.person_id
        for clearance in profiles.clearances(turn.tx, unit_id)
        if is_cleared(
            charter=clearance.charter_at is not None,
            trained=clearance.trained_at is not None,
            cleared=clearance.cleared_at is not None,
        )
    ]


def candidate_of(turn: Turn, person_id: int, unit_id: str, carried: int) -> Candidate:
    """One AP, cleared in that unit. Nobody is asked for whom everything waits: they could not answer."""
    person = people.find(turn.tx, person_id)
    profile = profile_of(turn, person_id, AP_SIDE)
    caseload = profiles.caseload(turn.tx, person_id)
    silent = person is None or person.unreachable or person.state != "consented" or person.frozen_until is not None
    away = caseload is None or (caseload.away_until is not None and caseload.away_until > turn.now_ms)
    gone = holds.is_gone(turn.tx, person_id) or _is_in_mourning(turn, person_id)
    return Candidate(
        person=person_id,
        cleared_in=frozenset({unit_id}),
        languages=frozenset(profile.languages or ((person.language,) if person else ())),
        caregiver=profile.caregiver,
        cancer=profile.cancer,
        moments=frozenset(profile.moments),
        stakes=frozenset(profile.stakes),
        life=frozenset(profile.life),
        age=profile.age,
        gender=profile.gender,
        means=frozenset(profile.means),
        hours=frozenset(profile.hours),
        avoids=frozenset(profile.avoids),
        works_here=profile.works_here,
        carried=carried,
        room=room_of(turn, person_id, unit_id),
        away=silent or away or gone,
        idle_since=(caseload.paired_at or 0) if caseload else 0,
    )


def _is_in_mourning(turn: Turn, person_id: int) -> bool:
    """Whether new requests shall reach them is what a person asks them; until that is decided none does."""
    return any(one.why == MOURNING and one.state == "provisional" for one in holds.about(turn.tx, person_id))


def points_of(profile: Profile) -> frozenset[Point]:
    """Everything somebody said about themself, as points."""
    said: set[Point] = set()
    for kind in WEIGHTS:
        value = getattr(profile, kind)
        values = (value,) if isinstance(value, str) else value or ()
        said |= {Point(kind, v) for v in values}
    return frozenset(said)


def points_in_unit(turn: Turn, unit_id: str) -> list[frozenset[Point]]:
    """What each person of the unit said about themself, once a person."""
    by_person: dict[int, frozenset[Point]] = {}
    for person, _side, words in profiles.of_unit(turn.tx, turn.house.sealer, unit_id):
        by_person[person] = by_person.get(person, frozenset()) | points_of(from_json(words))
    return list(by_person.values())


@answers(MyName)
def my_name(turn: Turn, look: MyName) -> Name:
    return name_of(turn, turn.somebody.id)


@answers(MyProfile)
def my_profile(turn: Turn, look: MyProfile) -> Profile:
    return profile_of(turn, turn.somebody.id, look.side)


def set_away(turn: Turn, person_id: int, days: int | None) -> None:
    """No offers to this AP for that many days; None: until they say otherwise; 0: here again."""
    length = UNTIL_THEY_SAY if days is None else timedelta(days=days)
    until = to_ms(turn.now + length) if length else None
    profiles.set_away(turn.tx, person_id, until)


@on_stop
def forget_what_was_said(turn: Turn) -> list[Text]:
    """What was said to find somebody is not kept after /stop."""
    profiles.erase(turn.tx, turn.somebody.id, PATIENT_SIDE)
    return []
