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
from conversations.dialogue.prompts import Option, ask_date, ask_phone, choose
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, SendFile, Start, Step
from conversations.dialogue.text import Text, When, _
from conversations.patient.appointment_words import agreed_words, answers_to

MENU = Start("menu", _("Menu"))
FILE_NAME = "rendez-vous.ics"
CLOSED = _("This time is no longer open, or is not yours. Nothing was changed.")


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
        answers = () if view.by_me else answers_to(view)[:2]
        yield from Say(
            _("Proposed: {when}, {how}, with {name}.", when=When(view.at), how=how_words(view), name=view.other),
            (*answers, Start("appointment-no", _("No"), view.id), MENU),
        )
        return None
    file = yield from CalendarFile(me, view.id)
    if file is not None:
        yield from SendFile(FILE_NAME, file, _("For your calendar. Its title says nothing but “Appointment”."))
    yield from Say(agreed_words(view), _ways_on(view))
    return None


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


@dialogue("appointment-no", urgent=True, acts_on="appointment")
def appointment_no(me: Me, subject: str | None) -> Dialogue:
    """While everything else waits too: somebody would sit by a telephone in vain."""
    dropped = yield from DropTime(me, number_of(subject))
    if dropped is None:
        yield from Say(CLOSED, (MENU,))
        return None
    if dropped.reads == "nothing":
        text = _("It is taken back: {name} reads nothing of it.", name=dropped.other)
    elif dropped.reads == "later":
        text = _("It waits for {name}, without a reason, and is read once it is opened there.", name=dropped.other)
    else:
        text = _("{name} is told, without a reason.", name=dropped.other)
    yield from Say(text, (Start("propose-time", _("Another time"), dropped.pair), MENU))
    return None
