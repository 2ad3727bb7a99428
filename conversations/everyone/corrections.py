"""What somebody reads who waits for a human, where what they were told about when does not hold any more."""

from datetime import datetime

from conversations.care.relay import Called
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Start
from conversations.dialogue.text import Text, When, Wording, unasked

HELP_NOW = Start("help-now", unasked("Help now"))


def nobody_has_answered(again_at: datetime | None) -> Notice:
    """Of an alert: it was told, and nobody took it."""
    if again_at:
        return _correction(
            unasked(
                "A correction: nobody has answered me yet. I ask again from {when}. “Help now” is there day and night.",
                when=When(again_at),
            )
        )
    return _correction(
        unasked("A correction: nobody has answered me yet. I go on asking. “Help now” is there day and night.")
    )


def nobody_has_it(again_at: datetime | None) -> Notice:
    """Of an alert: somebody had seen it, and is not on it any more."""
    if again_at:
        return _correction(
            unasked(
                "A correction: somebody had seen your message, and is no longer on it. I ask again from {when}. “Help "
                "now” is there day and night.",
                when=When(again_at),
            )
        )
    return _correction(
        unasked(
            "A correction: somebody had seen your message, and is no longer on it. I go on asking. “Help now” is there "
            "day and night."
        )
    )


def read_later(at: datetime) -> Notice:
    """Of an alert that waits: who is there has changed, and with it the hour."""
    return _correction(
        unasked(
            "A change: your team reads your message from {when}, later than I said. I am sorry. “Help now” is there "
            "day and night.",
            when=When(at),
        )
    )


def read_earlier(at: datetime) -> Notice:
    return _correction(unasked("A change: your team reads your message earlier, from {when}.", when=When(at)))


def read_at_no_hour() -> Notice:
    return _correction(
        unasked(
            "A change: I can no longer say when your team reads your message. I go on trying. I am sorry. “Help now” "
            "is there day and night."
        )
    )


def told_earlier() -> Notice:
    return _correction(unasked("Earlier than I said: somebody of your team is there now, and I have told them."))


def in_touch_later(by: datetime | None, who: Wording, phone: str) -> Notice:
    """Of a call or an answer that was promised: who is there has changed, and with it the hour."""
    if by is None:
        return _correction(
            unasked(
                "A change: I can no longer say when somebody will be in touch. I am sorry. Please do not wait for me: "
                "{who}, {phone}. “Help now” is there day and night.",
                who=who,
                phone=phone,
            )
        )
    return _correction(
        unasked(
            "A change: somebody will be in touch before {due}, later than I said. I am sorry. “Help now” is there "
            "day and night.",
            due=When(by),
        )
    )


def in_touch_by(by: datetime) -> Notice:
    """Where no hour could be named before."""
    return _correction(unasked("I can name a time now: somebody will be in touch before {due}.", due=When(by)))


def later_than_promised(by: datetime | None, who: Wording, phone: str) -> Notice:
    """The hour has passed, and nobody was in touch."""
    if by is None:
        return _correction(
            unasked(
                "I said that somebody would be in touch by now. It has not been possible, and I cannot name a new "
                "time. I am sorry. Please do not wait for me: {who}, {phone}. “Help now” is there day and night.",
                who=who,
                phone=phone,
            )
        )
    return _correction(
        unasked(
            "I said that somebody would be in touch by now. It has not been possible: the new time is before {due}. I "
            "am sorry. If that fails too, please do not wait for me: {who}, {phone}. “Help now” is there day and "
            "night.",
            due=When(by),
            who=who,
            phone=phone,
        )
    )


def not_forgotten(who: Wording, phone: str) -> Notice:
    """The new hour has passed too, and a week since it was said."""
    return _correction(
        unasked(
            "Nobody has been in touch yet, and I am sorry. It stands at the top of your team’s list. Please do not "
            "wait for me: {who}, {phone}. “Help now” is there day and night.",
            who=who,
            phone=phone,
        )
    )


def contact_later(name: Called, by: datetime | None, who: Wording, phone: str) -> Notice:
    """To an AP: the hour has passed by which somebody was to speak with their patient, or to decide."""
    if by is None:
        return _correction(
            unasked(
                "What was to be done about your contact with {name} by now has not been possible, and I cannot name a "
                "new time. I am sorry. You need do nothing; if you would rather ask: {who}, {phone}.",
                name=name,
                who=who,
                phone=phone,
            )
        )
    return _correction(
        unasked(
            "What was to be done about your contact with {name} by now has not been possible: the new time is before "
            "{due}. I am sorry. You need do nothing; if that fails too: {who}, {phone}.",
            name=name,
            due=When(by),
            who=who,
            phone=phone,
        )
    )


def contact_not_forgotten(name: Called, who: Wording, phone: str) -> Notice:
    return _correction(
        unasked(
            "What was to be done about your contact with {name} is still to do, and I am sorry. It stands at the top "
            "of your team’s list. You need do nothing; if you would rather ask: {who}, {phone}.",
            name=name,
            who=who,
            phone=phone,
        )
    )


def report_unread(by: datetime, who: Wording, phone: str) -> Notice:
    """To somebody who reported something: by when it is read now."""
    return _correction(
        unasked(
            "What you sent has not been read yet: the new time is before {due}. I am sorry. If that fails too: {who}, "
            "{phone}.",
            due=When(by),
            who=who,
            phone=phone,
        )
    )


def report_not_forgotten(who: Wording, phone: str) -> Notice:
    return _correction(
        unasked(
            "What you sent has still not been read, and I am sorry. Please call: {who}, {phone}.", who=who, phone=phone
        )
    )


def mourning_unread(by: datetime | None, who: Wording, phone: str) -> Notice:
    """To somebody who told of a death: nobody of the team has read it yet."""
    if by is None:
        return _correction(
            unasked(
                "Nobody has read yet what you told me, and I am sorry. You need do nothing; if you would rather speak "
                "with somebody: {who}, {phone}.",
                who=who,
                phone=phone,
            )
        )
    return _correction(
        unasked(
            "Nobody has read yet what you told me: the new time is before {due}. I am sorry. You need do nothing; if "
            "you would rather speak with somebody: {who}, {phone}.",
            due=When(by),
            who=who,
            phone=phone,
        )
    )


def _correction(text: Text) -> Notice:
    """It is about the very help that somebody waits for, so it does not wait with everything else."""
    return Notice(text, (HELP_NOW,), waits=False)
