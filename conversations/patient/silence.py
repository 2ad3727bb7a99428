"""What a patient reads when the first step is late, or waits for them: the truth, the next date, and that it is not
about them."""

from datetime import datetime

from conversations.care.pairs import FirstStep, WeHaveTalked, about_first_step
from conversations.care.relay import Called
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.registry import ACCOMPANIED, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _, unasked

MENU = Start("menu", _("Menu"))
WHERE = Start("my-pair", _("See where it stands"))
CALL_ME = Start("call-me", _("Please call me"))


def we_talked(pair: int) -> Start:
    return Start("we-talked", _("We have talked"), pair)


def step_waits(ap: Called, step: FirstStep, pair: int) -> Notice | None:
    """What the AP has done waits for the patient. Nothing where nothing does, or where it stands before their eyes: a
    time they know, a "Message" to be opened."""
    if step.what == "proposed" and step.at is not None:
        answers = (("appointment-yes", _("Yes")), ("appointment-move", _("Another time")), ("appointment-no", _("No")))
        return Notice(
            unasked("{ap} proposes a time: {when}. Another one is just as good.", ap=ap, when=When(step.at)),
            tuple(Start(name, label, step.appointment) for name, label in answers),
            about=f"appointment:{step.appointment}",
        )
    if step.what == "question":
        return Notice(
            unasked("A message from {ap} waits for you. One question first, then you can read it.", ap=ap),
            (Start("relay-consent", _("Read the question"), pair), WHERE),
            about=about_first_step(pair),
        )
    return None


def as_promised(ap: Called, step: FirstStep, pair: int) -> Notice | None:
    """On the promised date, where the AP has done something for the first step."""
    if step.what == "agreed" and step.at is not None:
        words = unasked("As promised, a word today: your time with {ap} is {when}.", ap=ap, when=When(step.at))
        return Notice(words, (Start("appointment", _("Open"), step.appointment), WHERE))
    if step.what == "over" and step.at is not None:
        words = unasked(
            "As promised, a word today: your time with {ap} was {when}. Have you talked?", ap=ap, when=When(step.at)
        )
        return Notice(words, (we_talked(pair), WHERE, CALL_ME))
    return step_waits(ap, step, pair)


def have_you_talked(ap: Called, at: datetime, until: datetime, pair: int) -> Notice:
    """The time they had set is over, and neither has said that it took place."""
    return Notice(
        unasked(
            "Your time with {ap} was {when}. Have you talked? If not, this is not about you: you will hear from them, "
            "or from me, before {until}. After that I look for somebody else, and you keep your place.",
            ap=ap,
            when=When(at),
            until=When(until),
        ),
        (we_talked(pair), WHERE, CALL_ME),
        about=about_first_step(pair),
    )


@dialogue("we-talked", roles=ACCOMPANIED, acts_on="pair")
def we_have_talked(me: Me, subject: str | None) -> Dialogue:
    ap = yield from WeHaveTalked(me, number_of(subject))
    if ap is None:
        yield from Say(_("There is no open contact to which this could be noted."), (MENU,))
        return None
    words = _("Noted: you and {ap} have talked. How you go on is up to the two of you.", ap=ap)
    yield from Say(words, (Start("my-pair", _("My contact")), MENU))
    return None


def not_reached_yet(ap: Called, until: datetime, pair: int) -> Notice:
    return Notice(
        unasked(
            "{ap} has not been able to reach you yet. This is not about you. You will hear from them, or from me, "
            "before {until}: after that I look for somebody else, and you keep your place.",
            ap=ap,
            until=When(until),
        ),
        (WHERE, CALL_ME),
        about=about_first_step(pair),
    )


def not_answered_yet(ap: Called, at: datetime, until: datetime, pair: int) -> Notice:
    """They proposed a time, and the AP has not said yes or no."""
    return Notice(
        unasked(
            "{ap} has not answered your time yet, {when}. This is not about you. You will hear from them, or from me, "
            "before {until}: after that I look for somebody else, and you keep your place.",
            ap=ap,
            when=When(at),
            until=When(until),
        ),
        (WHERE, CALL_ME),
        about=about_first_step(pair),
    )


def searching_again(ap: Called, until: datetime) -> Notice:
    """True whoever did not come: the AP, or a word of theirs that waited for the patient's answer."""
    return Notice(
        unasked(
            "You and {ap} have not been in touch. This is not about you. I am looking again, until {until}, and you "
            "have kept your place. I will write as soon as there is an answer, and that day in any case.",
            ap=ap,
            until=When(until),
        ),
        (Start("my-request", _("See my request")), Start("help-now", _("Help now"))),
    )


def searching_unless_told(ap: Called, until: datetime) -> Notice:
    """The time they had agreed on is over, and neither has said that it took place."""
    return Notice(
        unasked(
            "Nobody has told me whether you and {ap} have talked. This is not about you. I am looking again, until "
            "{until}, and you have kept your place. I will write as soon as there is an answer, and that day in any "
            "case.",
            ap=ap,
            until=When(until),
        ),
        (Start("my-request", _("See my request")), Start("help-now", _("Help now"))),
    )


def another_yes_waits(ap: Called) -> Notice:
    """The search for somebody else had begun before, and has found somebody."""
    return Notice(
        unasked(
            "You and {ap} have not been in touch. This is not about you. Somebody else has said yes meanwhile, and "
            "waits for your choice.",
            ap=ap,
        ),
        (Start("cards", _("Read their words")), Start("my-request", _("See my request"))),
    )
