"""Somebody has said yes: the patient reads a few words and chooses; nothing is chosen for them."""

from datetime import datetime

from conversations.care.pairs import (
    Another,
    AskAnother,
    MyProposal,
    MyProposals,
    NoLongerOpen,
    Proposal,
    SaidYes,
    SayYes,
    YesIsGone,
)
from conversations.care.profiles import Name
from conversations.care.relay import MyRelay
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.registry import ACCOMPANIED, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Day, Text, When, _, unasked

MENU = Start("menu", _("Menu"))
MY_REQUEST = Start("my-request", _("See my request"))


def somebody_said_yes(pair: int, ap: Name, until: datetime, days: int) -> Notice:
    return Notice(
        unasked(
            "{ap} has said yes to your request. You can read a few words from them, then you choose: yes, someone "
            "else, or think it over until {day}. If it is yes, {ap} takes the first step, within {days} days.",
            ap=ap,
            day=Day(until),
            days=days,
        ),
        (
            Start("ap-card", _("Read their words"), pair),
            Start("pair-yes", _("Yes"), pair),
            Start("pair-another", _("Someone else"), pair),
            Start("pair-think", _("Let me think"), pair),
        ),
    )


def cannot_after_all(ap: Name, until: datetime) -> Notice:
    return Notice(
        unasked(
            "{ap} cannot after all, and is sorry. This is not about you. I go on looking; you hear from me by {until}.",
            ap=ap,
            until=When(until),
        ),
        (MY_REQUEST, MENU),
    )


def one_cannot_after_all(ap: Name) -> Notice:
    """Where somebody else has said yes as well."""
    return Notice(
        unasked(
            "{ap} cannot after all, and is sorry. This is not about you. Somebody else has said yes too, and waits for "
            "your choice.",
            ap=ap,
        ),
        (Start("cards", _("Read their words")), MY_REQUEST, MENU),
    )


def no_longer_fits(ap: Name, until: datetime | None) -> Notice:
    """What the person has just said keeps the two apart; which part of it is the AP's own business."""
    if until is None:
        words = unasked("The yes of {ap} does not fit what you say now, so it does not count any more.", ap=ap)
    else:
        words = unasked(
            "The yes of {ap} does not fit what you say now, so it does not count any more. I go on looking; you hear "
            "from me by {until}.",
            ap=ap,
            until=When(until),
        )
    return Notice(words, (MY_REQUEST, MENU))


def one_card_lapsed(ap: Name, until: datetime) -> Notice:
    return Notice(
        unasked(
            "I have heard nothing, and that is fine: {ap} can answer others for now. Somebody else waits for your "
            "choice, until {until}.",
            ap=ap,
            until=When(until),
        ),
        (Start("cards", _("Read their words")), MY_REQUEST),
    )


def choice_lapsed(ap: Name) -> Notice:
    return Notice(
        unasked(
            "I have heard nothing, and that is fine: I have let {ap} go for now. Your place is kept. One tap, and I "
            "look again.",
            ap=ap,
        ),
        (Start("search-again", _("Look again")), Start("withdraw-request", _("Stop"))),
    )


def _choices(pair: int) -> tuple[Start, ...]:
    return (
        Start("pair-yes", _("Yes"), pair),
        Start("pair-another", _("Someone else"), pair),
        Start("pair-think", _("Let me think"), pair),
    )


def _card(proposal: Proposal) -> Say:
    return Say(
        _(
            "{card}\n\nYou can think it over until {until}. Voice messages, pictures and other languages than French "
            "and English are not screened here.",
            card=proposal.card,
            until=When(proposal.until),
        ),
        _choices(proposal.pair),
    )


@dialogue("ap-card", roles=ACCOMPANIED)
def ap_card(me: Me, subject: str | None) -> Dialogue:
    proposal = yield from MyProposal(me, number_of(subject))
    if proposal is None:
        yield from _gone()
        return None
    yield from _card(proposal)
    return None


@dialogue("cards", roles=ACCOMPANIED)
def cards(me: Me, subject: str | None) -> Dialogue:
    """Everybody who said yes, where the unit lets people choose among several."""
    proposals = yield from MyProposals(me)
    if not proposals:
        yield from _gone()
        return None
    for proposal in proposals:
        yield from _card(proposal)
    return None


@dialogue("pair-yes", roles=ACCOMPANIED)
def pair_yes(me: Me, subject: str | None) -> Dialogue:
    match (yield from SayYes(me, number_of(subject))):
        case SaidYes(ap, by):
            yield from Say(
                _(
                    "{ap} now knows, and takes the first step by {by}. If nothing has come by then, the unit is told "
                    "and I write to you. You can change your mind at any time.",
                    ap=ap,
                    by=When(by),
                ),
                (Start("my-pair", _("My contact")), Start("what-ap-sees", _("What they see of me")), MENU),
            )
            relay = yield from MyRelay(me, subject)
            if relay is not None and relay.agreed is None:
                return Start("relay-consent", _("How to be in touch"), number_of(subject))
        case YesIsGone(ap, until):
            gone = one_cannot_after_all(ap) if until is None else cannot_after_all(ap, until)
            yield from Say(gone.text, gone.buttons)
        case NoLongerOpen():
            yield from _gone()
    return None


@dialogue("pair-another", roles=ACCOMPANIED)
def pair_another(me: Me, subject: str | None) -> Dialogue:
    match (yield from AskAnother(me, number_of(subject))):
        case NoLongerOpen():
            yield from _gone()
        case Another(until):
            yield from Say(
                _another(until),
                (Start("not-again", _("Rather never meet them"), number_of(subject)), MY_REQUEST, MENU),
            )
    return None


def _another(until: datetime | None) -> Text:
    if until is None:
        return _("Of course. No reason is needed, and none is given. Somebody else’s yes waits under “My request”.")
    return _(
        "Of course. No reason is needed, and none is given. I look for someone else, and you hear from me by {until}.",
        until=When(until),
    )


@dialogue("pair-think", roles=ACCOMPANIED)
def pair_think(me: Me, subject: str | None) -> Dialogue:
    proposal = yield from MyProposal(me, number_of(subject))
    if proposal is None:
        yield from _gone()
        return None
    yield from Say(
        _("Take your time, until {until}. You find this again under “My request”.", until=When(proposal.until)),
        (Start("ap-card", _("Read their words"), proposal.pair), MENU),
    )
    return None


def _gone() -> Dialogue:
    yield from Say(
        _("This choice is not open any more, or not just now. Your request shows where things stand."),
        (MY_REQUEST, MENU),
    )
    return None
