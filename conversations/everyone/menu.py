"""The menu, and choosing which hat to wear."""

from conversations.care.people import MenuLines, MyHats, Wear
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _


@dialogue("menu", before_consent=True, command="menu", urgent=False)
def menu(me: Me, subject: str | None) -> Dialogue:
    lines = yield from MenuLines(me)
    yield from Say(_("What would you like to do?"), lines)
    return None


@dialogue("hats", entry=Entry(85, _("Change role"), when="several-hats"))
def hats(me: Me, subject: str | None) -> Dialogue:
    """Somebody may be a patient here and an AP there: what they see depends on the hat they wear."""
    mine = yield from MyHats(me)
    options = [
        Option(str(hat.membership), Text("{role} · {unit}", {"role": hat.role, "unit": hat.unit_name}), hat.membership)
        for hat in mine
    ]
    chosen = yield from choose(_("In which role would you like to go on?"), options)
    yield from Wear(me, chosen)
    return Start("menu", _("Menu"))
