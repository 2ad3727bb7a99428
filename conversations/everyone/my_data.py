"""My data: what is kept, what was agreed to, a copy, erasing. No health detail is shown: the copy has it."""

from conversations.care.discretion import Discretion, MyDiscretion
from conversations.care.my_data import (
    COPY,
    ERASE,
    Account,
    AskFor,
    Consent,
    MyData,
    MyWish,
    Responsible,
    TakeCopy,
    WithdrawConsent,
)
from conversations.care.people import CHECK_INS, RELAY, USE
from conversations.care.pins import PIN, PinStands
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import confirm
from conversations.dialogue.registry import ACCOMPANIED, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, SendFile, Start
from conversations.dialogue.text import Day, Text, When, _, joined, unasked
from conversations.everyone.pin import first

MENU = Start("menu", _("Menu"))
BACK = Start("my-data", _("My data"))

PURPOSES = {
    USE: _("using this service"),
    RELAY: _("writing here with the person who accompanies you"),
    CHECK_INS: _("being asked how you are"),
    "research": _("research"),
}
WITHDRAW = {
    USE: _("Withdraw: using this service"),
    RELAY: _("Withdraw: writing here"),
    CHECK_INS: _("Withdraw: being asked"),
    "research": _("Withdraw: research"),
}
GOES_ON = {COPY: "my-copy", ERASE: "erase-me", PIN: "pin-forgotten"}
NOUNS = {
    "profiles": _("what you said about yourself"),
    "requests": _("requests to be in contact with somebody"),
    "contacts_with": _("contacts"),
    "agreements": _("agreements"),
    "farewells": _("words and answers at the end of a contact"),
    "logged_contacts": _("contacts you noted"),
    "appointments": _("appointments"),
    "check_ins": _("questions about how you are"),
    "check_in_plans": _("a rhythm for these questions"),
    "offers": _("requests you were shown"),
    "calls": _("calls you asked for"),
    "alerts": _("messages that a human had to see"),
    "shifts": _("hours on duty"),
    "message_ids": _("numbers of messages in this chat, without their words"),
}


@dialogue("my-data", before_consent=True, entry=Entry(75, _("My data")))
def my_data(me: Me, subject: str | None) -> Dialogue:
    if (yield from PinStands(me)):
        return first("my-data")
    account = yield from MyData(me)
    discretion = yield from MyDiscretion(me)
    yield from Say(
        joined([_kept(account), _agreed(account), _opened(account), _whom_to_ask(account.responsible)], "\n\n")
    )
    yield from Say(
        _("Telegram keeps this conversation too. To remove it: the chat’s menu, then “Delete”."),
        (
            *(_withdrawal(consent) for consent in account.consents if consent.given and consent.purpose in WITHDRAW),
            *((Start("my-number", _("My number")),) if me.role in ACCOMPANIED else ()),
            Start("discreet", _("Discreet mode")),
            *_about_the_code(discretion),
            Start("my-copy", _("A copy of my data")),
            Start("erase-me", _("Erase my data")),
            Start("page", _("More about my data"), "privacy-my-data"),
            MENU,
        ),
    )
    return None


def _about_the_code(discretion: Discretion) -> tuple[Start, ...]:
    if discretion.pin:
        return Start("set-pin", _("Another code")), Start("remove-pin", _("No code any more"))
    return (Start("set-pin", _("A code for my data")),)


def _kept(account: Account) -> Text:
    lines = [_("• your chat at Telegram and your language, since {day}", day=Day(account.since))]
    if account.has_name:
        lines.append(_("• the first name you gave"))
    lines.extend(_("• your role: {role}", role=role) for role in account.roles)
    lines.extend(
        _("• {what}: {number}", what=NOUNS[noun], number=number) for noun, number in account.counts if noun in NOUNS
    )
    return _("<b>What is kept about you</b>\n{lines}", lines=joined(lines))


def _agreed(account: Account) -> Text:
    lines = [
        _("• {purpose}: yes, {day}", purpose=PURPOSES[consent.purpose], day=Day(consent.at))
        if consent.given
        else _("• {purpose}: no, {day}", purpose=PURPOSES[consent.purpose], day=Day(consent.at))
        for consent in account.consents
        if consent.purpose in PURPOSES
    ]
    if not lines:
        return _("You have not agreed to anything here.")
    return _("<b>What you agreed to</b>\n{lines}", lines=joined(lines))


def _opened(account: Account) -> Text:
    """Found here, never pushed (care requirement 13)."""
    if not account.opened:
        return _("Nobody from the team has opened a message of yours.")
    days = joined([Text("{day}", {"day": When(at)}) for at in account.opened], ", ")
    return _("Somebody from the team opened a message of yours, and wrote down why: {days}.", days=days)


def _whom_to_ask(responsible: Responsible | None) -> Text:
    if responsible is None:
        return _("No institution is connected here: nothing but the above is kept.")
    return _(
        "Responsible: {controller}. Basis: {basis}. Kept: {retention}. Data protection officer: {officer}. You can "
        "also write to the CNIL.",
        controller=responsible.controller,
        basis=responsible.basis,
        retention=responsible.retention,
        officer=responsible.officer,
    )


def _withdrawal(consent: Consent) -> Start:
    """Withdrawing the use of it all is /stop; the rhythm of questions has its own place."""
    if consent.purpose == USE:
        return Start("stop", WITHDRAW[USE])
    if consent.purpose == CHECK_INS:
        return Start("check-in-plan", WITHDRAW[CHECK_INS])
    return Start("withdraw-consent", WITHDRAW[consent.purpose], consent.purpose)


@dialogue("withdraw-consent")
def withdraw_consent(me: Me, subject: str | None) -> Dialogue:
    purpose = subject if subject in (RELAY, "research") else RELAY
    sure = yield from confirm(
        _(
            "You withdraw your yes to this: {purpose}. Everything else goes on. Is that right?",
            purpose=PURPOSES[purpose],
        ),
        yes=_("Yes, withdraw"),
        no=_("No, leave it"),
    )
    if not sure:
        return BACK
    withdrawn = yield from WithdrawConsent(me, purpose)
    if withdrawn:
        yield from Say(_("Done. You can agree again whenever you like."), (BACK, MENU))
    else:
        yield from Say(_("There was nothing to withdraw any more."), (BACK, MENU))
    return None


@dialogue("my-copy", before_consent=True)
def my_copy(me: Me, subject: str | None) -> Dialogue:
    if (yield from PinStands(me)):
        return first("my-copy")
    wish = yield from MyWish(me, COPY)
    if wish.state == "asked" and wish.at:
        yield from Say(_("You have asked for it. I write to you from {when}.", when=When(wish.at)), (BACK, MENU))
        return None
    if wish.state == "none":
        sure = yield from confirm(
            _(
                "The copy shows what you said here, your health too. So that nobody who only holds your phone gets "
                "it, I ask you once more in a day, and then you have it. Shall I?"
            )
        )
        if not sure:
            return BACK
        at = yield from AskFor(me, COPY)
        yield from Say(_("I write to you from {when}. Nothing else is needed.", when=When(at)), (BACK, MENU))
        return None
    here = yield from confirm(
        _("Your copy is ready. Whoever sees this phone can open it. Shall I send it now?"), yes=_("Send it"), no=_("No")
    )
    if not here:
        return BACK
    copy = yield from TakeCopy(me)
    if copy is None:
        return BACK
    account = yield from MyData(me)
    yield from Say(_kept(account))
    yield from SendFile(
        "my-data.json",
        copy,
        _(
            "Your copy, as a file that other programs can read. Not in it: what others wrote about you. For that, and "
            "for anything you miss, ask the data protection officer."
        ),
    )
    yield from Say(_("When you have read it, delete the file here."), (BACK, MENU))
    return None


def ask_once_more(what: str) -> Notice:
    """A day after the first yes. It does not say what for: somebody else may read it."""
    return Notice(
        unasked(
            "Yesterday you asked me for something and I said that I would ask once more. Nothing happens without your "
            "yes, and in a week I forget it."
        ),
        (Start(GOES_ON[what], _("Go on")), Start("my-data", _("Look at it again")), MENU),
    )
