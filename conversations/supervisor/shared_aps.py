"""An AP who would accompany in a further unit: a supervisor of each says yes or no, and the AP learns which."""

from conversations.care.shared_aps import AnswerSharing, MySharedAp
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import confirm
from conversations.dialogue.registry import SUPERVISOR, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _, unasked

HALF_DAY = Start("half-day", _("My half-day"))


OTHER = {
    "agreed": _("The other unit has said yes."),
    "asked": _("The other unit is asked too."),
    "nobody": _("The other unit has no supervisor here who could answer: please tell it."),
}


@dialogue("shared-ap", roles=frozenset({SUPERVISOR}))
def shared_ap(me: Me, subject: str | None) -> Dialogue:
    membership = number_of(subject)
    view = yield from MySharedAp(me, membership)
    if view is None:
        yield from Say(_("There is nothing to answer here any more."), (HALF_DAY,))
        return None
    yes = yield from confirm(
        _(
            "{name} accompanies people in {home} and would do so in {further} too. The number of contacts they can "
            "carry stays one for both. {other} Is it fine for you?",
            name=view.name,
            home=view.home,
            further=view.further,
            other=OTHER[view.other],
        )
    )
    match (yield from AnswerSharing(me, membership, yes)):
        case "both":
            yield from Say(_("Both units have said yes. {name} now reads so.", name=view.name), (HALF_DAY,))
        case "one":
            yield from Say(_("Noted. It counts once the other unit has said yes."), (HALF_DAY,))
        case "refused":
            yield from Say(
                _("Noted: it stays with one unit, and {name} reads so, without a reason.", name=view.name), (HALF_DAY,)
            )
        case _:
            yield from Say(_("There is nothing to answer here any more."), (HALF_DAY,))
    return None


def both_are_asked() -> Notice:
    """To the AP who has just come in by the second link."""
    return Notice(
        unasked(
            "Thank you for coming here too. Both teams are asked, and you hear from me. Until both have said yes, "
            "nobody asks you here; where you are already, nothing changes."
        ),
        (Start("menu", _("Menu")),),
    )


def both_agreed() -> Notice:
    """To the AP."""
    return Notice(
        unasked("Both teams have said yes: from now on you may be asked in the second one too."),
        (Start("availability", _("My availability")), Start("menu", _("Menu"))),
    )


def stays_with_one() -> Notice:
    """To the AP; why is for a person to say."""
    return Notice(
        unasked("For now it stays with one unit only. It says nothing about you; your supervisor can tell you more."),
        (Start("menu", _("Menu")),),
    )
