"""The fixed answers to words of danger, emergency, distress and mourning: one for each kind, the same for every person.

Whom it told and when they read is computed from the rota at that minute and handed in; nothing here states a risk.
"""

from datetime import datetime

from conversations.care.calls import INTERPRETER, PSYCHOLOGIST, GoOn, NotIt, SaidSo, Waiting, WhatWaits
from conversations.care.pairs import MyProposals
from conversations.care.profiles import Name
from conversations.care.relay import Called
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Hour, Text, When, Wording, _
from conversations.everyone.violence import when_it_suits

CARDS = ("3114", "15")
HELP_NOW = Start("help-now", _("Help now"))
CALL_ME = _("Please call me")
CALL_LATER = _("A call later")  # nobody is on duty and no hour is known: the tap names what can be said
NOBODY_TOLD = _("I have told nobody.")
THE_PERSON_ON_DUTY = _("the person on duty")


def _not_it(about: str | int) -> Start:
    """`about`: the id of the alert, or the kind of what was read where no alert was raised."""
    return Start("not-it", _("That is not it"), about)


def oneself_told(alert: int) -> Say:
    """Somebody is on duty now, and was told."""
    return Say(
        _(
            "Thank you for writing it. If you are thinking of dying, 3114 answers day and night, free. There may be a "
            "wait: stay on the line. Immediate danger: 15. Cannot speak: text 114. I have told {guard}. I will tell "
            "you when your message is seen.",
            guard=THE_PERSON_ON_DUTY,
        ),
        (_call(CALL_ME), _not_it(alert)),
        CARDS,
    )


def oneself_later(at: datetime, alert: int) -> Say:
    """Nobody is on duty before that moment. The button says the hour alone: with the day, a phone would cut it off."""
    return Say(
        _(
            "Thank you for writing it. Nobody here can answer you before {hour}. 3114 answers now, free. There may be "
            "a wait: stay on the line. Immediate danger: 15. Cannot speak: text 114. Your unit will read this from "
            "{hour}.",
            hour=When(at),
        ),
        (_call(_("Call me from {hour}", hour=Hour(at))), _not_it(alert)),
        CARDS,
    )


def oneself(told: Text, alert: int | None, *, duty: bool | None) -> Say:
    """Any other truth: nobody told, the team without an hour, seen already. `duty`: whether somebody is on duty, None
    where nobody can call."""
    return Say(
        _(
            "Thank you for writing it. If you are thinking of dying, 3114 answers day and night, free. There may be a "
            "wait: stay on the line. Immediate danger: 15. Cannot speak: text 114. {told}",
            told=told,
        ),
        (_call_or_help(duty), _not_it(alert or "oneself")),
        CARDS,
    )


def has_not_received_it(ap: Called) -> Say:
    """After words that a patient wrote to somebody to whom nothing goes just now."""
    return Say(_("{ap} has not received what you wrote.", ap=ap))


def stays() -> Say:
    """The same for an AP, without a name: why nothing goes there is said by a person."""
    return Say(_("What you wrote was not passed on."))


def somebody_else(when: Text) -> Say:
    """Somebody else is in danger. The unit is told where the person wants it."""
    return Say(
        _(
            "You did right to write it. If this person is in danger now, call 15 and stay with them if that is safe "
            "for you. 3114 also advises relatives, day and night. By text: 114. Would you like to talk to the unit, "
            "{when}?",
            when=when,
        ),
        (Start("call-me", _("Yes, call me"), "now"), Start("nothing-now", _("No thanks")), _not_it("somebody-else")),
        CARDS,
    )


def somebody_else_told(told: Text, alert: int | None, *, duty: bool | None) -> Say:
    """The same, with what is true of the unit instead of the question."""
    return Say(
        _(
            "You did right to write it. If this person is in danger now, call 15 and stay with them if that is safe "
            "for you. 3114 also advises relatives, day and night. By text: 114. {told}",
            told=told,
        ),
        (_call_or_help(duty), _not_it(alert or "somebody-else")),
        CARDS,
    )


def medical(line: str | None, hours: Wording | None, *, joins: bool) -> Say:
    """No supervisor is made a nurse: the unit's own line, and the emergency numbers. `joins`: the words were added to
    an alert that is open, which does not make anybody answer them."""
    buttons = (Start("help-now", _("The numbers")), _not_it("medical"))
    if line is None or hours is None:
        return Say(
            _(
                "Nobody here can judge this. Call your care team now. No answer, or it gets worse: 15 or 112. Cannot "
                "speak: text 114. I have told nobody: your call is what counts."
            ),
            buttons,
        )
    if joins:
        return Say(
            _(
                "Nobody here can judge this. Call your care team now: {line}, {hours}. No answer, or it gets worse: 15 "
                "or 112. Cannot speak: text 114. It is added to what your unit reads from you, but do not wait for "
                "that: your call is what counts.",
                line=line,
                hours=hours,
            ),
            buttons,
        )
    return Say(
        _(
            "Nobody here can judge this. Call your care team now: {line}, {hours}. No answer, or it gets worse: 15 or "
            "112. Cannot speak: text 114. I have told nobody: your call is what counts.",
            line=line,
            hours=hours,
        ),
        buttons,
    )


def distress(*, in_unit: bool, may_ask: bool) -> Say:
    """Strong suffering: people who can listen, and the right to decide nothing."""
    someone = Start("request", _("Someone who has been there")) if may_ask else None
    listener = (
        Start("call-me", _("The psychologist"), PSYCHOLOGIST)
        if in_unit
        else Start("page", _("A psychologist"), "psychological-support")
    )
    page, nothing = Start("page", _("A page"), "emotions-anxiety"), Start("nothing-now", _("Nothing for now"))
    return Say(
        _(
            "What you write is heavy. Thank you for sharing it. I am a program, but there are people who can listen. "
            "What would help you? You may also decide nothing now. If thoughts of death come, 3114 answers day and "
            "night."
        ),
        (someone, listener, page, nothing) if someone else (listener, page, nothing),
    )


def unread(languages: tuple[tuple[str, str], ...] = (), *, in_unit: bool) -> Say:
    """A language that is not read here. `languages`: code and name of those in which these few screens can be had."""
    others = tuple(Start("language", Text(name), code) for code, name in languages)
    if not in_unit:
        return Say(
            _(
                "I only read French and English. Nobody has read your message. Emergency: 112. Show this screen to "
                "your care team: they can ask for an interpreter."
            ),
            (*others, HELP_NOW),
        )
    return Say(
        _(
            "I only read French and English. Nobody has read your message. Emergency: 112. Show this screen to your "
            "care team: they can ask for an interpreter. Would you like a call with an interpreter?"
        ),
        (Start("call-me", _("Yes"), INTERPRETER), Start("nothing-now", _("No")), *others, HELP_NOW),
    )


def mourning(
    when: Text | None, alert: int | None, accompanied: tuple[tuple[int, Name], ...] = (), *, in_danger: bool
) -> Say:
    """Somebody writes that a person has died. `when` a human reads it; None: nobody here does.

    `accompanied`: (pair, first name) of those whom an AP accompanies; one tap says that it is about them. `in_danger`:
    after words of danger, whose numbers stay.
    """
    cards = CARDS if in_danger else ()
    stop, not_it = Start("stop", _("Do not write again")), _not_it(alert or "death")
    if when is None:
        return Say(
            _(
                "Our thoughts are with you. I am a program, and I have told nobody. There is nothing you need to do "
                "here."
            ),
            (HELP_NOW, stop, not_it),
            cards,
        )
    return Say(
        _(
            "Our thoughts are with you. I am a program: I have stopped all automatic messages, and someone from the "
            "unit will read this {when}. Would you like a call, or would you rather not be written to again? There is "
            "nothing else you need to do.",
            when=when,
        ),
        (
            Start("call-me", _("A call")),
            *(Start("bad-news", _("About {name}", name=name), pair) for pair, name in accompanied),
            stop,
            not_it,
        ),
        cards,
    )


def mourning_among_staff() -> Say:
    """Their own screens say it: nothing is on hold until they say which contact it is about."""
    return Say(
        _("I have told nobody and stopped nothing. If it is about somebody in your unit, one tap stops every message."),
        (Start("hold-start", _("I have had bad news")), HELP_NOW),
    )


def perhaps(*, duty: bool | None) -> Say:
    """Only the second reader took the words for danger or an emergency: a question, no alert."""
    call = () if duty is None else (_call_or_help(duty),)
    return Say(
        _(
            "I am a program and I am not sure I understood. Are you in danger, or in need of help right now? “Help "
            "now” shows the numbers that answer day and night. I have told nobody."
        ),
        (HELP_NOW, *call, Start("nothing-now", _("No, go on"))),
    )


def for_you_too() -> Say:
    """Quietly, beside what somebody of the staff typed: it may have been about themself."""
    return Say(_("Taken as your answer, and I have told nobody. If it is about you, help is here too."), (HELP_NOW,))


def numbers_whatever_happens(*, noted: bool = False) -> Say:
    """When even this part of the program fails: the numbers, and nothing that is not sure.

    `noted`: an alert is written all the same, and whom it reaches is not known yet.
    """
    if noted:
        text = _(
            "If you or somebody is in danger: 15 or 112. 3114 answers day and night if you think of dying. Cannot "
            "speak: text 114. I am passing this on to your unit, but could not check who is there: please do not wait "
            "for them."
        )
    else:
        text = _(
            "If you or somebody is in danger: 15 or 112. 3114 answers day and night if you think of dying. Cannot "
            "speak: text 114. I could not check who is on duty, and have told nobody: please do not wait for me."
        )
    return Say(text, (HELP_NOW,), CARDS)


@dialogue("afterwards", before_consent=True, urgent=True)
def afterwards(me: Me, subject: str | None) -> Dialogue:
    """Instead of search or the interrupted question: one short human line, never the same twice in a row."""
    waiting = yield from WhatWaits(me)
    if waiting is None:
        return Start("menu", _("Menu"))
    yield from SaidSo(me)
    if waiting.hushed:
        yield from _until_it_is_a_good_time(waiting)
    elif waiting.kind == "violence":
        yield from _after_violence(waiting)
    elif waiting.kind == "death":
        yield from _after_a_death(waiting)
    else:
        yield from _after_danger(waiting)
    return None


def _after_danger(waiting: Waiting) -> Dialogue:
    state = waiting.told or NOBODY_TOLD
    if waiting.said % 3 == 0:
        text = _(
            "I am a program and I do not have the words this needs. What you are going through matters. Can you call "
            "3114 now, or ask someone to come and be with you? I am leaving everything else aside. {state}",
            state=state,
        )
    elif waiting.said % 3 == 1:
        text = _("I am still here, and everything else can wait. 3114 answers now. {state}", state=state)
    else:
        text = _("Thank you for going on writing. Is there somebody near you? 3114 answers now. {state}", state=state)
    call = (_call(CALL_ME),) if waiting.duty else ()
    yield from Say(text, (HELP_NOW, *call, Start("go-on", _("I feel better, go on"))))
    return None


def _until_it_is_a_good_time(waiting: Waiting) -> Dialogue:
    """Harmless, whoever reads the screen; and what comes back to them waits for this yes."""
    if waiting.said % 2 == 0:
        text = _("Got it. Nothing comes here until you say that it is a good time. Is it now?")
    else:
        text = _("All right. Is this a good time? I send nothing here until then.")
    yield from Say(text, when_it_suits(waiting.first), harmless=True)
    return None


def _after_violence(waiting: Waiting) -> Dialogue:
    """Harmless, whoever reads the screen."""
    go_on = Start("go-on", _("Go on"))
    if waiting.said % 2 == 0:
        text = _("Got it. The useful numbers are always in the menu.")
    else:
        text = _("All right. I am not sending anything else.")
    yield from Say(text, (Start("menu", _("Menu")), go_on), harmless=True)
    return None


def _after_a_death(waiting: Waiting) -> Dialogue:
    buttons = (Start("call-me", _("A call")), Start("go-on", _("Go on")), HELP_NOW)
    if waiting.said % 2 == 0:
        yield from Say(_("There is nothing you need to do here. I am leaving everything else aside."), buttons)
    else:
        yield from Say(_("Take all the time you need. Everything else can wait."), buttons)
    return None


@dialogue("go-on", before_consent=True, urgent=True)
def go_on(me: Me, subject: str | None) -> Dialogue:
    yield from GoOn(me)
    yield from Say(_("We go on, at your pace. “Help now” stays one tap away."))
    return (yield from _what_waited(me))


def _what_waited(me: Me) -> Dialogue:
    """The cards of who said yes, where there are any: a tap on one meanwhile was answered with other words."""
    waiting = yield from MyProposals(me)
    return Start("cards", _("Read their words")) if waiting else Start("menu", _("Menu"))


@dialogue("not-it", before_consent=True, urgent=True)
def not_it(me: Me, subject: str | None) -> Dialogue:
    """An alert stays open with that remark: a human decides."""
    match (yield from NotIt(me, subject)):
        case "held":
            text = _(
                "Thank you for saying so. I have added it to what your unit reads. My own messages stay stopped until "
                "a person there has looked."
            )
        case "remarked":
            text = _(
                "Thank you for saying so. I have added it to what your unit reads; somebody may still get in touch."
            )
        case _:
            text = _("Thank you for saying so.")
    if (yield from WhatWaits(me)) is not None:
        yield from Say(text, (HELP_NOW, Start("go-on", _("Go on"))))
        return None
    yield from Say(text)
    return (yield from _what_waited(me))


@dialogue("nothing-now", before_consent=True, urgent=True)
def nothing_now(me: Me, subject: str | None) -> Dialogue:
    yield from Say(_("All right. I am here whenever you like."), (HELP_NOW, Start("menu", _("Menu"))))
    return None


def _call_or_help(duty: bool | None) -> Start:
    return HELP_NOW if duty is None else _call(CALL_ME if duty else CALL_LATER)


def _call(label: Text) -> Start:
    return Start("call-me", label, "now")
