"""The auditor: every few minutes it looks for what has no next step, gives it one, and alarms on every path it has.

While all is well it calls the heartbeat address, so that its silence becomes somebody else's alarm.
"""

import asyncio
from dataclasses import dataclass

import aiohttp
import structlog

from bot.house import House
from bot.services import letters
from bot.services.registry import AUDITS
from bot.services.staff import can_be_told, coordinators_of, supervisors_of
from bot.storage import timers
from bot.storage.database import Database, StoreUnavailable, Transaction
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Start
from conversations.dialogue.text import unasked

log = structlog.get_logger(__name__)

EVERY_S = 180.0
HEARTBEAT_WITHIN_S = 10.0
ALARM = unasked("The program found something that had stopped moving, and set it going again. Please look at the list.")


@dataclass(frozen=True, slots=True)
class Findings:
    """`lines`: in words for operations, without content; empty while all is well."""

    lines: tuple[str, ...]


def look_over(tx: Transaction, house: House, known: frozenset[str] = frozenset()) -> Findings:
    """Run every audit in this transaction. What is not in `known` is alarmed about, on every path of every unit."""
    turn = Turn(tx, house, house.clock.now())
    lines: list[str] = []
    for audit in AUDITS:
        try:
            with tx.savepoint():
                lines += audit(turn)
        except StoreUnavailable:
            raise
        except Exception as problem:
            lines.append(f"the audit {audit.__name__} itself failed: {type(problem).__name__}")
    for row in timers.failing(tx):
        lines.append(f"the timer {row['kind']} of {row['unit_id']} fails and is tried again")
    if set(lines) - known:
        _alarm(turn)
    return Findings(tuple(lines))


def _alarm(turn: Turn) -> None:
    for unit in turn.house.site.units:
        letters.alarm(turn, unit, None, ALARM)
        notice = Notice(ALARM, (Start("alerts", unasked("All alerts")),))
        for person in dict.fromkeys((*coordinators_of(turn, unit.id), *supervisors_of(turn, unit.id))):
            if can_be_told(turn, person):
                turn.speech.notice(person, notice, unit=unit.id, lane=Lane.ALERT)


class Auditor:
    """The loop: `run` it once. Only the leader looks; a store that is down is itself a missing heartbeat."""

    def __init__(
        self, database: Database, house: House, heartbeat_url: str | None = None, every_s: float = EVERY_S
    ) -> None:
        self._database, self._house = database, house
        self._heartbeat_url, self._every_s = heartbeat_url, every_s
        self._known: frozenset[str] = frozenset()

    async def run(self) -> None:
        """Look over everything, now and every few minutes, until cancelled."""
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
        self._known = frozenset(found.lines)
        for line in found.lines:
            log.critical("the auditor found", what=line)
        if not found.lines and self._heartbeat_url:
            await self._beat(self._heartbeat_url)
        return found

    async def _beat(self, url: str) -> None:
        timeout = aiohttp.ClientTimeout(total=HEARTBEAT_WITHIN_S)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
                response.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as problem:
            log.warning("the heartbeat was not heard", error=type(problem).__name__)
