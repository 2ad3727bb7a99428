"""The script of the tour: one whole journey, from hello to /stop, chapter by chapter."""

from collections.abc import Awaitable, Callable

from bot.sandbox.cast import PATIENT_CODE
from bot.sandbox.tour import Tour
from conversations.dialogue.text import Text, _

HELLO = _(
    "Hello. I am a program, not a person. I can put you in touch with someone who has lived through illness, or help "
    "you find information. There is no hurry: go at your own pace and stop whenever you like."
)

CONFIDENCE = _(
    "Thank you for telling me. I am a program: I cannot answer as a person would, and I do not want to drown what "
    "you write in pages. What would do you good?"
)
SENT = _(
    "Your request has been sent. I am looking until {day}, {hour}. I will write as soon as there is an answer, and "
    "that day in any case. If nobody is free, {role} will write to you here. You can change or withdraw your "
    "request at any time."
)
OFFER = _("“Not this time” is enough, no reason needed.")

# What the people of the tour type: nobody's words, in each language of the tour.
TIRED = {"fr": "je suis crevée tout le temps, c’est normal ?", "en": "i am tired all the time, is that normal?"}
NEWS = {
    "fr": "je viens d’apprendre que c’est revenu, j’ai peur",
    "en": "i have just learned that it is back, i am scared",
}
FIRST_WORDS = {
    "fr": "Bonjour Zoé, je suis Camille. Prenez votre temps.",
    "en": "Hello Zoé, I am Camille. Take your time.",
}
ANSWER = {"fr": "Merci d’être là.", "en": "Thank you for being there."}

Chapter = Callable[[Tour], Awaitable[None]]


async def hello(tour: Tour) -> None:
    """The unit's link, two short messages, consent to use, the menu; help and another language before consent."""
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


async def orientation(tour: Tour) -> None:
    """By moment of care, by topic, and in one's own words."""
    await tour.taps("patient", _("Find information"))
    await tour.taps("patient", _("By moment of care"))
    await tour.taps("patient", tour.title("moment", "announcement"))
    await tour.sees("patient", tour.page("care-team"), in_buttons=True)
    await tour.taps("patient", tour.page("care-team"))
    await tour.sees("patient", tour.page("care-team"))
    await tour.says("patient", TIRED[tour.language])
    await tour.sees("patient", tour.page("side-effect-fatigue"), in_buttons=True)
    await tour.taps("patient", tour.page("side-effect-fatigue"))
    await tour.sees("patient", tour.page("side-effect-fatigue"))
    await tour.says("patient", NEWS[tour.language])
    await tour.sees("patient", CONFIDENCE)


async def request(tour: Tour) -> None:
    """Two taps and nothing typed; one date; what the accompanying patient will see."""
    await tour.says("patient", "/menu")
    await tour.taps("patient", _("Talk with somebody"))
    await tour.taps("patient", _("Choose for me"))
    await tour.taps("patient", _("Send"))
    await tour.sees("patient", SENT)
    await tour.taps("patient", _("That is enough"))
    await tour.passes("a quarter of an hour later", minutes=15)


async def pair(tour: Tour) -> None:
    """Two get the offer without identity; one declines, one accepts; the patient chooses; they write."""
    for ap in ("camille", "dominique"):
        await tour.sees(ap, _("A request is waiting for you here, when you have a quiet moment."))
        await tour.taps(ap, _("Open"))
        await tour.sees(ap, OFFER)
        await tour.sees_not(ap, "Zoé")
    await tour.taps("dominique", _("Not this time"))
    await tour.sees("dominique", _("Noted, and that is fine. You will hear no more about this one."))
    await tour.taps("camille", _("I can"))
    await tour.taps("patient", _("Read their words"))
    await tour.sees("patient", "Camille")
    await tour.taps("patient", _("Yes"))
    await tour.taps("patient", _("Write here"))
    await tour.sees("camille", _("It is you: {name} has said yes. Please take the first step within the next days."))
    await tour.writes("camille", "patient", FIRST_WORDS[tour.language])
    await tour.writes("patient", "camille", ANSWER[tour.language])


async def goodbye(tour: Tour) -> None:
    """/stop says what ends and what is kept, and does it."""
    await tour.says("patient", "/stop")
    await tour.taps("patient", _("Stop everything"))
    await tour.sees("patient", _("It is done: I will not write to you any more. {kept}\nTake care of yourself."))


CHAPTERS: tuple[tuple[Text, Chapter], ...] = (
    (_("Hello"), hello),
    (_("Finding one’s way"), orientation),
    (_("Asking for somebody"), request),
    (_("From a yes to a pair"), pair),
    (_("Goodbye"), goodbye),
)
