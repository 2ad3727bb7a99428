"""An alert on the phone of the people on duty: what it says, and its buttons."""

from datetime import datetime

from conversations.care.alerts import (
    OUTCOMES,
    SPOKEN_WITH,
    STEP_WORDS,
    WHY_WORDS,
    AlertOf,
    AlertView,
    CloseAlert,
    Colleagues,
    DeclineAlert,
    Done,
    HandAlert,
    KeepAlert,
    NotYours,
    Over,
    StepView,
    TakeAlert,
    Taken,
    TakeOverAlert,
    kind_words,
)
from conversations.care.tasks import ASKED_FOR, task_words
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import STAFF, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Hour, Text, When, _, joined, unasked, verbatim
from conversations.supervisor.openings import open_message_of

ALERTS = Start("alerts", _("All alerts"))
MENU = Start("menu", _("Menu"))
NEXT_WORDS: dict[str, Text] = {
    "next": _("the next person"),
    "all": _("all supervisors"),
    "coordinator": _("the coordination"),
    "again": _("everybody again"),
}
SHOWN_STEPS = 8
NEVER_FALL_OFF = frozenset({"left", "unreachable"})
"""Steps that whoever looks must know, however much has happened since."""


def about(alert: int) -> str:
    """The name under which an alert's message is found again."""
    return f"alert:{alert}"


def asked_next(then: str, until: datetime) -> Text:
    """`then`: the rung that is told next (escalation.rung), or "you" where there is nobody else."""
    if then == "you":
        return unasked("Without an answer by {until} I ask you again.", until=Hour(until))
    return unasked("Without an answer by {until} I tell {next}.", until=Hour(until), next=NEXT_WORDS[then])


def asked_next_from(then: str, when: datetime) -> Text:
    """The same, where nobody is asked before the unit's people are there again."""
    if then == "you":
        return unasked("Without an answer I ask you again from {when}.", when=When(when))
    return unasked("Without an answer I tell {next} from {when}.", next=NEXT_WORDS[then], when=When(when))


def message_lost(alert: int, at: datetime, second: Text) -> Notice:
    """To the team, about one of them; what the message was about climbs by itself."""
    first = unasked(
        "A message from me to one of your team did not arrive, at {hour}. What it was about goes on to others. Can you "
        "see to it?",
        hour=Hour(at),
    )
    text = unasked("{first} {second}", first=first, second=second)
    return Notice(text, (_take(alert), _decline(alert), _show(alert)), about(alert))


def alert_raised(alert: int, kind: str, at: datetime, second: Text, *, numbers_given: bool) -> Notice:
    """The alert on a phone; `second` says who is asked next."""
    values = {"kind": kind_words(kind), "hour": Hour(at)}
    if numbers_given:
        first = unasked(
            "Someone in your unit is waiting for a human reply ({kind}), received at {hour}. Help numbers were given. "
            "Can you take it?",
            **values,
        )
    else:
        first = unasked(
            "Someone in your unit is waiting for a human reply ({kind}), received at {hour}. Can you take it?", **values
        )
    text = unasked("{first} {second}", first=first, second=second)
    return Notice(text, (_take(alert), _decline(alert), _show(alert)), about(alert))


def handed_to_you(alert: int, kind: str, at: datetime, until: datetime) -> Notice:
    """From a colleague, of what is not urgent."""
    text = unasked(
        "A colleague hands you something that is waiting since {when} ({kind}). Can you take it? Without an answer by "
        "{until} I ask others.",
        kind=kind_words(kind),
        when=When(at),
        until=When(until),
    )
    return Notice(text, (_take(alert), _decline(alert), _show(alert)), about(alert))


def taken_by_a_colleague(at: datetime) -> Text:
    """What the others' messages become."""
    return _("A colleague took this at {hour}. You have nothing to do.", hour=Hour(at))


def you_took_it(at: datetime) -> Text:
    return _("You took this at {hour}.", hour=Hour(at))


def closed_now(at: datetime) -> Text:
    return _("Closed at {hour}.", hour=Hour(at))


def closed_by_a_colleague(at: datetime) -> Text:
    return _("A colleague closed this at {hour}. You have nothing left to do.", hour=Hour(at))


def nothing_left_to_do(alert: int) -> Notice:
    """To who had it in hand: an edit makes no sound."""
    return Notice(unasked("A colleague has closed what you had in hand. You have nothing left to do."), (_show(alert),))


def holder_buttons(alert: int) -> tuple[Start, ...]:
    return (_show(alert), _close(alert), _hand(alert))


def more_of(alert: int, kind: str) -> Notice:
    """To who has it in hand."""
    words = {
        "ap-urgent": unasked("A volunteer says once more that what you have in hand is urgent."),
        "delivery-failed": unasked("Another message from me to one of your team did not arrive."),
    }
    return Notice(words.get(kind, unasked("The person you took care of has written again.")), (_show(alert),))


def still_yours(alert: int, at: datetime) -> Notice:
    return Notice(
        unasked("You took an alert at {when}. Is it still in your hands?", when=When(at)),
        (Start("keep-alert", _("Still mine"), alert), _close(alert), _hand(alert)),
    )


def open_again(alert: int) -> Notice:
    return Notice(
        unasked("You did not answer, so an alert is open again and others are asked."), (_take(alert), _show(alert))
    )


def open_again_to_you(alert: int) -> Notice:
    """There is nobody else to ask."""
    return Notice(
        unasked("You did not answer, so an alert is open again. I have nobody else to ask, and ask you again."),
        (_take(alert), _show(alert)),
    )


def not_needed_any_more(at: datetime) -> Text:
    """What the message about a lost message becomes."""
    return _("At {hour}: what did not arrive is in good hands. You have nothing to do.", hour=Hour(at))


def seen_by_a_human(at: datetime) -> Notice:
    """To the person who is waiting."""
    return Notice(
        unasked("Somebody from your team has seen your message, at {hour}.", hour=Hour(at)),
        (Start("help-now", _("Help now")),),
    )


@dialogue("alert", roles=STAFF, urgent=True)
def alert(me: Me, subject: str | None) -> Dialogue:
    view = yield from AlertOf(me, subject)
    if view is None:
        yield from _nothing()
        return None
    lines = [line_of(view), *_why(view)]
    if view.name:
        lines.append(_("First name: {name}", name=view.name))
    if view.remark:
        lines.append(_("The person says: that is not it."))
    yield from Say(joined([*lines, *_timeline(view)]), _buttons(view), about=f"alert-shown:{view.id}")
    return None


@dialogue("take-alert", roles=STAFF, urgent=True)
def take_alert(me: Me, subject: str | None) -> Dialogue:
    yield from _said_of(subject, (yield from TakeAlert(me, subject)))
    return None


@dialogue("take-over-alert", roles=STAFF, urgent=True)
def take_over_alert(me: Me, subject: str | None) -> Dialogue:
    yield from _said_of(subject, (yield from TakeOverAlert(me, subject)))
    return None


@dialogue("decline-alert", roles=STAFF, urgent=True)
def decline_alert(me: Me, subject: str | None) -> Dialogue:
    others = yield from Colleagues(me, subject)
    outcome = yield from DeclineAlert(me, subject)
    if isinstance(outcome, Done) and not others:
        yield from Say(
            _("Understood. I have nobody else to ask just now. I go on trying, and will ask you again."),
            (Start("take-alert", _("After all, I take it"), subject),),
        )
        return None
    if isinstance(outcome, Done):
        yield from Say(_("Understood. I am asking others."), (Start("take-alert", _("After all, I take it"), subject),))
        return None
    yield from _said_of(subject, outcome)
    return None


@dialogue("keep-alert", roles=STAFF, urgent=True)
def keep_alert(me: Me, subject: str | None) -> Dialogue:
    outcome = yield from KeepAlert(me, subject)
    if isinstance(outcome, Done):
        yield from Say(_("Thank you. I will ask again later."), (_close(subject), _show(subject)))
        return None
    yield from _said_of(subject, outcome)
    return None


@dialogue("hand-alert", roles=STAFF, urgent=True)
def hand_alert(me: Me, subject: str | None) -> Dialogue:
    view = yield from AlertOf(me, subject)
    others = yield from Colleagues(me, subject)
    if view is None or not others:
        yield from Say(_("There is nobody else here who can be reached."), (ALERTS, MENU))
        return None
    options = [
        Option(
            str(one.person),
            _("{name} (on duty)", name=_named(one.name)) if one.on_duty else _named(one.name),
            one.person,
        )
        for one in others
    ]
    chosen = yield from choose(_("To whom?"), options)
    outcome = yield from HandAlert(me, subject, chosen)
    if isinstance(outcome, Done):
        yield from Say(_("Your colleague has it on the phone now. I go on until somebody takes it."), (ALERTS,))
        return None
    yield from _said_of(subject, outcome)
    return None


@dialogue("close-alert", roles=STAFF, urgent=True)
def close_alert(me: Me, subject: str | None) -> Dialogue:
    """Subject: the alert, and after a colon what was done, where the button said it."""
    alert, _colon, done = (subject or "").partition(":")
    view = yield from AlertOf(me, alert)
    if view is None:
        yield from _nothing()
        return None
    if not done:
        done = yield from choose(_("What was done?"), [Option(name, words, name) for name, words in OUTCOMES])
    outcome = yield from CloseAlert(me, alert, done)
    if isinstance(outcome, Done) and done not in SPOKEN_WITH and any(kind in ASKED_FOR for _task, kind in view.calls):
        calls = tuple(Start("task", task_words(kind), task) for task, kind in view.calls)
        yield from Say(_("Closed. What was promised to the person stays on the list, still to be done."), calls)
        return None
    if isinstance(outcome, Done):
        yield from Say(_("Closed. Thank you."), (Start("half-day", _("My half-day")),))
        return None
    yield from _said_of(alert, outcome)
    return None


def _said_of(subject: str | None, outcome: Done | Taken | Over | NotYours) -> Dialogue:
    match outcome:
        case Taken(mine=True):
            yield from Say(
                _("Thank you. It is yours, and nobody else is called."),
                (_show(subject), _close(subject), _hand(subject)),
            )
        case Taken(since=since):
            yield from Say(
                _("A colleague took it at {hour}.", hour=Hour(since)),
                (Start("take-over-alert", _("Take over"), subject), _show(subject)),
            )
        case Over():
            yield from Say(_("It is closed already. Nothing was changed."), (ALERTS, MENU))
        case _:
            yield from _nothing()
    return None


def _nothing() -> Dialogue:
    yield from Say(_("There is no such alert for you here. Nothing was changed."), (MENU,))
    return None


def line_of(view: AlertView) -> Text:
    if view.unit is not None:
        return _("{line} ({unit})", line=_state(view), unit=view.unit)
    return _state(view)


def _state(view: AlertView) -> Text:
    values = {"kind": kind_words(view.kind), "when": When(view.raised_at), "n": view.times}
    if view.state == "taken" and view.mine:
        return _("Yours: {kind}, since {when}.", **values)
    if view.state == "taken":
        return _("In a colleague’s hands: {kind}, since {when}.", **values)
    if view.state == "resolved":
        return _("Closed: {kind}, of {when}.", **values)
    return _("<b>Open</b>: {kind}, since {when}.", **values)


def _why(view: AlertView) -> list[Text]:
    """What raised it, by its kind and the rule of the safety words; never the words themselves."""
    if view.kind not in WHY_WORDS:
        return []
    why = WHY_WORDS[view.kind]
    if view.rule is None:
        return [_("Raised by: {why}", why=why)]
    return [_("Raised by: {why} (rule {rule})", why=why, rule=verbatim(view.rule))]


def _timeline(view: AlertView) -> list[Text]:
    """How it began, and what happened last."""
    first = _("{when}: {what}", when=When(view.raised_at), what=STEP_WORDS["raised"])
    steps = [step for step in view.steps if step.what != "raised"]
    older, newest = steps[:-SHOWN_STEPS], steps[-SHOWN_STEPS:]
    return [first, *(_step(step) for step in (*(s for s in older if s.what in NEVER_FALL_OFF), *newest))]


def _step(step: StepView) -> Text:
    what = STEP_WORDS.get(step.what, verbatim(step.what))
    if step.who is None:
        return _("{when}: {what}", when=When(step.at), what=what)
    return _("{when}: {what} ({name})", when=When(step.at), what=what, name=verbatim(step.who))


def _buttons(view: AlertView) -> tuple[Start, ...]:
    buttons: list[Start] = []
    if view.state == "open":
        buttons += [_take(view.id), _decline(view.id)]
    elif view.state == "taken" and not view.mine:
        buttons.append(Start("take-over-alert", _("Take over"), view.id))
    if view.state != "resolved":
        buttons += [Start("close-alert", words, f"{view.id}:{name}") for name, words in OUTCOMES]
        buttons.append(_hand(view.id))
    buttons += [Start("task", task_words(kind), task) for task, kind in view.calls]
    if view.has_message:
        buttons.append(open_message_of(view.id))
    return (*buttons, ALERTS)


def _named(name: str | None) -> Text:
    return verbatim(name) if name else _("A colleague")


def _take(alert: int | str | None) -> Start:
    return Start("take-alert", _("I take it"), alert)


def _decline(alert: int) -> Start:
    return Start("decline-alert", _("I cannot"), alert)


def _show(alert: int | str | None) -> Start:
    return Start("alert", _("Details"), alert)


def _close(alert: int | str | None) -> Start:
    return Start("close-alert", _("Done"), alert)


def _hand(alert: int | str | None) -> Start:
    return Start("hand-alert", _("Hand over"), alert)
