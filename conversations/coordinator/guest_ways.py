"""What somebody who is not on the bot said on the phone, in one tap: all that a patient can tap for themself."""

from datetime import datetime

from conversations.care.handovers import SeekAnother
from conversations.care.pairs import Another, AskAnother, NoLongerOpen, SaidYes, SayYes, YesIsGone
from conversations.care.profiles import Name
from conversations.care.requests import KeepPlace, Widen
from conversations.care.subjects import number_of
from conversations.coordinator.absent_patient import GUESTS, MENU, found
from conversations.dialogue.registry import STAFF, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _


@dialogue("guest-yes", roles=STAFF)
def guest_yes(me: Me, subject: str | None) -> Dialogue:
    match (yield from SayYes(me, number_of(subject))):
        case SaidYes(ap, by, line):
            if line:
                yield from Say(_("Please tell them that the call comes from {number}.", number=line))
            yield from Say(
                _(
                    "{ap} now has the first name, the number and the time, and calls by {by}. If no call comes, you "
                    "are told.",
                    ap=ap,
                    by=When(by),
                ),
                (GUESTS, MENU),
            )
        case YesIsGone(ap, until):
            yield from Say(_gone(ap, until), (GUESTS, MENU))
        case NoLongerOpen():
            yield from _not_open()
    return None


def _gone(ap: Name, until: datetime | None) -> Text:
    if until is None:
        return _("{ap} cannot after all. Somebody else’s yes waits for them already.", ap=ap)
    return _("{ap} cannot after all. Please tell them we go on looking, until {until}.", ap=ap, until=When(until))


@dialogue("guest-another", roles=STAFF)
def guest_another(me: Me, subject: str | None) -> Dialogue:
    match (yield from AskAnother(me, number_of(subject))):
        case NoLongerOpen():
            yield from _not_open()
        case Another(None):
            yield from Say(_("Noted. Somebody else’s yes waits for them already."), (GUESTS, MENU))
        case Another(until):
            yield from _goes_on(until)
    return None


@dialogue("guest-go-on", roles=STAFF)
def guest_go_on(me: Me, subject: str | None) -> Dialogue:
    until = yield from KeepPlace(me, number_of(subject))
    yield from _goes_on(until)
    return None


@dialogue("guest-widen", roles=STAFF)
def guest_widen(me: Me, subject: str | None) -> Dialogue:
    until = yield from Widen(me, None, number_of(subject))
    yield from _goes_on(until)
    return None


@dialogue("guest-sister", roles=STAFF)
def guest_sister(me: Me, subject: str | None) -> Dialogue:
    """The subject is a request and which of the units it could be widened to, as the screen showed them."""
    request, _sep, number = (subject or "").partition(":")
    one = yield from found(me, request)
    sisters = one.sisters if one else ()
    if number_of(number) >= len(sisters):
        yield from _not_open()
        return None
    until = yield from Widen(me, sisters[number_of(number)][0], number_of(request))
    yield from _goes_on(until)
    return None


@dialogue("guest-other-ap", roles=STAFF)
def guest_other_ap(me: Me, subject: str | None) -> Dialogue:
    """Their contact stays as it is until they have said yes to somebody."""
    until = yield from SeekAnother(me, number_of(subject))
    yield from _goes_on(until)
    return None


def _goes_on(until: datetime | None) -> Dialogue:
    if until is None:
        yield from _not_open()
        return None
    yield from Say(
        _("I go on looking. Tell them: until {until}, and somebody calls that day in any case.", until=When(until)),
        (GUESTS, MENU),
    )
    return None


def _not_open() -> Dialogue:
    yield from Say(
        _("This is not open any more, or not just now. Nothing was changed."),
        (Start("guests", _("People on the phone")), MENU),
    )
    return None
