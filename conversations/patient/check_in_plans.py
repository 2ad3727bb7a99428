"""When somebody wishes to be asked how they are: chosen, seen, moved, made rarer, paused and stopped by themself."""

from collections.abc import Generator
from datetime import date, datetime, timedelta
from typing import Any

from conversations.care.check_in_plans import (
    MOMENTS,
    RHYTHMS,
    TELL,
    ZONES,
    AskLessOften,
    ChoosePlan,
    GoOnAsking,
    LiveIn,
    MyPlan,
    NothingLeft,
    PausePlan,
    Planned,
    PlanView,
    Rhythms,
    StopPlan,
    TellOfSilence,
    Weekends,
    WhatICanChoose,
)
from conversations.care.people import CHECK_INS, Agree
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_date, choose, confirm
from conversations.dialogue.registry import ACCOMPANIED, Entry, dialogue
from conversations.dialogue.steps import Decision, Dialogue, Me, Say, Start, Step
from conversations.dialogue.text import Day, Hour, Text, _, joined, unasked

MENU = Start("menu", _("Menu"))
RHYTHM = Start("check-in-plan", _("When I am asked"))
AGREEMENT = _(
    "I keep this rhythm and your answers, for you alone; you can erase them at any time. Telegram also sees them pass. "
    "I draw no conclusion and tell nobody without your yes. Shall I ask you?"
)


def plan_offered() -> Notice:
    """Once, after the first contact. Nothing comes unless they choose it."""
    return Notice(
        unasked("Hello. Would you like me to ask now and then how you are? Nothing comes unless you choose it."),
        (Start("check-in-choose", _("Choose a rhythm")), Start("check-in-no", _("No thanks"))),
    )


@dialogue("check-in-plan", roles=ACCOMPANIED, entry=Entry(40, _("How I am, now and then"), when="in-a-unit"))
def check_in_plan(me: Me, subject: str | None) -> Dialogue:
    plan = yield from MyPlan(me)
    if plan is None or plan.state in ("done", "ended"):
        return Start("check-in-choose", _("Choose a rhythm"))
    yield from Say(joined(_lines(plan)), _ways_on(plan))
    return None


def _lines(plan: PlanView) -> list[Text]:
    lines: list[Text] = [_("You are asked: {rhythm}.", rhythm=RHYTHMS[plan.rhythm])]
    if plan.moment is not None:
        lines = [_("You are asked around a date: {moment}.", moment=MOMENTS.get(plan.moment, MOMENTS["other"]))]
    if plan.state == "resting":
        lines.append(_("I could not reach you for a while, so I stopped asking."))
    elif plan.state == "held":
        lines.append(_("In a pause since what you told me: one tap, and it goes on."))
    elif plan.next is not None:
        lines.append(_("Next: {day}, around {hour}.", day=Day(plan.next), hour=Hour(plan.next)))
    if not plan.weekends:
        lines.append(_("Not at weekends."))
    if plan.tell != "nobody":
        lines.append(_("After two questions without an answer I tell: {whom}.", whom=TELL[plan.tell]))
    return lines


def _ways_on(plan: PlanView) -> tuple[Start, ...]:
    go_on = (Start("check-in-go-on", _("Ask me again")),) if plan.state == "resting" or plan.paused_until else ()
    if plan.state == "held":
        go_on = (Start("not-that", _("Go on")),)
    return (
        *go_on,
        Start("check-in", _("Say how I am now")),
        Start("my-answers", _("My last answers")),
        Start("check-in-choose", _("Another rhythm or hour")),
        Start("check-in-pause", _("A pause")),
        Start("check-in-rarer", _("Less often")),
        Start("check-in-more", _("Other choices")),
        Start("check-in-stop", _("Stop these questions")),
        MENU,
    )


@dialogue("check-in-more", roles=ACCOMPANIED)
def more(me: Me, subject: str | None) -> Dialogue:
    plan = yield from MyPlan(me)
    if plan is None:
        return Start("check-in-choose", _("Choose a rhythm"))
    yield from Say(
        _("What would you like to change?"),
        (
            Start("check-in-days", _("Not at weekends") if plan.weekends else _("Weekends too")),
            Start("check-in-silence", _("If I do not answer")),
            Start("check-in-zone", _("I live in another time zone")),
            RHYTHM,
        ),
    )
    return None


@dialogue("check-in-choose", roles=ACCOMPANIED)
def choose_plan(me: Me, subject: str | None) -> Dialogue:
    can = yield from WhatICanChoose(me)
    rhythm = yield from choose(
        _("How often shall I ask how you are? It takes one or two taps, and no answer is fine too."), _rhythms()
    )
    if rhythm is None:
        yield from StopPlan(me)
        yield from Say(_("Understood: I will not ask. You can choose a rhythm later, in the menu."), (MENU,))
        return None
    moment, day = None, None
    if rhythm == "moment":
        moment, day = yield from _which_date(can.today)
    hour = yield from choose(
        _("Around what time?"),
        [
            Option(at.strftime("%H%M"), Text("{hour}", {"hour": at}), at, (str(at.hour), f"{at.hour}h"))
            for at in can.hours
        ],
    )
    if not (yield from confirm(AGREEMENT, yes=_("Yes, ask me"), no=_("No thanks"))):
        return Start("check-in-no", _("No thanks"))
    yield from Agree(me, CHECK_INS, AGREEMENT.source, True)
    planned = yield from ChoosePlan(me, rhythm, hour, AGREEMENT.source, moment, day)
    yield from _say(planned)
    return None


def _rhythms() -> list[Option[Rhythms | None]]:
    rhythms: list[Option[Rhythms | None]] = []
    rhythms += [Option(name, label, name) for name, label in RHYTHMS.items()]
    return [*rhythms, Option("never", _("Never"), None, ("jamais", "never", "non", "no"))]


def _which_date(today: date) -> Generator[Step[Any], Any, tuple[str, date]]:
    moment = yield from choose(
        _("Around what? I ask two days before, and five and twelve days after."),
        [Option(name, label, name) for name, label in MOMENTS.items()],
    )
    day = yield from ask_date(_("On which day? For example 12/03."), today=today, first=today - timedelta(days=11))
    return moment, day


@dialogue("check-in-no", roles=ACCOMPANIED)
def no_plan(me: Me, subject: str | None) -> Dialogue:
    yield from Say(_("Understood: I will not ask. You can choose a rhythm later, in the menu."), (MENU,))
    return None


@dialogue("check-in-rarer", roles=ACCOMPANIED)
def less_often(me: Me, subject: str | None) -> Dialogue:
    """One tap, from the question itself."""
    planned = yield from AskLessOften(me)
    if isinstance(planned, NothingLeft):
        yield from Say(
            _("It cannot be rarer than it is. You can pause it or stop it."),
            (Start("check-in-pause", _("A pause")), Start("check-in-stop", _("Stop these questions")), MENU),
        )
        return None
    yield from _say(planned)
    return None


@dialogue("check-in-pause", roles=ACCOMPANIED)
def pause(me: Me, subject: str | None) -> Dialogue:
    can = yield from WhatICanChoose(me)
    until = yield from ask_date(_("Until which day shall I stay silent?"), today=can.today)
    yield from _say((yield from PausePlan(me, until)))
    return None


@dialogue("check-in-go-on", roles=ACCOMPANIED)
def go_on(me: Me, subject: str | None) -> Dialogue:
    yield from _say((yield from GoOnAsking(me)))
    return None


@dialogue("check-in-days", roles=ACCOMPANIED)
def weekends(me: Me, subject: str | None) -> Dialogue:
    """One tap turns it over: what the button said is what happens."""
    plan = yield from MyPlan(me)
    yield from _say((yield from Weekends(me, wanted=plan is not None and not plan.weekends)))
    return None


@dialogue("check-in-zone", roles=ACCOMPANIED)
def zone(me: Me, subject: str | None) -> Dialogue:
    """Asked only of those who say that theirs differs from the unit's."""
    name = yield from choose(
        _("Where do you live, or stay for now?"), [Option(zone, label, zone) for zone, label in ZONES]
    )
    decision: Decision[Planned | NothingLeft] = LiveIn(me, name)
    yield from _say((yield from decision))
    return None


@dialogue("check-in-silence", roles=ACCOMPANIED)
def silence(me: Me, subject: str | None) -> Dialogue:
    plan = yield from MyPlan(me)
    if plan is None:
        return Start("check-in-choose", _("Choose a rhythm"))
    possible = {"nobody": True, "ap": plan.ap, "team": plan.team}
    whom = yield from choose(
        _("If you leave two questions in a row unanswered, whom shall I tell? Silence is a choice too."),
        [Option(name, label, name) for name, label in TELL.items() if possible[name]],
    )
    if (yield from TellOfSilence(me, whom)):
        yield from Say(_("Noted: {whom}. You can change it at any time.", whom=TELL[whom]), (RHYTHM, MENU))
    else:
        yield from Say(_("Nothing was changed."), (RHYTHM, MENU))
    return None


@dialogue("check-in-stop", roles=ACCOMPANIED)
def stop(me: Me, subject: str | None) -> Dialogue:
    """One tap. Everything else goes on."""
    yield from StopPlan(me)
    yield from Say(
        _("It is done: I ask no more. Everything else goes on, and you can choose a rhythm again in the menu."), (MENU,)
    )
    return None


def _say(planned: Planned | NothingLeft) -> Generator[Step[Any], Any, None]:
    if isinstance(planned, Planned):
        yield from Say(_next(planned.first), (RHYTHM, MENU))
        return
    yield from Say(
        _("There is no day left to ask on. You can choose another rhythm."),
        (Start("check-in-choose", _("Choose a rhythm")), MENU),
    )


def _next(at: datetime) -> Text:
    return _(
        "Understood. I ask next on {day}, around {hour}. No answer is fine too.",
        day=Day(at),
        hour=Hour(at),
    )
