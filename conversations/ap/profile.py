"""An AP's profile: what they have lived, what they would rather not meet, and a few words of their own."""

from typing import Any

from conversations.care.profiles import FIELDS, ONE_VALUE, QUESTIONS_OF_AP, MyProfile, Profile, Tell
from conversations.dialogue.prompts import Option, Prompt, ask_text, choose, choose_many, confirm
from conversations.dialogue.registry import AP, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _, joined, verbatim

MENU = Start("menu", _("Menu"))
PARTS = {
    "languages": _("Languages I speak"),
    "cancer": _("Where the illness was"),
    "moments": _("What I have lived through"),
    "stakes": _("What I have lived with"),
    "life": _("My life"),
    "age": _("My age"),
    "gender": _("Woman or man"),
    "means": _("How I can be reached"),
    "hours": _("When I am free"),
    "avoids": _("What I would rather not meet"),
    "words": _("A few words of mine"),
    "works_here": _("Whether I work here"),
    "caregiver": _("I was a caregiver"),
}
QUESTIONS = {
    "languages": _("In which languages can you accompany somebody?"),
    "cancer": _("Where was the illness? A group is enough."),
    "moments": _("What have you lived through?"),
    "stakes": _("Which of these have you lived with?"),
    "life": _("What is part of your life?"),
    "age": _("In which age band are you? It is shown to nobody; it helps to choose."),
    "gender": _("If you like to say it: it is used only where somebody asks for a woman or a man."),
    "means": _("How can you be in touch?"),
    "hours": _("When are you free, most of the time?"),
    "avoids": _("What would you rather not meet? Nobody is told, and you are simply not asked."),
}
WORDS = _("A few words about you, for the person who chooses. No surname, no number, no advice on treatments.")
NO_DETAILS = _(
    "Your charter asks that no number, address or account of yours leaves this place: it protects you both. A few "
    "other words?"
)
LONGEST_WORDS = 300  # characters: the card stays readable without scrolling


@dialogue("ap-profile", roles=frozenset({AP}))
def profile(me: Me, subject: str | None) -> Dialogue:
    mine = yield from MyProfile(me, "ap")
    yield from Say(joined((_("Your profile, as matching reads it:"), *_lines(mine))))
    part = yield from choose(
        _("What would you like to change?"),
        [Option(key, label, key) for key, label in PARTS.items()],
    )
    value = yield from _question(part)
    yield from Tell(me, "ap", part, value[:LONGEST_WORDS] if part == "words" and value else value)
    return Start("ap-profile", _("My profile"))


def _lines(mine: Profile) -> list[Text]:
    lines: list[Text] = []
    for field in QUESTIONS_OF_AP:
        value = getattr(mine, field)
        values = (value,) if isinstance(value, str) else value or ()
        if values:
            shown = joined([FIELDS[field].get(v, Text(v)) for v in values], " · ")
            lines.append(Text("– {part}: {shown}", {"part": PARTS[field], "shown": shown}))
    if mine.words:
        lines.append(verbatim(mine.words))
    return lines


def _question(part: str) -> Prompt[Any]:
    if part == "words":
        return ask_text(WORDS, without_details=NO_DETAILS).or_skip(_("No words"))
    if part == "works_here":
        return confirm(_("Do you work in this hospital? Some would rather meet nobody who does."))
    if part == "caregiver":
        return confirm(_("Did you live it beside somebody, and would accompany relatives?"))
    options: list[Option[Any]] = [Option(value, label, value) for value, label in FIELDS[part].items()]
    if part in ONE_VALUE:
        return choose(QUESTIONS[part], options).or_skip(_("Rather not say"))
    return choose_many(QUESTIONS[part], options, at_most=len(options)).or_skip(_("None of these"))
