"""Writing to each other: the question before the first word, opening the desk, sending what waited, taking back.

What was written to somebody can be sent, or not, while everything else waits after danger.
"""

from collections.abc import Generator
from typing import Any

from conversations.care.people import THE_AP, MyPlace
from conversations.care.profiles import Name
from conversations.care.relay import (
    Agreed,
    AgreeToWrite,
    DropHeld,
    Left,
    LookInPages,
    MyNewest,
    MyRelay,
    OnHold,
    OpenDesk,
    RelayView,
    SendHeld,
    Stays,
    Stopped,
    Waits,
    Withdraw,
    WritablePairs,
)
from conversations.dialogue.prompts import Option, Prompt, ask_text, choose, confirm
from conversations.dialogue.registry import ACCOMPANIED, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start, Step
from conversations.dialogue.text import Hour, Wording, _
from conversations.patient.hold_words import HELP_NOW
from conversations.patient.relay_words import fate_words

NOT_SCREENED = _(
    "I read words in French and English for danger, and say so when I act on them. Voice messages, pictures and other "
    "languages nobody reads before they leave. To take a message back, reply to it with “withdraw”."
)


def write_or_call(name: Name, ap: Wording) -> Prompt[str]:
    """The consent to write here: asked at the request, and again with a contact where it was left for later. `ap` is
    the unit's word for whoever accompanies somebody."""
    return choose(
        _(
            "If you write here, Telegram keeps your messages on its servers. {ap} will see “{name}”, never your "
            "number. What you tell them stays between you, except in serious danger. Would you rather write here or "
            "get a call?",
            ap=ap.at_the_start(),
            name=name,
        ),
        [
            Option("call", _("Get a call"), "call"),
            Option("write", _("Write here"), "write"),
            Option("later", _("Later"), "later", ("skip", "passer")),
        ],
        beside=(Start("what-ap-sees", _("What they will see")), HELP_NOW),
    )


@dialogue("relay-consent", roles=ACCOMPANIED, urgent=True, acts_on="pair")
def relay_consent(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyRelay(me, subject)
    if view is None:
        yield from Say(_("There is nobody to write to here at the moment."))
        return None
    name = view.my_name
    if name is None:
        name = yield from ask_text(
            _("What should {ap} call you? A first name, or any name you like.", ap=view.ap),
            without_details=_("A first name is enough here, or another one: no number, no account, no address."),
        )
    place = yield from MyPlace(me)
    how = yield from write_or_call(name[:40], place.word_for_ap if place else THE_AP)
    if how == "later":
        yield from Say(_("No hurry. Nothing was sent, and you can say so whenever you like."))
        return None
    agreed = yield from AgreeToWrite(me, view.pair, how == "write", name[:40])
    yield from _after(view, how, agreed)
    return None


def _after(view: RelayView, how: str, agreed: Agreed | None) -> Generator[Step[Any], Any, None]:
    if agreed is None:
        yield from Say(_("There is nobody to write to here at the moment."))
    elif how == "call":
        words = _("Noted: no writing. {ap} will propose a time for a call, and you can propose one too.", ap=view.ap)
        if agreed.deleted:
            words = _("{words} What you had written did not leave, and is deleted.", words=words)
        yield from Say(words, (Start("propose-time", _("Propose a time"), view.pair), HELP_NOW))
    else:
        words = _("Good. What waited is on its way.") if agreed.left else _("Good.")
        yield from Say(
            _("{words} What you type here now goes to {ap}. {rest}", words=words, ap=view.ap, rest=NOT_SCREENED),
            (Start("menu", _("Menu")), HELP_NOW),
        )
        for fate in agreed.still:
            if (said := fate_words(fate)) is not None:
                yield from said


@dialogue("write-to", entry=Entry(12, _("Write"), when="can-write"), acts_on="pair")
def write_to(me: Me, subject: str | None) -> Dialogue:
    """One pair: open the desk; several: ask for whom."""
    pairs = yield from WritablePairs(me)
    if subject is None and len(pairs) > 1:
        options = [Option(str(pair), _("To {name}", name=name), str(pair)) for pair, name in pairs]
        subject = yield from choose(_("To whom would you like to write?"), options)
    opened = yield from OpenDesk(me, subject)
    match opened:
        case Left() | Waits() | Stays() | Stopped() | OnHold():
            yield from fate_words(opened) or Say(_("There is nobody to write to here at the moment."))
        case name:
            yield from Say(
                _("What you type now goes to {name}. {rest}", name=name, rest=NOT_SCREENED),
                (Start("menu", _("Menu")), HELP_NOW),
            )
    return None


@dialogue("send-held", urgent=True)
def send_held(me: Me, subject: str | None) -> Dialogue:
    fate = yield from SendHeld(me, subject)
    match fate:
        case Left(to):
            yield from Say(_("On its way to {name}.", name=to))
        case other:
            yield from fate_words(other) or Say(_("Nothing was sent."))
    return None


@dialogue("drop-held", urgent=True)
def drop_held(me: Me, subject: str | None) -> Dialogue:
    yield from DropHeld(me, subject)
    yield from Say(_("Not sent. I have kept nothing of it."))
    return None


@dialogue("pages-instead")
def pages_instead(me: Me, subject: str | None) -> Dialogue:
    if not (yield from LookInPages(me, subject)):
        yield from Say(_("This message no longer waits here. Nothing was sent."))
    return None


@dialogue("withdraw", command="withdraw")
def withdraw(me: Me, subject: str | None) -> Dialogue:
    newest = yield from MyNewest(me)
    if newest is None:
        yield from Say(_("There is nothing that I could take back."))
        return None
    sure = yield from confirm(
        _(
            "Take back your last message to {name}, sent at {at}? They may have read it already.",
            name=newest.to,
            at=Hour(newest.at),
        ),
        yes=_("Take it back"),
        no=_("Leave it"),
    )
    if not sure:
        return Start("menu", _("Menu"))
    yield from withdrawn_words((yield from Withdraw(me, newest.pair, newest.source)))
    return None


def withdrawn_words(what: str) -> Say:
    match what:
        case "withdrawn":
            return Say(_("Taken back. If it was read before, I cannot undo that."))
        case "too-old":
            return Say(_("Telegram lets me take back only what is less than two days old."))
        case _other:
            return Say(_("There is nothing that I could take back."))
