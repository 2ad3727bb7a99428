"""A hold on a supervisor's phone: what it is about is read after a tap only; two steps to confirm, one to lift."""

from conversations.care.holds import (
    AP_STOPS,
    DEATH,
    DOUBT,
    MOURNING,
    ApGoneAsStaff,
    ConfirmHold,
    HoldAsStaff,
    HoldView,
    LeaveInMourning,
    LiftHold,
    OneHold,
    OpenHolds,
    UnitPairs,
)
from conversations.care.profiles import Name
from conversations.care.subjects import number_of
from conversations.dialogue.prompts import Option, choose, confirm
from conversations.dialogue.registry import STAFF, SUPERVISOR, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _, joined

SUPERVISORS = frozenset({SUPERVISOR})
HALF_DAY = Start("half-day", _("My half-day"))
NEWS = Start("hold-start", _("I have had bad news"))
ABOUT: dict[str, Text] = {
    DEATH: _("Word that {patient} has died"),
    MOURNING: _("{patient} is in mourning"),
    DOUBT: _("A doubt whether it is {patient} who writes"),
    AP_STOPS: _("{ap} cannot go on accompanying {patient}"),
}
BEFOREHAND: dict[str, Text] = {
    "yes": _("{patient} had said beforehand: {ap} may learn it from the team."),
    "no": _("{patient} had said beforehand: {ap} should not learn it from the team. Please speak about it together."),
    "rather-not": _("{patient} had preferred not to answer whether {ap} may learn it from the team."),
}


FIRST: dict[str, Text] = {
    DEATH: _(
        "Word of a death stands for this contact too, and comes first: please say nothing to {patient} before that is "
        "decided. “Done” writes nothing to them meanwhile."
    ),
    DOUBT: _(
        "A doubt whether it is {patient} who writes stands for this contact too, and comes first: please say nothing "
        "on that phone before that is decided. “Done” writes nothing there meanwhile."
    ),
}
"""What stands for the same contact too, and is decided before."""


LIFTED: dict[str, Text] = {
    "as-before": _("Lifted."),
    "still-held": _("Lifted. The contact stays on hold for another reason, which is still to be decided."),
    "open-again": _("Lifted. The contact is open again. Please speak with {ap}: it stands in your list."),
    "patient-left": _("Lifted. {patient} has left the bot, so the contact is over. {ap} may need a word from you."),
    "ap-left": _(
        "Lifted. {ap} is no AP here any more, so the contact stays closed; the place of {patient} is kept. Please "
        "speak with {patient}."
    ),
    "moved-on": _(
        "Lifted. The request of {patient} cannot be taken up again, so the contact stays closed; neither has read "
        "anything of it from me. Please speak with {patient} and with {ap}: the call to {ap} stands in your list."
    ),
    "ended": _("Lifted. The contact had ended already, and stays so."),
}
"""What a supervisor reads once it is lifted: what is so now, and what is left to do."""


def details_of(
    why: str, by: Name, ap: Name | None, patient: Name, may_be_told: str | None, *, first: str | None, in_person: bool
) -> Text:
    """What the task says once it is opened. `first`: what comes before it; `in_person`: the AP did not say it
    themself."""
    names = {"patient": patient, "ap": by if ap is None else ap}
    lines = [
        Text(ABOUT[why].source, names),
        _("Reported by {by}. All automatic messages have stopped; nobody has learned anything from me.", by=by),
    ]
    if why == DEATH and may_be_told in BEFOREHAND:
        them = _("the one who accompanies")
        lines.append(Text(BEFOREHAND[may_be_told].source, {"patient": patient, "ap": them}))
    if why == AP_STOPS and in_person:
        lines.append(_("Please tell {patient} in person, where you can.", patient=patient))
    if first:
        lines.append(Text(FIRST[first].source, names))
    return joined(lines)


def to_decide(ap: Name, patient: Name) -> Text:
    """What the task says that stays once the AP was spoken with."""
    return _(
        "{ap} has been spoken with about {patient}. The contact is still on hold: please confirm it, or lift it.",
        ap=ap,
        patient=patient,
    )


def to_see(ap: Name, patient: Name) -> Text:
    """What the task says once a doubt was confirmed."""
    return _(
        "It was not {patient} who wrote to {ap}. Please see {patient} in person, and ask what they need. Their place "
        "is kept; nothing was written to that phone.",
        ap=ap,
        patient=patient,
    )


@dialogue("holds", roles=SUPERVISORS, entry=Entry(60, _("Bad news, pauses")))
def open_holds(me: Me, subject: str | None) -> Dialogue:
    views = yield from OpenHolds(me)
    if not views:
        yield from Say(_("Nothing is on hold."), (NEWS, HALF_DAY))
        return None
    buttons = tuple(Start("hold", _("Open {n}", n=n), view.id) for n, view in enumerate(views[:8], 1))
    yield from Say(_("{n} contacts or people are on hold.", n=len(views)), (*buttons, NEWS, HALF_DAY))
    return None


@dialogue("hold-start", roles=STAFF, urgent=True)
def hold_start(me: Me, subject: str | None) -> Dialogue:
    """The team knows first: which contact; everything automatic stops, and the call to the AP has a time."""
    found = yield from UnitPairs(me)
    if not found:
        yield from Say(_("There is no open contact in your unit."), (HALF_DAY,))
        return None
    options = [Option(str(pair), _("{patient} and {ap}", patient=patient, ap=ap), pair) for pair, patient, ap in found]
    chosen = yield from choose(_("Which contact is it about? Nobody is told by me."), options)
    patient, ap = next((patient, ap) for pair, patient, ap in found if pair == chosen)
    of_ap = yield from choose(
        _("Of whom is the news?"),
        [
            Option("patient", Text("{name}", {"name": patient}), False),
            Option("ap", Text("{name}", {"name": ap}), True),
        ],
    )
    hold = yield from ApGoneAsStaff(me, chosen) if of_ap else HoldAsStaff(me, chosen)
    if hold is None:
        yield from Say(_("This is not open to you here. Nothing was changed."), (HALF_DAY,))
        return None
    return Start("hold", _("Open"), hold)


@dialogue("hold", roles=STAFF, urgent=True)
def one_hold(me: Me, subject: str | None) -> Dialogue:
    view = yield from OneHold(me, number_of(subject))
    if view is None:
        yield from Say(_("This is not open to you here. Nothing was changed."), (HALF_DAY,))
        return None
    yield from Say(joined(_lines(view)), _buttons(view))
    return None


def _lines(view: HoldView) -> list[Text]:
    names = {"patient": view.patient or "", "ap": view.ap or view.by_name}
    lines = [
        Text(ABOUT[view.why].source, names),
        _("On hold since {at}, by {by}.", at=When(view.since), by=view.by_name),
    ]
    if view.why == DEATH and view.may_be_told in BEFOREHAND:
        lines.append(Text(BEFOREHAND[view.may_be_told].source, names))
    if view.patient_wrote:
        lines.append(
            _("Somebody has written from this account since, at {at}: please check first.", at=When(view.patient_wrote))
        )
    if view.state == "confirmed":
        lines.append(_("Confirmed."))
    if view.first:
        lines.append(Text(FIRST[view.first].source, names))
    if view.why == AP_STOPS and view.told:
        lines.append(_("{patient} was told, and chooses what follows: this cannot be lifted.", **names))
    elif not view.may_be_lifted:
        lines.append(_("{ap} has left the bot: this cannot be lifted. The call to {patient} comes first.", **names))
    if view.why == DEATH and not view.told and view.ap:
        lines.append(_("{ap} has learned nothing from me: the call comes first.", ap=view.ap))
    return lines


def _buttons(view: HoldView) -> tuple[Start, ...]:
    return (*ways_to_decide(view), HALF_DAY)


def ways_to_decide(view: HoldView) -> tuple[Start, ...]:
    """To confirm it and to lift it, where that can be."""
    confirms: tuple[Start, ...] = ()
    if view.may_be_confirmed:
        confirms = (Start("hold-confirm", _("Confirm"), view.id),)
    lifts = (Start("hold-lift", _("Lift: all goes on"), view.id),) if view.may_be_lifted else ()
    return (*confirms, *lifts)


@dialogue("hold-confirm", roles=SUPERVISORS)
def hold_confirm(me: Me, subject: str | None) -> Dialogue:
    """Two steps: somebody marked wrongly must never read the word."""
    view = yield from OneHold(me, number_of(subject))
    if view is None or not view.may_be_confirmed:
        yield from Say(_("This is not open to you here. Nothing was changed."), (HALF_DAY,))
        return None
    how = yield from choose(
        _("How do you know? This is not written down."),
        [
            Option("checked", _("I have checked it myself"), True),
            Option("not-yet", _("Not certain yet"), False),
        ],
    )
    if not how:
        yield from Say(
            _("It stays as it is: on hold, and nobody is told."), (Start("hold", _("Open"), view.id), HALF_DAY)
        )
        return None
    sure = yield from confirm(
        _("Confirm for {patient}? You can still lift it later.", patient=view.patient or ""),
        yes=_("Yes, confirm"),
        no=_("No"),
    )
    if not sure:
        yield from Say(
            _("It stays as it is: on hold, and nobody is told."), (Start("hold", _("Open"), view.id), HALF_DAY)
        )
        return None
    done = yield from ConfirmHold(me, view.id)
    yield from Say(
        _("Confirmed.") if done else _("Nothing was changed."), (Start("hold", _("Open"), view.id), HALF_DAY)
    )
    return None


@dialogue("hold-lift", roles=SUPERVISORS)
def hold_lift(me: Me, subject: str | None) -> Dialogue:
    view = yield from OneHold(me, number_of(subject))
    if view is None or not view.may_be_lifted:
        yield from Say(_("This is not open to you here. Nothing was changed."), (HALF_DAY,))
        return None
    sure = yield from confirm(
        _("Lift it? Everything goes on as before, and nobody reads why it stood still."), yes=_("Lift"), no=_("No")
    )
    lifted_as = (yield from LiftHold(me, view.id)) if sure else None
    names = {"patient": view.patient or "", "ap": view.ap or ""}
    words = Text(LIFTED[lifted_as].source, names) if lifted_as else _("Nothing was changed.")
    yield from Say(words, (HALF_DAY,))
    return None


@dialogue("mourning-after", roles=SUPERVISORS)
def mourning_after(me: Me, subject: str | None) -> Dialogue:
    """Somebody has spoken with who is in mourning: what did they wish?"""
    view = yield from OneHold(me, number_of(subject))
    if view is None or view.why != MOURNING or view.state != "provisional":
        yield from Say(_("Nothing is left to decide here."), (HALF_DAY,))
        return None
    question, on, so = _after_mourning(view)
    goes_on = yield from choose(question, [Option("go-on", _("Go on"), True), Option("leave", _("Leave it so"), False)])
    if goes_on:
        done = (yield from LiftHold(me, view.id)) is not None
    else:
        done = yield from LeaveInMourning(me, view.id)
    yield from Say((on if goes_on else so) if done else _("Nothing was changed."), (HALF_DAY,))
    return None


def _after_mourning(view: HoldView) -> tuple[Text, Text, Text]:
    """The question, and what is said where it goes on and where it stays so."""
    name = view.patient or ""
    if view.of_ap:
        return (
            _(
                "Shall new requests reach {ap} again, or wait? If they wait, {ap} can turn them on at any time, in “My "
                "availability”. The contacts of {ap} go on either way.",
                ap=name,
            ),
            _("It goes on: new requests reach {ap} again.", ap=name),
            _("It stays as it is: no new request reaches {ap} until {ap} turns them on.", ap=name),
        )
    return (
        _(
            "Shall what {patient} had asked for go on, or stay as it is? If it stays, they can say so themselves at "
            "any time, in “My request” or in “How I am, now and then”.",
            patient=name,
        ),
        _("It goes on, and they read so."),
        _("It stays as it is: nothing automatic is said to them."),
    )
