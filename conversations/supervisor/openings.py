"""Break-glass on the phones of a unit's staff: the reason, the words, and the second person who says yes or is told."""

from datetime import datetime

from conversations.care.alerts import NotYours, kind_words
from conversations.care.openings import AnswerOpening, Asked, AskedOfMe, MyOpening, Opening, OpenMessage, Second, Words
from conversations.dialogue.notice import Notice, work
from conversations.dialogue.prompts import ask_text, confirm
from conversations.dialogue.registry import STAFF, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Hour, Text, When, _, joined, unasked, verbatim

MENU = Start("menu", _("Menu"))
WHY: dict[str, Text] = {
    "told": _(
        "Why do you need to read it? Type a few words: they are kept with your name, a second person is told "
        "afterwards, and the person finds it under “My data”."
    ),
    "asked": _(
        "Why do you need to read it? Type a few words: they are kept with your name, and a second person reads them "
        "and says yes first. The person finds it under “My data”."
    ),
    "nobody": _(
        "Why do you need to read it? Type a few words: they are kept with your name. There is no second person here to "
        "tell, and that is kept too. The person finds it under “My data”."
    ),
}


def message_was_opened(alert: int, at: datetime) -> Notice:
    """To the second person, afterwards."""
    return work(
        unasked("A colleague opened the message of an alert at {when} and wrote down why.", when=When(at)),
        (_details(alert),),
    )


def asks_for_your_yes(opening: int) -> Notice:
    """To the second person, first."""
    return work(
        unasked("A colleague would like to open the message of an alert, and needs your yes."),
        (Start("opening", _("Look at it"), opening),),
    )


def you_may_read(alert: int) -> Notice:
    """To the one who asked; for a day."""
    return work(unasked("Your colleague said yes: you can read it now."), (open_message_of(alert), _details(alert)))


def rather_not(alert: int) -> Notice:
    return work(
        unasked("Your colleague would rather leave it closed. You can talk about it with each other."),
        (_details(alert),),
    )


def open_message_of(alert: int) -> Start:
    return Start("open-message", _("Read the message"), alert)


@dialogue("open-message", roles=STAFF, urgent=True)
def open_message(me: Me, subject: str | None) -> Dialogue:
    """With a reason that is kept; a second person says yes first, or reads afterwards that it was done."""
    reason = None
    match (yield from MyOpening(me, subject)):
        case None:
            yield from _nothing()
            return None
        case Asked(at):
            yield from _waits(at, subject)
            return None
        case Second(how):
            if how in WHY:
                reason = yield from ask_text(WHY[how])
    match (yield from OpenMessage(me, subject, reason)):
        case Words(messages):
            quoted = [Text("« {words} »", {"words": one}) for one in messages]
            buttons = (_details(subject), Start("close-alert", _("Done"), subject))
            yield from Say(joined(quoted), buttons, protect=True)
        case Asked(at):
            yield from _waits(at, subject)
        case NotYours():
            yield from _nothing()
    return None


@dialogue("opening", roles=STAFF, urgent=True)
def opening(me: Me, subject: str | None) -> Dialogue:
    """The second person reads why, and says yes or no."""
    asked = yield from AskedOfMe(me, subject)
    if asked is None:
        yield from Say(_("This was answered already, or is not asked of you any more."), (MENU,))
        return None
    yes = yield from confirm(_question(asked), yes=_("Yes, they may read it"), no=_("No, leave it closed"))
    if not (yield from AnswerOpening(me, subject, yes)):
        yield from Say(_("This was answered already, or is not asked of you any more."), (MENU,))
    elif yes:
        yield from Say(_("Thank you. Your colleague can read it now."), (_details(asked.alert),))
    else:
        yield from Say(_("Understood. It stays closed, and your colleague reads so."), (_details(asked.alert),))
    return None


def _question(asked: Opening) -> Text:
    return _(
        "{name} would like to read the words behind an alert ({kind}, since {when}) and writes why: “{reason}”. Your "
        "answer is kept. May they?",
        name=verbatim(asked.by) if asked.by else _("A colleague"),
        kind=kind_words(asked.kind),
        when=When(asked.raised_at),
        reason=asked.reason,
    )


def _waits(at: datetime, subject: str | None) -> Dialogue:
    yield from Say(
        _("A colleague was asked at {hour}. It opens with their yes, and I write to you then.", hour=Hour(at)),
        (_details(subject), MENU),
    )
    return None


def _nothing() -> Dialogue:
    yield from Say(_("There is no such alert for you here. Nothing was changed."), (MENU,))
    return None


def _details(alert: int | str | None) -> Start:
    return Start("alert", _("Details"), alert)
