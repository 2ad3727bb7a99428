"""Words of violence: a harmless first answer, and nothing more until the person says that it is a good moment.

The subject of each button is the number of the first message about it in this chat: from there on all can be deleted.
"""

from conversations.care.calls import SAFELY, EraseThese, GoodTime, GoOn
from conversations.care.people import MyPlace
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _


def first_answer(message: int) -> Say:
    """Says nothing to somebody else who reads the screen."""
    return Say(
        _(
            "Got it. Is this a good time to write? If not, answer later: I will send nothing else until then. The "
            "useful numbers are always in the menu."
        ),
        when_it_suits(message),
        harmless=True,
    )


def when_it_suits(message: int) -> tuple[Start, Start]:
    return Start("good-time", _("Yes"), message), Start("later", _("Later"))


@dialogue("later", before_consent=True, urgent=True)
def later(me: Me, subject: str | None) -> Dialogue:
    yield from Say(_("All right."), (Start("menu", _("Menu")),), harmless=True)
    return None


@dialogue("good-time", before_consent=True, urgent=True)
def good_time(me: Me, subject: str | None) -> Dialogue:
    place = yield from MyPlace(me)
    erase = Start("erase-these", _("Delete these messages"), subject)
    nothing = Start("go-on", _("Nothing"))
    hidden = Start("discreet", _("Discreet mode"))
    yield from GoodTime(me)
    if place is None:
        yield from Say(
            _(
                "Nobody has the right to hurt you. In danger: 17, or text 114 without speaking. 3919 listens day and "
                "night, free, in confidence. I have told nobody. I can delete these messages now."
            ),
            (erase, hidden, nothing),
        )
        return None
    yield from Say(
        _(
            "Nobody has the right to hurt you. In danger: 17, or text 114 without speaking. 3919 listens day and "
            "night, free, in confidence. I have told nobody. Would you like a call, at a safe time? I can delete "
            "these messages now."
        ),
        (Start("call-me", _("A call, at a safe time"), SAFELY), erase, hidden, nothing),
    )
    return None


@dialogue("erase-these", before_consent=True, urgent=True)
def erase_these(me: Me, subject: str | None) -> Dialogue:
    yield from EraseThese(me, subject)
    yield from GoOn(me)
    yield from Say(
        _("Done. To remove everything else: the chat’s own menu, then “Delete”."),
        (Start("discreet", _("Discreet mode")), Start("menu", _("Menu"))),
        harmless=True,
    )
    return None
