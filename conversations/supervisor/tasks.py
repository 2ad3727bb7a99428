"""A task on the phone of who must do it: open, take, hand on, done."""

from datetime import datetime

from conversations.care.alerts import Colleagues, Done, NotYours, Over, Taken
from conversations.care.holds import OneHold
from conversations.care.profiles import Name
from conversations.care.subjects import number_of
from conversations.care.tasks import (
    AFTER_VIOLENCE,
    DECIDED,
    NEVER_WRITTEN,
    READ,
    FinishTask,
    HandTask,
    TakeTask,
    TaskOf,
    TaskView,
    WriteForTask,
    task_words,
)
from conversations.dialogue.notice import Notice, work
from conversations.dialogue.prompts import Option, ask_text, choose
from conversations.dialogue.registry import STAFF, SUPERVISOR, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _, joined, unasked, verbatim
from conversations.supervisor.holds import ways_to_decide

HALF_DAY = Start("half-day", _("My half-day"))


def task_is_yours(task: int, due: datetime) -> Notice:
    return work(
        unasked("A colleague handed you something to do, before {due}.", due=When(due)),
        (Start("task", _("Open"), task),),
    )


def asks_you(task: int, due: datetime) -> Notice:
    """To who has the person's alert in hand already."""
    return work(
        unasked("The person you took care of asks you to be in touch, before {due}.", due=When(due)),
        (Start("task", _("Open"), task),),
    )


def voice_call(task: int, ap: Name, due: datetime, deputy: tuple[int, Name] | None) -> Notice:
    """An AP is to be called after bad news (care.md text 21). `deputy`: (who, their name)."""
    words = unasked(
        "{ap} needs a voice call from you before {due}. Automatic messages of this pair are stopped. {ap} has learned "
        "nothing from me. Details when you open this. After the call: “Done”.",
        ap=ap,
        due=When(due),
    )
    buttons: tuple[Start, ...] = (Start("task", _("Open"), task), Start("done-task", _("Done"), task))
    if deputy is not None:
        person, name = deputy
        words = unasked(
            "{ap} needs a voice call from you before {due}. Automatic messages of this pair are stopped. {ap} has "
            "learned nothing from me. Details when you open this. After the call: “Done”. If you cannot: “Hand to "
            "{deputy}”.",
            ap=ap,
            due=When(due),
            deputy=name,
        )
        buttons = (*buttons, Start("hand-task-to", _("Hand to {deputy}", deputy=name), f"{task}:{person}"))
    return work(words, buttons, about=f"voice-call:{task}")


def word_from_the_team(words: str, task: int, kind: str) -> Notice:
    """A human's own words, for a task of that kind; the first line says nothing that somebody else must not read."""
    text = unasked("A message from a person of your team:\n\n{words}", words=words)
    return Notice(text, about=about_safe_words(task), covered=True) if kind in AFTER_VIOLENCE else Notice(text)


def about_safe_words(task: int) -> str:
    """The name of what was written for a task after words of violence, as the outbox knows it: it waits longer."""
    return f"safe-words:{task}"


NOT_OPENED = _("What was written here did not arrive or was not opened, and is deleted: it is still to do.")
"""What is noted with that task, which is open again."""


@dialogue("task", roles=STAFF, urgent=True)
def task(me: Me, subject: str | None) -> Dialogue:
    view = yield from TaskOf(me, subject)
    if view is None:
        yield from _nothing()
        return None
    hold = (yield from OneHold(me, number_of(view.opens[1]))) if view.opens and view.opens[0] == "hold" else None
    decides = ways_to_decide(hold) if hold is not None and me.role == SUPERVISOR else ()
    yield from Say(joined(_lines(view)), (*decides, *_buttons(view)))
    return None


@dialogue("take-task", roles=STAFF, urgent=True)
def take_task(me: Me, subject: str | None) -> Dialogue:
    outcome = yield from TakeTask(me, subject)
    if isinstance(outcome, Taken) and outcome.mine:
        return Start("task", _("Open"), subject)
    yield from _said_of(outcome)
    return None


@dialogue("done-task", roles=STAFF, urgent=True)
def done_task(me: Me, subject: str | None) -> Dialogue:
    """One tap: a list that asks "are you sure" of everything is a list nobody clears. What is to be decided is not done
    by a tap, nor is read what nobody opened; after a mourning a supervisor says how it goes on, which ends it."""
    view = yield from TaskOf(me, subject)
    if view is not None and view.opens and view.kind == "mourning" and me.role == SUPERVISOR:
        return Start("mourning-after", _("How it goes on"), view.opens[1])
    if view is not None and view.opens and view.kind in DECIDED:
        return Start(view.opens[0], _("Open"), view.opens[1])
    if view is not None and view.kind in READ and not view.mine:
        yield from Say(
            _("Nobody has read it yet: take it first, and it opens."), (Start("take-task", _("I take it"), view.id),)
        )
        return None
    outcome = yield from FinishTask(me, subject)
    if isinstance(outcome, Done):
        yield from Say(_("Done. The number and the notes of this task are erased."), (HALF_DAY,))
        return None
    yield from _said_of(outcome)
    return None


@dialogue("hand-task", roles=STAFF, urgent=True)
def hand_task(me: Me, subject: str | None) -> Dialogue:
    view = yield from TaskOf(me, subject)
    others = yield from Colleagues(me, task=subject)
    if view is None or not others:
        yield from Say(_("There is nobody else here who can be reached."), (HALF_DAY,))
        return None
    options = [Option(str(o.person), verbatim(o.name) if o.name else _("A colleague"), o.person) for o in others]
    chosen = yield from choose(_("Who takes it over?"), options)
    outcome = yield from HandTask(me, subject, chosen)
    yield from _handed(outcome)
    return None


@dialogue("hand-task-to", roles=STAFF, urgent=True)
def hand_task_to(me: Me, subject: str | None) -> Dialogue:
    """To the deputy that the message named; `subject`: "task:person"."""
    task, _sep, named = (subject or "").partition(":")
    view, colleague = (yield from TaskOf(me, task)), number_of(named)
    others = yield from Colleagues(me, task=task)
    if view is not None and colleague not in {one.person for one in others}:
        yield from Say(
            _("Your colleague cannot take it any more. Nothing was changed."),
            (Start("hand-task", _("Hand over"), view.id), HALF_DAY),
        )
        return None
    outcome = yield from HandTask(me, task, colleague)
    yield from _handed(outcome)
    return None


def _handed(outcome: Done | Over | NotYours) -> Dialogue:
    if isinstance(outcome, Done):
        yield from Say(_("It is in your colleague’s hands now."), (HALF_DAY,))
        return None
    yield from _said_of(outcome)
    return None


@dialogue("write-task", roles=STAFF, urgent=True)
def write_task(me: Me, subject: str | None) -> Dialogue:
    view = yield from TaskOf(me, subject)
    if view is None or not view.can_write:
        yield from _nothing()
        return None
    words = yield from ask_text(_("What would you like to write? It arrives as a message from a person of the team."))
    outcome = yield from WriteForTask(me, subject, words)
    if isinstance(outcome, Done):
        yield from Say(_("Sent, and the task is done."), (HALF_DAY,))
        return None
    yield from _said_of(outcome)
    return None


def _lines(view: TaskView) -> list[Text]:
    lines = [_("<b>{what}</b>, before {due}.", what=task_words(view.kind), due=When(view.due_at))]
    if view.name:
        lines.append(_("First name: {name}", name=view.name))
    if view.mine:
        if view.number:
            lines.append(
                _("Number: {number}. Say your first name and nothing else until it is them.", number=view.number)
            )
        if view.details:
            lines.append(view.details)
        if view.kind in NEVER_WRITTEN:
            lines.append(
                _(
                    "It follows words about violence: somebody else may read that phone. Please write nothing there, "
                    "and call only at the time they named."
                )
            )
        elif view.kind in AFTER_VIOLENCE:
            lines.append(
                _(
                    "It follows words about violence: somebody else may read that phone. There your words stand behind "
                    "“Message” until they are opened; please write nothing that says what it is about."
                )
            )
    elif view.state == "taken":
        lines.append(_("A colleague has it."))
    elif view.number is None and view.details is None:
        lines.append(_("Take it to see what is noted."))
    return lines


def _buttons(view: TaskView) -> tuple[Start, ...]:
    buttons: list[Start] = []
    if not view.mine:
        buttons.append(Start("take-task", _("I take it"), view.id))
    if view.opens:
        buttons.append(Start(view.opens[0], _("Open"), view.opens[1]))
    if view.kind not in DECIDED and (view.mine or view.kind not in READ):
        buttons.append(Start("done-task", _("Done"), view.id))
    if view.mine and view.can_write:
        buttons.append(Start("write-task", _("Write here"), view.id))
    if view.alert:
        buttons.append(Start("alert", _("Details"), view.alert))
    return (*buttons, Start("hand-task", _("Hand over"), view.id), HALF_DAY)


def _said_of(outcome: Done | Taken | Over | NotYours) -> Dialogue:
    match outcome:
        case Taken():
            yield from Say(_("A colleague has it already."), (HALF_DAY,))
        case Over():
            yield from Say(_("It is done already. Nothing was changed."), (HALF_DAY,))
        case _:
            yield from _nothing()
    return None


def _nothing() -> Dialogue:
    yield from Say(_("There is no such task for you here. Nothing was changed."), (HALF_DAY,))
    return None
