"""Many alerts: the list of all that are open, and the one message that tells of very many of one kind."""

from datetime import datetime

from conversations.care.alerts import OpenAlerts, kind_words
from conversations.dialogue.notice import Notice
from conversations.dialogue.registry import STAFF, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Hour, Text, _, joined, unasked
from conversations.supervisor.alerts import ALERTS, MENU, line_of
from conversations.supervisor.paging import Page


def about_gathering(gathering: int) -> str:
    """The name under which the message that tells of many is found again."""
    return f"gathered:{gathering}"


def alerts_gathered(gathering: int, kind: str, number: int, newest: int, at: datetime) -> Notice:
    """Instead of one message each, when very many come at once."""
    return Notice(
        unasked(
            "{n} alerts of one kind are waiting ({kind}), the newest since {hour}.",
            n=number,
            kind=kind_words(kind),
            hour=Hour(at),
        ),
        (Start("alert", _("The newest"), newest), ALERTS),
        about_gathering(gathering),
    )


def none_waits() -> Text:
    """What that message becomes when each is in somebody's hands."""
    return _("None of these alerts waits any more: each is in somebody’s hands, or closed.")


@dialogue("alerts", roles=STAFF, urgent=True, entry=Entry(11, _("Alerts"), when="open-alerts"))
def alerts(me: Me, subject: str | None) -> Dialogue:
    """What is open, most urgent first and of what is urgent the newest; a tap shows one."""
    waiting = yield from OpenAlerts(me)
    if not waiting:
        yield from Say(_("No alert is open."), (Start("half-day", _("My half-day")), MENU))
        return None
    page = Page(waiting, subject)
    lines = [line_of(view) for view in page.shown]
    buttons = tuple(
        Start("alert", _("{n}. {kind}", n=n, kind=kind_words(view.kind)), view.id)
        for n, view in enumerate(page.shown, page.first)
    )
    yield from Say(joined([*lines, *page.foot()]), (*buttons, *page.turns("alerts"), MENU))
    return None
