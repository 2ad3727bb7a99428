"""A supervisor's first screen: at most ten lines, by urgency, each closed in two taps (care requirement 28)."""

from conversations.care.supervision import HalfDay
from conversations.dialogue.registry import STAFF, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _, joined

MOST_LINES = 10
MENU = Start("menu", _("Menu"))


@dialogue("half-day", roles=STAFF, urgent=True, entry=Entry(10, _("My half-day")), command="halfday")
def half_day(me: Me, subject: str | None) -> Dialogue:
    waiting = yield from HalfDay(me)
    if not waiting:
        yield from Say(_("Nothing is waiting for you. Thank you for looking."), (Start("rota", _("The rota")), MENU))
        return None
    room = MOST_LINES if len(waiting) <= MOST_LINES else MOST_LINES - 1
    shown = waiting[:room]
    lines = [_("{n}. {line}", n=i, line=line.text) for i, line in enumerate(shown, 1)]
    if len(waiting) > room:
        lines.append(_("… and {n} more, less urgent.", n=len(waiting) - room))
    yield from Say(joined(lines), (*(line.start for line in shown), MENU))
    return None
