"""What the two agree at first contact: rhythm, means, what happens when one does not answer. Either changes it."""

from conversations.care.agreements import (
    RHYTHMS,
    SILENCES,
    TELLING,
    AgreementView,
    MayBeTold,
    MyAgreement,
    Propose,
    SayYesTo,
    Terms,
)
from conversations.care.offers import listed, means_in_words
from conversations.care.profiles import MEANS, TOPICS, Name
from conversations.care.subjects import number_of
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Option, choose, choose_many
from conversations.dialogue.registry import ACCOMPANIED, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _, joined, unasked

MENU = Start("menu", _("Menu"))
WHATEVER = _("Whatever comes")


def to_agree_on(other: Name, pair: int) -> Notice:
    """To the AP, once the two have been in touch."""
    return Notice(
        unasked(
            "You and {other} have been in touch. A few taps, and you both know how often, how and about what. It can "
            "wait, and can be changed at any time.",
            other=other,
        ),
        (Start("agreement-change", _("Agree on it"), pair), MENU),
        about=f"to-agree:{pair}",
    )


def agreement_changed(other: Name, pair: int) -> Notice:
    return Notice(
        unasked("{other} has written down how often and how you would be in touch. Is it right for you?", other=other),
        (Start("agreement-yes", _("Yes, fine"), pair), Start("agreement", _("See it"), pair)),
        about=f"agreement:{pair}",
    )


def agreement_settled(other: Name, pair: int) -> Notice:
    return Notice(
        unasked("{other} agrees with how often and how you are in touch.", other=other),
        (Start("agreement", _("See it"), pair), MENU),
    )


@dialogue("agreement", acts_on="pair")
def agreement(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyAgreement(me, number_of(subject))
    if view is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    yield from Say(joined(_lines(view), "\n"), _ways_on(view))
    return None


def _lines(view: AgreementView) -> list[Text]:
    if not view.written:
        return [_("You and {other} have agreed nothing yet. It takes a few taps.", other=view.other)]
    terms = view.terms
    topics = [topic for topic in terms.topics if topic in TOPICS]
    lines: list[Text] = [
        _("How often: {rhythm}", rhythm=RHYTHMS.get(terms.rhythm, _("as you both agree"))),
        _("How: {means}", means=means_in_words(terms.means)),
        _("About: {topics}", topics=listed(tuple(TOPICS[t] for t in topics)) if topics else WHATEVER),
        _(
            "When one does not answer: {when}, I ask the volunteer once, and nobody is reproached.",
            when=SILENCES.get(terms.silence_days, SILENCES[14]),
        ),
    ]
    if not view.mine:
        lines.append(_("{other} has said yes to this. Your yes is missing.", other=view.other))
    elif not view.theirs:
        lines.append(_("You have said yes to this. The yes of {other} is missing.", other=view.other))
    return lines


def _ways_on(view: AgreementView) -> tuple[Start, ...]:
    yes = (Start("agreement-yes", _("Yes, fine"), view.pair),) if view.written and not view.mine else ()
    told = (Start("if-something", _("If something happened"), view.pair),) if view.as_patient else ()
    change = _("Change") if view.written else _("Agree on it")
    return (*yes, Start("agreement-change", change, view.pair), *told, MENU)


@dialogue("agreement-change", acts_on="pair")
def change(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyAgreement(me, number_of(subject))
    if view is None:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    rhythm = yield from choose(
        _("How often would you be in touch?"), [Option(key, label, key) for key, label in RHYTHMS.items()]
    )
    means = yield from choose(
        _("And how, most of the time?"), [Option(key, MEANS[key], key) for key in view.means if key in MEANS]
    )
    topics = yield from choose_many(
        _("What would you like to talk about?"), [Option(key, TOPICS[key], key) for key in view.topics]
    ).or_skip(WHATEVER)
    days = yield from choose(
        _("If one of you does not answer, when should I ask the volunteer whether all is well?"),
        [Option(str(days), label, days) for days, label in SILENCES.items()],
    )
    written = yield from Propose(me, view.pair, Terms(rhythm, (means,), topics or (), days))
    if not written:
        yield from Say(_("Nothing was changed."), (MENU,))
        return None
    words = _("Written down. {other} reads it and says yes, or changes it.", other=view.other)
    if view.by_phone:
        words = _("Written down. {other} and you agreed on it as you spoke.", other=view.other)
    yield from Say(words, (Start("agreement", _("See it"), view.pair), MENU))
    return _if_something(view)


@dialogue("agreement-yes", acts_on="pair")
def agree(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyAgreement(me, number_of(subject))
    agreed = yield from SayYesTo(me, number_of(subject))
    words = _("Agreed. Either of you can change it at any time.") if agreed else _("Nothing was changed.")
    yield from Say(words, (Start("agreement", _("See it"), number_of(subject)), MENU))
    return _if_something(view) if agreed and view else None


def _if_something(view: AgreementView) -> Start | None:
    """The question that is asked beforehand, of the patient alone, once (care requirement 6)."""
    asked = view.terms.may_be_told is not None
    return Start("if-something", _("If something happened"), view.pair) if view.as_patient and not asked else None


@dialogue("if-something", roles=ACCOMPANIED, acts_on="pair")
def if_something(me: Me, subject: str | None) -> Dialogue:
    view = yield from MyAgreement(me, number_of(subject))
    if view is None or not view.as_patient:
        yield from Say(_("This contact has ended, or is not yours."), (MENU,))
        return None
    answer = yield from choose(
        _("If something happened to me, may {ap} learn it from the team?", ap=view.other),
        [Option(key, label, key) for key, label in TELLING.items()],
    )
    kept = yield from MayBeTold(me, view.pair, answer)
    yield from Say(_("Noted. You can change it whenever you like.") if kept else _("Nothing was changed."), (MENU,))
    return None
