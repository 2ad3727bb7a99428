"""Discreet mode, and the truth about hiding: what can be taken off a screen, and what cannot."""

from conversations.care.discretion import HideBySelf, HideNow, MyDiscretion, OpenCovered
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, choose, confirm
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _, unasked
from conversations.policies.discretion import Hides

MENU = Start("menu", _("Menu"))
BACK = Start("my-data", _("My data"))
HIDE = Start("hide", _("Hide now"))
COVER = "cover"
"""What the message is about behind which something waits to be opened."""


def cover() -> Notice:
    """All that a preview shows of what came unasked."""
    return Notice(unasked("Message"), (Start("open-covered", _("Open")),), about=COVER)


@dialogue("discreet", before_consent=True, urgent=True)
def discreet(me: Me, subject: str | None) -> Dialogue:
    mine = yield from MyDiscretion(me)
    options: list[Option[Hides | None]] = [
        Option("after-use", _("After each use"), "after-use"),
        Option("every-night", _("Every night"), "every-night"),
    ]
    if mine.hides is not None:
        options.append(Option("off", _("Switch it off"), None))
    chosen = yield from choose(
        _(
            "Discreet mode: I delete here my messages and yours, half an hour after each use or every night. What I "
            "send by myself says only “Message” until you open it. I cannot delete what is older than 48 hours, nor a "
            "copy."
        ),
        options,
        beside=(HIDE,),
    )
    yield from HideBySelf(me, chosen)
    if chosen is None:
        yield from Say(_("Discreet mode is off. Messages stay here, and show what they say."), (MENU,))
    elif chosen == "after-use":
        yield from Say(_("Discreet mode is on: half an hour after each use this chat is emptied."), (HIDE, MENU))
    else:
        yield from Say(_("Discreet mode is on: every night this chat is emptied."), (HIDE, MENU))
    return None


@dialogue("hide", before_consent=True, urgent=True, command="hide")
def hide(me: Me, subject: str | None) -> Dialogue:
    sure = yield from confirm(
        _(
            "I delete messages here that are less than 48 hours old. I cannot delete older ones, or a copy. To remove "
            "everything: the chat’s menu, then “Delete”. The code protects your data, not what is already on screen."
        ),
        yes=_("Delete"),
        no=_("Cancel"),
    )
    if sure:
        yield from HideNow(me)
        yield from Say(_("Done."), (MENU,))
        return None
    return MENU


@dialogue("open-covered", before_consent=True, urgent=True)
def open_covered(me: Me, subject: str | None) -> Dialogue:
    if not (yield from OpenCovered(me)):
        yield from Say(_("Nothing is waiting to be opened any more."), (MENU,))
    return None
