"""Break-glass on the words of an alert: who may open them, and how a second person comes in (care requirement 13)."""

from datetime import timedelta

from bot.clock import from_ms, to_ms
from bot.services.alert_desk import number_of
from bot.services.ladder import note
from bot.services.mourning import somebody_has_it
from bot.services.registry import answers, carries_out
from bot.services.staff import can_be_told, coordinators_of, is_staff, name_of, supervisors_of
from bot.storage import alerts
from bot.storage import openings as rows
from bot.storage.alerts import Alert
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.care.alerts import NotYours
from conversations.care.openings import (
    AnswerOpening,
    Asked,
    AskedOfMe,
    MyOpening,
    Opening,
    OpenMessage,
    Second,
    Words,
)
from conversations.supervisor import openings as words

COUNTS_FOR = timedelta(days=1)  # a question without an answer, and a yes that was not used


@answers(MyOpening)
def my_opening(turn: Turn, look: MyOpening) -> Second | Asked | None:
    alert = _with_words(turn, look.alert, look.me.person)
    return _standing(turn, alert, look.me.person) if alert else None


def _standing(turn: Turn, alert: Alert, by: int) -> Second | Asked:
    last = rows.latest(turn.tx, alert.id, by)
    if last and last.at > to_ms(turn.now - COUNTS_FOR):
        if last.state == "allowed":
            return Second("said-yes")
        if last.state == "asked" and alert.level != "now" and _can_answer(turn, alert, last):
            return Asked(from_ms(last.at))
    if _second_person(turn, alert, by) is None:
        return Second("nobody")
    return Second("told" if alert.level == "now" else "asked")


@carries_out(OpenMessage)
def open_message(turn: Turn, decision: OpenMessage) -> Words | Asked | NotYours:
    by = decision.me.person
    alert = _with_words(turn, decision.alert, by)
    match _standing(turn, alert, by) if alert else None:
        case Asked() as asked:
            return asked
        case Second("said-yes") if alert:
            return _with_the_yes(turn, alert, by)
        case Second(how) if alert and decision.reason is not None:
            return _with_a_reason(turn, alert, by, decision.reason, ask_first=how == "asked")
    return NotYours()


def _with_the_yes(turn: Turn, alert: Alert, by: int) -> Words | NotYours:
    """The yes of a second person opens them once."""
    allowed = rows.latest(turn.tx, alert.id, by)
    if allowed is None or not rows.move(turn.tx, allowed.id, "allowed", "opened", turn.now_ms):
        return NotYours()
    return _opened(turn, alert, by, allowed.told_person)


def _with_a_reason(turn: Turn, alert: Alert, by: int, reason: str, *, ask_first: bool) -> Words | Asked:
    second, opening = _second_person(turn, alert, by), turn.new_id()
    state = "asked" if ask_first else "opened"
    rows.add(turn.tx, turn.house.sealer, opening, alert.id, by, reason, second, turn.now_ms, state=state)
    if second is not None:
        notice = words.asks_for_your_yes(opening) if ask_first else words.message_was_opened(alert.id, turn.now)
        turn.speech.notice(second, notice, unit=alert.unit_id, lane=Lane.NOTICE)
    if not ask_first:
        return _opened(turn, alert, by, second)
    note(turn, alert.id, "asked-to-open", by)
    return Asked(turn.now)


def _opened(turn: Turn, alert: Alert, by: int, second: int | None) -> Words:
    """Where there was nobody to ask or to tell, the timeline says so."""
    note(turn, alert.id, "opened" if second is not None else "opened-alone", by)
    somebody_has_it(turn, alert.id, "opened", by)
    return Words(tuple(alert.messages(turn.house.sealer)))


@answers(AskedOfMe)
def asked_of_me(turn: Turn, look: AskedOfMe) -> Opening | None:
    found = _asked(turn, look.opening, look.me.person)
    if found is None:
        return None
    row, alert = found
    by, reason = name_of(turn, row.by_person), row.reason(turn.house.sealer)
    return Opening(by, reason, alert.id, alert.kind, from_ms(alert.raised_at))


@carries_out(AnswerOpening)
def answer_opening(turn: Turn, decision: AnswerOpening) -> bool:
    found = _asked(turn, decision.opening, decision.me.person)
    state = "allowed" if decision.yes else "refused"
    if found is None or not rows.move(turn.tx, found[0].id, "asked", state, turn.now_ms):
        return False
    row, alert = found
    note(turn, alert.id, state, decision.me.person)
    notice = words.you_may_read(alert.id) if decision.yes else words.rather_not(alert.id)
    turn.speech.notice(row.by_person, notice, unit=alert.unit_id, lane=Lane.NOTICE)
    return True


def _asked(turn: Turn, subject: str | None, me: int) -> tuple[rows.Opening, Alert] | None:
    """What is asked of this person at this moment, and the alert it is about."""
    row = rows.find(turn.tx, number_of(subject))
    alert = alerts.find(turn.tx, row.alert_id) if row else None
    if row is None or alert is None or row.state != "asked" or row.told_person != me:
        return None
    return (row, alert) if _can_answer(turn, alert, row) else None


def _can_answer(turn: Turn, alert: Alert, opening: rows.Opening) -> bool:
    second = opening.told_person
    return second is not None and is_staff(turn, second, alert.unit_id) and can_be_told(turn, second)


def _with_words(turn: Turn, subject: str | None, by: int) -> Alert | None:
    """The alert, for somebody who is staff of its unit and whom it is not about, while its words are kept."""
    alert = alerts.find(turn.tx, number_of(subject))
    if alert is None or alert.person_id == by or not is_staff(turn, by, alert.unit_id):
        return None
    return alert if alert.sealed_message is not None else None


def _second_person(turn: Turn, alert: Alert, by: int) -> int | None:
    """Somebody else who can be told, the coordination first: it is not on duty itself. Who has left a question without
    an answer comes last."""
    unit = alert.unit_id or ""
    others = [
        person
        for person in dict.fromkeys((*coordinators_of(turn, unit), *supervisors_of(turn, unit)))
        if person not in (by, alert.person_id) and can_be_told(turn, person)
    ]
    last = rows.latest(turn.tx, alert.id, by)
    silent = last.told_person if last and last.state == "asked" else None
    return min(others, key=lambda person: person == silent, default=None)
