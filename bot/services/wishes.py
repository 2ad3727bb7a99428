"""A request as matching reads it, and the two cards made of it."""

from datetime import date, datetime
from typing import Any

from bot.services.profiles import PATIENT_SIDE, candidates, name_of, points_in_unit, points_of, profile_of
from bot.storage import offers, pairs, people
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.guests import Guest
from conversations.care.offers import offer_card, person_card
from conversations.care.profiles import NO_NAME, Name, Profile
from conversations.care.requests import CHOOSE_FOR_ME, WORKS_HERE, Details
from conversations.dialogue.text import Text
from conversations.policies.matching import NOBODY, Candidate, Match, Wish, ranked, shared
from conversations.policies.offers import NEVER_SHOWN, counted, points_to_show


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


def _profile_on(turn: Turn, request: Request) -> Profile:
    return profile_of(turn, request.person_id, PATIENT_SIDE) if request.person_id is not None else Profile()


def wish_of(turn: Turn, request: Request) -> Wish:
    """Everything matching may know. Who was asked and has not been free is not asked again for this request."""
    details, profile = details_of(turn, request), _profile_on(turn, request)
    person = people.find(turn.tx, request.person_id) if request.person_id is not None else None
    asked = {o.ap_id for o in offers.of_request(turn.tx, request.id) if o.state in offers.NOT_AGAIN}
    met = {p.ap_id for p in pairs.of_request(turn.tx, request.id)}
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
        hours=frozenset(profile.hours),
        refused=refused,
        asked=frozenset(asked | met),
        nobody_who_works_here=WORKS_HERE in details.not_who,
        units=frozenset(details.units),
    )


def ranking(turn: Turn, request: Request) -> tuple[list[Match], int]:
    """Who may be asked, best first, and how many of the unit's APs cannot be just now."""
    wish = wish_of(turn, request)
    everybody = candidates(turn, wish.open_units)
    found = ranked(wish, everybody)
    return found, len(everybody) - len(found)


def means_on(turn: Turn, request: Request) -> tuple[str, ...]:
    """How the two would be in touch: what was asked for; a guest by phone; else what the unit offers."""
    if request.person_id is None:
        return ("phone",)
    unit = turn.unit(request.unit_id)
    return details_of(turn, request).means or (unit.choices.means if unit else ())


def offer_card_for(turn: Turn, request: Request, candidate: Candidate | None, until: datetime, *, others: bool) -> Text:
    """The card of an offer. Without a candidate, the most it could ever say: what the person is shown beforehand."""
    wish = wish_of(turn, request)
    mirror = candidate or Candidate(
        person=-1,
        cleared_in=frozenset(),
        cancer=wish.cancer,
        moments=wish.moments,
        stakes=wish.stakes,
        life=wish.life,
        age=wish.age,
    )
    held = counted(points_in_unit(turn, request.unit_id))
    points = points_to_show(shared(wish, mirror), held)
    unit = turn.unit(request.unit_id)
    hours = unit.delays.first_contact_hours if unit else 0
    return offer_card(points, means_on(turn, request), until, hours, others=others)


def person_card_for(turn: Turn, request: Request) -> Text:
    """What the AP reads after the person's yes: what the person said, and nothing that anybody else knows."""
    details = details_of(turn, request)
    said = tuple(
        sorted(
            (p for p in points_of(_profile_on(turn, request)) if p.kind not in NEVER_SHOWN),
            key=lambda p: (p.kind, p.value),
        )
    )
    return person_card(name_on(turn, request), details.topics, details.around, said, means_on(turn, request))
