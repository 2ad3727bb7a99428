"""What an AP reads when it has been quiet: a question, never a reproach."""

from datetime import datetime

from conversations.care.pairs import about_first_step
from conversations.care.relay import Called
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Start
from conversations.dialogue.text import When, _, unasked


def first_word_missing(name: Called, pair: int, until: datetime) -> Notice:
    return Notice(
        unasked(
            "{name} is waiting for a first word from you. Have you been in touch already? If it is not possible just "
            "now, that is all right: before {until} is still in time, and after that I look for somebody else.",
            name=name,
            until=When(until),
        ),
        (
            Start("write-to", _("Write now"), pair),
            Start("log-contact", _("We have been in touch"), pair),
            Start("propose-time", _("Propose a time"), pair),
            Start("pair-end", _("I cannot"), pair),
        ),
        about=about_first_step(pair),
    )


def answer_missing(name: Called, pair: int, appointment: int, at: datetime, until: datetime) -> Notice:
    """The patient proposed a time, and waits for a yes or another one."""
    return Notice(
        unasked(
            "{name} proposes {when} and is waiting for a word from you. If it is not possible just now, that is all "
            "right: before {until} is still in time, and after that I look for somebody else.",
            name=name,
            when=When(at),
            until=When(until),
        ),
        (
            Start("appointment-yes", _("Yes"), appointment),
            Start("appointment-move", _("Another time"), appointment),
            Start("log-contact", _("We have been in touch"), pair),
            Start("pair-end", _("I cannot"), pair),
        ),
        about=about_first_step(pair),
    )


def was_there_a_talk(name: Called, pair: int, at: datetime, until: datetime) -> Notice:
    """The time they had set is over, and neither has said that it took place."""
    return Notice(
        unasked(
            "Your time with {name} was {when}. Have you been in touch? If it was not possible, that is all right: "
            "before {until} is still in time, and after that I look for somebody else.",
            name=name,
            when=When(at),
            until=When(until),
        ),
        (
            Start("log-contact", _("We have been in touch"), pair),
            Start("write-to", _("Write now"), pair),
            Start("propose-time", _("Propose a time"), pair),
            Start("pair-end", _("I cannot"), pair),
        ),
        about=about_first_step(pair),
    )


def given_back(name: Called) -> Notice:
    return Notice(
        unasked(
            "I have looked for somebody else for {name}. Nothing is asked of you, and nothing is held against you. If "
            "something weighs on you, your team is there.",
            name=name,
        ),
        (Start("concern", _("Talk about it")), Start("availability", _("My availability"))),
    )


def quiet_for_a_while(name: Called, days: int, pair: int) -> Notice:
    return Notice(
        unasked(
            "You and {name} have not been in touch here for {days} days. Silence can mean many things. A short word "
            "from you is enough, or nothing at all if you agreed so.",
            name=name,
            days=days,
        ),
        (
            Start("write-to", _("Write"), pair),
            Start("log-contact", _("We have been in touch"), pair),
            Start("concern", _("Talk to the team"), pair),
        ),
        about=f"quiet:{pair}",
    )


def waits_for_an_answer(name: Called, days: int, pair: int) -> Notice:
    """The patient wrote, perhaps several times, and has had no word."""
    return Notice(
        unasked(
            "{name} has written, and has had no word from you here for {days} days. A short one is enough. If it is "
            "not possible just now, that is all right: your team looks with you at how to go on.",
            name=name,
            days=days,
        ),
        (
            Start("write-to", _("Write"), pair),
            Start("log-contact", _("We have been in touch"), pair),
            Start("concern", _("Talk to the team"), pair),
        ),
        about=f"quiet:{pair}",
    )
