"""The week at a glance, once a week: what is routine, and when nobody will be there. And the weekly drill of people."""

from conversations.care.alerts import Done, kind_words
from conversations.care.supervision import MyWeek, SeenDrill
from conversations.dialogue.notice import Notice
from conversations.dialogue.registry import STAFF, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Hour, _, joined, unasked
from conversations.supervisor.forecast import gap_lines
from conversations.supervisor.rota import ROTA

HALF_DAY = Start("half-day", _("My half-day"))
MOST_GAPS = 8


def drill_asked(drill: int, until: Hour) -> Notice:
    return Notice(
        unasked("This is a drill, nobody is waiting: please tap “Seen” before {until}.", until=until),
        (Start("seen-drill", _("Seen"), drill),),
        f"drill:{drill}",
    )


@dialogue("digest", roles=STAFF, entry=Entry(14, _("My week")))
def digest(me: Me, subject: str | None) -> Dialogue:
    week = yield from MyWeek(me)
    if week is None:
        yield from Say(_("This is not open to you here. Nothing was changed."), (Start("menu", _("Menu")),))
        return None
    lines = [_("{n} × {kind}", n=number, kind=kind_words(kind)) for kind, number in week.counts]
    if not lines:
        lines = [_("Nothing to report from the last week.")]
    lines += gap_lines(week.gaps[:MOST_GAPS])
    if not week.gaps and week.on_call:
        lines.append(_("Somebody is on duty at every hour of the coming week."))
    yield from Say(joined(lines), (HALF_DAY, ROTA, Start("menu", _("Menu"))))
    return None


@dialogue("seen-drill", roles=STAFF, urgent=True)
def seen_drill(me: Me, subject: str | None) -> Dialogue:
    outcome = yield from SeenDrill(me, subject)
    if isinstance(outcome, Done):
        yield from Say(_("Thank you: the chain works as far as you."), (HALF_DAY,))
    else:
        yield from Say(_("This drill is over already. Nothing was changed."), (HALF_DAY,))
    return None
