"""Erasing: the two questions, what may stay for a while, and the receipt."""

from conversations.care.my_data import ERASE, AskFor, Erased, EraseMe, KeptForNow, MyWish
from conversations.care.people import WhatEnds
from conversations.care.pins import PinStands
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import confirm
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _, joined, unasked
from conversations.everyone.pin import first

MENU = Start("menu", _("Menu"))
HELP_NOW = Start("help-now", _("Help now"))
BACK = Start("my-data", _("My data"))
RECEIPT = "erased"
"""What the receipt is about, by which the service knows that it has arrived."""


@dialogue("erase-me", before_consent=True)
def erase_me(me: Me, subject: str | None) -> Dialogue:
    if (yield from PinStands(me)):
        return first("erase-me")
    wish = yield from MyWish(me, ERASE)
    if wish.state == "asked" and wish.at:
        yield from Say(
            _("You have asked for it. I ask you once more from {when}.", when=When(wish.at)), (BACK, HELP_NOW, MENU)
        )
        return None
    if wish.state == "none":
        sure = yield from confirm(
            _(
                "Erasing cannot be undone. So that nobody who only holds your phone does it, I ask you once more in a "
                "day, and then everything goes at once. If you want silence until then: /stop. Shall I?"
            ),
            yes=_("Yes, erase my data"),
            no=_("No, keep it"),
            beside=(HELP_NOW,),
        )
        if not sure:
            return BACK
        at = yield from AskFor(me, ERASE)
        yield from Say(_("I ask you once more from {when}. Until then nothing changes.", when=When(at)), (BACK, MENU))
        return None
    ends = yield from WhatEnds(me)
    sure = yield from confirm(
        _(
            "This is the second time I ask.\n{ends}\nWhoever is in contact with you learns that you leave, not why. "
            "Then everything about you is erased here. I cannot empty this conversation at Telegram: the chat’s menu, "
            "then “Delete”.",
            ends=joined(ends),
        ),
        yes=_("Erase everything now"),
        no=_("Keep my data"),
        beside=(HELP_NOW,),
    )
    if not sure:
        return BACK
    match (yield from EraseMe(me)):
        case Erased():
            return None
        case KeptForNow():
            yield from Say(
                _(
                    "It is done, but for one thing: what a person of your unit still has to deal with stays until "
                    "they have, with how to reach you. Then it goes too, and I tell you. I write nothing else."
                ),
                (HELP_NOW,),
            )
            return None
        case _:
            return BACK


def receipt() -> Say:
    """The last message. When it has arrived, the chat itself is forgotten."""
    return Say(
        _(
            "Receipt: everything about you is erased here. With this message goes the last, your chat. If you write "
            "again, I do not know you. Take care of yourself."
        ),
        (Start("welcome", _("Begin again")), HELP_NOW),
        about=RECEIPT,
    )


def late_receipt() -> Notice:
    """The same, once a human has dealt with what had to stay."""
    return Notice(
        unasked(
            "As you asked: everything about you is erased here now, the last part too. If you write again, I do not "
            "know you. Take care of yourself."
        ),
        (Start("welcome", _("Begin again")), HELP_NOW),
        about=RECEIPT,
    )
