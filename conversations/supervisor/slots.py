"""The one message that opens a half-day, and the one of the week."""

from conversations.dialogue.notice import Notice, work
from conversations.dialogue.steps import Start
from conversations.dialogue.text import Text, unasked

HALF_DAY = Start("half-day", unasked("My half-day"))


def half_day_about(unit: str) -> str:
    return f"half-day:{unit}"


def half_day_words(number: int) -> Text:
    if number == 1:
        return unasked("Your half-day: one thing is waiting for you.")
    return unasked("Your half-day: {n} things are waiting for you.", n=number)


def half_day_begins(unit: str, number: int) -> Notice:
    return work(half_day_words(number), (HALF_DAY,), half_day_about(unit))


def your_week() -> Notice:
    return work(
        unasked("Your week at a glance is ready. Nothing in it is urgent."),
        (Start("digest", unasked("My week")), HALF_DAY),
    )
