"""A little more about oneself, after sending: one question at a time, each skippable, each said why."""

from typing import Any

from conversations.care.people import THE_AP, MyPlace
from conversations.care.profiles import (
    FIELDS,
    ONE_VALUE,
    WRITING,
    MyName,
    MyProfile,
    NextQuestion,
    Tell,
)
from conversations.care.relay import PreferMeans
from conversations.care.requests import StartSearch
from conversations.dialogue.prompts import Option, Prompt, ask_phone, ask_text, choose, choose_many
from conversations.dialogue.registry import ACCOMPANIED, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, Wording, _
from conversations.patient.relay import write_or_call

ENOUGH = "enough"
MENU = Start("menu", _("Menu"))
WHY = {
    "cancer": _("Where is the illness? It helps to find somebody who has been through something close."),
    "moments": _("What are you living through now? Somebody who has been there knows what it is like."),
    "stakes": _("Is one of these on your mind? There may be somebody who has lived with it."),
    "age": _("How old are you, about? Some prefer to talk with somebody of their age."),
    "wants_gender": _("Would you rather talk with a woman or a man? Some things are easier to say to one of them."),
    "life": _("What is part of your days? Having it in common makes talking easier."),
    "hours": _("When are you free, most of the time? Somebody who is free then too is easier to reach."),
    "number": _("If nobody is free, somebody of the unit can call you. At which number? It is used only for that."),
}


@dialogue("about-me", roles=ACCOMPANIED)
def about_me(me: Me, subject: str | None) -> Dialogue:
    """Asks the next question that can still help, then starts itself again; ends when none can."""
    field = yield from NextQuestion(me)
    if field is None:
        yield from StartSearch(me)
        yield from Say(
            _("Thank you, that is all I need. I am looking now."),
            (Start("my-request", _("See my request")), Start("what-ap-sees", _("What they see of me")), MENU),
        )
        return None
    place = yield from MyPlace(me)
    word = place.word_for_ap if place else THE_AP
    if field == WRITING:
        yield from _writing(me, word)
        return Start("about-me", _("Say a little more"))
    value = yield from _question(field, word)
    if value == ENOUGH:
        yield from StartSearch(me)
        yield from Say(
            _("That is enough. I am looking now; you can say more later."),
            (Start("my-request", _("See my request")), MENU),
        )
        return None
    yield from Tell(me, "patient", field, value)
    return Start("about-me", _("Say a little more"))


def _writing(me: Me, word: Wording) -> Dialogue:
    name = yield from MyName(me)
    how = yield from write_or_call(name, word)
    if how == "later":
        yield from Tell(me, "patient", WRITING, None)
    else:
        yield from PreferMeans(me, write=how == "write")
    return None


ONLY_A_NAME = _("A first name is enough here, or another one: no number, no account, no address.")
"""A name is read by the other side as it stands, and nobody is asked about it again."""


def _question(field: str, word: Wording) -> Prompt[Any]:
    if field == "name":
        words = _("What first name should {ap} use? Another name is fine too.", ap=word)
        return ask_text(words, without_details=ONLY_A_NAME).or_skip()
    why = WHY[field]
    if field == "number":
        return ask_phone(why).or_skip()
    options: list[Option[Any]] = [Option(value, label, value) for value, label in FIELDS[field].items()]
    if field in ONE_VALUE:
        return choose(why, [*options, Option(ENOUGH, ENOUGH_LABEL, ENOUGH)]).or_skip(_either(field))
    return choose_many(why, options).or_skip()


ENOUGH_LABEL = _("That is enough")


def _either(field: str) -> Text:
    return _("Either") if field == "wants_gender" else _("Skip")


@dialogue("my-profile", roles=ACCOMPANIED)
def my_profile(me: Me, subject: str | None) -> Dialogue:
    """What was said, to change or take back part by part."""
    profile = yield from MyProfile(me, "patient")
    said = [field for field in WHY if field != "number" and getattr(profile, field)]
    if not said:
        yield from Say(
            _("You have said nothing about yourself here yet."), (Start("about-me", _("Say a little more")), MENU)
        )
        return None
    field = yield from choose(
        _("Which part would you like to take back? What was said is forgotten at once."),
        [Option(part, PARTS[part], part) for part in said],
    )
    yield from Tell(me, "patient", field, None)
    yield from Say(_("Forgotten."), (Start("my-profile", _("Another part")), MENU))
    return None


PARTS = {
    "cancer": _("Where the illness is"),
    "moments": _("What I live through"),
    "stakes": _("What is on my mind"),
    "age": _("My age"),
    "wants_gender": _("Whom I would rather meet"),
    "life": _("My days"),
    "hours": _("When I am free"),
}
