"""What people read when the other side is out of reach: the truth, and that it is not about them."""

from datetime import datetime

from conversations.care.profiles import Name
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Start
from conversations.dialogue.text import When, Wording, _, unasked

MENU = Start("menu", _("Menu"))


def out_of_reach(other: Name, pair: int) -> Notice:
    """To an AP, of the person they accompany."""
    return Notice(
        unasked(
            "{other} cannot be reached here just now: what you write would not arrive. It is not about you, and "
            "nothing is expected of you. It stands in your unit’s list; if you are worried, tell the team.",
            other=other,
        ),
        (Start("concern", _("Tell the team"), pair), MENU),
    )


def ap_out_of_reach(ap: Name, role: Wording, until: datetime, pair: int) -> Notice:
    """To somebody who is accompanied; at once, for it names the hour of a human's word."""
    return Notice(
        unasked(
            "{ap} cannot be reached here just now. This is not about you. Expect a message here from {role} before "
            "{until}, to look for a way on with you.",
            ap=ap,
            role=role,
            until=When(until),
        ),
        (Start("seek-another", _("Someone else"), pair), Start("call-me", _("Please call me"))),
        waits=False,
    )


def in_reach_again(other: Name, pair: int) -> Notice:
    return Notice(
        unasked("{other} can be reached here again.", other=other), (Start("write-to", _("Write"), pair), MENU)
    )


def was_out_of_reach() -> Notice:
    """To somebody who is back, and for whom nobody is looked for."""
    return Notice(
        unasked(
            "I could not reach you here for a while. I am looking for nobody just now, and your place is kept. One "
            "tap, and I look again."
        ),
        (Start("search-again", _("Look again")), Start("my-request", _("My request"))),
    )
