"""When the date has passed, or nobody fits: choices, never an end. And the notices of the wait."""

from datetime import datetime

from conversations.care.profiles import Name
from conversations.care.requests import AROUND, ChangeRequest, KeepPlace, RequestFrame, WhatElse, Widen
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_date, choose
from conversations.dialogue.registry import ACCOMPANIED, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Day, Hour, When, Wording, _, unasked

MENU = Start("menu", _("Menu"))
MY_REQUEST = Start("my-request", _("See my request"))
CHOICES = (Start("widen", _("Widen")), Start("keep-place", _("Keep my place")), Start("withdraw-request", _("Stop")))


def nobody_yet(role: Wording, until: datetime, calls: bool) -> Notice:
    """`until`: when the person of the unit will have been in touch; by phone only where a number is on record."""
    if calls:
        return Notice(
            unasked(
                "I have not found the right person yet. This is not about you: few people are free just now. Expect a "
                "call from {role} before {day}, {hour}. Until then you can widen the search, keep your place, or stop.",
                role=role,
                day=Day(until),
                hour=Hour(until),
            ),
            (*CHOICES, Start("other-ways", _("Other ways"))),
        )
    return Notice(
        unasked(
            "I have not found the right person yet. This is not about you: few people are free just now. Expect a "
            "message here from {role} before {day}, {hour}. Until then you can widen the search, keep your place, or "
            "stop.",
            role=role,
            day=Day(until),
            hour=Hour(until),
        ),
        (*CHOICES, Start("other-ways", _("Other ways"))),
    )


def search_goes_on(until: datetime) -> Notice:
    return Notice(
        unasked("I go on looking, and write to you by {until} in any case.", until=When(until)), (MY_REQUEST, MENU)
    )


def place_is_kept() -> Notice:
    """After something had stood still, where nobody was looked for."""
    return Notice(
        unasked("Your place is kept, and nothing happens until you say so. One tap, and I look again."),
        (Start("search-again", _("Look again")), MY_REQUEST),
    )


def still_your_choice(until: datetime) -> Notice:
    return Notice(
        unasked(
            "As promised, a word today: somebody has said yes and waits for your choice until {until}.",
            until=When(until),
        ),
        (Start("cards", _("Read their words")), MY_REQUEST),
    )


def choice_goes_on(until: datetime) -> Notice:
    """After something had stood still."""
    return Notice(
        unasked("Somebody has said yes, and waits for your choice until {until}.", until=When(until)),
        (Start("cards", _("Read their words")), MY_REQUEST),
    )


def first_step_goes_on(ap: Name, by: datetime) -> Notice:
    """After something had stood still."""
    return Notice(
        unasked("{ap} takes the first step by {by}.", ap=ap, by=When(by)),
        (Start("my-pair", _("My contact")), MENU),
    )


def first_step_to_come(ap: Name, by: datetime) -> Notice:
    return Notice(
        unasked("As promised, a word today: {ap} takes the first step by {by}.", ap=ap, by=When(by)),
        (Start("my-pair", _("My contact")), MENU),
    )


def first_step_late(ap: Name, role: Wording, until: datetime) -> Notice:
    return Notice(
        unasked(
            "As promised, a word today: {ap} has not been in touch yet. I am sorry. Expect a message here from {role} "
            "before {until}.",
            ap=ap,
            role=role,
            until=When(until),
        ),
        (Start("my-pair", _("My contact")), MENU),
    )


@dialogue("widen", roles=ACCOMPANIED)
def widen(me: Me, subject: str | None) -> Dialogue:
    until = yield from Widen(me)
    return (yield from _goes_on(until))


@dialogue("sister-unit", roles=ACCOMPANIED)
def sister_unit(me: Me, subject: str | None) -> Dialogue:
    """Only units that the unit's own file names; the service looks that up again."""
    until = yield from Widen(me, subject)
    return (yield from _goes_on(until))


@dialogue("keep-place", roles=ACCOMPANIED)
def keep_place(me: Me, subject: str | None) -> Dialogue:
    until = yield from KeepPlace(me)
    return (yield from _goes_on(until))


@dialogue("search-again", roles=ACCOMPANIED)
def search_again(me: Me, subject: str | None) -> Dialogue:
    until = yield from KeepPlace(me)
    return (yield from _goes_on(until))


def _goes_on(until: datetime | None) -> Dialogue:
    """Where there is nothing to look for just now, the request's own page says why."""
    if until is None:
        return MY_REQUEST
    yield from Say(
        _("I go on looking, and your place is kept. You hear from me by {until} in any case.", until=When(until)),
        (MY_REQUEST, MENU),
    )
    return None


@dialogue("other-ways", roles=ACCOMPANIED)
def other_ways(me: Me, subject: str | None) -> Dialogue:
    ways = yield from WhatElse(me)
    if ways is None:
        yield from Say(_("You have no request under way."), (MENU,))
        return None
    sisters = tuple(Start("sister-unit", _("Ask also in {unit}", unit=name), unit_id) for unit_id, name in ways.sister)
    yield from Say(
        _(
            "While you wait: {psychologist} can listen, associations have people who have been there, and somebody of "
            "the unit can call you. None of this ends your request.",
            psychologist=ways.psychologist,
        ),
        (
            *sisters,
            Start("call-me", _("Please call me")),
            Start("page", _("Associations"), "associations"),
            Start("page", _("The psychologist"), "psychological-support"),
            MY_REQUEST,
        ),
    )
    return None


@dialogue("around", roles=ACCOMPANIED)
def around(me: Me, subject: str | None) -> Dialogue:
    """A day instead of medical detail: the AP reads it only after the person's yes."""
    frame = yield from RequestFrame(me)
    if frame is None:
        yield from Say(_("You have no request under way."), (MENU,))
        return None
    what = yield from choose(
        _("Is there a day that counts? It helps the person to be there in time; they read it only after your yes."),
        [Option(kind, label, kind) for kind, label in AROUND.items()],
    )
    day = yield from ask_date(_("Which day is it?"), today=frame.today)
    changed = yield from ChangeRequest(me, around=(what, day))
    if not changed:
        return MY_REQUEST
    yield from Say(_("Noted: {day}.", day=day), (MY_REQUEST, MENU))
    return None
