"""The end of a contact, from either side, at any time."""

from collections.abc import Generator
from typing import Any

from conversations.care.pairs import EndPair, GiveBack, OnePair, PairView
from conversations.care.subjects import number_of
from conversations.dialogue.prompts import Option, choose, confirm
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start, Step
from conversations.dialogue.text import _
from conversations.patient.farewells import recap_words

MENU = Start("menu", _("Menu"))


@dialogue("pair-end", acts_on="pair")
def end(me: Me, subject: str | None) -> Dialogue:
    """Either side, at any time. An AP is asked whether the goodbye was said: nobody should learn it from a program."""
    view = yield from OnePair(me, number_of(subject))
    if view is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    if view.as_ap and not view.first_contact:
        yield from _cannot(me, view)
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
                *((Option("pause", _("A pause"), "pause"),) if view.first_contact else ()),
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
        if goodbye.recap is not None:
            yield from Say(recap_words(goodbye.recap))
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


def _cannot(me: Me, view: PairView) -> Generator[Step[Any], Any, None]:
    """Nothing has begun, so there is no goodbye: the person keeps their place, and somebody else is looked for."""
    sure = yield from confirm(
        _(
            "Is it not possible for you just now? {other} keeps their place, and I look for somebody else. No reason "
            "is needed.",
            other=view.other,
        ),
        yes=_("I cannot"),
        no=_("I can after all"),
    )
    done = sure and (yield from GiveBack(me, view.pair))
    if not done:
        yield from Say(_("Nothing was changed."), (MENU,))
        return
    yield from Say(
        _("It is done. I look for somebody else for {other}. Thank you for saying so in time.", other=view.other),
        (Start("concern", _("Talk about it")), Start("availability", _("My availability")), MENU),
    )
