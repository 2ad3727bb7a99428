"""When a relative is in mourning, and when an AP had to stop: words that come after a person, never before."""

from conversations.care.holds import AfterApStopped, LeaveInPeace, NotThat, RelativeDied, Told
from conversations.care.relay import Called
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.registry import ACCOMPANIED, RELATIVE, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _, unasked

MENU = Start("menu", _("Menu"))
HELP_NOW = Start("help-now", _("Help now"))
MY_REQUEST = Start("my-request", _("My request"))


def ap_has_to_stop(ap: Called, role: Called, pair: int, told: Told) -> Notice:
    """Care.md text S6; it says no more of what was agreed, and how, than is so."""
    if told == "in-writing":
        words = unasked(
            "{ap} has to stop for now. This is not about you. You can wait, meet someone else, or stop here. Take the "
            "time you need.",
            ap=ap,
        )
    elif told == "in-person":
        words = unasked(
            "{ap} has to stop for now. This is not about you. As agreed with {role}, you can wait, meet someone else, "
            "or stop here. Take the time you need.",
            ap=ap,
            role=role,
        )
    else:
        words = unasked(
            "{ap} has to stop for now. This is not about you. As agreed on the phone with {role}, you can wait, meet "
            "someone else, or stop here. Take the time you need.",
            ap=ap,
            role=role,
        )
    return Notice(
        words,
        (
            Start("after-ap-wait", _("Wait"), pair),
            Start("after-ap-another", _("Someone else"), pair),
            Start("after-ap-stop", _("Stop"), pair),
        ),
    )


def you_can_write_again(ap: Called, pair: int) -> Notice:
    return Notice(
        unasked("You can write to {ap} again. Thank you for your patience.", ap=ap),
        (Start("write-to", _("Write"), pair),),
    )


@dialogue(
    "relative-died",
    roles=frozenset({RELATIVE}),
    urgent=True,
    entry=Entry(72, _("My relative has died"), unless="mourning"),
)
def relative_died(me: Me, subject: str | None) -> Dialogue:
    stopped = yield from RelativeDied(me)
    if stopped is None:
        yield from Say(
            _("Our thoughts are with you. I am a program, and no unit is connected here: I have told nobody."),
            (HELP_NOW, MENU),
        )
        return None
    yield from Say(
        _(
            "Our thoughts are with you. I am a program: I have stopped all automatic messages, and someone from the "
            "unit will read this before {when}. Would you like a call, or would you rather not be written to again? "
            "There is nothing else you need to do.",
            when=When(stopped.until),
        ),
        (
            Start("call-me", _("A call")),
            Start("leave-in-peace", _("Do not write again")),
            Start("not-that", _("That is not it")),
        ),
    )
    return None


@dialogue("leave-in-peace", roles=ACCOMPANIED, urgent=True)
def leave_in_peace(me: Me, subject: str | None) -> Dialogue:
    """The hold is that silence already; nothing more is asked of somebody in mourning."""
    yield from LeaveInPeace(me)
    yield from Say(_("I will not write to you on my own. If you ever write here, I answer."), (HELP_NOW,))
    return None


@dialogue("not-that", roles=ACCOMPANIED, urgent=True)
def not_that(me: Me, subject: str | None) -> Dialogue:
    yield from NotThat(me)
    yield from Say(_("Thank you for saying so. Everything goes on as before."), (MENU, HELP_NOW))
    return None


@dialogue("after-ap-wait", roles=ACCOMPANIED)
def after_ap_wait(me: Me, subject: str | None) -> Dialogue:
    """Where somebody new is found or waits already, the request's own page says so; the two below as well."""
    if not (yield from AfterApStopped(me, number_of(subject), "wait")):
        return MY_REQUEST
    yield from Say(_("Your place is kept. Nothing happens until you say so."), (MY_REQUEST, MENU))
    return None


@dialogue("after-ap-another", roles=ACCOMPANIED)
def after_ap_another(me: Me, subject: str | None) -> Dialogue:
    until = yield from AfterApStopped(me, number_of(subject), "another")
    if isinstance(until, bool) or until is None:
        return MY_REQUEST
    yield from Say(
        _("I am looking for somebody else, until {until}. Your place is kept.", until=When(until)),
        (MY_REQUEST, MENU),
    )
    return None


@dialogue("after-ap-stop", roles=ACCOMPANIED)
def after_ap_stop(me: Me, subject: str | None) -> Dialogue:
    if not (yield from AfterApStopped(me, number_of(subject), "stop")):
        return MY_REQUEST
    yield from Say(
        _("It ends here, then. Thank you for your trust. You can make a new request whenever you like."),
        (HELP_NOW, MENU),
    )
    return None
