"""What the two read of a time they set: proposed, accepted, dropped, reminded of, and how it takes place."""

from dataclasses import replace
from datetime import datetime

from conversations.care.appointments import View, how_words
from conversations.care.relay import Called
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Start
from conversations.dialogue.text import Text, When, _, unasked


def proposed(view: View) -> Notice:
    """To the other side; `view` as they see it."""
    return Notice(
        unasked("{name} proposes a time: {when}, {how}.", name=view.other, when=When(view.at), how=how_words(view)),
        answers_to(view),
        about=about_proposed(view.id),
    )


def about_proposed(appointment: int) -> str:
    return f"appointment:{appointment}"


def accepted(view: View) -> Notice:
    return Notice(
        unasked("{name} has said yes: {when}, {how}.", name=view.other, when=When(view.at), how=how_words(view)),
        (Start("appointment", _("Open"), view.id),),
    )


def dropped(view: View) -> Notice:
    """Said at once, whatever else waits: nobody sits by a telephone in vain."""
    return Notice(
        unasked("{name} cannot make it on {when}. It is not because of you.", name=view.other, when=When(view.at)),
        (Start("propose-time", _("Propose a time"), view.pair),),
        about=about_dropped(view.id),
        waits=False,
    )


def moved_and_dropped(view: View) -> Notice:
    """The same, where they have not read to which time it had been moved meanwhile."""
    words = unasked(
        "{name} cannot make it after all: the time between you is off. It is not because of you.", name=view.other
    )
    return replace(dropped(view), text=words)


def about_dropped(appointment: int) -> str:
    return f"appointment-dropped:{appointment}"


def moved(view: View) -> Notice:
    """To the other side, of the time that was agreed, where the new one waits with everything else."""
    return Notice(
        unasked(
            "{name} cannot make it on {when}, and would like another time. It is not because of you, and nothing is "
            "expected of you now.",
            name=view.other,
            when=When(view.at),
        ),
        (Start("menu", _("Menu")),),
        waits=False,
    )


def cancelled(name: Called, at: datetime) -> Notice:
    """The contact ends before that time."""
    return Notice(
        unasked("Your time with {name}, {when}, is cancelled: nobody expects you then.", name=name, when=When(at)),
        (Start("menu", _("Menu")),),
        waits=False,
    )


def called_off(view: View) -> Notice:
    """To an AP who was said to be gone and is not: the patient was told so then, and the contact goes on."""
    return replace(cancelled(view.other, view.at), buttons=(Start("propose-time", _("Propose a time"), view.pair),))


def reminder(view: View) -> Notice:
    """Said to both, whatever else waits for one of them: the other waits for this, and “I cannot” is one tap."""
    buttons = (Start("appointment", _("Open"), view.id), Start("appointment-no", _("I cannot"), view.id))
    if view.means == "phone" and view.has_number and view.line and not view.as_ap:
        words = unasked(
            "A reminder: {when}, with {name}. The call comes from {number}.",
            when=When(view.at),
            name=view.other,
            number=view.line.number,
        )
    else:
        words = unasked("A reminder: {when}, with {name}.", when=When(view.at), name=view.other)
    return Notice(words, buttons, waits=False)


def number_given(view: View) -> Notice:
    """To the AP, where the number came after the yes."""
    return Notice(
        unasked("{name} has given a number for {when}.", name=view.other, when=When(view.at)),
        (Start("appointment", _("Open"), view.id),),
    )


def afterwards(view: View) -> Notice:
    """To the AP, when the time is over."""
    return Notice(
        unasked("Has it taken place, with {name}? Five taps are enough.", name=view.other),
        (Start("log-contact", _("Yes, note it"), view.pair), Start("propose-time", _("Another time"), view.pair)),
    )


def answers_to(view: View) -> tuple[Start, ...]:
    return (
        Start("appointment-yes", _("Yes"), view.id),
        Start("appointment-move", _("Another time"), view.id),
        Start("appointment-no", _("No"), view.id),
    )


def agreed_words(view: View) -> Text:
    words = _("Agreed: {when}, {how}, with {name}.", when=When(view.at), how=how_words(view), name=view.other)
    if view.means == "video" and view.video:
        return _("{words} Here: {link}", words=words, link=view.video)
    if view.means != "phone":
        return words
    if view.needs_number:
        return _without_a_number(view, words)
    if not view.as_ap and view.line:
        return _("{words} {name} calls you, from {number}.", words=words, name=view.other, number=view.line.number)
    if not view.as_ap:
        return _("{words} {name} calls you, from a hidden number.", words=words, name=view.other)
    if view.line:
        return _(
            "{words} You call, from {number}: {where}. Say your first name and nothing else until you know who is "
            "there.",
            words=words,
            number=view.line.number,
            where=view.line.where,
        )
    return _(
        "{words} You call. To hide your number: type #31# before theirs on a mobile, 3651 on a landline. Say your "
        "first name and nothing else until you know who is there.",
        words=words,
    )


def _without_a_number(view: View, words: Text) -> Text:
    if view.may_write:
        return _("{words} At that time {who} here.", words=words, who=_("you both write"))
    if view.as_ap:
        return _("{words} {name} has given no number yet: I tell you when it is there.", words=words, name=view.other)
    return _("{words} Without a number nobody can reach you then: you can give one here.", words=words)
