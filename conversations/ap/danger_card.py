"""What an AP reads when a relayed message shows danger: they do not carry it alone, and what they can write."""

from conversations.care.relay import DangerCard, Left, MyDangerCard, SendSentence
from conversations.care.subjects import number_of
from conversations.dialogue.registry import dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, When, _
from conversations.patient.hold_words import HELP_NOW
from conversations.patient.relay_words import fate_words

SENTENCE = _("I am reading you. Can you call 3114?")


@dialogue("danger-card", urgent=True)
def danger_card(me: Me, subject: str | None) -> Dialogue:
    card = yield from MyDangerCard(me, subject)
    if card is None:
        yield from Say(_("This card is no longer open to you."), (HELP_NOW,))
        return None
    yield from Say(
        _(
            "This message suggests danger. Help numbers were given {told}: you do not carry this without help. You can "
            "write: “{sentence}” Immediate danger: call 15. And how are you?",
            told=_told(card),
            sentence=SENTENCE,
        ),
        (
            Start("danger-sentence", _("Send this sentence"), card.pair),
            Start("concern", _("Talk to {sup}", sup=card.supervisor), card.pair),
            Start("danger-fine", _("I am fine")),
        ),
        cards=("3114", "15"),
    )
    return None


def _told(card: DangerCard) -> Text:
    if card.told:
        return _("and {guard} has been told", guard=card.who)
    if card.at is None:
        return _("and your unit will read it when somebody is there")
    return _("and {guard} will know at {hour}", guard=card.who, hour=When(card.at))


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
