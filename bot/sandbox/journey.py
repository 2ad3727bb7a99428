"""The script of the tour: one whole journey, from hello to /stop, chapter by chapter.

Labels and expectations are written in English as the code says them; the tour looks them up in its language. What
people type is nobody's words.
"""

from collections.abc import Awaitable, Callable
from datetime import time

from rich.console import Console
from rich.markup import escape

from bot.sandbox.cast import PATIENT_CODE
from bot.sandbox.client import SandboxError
from bot.sandbox.demo import Demo
from bot.sandbox.tour import Tour, TourFailed
from conversations.dialogue.text import Wording

Chapter = Callable[[Tour], Awaitable[None]]

TIRED = {"fr": "je suis crevée tout le temps, c’est normal ?", "en": "i am tired all the time, is that normal?"}
NEWS = {
    "fr": "j’ai commencé la chimio hier, ma fille était avec moi",
    "en": "i started chemo yesterday, my daughter came with me",
}
FIRST_WORDS = {
    "fr": "Bonjour Zoé, je suis Camille. Prenez votre temps.",
    "en": "Hello Zoé, I am Camille. Take your time.",
}
ANSWER = {"fr": "Merci d’être là.", "en": "Thank you for being there."}
DANGER = {"fr": "je veux en finir", "en": "i want to end it all"}


async def hello(tour: Tour) -> None:
    """The unit's link, two short messages, consent to use, the menu; help and another language before consent."""
    await tour.says("patient", f"/start {PATIENT_CODE}")
    await tour.sees("patient", "Hello. I am a program, not a person. I can put you in touch")
    await tour.taps("patient", "Help now")
    await tour.sees("patient", "Numbers that answer")
    other, own = ("English", "Français") if tour.language == "fr" else ("Français", "English")
    await tour.taps("patient", other)
    await tour.taps("patient", own)
    await tour.sees("patient", "Hello. I am a program, not a person. I can put you in touch")
    await tour.taps("patient", "Continue")
    await tour.sees("patient", "I do not give medical advice")
    await tour.taps("patient", "I understand")
    await tour.sees("patient", "To help you, {hospital} keeps your answers.")
    await tour.taps("patient", "Yes, I agree")
    await tour.sees("patient", "What would you like to do?")


async def orientation(tour: Tour) -> None:
    """By moment of care, by topic, and in one's own words."""
    await tour.taps("patient", "Find information")
    await tour.taps("patient", "By moment of care")
    await tour.taps("patient", tour.moment("announcement"))
    await tour.taps("patient", tour.page("care-team"))
    await tour.sees("patient", tour.page("care-team"))
    await tour.says("patient", TIRED[tour.language])
    await tour.sees("patient", "Here is what I found:")
    await tour.taps("patient", tour.page("side-effect-fatigue"))
    await tour.sees("patient", tour.page("side-effect-fatigue"))
    await tour.says("patient", NEWS[tour.language])
    await tour.sees("patient", "I do not want to drown what")


async def request(tour: Tour) -> None:
    """Two taps and nothing typed; one date; then a name, and whether to write here or be called."""
    await tour.says("patient", "/menu")
    await tour.taps("patient", "Talk with somebody")
    await tour.taps("patient", "Choose for me")
    await tour.taps("patient", "Send")
    await tour.sees("patient", "Your request has been sent. I am looking until")
    await tour.sees("patient", "What first name should {")
    await tour.says("patient", "Zoé")
    await tour.sees("patient", "If you write here, Telegram keeps your messages on its servers.")
    await tour.taps("patient", "Write here")
    await tour.taps("patient", "That is enough")
    await tour.sees("patient", "I am looking now; you can say more later.")
    await tour.passes(minutes=15)


async def pair(tour: Tour) -> None:
    """Two get the offer without identity; one declines, one accepts; the patient chooses; they write."""
    for ap in ("camille", "dominique"):
        await tour.sees(ap, "A request is waiting for you here")
        await tour.taps(ap, "Open")
        await tour.sees(ap, "is enough, no reason needed.")
        await tour.sees_not(ap, "Zoé")
    await tour.taps("dominique", "Not this time")
    await tour.sees("dominique", "You will hear no more about this one.")
    await tour.taps("camille", "I can")
    await tour.sees("camille", "is not yet “it is you”")
    await tour.taps("patient", "Read their words")
    await tour.sees("patient", "Camille")
    await tour.taps("patient", "Yes")
    await tour.sees("camille", "It is you: {")
    await tour.taps("patient", "What they see of me")
    await tour.show("patient")
    await tour.writes("camille", "patient", FIRST_WORDS[tour.language])
    await tour.writes("patient", "camille", ANSWER[tour.language])


async def concern(tour: Tour) -> None:
    """The AP raises a concern in one tap; it climbs to the second supervisor, who takes it; both see who has it."""
    await tour.says("camille", "/menu")
    await tour.taps("camille", "My contacts")
    await tour.taps("camille", "Zoé")
    await tour.taps("camille", "I am worried")
    await tour.taps("camille", "Urgent: somebody in danger")
    await tour.sees("camille", "the rest is not yours to carry")
    await tour.sees("sacha", "is waiting for a human reply")
    await tour.sees_not("sacha", "Zoé")
    await tour.passes(minutes=11)
    await tour.sees("nour", "is waiting for a human reply")
    await tour.taps("nour", "I take it")
    await tour.sees("nour", "It is yours, and nobody else is called.")
    await tour.sees("camille", "Somebody from your team has seen your message")
    await tour.sees("sacha", "A colleague took this at")
    await close_alert(tour, "nour")


async def close_alert(tour: Tour, who: str) -> None:
    await tour.taps(who, "Done")
    await tour.sees(who, "What was done?")
    await tour.taps(who, await tour.first_label(who))
    await tour.sees(who, "Closed. Thank you.")


async def check_in(tour: Tour) -> None:
    """The check-in the patient chose comes after three days. Which way the scale points is easily mistaken: the number
    is said back, and corrected in one tap. A low answer offers a human; yes, and a number to call."""
    await tour.says("patient", "/menu")
    await tour.taps("patient", "How I am, now and then")
    await tour.taps("patient", "Once, in three days")
    await tour.sees("patient", "Around what time?")
    await tour.taps("patient", await tour.first_label("patient"))
    await tour.taps("patient", "Yes, ask me")
    await tour.sees("patient", "Understood. I ask next on")
    await tour.passes(days=3)
    await tour.sees("patient", "A small question is waiting for you")
    await tour.taps("patient", "Open")
    await tour.sees("patient", "How are you today? From 0, very bad, to 10, very good.")
    await tour.taps("patient", "8")
    await tour.sees("patient", "{number} out of 10: {words}. Is that right?")
    await tour.taps("patient", tour.words("No: {number}, {words}").format(number=2, words=tour.words("rather bad")))
    await tour.sees("patient", "I draw no conclusion and tell nobody without your agreement")
    await tour.taps("patient", "Yes, the team")
    await tour.sees("patient", "What number should we call?")
    await tour.says("patient", "06 39 98 00 00")
    await tour.taps("patient", "Any time")
    await tour.sees("patient", "Somebody calls you before")
    await tour.says("nour", "/menu")
    await tour.taps("nour", "My half-day")
    await tour.taps("nour", "A call to make")
    await tour.show("nour")
    await tour.takes_the_call("nour", "06 39 98 00 00")


async def danger(tour: Tour) -> None:
    """In the middle of a question, words of danger: numbers at once, the alert, everything else waits."""
    await tour.says("patient", "/language")
    await tour.sees("patient", "How would you like to read?")
    await tour.says("patient", DANGER[tour.language])
    await tour.sees("patient", "I have told {guard}.")
    await tour.sees_not("patient", "How would you like to read?")
    await tour.sees("sacha", "is waiting for a human reply")
    await tour.taps("sacha", "I take it")
    await tour.sees("patient", "Somebody from your team has seen your message")
    await close_alert(tour, "sacha")
    await tour.says("patient", "/menu")
    await tour.taps("patient", "I feel better, go on")
    await tour.sees_not("patient", "How would you like to read?")


async def danger_at_night(tour: Tour) -> None:
    """The same at two in the morning, when nobody is on duty: the truth about when somebody reads."""
    await tour.passes_until(time(2))
    await tour.says("patient", "/language")
    await tour.sees("patient", "How would you like to read?")
    await tour.says("patient", DANGER[tour.language])
    await tour.sees("patient", "Nobody here can answer you before {hour}.")
    await tour.sees_not("patient", "How would you like to read?")
    await tour.passes_until(time(9, 1))
    await tour.sees("sacha", "is waiting for a human reply")
    await tour.taps("sacha", "I take it")
    await tour.sees("patient", "Somebody from your team has seen your message")
    await close_alert(tour, "sacha")


async def goodbye(tour: Tour) -> None:
    """/stop says what ends and what is kept, and does it."""
    await tour.says("patient", "/stop")
    await tour.sees("patient", "If you stop, all my messages to you end.")
    await tour.taps("patient", "Stop everything")
    await tour.sees("patient", "It is done: I will not write to you any more.")


CHAPTERS: tuple[tuple[Wording, Chapter], ...] = (
    (Wording.of({"fr": "Bonjour", "en": "Hello"}), hello),
    (Wording.of({"fr": "S’orienter", "en": "Finding one’s way"}), orientation),
    (Wording.of({"fr": "Demander quelqu’un", "en": "Asking for somebody"}), request),
    (Wording.of({"fr": "D’un oui à un binôme", "en": "From a yes to a pair"}), pair),
    (Wording.of({"fr": "Une inquiétude", "en": "A concern"}), concern),
    (Wording.of({"fr": "Comment ça va ?", "en": "How are you?"}), check_in),
    (Wording.of({"fr": "Des mots de danger, quelqu’un est là", "en": "Words of danger, somebody is there"}), danger),
    (Wording.of({"fr": "Des mots de danger, à deux heures", "en": "Words of danger, at two"}), danger_at_night),
    (Wording.of({"fr": "Au revoir", "en": "Goodbye"}), goodbye),
)


async def play(demo: Demo, language: str, console: Console) -> bool:
    """Play the whole journey; True if every step happened."""
    tour = Tour(demo, language, console)
    try:
        for number, (title, chapter) in enumerate(CHAPTERS, 1):
            tour.chapter(number, title.in_language(language))
            await chapter(tour)
    except (TourFailed, SandboxError) as problem:
        console.print(f"\n[bold red]{escape(str(problem))}[/bold red]")
        return False
    console.print(f"\n[bold green]{tour.steps} ✓[/bold green]")
    return True
