"""A supervisor's first screen: at most ten lines, by urgency, each closed in two taps (care requirement 28)."""

from conversations.care.supervision import HalfDay
from conversations.dialogue.registry import STAFF, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _, joined
from conversations.supervisor.paging import Page

MENU = Start("menu", _("Menu"))
ALERTS = Start("alerts", _("Urgent alerts"))


@dialogue("half-day", roles=STAFF, urgent=True, entry=Entry(10, _("My half-day")), command="halfday")
def half_day(me: Me, subject: str | None) -> Dialogue:
    """Subject: which ten of them. What is urgent is one tap away, however much stands above it."""
    waiting = yield from HalfDay(me)
    if not waiting:
        yield from Say(_("Nothing is waiting for you. Thank you for looking."), (Start("rota", _("The rota")), MENU))
        return None
    page = Page(waiting, subject)
    lines = [_("{n}. {line}", n=n, line=line.text) for n, line in enumerate(page.shown, page.first)]
    buttons = [line.start for line in page.shown]
    if any(line.urgent and line not in page.shown for line in waiting):
        buttons.append(ALERTS)
    yield from Say(joined([*lines, *page.foot()]), (*buttons, *page.turns("half-day"), MENU))
    return None
