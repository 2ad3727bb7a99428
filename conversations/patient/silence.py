"""What a patient reads when the first step is late: the truth, the next date, and that it is not about them."""

from datetime import datetime

from conversations.care.relay import Called
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Start
from conversations.dialogue.text import When, _, unasked


def about_first_step(pair: int) -> str:
    """The name of what is said of a first step that is late."""
    return f"first-step:{pair}"


def not_written_yet(ap: Called, until: datetime, pair: int) -> Notice:
    return Notice(
        unasked(
            "{ap} has not been able to write yet. This is not about you. I have asked, and you will hear from them, or "
            "from me, before {until}: after that I look for somebody else, and you keep your place.",
            ap=ap,
            until=When(until),
        ),
        (Start("my-pair", _("See where it stands")), Start("call-me", _("Please call me"))),
        about=about_first_step(pair),
    )


def searching_again(ap: Called, until: datetime) -> Notice:
    return Notice(
        unasked(
            "{ap} was not able to take the first step. This is not about you. I am looking again, until {until}, and "
            "you have kept your place. I will write as soon as there is an answer, and that day in any case.",
            ap=ap,
            until=When(until),
        ),
        (Start("my-request", _("See my request")), Start("help-now", _("Help now"))),
    )


def another_yes_waits(ap: Called) -> Notice:
    """The search for somebody else had begun before, and has found somebody."""
    return Notice(
        unasked(
            "{ap} was not able to take the first step. This is not about you. Somebody else has said yes meanwhile, "
            "and waits for your choice.",
            ap=ap,
        ),
        (Start("cards", _("Read their words")), Start("my-request", _("See my request"))),
    )
