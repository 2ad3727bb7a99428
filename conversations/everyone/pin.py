"""The code that stands before My data: given, chosen, taken away, forgotten; and the number it guards."""

from conversations.care.my_data import AskFor, MyWish
from conversations.care.pins import (
    PIN,
    ForgetNumber,
    Locked,
    MyNumber,
    PinLocked,
    PinStands,
    RemovePin,
    Right,
    SetPin,
    TryPin,
    Wrong,
)
from conversations.care.profiles import Tell
from conversations.dialogue.prompts import ask_code, ask_phone, confirm
from conversations.dialogue.registry import ACCOMPANIED, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _

MENU = Start("menu", _("Menu"))
BACK = Start("my-data", _("My data"))
HELP_NOW = Start("help-now", _("Help now"))
FORGOTTEN = Start("pin-forgotten", _("I have forgotten it"))
GUARDED = frozenset({"my-data", "my-copy", "erase-me", "set-pin", "remove-pin", "my-number", "new-number"})
"""What the code stands before, and where the right one leads on."""


def first(name: str) -> Start:
    """The code, and then that dialogue."""
    return Start("pin", _("Go on"), name)


@dialogue("pin", before_consent=True)
def pin(me: Me, subject: str | None) -> Dialogue:
    until = yield from PinLocked(me)
    if until is not None:
        yield from Say(
            _("Too many tries. The code can be given again from {when}.", when=When(until)), (HELP_NOW, MENU)
        )
        return None
    code = yield from ask_code(_("Your code, please. I delete what you type at once."), beside=(FORGOTTEN, HELP_NOW))
    target = subject if subject in GUARDED else "my-data"
    match (yield from TryPin(me, code)):
        case Right():
            return Start(target, _("Go on"))
        case Wrong(left):
            again = Start("pin", _("Try again"), target)
            yield from Say(_("That is not the code. Tries left: {n}.", n=left), (again, FORGOTTEN, MENU))
        case Locked(until):
            yield from Say(
                _("Too many tries. The code can be given again from {when}.", when=When(until)), (HELP_NOW, MENU)
            )
    return None


@dialogue("set-pin", before_consent=True)
def set_pin(me: Me, subject: str | None) -> Dialogue:
    if (yield from PinStands(me)):
        return first("set-pin")
    code = yield from ask_code(
        _(
            "Choose a code of 4 to 6 digits. It stands before your data, a copy of them, erasing them, and your "
            "number. It does not hide what is on the screen. I delete what you type at once."
        )
    )
    again = yield from ask_code(_("The same code once more, please."))
    if code != again:
        yield from Say(
            _("The two are not the same. Nothing was changed."), (Start("set-pin", _("Try again")), BACK, MENU)
        )
        return None
    done = yield from SetPin(me, code)
    if not done:
        return first("set-pin")
    yield from Say(
        _("Done. Without the code nobody opens your data here; if you forget it, I take it away a day after you ask."),
        (BACK, MENU),
    )
    return None


@dialogue("remove-pin", before_consent=True)
def remove_pin(me: Me, subject: str | None) -> Dialogue:
    if (yield from PinStands(me)):
        return first("remove-pin")
    yield from RemovePin(me)
    yield from Say(_("There is no code any more."), (BACK, MENU))
    return None


@dialogue("pin-forgotten", before_consent=True)
def pin_forgotten(me: Me, subject: str | None) -> Dialogue:
    """A day later, on a second yes: who only holds the phone for a moment cannot take it away."""
    wish = yield from MyWish(me, PIN)
    if wish.state == "asked" and wish.at:
        yield from Say(_("You have asked for it. I ask you once more from {when}.", when=When(wish.at)), (MENU,))
        return None
    if wish.state == "none":
        sure = yield from confirm(
            _("So that nobody who only holds your phone takes the code away, I ask you once more in a day. Shall I?")
        )
        if not sure:
            return MENU
        at = yield from AskFor(me, PIN)
        yield from Say(_("I ask you once more from {when}. Until then nothing changes.", when=When(at)), (MENU,))
        return None
    sure = yield from confirm(_("Shall I take the code away now?"))
    if not sure:
        return MENU
    yield from RemovePin(me)
    yield from Say(_("There is no code any more."), (BACK, MENU))
    return None


@dialogue("my-number", roles=ACCOMPANIED)
def my_number(me: Me, subject: str | None) -> Dialogue:
    if (yield from PinStands(me)):
        return first("my-number")
    digits = yield from MyNumber(me)
    if digits is None:
        yield from Say(
            _("No number of yours is kept for your request."), (Start("new-number", _("Give one")), BACK, MENU)
        )
        return None
    forget = yield from confirm(
        _("For your request a number is kept that ends in {digits}. Shall I forget it?", digits=digits),
        yes=_("Forget it"),
        no=_("Keep it"),
        beside=(Start("new-number", _("Another number")),),
    )
    if not forget:
        return BACK
    forgotten = yield from ForgetNumber(me)
    if forgotten:
        yield from Say(_("Forgotten. If nobody is free, somebody of the unit writes to you here."), (BACK, MENU))
        return None
    return BACK


@dialogue("new-number", roles=ACCOMPANIED)
def new_number(me: Me, subject: str | None) -> Dialogue:
    if (yield from PinStands(me)):
        return first("new-number")
    number = yield from ask_phone(_("At which number can somebody of the unit call you? It is used only for that."))
    yield from Tell(me, "patient", "number", number)
    yield from Say(_("Noted."), (BACK, MENU))
    return None
