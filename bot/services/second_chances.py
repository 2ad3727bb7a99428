"""When nobody fits: fewer wishes, another unit, the place kept. Choices of the person, never an end."""

from dataclasses import replace
from datetime import datetime

from bot.services.guest_requests import guest_request_of
from bot.services.guests import close_calls
from bot.services.registry import answers, carries_out
from bot.services.requests import open_request
from bot.services.second_looks import rewrite
from bot.services.waves import is_held, look_on, unit_of, unsay
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
    request = _looked_for(turn, decision)
    if request is None:
        return None
    details = details_of(turn, request)
    sisters = unit_of(turn, request.unit_id).choices.sister_units
    if decision.unit in sisters:
        details = replace(details, units=tuple(dict.fromkeys((*details.units, decision.unit))))
    else:
        writes_nothing = request.person_id is None or consents.given(turn.tx, request.person_id, RELAY) is False
        details = replace(details, topics=(), again=None, means=("phone",) if writes_nothing else ())
    rewrite(turn, request, details)
    return _go_on(turn, request)


@carries_out(KeepPlace)
def keep_place(turn: Turn, decision: KeepPlace) -> datetime | None:
    request = _looked_for(turn, decision)
    return _go_on(turn, request) if request else None


def _looked_for(turn: Turn, decision: Widen | KeepPlace) -> Request | None:
    """One's own request, or that of a guest of the unit one works for, while there is somebody to look for."""
    request = (
        open_request(turn, decision.me.unit) if decision.request is None else guest_request_of(turn, decision.request)
    )
    waits = request is not None and request.state in ("searching", "resting") and not is_held(turn, request)
    return request if waits else None


def _go_on(turn: Turn, request: Request) -> datetime:
    """Look (again), with the place in the queue; what was to be asked of a guest is answered."""
    close_calls(turn, request)
    unsay(turn, request)
    fresh = requests.find(turn.tx, request.id)
    return look_on(turn, fresh or request)
