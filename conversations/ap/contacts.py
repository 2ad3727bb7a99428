"""Logging a contact in five taps, and the debrief: how are YOU?"""

from conversations.care.contacts import (
    KINDS,
    LOW,
    MEANS,
    MINUTES,
    NEXT,
    LeaveWords,
    LogContact,
    MyContactWith,
    MyDebrief,
    SayHowIAm,
)
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_text, choose, five_words
from conversations.dialogue.registry import AP, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _, unasked

APS = frozenset({AP})
MENU = Start("menu", _("Menu"))


def how_are_you(contact: int) -> Notice:
    """Once, when the debrief was left open."""
    return Notice(
        unasked("And you, how are you since your last contact? One tap is enough, and it can wait."),
        (Start("debrief", _("Say how I am"), contact),),
        about=f"debrief:{contact}",
    )


@dialogue("log-contact", roles=APS, acts_on="pair")
def log_contact(me: Me, subject: str | None) -> Dialogue:
    """Four taps after the one that starts it. There is no field for what was said."""
    name = yield from MyContactWith(me, number_of(subject))
    if name is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    means = yield from choose(
        _("How were you in touch with {name}?", name=name), [Option(k, label, k) for k, label in MEANS.items()]
    )
    minutes = yield from choose(_("For how long?"), [Option(str(n), label, n) for n, label in MINUTES.items()])
    kind = yield from choose(_("What was it most of all?"), [Option(k, label, k) for k, label in KINDS.items()])
    then = yield from choose(_("And then?"), [Option(k, label, k) for k, label in NEXT.items()])
    contact = yield from LogContact(me, number_of(subject), means, minutes, kind, then)
    if contact is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    return Start("debrief", _("How I am"), contact)


@dialogue("debrief", roles=APS)
def debrief(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyDebrief(me, subject)
    if view is None:
        yield from Say(_("There is nothing to look back on just now."), (MENU,))
        return None
    word = yield from five_words(_("It is noted. And you, how are you now?"))
    yield from SayHowIAm(me, view.contact, word)
    talk = Start("concern", _("Talk to {sup}", sup=view.supervisor), view.pair)
    more = Start("debrief-words", _("Say more"), view.contact)
    if word <= LOW:
        yield from Say(
            _(
                "Thank you for saying so. I tell nobody without your agreement. Would you like to talk about it with "
                "{sup}? You can also take a break from offers, or leave it at that.",
                sup=view.supervisor,
            ),
            (talk, more, Start("ap-rest", _("A rest")), Start("help-now", _("Help now")), MENU),
        )
        return None
    propose = Start("propose-time", _("Propose a time"), view.pair)
    yield from Say(_("Thank you. Take care of yourself too."), (propose, talk, more, MENU))
    return None


@dialogue("debrief-words", roles=APS)
def debrief_words(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyDebrief(me, subject)
    if view is None:
        yield from Say(_("There is nothing to look back on just now."), (MENU,))
        return None
    words = yield from ask_text(
        _(
            "What would you like to say? {sup} reads it, and nobody else. Please write about yourself, and nothing "
            "about the health of the other person.",
            sup=view.supervisor,
        )
    )
    until = yield from LeaveWords(me, view.contact, words)
    if until is None:
        yield from Say(_("There is nothing to look back on just now."), (MENU,))
        return None
    yield from Say(
        _("Thank you. {sup} reads it before {until}.", sup=view.supervisor, until=When(until)),
        (MENU, Start("help-now", _("Help now"))),
    )
    return None
