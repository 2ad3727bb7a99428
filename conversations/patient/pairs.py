"""The patient's contact: what was agreed, what comes next and by when, and every way on in one tap."""

from datetime import datetime

from conversations.care.agreements import RHYTHMS
from conversations.care.handovers import AnswerHandover, SeekAnother, about_handover
from conversations.care.offers import listed
from conversations.care.pairs import FirstStep, MyPair, PairView
from conversations.care.profiles import Name
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.registry import ACCOMPANIED, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _, joined, unasked
from conversations.patient.silence import we_talked

MENU = Start("menu", _("Menu"))


def ended_by_ap(other: Name, pair: int) -> Notice:
    """Neutral; the words of the end (care.md text 20) come after a tap."""
    return Notice(
        unasked("Your time with {ap} ends here. Thank you for your trust.", ap=other),
        (Start("farewell", _("Open"), pair), MENU),
    )


def handover_offered(other: Name, pair: int) -> Notice:
    return Notice(
        unasked(
            "{ap} asks whether somebody else may go on with you. You decide: {ap} stays with you until you have "
            "chosen somebody, and nothing changes if you say no.",
            ap=other,
        ),
        (Start("handover-yes", _("Yes, somebody else"), pair), Start("handover-no", _("No, as it is"), pair)),
        about_handover(pair),
    )


def ended_for_another(earlier: Name, pair: int) -> Notice:
    return Notice(
        unasked("Your contact with {ap} ends as you wished. You can leave them a word.", ap=earlier),
        (Start("leave-word", _("Leave a word"), pair), Start("menu", _("Menu"))),
    )


@dialogue("my-pair", roles=ACCOMPANIED, entry=Entry(12, _("My contact"), when="pair-open"))
def my_pair(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyPair(me)
    if view is None:
        yield from Say(_("You have no contact here just now."), (Start("my-request", _("My request")), MENU))
        return None
    yield from Say(joined(_lines(view), "\n"), _ways_on(view))
    return None


def _lines(view: PairView) -> list[Text]:
    lines: list[Text] = [_("You are in contact with <b>{ap}</b>.", ap=view.other)]
    if view.paused_until:
        lines.append(_("In a pause until {day}.", day=view.paused_until))
    elif not view.first_contact:
        lines.append(_first_step(view))
    elif view.rhythm and view.rhythm in RHYTHMS:
        lines.append(_("Agreed: {rhythm}.", rhythm=RHYTHMS[view.rhythm]))
    if view.review:
        lines.append(_("We look together at how to go on around {day}.", day=view.review))
    if view.hours:
        lines.append(_("{ap} is mostly here: {hours}.", ap=view.other, hours=listed(view.hours)))
    if view.resting:
        lines.append(_("{ap} is not here this evening. There is no hurry.", ap=view.other))
    lines.append(_("Voice messages, pictures and other languages than French and English are not screened."))
    return lines


def _first_step(view: PairView) -> Text:
    step, ap = view.step, view.other
    match step.what if step else None:
        case "agreed" | "over" as what if step and step.at:
            agreed = _("Your time together: {when}.", when=When(step.at))
            return agreed if what == "agreed" else _("{agreed} Have you talked?", agreed=agreed)
        case "proposed" if step and step.at:
            return _("{ap} proposes a time: {when}. The answer is yours.", ap=ap, when=When(step.at))
        case "question" | "covered":
            return _("A message from {ap} waits for you.", ap=ap)
    return _("{ap} takes the first step by {by}. If nothing comes, the unit is told.", ap=ap, by=When(view.contact_by))


def _to_the_first_step(view: PairView) -> tuple[Start, ...]:
    """What the patient can do for it in one tap."""
    match view.step:
        case FirstStep("agreed" | "proposed", appointment=appointment):
            return (Start("appointment", _("Open"), appointment),)
        case FirstStep("question"):
            return (Start("relay-consent", _("Read the question"), view.pair),)
        case FirstStep("covered"):
            return (Start("open-covered", _("Open")),)
    return (we_talked(view.pair),) if view.may_have_talked else ()


def _ways_on(view: PairView) -> tuple[Start, ...]:
    pause: tuple[Start, ...] = ()
    if view.state == "active" and view.first_contact:
        pause = (Start("pair-pause", _("A pause"), view.pair),)
    elif view.paused_by_me:
        pause = (Start("pair-go-on", _("End the pause"), view.pair),)
    return (
        *_to_the_first_step(view),
        Start("write-to", _("Write"), view.pair),
        Start("agreement", _("What we agreed"), view.pair),
        Start("what-ap-sees", _("What they see of me")),
        *pause,
        Start("seek-another", _("Someone else"), view.pair),
        Start("pair-end", _("End"), view.pair),
        Start("report", _("Report something"), view.pair),
        MENU,
    )


@dialogue("handover-yes", roles=ACCOMPANIED, acts_on="pair")
def handover_yes(me: Me, subject: str | None) -> Dialogue:
    answered = yield from AnswerHandover(me, number_of(subject), yes=True)
    if answered == "chooses":
        yield from Say(
            _("Somebody else’s yes waits for your choice already. Until you have chosen, your contact stays as it is."),
            (Start("cards", _("Read their words")), Start("my-request", _("See my request")), MENU),
        )
        return None
    yield from _looked_for(answered if isinstance(answered, datetime) else None)
    return None


@dialogue("handover-no", roles=ACCOMPANIED, acts_on="pair")
def handover_no(me: Me, subject: str | None) -> Dialogue:
    match (yield from AnswerHandover(me, number_of(subject), yes=False)):
        case "stopped":
            words = _("I have stopped looking. Your contact stays as it is, and the other person is told.")
        case "stays":
            words = _("Nothing changes, and the other person is told.")
        case _:
            words = _("Nothing was changed.")
    yield from Say(words, (Start("my-pair", _("My contact")), MENU))
    return None


@dialogue("seek-another", roles=ACCOMPANIED, acts_on="pair")
def seek_another(me: Me, subject: str | None) -> Dialogue:
    yield from _looked_for((yield from SeekAnother(me, number_of(subject))))
    return None


def _looked_for(until: datetime | None) -> Say:
    if until is None:
        return Say(_("Nothing was changed."), (Start("my-pair", _("My contact")), MENU))
    return Say(
        _(
            "I look for somebody else, until {until}. Until you have said yes to somebody, your contact stays as it "
            "is. No reason is given.",
            until=When(until),
        ),
        (Start("my-request", _("See my request")), MENU),
    )
