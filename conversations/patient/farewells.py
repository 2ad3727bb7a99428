"""The goodbye: thanks, a word, three questions, what next; and the review that comes before it."""

from conversations.care.farewells import Recap
from conversations.care.pairs import AnswerThree, EndedPair, LeaveWord, MyEndedPair, NotAgain, RenewPair, WordFor
from conversations.care.profiles import Name
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_text, choose, confirm
from conversations.dialogue.registry import ACCOMPANIED, AP, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _, unasked, verbatim
from conversations.policies.contact_details import contact_details

MENU = Start("menu", _("Menu"))


def review_due(other: Name, pair: int) -> Notice:
    return Notice(
        unasked(
            "It is time to look at how to go on with {other}. Without an answer it goes on as it is. There is no right "
            "choice.",
            other=other,
        ),
        (
            Start("pair-renew", _("Go on"), pair),
            Start("agreement-change", _("Change the rhythm"), pair),
            Start("pair-pause", _("A pause"), pair),
            Start("pair-end", _("End"), pair),
        ),
        about=f"review:{pair}",
    )


def word_left(other: Name, pair: int) -> Notice:
    return Notice(unasked("{other} has left you a word.", other=other), (Start("word", _("Read it"), pair),))


@dialogue("pair-renew", acts_on="pair")
def renew(me: Me, subject: str | None) -> Dialogue:
    again = yield from RenewPair(me, number_of(subject))
    if again is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    yield from Say(_("Good. We look at it again around {day}.", day=again), (MENU,))
    return None


@dialogue("farewell", roles=ACCOMPANIED)
def farewell(me: Me, subject: str | None) -> Dialogue:
    ended = yield from MyEndedPair(me, number_of(subject))
    if ended is None:
        yield from Say(_("There is nothing to close here."), (MENU,))
        return None
    word = () if ended.word_left else (Start("leave-word", _("Leave a word"), ended.pair),)
    three = () if ended.answered else (Start("three-questions", _("Three questions"), ended.pair),)
    yield from Say(
        _ends_here(ended),
        (
            *word,
            *three,
            Start("not-again", _("Rather not meet again"), ended.pair),
            Start("farewell-close", _("Close"), ended.pair),
        ),
    )
    return None


def _ends_here(ended: EndedPair) -> Text:
    if ended.kept_until is None:
        return _(
            "Your time with {ap} ends here. Thank you for your trust. You can leave them a word, answer three "
            "questions, or simply close. You can make a new request whenever you like.",
            ap=ended.other,
        )
    return _(
        "Your time with {ap} ends here. Thank you for your trust. You can leave them a word, answer three questions, "
        "or simply close. I keep your messages here until {date}. You can make a new request whenever you like.",
        ap=ended.other,
        date=ended.kept_until,
    )


def recap_words(recap: Recap) -> Text:
    """How much there was, without a word of it."""
    return _(
        "From {first} to {last}: {messages} messages here, {contacts} calls or meetings.",
        first=recap.first,
        last=recap.last,
        messages=recap.messages,
        contacts=recap.contacts,
    )


@dialogue("leave-word", roles=ACCOMPANIED)
def leave_word(me: Me, subject: str | None) -> Dialogue:
    ended = yield from MyEndedPair(me, number_of(subject))
    if ended is None or ended.word_left:
        yield from Say(_("A word was left already, or there is nothing to close here."), (MENU,))
        return None
    words = yield from ask_text(_("What would you like {ap} to read?", ap=ended.other))
    if contact_details(words):
        sure = yield from confirm(
            _(
                "Your message holds a number, an address or a name under which you can be found. Once it has left, "
                "{name} keeps it. Send it anyway?",
                name=ended.other,
            ),
            yes=_("Send anyway"),
            no=_("Do not send"),
        )
        if not sure:
            yield from Say(_("Not sent. I have kept nothing of it."))
            return Start("farewell", _("Back"), ended.pair)
    left = yield from LeaveWord(me, ended.pair, words)
    if left:
        yield from Say(_("It is on its way to {ap}.", ap=ended.other))
    else:
        yield from Say(_("This was not passed on."))
    return Start("farewell", _("Back"), ended.pair)


@dialogue("three-questions", roles=ACCOMPANIED)
def three_questions(me: Me, subject: str | None) -> Dialogue:
    """The unit's own questions, not a validated scale."""
    ended = yield from MyEndedPair(me, number_of(subject))
    if ended is None or ended.answered:
        yield from Say(_("Thank you, that was answered already."), (MENU,))
        return None
    helped = yield from choose(
        _("Did talking with somebody who has been there help you?"),
        [
            Option("yes", _("Yes"), "yes", ("oui",)),
            Option("a-little", _("A little"), "a-little"),
            Option("no", _("No"), "no", ("non",)),
        ],
    )
    met = yield from choose(
        _("Were you in touch as often as you wished?"),
        [
            Option("right", _("Just right"), "right"),
            Option("too-little", _("Not often enough"), "too-little"),
            Option("too-much", _("Too often"), "too-much"),
        ],
    )
    words = yield from ask_text(_("What should be different for the next person? The unit reads it.")).or_skip()
    yield from AnswerThree(me, ended.pair, helped, met, words)
    yield from Say(_("Thank you. It helps those who come next."))
    return Start("farewell", _("Back"), ended.pair)


@dialogue("farewell-close", roles=ACCOMPANIED)
def close(me: Me, subject: str | None) -> Dialogue:
    ended = yield from MyEndedPair(me, number_of(subject))
    if ended is not None and ended.recap is not None:
        yield from Say(recap_words(ended.recap))
    yield from Say(
        _("Take care of yourself. The pages and “Help now” stay open to you."),
        (Start("request", _("A new request")), MENU),
    )
    return None


@dialogue("not-again")
def not_again(me: Me, subject: str | None) -> Dialogue:
    """Either side; the other never learns it."""
    noted = yield from NotAgain(me, number_of(subject))
    if noted:
        yield from Say(_("Noted. I will not propose you to each other again, and nobody is told."), (MENU,))
    else:
        yield from Say(_("Nothing was changed."), (MENU,))
    return None


@dialogue("word", roles=frozenset({AP}))
def word(me: Me, subject: str | None) -> Dialogue:
    words = yield from WordFor(me, number_of(subject))
    if words is None:
        yield from Say(_("There is nothing behind this button any more. Nothing was changed."), (MENU,))
        return None
    yield from Say(_("A word for you:\n\n{words}", words=verbatim(words)), (MENU,))
    return None
