"""An AP's own room: how many people at once, a pause, being back. Nobody is told why, nobody is asked why."""

from conversations.care.profiles import CarryAtMost, GoAway, MyAvailability
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import AP, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _, joined

MENU = Start("menu", _("Menu"))
APS = frozenset({AP})


@dialogue("availability", roles=APS, entry=Entry(14, _("My availability")))
def availability(me: Me, subject: str | None) -> Dialogue:
    mine = yield from MyAvailability(me)
    lines: list[Text] = [
        _(
            "People you accompany at the moment: {carried}. At most, as you chose: {room}.",
            carried=mine.carried,
            room=mine.room,
        )
    ]
    if mine.away:
        lines.append(_("You are in a break: no new offers reach you."))
    back = (Start("back-here", _("I am back")),) if mine.away else (Start("break", _("A break from offers")),)
    yield from Say(
        joined(lines), (*back, Start("room", _("How many at once")), Start("ap-profile", _("My profile")), MENU)
    )
    return None


@dialogue("room", roles=APS)
def room(me: Me, subject: str | None) -> Dialogue:
    mine = yield from MyAvailability(me)
    chosen = yield from choose(
        _("How many people would you like to accompany at once? Fewer is fine, and so is none."),
        [Option(str(n), _("{n} people", n=n) if n else _("Nobody for now"), n) for n in range(mine.greatest + 1)],
    )
    yield from CarryAtMost(me, chosen)
    yield from Say(
        _("Noted. Those you accompany now stay with you."), (Start("availability", _("My availability")), MENU)
    )
    return None


@dialogue("break", roles=APS)
def take_break(me: Me, subject: str | None) -> Dialogue:
    lengths: list[Option[int | None]] = [
        Option("week", _("A week"), 7),
        Option("month", _("Four weeks"), 28),
        Option("open", _("Until I say so"), None),
    ]
    days = yield from choose(_("For how long? The people you accompany see nothing of it."), lengths)
    yield from GoAway(me, days)
    yield from Say(_("No new offers until then. One tap ends the break."), (Start("back-here", _("I am back")), MENU))
    return None


@dialogue("back-here", roles=APS)
def back_here(me: Me, subject: str | None) -> Dialogue:
    yield from GoAway(me, 0)
    yield from Say(_("Good to have you back."), (Start("availability", _("My availability")), MENU))
    return None
