"""When nobody fits: fewer wishes, another unit, the place kept. Choices of the person, never an end."""

from dataclasses import replace
from datetime import datetime

from bot.clock import to_ms
from bot.services.registry import answers, carries_out
from bot.services.requests import open_request, rewrite
from bot.services.waves import begin_search, promised_date, unit_of
from bot.services.wishes import details_of
from bot.storage import consents, requests
from bot.storage.requests import Request
from bot.turn import Turn
from conversations.care.people import RELAY
from conversations.care.requests import KeepPlace, OtherWays, WhatElse, Widen


@answers(WhatElse)
def what_else(turn: Turn, look: WhatElse) -> OtherWays | None:
    request = open_request(turn, look.me.unit)
    if request is None:
        return None
    unit = unit_of(turn, request.unit_id)
    asked = set(details_of(turn, request).units)
    sisters = tuple(
        (sister.id, sister.name)
        for name in unit.choices.sister_units
        if name not in asked and (sister := turn.house.site.unit(name))
    )
    return OtherWays(sisters, unit.psychologist)


@carries_out(Widen)
def widen(turn: Turn, decision: Widen) -> datetime | None:
    """With fewer wishes, or in a unit that agreed to help out. Whom the person would rather not meet stays as it is."""
    request = open_request(turn, decision.me.unit)
    if request is None:
        return None
    details = details_of(turn, request)
    sisters = unit_of(turn, request.unit_id).choices.sister_units
    if decision.unit in sisters:
        details = replace(details, units=tuple(dict.fromkeys((*details.units, decision.unit))))
    else:
        refuses_writing = consents.given(turn.tx, turn.somebody.id, RELAY) is False
        details = replace(details, topics=(), means=("phone",) if refuses_writing else ())
    rewrite(turn, request, details)
    return _go_on(turn, request)


@carries_out(KeepPlace)
def keep_place(turn: Turn, decision: KeepPlace) -> datetime | None:
    request = open_request(turn, decision.me.unit)
    return _go_on(turn, request) if request else None


def _go_on(turn: Turn, request: Request) -> datetime | None:
    """Look again, with the place in the queue and a new date; None where there is nothing to look for."""
    resting = requests.set_state(turn.tx, request.id, ("resting",), "searching")
    if not resting and request.state != "searching":
        return None
    until = promised_date(turn, unit_of(turn, request.unit_id))
    requests.promise(turn.tx, request.id, to_ms(until))
    begin_search(turn, replace(request, promised_at=to_ms(until)))
    return until
