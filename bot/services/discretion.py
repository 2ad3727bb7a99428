"""Discretion: the chat of somebody is emptied when they say so, after each use, or every night."""

import json
from datetime import time, timedelta

from bot.clock import to_ms
from bot.events import Message, Tap, TimerDue
from bot.services.registry import answers, carries_out, on_stop, on_timer, on_visit
from bot.storage import outbox, people, pins, traces
from bot.storage.outbox import Lane
from bot.telegram.render import Operation, offers_in
from bot.turn import Turn
from conversations.care.discretion import Discretion, HideBySelf, HideNow, MyDiscretion, OpenCovered
from conversations.dialogue.text import Text
from conversations.everyone.discretion import COVER
from conversations.policies.discretion import AFTER_USE, DELETABLE, NIGHT_HOUR, Hides
from conversations.policies.local_time import moment

EMPTY = "empty-chat"


@on_visit
def leaves_a_trace(turn: Turn, what: Message | Tap) -> None:
    """What somebody wrote can be deleted for two days; a chat of "after-use" is emptied when they have gone."""
    person = turn.somebody
    if isinstance(what, Message):
        traces.add(turn.tx, person.id, what.message_id, turn.now_ms)
    if person.hides == "after-use":
        turn.set_timer(EMPTY, person.id, turn.now + AFTER_USE)


@answers(MyDiscretion)
def my_discretion(turn: Turn, look: MyDiscretion) -> Discretion:
    person = turn.somebody
    hides: Hides | None = person.hides  # type: ignore[assignment]
    return Discretion(hides, pins.find(turn.tx, person.id) is not None)


@carries_out(HideBySelf)
def hide_by_self(turn: Turn, decision: HideBySelf) -> None:
    person = turn.somebody
    people.set_hides(turn.tx, person.id, decision.hides)
    turn.refresh()
    match decision.hides:
        case "after-use":
            turn.set_timer(EMPTY, person.id, turn.now + AFTER_USE)
        case "every-night":
            _next_night(turn)
        case None:
            turn.cancel_timer(EMPTY, person.id)
            turn.speech.let_come(person.id)


@carries_out(HideNow)
def hide_now(turn: Turn, decision: HideNow) -> None:
    _empty(turn)


@carries_out(OpenCovered)
def open_covered(turn: Turn, decision: OpenCovered) -> bool:
    """What waited leaves in its order, and its buttons can be typed; the cover goes."""
    person = turn.somebody
    if outbox.find_message(turn.tx, person.id, COVER) is not None:
        turn.speech.put(person, Operation("deleteMessage", {}, COVER), Lane.REPLY)
    waiting = outbox.covered(turn.tx, person.id)
    for operation, body in waiting:
        turn.speech.came(person, offers_in(json.loads(turn.house.sealer.open(body, "outbox", "body", operation))))
    return bool(waiting) and outbox.uncover(turn.tx, person.id, turn.now_ms) > 0


@on_timer(EMPTY)
def chat_is_emptied(turn: Turn, due: TimerDue) -> None:
    about = turn.about(due.subject)
    _empty(about)
    if about.somebody.hides is not None:
        _next_night(about)


def _next_night(turn: Turn) -> None:
    local = turn.now.astimezone(turn.zone())
    day = local.date() if local.hour < NIGHT_HOUR else local.date() + timedelta(days=1)
    turn.set_timer(EMPTY, turn.somebody.id, moment(day, time(NIGHT_HOUR), turn.zone()))


def _empty(turn: Turn) -> None:
    """What still waits to be opened gets a new cover."""
    person = turn.somebody
    turn.speech.take_off(person, traces.take(turn.tx, person.id, to_ms(turn.now - DELETABLE)))
    if outbox.covered(turn.tx, person.id):
        turn.speech.cover_again(person)


@on_stop
def nothing_is_covered_any_more(turn: Turn) -> list[Text]:
    """The chat is emptied once more, at its time; after that nothing comes that could be hidden."""
    people.set_hides(turn.tx, turn.somebody.id, None)
    return []
