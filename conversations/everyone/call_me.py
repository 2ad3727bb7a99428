"""Somebody asks to be called: the number at that moment, a safe time, and the truth about when."""

from datetime import datetime

from conversations.care.calls import SAFE_TIMES, Asked, AskForCall, Chance, ChanceOfCall
from conversations.dialogue.prompts import Option, ask_phone, choose
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _, verbatim

HELP_NOW = Start("help-now", _("Help now"))


@dialogue("call-me", before_consent=True, urgent=True)
def call_me(me: Me, subject: str | None) -> Dialogue:
    """Subject: nothing, the id of an alert, or what the call is for (care/calls.py)."""
    chance = yield from ChanceOfCall(me, subject)
    if chance is None:
        yield from Say(
            _(
                "No unit is connected here: nobody can call you from here, and I have told nobody. These numbers "
                "answer now: 15 or 112 in an emergency, 3114 day and night."
            ),
            (HELP_NOW, Start("menu", _("Menu"))),
        )
        return None
    if not chance.duty:
        yield from Say(_how_long(chance.before))
    number = yield from ask_phone(_which_number(chance), beside=(_write_instead(subject), HELP_NOW))
    when = yield from choose(
        _("When can you talk undisturbed?"), [Option(name, label, name) for name, label in SAFE_TIMES.items()]
    )
    asked = yield from AskForCall(me, subject, number, when)
    yield from _promise(asked, by_phone=True)
    return None


@dialogue("write-me", before_consent=True, urgent=True)
def write_me(me: Me, subject: str | None) -> Dialogue:
    """No number: somebody writes here, and nothing promises a call."""
    asked = yield from AskForCall(me, subject, None, None)
    yield from _promise(asked, by_phone=False)
    return None


def _promise(asked: Asked | None, *, by_phone: bool) -> Dialogue:
    if asked is None:
        yield from Say(_("No unit is connected here: I have told nobody."), (HELP_NOW,))
        return None
    if asked.before is None:
        yield from Say(
            _(
                "3114 answers now, day and night; 15 in an emergency. I have noted it. {told} By when somebody is in "
                "touch with you, I cannot say.",
                told=asked.told,
            ),
            (HELP_NOW,),
        )
        return None
    values = {"before": When(asked.before), "told": asked.told}
    if by_phone:
        yield from Say(_("Thank you. {told} Somebody calls you before {before}.", **values), (HELP_NOW,))
    else:
        yield from Say(_("Thank you. {told} Somebody writes to you here before {before}.", **values), (HELP_NOW,))
    return None


def _how_long(before: datetime | None) -> Text:
    """Before the number is asked for: what answers now, and the hour."""
    if before is None:
        return _(
            "3114 answers now, day and night. Nobody of your unit is on duty at this minute, and I cannot say when "
            "somebody will be."
        )
    return _(
        "3114 answers now, day and night. Nobody of your unit is on duty at this minute: it can take until {when}.",
        when=When(before),
    )


def _which_number(chance: Chance) -> Text:
    if chance.name is None:
        return _(
            "What number should we call? It is used only for this call and then erased. If somebody else picks up, we "
            "will not say what it is about."
        )
    return _(
        "What number should we call? It is used only for this call and then erased. If somebody else picks up, we will "
        "ask for “{name}” and say nothing more.",
        name=verbatim(chance.name),
    )


def _write_instead(subject: str | None) -> Start:
    return Start("write-me", _("I would rather write"), subject)
