"""What the AP reads about their own month, before anybody else: counts, no words, no reproach."""

from conversations.care.mirror import HEAVY_FROM, AnswerMirror, Mirror, MyMirror
from conversations.dialogue.notice import Notice
from conversations.dialogue.registry import AP, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _, joined, unasked

APS = frozenset({AP})
MENU = Start("menu", _("Menu"))
REST = Start("ap-rest", _("A rest"))
AVAILABILITY = Start("availability", _("My availability"))


def month_in_counts(mirror: Mirror) -> Notice:
    """After heavy debriefs a rest stands beside the other ways on: suggested, never imposed, and not named as such."""
    rest = (REST,) if mirror.heavy >= HEAVY_FROM else ()
    return Notice(
        unasked(
            "This month: {n} exchanges, {m} of them after 10 pm. You had planned {rhythm}. Does this pace still suit "
            "you? You can adjust it, talk to {sup}, or change nothing.",
            n=mirror.exchanges,
            m=mirror.late,
            rhythm=mirror.planned,
            sup=mirror.supervisor,
        ),
        (
            Start("mirror-adjust", _("Adjust")),
            Start("mirror-talk", _("Talk about it")),
            Start("mirror-suits", _("It suits me")),
            *rest,
        ),
    )


@dialogue("mirror", roles=APS, entry=Entry(44, _("My month in figures"), when="pairs-open"))
def mirror(me: Me, subject: str | None) -> Dialogue:
    """Everything that is counted, so that nothing is known about an AP that they cannot see."""
    mine = yield from MyMirror(me)
    yield from Say(joined(_lines(mine)), (Start("mirror-adjust", _("Adjust")), REST, MENU))
    return None


def _lines(mine: Mirror) -> list[Text]:
    return [
        _("This month so far, in counts; nobody reads what was said:"),
        _("· {n} exchanges, {m} of them after 10 pm", n=mine.exchanges, m=mine.late),
        _("· planned: {rhythm}; beyond it: {over}", rhythm=mine.planned, over=mine.over),
        _("· {minutes} minutes logged", minutes=mine.minutes),
        _("· contact details sent after a warning: {n}", n=mine.overridden),
        _("· contacts renewed: {n}", n=mine.renewals),
        _("· debriefs left out: {n}", n=mine.without_debrief),
        _("· debriefs you called heavy (for you alone): {n}", n=mine.heavy),
    ]


@dialogue("mirror-adjust", roles=APS)
def adjust(me: Me, subject: str | None) -> Dialogue:
    mine = yield from MyMirror(me)
    yield from AnswerMirror(me, "adjust")
    agreements = tuple(Start("agreement", _("With {other}", other=name), pair) for pair, name in mine.pairs)
    yield from Say(
        _("What would you like to change? The pace with somebody, how many you accompany, or a rest."),
        (*agreements, AVAILABILITY, REST, MENU),
    )
    return None


@dialogue("mirror-talk", roles=APS)
def talk(me: Me, subject: str | None) -> Dialogue:
    yield from AnswerMirror(me, "talk")
    return Start("call-me", _("Please call me"))


@dialogue("mirror-suits", roles=APS)
def suits(me: Me, subject: str | None) -> Dialogue:
    yield from AnswerMirror(me, "suits")
    yield from Say(_("Good. Thank you for what you do."), (Start("mirror", _("My month in figures")), MENU))
    return None
