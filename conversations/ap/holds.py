"""An AP's hardest moments: bad news, a doubt about who writes, having to stop. A person speaks with them."""

from conversations.care.calls import SAFE_TIMES
from conversations.care.holds import (
    BadNews,
    DoubtThem,
    LeaveNumber,
    MessagesStay,
    MyGroup,
    MyHold,
    StopAccompanying,
    Stopped,
    WordToFamily,
)
from conversations.care.relay import Called, to_begin_with
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_phone, ask_text, choose, confirm
from conversations.dialogue.registry import AP, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _, unasked

APS = frozenset({AP})
MENU = Start("menu", _("Menu"))


def after_the_call(supervisor: Called, pair: int, group: Called | None) -> Notice:
    """Sent once a person has spoken with the AP (care.md text 23). `group`: when it meets."""
    to_group: tuple[Start, ...] = ()
    if group is None:
        words = unasked(
            "{who} has spoken with you. Thank you for having been there. I will send no reminder and no new request "
            "until you want it. You can call {sup} again, come to the group, or take time. Nothing is expected of you.",
            who=to_begin_with(supervisor),
            sup=supervisor,
        )
    else:
        words = unasked(
            "{who} has spoken with you. Thank you for having been there. I will send no reminder and no new request "
            "until you want it. You can call {sup} again, come to the group {group}, or take time. Nothing is expected "
            "of you.",
            who=to_begin_with(supervisor),
            sup=supervisor,
            group=group,
        )
        to_group = (Start("ap-group", _("The group")),)
    return Notice(
        words,
        (
            Start("concern", _("Talk to {sup}", sup=supervisor), pair),
            *to_group,
            Start("take-time", _("Time"), pair),
            Start("family-word", _("A word to the family"), pair),
        ),
    )


@dialogue("ap-group", roles=APS)
def ap_group(me: Me, subject: str | None) -> Dialogue:
    group = yield from MyGroup(me)
    words = _("The group meets {group}. You need not announce yourself, and may only listen.", group=group or "")
    yield from Say(words if group else _("When the group meets, your supervisor can say."), (MENU,))
    return None


@dialogue("take-time", roles=APS)
def take_time(me: Me, subject: str | None) -> Dialogue:
    kept_until = yield from MessagesStay(me, number_of(subject))
    words = _("Take all the time you need. Offers stay off until you turn them on yourself.")
    if kept_until is not None:
        words = _("{words} What you wrote to each other stays here until {day}.", words=words, day=kept_until)
    yield from Say(words, (Start("availability", _("Offers: still off")), Start("help-now", _("Help now")), MENU))
    return None


def open_again(name: Called, pair: int) -> Notice:
    """After a hold that was lifted: the call that was promised is no longer needed."""
    return Notice(
        unasked(
            "Your contact with {name} goes on: you can write again. The talk I had spoken of is not needed any more; "
            "you can still ask for a call.",
            name=name,
        ),
        (Start("write-to", _("Write"), pair), Start("call-me", _("Please call me"))),
    )


def open_once_more(name: Called, supervisor: Called, pair: int) -> Notice:
    """After a hold of which the AP was told by voice, or that was confirmed: it was not so, and a person says it."""
    return Notice(
        unasked(
            "Your contact with {name} is open again: you can write. {who} speaks with you about it.",
            name=name,
            who=to_begin_with(supervisor),
        ),
        (Start("write-to", _("Write"), pair), Start("concern", _("Talk about it"), pair)),
    )


def goes_on_after_all(name: Called, pair: int) -> Notice:
    """To an AP who had to stop, where a supervisor lifted it."""
    return Notice(
        unasked(
            "Your contact with {name} goes on after all: you can write again. The talk I had spoken of is not needed "
            "any more. New requests wait until you want them.",
            name=name,
        ),
        (Start("write-to", _("Write"), pair), Start("concern", _("Talk about it"), pair)),
    )


@dialogue("bad-news", roles=APS, urgent=True)
def bad_news(me: Me, subject: str | None) -> Dialogue:
    """« J'ai appris une mauvaise nouvelle »: one tap, no detail asked."""
    stopped = yield from BadNews(me, number_of(subject))
    if stopped is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    yield from _sorry(stopped, number_of(subject))
    return None


def _sorry(stopped: Stopped, pair: int) -> Say:
    """A call is promised where a number is on record; where none is, it is asked for."""
    now, help_now = Start("call-me", _("Please call me")), Start("help-now", _("Help now"))
    if stopped.calls:
        words = _(
            "I am sorry. All automatic messages of this contact have stopped. {who} calls you before {until}; you have "
            "nothing else to do, and nothing to write. If you would rather not wait, ask for a call now.",
            who=to_begin_with(stopped.who),
            until=When(stopped.until),
        )
        return Say(words, (now, help_now, MENU))
    words = _(
        "I am sorry. All automatic messages of this contact have stopped. {who} gets in touch with you here before "
        "{until}; you have nothing else to do, and nothing to write. If you would rather be called, give a number.",
        who=to_begin_with(stopped.who),
        until=When(stopped.until),
    )
    return Say(words, (Start("hold-number", _("Give a number"), pair), help_now, MENU))


@dialogue("hold-number", roles=APS, urgent=True)
def hold_number(me: Me, subject: str | None) -> Dialogue:
    """The number for the call about a held contact, asked where the call is spoken of (care requirement 1)."""
    stopped = yield from MyHold(me, number_of(subject))
    if stopped is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    number = yield from ask_phone(
        _("At which number may {who} call you? It is used only for this call and then erased.", who=stopped.who)
    )
    when = yield from choose(
        _("When can you talk undisturbed?"), [Option(k, label, label) for k, label in SAFE_TIMES.items()]
    )
    kept = yield from LeaveNumber(me, number_of(subject), number, when)
    if kept is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    yield from Say(
        _("Thank you. {who} calls you before {until}.", who=to_begin_with(kept.who), until=When(kept.until)),
        (MENU, Start("help-now", _("Help now"))),
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
            who=to_begin_with(stopped.who),
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


@dialogue("ap-stops", roles=APS, entry=Entry(70, _("I have to stop"), when="may-stop"))
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
    if not stopped.pairs:
        return Say(
            _(
                "It is done. What you had been asked, or had said yes to, goes to somebody else, and no offers come "
                "until you want them. Thank you for all you gave. Would you like somebody to call you?"
            ),
            (Start("call-me", _("Please call me")), MENU),
        )
    return Say(
        _(
            "It is done. You need tell nobody: {who} speaks with those you accompany before {until}. Thank you for all "
            "you gave. Would you like somebody to call you too?",
            who=stopped.who,
            until=When(stopped.until),
        ),
        (Start("call-me", _("Please call me")), MENU),
    )
