"""An AP's hardest moments: bad news, a doubt about who writes, having to stop. A person speaks with them."""

from conversations.care.holds import BadNews, DoubtThem, StopAccompanying, Stopped, WordToFamily
from conversations.care.relay import Called
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import ask_text, confirm
from conversations.dialogue.registry import AP, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _, unasked

APS = frozenset({AP})
MENU = Start("menu", _("Menu"))


def after_the_call(supervisor: Called, pair: int) -> Notice:
    return Notice(
        unasked(
            "{sup} has spoken with you. Thank you for having been there. I will send no reminder and no new request "
            "until you want it. You can call {sup} again, come to the group, or take time. Nothing is expected of you.",
            sup=supervisor,
        ),
        (
            Start("concern", _("Talk to {sup}", sup=supervisor), pair),
            Start("family-word", _("A word to the family"), pair),
            Start("availability", _("Offers: still off"), None),
        ),
    )


def open_again(name: Called, pair: int) -> Notice:
    """After a hold that was lifted: the call that was promised is no longer needed."""
    return Notice(
        unasked(
            "Your contact with {name} goes on: you can write again. The call I had spoken of is not needed any more; "
            "you can still ask for one.",
            name=name,
        ),
        (Start("write-to", _("Write"), pair), Start("call-me", _("Please call me"))),
    )


@dialogue("bad-news", roles=APS, urgent=True)
def bad_news(me: Me, subject: str | None) -> Dialogue:
    """« J'ai appris une mauvaise nouvelle »: one tap, no detail asked."""
    stopped = yield from BadNews(me, number_of(subject))
    if stopped is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    yield from Say(
        _(
            "I am sorry. All automatic messages of this contact have stopped. {who} calls you before {until}; you have "
            "nothing else to do, and nothing to write. If you would rather not wait, ask for a call now.",
            who=stopped.who,
            until=When(stopped.until),
        ),
        (Start("call-me", _("Please call me")), Start("help-now", _("Help now")), MENU),
    )
    return None


@dialogue("doubt-identity", roles=APS)
def doubt(me: Me, subject: str | None) -> Dialogue:
    stopped = yield from DoubtThem(me, number_of(subject))
    if stopped is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    yield from Say(
        _(
            "You did right to say so. Nothing crosses any more, either way, and nobody on that phone is told. {who} "
            "looks at it before {until} and speaks with you.",
            who=stopped.who,
            until=When(stopped.until),
        ),
        (MENU, Start("help-now", _("Help now"))),
    )
    return None


@dialogue("family-word", roles=APS)
def family_word(me: Me, subject: str | None) -> Dialogue:
    words = yield from ask_text(
        _(
            "What would you like to say to the family? A person of the unit reads it first and passes it on, if they "
            "wish."
        )
    )
    until = yield from WordToFamily(me, number_of(subject), words)
    if until is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    yield from Say(_("Thank you. The unit reads it before {until}.", until=When(until)), (MENU,))
    return None


@dialogue("ap-stops", roles=APS, entry=Entry(70, _("I have to stop"), when="pairs-open"))
def ap_stops(me: Me, subject: str | None) -> Dialogue:
    sure = yield from confirm(
        _(
            "You can stop at any time, without a reason. A person of the unit tells those you accompany, by voice; "
            "they never read why. No new offers come. Do you want to stop now?"
        ),
        yes=_("Yes, I have to stop"),
        no=_("Not now"),
        beside=(Start("availability", _("A break only")),),
    )
    if not sure:
        yield from Say(_("Nothing was changed."), (MENU,))
        return None
    yield from _stopped((yield from StopAccompanying(me)))
    return None


def _stopped(stopped: Stopped | None) -> Say:
    if stopped is None:
        return Say(_("There is nothing that needs stopping. No offers come until you want them."), (MENU,))
    return Say(
        _(
            "It is done. You need tell nobody: {who} speaks with those you accompany before {until}. Thank you for all "
            "you gave. Would you like somebody to call you too?",
            who=stopped.who,
            until=When(stopped.until),
        ),
        (Start("call-me", _("Please call me")), MENU),
    )
