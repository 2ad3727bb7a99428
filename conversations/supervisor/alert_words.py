"""What is said of an alert on the phones of the people on duty, and to who is waiting."""

from datetime import datetime

from conversations.care.alerts import kind_words
from conversations.dialogue.notice import Notice, work
from conversations.dialogue.steps import Start
from conversations.dialogue.text import Hour, Text, When, _, unasked

NEXT_WORDS: dict[str, Text] = {
    "next": _("the next person"),
    "all": _("all supervisors"),
    "coordinator": _("the coordination"),
    "again": _("everybody again"),
}


def about(alert: int) -> str:
    """The name under which an alert's message is found again."""
    return f"alert:{alert}"


def asked_next(then: str, until: datetime) -> Text:
    """`then`: the rung that is told next (escalation.rung), or "you" where there is nobody else."""
    if then == "you":
        return unasked("Without an answer by {until} I ask you again.", until=Hour(until))
    return unasked("Without an answer by {until} I tell {next}.", until=Hour(until), next=NEXT_WORDS[then])


def asked_next_from(then: str, when: datetime) -> Text:
    """The same, where nobody is asked before the unit's people are there again."""
    if then == "you":
        return unasked("Without an answer I ask you again from {when}.", when=When(when))
    return unasked("Without an answer I tell {next} from {when}.", next=NEXT_WORDS[then], when=When(when))


def message_lost(alert: int, at: datetime, second: Text) -> Notice:
    """To the team, about one of them; what the message was about climbs by itself."""
    first = unasked(
        "A message from me to one of your team did not arrive, at {hour}. What it was about goes on to others. Can you "
        "see to it?",
        hour=Hour(at),
    )
    text = unasked("{first} {second}", first=first, second=second)
    return Notice(text, (take(alert), decline(alert), show(alert)), about(alert))


def alert_raised(alert: int, kind: str, at: datetime, second: Text, *, numbers_given: bool) -> Notice:
    """The alert on a phone; `second` says who is asked next."""
    values = {"kind": kind_words(kind), "hour": Hour(at)}
    if numbers_given:
        first = unasked(
            "Someone in your unit is waiting for a human reply ({kind}), received at {hour}. Help numbers were given. "
            "Can you take it?",
            **values,
        )
    else:
        first = unasked(
            "Someone in your unit is waiting for a human reply ({kind}), received at {hour}. Can you take it?", **values
        )
    text = unasked("{first} {second}", first=first, second=second)
    return Notice(text, (take(alert), decline(alert), show(alert)), about(alert))


def handed_to_you(alert: int, kind: str, at: datetime, until: datetime) -> Notice:
    """From a colleague, of what is not urgent."""
    text = unasked(
        "A colleague hands you something that is waiting since {when} ({kind}). Can you take it? Without an answer by "
        "{until} I ask others.",
        kind=kind_words(kind),
        when=When(at),
        until=When(until),
    )
    return work(text, (take(alert), decline(alert), show(alert)), about(alert))


def taken_by_a_colleague(at: datetime) -> Text:
    """What the others' messages become."""
    return _("A colleague took this at {hour}. You have nothing to do.", hour=Hour(at))


def you_took_it(at: datetime) -> Text:
    return _("You took this at {hour}.", hour=Hour(at))


def closed_now(at: datetime) -> Text:
    return _("Closed at {hour}.", hour=Hour(at))


def closed_by_a_colleague(at: datetime) -> Text:
    return _("A colleague closed this at {hour}. You have nothing left to do.", hour=Hour(at))


def nothing_left_to_do(alert: int) -> Notice:
    """To who had it in hand: an edit makes no sound."""
    return work(unasked("A colleague has closed what you had in hand. You have nothing left to do."), (show(alert),))


def holder_buttons(alert: int) -> tuple[Start, ...]:
    return (show(alert), close(alert), hand(alert))


def more_of(alert: int, kind: str) -> Notice:
    """To who has it in hand."""
    words = {
        "ap-urgent": unasked("A volunteer says once more that what you have in hand is urgent."),
        "delivery-failed": unasked("Another message from me to one of your team did not arrive."),
    }
    return Notice(words.get(kind, unasked("The person you took care of has written again.")), (show(alert),))


def still_yours(alert: int, at: datetime) -> Notice:
    return work(
        unasked("You took an alert at {when}. Is it still in your hands?", when=When(at)),
        (Start("keep-alert", _("Still mine"), alert), close(alert), hand(alert)),
    )


def open_again(alert: int) -> Notice:
    return work(
        unasked("You did not answer, so an alert is open again and others are asked."), (take(alert), show(alert))
    )


def open_again_to_you(alert: int) -> Notice:
    """There is nobody else to ask."""
    return work(
        unasked("You did not answer, so an alert is open again. I have nobody else to ask, and ask you again."),
        (take(alert), show(alert)),
    )


def not_needed_any_more(at: datetime) -> Text:
    """What the message about a lost message becomes."""
    return _("At {hour}: what did not arrive is in good hands. You have nothing to do.", hour=Hour(at))


def seen_by_a_human(at: datetime) -> Notice:
    """To the person who is waiting."""
    return Notice(
        unasked("Somebody from your team has seen your message, at {hour}.", hour=Hour(at)),
        (Start("help-now", _("Help now")),),
    )


def take(alert: int | str | None) -> Start:
    return Start("take-alert", _("I take it"), alert)


def decline(alert: int) -> Start:
    return Start("decline-alert", _("I cannot"), alert)


def show(alert: int | str | None) -> Start:
    return Start("alert", _("Details"), alert)


def close(alert: int | str | None) -> Start:
    return Start("close-alert", _("Done"), alert)


def hand(alert: int | str | None) -> Start:
    return Start("hand-alert", _("Hand over"), alert)
