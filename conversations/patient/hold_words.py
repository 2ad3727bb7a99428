"""The words of every pause: what somebody reads who writes into a held contact (care.md text 22), or taps on it."""

from dataclasses import replace

from conversations.care.relay import OnHold, to_begin_with
from conversations.dialogue.steps import Say, Start
from conversations.dialogue.text import _

HELP_NOW = Start("help-now", _("Help now"))


def tapped_words(fate: OnHold) -> Say:
    """To whoever tapped on something that would act on the contact: no message was there that could have left."""
    said = held_words(fate)
    if not fate.as_ap:
        return said
    values = {"who": to_begin_with(fate.who), "until": fate.until}
    if fate.spoken:
        words = _(
            "Nothing was changed: this contact is still on hold. {who} has spoken with you, and what remains is "
            "decided before {until}. You have done nothing wrong.",
            **values,
        )
    elif fate.calls:
        words = _(
            "Nothing was changed: this contact is on hold. {who} will call you before {until} to talk about it with "
            "you. You have done nothing wrong. If you would rather not wait, ask for an earlier call.",
            **values,
        )
    else:
        words = _(
            "Nothing was changed: this contact is on hold. {who} gets in touch with you here before {until} to talk "
            "about it with you. You have done nothing wrong. If you would rather be called, or not wait, say so.",
            **values,
        )
    return replace(said, text=words)


def held_words(fate: OnHold) -> Say:
    values = {"who": to_begin_with(fate.who), "until": fate.until}
    sooner, wait = Start("call-me", _("An earlier call")), Start("menu", _("I will wait"))
    if not fate.as_ap:
        words = _(
            "Nothing was sent and nothing was changed: this contact is on hold for now. It is not because of you. The "
            "unit looks at it."
        )
        if fate.until is not None:
            words = _(
                "Nothing was sent and nothing was changed: this contact is on hold for now. It is not because of you. "
                "The unit looks at it before {until}.",
                until=fate.until,
            )
        return Say(words, (Start("call-me", _("Please call me")), HELP_NOW))
    if fate.spoken:
        words = _(
            "Your message was not sent: this contact is still on hold. {who} has spoken with you, and what remains is "
            "decided before {until}. You have done nothing wrong.",
            **values,
        )
        return Say(words, (Start("concern", _("Talk about it"), fate.pair), wait))
    if fate.calls:
        words = _(
            "Your message was not sent: this contact is on hold. {who} will call you before {until} to talk about it "
            "with you. You have done nothing wrong. If you would rather not wait, ask for an earlier call.",
            **values,
        )
        return Say(words, (sooner, wait))
    words = _(
        "Your message was not sent: this contact is on hold. {who} gets in touch with you here before {until} to talk "
        "about it with you. You have done nothing wrong. If you would rather be called, or not wait, say so.",
        **values,
    )
    return Say(words, (Start("hold-number", _("Give a number"), fate.pair), sooner, wait))
