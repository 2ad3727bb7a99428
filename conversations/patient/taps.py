"""What either of the two can do in one tap: a pause, going on, an end."""

from conversations.care.pairs import EndPair, GoOnWithPair, OnePair, PausePair
from conversations.care.subjects import number_of
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _

MENU = Start("menu", _("Menu"))


@dialogue("pair-end", acts_on="pair")
def end(me: Me, subject: str | None) -> Dialogue:
    """Either side, at any time. An AP is asked whether the goodbye was said: nobody should learn it from a program."""
    view = yield from OnePair(me, number_of(subject))
    if view is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    if view.as_ap:
        how = yield from choose(
            _("Have you said goodbye to each other?"),
            [
                Option("yes", _("Yes, end it now"), "end", ("oui",)),
                Option("not-yet", _("Not yet"), "not-yet", ("non", "no")),
            ],
            beside=(Start("concern", _("I would rather talk first"), view.pair),),
        )
    else:
        how = yield from choose(
            _("Would you like to end with {other}? No reason is needed. A pause is possible too.", other=view.other),
            [
                Option("end", _("End"), "end", ("oui", "yes")),
                Option("pause", _("A pause"), "pause"),
                Option("stay", _("Go on"), "not-yet", ("non", "no")),
            ],
        )
    if how == "pause":
        return Start("pair-pause", _("A pause"), view.pair)
    if how == "not-yet":
        yield from Say(_("Nothing was changed."), (MENU,))
        return None
    goodbye = yield from EndPair(me, view.pair)
    if goodbye is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    if view.as_ap:
        yield from Say(
            _("It is done, and {other} is told with thanks. And you, how are you?", other=goodbye.other),
            (
                Start("concern", _("Talk about it"), view.pair),
                Start("not-again", _("Rather not meet again"), view.pair),
                MENU,
            ),
        )
        return None
    return Start("farewell", _("Goodbye"), view.pair)


@dialogue("pair-pause", acts_on="pair")
def pause(me: Me, subject: str | None) -> Dialogue:
    done = yield from PausePair(me, number_of(subject))
    if done:
        yield from Say(
            _("A pause it is. The other person reads one neutral line. You end it when you like."),
            (Start("pair-go-on", _("End the pause"), number_of(subject)), MENU),
        )
    else:
        yield from Say(_("Nothing was changed."), (MENU,))
    return None


@dialogue("pair-go-on", acts_on="pair")
def go_on(me: Me, subject: str | None) -> Dialogue:
    done = yield from GoOnWithPair(me, number_of(subject))
    yield from Say(_("Welcome back. The other person is told.") if done else _("Nothing was changed."), (MENU,))
    return None
