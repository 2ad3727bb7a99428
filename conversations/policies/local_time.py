"""Wall times of one person: when an hour of theirs is, what is night there, and how many of their days went by."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Wall times between which nothing unasked arrives; 21:00 to 08:00 passes midnight. The same twice: none."""

    begins: time
    ends: time

    def holds(self, at: time) -> bool:
        """Whether that wall time is inside; the end itself is not."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def after(self, at: time) -> time:
        """That wall time, or the end of the quiet hours it lies in."""
        return self.ends if self.holds(at) else at


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time as a moment in UTC: one that does not exist moves forward, one that happens twice is the first."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The calendar day that it is there."""
    return at.astimezone(zone).date()


def is_quiet(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> bool:
    return quiet.holds(at.astimezone(zone).time())


def days_between(earlier: datetime, later: datetime, zone: ZoneInfo) -> int:
    """Calendar days from one moment to another; a week with a clock change in it is a week (167 or 169 hours)."""
    return (day_of(later, zone) - day_of(earlier, zone)).days


def not_at_weekend(day: date, *, earlier: bool = False) -> date:
    """The day itself, or the Monday after a weekend (the Friday before, where `earlier`)."""
    past_friday = day.weekday() - 4
    if past_friday <= 0:
        return day
    return day - timedelta(days=past_friday) if earlier else day + timedelta(days=3 - past_friday)
