"""The auditor: every few minutes it looks for what has no next step or stands still, gives it one, and alarms.

Whoever keeps the program running hears of everything, at any hour: the log, their e-mail, and the heartbeat address,
which is called while all is well, so that its silence becomes somebody else's alarm. A unit's people hear at any hour
of what concerns an urgent alert of theirs, and of the rest in the week's message.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import structlog

from bot.clock import to_ms
from bot.house import House
from bot.services import letters
from bot.services.alerts import raise_alert
from bot.services.ladder import CLIMB, STILL
from bot.services.registry import AUDITS, Finding
from bot.services.staff import can_be_told, coordinators_of, supervisors_of
from bot.site import Unit
from bot.storage import alerts, timers
from bot.storage.database import Database, StoreUnavailable, Transaction
from bot.storage.outbox import Lane
from bot.telegram.steady import wait
from bot.timers import Ticker
from bot.turn import Turn
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Start
from conversations.dialogue.text import unasked

log = structlog.get_logger(__name__)

EVERY_S = 180.0
FIRST_SWEEP_WITHIN_S = 60.0  # what came due while the service was down is swept before anybody looks
STANDS_STILL = timedelta(minutes=10)
HEARTBEAT_WITHIN_S = 10.0
ALARM = unasked("The program found something that had stopped moving, and set it going again. Please look at the list.")


@dataclass(frozen=True, slots=True)
class Findings:
    """`lines`: in words for operations, without content; empty while all is well."""

    lines: tuple[str, ...]


def look_over(tx: Transaction, house: House, known: frozenset[str] = frozenset()) -> Findings:
    """Run every audit in this transaction. What is not in `known` is alarmed about."""
    turn = Turn(tx, house, house.clock.now())
    found: list[Finding] = []
    for audit in AUDITS:
        try:
            with tx.savepoint():
                found += audit(turn)
        except StoreUnavailable:
            raise
        except Exception as problem:
            found.append(Finding(f"the audit {audit.__name__} itself failed: {type(problem).__name__}"))
    found += [_of_timer(tx, row, "fails and is tried again") for row in timers.failing(tx)]
    late = timers.overdue(tx, to_ms(turn.now - STANDS_STILL))
    found += [_of_timer(tx, row, "is more than ten minutes late") for row in late]
    new = [one for one in found if one.line not in known]
    if new:
        _alarm(turn, new)
    return Findings(tuple(one.line for one in found))


def _of_timer(tx: Transaction, row: dict[str, Any], what: str) -> Finding:
    alert = alerts.find(tx, row["subject"]) if row["kind"] in (CLIMB, STILL) else None
    line = f"the timer {row['kind']} of {row['unit_id']} {what}"
    return Finding(line, row["unit_id"], urgent=alert is not None and alert.level == "now")


def _alarm(turn: Turn, new: list[Finding]) -> None:
    letters.to_operations(turn, [one.line for one in new])
    for unit in turn.house.site.units:
        theirs = [one for one in new if one.unit == unit.id]
        if any(one.urgent for one in theirs):
            _ring(turn, unit)
        elif theirs:
            raise_alert(turn, kind="stood-still", level="routine", unit=unit.id, person=None)


def _ring(turn: Turn, unit: Unit) -> None:
    letters.alarm(turn, unit, None, ALARM)
    notice = Notice(ALARM, (Start("alerts", unasked("All alerts")),))
    for person in dict.fromkeys((*coordinators_of(turn, unit.id), *supervisors_of(turn, unit.id))):
        if can_be_told(turn, person):
            turn.speech.notice(person, notice, unit=unit.id, lane=Lane.ALERT)


class Auditor:
    """The loop: `run` it once. Only the leader looks; a store that is down is itself a missing heartbeat."""

    def __init__(
        self,
        database: Database,
        house: House,
        heartbeat_url: str | None = None,
        every_s: float = EVERY_S,
        ticker: Ticker | None = None,
    ) -> None:
        """`ticker`: whose sweeps are to be looked after."""
        self._database, self._house, self._ticker = database, house, ticker
        self._heartbeat_url, self._every_s = heartbeat_url, every_s
        self._known: frozenset[str] = frozenset()

    async def run(self) -> None:
        """Look over everything, after the first sweep and then every few minutes, until cancelled."""
        if self._ticker:
            await wait(self._ticker.swept, FIRST_SWEEP_WITHIN_S)
        while True:
            try:
                if await self._database.lead():
                    await self.look()
            except StoreUnavailable:
                log.error("the auditor cannot look: the store is not available")
            except Exception as problem:
                log.critical("the auditor failed", error=type(problem).__name__)
            await asyncio.sleep(self._every_s)

    async def look(self) -> Findings:
        """One look, with its alarms; the heartbeat where nothing was found."""
        house, known = self._house, self._known
        found = await self._database.transact(lambda tx: look_over(tx, house, known))
        still = ("no sweep of the timers has ended for ten minutes",) if self._stands_still() else ()
        if set(still) - known:
            await self._database.transact(
                lambda tx: letters.to_operations(Turn(tx, house, house.clock.now()), list(still))
            )
        found = Findings((*found.lines, *still))
        self._known = frozenset(found.lines)
        for line in found.lines:
            log.critical("the auditor found", what=line)
        if not found.lines and self._heartbeat_url:
            await self._beat(self._heartbeat_url)
        return found

    def _stands_still(self) -> bool:
        return self._ticker is not None and self._ticker.idle_s() > STANDS_STILL.total_seconds()

    async def _beat(self, url: str) -> None:
        timeout = aiohttp.ClientTimeout(total=HEARTBEAT_WITHIN_S)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
                response.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as problem:
            log.warning("the heartbeat was not heard", error=type(problem).__name__)
