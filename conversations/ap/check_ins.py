"""The AP's monthly question, about themself; rest is suggested, and a lower capacity proposed, never imposed.

Only the AP reads the answer. A heavy one tells the supervisor nothing without the AP's own yes.
"""

from collections.abc import Generator
from datetime import time
from typing import Any

from conversations.care.check_in_plans import ChoosePlan, Planned, StopPlan
from conversations.care.check_ins import (
    LOW,
    AlreadyClosed,
    Answered,
    NotToday,
    SayHowIAm,
    TheQuestion,
    Wish,
)
from conversations.care.profiles import CarryAtMost, GoAway, MyAvailability
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import AP, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start, Step
from conversations.dialogue.text import Day, Text, _, unasked
from conversations.patient.check_ins import how

APS = frozenset({AP})
HELP_NOW = Start("help-now", _("Help now"))
MENU = Start("menu", _("Menu"))
CALL_ME = Start("call-me", _("Please call me"))
REST = Start("ap-rest", _("A rest"))
MONTHLY_HOUR = time(10)
REST_DAYS = 28  # four weeks without offers: long enough to be one, short enough to come back by itself


def how_are_you_ap(check_in: int) -> Notice:
    return Notice(
        unasked("Hello. A small question for you, as every month, whenever you like. No answer is fine too."),
        (
            Start("ap-check-in", _("Open"), check_in),
            Start("ap-check-in-later", _("Not today"), check_in),
            Start("ap-check-in-stop", _("Stop these questions")),
        ),
        about=f"check-in:{check_in}",
    )


@dialogue("ap-check-in", roles=APS)
def ap_check_in(me: Me, subject: str | None) -> Dialogue:
    question = yield from TheQuestion(me, number_of(subject))
    if question.state != "open":
        yield from Say(_("This question is closed. That is no harm: no answer is fine too."), (REST, MENU))
        return None
    feeling = yield from how(question)
    wish: Wish = "nothing"
    if feeling <= LOW:
        wish = yield from choose(
            _(
                "Thank you for saying so. Nobody else reads it. You give a lot; nothing is expected of you. Would "
                "something help?"
            ),
            _offers(),
            beside=(HELP_NOW,),
        )
    match (yield from SayHowIAm(me, question.id, feeling, wish)):
        case AlreadyClosed():
            yield from Say(_("This question was answered already. Nothing was changed."), (MENU,))
        case Answered() as answered:
            return (yield from _after(answered, feeling, wish))
    return None


def _offers() -> list[Option[Wish]]:
    return [
        Option("team", _("A word with my supervisor"), "team", ("oui", "yes")),
        Option("rest", _("A rest"), "page"),
        Option("no", _("No thanks"), "nothing", ("non", "no", "merci")),
    ]


def _after(answered: Answered, feeling: int, wish: Wish) -> Generator[Step[Any], Any, Start | None]:
    match wish:
        case "team":
            return Start("call-me", _("Please call me"), answered.alert)
        case "page":
            return REST
        case _ if feeling <= LOW:
            yield from Say(_("Understood. I have told nobody. The group is there for you too."), (REST, CALL_ME, MENU))
        case _:
            yield from Say(_("Thank you. Nobody else reads it."), (REST, MENU))
    return None


@dialogue("ap-check-in-later", roles=APS)
def later(me: Me, subject: str | None) -> Dialogue:
    yield from NotToday(me, number_of(subject))
    yield from Say(_("Understood, not today. I will not ask this one again."), (MENU,))
    return None


@dialogue("ap-check-in-stop", roles=APS)
def stop(me: Me, subject: str | None) -> Dialogue:
    yield from StopPlan(me)
    yield from Say(
        _("It is done: I ask no more. The debrief after each contact stays."),
        (Start("ap-check-in-start", _("Ask me again")), CALL_ME, MENU),
    )
    return None


@dialogue("ap-check-in-start", roles=APS)
def start(me: Me, subject: str | None) -> Dialogue:
    """Taken up again by themself: once a month, from a few days on."""
    planned = yield from ChoosePlan(me, "monthly", MONTHLY_HOUR, "charter")
    if isinstance(planned, Planned):
        said = _("Understood. I ask next on {day}, then once a month.", day=Day(planned.first))
    else:
        said = _("Nothing was changed.")
    yield from Say(said, (Start("ap-check-in-stop", _("Stop these questions")), MENU))
    return None


@dialogue("ap-rest", roles=APS)
def rest(me: Me, subject: str | None) -> Dialogue:
    """Proposed, never done behind their back; the people they accompany now are theirs to decide on."""
    now = yield from MyAvailability(me)
    fewer = max(now.room - 1, 0)
    options: list[Option[str]] = [Option("rest", _("No offers for four weeks"), "rest")]
    if now.room > 1:
        options.append(Option("fewer", _("At most {n} at once", n=fewer), "fewer"))
    options.append(Option("same", _("Nothing, as it is"), "same", ("non", "no")))
    chosen = yield from choose(_which(now.carried), options, beside=(CALL_ME,))
    if chosen == "rest":
        yield from GoAway(me, REST_DAYS)
        yield from Say(_("Noted: no offers for four weeks. You can come back earlier."), _ways_on())
    elif chosen == "fewer":
        yield from CarryAtMost(me, fewer)
        yield from Say(_("Noted: at most {n} at once from now on. Contacts under way go on.", n=fewer), _ways_on())
    else:
        yield from Say(_("Nothing was changed."), _ways_on())
    return None


def _which(carried: int) -> Text:
    if carried == 0:
        return _("You accompany nobody just now. Would you like a rest? You decide, and no reason is needed.")
    if carried == 1:
        return _("You accompany one person at the moment. Would you like a rest? You decide, and no reason is needed.")
    return _("You accompany {n} at the moment. Would you like a rest? You decide, and no reason is needed.", n=carried)


def _ways_on() -> tuple[Start, ...]:
    return (Start("availability", _("My availability")), CALL_ME, MENU)
