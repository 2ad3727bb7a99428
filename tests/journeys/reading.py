"""What a patient's phone says about what comes next and by when: the last thing that was read of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tests.stage import Bubble

PARIS = ZoneInfo("Europe/Paris")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WHEN = r"(?P<until>[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+(?:(?: at|,) \d\d:\d\d)?)"

LOOKING, CHOOSE, STEP, HUMAN, OVERDUE = "looking", "choose", "step", "human", "overdue"
RESTS, STOPPED, CONTACT, HELD = "rests", "stopped", "contact", "held"
NOTHING, GOODBYE = "nothing", "goodbye"

SAID: Sequence[tuple[str, str]] = (
    (HELD, "In a pause just now"),
    (HUMAN, rf"(?:Expect a (?:call|message here) from .{{1,80}}? before|the new time is before) {WHEN}"),
    (STEP, rf"takes the first step by {WHEN}"),
    (STEP, rf"or from me, before {WHEN}: after that"),
    (CHOOSE, rf"(?:think it over|waits for your choice,?|for you to choose,|Take your time,) until {WHEN}"),
    (CHOOSE, r"Somebody else has said yes (?:too|meanwhile), and waits for your choice"),
    (STOPPED, "has to stop for now"),
    (RESTS, r"place is kept(?:\. (?:Nothing|One tap)|, and nothing happens|\. One tap)"),
    (LOOKING, rf"(?:looking,?|looking again,|somebody else,) until {WHEN}"),
    (LOOKING, rf"(?:hear from me|and write to you) by {WHEN}"),
    (OVERDUE, "go on looking: .{1,80} knows that you are waiting"),
    (CONTACT, r"You are in contact with|Your contact with .{1,40} goes on as it is"),
    (NOTHING, "It is withdrawn|You have no request under way|It ends here, then"),
    (GOODBYE, r"Your (?:time|contact) with .{1,40} ends"),
)
COMPILED = [(kind, re.compile(words)) for kind, words in SAID]


@dataclass(frozen=True)
class Read:
    """`until` is a moment, or a whole day where no hour was said, or None where no time was."""

    kind: str
    until: datetime | date | None
    at: datetime
    text: str

    def is_over(self, now: datetime) -> bool:
        """Whether the time that was said has passed."""
        if isinstance(self.until, datetime):
            return self.until < now
        return self.until is not None and self.until < now.astimezone(PARIS).date()

    def says(self, moment: datetime) -> bool:
        """Whether that moment is the time that was said, to the minute or to the day; or none was."""
        local = moment.astimezone(PARIS)
        if isinstance(self.until, datetime):
            return self.until == local.replace(second=0, microsecond=0)
        return self.until is None or self.until == local.date()


def last_read(bubbles: Sequence[Bubble]) -> Read | None:
    for bubble in reversed(bubbles):
        for kind, words in COMPILED:
            if found := words.search(bubble.text):
                said = found.groupdict().get("until")
                return Read(kind, _moment(said, bubble.at) if said else None, bubble.at, bubble.text)
    return None


def times_in(words: str, at: datetime) -> list[Read]:
    """Every time that is said in some words."""
    return [Read("", _moment(found["until"], at), at, words) for found in re.finditer(WHEN, words)]


def _moment(said: str, at: datetime) -> datetime | date:
    _weekday, day, month, *rest = re.split(r"[ ,]+", said)
    read_on = at.astimezone(PARIS).date()
    on = date(read_on.year, MONTHS.index(month) + 1, int(day))
    if (read_on - on).days > 180:
        on = on.replace(year=on.year + 1)
    hour = next((part for part in rest if ":" in part), None)
    return datetime.combine(on, time.fromisoformat(hour), tzinfo=PARIS) if hour else on
