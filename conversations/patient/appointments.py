"""Proposing a time, accepting it, moving it; for a call the patient may give a number, for this one call."""

from collections.abc import Generator
from typing import Any

from conversations.care.appointments import (
    FARTHEST_DAYS,
    HOURS,
    HOW,
    AcceptTime,
    AppointmentFrame,
    CalendarFile,
    DropTime,
    Frame,
    GiveNumber,
    MoveTime,
    OneAppointment,
    ProposeTime,
    ShowNumber,
    View,
    how_words,
)
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, ask_date, ask_phone, choose
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, SendFile, Start, Step
from conversations.dialogue.text import Text, When, _, unasked

MENU = Start("menu", _("Menu"))
FILE_NAME = "rendez-vous.ics"
CLOSED = _("This time is no longer open, or is not yours. Nothing was changed.")


def proposed(view: View) -> Notice:
    """To the other side; `view` as they see it."""
    return Notice(
        unasked("{name} proposes a time: {when}, {how}.", name=view.other, when=When(view.at), how=how_words(view)),
        _answers_to(view),
        about=f"appointment:{view.id}",
    )


def accepted(view: View) -> Notice:
    return Notice(
        unasked("{name} has said yes: {when}, {how}.", name=view.other, when=When(view.at), how=how_words(view)),
        (Start("appointment", _("Open"), view.id),),
    )


def dropped(view: View) -> Notice:
    return Notice(
        unasked("{name} cannot make it on {when}. It is not because of you.", name=view.other, when=When(view.at)),
        (Start("propose-time", _("Propose a time"), view.pair),),
    )


def reminder(view: View) -> Notice:
    buttons = (Start("appointment", _("Open"), view.id), Start("appointment-no", _("I cannot"), view.id))
    if view.means == "phone" and view.has_number and view.line and not view.as_ap:
        words = unasked(
            "A reminder: {when}, with {name}. The call comes from {number}.",
            when=When(view.at),
            name=view.other,
            number=view.line.number,
        )
        return Notice(words, buttons)
    return Notice(unasked("A reminder: {when}, with {name}.", when=When(view.at), name=view.other), buttons)


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


def _answers_to(view: View) -> tuple[Start, ...]:
    return (
        Start("appointment-yes", _("Yes"), view.id),
        Start("appointment-move", _("Another time"), view.id),
        Start("appointment-no", _("No"), view.id),
    )


@dialogue("propose-time", acts_on="pair")
def propose_time(me: Me, subject: str | None) -> Dialogue:
    frame = yield from AppointmentFrame(me, subject)
    if frame is None:
        yield from Say(_("There is no open contact in which a time could be proposed."), (MENU,))
        return None
    means = "phone"
    if len(frame.means) > 1:
        means = yield from choose(_("How would you meet?"), [Option(m, HOW[m], m) for m in frame.means])
    place = None
    if means == "ward" and len(frame.places) > 1:
        places = [Option(str(n), Text("{p}", {"p": words}), n) for n, words in enumerate(frame.places[:8])]
        place = yield from choose(_("Where?"), places)
    day = yield from _ask_day(frame)
    hour = yield from _ask_hour()
    number = None
    if means == "phone" and not frame.as_ap:
        number = yield from ask_phone(_number_words(frame.other)).or_skip(_without_number(frame.may_write))
    view = yield from ProposeTime(me, frame.pair, means, day, hour, place, number)
    yield from _say_proposed(view)
    return None


def _ask_day(frame: Frame) -> Generator[Step[Any], Any, Any]:
    last = frame.today.fromordinal(frame.today.toordinal() + FARTHEST_DAYS)
    day = yield from ask_date(_("Which day?"), today=frame.today, first=frame.today, last=last)
    return day


def _ask_hour() -> Generator[Step[Any], Any, int]:
    hour = yield from choose(
        _("At what time?"), [Option(str(h), Text("{h}", {"h": f"{h}:00"}), h, (f"{h}h", f"{h}:00")) for h in HOURS]
    )
    return hour


def _number_words(other: Any) -> Text:
    return _(
        "At which number may {name} call you? They see your first name and this number, for this call only; it is "
        "erased afterwards.",
        name=other,
    )


def _without_number(may_write: bool) -> Text:
    """Who chose calls cannot write instead: the number can come later."""
    return _("Rather write here") if may_write else _("Later")


def _say_proposed(view: View | None) -> Say:
    if view is None:
        return Say(_("That time is past already, or this contact is not open. Nothing was sent."), (MENU,))
    return Say(
        _(
            "Proposed to {name}: {when}, {how}. I tell you as soon as there is an answer.",
            name=view.other,
            when=When(view.at),
            how=how_words(view),
        ),
        (Start("appointment-no", _("Take it back"), view.id), MENU),
    )


@dialogue("appointment-yes", acts_on="appointment")
def appointment_yes(me: Me, subject: str | None) -> Dialogue:
    view = yield from OneAppointment(me, number_of(subject))
    if view is None or view.state != "proposed" or view.by_me:
        yield from Say(CLOSED, (MENU,))
        return None
    number = None
    if view.means == "phone" and not view.as_ap and not view.has_number:
        number = yield from ask_phone(_number_words(view.other)).or_skip(_without_number(view.may_write))
    accepted_view = yield from AcceptTime(me, view.id, number)
    if accepted_view is None:
        yield from Say(CLOSED, (MENU,))
        return None
    return Start("appointment", _("Open"), view.id)


@dialogue("appointment", acts_on="appointment")
def appointment(me: Me, subject: str | None) -> Dialogue:
    """In words, and as a file for the calendar."""
    view = yield from OneAppointment(me, number_of(subject))
    if view is None:
        yield from Say(CLOSED, (MENU,))
        return None
    if view.state == "proposed":
        answers = () if view.by_me else _answers_to(view)[:2]
        yield from Say(
            _("Proposed: {when}, {how}, with {name}.", when=When(view.at), how=how_words(view), name=view.other),
            (*answers, Start("appointment-no", _("No"), view.id), MENU),
        )
        return None
    file = yield from CalendarFile(me, view.id)
    if file is not None:
        yield from SendFile(FILE_NAME, file, _("For your calendar. Its title says nothing but “Appointment”."))
    yield from Say(_agreed(view), _ways_on(view))
    return None


def _agreed(view: View) -> Text:
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


def _ways_on(view: View) -> tuple[Start, ...]:
    number: tuple[Start, ...] = ()
    if view.as_ap and view.has_number:
        number = (Start("appointment-number", _("Show the number"), view.id),)
    elif not view.as_ap and view.needs_number:
        number = (Start("appointment-give", _("Give a number"), view.id),)
    move = (Start("appointment-move", _("Another time"), view.id),) if view.can_move else ()
    return (
        *number,
        *move,
        Start("appointment-no", _("I cannot"), view.id),
        MENU,
    )


@dialogue("appointment-give", acts_on="appointment")
def appointment_give(me: Me, subject: str | None) -> Dialogue:
    view = yield from OneAppointment(me, number_of(subject))
    if view is None or view.as_ap or not view.needs_number:
        yield from Say(CLOSED, (MENU,))
        return None
    number = yield from ask_phone(_number_words(view.other))
    given = yield from GiveNumber(me, view.id, number)
    if given is None:
        yield from Say(CLOSED, (MENU,))
        return None
    return Start("appointment", _("Open"), view.id)


@dialogue("appointment-number", acts_on="appointment")
def appointment_number(me: Me, subject: str | None) -> Dialogue:
    """`about` names the message, so that it can be deleted when the call is over."""
    number = yield from ShowNumber(me, number_of(subject))
    if number is None:
        yield from Say(CLOSED, (MENU,))
        return None
    yield from Say(
        _(
            "{number}\n\nI delete this message after the call, tomorrow at the latest. What your phone keeps (its list "
            "of calls) I cannot delete.",
            number=number,
        ),
        about=f"appointment-number:{number_of(subject)}",
        protect=True,
    )
    return None


@dialogue("appointment-move", acts_on="appointment")
def appointment_move(me: Me, subject: str | None) -> Dialogue:
    view = yield from OneAppointment(me, number_of(subject))
    frame = yield from AppointmentFrame(me, str(view.pair) if view else "0")
    if view is None or frame is None:
        yield from Say(CLOSED, (MENU,))
        return None
    day = yield from _ask_day(frame)
    hour = yield from _ask_hour()
    moved = yield from MoveTime(me, view.id, day, hour)
    yield from _say_proposed(moved)
    return None


@dialogue("appointment-no", acts_on="appointment")
def appointment_no(me: Me, subject: str | None) -> Dialogue:
    view = yield from DropTime(me, number_of(subject))
    if view is None:
        yield from Say(CLOSED, (MENU,))
        return None
    yield from Say(
        _("{name} is told, without a reason.", name=view.other),
        (Start("propose-time", _("Another time"), view.pair), MENU),
    )
    return None
