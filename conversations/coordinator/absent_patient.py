"""Somebody who is not on the bot: the coordination opens, follows and closes the request, and speaks by phone."""

from collections.abc import Generator
from typing import Any

from conversations.care.guests import SAFE_TIMES, CloseForGuest, Guest, GuestRequest, GuestRequests, SendForGuest
from conversations.care.profiles import LANGUAGES, TOPICS
from conversations.care.requests import CHOOSE_FOR_ME, Details, NoUnit, RequestFrame, Sent
from conversations.care.subjects import number_of
from conversations.dialogue.prompts import Option, ask_phone, ask_text, choose, confirm
from conversations.dialogue.registry import STAFF, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start, Step
from conversations.dialogue.text import Text, When, _, joined

MENU = Start("menu", _("Menu"))
GUESTS = Start("guests", _("People on the phone"))


@dialogue("guest-request", roles=STAFF)
def guest_request(me: Me, subject: str | None) -> Dialogue:
    """No surname and no diagnosis: a name to ask for, a number, a time, and who heard the yes and when."""
    frame = yield from RequestFrame(me)
    if frame is None:
        yield from Say(_("No unit is connected here, so there is nobody I could ask."), (MENU,))
        return None
    name = yield from ask_text(_("By which first or other name should they be asked for on the phone? No surname."))
    number = yield from ask_phone(
        _("Their number? Only who has a call to make sees it, and the person who accompanies them.")
    )
    language = yield from choose(
        _("In which language?"), [Option(code, label, code) for code, label in LANGUAGES.items()]
    )
    time = yield from choose(
        _("When can they talk undisturbed?"), [Option(key, label, key) for key, label in SAFE_TIMES.items()]
    )
    topic = yield from choose(
        _("What would they like to talk about?"),
        [
            Option(CHOOSE_FOR_ME, _("Choose for them"), CHOOSE_FOR_ME),
            *(Option(t, TOPICS[t], t) for t in frame.topics if t in TOPICS),
        ],
    )
    agreed_with = yield from ask_text(_("Who asked them, and heard their yes? Your function is enough."))
    today = yield from confirm(
        _("Did they say yes today, to being called and to their first name and number being given to one person?"),
        yes=_("Yes, today"),
        no=_("Not yet"),
    )
    if not today:
        yield from Say(_("Nothing was kept. It can be opened once they have said yes."), (GUESTS, MENU))
        return None
    guest = Guest(name[:40], number, language, time, agreed_with[:80], frame.today)
    match (yield from SendForGuest(me, guest, Details(topics=(topic,), means=("phone",)))):
        case Sent(until=until):
            yield from Say(
                _(
                    "Sent. Tell {name}: we are looking until {until}, and somebody calls that day in any case. Each "
                    "thing to tell comes to you as a call to make.",
                    name=guest.name,
                    until=When(until),
                ),
                (GUESTS, MENU),
            )
        case NoUnit():
            yield from Say(_("No unit is connected here, so there is nobody I could ask."), (MENU,))
    return None


@dialogue("guests", roles=STAFF, entry=Entry(22, _("People on the phone")))
def guests(me: Me, subject: str | None) -> Dialogue:
    theirs = yield from GuestRequests(me)
    new = Start("guest-request", _("For somebody on the phone"))
    if not theirs:
        yield from Say(_("Nobody is being accompanied by phone only."), (new, MENU))
        return None
    lines = tuple(Start("guest", _("{name}", name=one.guest.name), one.request) for one in theirs)
    yield from Say(_("Whom is it about?"), (*lines, new, MENU))
    return None


@dialogue("guest", roles=STAFF)
def guest(me: Me, subject: str | None) -> Dialogue:
    """Where the request stands, and what they said on the phone in one tap."""
    one = yield from found(me, subject)
    if one is None:
        yield from Say(_("This request is over, or not of your unit."), (GUESTS, MENU))
        return None
    yield from Say(joined(_lines(one)), _ways_on(one))
    return None


def found(me: Me, subject: str | None) -> Generator[Step[Any], Any, GuestRequest | None]:
    all_of_them = yield from GuestRequests(me)
    return next((one for one in all_of_them if one.request == number_of(subject)), None)


def _lines(one: GuestRequest) -> list[Text]:
    time = SAFE_TIMES.get(one.guest.safe_time, SAFE_TIMES["any"])
    return [
        _("<b>{name}</b>, {time}.", name=one.guest.name, time=time),
        _("Said yes to {who}, {day}.", who=one.guest.agreed_with, day=one.guest.agreed_on),
        *_stands(one),
    ]


def _stands(one: GuestRequest) -> list[Text]:
    """What is true now and what comes next, as it can be told on the phone."""
    lines: list[Text] = []
    name = one.guest.name
    if one.pair and one.lost:
        lines.append(
            _("{ap} cannot be reached any more. A way on is for you to find with {guest}.", ap=one.pair[1], guest=name)
        )
    elif one.pair and one.paused_until:
        lines.append(_("{ap} is in a pause until {day}; then it goes on.", ap=one.pair[1], day=one.paused_until))
    elif one.pair and one.first_call:
        lines.append(_("{ap} calls them by {by}.", ap=one.pair[1], by=When(one.first_call)))
    elif one.pair:
        lines.append(_("{ap} accompanies them by phone.", ap=one.pair[1]))
    if one.proposal:
        _id, ap, until = one.proposal
        lines.append(
            _(
                "{ap} has said yes. Ask {guest}: yes, somebody else, or later? Until {until}.",
                ap=ap,
                guest=name,
                until=When(until),
            )
        )
    elif one.state == "searching":
        lines.append(_("I am looking, until {until}.", until=When(one.until)))
    elif one.state == "resting":
        if one.stopped:
            lines.append(_("{ap} had to stop.", ap=one.stopped))
        lines.append(_("Their place is kept, and nothing happens until they say so."))
    return lines


def _ways_on(one: GuestRequest) -> tuple[Start, ...]:
    stop = Start("guest-close", _("They would like to stop"), one.request)
    if one.proposal:
        pair = one.proposal[0]
        return (
            Start("guest-yes", _("They said yes"), pair),
            Start("guest-another", _("Somebody else"), pair),
            stop,
            GUESTS,
        )
    if one.state == "matched":
        another = (Start("guest-other-ap", _("Somebody else"), one.pair[0]),) if one.pair else ()
        return (*another, stop, GUESTS)
    first = _("Look again") if one.state == "resting" else _("They go on waiting")
    return (
        Start("guest-go-on", first, one.request),
        Start("guest-widen", _("Widen"), one.request),
        *(
            Start("guest-sister", _("Ask also in {unit}", unit=name), f"{one.request}:{number}")
            for number, (_unit, name) in enumerate(one.sisters)
        ),
        stop,
        GUESTS,
    )


@dialogue("guest-close", roles=STAFF)
def guest_close(me: Me, subject: str | None) -> Dialogue:
    match (yield from CloseForGuest(me, number_of(subject))):
        case "closed":
            words = _("It is over, and the name and number are erased. Whoever was with them is thanked.")
        case "held":
            words = _("Their contact is on hold: a supervisor decides first. Nothing was changed, and nobody was told.")
        case _:
            words = _("This request is over, or not of your unit.")
    yield from Say(words, (GUESTS, MENU))
    return None
