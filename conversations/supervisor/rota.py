"""The rota in the chat: who is on duty, taking it, being away, replacing, swapping, writing the week."""

import re
from datetime import datetime, time

from conversations.care.alerts import Colleagues, Done, NotYours
from conversations.care.supervision import (
    AddShift,
    AnswerSwap,
    AskSwap,
    Closed,
    DropShift,
    GoAway,
    InPart,
    MyShifts,
    NoLongerTheirs,
    Replace,
    RotaOf,
    RotaView,
    ShiftView,
    TakeDuty,
    Turnus,
)
from conversations.dialogue.notice import Notice, work
from conversations.dialogue.prompts import Option, ask_date, ask_text, choose
from conversations.dialogue.registry import STAFF, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Day, Hour, Text, When, _, joined, unasked, verbatim
from conversations.supervisor.forecast import gap_lines

ROTA = Start("rota", _("The rota"))
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
MOST_BUTTONS = 40
MOST_SHIFTS = 20
SPAN = re.compile(r"\s*(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?\s*(?:-|–|à|a|to)\s*(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?\s*")


def swap_asked(swap: int, name: str | None, begins: datetime, ends: datetime) -> Notice:
    return work(
        unasked(
            "{name} asks you to take their hours: {begins} to {ends}. Can you?",
            name=_named(name),
            begins=When(begins),
            ends=Hour(ends),
        ),
        (Start("accept-swap", _("Yes"), swap), Start("refuse-swap", _("No"), swap)),
    )


def swap_answered(yes: bool, begins: datetime) -> Notice:
    if yes:
        return work(unasked("Your hours of {begins} are taken over. Thank you both.", begins=When(begins)), (ROTA,))
    return work(unasked("Your hours of {begins} stay with you: your colleague cannot.", begins=When(begins)), (ROTA,))


@dialogue("rota", roles=STAFF, entry=Entry(13, _("On-call rota")))
def rota(me: Me, subject: str | None) -> Dialogue:
    view = yield from RotaOf(me)
    if view is None:
        yield from _not_here()
        return None
    lines = [*_on_duty(view), *(_shift(s) for s in view.shifts[:MOST_SHIFTS])]
    if not view.shifts:
        lines.append(_("No weekly hours are written yet: nobody can be promised to anybody."))
    lines += gap_lines(view.gaps[:5])
    yield from Say(
        joined(lines),
        (
            Start("take-duty", _("I take it now")),
            Start("replace", _("I replace somebody")),
            Start("swap", _("Ask to swap")),
            Start("away", _("I am away")),
            Start("add-shift", _("Add hours")),
            Start("drop-shift", _("Remove hours")),
            Start("menu", _("Menu")),
        ),
    )
    return None


@dialogue("take-duty", roles=STAFF)
def take_duty(me: Me, subject: str | None) -> Dialogue:
    options = [Option(str(n), _("{n} hours", n=n), n) for n in (2, 4, 8, 12)]
    hours = yield from choose(_("For how long are you on duty?"), options)
    outcome = yield from TakeDuty(me, hours)
    yield from _thanks(outcome, _("You are on duty now, before everybody else. Thank you."))
    return None


@dialogue("replace", roles=STAFF)
def replace(me: Me, subject: str | None) -> Dialogue:
    others = yield from Colleagues(me)
    if not others:
        yield from Say(_("There is nobody else here who can be reached."), (ROTA,))
        return None
    options = [Option(str(o.person), _named(o.name), o.person) for o in others]
    chosen = yield from choose(_("Whom do you replace for the rest of the day?"), options)
    outcome = yield from Replace(me, chosen)
    yield from _thanks(outcome, _("Done: their hours of today are yours, to the end of a night that begins today."))
    return None


@dialogue("swap", roles=STAFF)
def swap(me: Me, subject: str | None) -> Dialogue:
    mine = yield from MyShifts(me)
    others = yield from Colleagues(me)
    if not mine or not others:
        yield from Say(_("There are no hours of yours to swap in the coming two weeks, or nobody to ask."), (ROTA,))
        return None
    hours = [Option(f"{t.begins:%m%d%H%M}", _span(t), t) for t in mine[:MOST_SHIFTS]]
    wanted = yield from choose(_("Which hours?"), hours)
    options = [Option(str(o.person), _named(o.name), o.person) for o in others]
    chosen = yield from choose(_("Whom shall I ask?"), options)
    outcome = yield from AskSwap(me, chosen, wanted.begins, wanted.ends)
    yield from _thanks(outcome, _("I have asked. Until your colleague says yes, the hours are yours."))
    return None


@dialogue("accept-swap", roles=STAFF)
def accept_swap(me: Me, subject: str | None) -> Dialogue:
    outcome = yield from AnswerSwap(me, subject, yes=True)
    yield from _thanks(outcome, _("Thank you: these hours are yours now."))
    return None


@dialogue("refuse-swap", roles=STAFF)
def refuse_swap(me: Me, subject: str | None) -> Dialogue:
    outcome = yield from AnswerSwap(me, subject, yes=False)
    yield from _thanks(outcome, _("Understood. Your colleague reads that they stay with them."))
    return None


@dialogue("away", roles=STAFF)
def away(me: Me, subject: str | None) -> Dialogue:
    """Out of office names a deputy, and changes what everybody reads."""
    view = yield from RotaOf(me)
    if view is None:
        yield from _not_here()
        return None
    others = yield from Colleagues(me)
    first = yield from ask_date(_("From which day are you away?"), today=view.today)
    last = yield from ask_date(_("Until which day, that day included?"), today=view.today, first=first)
    deputies: list[Option[int | None]] = [Option(str(o.person), _named(o.name), o.person) for o in others]
    deputies.append(Option("nobody", _("Nobody"), None))
    deputy = yield from choose(_("Who takes your hours meanwhile?"), deputies)
    gaps = yield from GoAway(me, first, last, deputy)
    lines = [_("Noted. Everybody reads what follows from it."), *gap_lines(gaps[:5])]
    yield from Say(joined(lines), (ROTA, Start("menu", _("Menu"))))
    return None


@dialogue("add-shift", roles=STAFF)
def add_shift(me: Me, subject: str | None) -> Dialogue:
    others = yield from Colleagues(me)
    people = [Option(str(me.person), _("Me"), me.person)]
    people += [Option(str(o.person), _named(o.name), o.person) for o in others]
    person = yield from choose(_("Whose weekly hours?"), people)
    weekday = yield from choose(_("Which day of the week?"), [Option(str(i), d, i) for i, d in enumerate(WEEKDAYS)])
    typed = yield from ask_text(_("From when to when? For example: 9-13, or 22:00-8:00 for a night."))
    span = read_span(typed)
    if span is None:
        yield from Say(
            _("I did not understand the hours, so nothing was changed."), (Start("add-shift", _("Again")), ROTA)
        )
        return None
    outcome = yield from AddShift(me, person, weekday, *span)
    yield from _thanks(outcome, _("Written. From now on every promise counts on it."))
    return None


@dialogue("drop-shift", roles=STAFF)
def drop_shift(me: Me, subject: str | None) -> Dialogue:
    view = yield from RotaOf(me)
    if view is None or not view.shifts:
        yield from Say(_("There are no weekly hours to remove."), (ROTA,))
        return None
    options = [Option(str(s.id), _shift(s), s.id) for s in view.shifts[:MOST_BUTTONS]]
    chosen = yield from choose(_("Which weekly hours shall I remove?"), options)
    outcome = yield from DropShift(me, chosen)
    yield from _thanks(outcome, _("Removed."))
    return None


def read_span(typed: str) -> tuple[time, time] | None:
    """ "9-13", "9h30 à 13h", "22:00-8:00" as two wall times; None where it is neither."""
    found = SPAN.fullmatch(typed.lower())
    if found is None:
        return None
    try:
        return (
            time(int(found[1]) % 24, int(found[2] or 0)),
            time(int(found[3]) % 24, int(found[4] or 0)),
        )
    except ValueError:
        return None


def _on_duty(view: RotaView) -> list[Text]:
    lines = [_("<b>Nobody is on duty now.</b>")]
    if view.now:
        lines = [_("<b>On duty now</b>: {names}.", names=tuple(_named(name) for name in view.now))]
    if view.silent:
        lines.append(_("On the rota now, but nothing reaches them: {names}.", names=tuple(map(_named, view.silent))))
    return lines


def _shift(shift: ShiftView) -> Text:
    return _(
        "{day} {starts} to {ends}: {name}",
        day=WEEKDAYS[shift.weekday],
        starts=shift.starts,
        ends=shift.ends,
        name=_named(shift.name),
    )


def _span(turnus: Turnus) -> Text:
    return _("{day}, {starts} to {ends}", day=Day(turnus.begins), starts=Hour(turnus.begins), ends=Hour(turnus.ends))


def _named(name: str | None) -> Text:
    return verbatim(name) if name else _("A colleague")


def _thanks(outcome: Done | InPart | Closed | NoLongerTheirs | NotYours, words: Text) -> Dialogue:
    """`words` where it was done; else what was not, and why."""
    match outcome:
        case Done():
            said = words
        case InPart():
            said = _("Written. Your unit has no on-call, so only what lies in its opening hours counts.")
        case Closed(opens):
            said = _(
                "Your unit has no on-call: outside its opening hours nobody is told, and people read so. Nothing was "
                "changed. It opens {when}.",
                when=When(opens),
            )
        case NoLongerTheirs():
            said = _("These hours are no longer your colleague’s to give. Nothing was changed.")
        case _:
            yield from _not_here()
            return None
    yield from Say(said, (ROTA, Start("menu", _("Menu"))))
    return None


def _not_here() -> Dialogue:
    yield from Say(_("This is not open to you here. Nothing was changed."), (Start("menu", _("Menu")),))
    return None
