"""What an AP reads when a relayed message shows danger: they do not carry it alone, and what they can write.

A card for each kind of words, and who was told comes from the alert alone. Of violence no sentence is offered: the
screen on which it would arrive may be read by somebody else.
"""

from conversations.care.relay import DangerCard, Left, MyDangerCard, SendSentence
from conversations.care.subjects import number_of
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _
from conversations.patient.hold_words import HELP_NOW
from conversations.patient.relay_words import fate_words

SENTENCE = _("I am reading you. Can you call 3114?")
THE_PERSON_ON_DUTY = _("the person on duty")
FINE = Start("danger-fine", _("I am fine"))


@dialogue("danger-card", urgent=True)
def danger_card(me: Me, subject: str | None) -> Dialogue:
    card = yield from MyDangerCard(me, subject)
    if card is None:
        yield from _closed()
    elif card.reached == "nobody":
        yield from Say(
            _(
                "This message suggests danger. Help numbers were given, and nobody of the unit has been told: “Talk to "
                "{sup}” tells them. You can write: “{sentence}” Immediate danger: call 15. And how are you?",
                sup=card.supervisor,
                sentence=SENTENCE,
            ),
            _ways(card),
            cards=("3114", "15"),
        )
    else:
        yield from Say(
            _(
                "This message suggests danger. Help numbers were given {told}: you do not carry this without help. You "
                "can write: “{sentence}” Immediate danger: call 15. And how are you?",
                told=_told(card),
                sentence=SENTENCE,
            ),
            _ways(card),
            cards=("3114", "15"),
        )
    return None


@dialogue("perhaps-card", urgent=True)
def perhaps_card(me: Me, subject: str | None) -> Dialogue:
    """Only the second reader found it: the patient was asked, and nobody was told."""
    card = yield from MyDangerCard(me, subject)
    if card is None:
        yield from _closed()
        return None
    yield from Say(
        _(
            "This message may speak of danger; I am a program and not sure. I showed {name} where help is, and told "
            "nobody. You can write: “{sentence}” Immediate danger: call 15. And how are you?",
            name=card.name,
            sentence=SENTENCE,
        ),
        _ways(card),
        cards=("3114", "15"),
    )
    return None


@dialogue("violence-card", urgent=True)
def violence_card(me: Me, subject: str | None) -> Dialogue:
    card = yield from MyDangerCard(me, subject)
    if card is None:
        yield from _closed()
        return None
    yield from Say(
        _(
            "This message speaks of violence. {name} read only a harmless line, for somebody else may see that screen, "
            "and I have told nobody. What you send is shown there when {name} says that it is a good time. Threatened: "
            "17, or 114 by SMS; 3919 listens. You do not carry this without help. And how are you?",
            name=card.name,
        ),
        (_talk(card), FINE),
    )
    return None


def _ways(card: DangerCard) -> tuple[Start, ...]:
    return (Start("danger-sentence", _("Send this sentence"), card.pair), _talk(card), FINE)


def _talk(card: DangerCard) -> Start:
    return Start("concern", _("Talk to {sup}", sup=card.supervisor), card.pair)


def _closed() -> Dialogue:
    yield from Say(_("This card is no longer open to you."), (HELP_NOW,))
    return None


def _told(card: DangerCard) -> Text:
    if card.reached == "told":
        return _("and {guard} has been told", guard=THE_PERSON_ON_DUTY)
    if card.reached == "team":
        return _("and the team of the unit has been told")
    if card.reached == "seen":
        return _("and somebody of the unit has seen it")
    if card.at is None:
        return _("and your unit will read it when somebody is there")
    return _("and {guard} will know at {hour}", guard=THE_PERSON_ON_DUTY, hour=When(card.at))


@dialogue("danger-sentence", urgent=True)
def danger_sentence(me: Me, subject: str | None) -> Dialogue:
    fate = yield from SendSentence(me, number_of(subject), SENTENCE)
    match fate:
        case Left(to):
            yield from Say(_("On its way to {name}.", name=to), (HELP_NOW,))
        case other:
            yield from fate_words(other) or Say(_("Nothing was sent."))
    return None


@dialogue("danger-fine", urgent=True)
def danger_fine(me: Me, subject: str | None) -> Dialogue:
    yield from Say(_("Good. If that changes, your team is there for you too."), (Start("menu", _("Menu")),))
    return None
