"""A hold on a supervisor's phone: what it is about is read after a tap only; two steps to confirm, one to lift."""

from conversations.care.holds import (
    AP_STOPS,
    DEATH,
    DOUBT,
    MOURNING,
    ConfirmHold,
    HoldAsStaff,
    HoldView,
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
    AP_STOPS: _("{ap} has to stop"),
}
BEFOREHAND: dict[str, Text] = {
    "yes": _("{patient} had said beforehand: {ap} may learn it from the team."),
    "no": _("{patient} had said beforehand: {ap} should not learn it from the team. Please speak about it together."),
    "rather-not": _("{patient} had preferred not to answer whether {ap} may learn it from the team."),
}


def details_of(why: str, by: Name, patient: Name, may_be_told: str | None) -> Text:
    """What the task says once it is opened."""
    lines = [
        Text(ABOUT[why].source, {"patient": patient, "ap": by}),
        _("Reported by {by}. All automatic messages have stopped; nobody has learned anything from me.", by=by),
    ]
    if why == DEATH and may_be_told in BEFOREHAND:
        them = _("the one who accompanies")
        lines.append(Text(BEFOREHAND[may_be_told].source, {"patient": patient, "ap": them}))
    return joined(lines)


def to_decide(ap: Name, patient: Name) -> Text:
    """What the task says that stays once the AP was spoken with."""
    return _(
        "{ap} has been spoken with about {patient}. The contact is still on hold: please confirm it, or lift it.",
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
    chosen = yield from choose(_("Whom have you had bad news of? Nobody is told by me."), options)
    hold = yield from HoldAsStaff(me, chosen)
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
    if not view.may_be_lifted:
        lines.append(_("{ap} has left the bot: this cannot be lifted. The call to {patient} comes first.", **names))
    if view.why == DEATH and not view.told and view.ap:
        lines.append(_("{ap} has learned nothing from me: the call comes first.", ap=view.ap))
    return lines


def _buttons(view: HoldView) -> tuple[Start, ...]:
    return (*ways_to_decide(view), HALF_DAY)


def ways_to_decide(view: HoldView) -> tuple[Start, ...]:
    """To confirm it and to lift it, where that can be."""
    confirms: tuple[Start, ...] = ()
    if view.state == "provisional" and view.why in (DEATH, DOUBT):
        confirms = (Start("hold-confirm", _("Confirm"), view.id),)
    lifts = (Start("hold-lift", _("Lift: all goes on"), view.id),) if view.may_be_lifted else ()
    return (*confirms, *lifts)


@dialogue("hold-confirm", roles=SUPERVISORS)
def hold_confirm(me: Me, subject: str | None) -> Dialogue:
    """Two steps: somebody marked wrongly must never read the word."""
    view = yield from OneHold(me, number_of(subject))
    if view is None or view.state != "provisional" or view.why not in (DEATH, DOUBT):
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
    done = sure and (yield from LiftHold(me, view.id))
    yield from Say(_("Lifted.") if done else _("Nothing was changed."), (HALF_DAY,))
    return None
