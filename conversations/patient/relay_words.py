"""What the bot says about messages between two people: why one stays, what is asked first, what both should know."""

from conversations.care.alerts import PERHAPS, Danger
from conversations.care.pairs import about_first_step
from conversations.care.relay import Called, Fate, Left, OnHold, Stays, Stopped, Waits
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Say, Start
from conversations.dialogue.text import Text, _, unasked
from conversations.patient.hold_words import HELP_NOW, held_words
from conversations.policies.relay_rules import Refusal, Why

CARDS = {"violence": "violence-card", PERHAPS: "perhaps-card"}

ASKED: dict[Why, Text] = {
    "details": _(
        "Your message holds a number, an address or a name under which you can be found. Once it has left, {name} "
        "keeps it. Send it anyway?"
    ),
    "picture": _(
        "A picture can show a face, a place or a name, and nobody looks at it before it leaves. Send it to {name}?"
    ),
    "picture-details": _(
        "A picture can show a face, a place or a name, and what you wrote under it holds a number, an address or a "
        "name under which you can be found. Once both have left, {name} keeps them. Send them anyway?"
    ),
    "document": _(
        "A document can hold its author’s name and other traces inside; its file name is left out. Send it to {name} "
        "anyway?"
    ),
    "document-details": _(
        "A document can hold its author’s name and other traces inside, and what you wrote under it holds a number, an "
        "address or a name under which you can be found. Once both have left, {name} keeps them. Send them anyway?"
    ),
    "place": _("This shows {name} where you are. Send it anyway?"),
    "card": _(
        "This gives {name} the name and the number on the card, written out. Once it has left, {name} keeps them. "
        "Send it anyway?"
    ),
    "poll": _("A poll arrives as words: its question and its answers. {name} answers in words too. Send it?"),
}
REFUSED: dict[Refusal, Text] = {
    "details-of-ap": _(
        "Not sent. Your charter asks that no number, address or account of yours leaves this place: it protects you "
        "both. For a call, propose a time: {name} may give a number for it, and yours stays hidden."
    ),
    "picture": _("Not sent: this unit has chosen that no pictures are passed on. You can tell {name} in words."),
    "document": _("Not sent: documents carry names that one does not see. You can tell {name} in words what it says."),
    "place": _("Not sent: places are not passed on here. To meet, propose a time on the ward."),
    "card": _("Not sent: a contact card shows more than a number. For a call, use an appointment."),
    "poll": _("Not sent: a poll shows who made it. You can ask {name} in words."),
    "round-video": _("Not sent: a video shows a face and a home. You can send {name} words or a voice message."),
    "video": _("Not sent: videos are not passed on here. You can send {name} words or a voice message."),
    "sticker": _("I cannot pass on stickers and little films yet. A word does as well."),
    "sound": _("Not sent: a sound file carries names. You can send {name} a voice message."),
    "other": _("I cannot pass this on to {name}. Words and voice messages I can."),
}


def fate_words(fate: Fate) -> Say | None:
    """What the one who wrote reads; nothing where the message is on its way: a sign on it will say so."""
    match fate:
        case Left():
            return None
        case Waits():
            return _question(fate)
        case Stays(why, to, pair):
            call = (Start("propose-time", _("Propose a time"), pair),)
            return Say(_filled(REFUSED[why], to), call if why in ("details-of-ap", "place", "card") else ())
        case Stopped():
            return _stopped(fate)
        case OnHold():
            return held_words(fate)


def _question(fate: Waits) -> Say:
    drop = Start("drop-held", _("Do not send"), fate.held)
    if fate.why == "choose":
        whom = tuple(
            Start("send-held", _("To {name}", name=name), f"{fate.held}:{pair}") for pair, name in fate.choices
        )
        pages = Start("pages-instead", _("No, look in the pages"), fate.held)
        return Say(_("For whom is this? Nothing has been sent yet."), (*whom, pages, drop))
    if fate.why == "consent":
        return Say(
            _("Your message has not left yet: there is one question first."),
            (Start("relay-consent", _("Read the question"), fate.choices[0][0]), drop),
        )
    send = Start("send-held", _("Send anyway"), fate.held)
    return Say(_filled(ASKED[fate.why], fate.to), (send, drop))


def _stopped(fate: Stopped) -> Say:
    name, pair = fate.to, fate.pair
    match fate.why:
        case "paused":
            paused = _("Not sent: the contact with {name} is paused until {day}.", name=name, day=fate.until or "")
            return Say(paused, (HELP_NOW,))
        case "closed":
            return Say(_("Not sent: your time with {name} has ended, so I pass nothing on any more.", name=name))
        case "unreachable":
            return Say(
                _(
                    "Not sent: {name} cannot be reached here at the moment. It stands in your unit’s weekly list; if "
                    "you are worried, tell the team now.",
                    name=name,
                ),
                (Start("concern", _("Tell the team"), pair), HELP_NOW),
            )
        case "ap-unreachable":
            return Say(
                _(
                    "Not sent: {name} cannot be reached here at the moment. This is not about you. The unit knows, and "
                    "looks for a way on with you.",
                    name=name,
                ),
                (Start("call-me", _("Please call me")), Start("seek-another", _("Someone else"), pair), HELP_NOW),
            )
        case "never-left":
            return Say(
                _("The change was not passed on: that message did not leave, or is too old for me to find it again.")
            )
        case "gone":
            return Say(_("This message no longer waits here. Nothing was sent."))
        case "calls":
            return Say(
                _("Not sent: {name} would rather have a call than write here.", name=name),
                (Start("propose-time", _("Propose a time"), pair),),
            )
        case "waits-for-them":
            return Say(
                _(
                    "Not sent yet: {name} is asked first whether they want to write here. If it is yes within three "
                    "days, your message leaves by itself; if not, it is deleted and you read so.",
                    name=name,
                ),
                (Start("propose-time", _("Propose a time"), pair),),
            )


def _filled(text: Text, name: Called) -> Text:
    return Text(text.source, {"name": name})


def head(name: Called) -> Text:
    """The first line of every message that crosses: whose words these are, by the name the two agreed on."""
    return _("{name} writes:", name=name)


def about_question(pair: int) -> str:
    return f"would-write:{pair}"


def somebody_would_write(ap: Called, pair: int) -> Notice:
    """To a patient who has not said yet whether they want to write here."""
    return Notice(
        unasked("{ap} would like to write to you here. One question first, then you can read it.", ap=ap),
        (Start("relay-consent", _("Read the question"), pair),),
        about=about_question(pair),
    )


def rather_a_call(name: Called, pair: int) -> Notice:
    return Notice(
        unasked("{name} would rather have a call than write here. You can propose a time.", name=name),
        (Start("propose-time", _("Propose a time"), pair),),
        about=about_first_step(pair),
    )


def rather_a_call_instead(name: Called, pair: int) -> Notice:
    """To an AP whose message waited for the answer, as they were told."""
    return Notice(
        unasked(
            "{name} would rather have a call than write here. Your message did not leave, and is deleted. You can "
            "propose a time.",
            name=name,
        ),
        (Start("propose-time", _("Propose a time"), pair),),
    )


def waited_in_vain(name: Called, pair: int) -> Notice:
    """To an AP whose message waited for a yes that did not come: there are other ways to take a step."""
    return Notice(
        unasked(
            "Your message to {name} did not leave: there was no answer to the question about writing here. It is "
            "deleted. This is not about you.",
            name=name,
        ),
        (Start("propose-time", _("Propose a time"), pair), Start("write-to", _("Write"), pair)),
    )


def one_more_question(name: Called, held: int) -> Notice:
    """To an AP whose picture waited for the patient's yes: it shows more than words do."""
    return Notice(
        unasked(
            "{name} agrees to write here. What you sent can show a face, a place or a name, and nobody looks at it "
            "before it leaves. Send it now?",
            name=name,
        ),
        (Start("send-held", _("Send anyway"), held), Start("drop-held", _("Do not send"), held)),
    )


def not_passed_on(name: Called) -> Notice:
    """To an AP whose message waited for the patient's yes, and may not leave by a rule that holds now."""
    return Notice(
        unasked(
            "{name} agrees to write here. One message of yours did not leave all the same: it holds what is not passed "
            "on here. It is deleted.",
            name=name,
        ),
        (Start("write-to", _("Write")),),
    )


def not_delivered(name: Called, pair: int) -> Notice:
    return Notice(
        unasked("Your last message or change for {name} could not be delivered. They have not seen it.", name=name),
        (Start("call-me", _("Please call me")), HELP_NOW),
        about=f"undelivered:{pair}",
    )


def has_left(name: Called) -> Say:
    """In words, for somebody to whom the sign on the message is not read aloud."""
    return Say(_("Gone to {name}.", name=name))


def not_tonight(ap: Called, pair: int) -> Say:
    """To a patient whose AP has said not to be there this evening."""
    return Say(
        _("It is on its way. {ap} is not here this evening: an answer can wait until tomorrow or later.", ap=ap),
        about=f"not-tonight:{pair}",
    )


def health_card(name: Called, line: str, pair: int) -> Notice:
    """To the AP alone, when the patient asks about a dose, a drug or a symptom."""
    return Notice(
        unasked(
            "A reminder about the last message from {name}. You may listen, and say what you lived yourself. What to "
            "take, what to stop and whether something is normal is for the care team: {line}. You can write: “I am not "
            "the one who can answer this; {line} can, and I am here for the rest.”",
            name=name,
            line=line,
        ),
        (Start("concern", _("Tell the team"), pair),),
        about=f"health-card:{pair}",
    )


def danger_line(name: Called, pair: int, danger: Danger) -> Notice:
    """The neutral line behind which the AP finds what to do: another card for each kind."""
    card, subject = CARDS.get(danger.kind, "danger-card"), f"{pair}:{danger.alert or 0}"
    return Notice(
        unasked("Before you answer {name}: please open this first.", name=name), (Start(card, _("Open"), subject),)
    )
