"""An AP's pairs: who they accompany, what was agreed, and every way on in one tap."""

from conversations.care.agreements import RHYTHMS
from conversations.care.guests import ShowGuestNumber, about_guest_number
from conversations.care.handovers import OfferHandover, about_handover
from conversations.care.pairs import MyPairs, OnePair, PairView
from conversations.care.profiles import MyRest, Name, RestTonight
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import AP, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _, joined, unasked

MENU = Start("menu", _("Menu"))
PAIRS = Start("pairs", _("My contacts"))
APS = frozenset({AP})


def ended_by_patient(other: Name, pair: int) -> Notice:
    """The AP is thanked; why is not asked and not said."""
    return Notice(
        unasked("{other} has chosen to end here. Thank you for having been there. There is no hurry.", other=other),
        (Start("concern", _("Talk about it"), pair), MENU),
    )


def handover_wished(other: Name, pair: int, *, agreed: bool) -> Notice:
    """To the AP who asked: the patient's answer, either way; the newest stands."""
    if agreed:
        words = unasked(
            "{other} agrees that somebody else goes on. You stay with them until then, and read when it begins.",
            other=other,
        )
    else:
        words = unasked("{other} would rather stay with you. Nothing changes.", other=other)
    return Notice(words, (PAIRS, MENU), about_handover(pair))


def handed_over(other: Name) -> Notice:
    return Notice(
        unasked(
            "{other} goes on with somebody else now, as you both wished. Thank you for the way so far.", other=other
        ),
        (MENU,),
    )


@dialogue("pairs", roles=APS, entry=Entry(12, _("My contacts"), when="pairs-open"))
def my_pairs(me: Me, subject: str | None) -> Dialogue:
    mine = yield from MyPairs(me)
    if not mine:
        yield from Say(_("You accompany nobody just now."), (Start("availability", _("My availability")), MENU))
        return None
    lines = tuple(Start("pair", _("{other}", other=pair.other), pair.pair) for pair in mine)
    resting = yield from MyRest(me)
    tonight = Start("here-tonight", _("Here tonight after all")) if resting else Start("not-tonight", _("Not tonight"))
    yield from Say(_("Whom is it about?"), (*lines, tonight, MENU))
    return None


@dialogue("not-tonight", roles=APS)
def not_tonight(me: Me, subject: str | None) -> Dialogue:
    until = yield from RestTonight(me, rest=True)
    yield from Say(
        _("Noted, until {until}. Who writes to you reads that there is no hurry.", until=When(until) if until else ""),
        (Start("here-tonight", _("Here tonight after all")), MENU),
    )
    return None


@dialogue("here-tonight", roles=APS)
def here_tonight(me: Me, subject: str | None) -> Dialogue:
    yield from RestTonight(me, rest=False)
    yield from Say(_("Noted: you are here."), (PAIRS, MENU))
    return None


@dialogue("pair", roles=APS)
def pair(me: Me, subject: str | None) -> Dialogue:
    """Everything about one pair; the taps are the ways on."""
    view = yield from OnePair(me, number_of(subject))
    if view is None:
        yield from Say(_("This contact has ended, or is not yours."), (PAIRS, MENU))
        return None
    yield from Say(joined(_lines(view), "\n"), _ways_on(view))
    return None


def _lines(view: PairView) -> list[Text]:
    lines: list[Text] = [view.card]
    if not view.first_contact:
        lines.append(_first_step(view))
    elif view.rhythm and view.rhythm in RHYTHMS:
        lines.append(_("Agreed: {rhythm}.", rhythm=RHYTHMS[view.rhythm]))
    if view.paused_until:
        lines.append(_("In a pause until {day}.", day=view.paused_until))
    lines.append(_("Voice messages, pictures and other languages than French and English are not screened."))
    return lines


def _first_step(view: PairView) -> Text:
    step, name = view.step, view.other
    match step.what if step else None:
        case "agreed" | "over" if step and step.at:
            return _("Your time together: {when}.", when=When(step.at))
        case "proposed" if step and step.at:
            return _("You have proposed {when}. The answer is theirs.", when=When(step.at))
        case "question" | "covered":
            return _("You have written: your message waits for {name}.", name=name)
    return _("The first step is yours, by {by}.", by=When(view.contact_by))


def _ways_on(view: PairView) -> tuple[Start, ...]:
    first: tuple[Start, ...] = ()
    if view.state == "active" and view.first_contact:
        first = (Start("pair-pause", _("A pause"), view.pair),)
    elif view.paused_by_me:
        first = (Start("pair-go-on", _("End the pause"), view.pair),)
    reach = Start("write-to", _("Write"), view.pair)
    if view.by_phone:
        reach = Start("guest-number", _("Show the number"), view.pair)
    return (
        reach,
        Start("log-contact", _("We were in touch"), view.pair),
        Start("agreement", _("What we agreed"), view.pair),
        Start("concern", _("I am worried"), view.pair),
        *first,
        Start("pair-handover", _("Hand over"), view.pair),
        Start("pair-end", _("End") if view.first_contact else _("I cannot"), view.pair),
        Start("report", _("Report something"), view.pair),
        MENU,
    )


@dialogue("guest-number", roles=APS, acts_on="pair")
def guest_number(me: Me, subject: str | None) -> Dialogue:
    """Somebody who is not on the bot: shown for the call, and deleted after it."""
    call = yield from ShowGuestNumber(me, number_of(subject))
    if call is None:
        yield from Say(_("This contact has ended, or is not yours."), (PAIRS, MENU))
        return None
    how = _("Call with your own number hidden (#31# before the number in France).")
    if call.line:
        how = _("Call from {number}: {where}.", number=call.line.number, where=call.line.where)
    yield from Say(
        _(
            "{number}, {time}. {how} If somebody else picks up, ask for “{name}” and say nothing more.\n\nI delete "
            "this after the call, tomorrow at the latest. The list of calls of your phone I cannot delete.",
            number=call.number,
            time=call.time,
            how=how,
            name=call.name,
        ),
        (Start("log-contact", _("We were in touch"), number_of(subject)), PAIRS),
        about=about_guest_number(number_of(subject)),
        protect=True,
    )
    return None


@dialogue("pair-handover", roles=APS, acts_on="pair")
def handover(me: Me, subject: str | None) -> Dialogue:
    view = yield from OnePair(me, number_of(subject))
    if view is None:
        yield from Say(_("This contact has ended, or is not yours."), (PAIRS, MENU))
        return None
    ask = yield from choose(
        _(
            "Shall I ask {other} whether somebody else may go on? Nothing changes without their yes, and you go on "
            "until then.",
            other=view.other,
        ),
        [Option("ask", _("Ask them"), True, ("oui", "yes")), Option("no", _("Not now"), False, ("non", "no"))],
    )
    if not ask:
        return Start("pair", _("Back"), view.pair)
    offered = yield from OfferHandover(me, view.pair)
    if offered:
        yield from Say(_("I have asked. You hear from me when there is an answer."), (PAIRS, MENU))
    else:
        yield from Say(
            _("I cannot ask this here just now. Your supervisor can, by phone."),
            (Start("concern", _("Tell the supervisor"), view.pair), MENU),
        )
    return None
