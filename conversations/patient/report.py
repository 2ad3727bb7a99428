"""Reporting something: what it is, words if one likes, who reads it and by when. The other side learns nothing."""

from conversations.care.reports import REPORTS, MyReport, NobodyReads, SendReport
from conversations.dialogue.prompts import Option, ask_text, choose
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _

MENU = Start("menu", _("Menu"))
HELP_NOW = Start("help-now", _("Help now"))


@dialogue("report")
def report(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyReport(me, subject)
    if view is None:
        yield from Say(_("There is no contact here that you could report about."), (HELP_NOW, MENU))
        return None
    if isinstance(view, NobodyReads):
        yield from Say(
            _(
                "Nobody here may read a report on this program, so I take none. Please tell {who} by phone: {phone} "
                "({hours}).",
                who=view.who,
                phone=view.phone,
                hours=view.hours,
            ),
            (HELP_NOW, MENU),
        )
        return None
    kind = yield from choose(
        _("What happened? {reader} reads it. {name} is not told.", reader=view.reader, name=view.other),
        [Option(k, label, k) for k, label in REPORTS.items()],
        beside=(HELP_NOW,),
    )
    words = yield from ask_text(_("Would you like to say more, in your own words?")).or_skip(_("No, send it as it is"))
    until = yield from SendReport(me, view.pair, kind, words)
    if until is None:
        yield from Say(_("Nothing was sent: this contact is not yours any more."), (HELP_NOW, MENU))
        return None
    yield from Say(
        _(
            "Thank you. {reader} reads it before {until}. {name} learns nothing of it. Until then you can pause, have "
            "somebody else, or end.",
            reader=view.reader,
            until=When(until),
            name=view.other,
        ),
        (
            Start("pair-pause", _("A pause"), view.pair),
            Start("seek-another", _("Someone else"), view.pair),
            Start("pair-end", _("End"), view.pair),
            HELP_NOW,
        ),
    )
    return None
