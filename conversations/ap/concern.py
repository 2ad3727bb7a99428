"""An AP brings something to the team: worried, urgent, about themself, a doubt, bad news. Two taps."""

from conversations.care.reports import BringToTeam, MyConcern
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import AP, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import _

MENU = Start("menu", _("Menu"))
HELP_NOW = Start("help-now", _("Help now"))


@dialogue("concern", roles=frozenset({AP}), urgent=True, entry=Entry(40, _("Talk to the team")))
def concern(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyConcern(me, subject)
    if view is None:
        yield from Say(_("No unit is connected here, so there is nobody I could tell."), (HELP_NOW, MENU))
        return None
    options = [Option("me", _("It is about me"), "me")]
    if view.other is not None:
        options = [
            Option("urgent", _("Urgent: somebody in danger"), "urgent"),
            Option("them", _("I am worried"), "them"),
            *options,
            Option("news", _("I have had bad news"), "news"),
            Option("doubt", _("Is it really them?"), "doubt"),
        ]
    what = yield from choose(
        _("What is it about? {sup} is there for you.", sup=view.supervisor), options, beside=(HELP_NOW,)
    )
    match what:
        case "news":
            return Start("bad-news", _("I have had bad news"), view.pair)
        case "doubt":
            return Start("doubt-identity", _("Is it really them?"), view.pair)
        case "urgent":
            told = yield from BringToTeam(me, view.pair, "urgent")
            yield from Say(
                _(
                    "Life in danger: call 15 now, whoever you are with. Thoughts of suicide: 3114 advises you too. "
                    "{told} You have done what you could: the rest is not yours to carry.",
                    told=told or _("I have told nobody."),
                ),
                (Start("call-me", _("Please call me")), MENU),
                cards=("15", "3114"),
            )
        case _:
            told = yield from BringToTeam(me, view.pair, "me" if what == "me" else "them")
            yield from Say(
                _("Thank you for saying so. {told}", told=told or _("I have told nobody.")),
                (Start("call-me", _("Please call me")), HELP_NOW, MENU),
            )
    return None
