"""/stop: it says what ends and what is kept, and does it."""

from conversations.care.people import StopEverything, WhatEnds
from conversations.dialogue.prompts import confirm
from conversations.dialogue.registry import Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _, joined


@dialogue("stop", before_consent=True, urgent=True, command="stop", entry=Entry(95, _("Stop everything")))
def stop(me: Me, subject: str | None) -> Dialogue:
    ends = yield from WhatEnds(me)
    sure = yield from confirm(
        _(
            "If you stop, all my messages to you end.\n{ends}\n"
            "The pages and “Help now” stay open, and you can come back.",
            ends=joined(ends),
        ),
        yes=_("Stop everything"),
        no=_("Go on"),
        beside=(Start("help-now", _("Help now")),),
    )
    if not sure:
        return Start("menu", _("Menu"))
    kept = yield from StopEverything(me)
    yield from Say(
        _("It is done: I will not write to you any more. {kept}\nTake care of yourself.", kept=joined(kept)),
        (Start("welcome", _("Begin again")), Start("help-now", _("Help now"))),
    )
    return None
