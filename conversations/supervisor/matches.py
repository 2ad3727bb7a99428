"""Who is waiting, since when, for whom nobody is left; and the matches a person must look at."""

from conversations.care.matches import AskThese, MatchFor, MatchView, Waiting, WhoIsWaiting
from conversations.care.offers import listed
from conversations.care.requests import NOT_WHO
from conversations.care.subjects import number_of
from conversations.dialogue.prompts import Option, choose_many
from conversations.dialogue.registry import STAFF, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Day, Text, _, joined, verbatim

MENU = Start("menu", _("Menu"))
MOST_LINES = 10  # a supervisor's screen; whoever waits longest stands first
MOST_SHOWN = 6


@dialogue("matches", roles=STAFF, entry=Entry(20, _("Who is waiting")))
def matches(me: Me, subject: str | None) -> Dialogue:
    waiting = yield from WhoIsWaiting(me)
    if not waiting:
        yield from Say(_("Nobody is waiting."), (MENU,))
        return None
    lines = [_line(one) for one in waiting[:MOST_LINES]]
    if len(waiting) > MOST_LINES:
        lines.append(_("And {n} more.", n=len(waiting) - MOST_LINES))
    buttons = tuple(Start("match", _("{name}", name=one.name), one.request) for one in waiting[:MOST_LINES])
    yield from Say(joined(lines), (*buttons, MENU))
    return None


def _line(one: Waiting) -> Text:
    return _(
        "{name}: since {since}, promised by {until}. {state}",
        name=one.name,
        since=Day(one.since),
        until=Day(one.until),
        state=_state(one),
    )


STANDS = {
    "proposed": _("An AP has said yes; it is for the patient to choose."),
    "resting": _("Their place is kept; nobody is asked until they say so."),
    "held": _("In a pause; a supervisor looks at it first."),
    "out-of-reach": _("Cannot be reached here; their place is kept."),
}


def _state(one: Waiting) -> Text:
    if one.state in STANDS:
        return STANDS[one.state]
    if one.needs_approval:
        return _("Waits for your answer on the match.")
    if one.left == 0:
        return _("Asked {n}, and nobody is left to ask.", n=one.asked)
    return _("Asked {n}, {left} more can be asked.", n=one.asked, left=one.left)


@dialogue("match", roles=STAFF)
def match(me: Me, subject: str | None) -> Dialogue:
    """The ranked list with what is in common; the supervisor marks whom to ask. Private reasons are not shown."""
    view = yield from MatchFor(me, number_of(subject))
    if view is None:
        yield from Say(_("This request is over, or not of your unit."), (Start("matches", _("Who is waiting")), MENU))
        return None
    if view.state in STANDS:
        yield from Say(joined((*_about(view), STANDS[view.state])), (Start("matches", _("Who is waiting")), MENU))
        return None
    if not view.ranked:
        yield from Say(
            joined((*_about(view), _("Nobody can be asked just now ({n} are not available).", n=view.not_now))),
            (Start("matches", _("Who is waiting")), MENU),
        )
        return None
    shown = view.ranked[:MOST_SHOWN]
    yield from Say(
        joined(
            (
                *_about(view),
                *(
                    _(
                        "<b>{name}</b> ({carried} of {room}): {shared}",
                        name=ap.name,
                        carried=ap.carried,
                        room=ap.room,
                        shared=ap.shared,
                    )
                    for ap in shown
                ),
                _("Not available just now: {n}.", n=view.not_now),
            )
        )
    )
    chosen = yield from choose_many(
        _("Whom shall I ask? All of them are asked at once; the first yes counts."),
        [Option(str(ap.ap), Text("{name}", {"name": ap.name}), ap.ap) for ap in shown],
        at_most=MOST_SHOWN,
    )
    asked = yield from AskThese(me, view.request, chosen)
    words = _("Asked: {n}.", n=asked) if asked else _("Nobody could be asked any more: things have moved on.")
    yield from Say(words, (Start("matches", _("Who is waiting")), MENU))
    return None


def _about(view: MatchView) -> list[Text]:
    lines = [_("<b>{name}</b> would like: {wishes}", name=view.name, wishes=view.wishes)]
    if view.not_who:
        lines.append(_("Rather not: {who}", who=listed(tuple(NOT_WHO[w] for w in view.not_who if w in NOT_WHO))))
    if view.not_name:
        lines.append(_("And not: {name}", name=verbatim(view.not_name)))
    return lines
