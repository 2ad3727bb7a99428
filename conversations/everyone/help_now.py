"""Help now: the numbers of the unit and the country, one tap from anywhere, before consent too."""

from conversations.care.people import MyPlace
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _

NUMBERS = _(
    "<b>15</b> or <b>112</b>: life in danger, day and night.\n"
    "<b>3114</b>: thoughts of suicide, yours or somebody’s. Free, day and night.\n"
    "<b>114</b> by SMS: when you cannot speak or hear.\n"
    "<b>17</b>: you are threatened now.\n"
    "<b>3919</b>: violence. Free, day and night."
)


@dialogue("help-now", before_consent=True, urgent=True)
def help_now(me: Me, subject: str | None) -> Dialogue:
    place = yield from MyPlace(me)
    if place is None:
        yield from Say(
            _(
                "Numbers that answer:\n\n{numbers}\n\nNo unit is connected here: I can call nobody for you.",
                numbers=NUMBERS,
            ),
            (Start("page", _("More about these numbers"), "emergency-numbers"), Start("menu", _("Menu"))),
        )
        return None
    yield from Say(
        _(
            "Numbers that answer:\n\n<b>{line}</b>: your unit, for a health question ({hours}).\n{numbers}",
            line=place.line,
            hours=place.line_hours,
            numbers=NUMBERS,
        ),
        (
            Start("call-me", _("Please call me")),
            Start("page", _("More about these numbers"), "emergency-numbers"),
            Start("menu", _("Menu")),
        ),
    )
    return None


def while_down() -> Text:
    """The fixed words while nothing can be stored."""
    return _(
        "I have trouble keeping messages just now, but these numbers answer:\n\n{numbers}\n\nNobody has read your "
        "message yet. I will answer it as soon as I can.",
        numbers=NUMBERS,
    )
