"""The two cards made of a request: what an AP reads before the person's yes, and after it."""

from datetime import datetime

from bot.services.profiles import points_in_unit, points_of
from bot.services.wishes import details_of, means_on, name_on, profile_on, wish_of
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.offers import offer_card, person_card
from conversations.dialogue.text import Text
from conversations.policies.matching import Candidate, Point, could_be_shared, shared
from conversations.policies.offers import NEVER_SHOWN, counted, points_to_show

THEIR_OWN = frozenset({"age"})
"""Told nobody of an AP; of oneself it may be said, and is read after one's own yes alone."""


def offer_card_for(turn: Turn, request: Request, candidate: Candidate, until: datetime, *, others: bool) -> Text:
    held = counted(points_in_unit(turn, request.unit_id))
    points = points_to_show(shared(wish_of(turn, request), candidate), held)
    return _card(turn, request, points, until, others=others)


def preview_card(turn: Turn, request: Request, until: datetime) -> tuple[Text, int]:
    """The same card with everything that could ever stand on one, and how many things in common that are. How many
    people of the unit hold them is left out: tomorrow it may be enough."""
    could_be = tuple(p for p in could_be_shared(wish_of(turn, request)) if p.kind not in NEVER_SHOWN)
    return _card(turn, request, could_be, until, others=True), len(could_be)


def _card(turn: Turn, request: Request, points: tuple[Point, ...], until: datetime, *, others: bool) -> Text:
    unit = turn.unit(request.unit_id)
    hours = unit.delays.first_contact_hours if unit else 0
    return offer_card(points, means_on(turn, request), until, hours, others=others)


def person_card_for(turn: Turn, request: Request) -> Text:
    """What the AP reads after the person's yes: what the person said, and nothing that anybody else knows."""
    details = details_of(turn, request)
    points = points_of(profile_on(turn, request))
    said = tuple(sorted((p for p in points if p.kind not in NEVER_SHOWN - THEIR_OWN), key=lambda p: (p.kind, p.value)))
    return person_card(name_on(turn, request), details.topics, details.around, said, means_on(turn, request))
