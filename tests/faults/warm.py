"""Imported by the process from which services are forked: everything is imported and the content is read, once.

A service started from here begins as one started by hand does, without the seconds of reading; its memory holds nothing
of the one that was killed.
"""

from dataclasses import replace

import bot.service
from bot.clock import Clock, RealClock
from bot.house import House, build_house
from bot.routing import route
from bot.sandbox.demo import SITE
from bot.services.registry import load_services
from bot.site import Site, load_site
from bot.storage.sealing import Sealer

load_services()
_HOUSE = build_house(load_site(SITE), Sealer({1: bytes(32)}, 1), RealClock(), route, print)


def _built(site: Site, sealer: Sealer, clock: Clock, route: object, report: object, bot_name: str = "") -> House:
    return replace(_HOUSE, sealer=sealer, clock=clock, route=route, report=report, bot_name=bot_name)  # type: ignore[arg-type]


bot.service.build_house = _built  # type: ignore[attr-defined]
