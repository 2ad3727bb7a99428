"""What the judge of a simulated year remembers of each person, apart from the rules under test."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.storage.outbox import Lane

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sent:
    at: datetime
    lane: Lane


@dataclass(frozen=True, slots=True)
class Chosen:
    """When somebody chose, which rhythm and hour, and the first day that was named to them."""

    at: datetime
    rhythm: str
    hour: time
    first: date


@dataclass(slots=True)
class Life:
    """`silent`: from an alert or a low answer, for seven days. `away`: stopped, held, out of reach, ended."""

    id: int
    side: str
    zone: ZoneInfo
    pair: int | None = None
    held: bool = False
    left: bool = False
    calm: bool = False  # chooses once at most, and nothing else ever happens to them
    sent: list[Sent] = field(default_factory=list)
    silent: list[tuple[datetime, datetime]] = field(default_factory=list)
    away: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    named: set[date] = field(default_factory=set)  # days they read when they chose or changed something

    def goes(self, now: datetime) -> None:
        self.away.append((now, None))

    def comes_back(self, now: datetime) -> None:
        self.away = [(since, until or now) for since, until in self.away]

    def falls_silent(self, now: datetime) -> None:
        self.silent.append((now, now + WEEK))

    def questions(self) -> list[datetime]:
        return [sent.at for sent in self.sent if sent.lane == Lane.CHECK_IN]

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()
