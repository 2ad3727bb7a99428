"""An AP's offers: a neutral line first, the card after a tap, and three answers that need no reason."""

from datetime import datetime

from conversations.care.offers import (
    Accepted,
    AcceptOffer,
    DeclineOffer,
    MyOffer,
    MyOffers,
    NoLongerFits,
    NoRoom,
    NotYours,
    OfferView,
    SomebodyElseWas,
    TakeBack,
    TooLate,
)
from conversations.care.profiles import GoAway, Name
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.registry import AP, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _, unasked

MENU = Start("menu", _("Menu"))
BREAK_DAYS = 28  # long enough to breathe, short enough that nobody forgets they are away; one tap ends it


def about_offer(offer: int) -> tuple[str, str]:
    """The names of the two messages of an offer: the neutral line, and the card that was opened from it."""
    return f"offer:{offer}", f"offer-card:{offer}"


def offer_arrived(offer: int) -> Notice:
    """Neutral enough for a locked screen; everything else after a tap."""
    return Notice(
        unasked("A request is waiting for you here, when you have a quiet moment."),
        (Start("offer", _("Open"), offer), Start("offer-no", _("Not this time"), offer)),
        about=about_offer(offer)[0],
    )


def offer_over() -> Text:
    """What the message of an offer becomes when somebody else said yes, or it was withdrawn, or its time is over."""
    return _("This one needs no answer any more. Thank you for being there.")


def about_chosen(pair: int) -> str:
    """The name of what tells an AP that it is them."""
    return f"chosen:{pair}"


def chosen(name: Name, by: datetime, pair: int) -> Notice:
    return Notice(
        unasked("It is you: {name} has said yes. Please take the first step by {by}.", name=name, by=When(by)),
        (Start("pair", _("Open"), pair),),
        about=about_chosen(pair),
    )


def takes_longer(until: datetime, offer: int) -> Notice:
    """To who said yes and waits for the answer by a time that has come."""
    return Notice(
        unasked(
            "The answer takes a little longer, and it says nothing about you. I write to you by {until} in any case.",
            until=When(until),
        ),
        (Start("offer-undo", _("I cannot after all"), offer), MENU),
    )


def not_chosen() -> Notice:
    """Thanked, without a reason and without a count: the same words whether somebody else was chosen, the choice was
    left to lie, the wish taken back, or it ended before they could read that it is them."""
    return Notice(
        unasked("No contact comes of it this time. Thank you for having said yes: your place is free again."), (MENU,)
    )


@dialogue("offers", roles=frozenset({AP}), entry=Entry(10, _("My offers"), when="offers-open"))
def offers(me: Me, subject: str | None) -> Dialogue:
    mine = yield from MyOffers(me)
    if not mine:
        yield from Say(_("Nothing is waiting for you just now."), (MENU,))
        return None
    for view in mine:
        yield from _card(view)
    return None


def _card(view: OfferView) -> Say:
    return Say(view.card, _answers(view.offer), about=about_offer(view.offer)[1])


def _answers(offer: int) -> tuple[Start, ...]:
    return (
        Start("offer-yes", _("I can"), offer),
        Start("offer-no", _("Not this time"), offer),
        Start("offer-break", _("Take a break"), offer),
    )


@dialogue("offer", roles=frozenset({AP}))
def offer(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyOffer(me, number_of(subject))
    if view is None or view.state in ("gone", "expired", "passed"):
        yield from Say(offer_over(), (MENU,))
    elif view.state == "open":
        yield from _card(view)
    elif view.state == "accepted":
        yield from Say(
            _("You have said yes to this one. I write to you as soon as the choice is made."),
            (Start("offer-undo", _("I cannot after all"), view.offer), MENU),
        )
    else:
        yield from Say(_("You have answered this one. Thank you."), (MENU,))
    return None


@dialogue("offer-yes", roles=frozenset({AP}))
def offer_yes(me: Me, subject: str | None) -> Dialogue:
    match (yield from AcceptOffer(me, number_of(subject))):
        case Accepted(by):
            yield from Say(
                _(
                    "Thank you. “I can” is not yet “it is you”: the person now reads a few words about you and "
                    "chooses. I write to you by {by} in any case. Until then there is nothing to do.",
                    by=When(by),
                ),
                (Start("offer-undo", _("I cannot after all"), number_of(subject)), MENU),
            )
        case SomebodyElseWas():
            yield from Say(_("Somebody else was able to say yes just before you. Thank you: it counts."), (MENU,))
        case NoRoom(room):
            yield from Say(
                _("You chose to accompany {room} at most, and your places are taken. Nothing was sent.", room=room),
                (Start("availability", _("My availability")), MENU),
            )
        case NoLongerFits():
            yield from Say(
                _("Something has changed meanwhile, and this one is not for you any more. Thank you: it counts."),
                (MENU,),
            )
        case TooLate():
            yield from Say(_("This one is over already; you did nothing wrong. Thank you for answering."), (MENU,))
        case NotYours():
            yield from Say(_("There is nothing behind this button any more. Nothing was changed."), (MENU,))
    return None


@dialogue("offer-undo", roles=frozenset({AP}))
def offer_undo(me: Me, subject: str | None) -> Dialogue:
    undone = yield from TakeBack(me, number_of(subject))
    if undone:
        yield from Say(_("Noted, and that is fine. The person is told without a reason, and I look on."), (MENU,))
    else:
        yield from Say(_("The choice is made already, or this is over. Nothing was changed."), (MENU,))
    return None


@dialogue("offer-no", roles=frozenset({AP}))
def offer_no(me: Me, subject: str | None) -> Dialogue:
    declined = yield from DeclineOffer(me, number_of(subject))
    if declined:
        yield from Say(_("Noted, and that is fine. You will hear no more about this one."), (MENU,))
    else:
        yield from Say(offer_over(), (MENU,))
    return None


@dialogue("offer-break", roles=frozenset({AP}))
def offer_break(me: Me, subject: str | None) -> Dialogue:
    yield from DeclineOffer(me, number_of(subject))
    yield from GoAway(me, BREAK_DAYS)
    yield from Say(
        _(
            "Take care of yourself. I send you no new offer for {days} days; the people you accompany see nothing of "
            "it. One tap ends the break.",
            days=BREAK_DAYS,
        ),
        (Start("back-here", _("I am back")), MENU),
    )
    return None
