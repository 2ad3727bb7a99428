"""Help now: the numbers of the unit and the country, one tap from anywhere, before consent too."""

from conversations.care.calls import Chance, ChanceOfCall
from conversations.care.people import MyPlace
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _

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
    chance = yield from ChanceOfCall(me, None)
    yield from Say(
        _(
            "Numbers that answer:\n\n<b>{line}</b>: your unit, for a health question ({hours}).\n{numbers}\n\n{call}",
            line=place.line,
            hours=place.line_hours,
            numbers=NUMBERS,
            call=_when_called(chance),
        ),
        (
            Start("call-me", _("Please call me")),
            Start("page", _("More about these numbers"), "emergency-numbers"),
            Start("menu", _("Menu")),
        ),
    )
    return None


def _when_called(chance: Chance | None) -> Text:
    """What a call can be at this minute; the hour comes from the rota."""
    if chance is None:
        return _("Nobody can call you from here.")
    if chance.before is None and chance.duty:
        return _("“Please call me”: somebody of the team is on duty now.")
    if chance.before is None:
        return _("“Please call me”: nobody is on duty now, and I cannot say when somebody will be.")
    at = When(chance.before)
    if chance.duty:
        return _("“Please call me”: somebody of the team is on duty now; at the latest before {when}.", when=at)
    return _("“Please call me”: nobody is on duty now; it can take until {when}.", when=at)


def while_down() -> Text:
    """The fixed words while nothing can be stored."""
    return _(
        "I have trouble keeping messages just now, but these numbers answer:\n\n{numbers}\n\nNobody has read your "
        "message yet. I will answer it as soon as I can.",
        numbers=NUMBERS,
    )
