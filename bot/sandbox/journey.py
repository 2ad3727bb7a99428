"""The script of the tour: one whole journey, from hello to /stop, chapter by chapter."""

from collections.abc import Awaitable, Callable

from bot.sandbox.cast import PATIENT_CODE
from bot.sandbox.tour import Tour
from conversations.dialogue.text import Text, _

HELLO = _(
    "Hello. I am a program, not a person. I can put you in touch with someone who has lived through illness, or help "
    "you find information. There is no hurry: go at your own pace and stop whenever you like."
)

Chapter = Callable[[Tour], Awaitable[None]]


async def hello(tour: Tour) -> None:
    """The unit's link, two short messages, consent to use, the menu; help before consent; one tap to another language."""
    await tour.says("patient", f"/start {PATIENT_CODE}")
    await tour.sees("patient", HELLO)
    await tour.taps("patient", _("Help now"))
    await tour.sees("patient", "3114")
    other, own = ("English", "Français") if tour.language == "fr" else ("Français", "English")
    await tour.taps("patient", other)
    await tour.taps("patient", own)
    await tour.sees("patient", HELLO)
    await tour.taps("patient", _("Continue"))
    await tour.sees("patient", "01 99 00 12 34")
    await tour.taps("patient", _("I understand"))
    await tour.taps("patient", _("Yes, I agree"))
    await tour.sees("patient", _("What would you like to do?"))


async def goodbye(tour: Tour) -> None:
    """/stop says what ends and what is kept, and does it."""
    await tour.says("patient", "/stop")
    await tour.taps("patient", _("Stop everything"))
    await tour.sees("patient", _("It is done: I will not write to you any more. {kept}\nTake care of yourself."))


CHAPTERS: tuple[tuple[Text, Chapter], ...] = (
    (_("Hello"), hello),
    (_("Goodbye"), goodbye),
)
