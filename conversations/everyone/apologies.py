"""What the bot says when it could not do what was asked: plain words, and a way on."""

from conversations.dialogue.steps import Say, Start
from conversations.dialogue.text import Text, _

MENU = Start("menu", _("Menu"))
HELP_NOW = Start("help-now", _("Help now"))


def something_went_wrong() -> Say:
    return Say(
        _("Something went wrong on our side; it is not your fault. What you wrote before is kept. Please try again."),
        (MENU, HELP_NOW),
    )


def question_closed() -> Say:
    return Say(_("This question is no longer open. Nothing was changed."), (MENU, HELP_NOW))


def question_moved() -> Say:
    return Say(_("That button belongs to an older question. Here is where we are now."))


def question_changed() -> Say:
    return Say(_("This question has changed in the meantime. Here it is again."))


def not_for_you() -> Say:
    return Say(_("This is not open to you here. Nothing was changed."), (MENU, HELP_NOW))


def nothing_here() -> Say:
    return Say(_("There is nothing behind this button any more. Nothing was changed."), (MENU, HELP_NOW))


def code_opens_nothing() -> Say:
    return Say(
        _(
            "This link no longer opens a unit. You can ask the person who gave it to you for a new one. "
            "Until then, pages and help numbers are open to you."
        )
    )


def cancelled() -> Say:
    return Say(_("Stopped. Nothing was sent."), (MENU, HELP_NOW))


def not_understood() -> Say:
    return Say(
        _("I am a program and I did not understand. You can tap a button, or type “menu” or “help”."), (MENU, HELP_NOW)
    )


def cannot_hear_or_see(*, duty: bool) -> Say:
    """`duty`: whether somebody is on duty who could call now."""
    return Say(
        _(
            "I cannot listen to a voice message or look at a picture: nobody has heard or seen it. You can tap a "
            "button, type a word or a number, or ask for a call. Emergency: 15 or 112."
        ),
        (Start("call-me", _("Please call me") if duty else _("A call later")), MENU, HELP_NOW),
    )


def hint(text: Text) -> Say:
    return Say(text)
