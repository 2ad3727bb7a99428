"""A pause: for how long, what the other side reads, and how to go on at its end."""

from datetime import date

from conversations.care.pairs import OnePair
from conversations.care.pauses import LENGTHS, Agreed, GoOnWithPair, Paused, PausePair
from conversations.care.profiles import Name
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import When, _, unasked

MENU = Start("menu", _("Menu"))


def about_pause(pair: int) -> str:
    """The name of what is said of the pauses of a contact, where the newest stands: that one began, or is over."""
    return f"pause:{pair}"


def paused(other: Name, until: date, agreed: Agreed | None, pair: int) -> Notice:
    """To the other side: neutral, with the day on which it ends."""
    if agreed is None:
        words = unasked(
            "{other} would like a pause until {day}. It is not about you. On that day I ask you both how to go on.",
            other=other,
            day=until,
        )
        return Notice(words, (MENU,), about_pause(pair))
    words = unasked(
        "{other} would like a pause until {day}. It is not about you. On that day I ask you both how to go on. The "
        "time you have set, {when}, stands all the same.",
        other=other,
        day=until,
        when=When(agreed.at),
    )
    return Notice(words, (Start("appointment", _("Open"), agreed.appointment), MENU), about_pause(pair))


def no_longer_paused(other: Name) -> Notice:
    return Notice(unasked("{other} is back. Nothing is expected of you at once.", other=other), (MENU,))


def pause_is_over(other: Name, pair: int) -> Notice:
    """To both, on the day that was said; true later too, for whoever could not read it then."""
    return Notice(
        unasked(
            "The pause with {other} is over. How would you like to go on? Nothing is expected at once.", other=other
        ),
        (
            Start("pair-go-on", _("Go on"), pair),
            Start("pair-pause", _("A longer pause"), pair),
            Start("pair-end", _("End"), pair),
        ),
        about=about_pause(pair),
    )


@dialogue("pair-pause", acts_on="pair")
def pause(me: Me, subject: str | None) -> Dialogue:
    view = yield from OnePair(me, number_of(subject))
    if view is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    if not view.first_contact:
        yield from Say(
            _("You have not been in touch yet, so there is nothing to pause. If it is too early, you can say so."),
            (Start("pair-end", _("I cannot") if view.as_ap else _("End"), view.pair), MENU),
        )
        return None
    days = yield from choose(
        _("For how long? You can end it earlier at any time."),
        [Option(str(days), label, days) for days, label in LENGTHS.items()],
    )
    yield from _said((yield from PausePair(me, view.pair, days)), view.pair)
    return None


def _said(done: Paused | None, pair: int) -> Say:
    if done is None:
        return Say(_("Nothing was changed."), (MENU,))
    buttons: tuple[Start, ...] = (Start("pair-go-on", _("End the pause"), pair), MENU)
    told = _("reads one neutral line") if done.on_bot else _("is told by phone")
    values = {"day": done.until, "other": done.other, "told": told}
    if done.agreed is None:
        words = _("A pause until {day}. {other} {told}. On that day I ask you both how to go on.", **values)
        return Say(words, buttons)
    words = _(
        "A pause until {day}. {other} {told}. On that day I ask you both how to go on. The time you have set, {when}, "
        "stands all the same, unless you cancel it.",
        when=When(done.agreed.at),
        **values,
    )
    return Say(words, (Start("appointment-no", _("Cancel that time"), done.agreed.appointment), *buttons))


@dialogue("pair-go-on", acts_on="pair")
def go_on(me: Me, subject: str | None) -> Dialogue:
    done = yield from GoOnWithPair(me, number_of(subject))
    words = _("Good, it goes on. Write, or propose a time, when it suits you.") if done else _("Nothing was changed.")
    ways = (Start("write-to", _("Write"), number_of(subject)),) if done else ()
    yield from Say(words, (*ways, MENU))
    return None
