"""An alert in the hands of the people on duty: opened, taken, declined, handed on, closed."""

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
from conversations.care.tasks import ASKED_FOR, BY_ANYBODY, task_words
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import STAFF, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Hour, Text, When, _, joined, verbatim
from conversations.supervisor import alert_words as words
from conversations.supervisor.openings import open_message_of

ALERTS = Start("alerts", _("All alerts"))
MENU = Start("menu", _("Menu"))
SHOWN_STEPS = 8
NEVER_FALL_OFF = frozenset({"left", "unreachable"})
"""Steps that whoever looks must know, however much has happened since."""


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
        yield from Say(_("Thank you. I will ask again later."), (words.close(subject), words.show(subject)))
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
    done_with_it = BY_ANYBODY if done in SPOKEN_WITH else frozenset()
    left = [(task, kind) for task, kind in view.calls if kind in ASKED_FOR - done_with_it]
    if isinstance(outcome, Done) and left:
        calls = tuple(Start("task", task_words(kind), task) for task, kind in left)
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
                (words.show(subject), words.close(subject), words.hand(subject)),
            )
        case Taken(since=since):
            yield from Say(
                _("A colleague took it at {hour}.", hour=Hour(since)),
                (Start("take-over-alert", _("Take over"), subject), words.show(subject)),
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
        buttons += [words.take(view.id), words.decline(view.id)]
    elif view.state == "taken" and not view.mine:
        buttons.append(Start("take-over-alert", _("Take over"), view.id))
    if view.state != "resolved":
        buttons += [Start("close-alert", words, f"{view.id}:{name}") for name, words in OUTCOMES]
        buttons.append(words.hand(view.id))
    buttons += [Start("task", task_words(kind), task) for task, kind in view.calls]
    if view.has_message:
        buttons.append(open_message_of(view.id))
    return (*buttons, ALERTS)


def _named(name: str | None) -> Text:
    return verbatim(name) if name else _("A colleague")
