"""Three questions after the second contact, where a unit evaluates: each can be left, and nothing depends on them."""

from conversations.care.evaluations import Evaluate, MyEvaluation
from conversations.care.profiles import Name
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_text, choose
from conversations.dialogue.registry import ACCOMPANIED, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _, unasked

MENU = Start("menu", _("Menu"))


def three_questions_now(ap: Name, pair: int) -> Notice:
    return Notice(
        unasked("You and {ap} have been in touch twice. Three short questions, if you like; none is needed.", ap=ap),
        (Start("evaluation", _("Three questions"), pair), Start("my-pair", _("My contact")), MENU),
    )


@dialogue("evaluation", roles=ACCOMPANIED)
def evaluation(me: Me, subject: str | None) -> Dialogue:
    pair = number_of(subject)
    ap = yield from MyEvaluation(me, pair)
    if ap is None:
        yield from Say(_("There is nothing to answer here."), (MENU,))
        return None
    helps = yield from choose(
        _("So far, does talking with {ap} help you? {ap} does not read this.", ap=ap),
        [
            Option("yes", _("Yes"), "yes", ("oui",)),
            Option("a-little", _("A little"), "a-little"),
            Option("no", _("No"), "no", ("non",)),
        ],
    )
    often = yield from choose(
        _("Are you in touch as often as you wish?"),
        [
            Option("right", _("Just right"), "right"),
            Option("too-little", _("Not often enough"), "too-little"),
            Option("too-much", _("Too often"), "too-much"),
        ],
    )
    words = yield from ask_text(_("Is there something you would change? The unit reads it.")).or_skip()
    yield from Evaluate(me, pair, helps, often, words)
    yield from Say(
        _("Thank you. If something should change now, you can say so to somebody of the unit."),
        (Start("my-pair", _("My contact")), Start("call-me", _("Please call me")), MENU),
    )
    return None
