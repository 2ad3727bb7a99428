"""What others read when somebody leaves."""

from conversations.care.profiles import Name
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Start
from conversations.dialogue.text import _, unasked


def proposal_gone(ap: Name) -> Notice:
    """The volunteer who had said yes has left before the person chose."""
    return Notice(
        unasked(
            "{ap} had said yes to your request and cannot after all. This is not about you. I go on looking, and "
            "write to you as soon as there is an answer.",
            ap=ap,
        ),
        (Start("my-request", _("My request")), Start("menu", _("Menu"))),
    )
