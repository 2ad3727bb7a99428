"""A request: two taps are enough. Everything else can be said later, changed or taken back with one tap."""

from datetime import datetime

from conversations.care.offers import listed
from conversations.care.profiles import TOPICS
from conversations.care.requests import (
    CHOOSE_FOR_ME,
    NOT_WHO,
    AlreadySent,
    ChangeRequest,
    Details,
    Frame,
    MyRequest,
    NoUnit,
    RequestFrame,
    RequestView,
    SendRequest,
    Sent,
    WhatMyApSees,
    Withdraw,
    Withdrawn,
)
from conversations.dialogue.prompts import Option, ask_text, choose, choose_many
from conversations.dialogue.registry import ACCOMPANIED, RELATIVE, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Day, Hour, Text, When, Wording, _, joined

MENU = Start("menu", _("Menu"))
MY_REQUEST = Start("my-request", _("See my request"))


@dialogue("request", roles=ACCOMPANIED, entry=Entry(10, _("Talk with somebody"), unless="request-open"))
def request(me: Me, subject: str | None) -> Dialogue:
    frame = yield from RequestFrame(me)
    if frame is None:
        yield from Say(_("No unit is connected here, so there is nobody I could ask."), (MENU,))
        return None
    if frame.open:
        return Start("my-request", _("See my request"))
    topic = yield from choose(
        _("Somebody who has been there can accompany you. What would you like to talk about? Nothing is final."),
        _topics(frame),
    )
    then = yield from choose(
        _("Shall I look for somebody? They read nothing by which they could recognise you, until you say yes."),
        [
            Option("send", _("Send"), "send", ("oui", "yes", "ok", "envoyer")),
            *_once_more(frame),
            Option("not-who", _("Not somebody who…"), "not-who"),
        ],
        beside=(Start("page", _("How does this work?"), "request-an-ap"),),
    )
    not_who: tuple[str, ...] = ()
    name: str | None = None
    if then == "not-who":
        not_who = yield from choose_many(_("Whom would you rather not meet?"), _not_who())
        if NAMED in not_who:
            name = yield from ask_text(_("Which name? Only the supervisor reads it, never the people I ask."))
    details = Details(
        topics=(topic,),
        not_who=tuple(w for w in not_who if w != NAMED),
        not_name=name,
        as_relative=me.role == RELATIVE,
        again=frame.before[0] if frame.before and then == "again" else None,
    )
    match (yield from SendRequest(me, details)):
        case Sent(until, role, calls):
            yield from Say(sent(until, role, calls), (MY_REQUEST, Start("library", _("In the meantime"))))
            if frame.before and then == "again":
                yield from Say(_("I ask {ap} first, and others if it cannot be.", ap=frame.before[1]))
            return Start("about-me", _("Say a little more"))
        case AlreadySent(since):
            yield from Say(_("Your request is under way already, since {since}.", since=Day(since)), (MY_REQUEST, MENU))
        case NoUnit():
            yield from Say(_("No unit is connected here, so there is nobody I could ask."), (MENU,))
    return None


NAMED = "named"


def _once_more(frame: Frame) -> list[Option[str]]:
    """Who accompanied this person before can be wished for, and is asked like anybody: with the right to say no."""
    return [Option("again", _("{ap} again", ap=frame.before[1]), "again")] if frame.before else []


def _topics(frame: Frame) -> list[Option[str]]:
    choices = [Option(CHOOSE_FOR_ME, _("Choose for me"), CHOOSE_FOR_ME, ("ok",))]
    return choices + [Option(topic, TOPICS[topic], topic) for topic in frame.topics if topic in TOPICS]


def _not_who() -> list[Option[str]]:
    return [*(Option(i, label, i) for i, label in NOT_WHO.items()), Option(NAMED, _("Somebody I can name"), NAMED)]


def sent(until: datetime, role: Wording, calls: bool) -> Text:
    """A call is promised only where a number is on record; otherwise a person writes here."""
    if calls:
        return _(
            "Your request has been sent. I am looking until {day}, {hour}. I will write as soon as there is an answer, "
            "and that day in any case. If nobody is free, {role} will call you. You can change or withdraw your "
            "request at any time.",
            day=Day(until),
            hour=Hour(until),
            role=role,
        )
    return _(
        "Your request has been sent. I am looking until {day}, {hour}. I will write as soon as there is an answer, and "
        "that day in any case. If nobody is free, {role} will write to you here. You can change or withdraw your "
        "request at any time.",
        day=Day(until),
        hour=Hour(until),
        role=role,
    )


@dialogue("my-request", roles=ACCOMPANIED, entry=Entry(11, _("My request"), when="request-open"))
def my_request(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyRequest(me)
    if view is None:
        yield from Say(_("You have no request under way."), (Start("request", _("Talk with somebody")), MENU))
        return None
    yield from Say(joined(_lines(view), "\n"), _ways_on(view))
    return None


def _lines(view: RequestView) -> list[Text]:
    return [
        _stands(view),
        _(
            "To talk about: {topics}",
            topics=joined([TOPICS.get(t, _("whatever comes")) for t in view.details.topics], " · "),
        ),
    ]


def _stands(view: RequestView) -> Text:
    """The truth about what happens next, and by when."""
    if view.held and view.mourning:
        return _("In a pause since what you told me. Your place is kept: one tap, and it goes on.")
    if view.held:
        return _("In a pause just now: {role} looks at it first. Your place is kept.", role=view.role)
    if view.choose_until:
        return _("Somebody has said yes, and it is for you to choose, until {until}.", until=When(view.choose_until))
    if view.state == "matched" and view.mourning:
        return _(
            "You are in contact with somebody. My own messages are in a pause since what you told me: one tap, "
            "and they go on."
        )
    if view.state == "matched":
        return _("You are in contact with somebody. This request is fulfilled.")
    if view.stopped and view.state == "resting":
        return _(
            "{ap} had to stop, and it is not about you. Your place is kept, and nothing happens until you say so: you "
            "can wait, meet someone else, or stop here.",
            ap=view.stopped[1],
        )
    if view.state == "resting":
        return _("Your place is kept, and nothing happens until you say so.")
    if view.overdue:
        return _(
            "I have not found the right person yet, and go on looking: {role} knows that you are waiting.",
            role=view.role,
        )
    if view.needs_eyes:
        return _(
            "A supervisor looks at each match before anybody is asked. You hear from me by {until} in any case.",
            until=When(view.until),
        )
    return _("I am looking, until {until}, and write to you by then in any case.", until=When(view.until))


def _ways_on(view: RequestView) -> tuple[Start, ...]:
    goes_on = (Start("not-that", _("Go on")),) if view.mourning else ()
    if view.held:
        return (*goes_on, Start("call-me", _("Please call me")), Start("withdraw-request", _("Withdraw")), MENU)
    if view.state == "matched":
        return (*goes_on, Start("my-pair", _("My contact")), MENU)
    return (
        *_next_steps(view),
        Start("change-topics", _("Change")),
        Start("around", _("A day that counts")),
        Start("not-somebody", _("Not somebody who…")),
        Start("about-me", _("Say a little more")),
        Start("my-profile", _("What I said about myself")),
        Start("what-ap-sees", _("What they see of me")),
        Start("withdraw-request", _("Withdraw")),
        MENU,
    )


def _next_steps(view: RequestView) -> tuple[Start, ...]:
    if view.choose_until:
        return (Start("cards", _("Read their words")),)
    if view.stopped and view.state == "resting":
        pair = view.stopped[0]
        return (
            Start("after-ap-wait", _("Wait"), pair),
            Start("after-ap-another", _("Someone else"), pair),
            Start("after-ap-stop", _("Stop"), pair),
        )
    if view.state == "resting":
        return (Start("search-again", _("Look again")),)
    if view.overdue:
        return (
            Start("widen", _("Widen")),
            Start("keep-place", _("Keep my place")),
            Start("other-ways", _("Other ways")),
        )
    return ()


@dialogue("withdraw-request", roles=ACCOMPANIED)
def withdraw(me: Me, subject: str | None) -> Dialogue:
    """One tap; no reason, and one more tap to ask again."""
    match (yield from Withdraw(me)):
        case Withdrawn(None):
            yield from Say(
                _("It is withdrawn, and nobody is asked any more. You can ask again whenever you like."),
                (Start("request", _("Ask again")), MENU),
            )
        case Withdrawn(ap):
            yield from Say(
                _("I look for nobody else any more. Your contact with {ap} goes on as it is.", ap=ap or ""),
                (Start("my-pair", _("My contact")), MENU),
            )
        case None:
            return MY_REQUEST
    return None


@dialogue("change-topics", roles=ACCOMPANIED)
def change_topics(me: Me, subject: str | None) -> Dialogue:
    frame = yield from RequestFrame(me)
    topics = frame.topics if frame else ()
    chosen = yield from choose_many(
        _("What would you like to talk about? You can choose several."),
        [Option(topic, TOPICS[topic], topic) for topic in topics if topic in TOPICS],
    )
    changed = yield from ChangeRequest(me, topics=chosen)
    return (yield from _changed(changed))


@dialogue("not-somebody", roles=ACCOMPANIED)
def not_somebody(me: Me, subject: str | None) -> Dialogue:
    """Said anew, or taken back: a name too."""
    frame = yield from RequestFrame(me)
    said = _said(frame.details) if frame else ()
    if said:
        anew = yield from choose(
            _("So far you would rather not meet: {who}. What would you like?", who=listed(said)),
            [Option("anew", _("Choose anew"), True), Option("nobody", _("Take it back"), False)],
        )
        if not anew:
            changed = yield from ChangeRequest(me, not_who=(), not_name="")
            return (yield from _changed(changed))
    chosen = yield from choose_many(_("Whom would you rather not meet?"), _not_who())
    name = ""
    if NAMED in chosen:
        name = yield from ask_text(_("Which name? Only the supervisor reads it, never the people I ask."))
    changed = yield from ChangeRequest(me, not_who=tuple(w for w in chosen if w != NAMED), not_name=name)
    return (yield from _changed(changed))


def _said(details: Details) -> tuple[Text, ...]:
    """What was said so far, without the name itself: somebody else may see the screen."""
    named = (_("somebody you named"),) if details.not_name else ()
    return (*(NOT_WHO[who] for who in details.not_who if who in NOT_WHO), *named)


def _changed(changed: bool) -> Dialogue:
    """Where nothing could be changed the request's own page says why."""
    if not changed:
        return MY_REQUEST
    yield from Say(_("Changed. It counts from now on."), (MY_REQUEST, MENU))
    return None


@dialogue("what-ap-sees", roles=ACCOMPANIED)
def what_ap_sees(me: Me, subject: str | None) -> Dialogue:
    """Made by the very functions that make the offer and the AP's card."""
    seen = yield from WhatMyApSees(me)
    if seen is None:
        yield from Say(_("You have no request under way, so nobody sees anything of you."), (MENU,))
        return None
    before = [_("<b>Before you say yes, the people I ask read at most this:</b>\n{card}", card=seen.before)]
    if seen.in_common > 1:
        before.append(_("Of what you have in common two things at most are shown, never all of it together."))
    yield from Say(joined(before))
    yield from Say(
        _(
            "<b>After you say yes, one person reads this, never your surname or number:</b>\n{card}",
            card=seen.after,
        ),
        (Start("about-me", _("Say a little more")), MY_REQUEST),
    )
    return None
