"""A request as it was wished, and as matching reads it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.services.profiles import PATIENT_SIDE, candidate_of, candidates, cleared_in, name_of, profile_of
from bot.storage import offers, pairs, people
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.guests import Guest
from conversations.care.profiles import HOURS, NO_NAME, Name, Profile
from conversations.care.requests import CHOOSE_FOR_ME, WORKS_HERE, Details
from conversations.policies.matching import NOBODY, Limit, Match, Wish, limits, ranked

AGAIN_AFTER = timedelta(days=3)  # from an offer that lapsed to the next one to the same AP: a wish, never a siege


def details_to_json(details: Details) -> dict[str, Any]:
    """Only what was said."""
    around = [details.around[0], details.around[1].isoformat()] if details.around else None
    said = {
        "topics": list(details.topics),
        "not_who": list(details.not_who),
        "not_name": details.not_name,
        "around": around,
        "means": list(details.means),
        "as_relative": details.as_relative,
        "units": list(details.units),
        "number": details.number,
        "again": details.again,
    }
    return {name: value for name, value in said.items() if value}


def details_of(turn: Turn, request: Request) -> Details:
    said = request.details(turn.house.sealer)
    around = said.get("around")
    return Details(
        topics=tuple(said.get("topics", ())),
        not_who=tuple(said.get("not_who", ())),
        not_name=said.get("not_name"),
        around=(around[0], date.fromisoformat(around[1])) if around else None,
        means=tuple(said.get("means", ())),
        as_relative=bool(said.get("as_relative")),
        units=tuple(said.get("units", ())),
        number=said.get("number"),
        again=said.get("again"),
    )


def guest_to_json(guest: Guest) -> dict[str, Any]:
    return {
        "name": guest.name,
        "number": guest.number,
        "language": guest.language,
        "safe_time": guest.safe_time,
        "agreed_with": guest.agreed_with,
        "agreed_on": guest.agreed_on.isoformat(),
    }


def guest_of(turn: Turn, request: Request) -> Guest | None:
    said = request.guest(turn.house.sealer)
    if said is None:
        return None
    agreed_on = date.fromisoformat(said["agreed_on"])
    return Guest(said["name"], said["number"], said["language"], said["safe_time"], said["agreed_with"], agreed_on)


def name_on(turn: Turn, request: Request) -> Name:
    """The first name of whoever asks: a person here, or a guest."""
    if request.person_id is not None:
        return name_of(turn, request.person_id)
    guest = guest_of(turn, request)
    return guest.name if guest else NO_NAME


def number_on(turn: Turn, request: Request) -> str | None:
    """The number on record for a call about this request; without one no call is promised."""
    guest = guest_of(turn, request)
    return guest.number if guest else details_of(turn, request).number


def needs_approval(turn: Turn, request: Request) -> bool:
    unit = turn.unit(request.unit_id)
    return details_of(turn, request).needs_eyes or bool(unit and unit.choices.approve_matches)


def profile_on(turn: Turn, request: Request) -> Profile:
    return profile_of(turn, request.person_id, PATIENT_SIDE) if request.person_id is not None else Profile()


def wish_of(turn: Turn, request: Request) -> Wish:
    """Everything matching may know. Who said no, or was met, is not asked again for this request; who let an offer
    lapse has some quiet first."""
    details, profile = details_of(turn, request), profile_on(turn, request)
    person = people.find(turn.tx, request.person_id) if request.person_id is not None else None
    before = offers.of_request(turn.tx, request.id)
    quiet_since = turn.now_ms - int(AGAIN_AFTER.total_seconds() * 1000)
    resting = {o.ap_id for o in before if o.state == "expired" and o.expires_at > quiet_since}
    asked = {o.ap_id for o in before if o.state in offers.NOT_AGAIN} | resting
    met = {p.ap_id for p in pairs.of_request(turn.tx, request.id) if p.agreed_at is not None or p.state == "proposed"}
    refused = pairs.refused_by(turn.tx, request.person_id) if request.person_id is not None else frozenset()
    guest = guest_of(turn, request)
    spoken = person.language if person else guest.language if guest else turn.house.site.languages[0]
    return Wish(
        unit=request.unit_id,
        person=request.person_id if request.person_id is not None else NOBODY,
        languages=frozenset(profile.languages or (spoken,)),
        topics=frozenset(details.topics) - {CHOOSE_FOR_ME},
        as_relative=details.as_relative,
        cancer=profile.cancer,
        moments=frozenset(profile.moments),
        stakes=frozenset(profile.stakes),
        life=frozenset(profile.life),
        age=profile.age,
        gender=profile.wants_gender,
        means=frozenset(details.means),
        hours=frozenset(profile.hours or ((guest.safe_time,) if guest and guest.safe_time in HOURS else ())),
        refused=refused,
        asked=frozenset(asked | met),
        lapsed=frozenset(o.ap_id for o in before if o.state == "expired"),
        again=details.again,
        nobody_who_works_here=WORKS_HERE in details.not_who,
        units=frozenset(details.units),
    )


@dataclass(frozen=True, slots=True)
class Suitable:
    """Who may be asked, best first, and how many of the unit's APs cannot be just now."""

    wish: Wish
    found: tuple[Match, ...]
    not_now: int


def suitable(turn: Turn, request: Request) -> Suitable:
    wish = wish_of(turn, request)
    everybody = candidates(turn, wish.open_units)
    found = ranked(wish, everybody)
    return Suitable(wish, tuple(found), len(everybody) - len(found))


def stands_between(turn: Turn, request: Request, ap: int, unit: str) -> frozenset[Limit]:
    """The hard limits between a wish as it is now and an AP who was asked already. Room is counted where it is taken;
    a rest from new offers takes back no yes."""
    wish = replace(wish_of(turn, request), asked=frozenset())
    cleared = frozenset(here for here in wish.open_units if ap in cleared_in(turn, here))
    candidate = replace(candidate_of(turn, ap, unit, 0), cleared_in=cleared)
    return limits(wish, candidate) - {Limit.FULL, Limit.AWAY}


def means_on(turn: Turn, request: Request) -> tuple[str, ...]:
    """How the two would be in touch: what was asked for; a guest by phone; else what the unit offers."""
    if request.person_id is None:
        return ("phone",)
    unit = turn.unit(request.unit_id)
    return details_of(turn, request).means or (unit.choices.means if unit else ())
