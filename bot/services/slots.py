"""Telling somebody that things wait for them: once a day and unit with sound; after that the same message changes."""

from collections.abc import Callable

from bot.clock import from_ms
from bot.services.waiting import how_many
from bot.site import Unit
from bot.storage import outbox, rota
from bot.storage.outbox import Lane
from bot.storage.tasks import Task
from bot.turn import Turn
from conversations.dialogue.notice import Notice
from conversations.supervisor.slots import HALF_DAY, half_day_about, half_day_begins, half_day_words

Announcement = Callable[[Turn, Task, int], Notice]
_ANNOUNCED: dict[str, Announcement] = {}


def announces(kind: str) -> Callable[[Announcement], Announcement]:
    """This function gives `(turn, task, person) -> notice`: a task of that kind is told by itself, once a person."""

    def register(announcement: Announcement) -> Announcement:
        _ANNOUNCED[kind] = announcement
        return announcement

    return register


def tell_of_task(turn: Turn, task: Task, person: int, unit: Unit) -> None:
    announcement = _ANNOUNCED.get(task.kind)
    notice = announcement(turn, task, person) if announcement else None
    if notice is None or outbox.parts(turn.tx, person, notice.about or ""):
        tell_half_day(turn, person, unit)
    else:
        turn.speech.notice(person, notice, unit=unit.id, lane=Lane.NOTICE)


def tell_half_day(turn: Turn, person: int, unit: Unit) -> None:
    """Say, or say again without sound, how much waits."""
    number = how_many(turn, unit.id, person)
    told_at = rota.half_day_told_at(turn.tx, person, unit.id)
    today = turn.now.astimezone(unit.zone).date()
    if told_at is not None and from_ms(told_at).astimezone(unit.zone).date() == today:
        turn.speech.edit(person, half_day_about(unit.id), half_day_words(number), (HALF_DAY,))
        return
    turn.speech.notice(person, half_day_begins(unit.id, number), unit=unit.id, lane=Lane.NOTICE)
    rota.half_day_told(turn.tx, person, unit.id, turn.now_ms)
