"""A check-in, in at most three taps: how are you, would you like something, and that is all.

Not a validated scale: no bands, no conclusion, no rule on change. A low answer offers a human, and nobody is told
without a yes at that moment.
"""

from collections.abc import Generator
from typing import Any

from conversations.care.check_ins import (
    LOW,
    AddSentence,
    AlreadyClosed,
    Answered,
    EraseAnswers,
    MyAnswers,
    NotToday,
    PastAnswer,
    Question,
    SayHowIAm,
    TheQuestion,
    Wish,
    feeling_words,
    said_back,
)
from conversations.care.profiles import Name
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_text, choose, confirm, five_words
from conversations.dialogue.registry import ACCOMPANIED, RELATIVE, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start, Step
from conversations.dialogue.text import Text, _, joined, unasked, verbatim

HELP_NOW = Start("help-now", _("Help now"))
MENU = Start("menu", _("Menu"))
RHYTHM = Start("check-in-plan", _("When I am asked"))


def how_are_you(check_in: int) -> Notice:
    """Fit to be seen by a colleague; the words of the answer come after a tap."""
    return Notice(
        unasked("Hello. A small question is waiting for you, whenever you like. No answer is fine too."),
        (
            Start("check-in", _("Open"), check_in),
            Start("check-in-later", _("Not today"), check_in),
            Start("check-in-rarer", _("Less often")),
            Start("check-in-stop", _("Stop these questions")),
        ),
        about=f"check-in:{check_in}",
    )


def would_like_to_hear(name: Name, pair: int) -> Notice:
    """To the AP, neutral: that it was a low answer is not theirs to know."""
    return Notice(
        unasked(
            "{name} would be glad to hear from you, when you can. Nothing more is known, and there is no hurry.",
            name=name,
        ),
        (Start("pair", _("Open"), pair),),
    )


def has_been_silent(name: Name, pair: int) -> Notice:
    """To the AP, because the person chose it beforehand."""
    return Notice(
        unasked(
            "{name} asked me to tell you when they leave my questions unanswered. That is so now. It may mean nothing "
            "at all. A word from you would be welcome, when you can.",
            name=name,
        ),
        (Start("pair", _("Open"), pair),),
    )


@dialogue("check-in", roles=ACCOMPANIED)
def check_in(me: Me, subject: str | None) -> Dialogue:
    """Subject: the check-in's id, or nothing where somebody says by themself how they are."""
    question = yield from TheQuestion(me, number_of(subject))
    if question.state != "open":
        yield from Say(_closed(question), (Start("check-in", _("Say how I am now")), RHYTHM, MENU))
        return None
    feeling = yield from how(question)
    if feeling <= LOW:
        wish = yield from choose(
            _(
                "Thank you for saying so. I draw no conclusion and tell nobody without your agreement. Would you like "
                "someone to get in touch and ask how you are? You may also say no. If it is too hard right now, “Help "
                "now” is there day and night."
            ),
            _offers(question),
            beside=(HELP_NOW,),
        )
    else:
        wish = yield from choose(_("Thank you. Would you like something?"), _offers(question), beside=(HELP_NOW,))
    match (yield from SayHowIAm(me, question.id, feeling, wish)):
        case AlreadyClosed():
            yield from Say(_("This question was answered already. Nothing was changed."), (RHYTHM, MENU))
            return None
        case Answered() as answered:
            return (yield from _after(question, answered, feeling, wish))


def how(question: Question) -> Generator[Step[Any], Any, int]:
    """The answer, 1 to 5, in words or, where a unit keeps it, as a number that is said back."""
    if question.scale == "words":
        return (yield from five_words(_how_words(question), beside=(HELP_NOW,)))
    number = yield from choose(
        _("How are you today? From 0, very bad, to 10, very good."), _out_of_ten(), beside=(HELP_NOW,)
    )
    words, feeling = said_back(number)
    meant = [Option("yes", _("Yes, that is right"), feeling, ("oui", "yes"))]
    if number != 5:
        other = said_back(10 - number)
        label = _("No: {number}, {words}", number=10 - number, words=other[0])
        meant.append(Option("no", label, other[1], ("non", "no")))
    return (yield from choose(_("{number} out of 10: {words}. Is that right?", number=number, words=words), meant))


def _how_words(question: Question) -> Text:
    """A relative is asked about themself, never about the patient."""
    return _("And you, how are you today?") if question.side == RELATIVE else _("How are you today?")


def _out_of_ten() -> list[Option[int]]:
    """Both ends are named on their buttons (care requirement 11)."""
    ends = {0: _("0 · very bad"), 10: _("10 · very good")}
    return [Option(str(n), ends.get(n, Text("{n}", {"n": n})), n, (str(n),)) for n in range(11)]


def _offers(question: Question) -> list[Option[Wish]]:
    offers: list[Option[Wish]] = []
    if question.ap is not None:
        offers.append(Option("ap", _("Yes, {ap}", ap=question.ap), "ap"))
    if question.team:
        offers.append(Option("team", _("Yes, the team"), "team", ("team", "equipe", "l'equipe")))
    page: Option[Wish] = Option("page", _("A page"), "page", ("page",))
    nothing: Option[Wish] = Option("no", _("No thanks"), "nothing", ("non", "no", "merci"))
    return [*offers, page, nothing]


def _after(question: Question, answered: Answered, feeling: int, wish: Wish) -> Generator[Step[Any], Any, Start | None]:
    sentence = Start("check-in-sentence", _("Add a sentence for me"), answered.id)
    match wish:
        case "team":
            return Start("call-me", _("Please call me"), answered.alert)
        case "ap" if answered.told:
            said = _("{ap} reads now that you would be glad to hear from them, and nothing more.", ap=question.ap or "")
            yield from Say(said, (sentence, HELP_NOW, MENU))
        case "ap":
            said = _("I could not pass this on just now. The team can.")
            yield from Say(said, (Start("call-me", _("Please call me")), HELP_NOW, MENU))
        case "page":
            yield from Say(_("Here are some pages. You may also read nothing."), (*_pages(feeling), sentence, MENU))
        case _ if feeling <= LOW:
            yield from Say(
                _("Understood. I have told nobody. You can change your mind at any time."),
                (
                    Start("call-me", _("Please call me")),
                    sentence,
                    HELP_NOW,
                    MENU,
                ),
            )
        case _:
            yield from Say(_("Thank you. It is noted for you alone."), (sentence, RHYTHM, MENU))
    return None


def _pages(feeling: int) -> tuple[Start, ...]:
    library = Start("library", _("All pages"))
    if feeling > LOW:
        return (library,)
    return (
        Start("page", _("Emotions"), "emotions-anxiety"),
        Start("page", _("A psychologist"), "psychological-support"),
        Start("page", _("Great fatigue"), "side-effect-fatigue"),
        library,
    )


def _closed(question: Question) -> Text:
    if question.state == "answered" and question.feeling is not None:
        return _(
            "You answered this on {day}: {words}. Nothing was changed.",
            day=question.day,
            words=feeling_words(question.feeling),
        )
    return _("This question is closed. That is no harm: no answer is fine too.")


@dialogue("check-in-sentence", roles=ACCOMPANIED)
def sentence(me: Me, subject: str | None) -> Dialogue:
    words = yield from ask_text(_("Write a sentence if you like. It is kept for you alone: nobody reads it."))
    kept = yield from AddSentence(me, number_of(subject), words)
    if kept:
        yield from Say(_("Noted, for you alone."), (Start("my-answers", _("My last answers")), MENU))
    else:
        yield from Say(_("I could not keep it: this answer is not there any more."), (MENU,))
    return None


@dialogue("check-in-later", roles=ACCOMPANIED)
def later(me: Me, subject: str | None) -> Dialogue:
    yield from NotToday(me, number_of(subject))
    yield from Say(_("Understood, not today. I will not ask this one again."), (RHYTHM, MENU))
    return None


@dialogue("my-answers", roles=ACCOMPANIED)
def my_answers(me: Me, subject: str | None) -> Dialogue:
    """The last ones in words: no curve, no comparison."""
    mine = yield from MyAnswers(me)
    if not mine:
        yield from Say(_("There is no answer of yours here."), (RHYTHM, MENU))
        return None
    yield from Say(joined([_line(one) for one in mine]), (Start("erase-answers", _("Erase them")), RHYTHM, MENU))
    return None


def _line(one: PastAnswer) -> Text:
    if one.words is None:
        return _("{day}: {words}", day=one.day, words=feeling_words(one.feeling))
    return _("{day}: {words} · {own}", day=one.day, words=feeling_words(one.feeling), own=verbatim(one.words))


@dialogue("erase-answers", roles=ACCOMPANIED)
def erase(me: Me, subject: str | None) -> Dialogue:
    if not (yield from confirm(_("Shall I erase all your answers to these questions? They cannot be brought back."))):
        return Start("my-answers", _("My last answers"))
    yield from EraseAnswers(me)
    yield from Say(_("They are erased."), (RHYTHM, MENU))
    return None
